"""Numbers whose noun stands before them: «بلغ عدد الطلاب 3500», «الدول الـ22», «پتو 900، چراغ 45»."""

import re
from collections.abc import Sequence
from functools import cache

from corpora.tables import table, words
from extractors.counts.cue_words import is_year
from extractors.counts.quantities import Quantity
from extractors.counts.rules import takes_number, units
from extractors.counts.units import Nouns, Unit
from extractors.protocols import Found
from extractors.text.exact import exact_of
from extractors.text.lexicon import is_word, key_of
from extractors.text.segmenter import Word

_REACH = 70
_ABOUT = r"(?:(?:الی|نحو|حوالی|بحدود|حدود|قرابه|زهاء|اکثر من|اقل من|به|حدود|بیش از|کمتر از|بالغ بر)\s)*"
_NUMBER_OF_AR = re.compile(
    rf"(?<!\w)[وفب]?عدد\s(?P<noun>ال\w{{3,}})(?:\s(?:ال|وال|لل)\w+){{0,3}}\s(?P<about>{_ABOUT})\Z"
)
_NUMBER_OF_FA = re.compile(rf"(?<!\w)(?:تعداد|شمار)\s(?P<noun>\w{{3,}})(?:\s\w+){{0,2}}\s(?P<about>{_ABOUT})\Z")
_DEFINITE = re.compile(r"(?<!\w)[وفب]?(?P<noun>(?:ال|لل)\w{3,})\s[بل]?الـ?\s?\Z")
_CLOSED = re.compile(r"\s*(?:[.،,؛)»\n]|$)|\s(?:و|رسید|می|است|بود|منهم|منها|بینهم|هذا|خلال|فی|حتی|مقابل|من|الی)")
_DELIMITED = re.compile(r"(?:^|[\n:،,؛.]|\s(?:و|شامل)\s)\s*(?P<noun>[^\W\d_]{2,}(?:\s[^\W\d_]{2,}){0,2})\s{1,2}\Z")
_LISTED = re.compile(r"\s?(?:[،,]|و\s|\.?\s*$)")
_SENTENCE = re.compile(r"[.!؟?\n؛](?!\d)")
LEAST_IN_LIST, _NEAR = 3, 150


def noun_of(key: str, quantity: Quantity, nouns: Nouns, language: str) -> Unit:
    """The noun that a number follows as its number: «عدد الطلاب 3500», «الدول الـ22»; none where it is no count."""
    if unit := noun_by_its_number(key, quantity, nouns, language):
        return unit
    start = quantity.numeral[0]
    before = key[max(0, start - _REACH) : start]
    definite = _DEFINITE.search(before) if language == "ar" else None
    return _unit(definite, start - len(before)) if definite and _are_several(definite["noun"][2:], nouns) else ()


def noun_by_its_number(key: str, quantity: Quantity, _nouns: Nouns, language: str) -> Unit:
    """The noun behind «عدد» or «شمار» whose number follows, in figures or in words («عدد القتلى ثلاثة وعشرين»)."""
    start = quantity.numeral[0]
    before = key[max(0, start - _REACH) : start]
    of = (_NUMBER_OF_AR if language == "ar" else _NUMBER_OF_FA).search(before)
    closed = of and _CLOSED.match(key, quantity.end)
    known = of and (of["about"] or quantity.number.spelled or not is_year(quantity))
    return _unit(of, start - len(before)) if of and closed and known else ()


def is_after_article(key: str, quantity: Quantity) -> bool:
    """Whether the article is glued to figures that nothing else goes on with («الطلاب الـ12»)."""
    return key[quantity.start - 2 : quantity.start] == "ال" and key[quantity.end : quantity.end + 1] not in tuple(
        "-/:+"
    )


def _unit(match: re.Match[str], offset: int) -> Unit:
    """The word for what is counted, without the article."""
    start, end = (offset + at for at in match.span("noun"))
    written = match["noun"]
    article = 2 if written.startswith(("ال", "لل")) else 0
    return (Word(start + article, end, exact_of(written[article:])),)


def _are_several(noun: str, nouns: Nouns) -> bool:
    """Whether an Arabic noun without its article is the plural of what is counted, and no time."""
    exact = exact_of(noun)
    if exact in _times():
        return False
    if exact.endswith(("ات", "ین", "ون")):
        return is_word(exact) and exact not in _singular()
    known = nouns.kind(exact) in ("person", "thing")
    return known and (exact in _broken() or exact + "ه" in units("ar"))


@cache
def _broken() -> frozenset[str]:
    """Broken plurals of what is counted («دول», «أندية», «طلاب»)."""
    return frozenset(key_of(form) for row in table("irregular") for form in row["forms"].split())


@cache
def _times() -> frozenset[str]:
    return frozenset(map(key_of, words("time_units")))


@cache
def _singular() -> frozenset[str]:
    """Words that end as plurals do and are none."""
    return frozenset(map(key_of, ("تموين", "قانون", "تأمين", "تمرين", "زيتون", "سنين", "مليون", "صابون")))


def item_of(key: str, quantity: Quantity, found: Sequence[Found], language: str) -> tuple[int, int]:
    """Where the Persian noun before a number stands that is an item of a list of counts; (0, 0) where none is."""
    if language != "fa" or quantity.number.spelled or is_year(quantity) or not _LISTED.match(key, quantity.end):
        return 0, 0
    start = quantity.start
    match = _DELIMITED.search(key, max(0, start - _REACH), start)
    if not match or takes_number(exact_of(match["noun"].split()[-1])):
        return 0, 0
    near = [f for f in found if f.label == "COUNT" and abs(f.start - start) < _NEAR]
    same = [f for f in near if not _SENTENCE.search(key, *sorted((f.end, start)))]
    return match.span("noun") if len(same) >= LEAST_IN_LIST else (0, 0)


def goes_on(between: str) -> bool:
    """Whether a second number of the same noun is joined to a first («سه مدرسه در شهر و | یک مدرسه در روستا»)."""
    return len(between) < _REACH and between.endswith("و ") and not _SENTENCE.search(between)
