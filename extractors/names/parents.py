"""A unit and the body that it belongs to: inside one name («دفتر امور اجتماعی استانداری»), or named right behind it."""

from collections.abc import Callable, Sequence
from functools import cache

from corpora.tables import words
from extractors.names.candidates import Candidate
from extractors.names.clitics import bare
from extractors.organisations.gazetteer import names, whole_bodies
from extractors.protocols import Passage
from extractors.text.lexicon import key_of
from extractors.text.spelling import phrase

_OF = ("ب", "ل")
"""Prepositions that are written together with the name of the body («كلية الطب بجامعة القاهرة»)."""
_NO_HOSTS = frozenset(map(key_of, ("شركة", "مجموعة", "الوطني", "الوطنية")))
"""Words of bodies that no «ب» makes the host of another, and of bodies that are no unit («المكتب الوطني … بشركة»)."""
_TAKE_B = frozenset(
    map(
        key_of,
        (
            *("أشاد", "أشادت", "تشيد", "يشيد", "رحب", "رحبت", "ترحب", "يرحب", "ندد", "نددت", "تندد", "يندد"),
            *("ربط", "ربطت", "يربط", "تربط", "التقى", "التقت", "تلتقي", "يلتقي", "استعان", "استعانت", "تستعين"),
            *("اعترف", "اعترفت", "تعترف", "يعترف", "التحق", "التحقت", "اهتم", "اهتمت", "تهتم", "يهتم", "جمع"),
            *("جمعت", "تجمع", "يجمع", "طالب", "طالبت", "أثنى", "أثنت", "أطاح", "أطاحت", "اتصل", "اتصلت"),
        ),
    )
)
"""Verbs whose «ب» is not that of a place («أشادت لجنة التعليم بجامعة بغداد»)."""
_IN, _PART_OF = key_of("في"), frozenset(map(key_of, ("تابع", "تابعة", "التابع", "التابعة")))


def parent(passage: Passage, candidate: Candidate) -> str:
    """The name of the body that a unit belongs to, "" where the name holds none."""
    for at in range(candidate.first + 1, candidate.last):
        exact = passage.words[at].exact
        if exact in whole_bodies() or exact.removeprefix("ال") in whole_bodies():
            inside = passage.words[at : candidate.last]
            match = names().at(names().forms(inside), 0)
            return match.entry if match else phrase(passage.folded, inside, passage.language)
    return ""


def parent_behind(
    passage: Passage, candidate: Candidate, found: Sequence[Candidate], cut: Callable[[Candidate], int]
) -> Candidate | None:
    """The body that an Arabic unit belongs to, where it is named right behind: «قسم الفيزياء في جامعة بغداد».

    ``cut`` says how many letters before a name are none of it.
    """
    if not _is_unit(passage, candidate, cut(candidate)):
        return None
    for body in found:
        if body.label != "ORG" or body.first not in (candidate.last, candidate.last + 1):
            continue
        clitic, first = cut(body), passage.words[body.first].exact
        if bare(first[clitic:]) in whole_bodies() and _is_of(passage, candidate.last, body.first, first[:clitic]):
            return None if first[:clitic] == "ب" and _is_object(passage, candidate, body) else body
    return None


def _is_object(passage: Passage, unit: Candidate, body: Candidate) -> bool:
    """Whether «ب» before a body is that of a verb, or the body none that units are at."""
    before = passage.words[unit.first - 1].exact if unit.first else ""
    named = {bare(passage.words[body.first].exact), *(word.exact for word in passage.words[unit.first : unit.last])}
    return before in _TAKE_B or bool(named & _NO_HOSTS)


def seat_behind(
    passage: Passage, candidate: Candidate, found: Sequence[Candidate], cut: Callable[[Candidate], int]
) -> Candidate | None:
    """The place of an Arabic unit that is named right behind it: «فرع مصرف الرافدين في الموصل»."""
    if not _is_unit(passage, candidate, cut(candidate)) or passage.words[candidate.last].exact != _IN:
        return None
    places = (one for one in found if one.label == "PLACE" and one.first == candidate.last + 1)
    return next((one for one in places if _goes_on(passage, one.first)), None)


def _is_unit(passage: Passage, candidate: Candidate, cut: int) -> bool:
    """Whether an Arabic name begins with the head of a unit, and the sentence goes on behind it."""
    head = bare(passage.words[candidate.first].exact[cut:])
    is_head = head in _units() or head.removeprefix("ال") in _units()
    return passage.language == "ar" and is_head and _goes_on(passage, candidate.last)


def _is_of(passage: Passage, at: int, first: int, glued: str) -> bool:
    """Whether what stands at a word says that the unit before it is one of the body that begins there or behind it."""
    if first == at:
        return glued in _OF
    link = passage.words[at].exact
    return _goes_on(passage, at + 1) and ((link == _IN and not glued) or (link in _PART_OF and glued == "ل"))


def _goes_on(passage: Passage, at: int) -> bool:
    return at < len(passage.words) and not passage.between(at).strip()


@cache
def _units() -> frozenset[str]:
    """Heads of units that every body has."""
    return frozenset(map(key_of, words("organisation_heads", language="ar", local="yes")))
