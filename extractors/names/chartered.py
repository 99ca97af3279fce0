"""Arabic bodies that their own wording tells: an official adjective, what it is for, who its members are."""

from functools import cache

from corpora.tables import words
from extractors.names.candidates import Candidate
from extractors.names.clitics import bare
from extractors.organisations.chains import are_members
from extractors.organisations.gazetteer import cues, heads, international, loose, names, with_names
from extractors.protocols import Passage
from extractors.text.lexicon import key_of

_LEAST_WORDS = 3
_RELATED = ("ی", "یه")


def is_chartered(passage: Passage, name: Candidate) -> bool:
    """Whether an Arabic name of three words or more needs no other witness than its own wording.

    «الجمعية الخيرية لرعاية الأيتام», «الاتحاد العام لعمال تونس», «المفوضية الوطنية العليا للانتخابات».
    """
    if passage.language != "ar" or name.last - name.first < _LEAST_WORDS - 1:
        return False
    inside = [word.exact for word in passage.words[name.first : name.last]]
    first = bare(inside[0])
    if len(inside) < _LEAST_WORDS:
        return first == "المستشفی" and inside[1] in cues("hospital")  # «المستشفى السلطاني»
    if first in cues("of members") and _is_of_members(inside):
        return True
    if first in cues("of world") and _is_of_world(inside):
        return True
    if first.removeprefix("ال") in cues("head"):
        return True  # the rules take it as one only where what it is for follows
    if not first.startswith("ال") or first[2:] not in heads("ar") or first[2:] in loose("ar"):
        return False
    return _is_official(inside) or _is_for(first[2:], inside)


def _is_of_members(inside: list[str]) -> bool:
    """Whether those follow of whom it is a body («اتحاد مزارعي مشروع الجزيرة», «نقابة المهندسين العراقيين»)."""
    if are_members(inside[1]):
        return True
    return inside[1].startswith("ال") and inside[1].endswith(_PEOPLE) and inside[2].endswith(_PEOPLE)


_PEOPLE = ("ین", "ون")


def _is_of_world(inside: list[str]) -> bool:
    """Whether it is an organ of a body of the world, with what it is for («بعثة الأمم المتحدة للدعم»)."""
    match = names().at(inside, 1)
    return match is not None and len(inside) > match.last > 2 and match.entry in international()


def _is_official(inside: list[str]) -> bool:
    """Whether an adjective of bodies alone stands behind the head, and another or a purpose behind that."""
    if inside[1] not in cues("official"):
        return False
    return inside[2].startswith("ل") or inside[2].endswith((*_RELATED, "العلیا", "الاعلی")) or inside[2] == "المتعدده"


def _is_for(kind: str, inside: list[str]) -> bool:
    """Whether a body with any adjective says what it is for («الجمعية الخيرية لرعاية الأيتام»)."""
    named = kind in with_names() or heads("ar")[kind].joins
    return named and inside[1].endswith(_RELATED) and inside[1] not in ordinals() and inside[2].startswith("ل")


@cache
def ordinals() -> frozenset[str]:
    """Exact forms of the words for the place in a row («الأول», «پنجم»)."""
    return frozenset(map(key_of, words("ordinals")))
