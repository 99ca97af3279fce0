"""What a person gives is looked at: days that there are in their calendar, places that cut no word in two."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from corpora.document import Mention, Span
from corpora.sentences import Sentence
from extractors.dates.calendars import day, interval
from extractors.text.analyzer import analyze
from extractors.text.characters import ZWNJ
from pipeline.errors import RefusedDecision
from pipeline.query.dates import may_be

_VOWELS = "\N{ARABIC FATHATAN}-\N{ARABIC SUKUN}"
_LETTER = re.compile(rf"[\w{ZWNJ}{_VOWELS}]")
_LEAP = {"jalali": 1403, "hijri": 1445, "gregorian": 2024}
"""A year that has all the days which a year may have, for dates that name none."""
_LONGEST = 80
"""Letters of a word on each side of a place that are looked at."""


def must_exist(value: Mapping[str, Any]) -> None:
    """Raises RefusedDecision where the date that a value writes is none of its calendar.

    >>> must_exist({"calendar": "jalali", "value": "1403-12-30"})
    >>> must_exist({"calendar": "jalali", "value": "1402-12-30"})
    Traceback (most recent call last):
    pipeline.errors.RefusedDecision: there is no day 1402-12-30 in the jalali calendar
    """
    calendar = str(value.get("calendar", "gregorian"))
    for written in str(value.get("value") or "").split("/"):
        year, month, number = _parts(written, calendar)
        if year is None or calendar not in _LEAP:
            continue
        there = interval(calendar, year, month) if number is None else day(calendar, year, month or 0, number)
        if there is None or not (written.startswith("-") or may_be(calendar, year, month or 0, number or 0)):
            units = Sentence("year"), Sentence("month"), Sentence("day")
            what = units[(month is not None) + (number is not None)]
            raise RefusedDecision(
                "there is no {what} {written} in the {calendar} calendar", what=what, written=written, calendar=calendar
            )


def _parts(written: str, calendar: str) -> tuple[int | None, int | None, int | None]:
    """Year, month and day of a date as values write it; of one without a year the year in which it is looked for."""
    match = re.fullmatch(r"(\d{1,4}|-)-?(\d{2})?(?:-(\d{2}))?", written)
    if not match:
        return None, None, None
    year = _LEAP.get(calendar) if match[1] == "-" else int(match[1])
    return year, int(match[2]) if match[2] else None, int(match[3]) if match[3] else None


def must_be_whole(text: str, span: Span, machine: Iterable[Mention]) -> None:
    """Raises RefusedDecision where a place begins or ends within a word.

    It may where a part of the word is one of its own («وجامعة»), at a joint (ZWNJ), and where a mention of the machine
    does.
    """
    spans = [mention.span for mention in machine]
    known = {one.start for one in spans}, {one.end for one in spans}
    for at, first, others in ((span.start, True, known[0]), (span.end, False, known[1])):
        word = _word_at(text, at)
        if at not in _edges(text, word, first=first) | others:
            surface = text[word.start : word.end]
            raise RefusedDecision(
                "the place cuts the word {surface!r} in two: it stands from {start} to {end}",
                surface=surface,
                start=word.start,
                end=word.end,
            )


def _word_at(text: str, at: int) -> Span:
    """The written word that an edge lies in; nothing where it lies at one's end."""
    start = end = at
    while start > max(0, at - _LONGEST) and _LETTER.match(text[start - 1]):
        start -= 1
    while end < min(len(text), at + _LONGEST) and _LETTER.match(text[end]):
        end += 1
    return Span(start, end)


def _edges(text: str, word: Span, *, first: bool) -> set[int]:
    """Where a place may begin, or end, in a written word."""
    surface = text[word.start : word.end]
    tokens = analyze(surface, word.start)
    joints = {word.start + at for at, char in enumerate(surface) if char == ZWNJ}
    if first:
        return {word.start, word.end, *(token.start for token in tokens), *(at + 1 for at in joints)}
    return {word.start, word.end, *(token.end for token in tokens), *joints}
