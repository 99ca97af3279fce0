"""Whose an agreement is by what happens: those who met («در جلسه‌ای که … داشتند، توافق شد»), and those who trade."""

from extractors.agreements.bodies import Body
from extractors.agreements.deeds import is_agreed
from extractors.agreements.likeness import distinct
from extractors.agreements.readings import Clause
from extractors.agreements.series import series

_MET = 45
"""Words between a meeting and what was agreed on in it, the names of those who met among them."""
_LEAD = 6
"""Words between a meeting and the first who met («در جلسه‌ای که دیروز به ریاست | وزیر …»)."""
_TWO = 2
_GOODS = 8
"""Words behind the word for an agreement among which goods go from one state to another."""
_BODIES = ("org", "office", "country")
_THAT, _TO = "که", {"fa": ("به",), "ar": ("الی", "ل")}


def gathered(clause: Clause) -> list[Body]:
    """Those between whom something «توافق شد»: who met for it, else who will do it together; two or none."""
    if clause.language != "fa" or not is_agreed(clause):
        return []
    found = _meeting(clause)
    if len(found) < 2 and clause.sentence.exacts[clause.after + 1 : clause.after + 2] == [_THAT]:
        found = series(clause.sentence, clause.bodies, clause.after + 2, len(clause.sentence.words), 0)
    return found if len(found) > 1 else []


def _meeting(clause: Clause) -> list[Body]:
    sentence = clause.sentence
    reach = range(max(0, clause.at - _MET), clause.at)
    met = max(sentence.cued(reach.start, reach.stop, "met"), default=-1)
    if met < 0:
        return []
    those = [one for one in clause.bodies.all if met < one.first and one.last <= clause.at and one.kind in _BODIES]
    return distinct(those) if those and those[0].first - met <= _LEAD else []


def visiting(clause: Clause) -> list[Body]:
    """The state of who travelled and that where he went, of what the journey came to.

    «سفر نخست‌وزیر گرجستان به ارمنستان با سه تفاهم‌نامه پایان یافت», «توجت زيارة الرئيس الإندونيسي لماليزيا باتفاقية».
    """
    sentence = clause.sentence
    journeys = sentence.cued(clause.first, clause.at, "journey")
    if not journeys or not sentence.cued(clause.first, len(sentence.words), "results", "ends_with"):
        return []
    those = [one for one in clause.bodies.all if journeys[-1] < one.first < clause.at and one.kind in _BODIES]
    if len(those) != _TWO or {one.kind for one in those} != {"country"}:
        return []
    there = sentence.exacts[those[1].first]
    to = sentence.exacts[those[1].first - 1] in _TO[clause.language]
    return those if to or (clause.language == "ar" and there.startswith("ل")) else []


def trading(clause: Clause) -> list[Body]:
    """Two states between which the goods of an agreement go: «قرارداد صادرات گاز روسیه به چین»."""
    sentence = clause.sentence
    end = min(len(sentence.words), clause.after + _GOODS)
    if not sentence.cued(clause.after, min(end, clause.after + 2), "trade"):
        return []
    states = [one for one in clause.bodies.all if clause.after < one.first < end and one.kind == "country"]
    if len(states) < 2 or sentence.exacts[states[1].first - 1] not in _TO[clause.language]:
        return []
    return states[:2] if states[0].last == states[1].first - 1 else []
