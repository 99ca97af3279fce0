"""Where in a passage dates can be: patterns run around words and figures of time only."""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache, lru_cache
from typing import Any

from corpora.tables import table
from extractors.dates.lexis import is_of
from extractors.protocols import Found, Passage
from extractors.text.aligned import AlignedText
from extractors.text.segmenter import words
from extractors.text.stemmer import stem

_TABLES = ("months", "weekdays", "relative_dates", "time_units", "named_days")
_KINDS = ("plain_unit", "each_unit", "same_unit", "adverb", "often", "year_name", "am", "pm")
_SEASONS = "بهار تابستان پاییز زمستان الربيع الصيف الخريف الشتاء ربیع صیف خریف شتاء ربع نیم نیمه نصف النصف"
_COMMON = "و از به در تا هر یک دو سه ده شش حدود بعد قبل آن این همین من م ص ی هذا أول"
"""Words that no date is known by: another word of it leads to it."""
_FIGURE = re.compile(r"\d\s?[/.:\\-]\s?\d|\d{3,4}|[5-9]\d(?!\d)")
_REACH = 45
"""Code points on both sides of what leads to a date; more than any date has."""
_ENDINGS = ("ماه", "سال", "ساله", "روز", "روزه", "ماهه", "ساعت", "شنبه", "سالگی", "قرن")
"""What numbers and month names are written together with (خردادماه, صدسال)."""
_GLUED = ("در", "از", "و", "ب", "ل", "ف", "ک")


def _forms(text: str) -> list[str]:
    return [word.exact for word in words(AlignedText.of(text))]


@cache
def _leads(language: str) -> frozenset[str]:
    """The first telling word of each name of a time."""
    rows = [row for name in _TABLES for row in table(name)]
    rows += [row for row in table("time_words") if row["kind"] in _KINDS]
    common = frozenset(_forms(_COMMON))
    names = [_forms(row["word"]) for row in rows if is_of(row, language)]
    found = {next((form for form in name if form not in common), "") for name in names}
    found |= set(_forms(_SEASONS))
    return frozenset(found | set(map(stem, found))) - common - {""}


@lru_cache(maxsize=1 << 15)
def _leads_to(exact: str, language: str) -> bool:
    """Whether a word is of a time, also with a preposition or an ending."""
    leads = _leads(language)
    if exact in leads or stem(exact) in leads:
        return True
    return exact.endswith(_ENDINGS) or any(exact.startswith(g) and exact[len(g) :] in leads for g in _GLUED)


class Scope:
    """A passage with the ranges of its key in which a date can be."""

    def __init__(self, passage: Passage) -> None:
        """Finds the ranges; a range begins and ends between words."""
        self.passage = passage
        self.key = passage.folded.key
        self.language = passage.language
        self.published: date | None = passage.published
        self.calendar = passage.calendar
        self._ranges = list(self._found())

    def _found(self) -> Iterator[tuple[int, int]]:
        spans = [(word.start, word.end) for word in self.passage.words if _leads_to(word.exact, self.language)]
        spans += [match.span() for match in _FIGURE.finditer(self.key)]
        start = end = -1
        for first, last in sorted(spans):
            if first - _REACH > end:
                if end >= 0:
                    yield self._whole(start, end)
                start = first - _REACH
            end = max(end, last + _REACH)
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

    def find(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """The matches of a pattern, in order, none twice."""
        at = 0
        for start, end in self._ranges:
            for match in pattern.finditer(self.key, max(start, at), end):
                at = match.end()
                yield match


def found(match: re.Match[str], value: dict[str, Any] | None, score: float) -> Iterator[Found]:
    """A match without the white space around it as a DATE; nothing where it has no value."""
    if value is None:
        return
    text = match.group()
    start = match.start() + len(text) - len(text.lstrip())
    yield Found("DATE", start, match.start() + len(text.rstrip()), value, score)
