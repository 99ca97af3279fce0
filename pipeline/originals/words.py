"""The words of a text as they are compared: their spelling folded, numbers and dates by what they say."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from corpora.document import Span
from corpora.tables import table
from extractors.numerals import numbers
from extractors.spans import SpanSet
from extractors.text.aligned import AlignedText
from extractors.text.analyzer import analyze
from extractors.text.lexicon import key_of

_DATE = re.compile(r"(?<![\d/])\d{1,4}[/.\-]\d{1,2}[/.\-]\d{1,4}(?![\d/])")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text as it is compared: ``form`` is folded, of a number its value; ``figure`` is a number or date."""

    form: str
    span: Span
    figure: bool


def words(text: str, start: int = 0) -> Iterator[Word]:
    """The words of a text; those that make up one number, or one date in figures, are one."""
    figures, at = _figures(text), 0
    for token in analyze(text):
        while at < len(figures) and figures[at][1] <= token.start:
            first, last, value = figures[at]
            yield Word(value, Span(start + first, start + last), figure=True)
            at += 1
        if at == len(figures) or token.end <= figures[at][0]:
            figure = token.exact in _dating() or any(letter.isdigit() for letter in token.exact)
            yield Word(token.exact, Span(start + token.start, start + token.end), figure)
    for first, last, value in figures[at:]:
        yield Word(value, Span(start + first, start + last), figure=True)


def _figures(text: str) -> list[tuple[int, int, str]]:
    """Start, end and what is compared of each date in figures and each number, in code points of the text."""
    aligned = AlignedText.of(text)
    dates = [(*aligned.bounds(*found.span()), found.group()) for found in _DATE.finditer(aligned.key)]
    counted = [(*aligned.bounds(one.start, one.end), str(one.value)) for one in numbers(aligned, "")]
    dated = SpanSet(Span(first, last) for first, last, _ in dates)
    return sorted([*dates, *(one for one in counted if not dated.overlaps(Span(*one[:2])))])


@cache
def _dating() -> frozenset[str]:
    """Names of months and weekdays: what changes with a date."""
    return frozenset(key_of(row["word"]) for name in ("months", "weekdays") for row in table(name))
