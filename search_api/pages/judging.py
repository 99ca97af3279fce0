"""A mention as a form has it: its value in fields that people know, its place moved by a word, and back again."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from corpora.document import Span
from corpora.sentences import sentence_of
from corpora.values import AGREEMENTS, QUOTATIONS, ROLES
from extractors.dates.calendars import parts
from pipeline.errors import RefusedDecision
from pipeline.query.dates import NoValue, Written, date_in, typed_form
from search_api.pages.language import whole

_CHOICES = {("AGREEMENT", "kind"): AGREEMENTS, ("DATE", "role"): ("", *ROLES), ("QUOTE", "kind"): QUOTATIONS}
_FIELDS: dict[str, tuple[tuple[str, str], ...]] = {
    "ORG": (("name", "text"),),
    "PERSON": (("name", "text"), ("role", "text"), ("organisation", "text")),
    "PLACE": (("name", "text"),),
    "DATE": (("start", "day"), ("end", "day"), ("role", "choice")),
    "COUNT": (("number", "number"), ("unit", "text")),
    "MONEY": (("amount", "number"), ("currency", "text")),
    "PERCENT": (("number", "number"),),
    "AGREEMENT": (("kind", "choice"),),
    "QUOTE": (("speaker", "text"), ("office", "text"), ("kind", "choice")),
}
"""Label → the parts of its value that a form shows, each with how it is written."""
_SIGNS = {
    ord("\N{ARABIC THOUSANDS SEPARATOR}"): "",
    ord(","): "",
    ord("\N{ARABIC DECIMAL SEPARATOR}"): ".",
    ord("\N{MINUS SIGN}"): "-",
}
_WRITTEN = re.compile(r"\d{4}-\d\d-\d\d")
_WORD = re.compile(r"\S+")
_STOPS = frozenset(
    ".,;:!?\N{HORIZONTAL ELLIPSIS}\N{ARABIC COMMA}\N{ARABIC SEMICOLON}\N{ARABIC QUESTION MARK}-\N{EN DASH}"
)
_PAIRS = {"\N{LEFT-POINTING DOUBLE ANGLE QUOTATION MARK}": "\N{RIGHT-POINTING DOUBLE ANGLE QUOTATION MARK}"}
_PAIRS |= {"(": ")", "[": "]", "{": "}", "\N{LEFT DOUBLE QUOTATION MARK}": "\N{RIGHT DOUBLE QUOTATION MARK}", '"': '"'}
_OPENERS = {closer: opener for opener, closer in _PAIRS.items()}
_EDGES = ("start-", "start+", "end-", "end+")


@dataclass(frozen=True, slots=True)
class Field:
    """A part of a value as a form shows it; ``choices`` where it is one of some.

    The text of a day is in the calendar of its mention, ``iso`` is the day itself.
    """

    name: str
    how: str
    text: str
    choices: tuple[str, ...] = ()
    iso: str = ""


def fields_of(label: str, value: Mapping[str, Any]) -> list[Field]:
    """The parts of a value that a form shows.

    >>> [(f.name, f.text) for f in fields_of("COUNT", {"number": 29.0, "unit": "کارشناس", "modifier": "exact"})]
    [('number', '29'), ('unit', 'کارشناس')]
    >>> said = {"calendar": "hijri", "value": "1447-01-05", "start": "2025-07-01", "end": "2025-07-01"}
    >>> [f.text for f in fields_of("DATE", said)][:2]
    ['1447-01-05', '1447-01-05']
    """
    return [_field(label, value, name, how) for name, how in _FIELDS[label]]


def _field(label: str, value: Mapping[str, Any], name: str, how: str) -> Field:
    choices = _CHOICES.get((label, name), ()) if how == "choice" else ()
    return Field(name, how, _shown(value, name, how), choices, _text(value.get(name)) if how == "day" else "")


def _text(part: Any) -> str:
    if isinstance(part, float) and part == int(part):
        part = int(part)
    return "" if part is None else str(part)


def _shown(value: Mapping[str, Any], name: str, how: str) -> str:
    """A part as a form has it: a day as the mention writes it, or in its calendar."""
    if how != "day" or not value.get(name):
        return _text(value.get(name))
    calendar, iso = str(value.get("calendar", "gregorian")), str(value[name])
    ends = str(value.get("value") or "").split("/")
    written = ends[0 if name == "start" else -1]
    if not _WRITTEN.fullmatch(written):
        try:
            year, month, number = parts(calendar, date.fromisoformat(iso))
        except (ValueError, OverflowError):
            return iso
        written = f"{year:04}-{month:02}-{number:02}"
        if calendar == "hijri":  # nobody says by whose moon
            return iso
    return typed_form(calendar, written)


def value_from(label: str, value: Mapping[str, Any], typed: Mapping[str, str], language: str = "") -> dict[str, Any]:
    """The value with what was typed in its fields: numbers in any digits, days in any calendar; raises RefusedDecision.

    A Hijri day is that of texts in ``language``; one that stands there already is typed again without a change.

    >>> value_from("COUNT", {"number": 29, "unit": "کارشناس", "modifier": "exact"}, {"number": "۳۰", "unit": "کارشناس"})
    {'number': 30, 'unit': 'کارشناس', 'modifier': 'exact'}
    >>> value_from("DATE", {"calendar": "jalali", "start": "2024-06-03"}, {"start": "1403/3/15", "end": ""})["start"]
    '2024-06-04'
    """
    made = dict(value)
    given: dict[str, Written] = {}
    for name, how in _FIELDS[label]:
        if name not in typed or typed[name].strip() in (_text(value.get(name)), _shown(value, name, how)):
            continue
        said = typed[name].strip()
        if not said:
            made.pop(name, None)
        elif how == "day":
            given[name] = _day(said)
            made[name] = given[name].in_texts_of(language)[0].isoformat()
        else:
            made[name] = _number(said) if how == "number" else said
    if (
        label == "DATE"
        and made.get("start")
        and (made.get("start"), made.get("end")) != (value.get("start"), value.get("end"))
    ):
        _dated(made, given)
    if label == "QUOTE" and made.get("speaker") != value.get("speaker"):
        made.pop("speaker_span", None)  # it says where the other name stands
    return made


def _dated(made: dict[str, Any], given: Mapping[str, Written]) -> None:
    """A day that a person gave is the date: what words said of it, and how exactly, is no more.

    The calendar is the one that it was typed in.
    """
    made["end"] = made.get("end") or made["start"]
    if made["end"] < made["start"]:
        raise RefusedDecision("the last day is before the first one")
    for name in ("duration", "relative", "set", "time", "value", "precision", "same_as", "conflicts_with"):
        made.pop(name, None)
    typed = next(iter(given.values()), None)
    if typed:
        made["calendar"] = typed.calendar
    if made["end"] == made["start"]:
        made["precision"] = "day"
        made |= {"value": typed.text} if typed else {}


def _number(said: str) -> float:
    try:
        number = float(said.translate(_SIGNS))  # which knows every set of digits
    except ValueError:
        raise RefusedDecision("{said!r} is not a number in figures", said=said) from None
    if not -1e18 < number < 1e18:
        raise RefusedDecision("{said!r} is too large", said=said)
    return whole(number)


def _day(said: str) -> Written:
    try:
        one = date_in(said)
    except NoValue as error:
        raise RefusedDecision(sentence_of(error)) from error
    if one.precision != "day":
        raise RefusedDecision("{said} is more than a day", said=said)
    return one


def moved(text: str, span: Span, edge: str) -> Span:
    """A span with one of its ends a word further on or back; raises RefusedDecision where nothing would be left.

    What stands beside a word and is none of it stays out, but for a bracket whose other one is within.

    >>> moved("رئیس شورای شهر یزد", Span(5, 10), "end+"), moved("رئیس شورای شهر یزد", Span(5, 14), "start+")
    (Span(start=5, end=14), Span(start=11, end=14))
    >>> moved("شهر «یزد»، گفت", Span(0, 3), "end+"), moved("شهر «یزد»، گفت", Span(5, 8), "start-")
    (Span(start=0, end=9), Span(start=0, end=8))
    """
    if edge not in _EDGES:
        raise RefusedDecision("an edge is one of {edges}", edges=_EDGES)
    near = Span(max(0, span.start - 200), min(len(text), span.end + 200))
    words = [Span(m.start() + near.start, m.end() + near.start) for m in _WORD.finditer(text[near.start : near.end])]
    start, end = span.start, span.end
    if edge.startswith("start"):
        starts = {bare(text, Span(word.start, end)).start for word in words if word.start < end}
        further = [one for one in starts if one < start] if edge == "start-" else [one for one in starts if one > start]
        start = (max if edge == "start-" else min)(further, default=start)
    else:
        ends = {bare(text, Span(start, word.end)).end for word in words if word.end > start}
        further = [one for one in ends if one > end] if edge == "end+" else [one for one in ends if one < end]
        end = (min if edge == "end+" else max)(further, default=end)
    if start >= end:
        raise RefusedDecision("nothing would be left of it: reject it instead")
    return Span(start, end)


def bare(text: str, span: Span) -> Span:
    """A span of whole words without signs at its ends that belong to the sentence; one of signs alone stays.

    >>> [bare(text, Span(0, len(text))) for text in ("یزد،", "«یزد».", "(ناجا)", "شرکت (ناجا)", "!")]
    [Span(start=0, end=3), Span(start=1, end=4), Span(start=1, end=5), Span(start=0, end=11), Span(start=0, end=1)]
    """
    start, end = span.start, span.end
    while start < end:
        first, last, within = text[start], text[end - 1], text[start:end]
        if last in _STOPS or last.isspace() or (last in _OPENERS and _OPENERS[last] not in within[:-1]):
            end -= 1
        elif first in _STOPS or first.isspace() or (first in _PAIRS and _PAIRS[first] not in within[1:]):
            start += 1
        elif _PAIRS.get(first) == last and len(within) > 1 and last not in within[1:-1]:
            start, end = start + 1, end - 1
        else:
            return Span(start, end)
    return span


def snapped(text: str, span: Span) -> Span:
    """A span that somebody marked, without blanks at its ends; raises RefusedDecision where nothing is left.

    >>> snapped("رئیس شورا گفت", Span(4, 10))
    Span(start=5, end=9)
    """
    if not 0 <= span.start < span.end <= len(text):
        raise RefusedDecision("mark some words of the text")
    words = text[span.start : span.end]
    start, end = span.start + len(words) - len(words.lstrip()), span.end - len(words) + len(words.rstrip())
    if start >= end:
        raise RefusedDecision("mark some words of the text")
    return Span(start, end)
