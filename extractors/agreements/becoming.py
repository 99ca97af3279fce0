"""What became of an agreement that there was: another in its place, a lesser or a greater one, still in force."""

from extractors.agreements.readings import Clause, Said
from extractors.agreements.relations import replaced_at
from extractors.agreements.sentences import Placed

_TURNED, _INTO = 3, 45
"""Words between a verb of change and its agreement, and between that and what it becomes."""
_HELD = 30
"""Words behind an agreement among which it is said to be in force still."""
_TERM = 4
"""Words beside what says that it holds among which the length or end of it stands, which a new one has too."""
_TO, _TO_AR = "به", "الی"
_CARRIED = "اجرا"
_RANKS = {"mou": 0, "agreement": 1, "contract": 2}
"""Kinds from the least binding to the most."""


def became(clause: Clause) -> Said | None:
    """Of an agreement: downgraded, upgraded, or terminated by one in its place; None where it is not so."""
    return _converted(clause) or _replaced(clause)


def converted_into(clause: Clause) -> bool:
    """Whether the agreement of a clause is only what another is turned into («تحويل الاتفاقية إلى | مذكرة تفاهم»)."""
    before = [one for one in clause.sentence.of("AGREEMENT") if one.last <= clause.at]
    target = _target(clause, before[-1]) if before else None
    return target is not None and target.first == clause.at


def _itself(clause: Clause) -> Placed | None:
    return next((one for one in clause.sentence.of("AGREEMENT") if one.first == clause.at), None)


def _converted(clause: Clause) -> Said | None:
    """«تحويل الاتفاقية … إلى مذكرة تفاهم», «قرارداد … به تفاهم‌نامه تبدیل شد»: by which of both binds more."""
    one = _itself(clause)
    target = _target(clause, one) if one else None
    if one is None or target is None:
        return None
    ranks = [_RANKS.get(each.mention.value["kind"], -1) for each in (one, target)]
    if -1 in ranks or ranks[0] == ranks[1]:
        return None
    verb = _turning(clause, one) if clause.language == "ar" else -1
    first = verb if verb >= 0 else one.first
    return Said("downgraded" if ranks[1] < ranks[0] else "upgraded", "asserted", (first, target.last), changes=True)


def _turning(clause: Clause, one: Placed) -> int:
    """The Arabic word for a conversion: beside the agreement, or its verb with its subject between; -1 without."""
    sentence = clause.sentence
    near = sentence.cued(max(0, one.first - _TURNED), one.first, "converted")
    if near:
        return near[-1]
    far = sentence.cued(max(0, one.first - _SUBJECT), one.first, "converted")
    named = any(far and far[-1] < body.first and body.last <= one.first for body in clause.bodies.all)
    return far[-1] if named and not sentence.cued(far[-1] + 1, one.first, "stop", "say") else -1


_SUBJECT = 14
"""Words between an Arabic verb and its object, the names of those who do it among them."""


def _target(clause: Clause, one: Placed) -> Placed | None:
    """What an agreement was turned into; None where it was not, or is to be some day."""
    sentence = clause.sentence
    later = [each for each in sentence.of("AGREEMENT") if one.last < each.first <= one.last + _INTO]
    if clause.language == "ar":
        verb = _turning(clause, one)
        into = [each for each in later if sentence.exacts[each.first - 1] == _TO_AR]
        ahead = sentence.cued(max(0, verb - 3), verb, "planned", "denied", "conditional", "negates")
        return into[0] if verb >= 0 and into and not ahead else None
    for each in later:
        said = sentence.cued(each.last, each.last + 2 * _TURNED, "converted")
        verbs = sentence.cued(said[0] + 1, said[0] + 3, "done", "to_do", "not_done") if said else []
        if sentence.exacts[each.first - 1] == _TO and verbs and sentence.has(verbs[0], "done"):
            return each
    return None


def _replaced(clause: Clause) -> Said | None:
    """«تحل المذكرة محل الاتفاقية الموقعة …», «جایگزین موافقت‌نامه سال ۱۳۹۵ شد»: another stands in its place."""
    sentence = clause.sentence
    at = replaced_at(sentence, clause.at)
    if at < 0 or sentence.cued(max(0, at - 4), at, "planned", "conditional", "denied"):
        return None
    if at and sentence.exacts[at - 1].startswith(("ست", "سی")) and clause.language == "ar":
        return None
    later = sentence.cued(clause.after, clause.last + 1, "to_do", "not_done") if clause.language == "fa" else []
    if any(not sentence.exacts[one].startswith("می") for one in later):
        return None
    return Said("terminated", "asserted", (at, clause.after), changes=True)


def holds(clause: Clause) -> Said | None:
    """«لا تزال الاتفاقية … سارية», «قرارداد … همچنان نافذ است»: an agreement that there was is in force still."""
    sentence = clause.sentence
    if clause.language == "ar" and not sentence.cued(max(clause.first, clause.at - _TERM), clause.last, "still"):
        return None
    for at in sentence.cued(clause.after, min(clause.last + 1, clause.after + _HELD), "holding"):
        end = sentence.ends(at)
        near = range(max(clause.after, at - _TERM), end + _TERM)
        bounded = any(one.first in near for one in sentence.of("DATE") if "duration" in one.mention.value)
        bounded = bounded or bool(sentence.cued(near.start, near.stop, "from_signing", "until"))
        verb = clause.language == "ar" or sentence.has(at, "being") or sentence.cued(end, end + 2, "is")
        denied = sentence.cued(max(clause.after, at - 2), end + 2, "not_done", "negates")
        if verb and not bounded and all(sentence.has(one + 1, "still") for one in denied):  # «لا تزال | نافذة»
            return Said("in_force", "asserted", (clause.at, end), changes=True)
    return None


def is_kept(clause: Clause, since: str) -> bool:
    """Whether a Persian sentence says of what was signed that it holds («… امضا شد و هنوز پابرجاست», «… پابند است»).

    ``since`` is the first day on which it may have been signed to be an old one: a new one that is to hold until some
    day is but signed.
    """
    sentence = clause.sentence
    if clause.language != "fa":
        return False
    stop = next((one.first for one in sentence.of("AGREEMENT") if one.first >= clause.after), len(sentence.words))
    end = min(stop, clause.last + _HELD // 2)
    for at in sentence.cued(clause.after, end, "still"):  # «… که هنوز هم اجرا می‌شود»
        behind = range(at + 1, min(at + _TERM, len(sentence.words) - 1))
        if any(sentence.exacts[one] == _CARRIED and sentence.has(one + 1, "to_do") for one in behind):
            return True
    for at in sentence.cued(clause.after, end, "holding", "keeps"):
        last = sentence.ends(at)
        verb = sentence.has(at, "being") or sentence.cued(last, last + 2, "is")
        if not verb or sentence.cued(last, last + 2, "not_done"):
            continue
        if sentence.has(at, "keeps"):  # «به معاهده‌ای که … امضا شد، پابند است»
            return clause.at > 0 and sentence.exacts[clause.at - 1] == _TO
        still = sentence.cued(clause.after, at + 1, "still")
        days = [one.mention.value.get("start", "") for one in sentence.of("DATE") if clause.first <= one.first < at]
        return bool(still) or any("" < day < since for day in days)
    return False
