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
from pipeline.query.dates import NoValue, Written, date_in, may_be

_VOWELS = "\N{ARABIC FATHATAN}-\N{ARABIC SUKUN}"
_LETTER = re.compile(rf"[\w{ZWNJ}{_VOWELS}]")
_FIGURES = re.compile(r"\d{4}(?:-\d{2}){0,2}")
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


def filled(value: Mapping[str, Any], language: str) -> dict[str, Any]:
    """A date whose first and last day are those of the date that it writes; raises RefusedDecision.

    A Hijri date is that of texts in ``language``; days of the other reckoning are let be. What names no year, comes
    again or is a part of a year (``1404-SU``) is as it was given.

    >>> given = filled({"calendar": "jalali", "value": "1404-06"}, "fa")
    >>> given["start"], given["end"], given["precision"]
    ('2025-08-23', '2025-09-22', 'month')
    """
    ends = [_written(each, str(value.get("calendar"))) for each in str(value.get("value") or "").split("/")]
    first, last = ends[0], ends[-1]
    if first is None or last is None or value.get("set"):
        return dict(value)
    start, end = first.in_texts_of(language)[0], last.in_texts_of(language)[1]
    if end < start:
        raise RefusedDecision("the last day is before the first one")
    if "start" not in value and "end" not in value:
        given = {**value, "start": start.isoformat(), "end": end.isoformat()}
        return given if len(ends) > 1 or "precision" in value else {**given, "precision": first.precision}
    given_days = str(value.get("start")), str(value.get("end"))
    if not (_is_start(first, given_days[0]) and _is_end(last, given_days[1])):
        raise RefusedDecision(
            "{written} is from {start} to {end}, and not from {given} to {until}: leave the days out, or the date",
            written=str(value["value"]),
            start=start.isoformat(),
            end=end.isoformat(),
            given=given_days[0],
            until=given_days[1],
        )
    return dict(value)


def _is_start(one: Written, day: str) -> bool:
    return day in {one.in_texts_of(language)[0].isoformat() for language in ("fa", "")}


def _is_end(one: Written, day: str) -> bool:
    return day in {one.in_texts_of(language)[1].isoformat() for language in ("fa", "")}


def _written(text: str, calendar: str) -> Written | None:
    """A day, month or year as a value writes it; None for anything else."""
    try:
        return date_in(text, calendar) if _FIGURES.fullmatch(text) else None
    except NoValue:
        return None


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
