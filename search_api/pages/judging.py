"""A mention as a form has it: its value in fields that people know, its place moved by a word, and back again."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from corpora.document import Span
from corpora.values import AGREEMENTS, QUOTATIONS, ROLES
from pipeline.errors import RefusedDecision
from pipeline.query.values import days
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
    """A part of a value as a form shows it; ``choices`` where it is one of some."""

    name: str
    how: str
    text: str
    choices: tuple[str, ...] = ()


def fields_of(label: str, value: Mapping[str, Any]) -> list[Field]:
    """The parts of a value that a form shows.

    >>> [(f.name, f.text) for f in fields_of("COUNT", {"number": 29.0, "unit": "کارشناس", "modifier": "exact"})]
    [('number', '29'), ('unit', 'کارشناس')]
    """
    return [
        Field(name, how, _text(value.get(name)), _CHOICES.get((label, name), ()) if how == "choice" else ())
        for name, how in _FIELDS[label]
    ]


def _text(part: Any) -> str:
    if isinstance(part, float) and part == int(part):
        part = int(part)
    return "" if part is None else str(part)


def value_from(label: str, value: Mapping[str, Any], typed: Mapping[str, str]) -> dict[str, Any]:
    """The value with what was typed in its fields: numbers in any digits, days in any calendar; raises RefusedDecision.

    >>> value_from("COUNT", {"number": 29, "unit": "کارشناس", "modifier": "exact"}, {"number": "۳۰", "unit": "کارشناس"})
    {'number': 30, 'unit': 'کارشناس', 'modifier': 'exact'}
    >>> value_from("DATE", {"calendar": "jalali", "start": "2024-06-03"}, {"start": "1403/3/15", "end": ""})["start"]
    '2024-06-04'
    """
    made = dict(value)
    for name, how in _FIELDS[label]:
        if name not in typed or typed[name].strip() == _text(value.get(name)):
            continue
        said = typed[name].strip()
        if said:
            made[name] = {"number": _number, "day": _day}.get(how, str)(said)
        else:
            made.pop(name, None)
    if (
        label == "DATE"
        and made.get("start")
        and (made.get("start"), made.get("end")) != (value.get("start"), value.get("end"))
    ):
        _dated(made)
    if label == "QUOTE" and made.get("speaker") != value.get("speaker"):
        made.pop("speaker_span", None)  # it says where the other name stands
    return made


def _dated(made: dict[str, Any]) -> None:
    """A day that a person gave is the date: what words said of it, and how exactly, is no more."""
    made["end"] = max(made.get("end") or made["start"], made["start"])
    for name in ("duration", "relative", "set", "time", "value", "precision", "same_as", "conflicts_with"):
        made.pop(name, None)
    if made["end"] == made["start"]:
        made["precision"] = "day"


def _number(said: str) -> float:
    try:
        number = float(said.translate(_SIGNS))  # which knows every set of digits
    except ValueError:
        raise RefusedDecision("{said!r} is not a number in figures", said=said) from None
    if not -1e18 < number < 1e18:
        raise RefusedDecision("{said!r} is too large", said=said)
    return whole(number)


def _day(said: str) -> str:
    try:
        first, last = days(said.replace("/", "-"))
    except ValueError as error:
        raise RefusedDecision("a day is written as 1404-05-22 or 2025-08-13: {reason}", reason=error) from error
    if first != last:
        raise RefusedDecision("{said} is more than a day", said=said)
    return date.fromordinal(first).isoformat()


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
