"""With whom an agreement is: the bodies behind «با» and «مع», where those words go with it and nothing else."""

from collections.abc import Sequence

from extractors.agreements.bodies import Body
from extractors.agreements.nations import nationalities
from extractors.agreements.readings import Clause
from extractors.agreements.sentences import Sentence
from extractors.agreements.series import foreign, series
from extractors.organisations.gazetteer import heads, plurals

_LEAD, _OPENING = 4, 4
"""Words between «مع» and the first body, and before the names behind «چون»."""
_AND, _WHAT = "و", "ما"


def those_with(clause: Clause, first: int, last: int) -> list[Body]:
    """The bodies after «با» or «مع» in some words; the nearest to the agreement."""
    sentence = clause.sentence
    places = sentence.cued(first, last, "with")
    for at in sorted(places, key=lambda one: abs(one - clause.at)):
        if (
            (at < clause.at and _is_of_other(clause, at))
            or _is_of_more_said(clause, at)
            or _is_of_next(clause, at)
            or _is_of_talk(clause, at)
            or _is_of_relations(clause, at)
            or sentence.exacts[sentence.ends(at) : sentence.ends(at) + 1] == [_WHAT]
            or (sentence.has(at, "presence") and (_is_signed_by(clause) or _is_between(clause, at)))
        ):
            continue
        end = clause.at if at < clause.at else len(sentence.words)
        first = _such_as(sentence, sentence.ends(at))
        found = series(sentence, clause.bodies, first, end, _LEAD if clause.language == "ar" or first > at + 1 else 2)
        found = found or series(sentence, clause.bodies, sentence.ends(at), end, 0, places=True)
        counted = [one.mention.span for one in sentence.of("COUNT")] if clause.language == "fa" else []
        found = [
            body for body in found if not any(body.span.overlaps(span) and span < body.span for span in counted)
        ]  # «با ۴۰ دانشگاه»
        if _is_of_any(sentence, first, found):
            continue
        found = found or foreign(sentence, sentence.ends(at))
        if found or _is_unnamed(sentence, first):
            return found
    return []


def _is_of_any(sentence: Sentence, at: int, found: Sequence[Body]) -> bool:
    """Whether those with whom it is are any of a kind («مع أي شركة»), or all of a country («با دانشگاه‌های عراق»)."""
    if sentence.has(at, "general"):
        return True
    several = at < len(sentence.words) and sentence.exacts[at] in plurals(sentence.language)
    return several and all(body.kind in ("country", "place") for body in found)


def _is_unnamed(sentence: Sentence, at: int) -> bool:
    """Whether an Arabic agreement is with a body that the text does not name («مع شركة صينية»)."""
    if sentence.language != "ar" or at + 1 >= len(sentence.words):
        return False
    return sentence.exacts[at] in heads("ar") and "ال" + sentence.exacts[at + 1] in nationalities("ar")


def is_with_several(clause: Clause) -> bool:
    """Whether an agreement is with several bodies that the text does not name («مع دول أخرى», «با چند شرکت»)."""
    sentence = clause.sentence
    at = clause.nearest_after(_BEHIND, "with")
    if clause.language == "fa":
        at = at if at >= 0 else clause.nearest_before(_BEHIND * 2, "with")
        whom = sentence.exacts[at + 1 : at + 1 + _FEW] if at >= 0 else []
        some = len(whom) > 1 and (whom[0] in _SOME or whom[0].isdigit()) and whom[1] in heads("fa")
        return some or (len(whom) > 1 and whom[0] in plurals("fa"))
    if at < 0:
        return False
    whom = sentence.exacts[sentence.ends(at) : sentence.ends(at) + _FEW]
    whom = whom[1:] if whom and whom[0].isdigit() else whom
    return bool(whom) and (whom[0] in plurals("ar") or whom[0] in _STATES)


_SOME = ("چند", "چندین", "تعدادی", "شماری", "برخی", "دو", "سه", "چهار", "پنج")
_STATES = ("دول", "حکومات", "بلدان", "اطراف")


_BEHIND, _FEW = 6, 2
"""Words between an agreement and «مع», and those of a number and what it counts."""


def _such_as(sentence: Sentence, at: int) -> int:
    """Where the names begin behind «با سازمان‌هایی چون …»; the same word without that."""
    said = sentence.cued(at, at + _OPENING - 1, "such_as")
    return sentence.ends(said[0]) if said else at


def _is_signed_by(clause: Clause) -> bool:
    """Whether the clause names those who sign («به امضای … رسید»), so that others were but present."""
    sentence = clause.sentence
    signs = sentence.cued(clause.after, clause.last, "sign")
    return any(sentence.exacts[at - 1] == "به" and sentence.exacts[at].endswith("ی") for at in signs)


def _is_between(clause: Clause, at: int) -> bool:
    """Whether «میان … و …» before «با حضور» names those who sign."""
    return bool(clause.sentence.cued(clause.after, at, "between"))


def _is_of_more_said(clause: Clause, at: int) -> bool:
    """Whether a Persian agreement and «با» behind it are parted by what somebody says («… با اشاره به اینکه …»)."""
    return clause.language == "fa" and "اینکه" in clause.sentence.exacts[clause.after : at]


def _is_of_other(clause: Clause, at: int) -> bool:
    """Whether «با» before the agreement goes with another noun or verb («مذاکره با …»)."""
    sentence = clause.sentence
    if at and sentence.has(at - 1, "talk"):
        return True
    between = sentence.cued(at + 1, clause.at, "done", "is", "not_done", "to_do") if clause.language == "fa" else []
    return any(not sentence.cued(one, clause.at, "and") for one in between) or (
        clause.language == "fa" and "که" in sentence.exacts[at : clause.at]
    )


def _is_of_talk(clause: Clause, at: int) -> bool:
    """Whether «با» behind the agreement goes with talks of another time («… در آستانه مذاکره | با …»)."""
    sentence = clause.sentence
    if clause.language != "fa" or at <= clause.after or not sentence.has(at - 1, "talk"):
        return False
    return bool(sentence.cued(clause.after, at - 1, "stop", "planned"))


def _is_of_relations(clause: Clause, at: int) -> bool:
    """Whether «مع» goes with relations that the text adds behind a comma («اتفاقية فيينا، والعلاقة … | مع كوبا»)."""
    sentence = clause.sentence
    near = range(max(clause.after + 1, at - _LEAD), at)
    related = [one for one in near if sentence.exacts[one].removeprefix("و") in _RELATIONS]
    return any(sentence.exacts[one][0] == _AND and sentence.is_parted(one) for one in range(clause.after, at)) and bool(
        related
    )


_RELATIONS = frozenset("العلاقه العلاقات التقارب المفاوضات المباحثات المحادثات الحوار الحدود التعاون".split())


def _is_of_next(clause: Clause, at: int) -> bool:
    """Whether «و با» behind the agreement goes with the next one («با الف قرارداد … و با ب تفاهم‌نامه … امضا کرد»)."""
    sentence = clause.sentence
    if clause.language != "fa" or at < clause.after or sentence.exacts[at - 1] != _AND:
        return False
    nouns = [one.first for one in sentence.of("AGREEMENT") if one.first > at]
    return bool(nouns) and not sentence.cued(at, nouns[0], "done", "to_do", "sign_verb")
