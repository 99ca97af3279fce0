"""Where in a passage dates can be: patterns run around words and figures of time only."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache, cached_property, lru_cache
from typing import Any, NamedTuple

from corpora.tables import table
from extractors.dates import lexis
from extractors.protocols import Found, Passage
from extractors.text.aligned import AlignedText
from extractors.text.characters import ZWNJ
from extractors.text.segmenter import words
from extractors.text.stemmer import stem

_TABLES = {
    "months": "month",
    "weekdays": "weekday",
    "relative_dates": "relative",
    "time_units": "unit",
    "named_days": "named",
}
_KINDS = {
    "plain_unit": "unit",
    "each_unit": "unit",
    "same_unit": "unit",
    "adverb": "unit",
    "often": "unit",
    "year_name": "year",
    "am": "clock",
    "pm": "clock",
    "bare_weekday": "weekday",
    "month_named": "shown",
}
_MORE = {
    "period": "بهار تابستان پاییز زمستان الربيع الصيف الخريف الشتاء ربیع صیف خریف شتاء ربع الربع للربع نیم نیمه نصف"
    " النصف فصل نیم‌سال دهه قرن سده القرن العقد العقدين قرن",
    "year": "سال",
    "clock": "ساعت الساعة ساعة",
    "bare month": "الجاري الحالي الماضي المقبل القادم",
}
_DECADES = ("عشرین", "ثلاثین", "اربعین", "خمسین", "ستین", "سبعین", "ثمانین", "تسعین")
_COMMON = "في على و از به در تا هر یک دو سه ده شش حدود بعد قبل آن این همین من م ص ی هذا هذه أول بعد لا پس باقي بقية"
"""Words that no date is known by: another word of it leads to it."""
_FIGURE = re.compile(r"\d\s?[-/.:\\_\u2010-\u2015\u2212\u2044\u2215]\s?\d|\d{3,4}|[5-9]\d(?!\d)")
_CLOCK = re.compile(r"\d\s?:\s?\d\d")
_REACH = 45
"""Code points on both sides of what leads to a date; more than any date has."""
_ENDINGS = {
    "ماه": "unit",
    "سال": "unit",
    "ساله": "unit",
    "روز": "unit",
    "روزه": "unit",
    "ماهه": "unit",
    "ساعت": "unit",
    "شنبه": "weekday",
    "سالگی": "unit",
    "دهه": "unit",
    "هفته": "unit",
    "هفتهای": "unit",
    "قرن": "unit",
}
"""What numbers and month names are written together with (خردادماه, صدسال)."""
_GLUED = ("در", "از", "تا", "به", "روز", "و", "ب", "ل", "ف", "ک")
_ALSO = {"unit": ("period",), "year": ("period",)}
"""What a word of one kind can lead to besides: «سه‌ماهه نخست», «نیم‌سال دوم»."""


def _forms(text: str) -> list[str]:
    return [word.exact for word in words(AlignedText.of(text))]


def _names() -> Iterator[tuple[dict[str, str], str]]:
    for name, kind in _TABLES.items():
        yield from ((row, kind) for row in table(name))
    yield from ((row, "shown") for row in table("relative_dates") if row["unit"] == "month")
    yield from ((row, _KINDS[row["kind"]]) for row in table("time_words") if row["kind"] in _KINDS)


@cache
def _leads(language: str) -> dict[str, frozenset[str]]:
    """The first telling word of each name of a time → the kinds of time that it leads to."""
    common = frozenset(_forms(_COMMON))
    found: dict[str, set[str]] = {}
    for row, kind in _names():
        if not lexis.is_of(row, language):
            continue
        for written in {row["word"], row["word"].replace(ZWNJ, " ")}:
            first = next((form for form in _forms(written) if form not in common), "")
            found.setdefault(first, set()).add(kind)
    for kind, more in _MORE.items():
        for form in _forms(more):
            found.setdefault(form, set()).add(kind)
    for form in list(found):
        found.setdefault(stem(form), set()).update(found[form])
    return {form: _with_others(kinds) for form, kinds in found.items() if form and form not in common}


def _with_others(kinds: Iterable[str]) -> frozenset[str]:
    return frozenset(kinds).union(*(_ALSO.get(kind, ()) for kind in kinds))


_NONE: frozenset[str] = frozenset()
_JOINTS = re.compile(rf"[\s{ZWNJ}]+")
"""What parts of one lexical word are written with between them."""


@lru_cache(maxsize=1 << 15)
def _leads_to(exact: str, language: str) -> frozenset[str]:
    """The kinds of time that a word leads to, also with a preposition or an ending."""
    kinds = _own(exact, language)
    if not kinds and "ال" in exact:
        kinds = _own(exact[: exact.rindex("ال")], language)  # with its epithet: «صفرالمظفر»
    if kinds:
        return kinds
    ended = ((kind, exact.removesuffix(ending)) for ending, kind in _ENDINGS.items() if exact.endswith(ending))
    for kind, rest in ended:
        kinds = kinds.union(_with_others((kind,)), _own(rest, language))
    for glued in _GLUED:
        if exact.startswith(glued):
            kinds |= _own(exact.removeprefix(glued), language)
    if language == "ar" and any(decade in exact for decade in _DECADES):
        kinds |= {"period"}
    return kinds


def _own(exact: str, language: str) -> frozenset[str]:
    """The kinds of time that a word itself, its stem, or what stands before its ezafe («هفته‌ی») leads to."""
    leads = _leads(language)
    forms = {exact, stem(exact), exact.removesuffix("ی"), exact.removesuffix("ای")}
    return _NONE.union(*(leads.get(form, _NONE) for form in forms))


class _Lead(NamedTuple):
    start: int
    end: int
    kinds: frozenset[str]


class Scope:
    """A passage with the ranges of its key in which a kind of date can be."""

    def __init__(self, passage: Passage) -> None:
        """Finds the words and figures that lead to dates."""
        self.passage = passage
        self.key = passage.folded.key
        self.language = passage.language
        self.published: date | None = passage.published
        self.calendar = passage.calendar
        self._leads = sorted(self._found())
        self._ranges: dict[tuple[str, ...], list[tuple[int, int]]] = {}

    @cached_property
    def afghan(self) -> bool:
        """Whether the passage names Afghanistan, where months are signs of the zodiac."""
        return bool(_afghan().search(self.key))

    def _found(self) -> Iterator[_Lead]:
        language = self.language
        for word in self.passage.words:
            kinds = _leads_to(word.exact, language)
            if word.end - word.start > len(word.exact):  # «سال گذشته» is one word, «دو سال گذشته» a length all the same
                parts = _JOINTS.split(self.key[word.start : word.end])
                kinds = kinds.union(*(_leads_to(part, language) for part in parts))
            if kinds:
                yield _Lead(word.start, word.end, kinds)
        for match in _FIGURE.finditer(self.key):
            clock = _CLOCK.match(self.key, match.start())
            yield _Lead(match.start(), match.end(), _CLOCKED if clock else _FIGURED)

    def _around(self, kinds: tuple[str, ...]) -> Iterator[tuple[int, int]]:
        """The ranges around what leads to one of these kinds; each begins and ends between words."""
        start = end = -1
        for lead in self._leads:
            if lead.kinds.isdisjoint(kinds):
                continue
            if lead.start - _REACH > end:
                if end >= 0:
                    yield self._whole(start, end)
                start = lead.start - _REACH
            end = max(end, lead.end + _REACH)
        if end >= 0:
            yield self._whole(start, end)

    def _whole(self, start: int, end: int) -> tuple[int, int]:
        """The range grown to the next white space on both sides."""
        key = self.key
        start, end = max(0, start), min(len(key), end)
        while start > 0 and not key[start - 1].isspace():
            start -= 1
        while end < len(key) and not key[end].isspace():
            end += 1
        return start, end

    def find(self, pattern: re.Pattern[str], *kinds: str) -> Iterator[re.Match[str]]:
        """The matches of a pattern around what leads to one of these kinds of time, in order, none twice."""
        if kinds not in self._ranges:
            self._ranges[kinds] = list(self._around(kinds))
        at = 0
        for start, end in self._ranges[kinds]:
            for match in pattern.finditer(self.key, max(start, at), end):
                at = match.end()
                yield match

    def before(self, at: int, reach: int) -> str:
        """What stands within so many characters before a place."""
        return self.key[max(0, at - reach) : at]


_FIGURED, _CLOCKED = frozenset(("figure",)), frozenset(("figure", "clock"))


@cache
def _afghan() -> re.Pattern[str]:
    return re.compile(lexis.kind("afghan", "fa"))


def found(match: re.Match[str], value: dict[str, Any] | None, score: float) -> Iterator[Found]:
    """A match without the white space around it as a DATE; nothing where it has no value."""
    if value is None:
        return
    text = match.group()
    start = match.start() + len(text) - len(text.lstrip())
    yield Found("DATE", start, match.start() + len(text.rstrip()), value, score)
