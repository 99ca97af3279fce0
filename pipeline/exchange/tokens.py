"""Tokens for formats that have them: words, signs, and what a mark cuts out of a word."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from corpora.document import Span
from extractors.text.characters import ZWNJ

_TOKEN = re.compile(rf"(?:[^\W_]|[\N{{ARABIC FATHATAN}}-\N{{ARABIC SUKUN}}{ZWNJ}])+|[^\s]")


def tokens(text: str, marks: Iterable[Span] = ()) -> list[Span]:
    """The tokens of a text: every letter that is no blank is in one, and a mark begins and ends with one.

    >>> text = "وبجامعة یزد، ۱۴۰۴"
    >>> [text[token.start : token.end] for token in tokens(text, [Span(2, 7)])]
    ['وب', 'جامعة', 'یزد', '،', '۱۴۰۴']
    """
    edges = sorted({edge for span in marks for edge in (span.start, span.end)})
    found, at = [], 0
    for match in _TOKEN.finditer(text):
        start = match.start()
        while at < len(edges) and edges[at] <= start:
            at += 1
        while at < len(edges) and edges[at] < match.end():
            found.append(Span(start, edges[at]))
            start = edges[at]
            at += 1
        found.append(Span(start, match.end()))
    return found


def covering(cut: Sequence[Span], span: Span) -> tuple[int, int]:
    """The numbers of the first and the last token that a span touches."""
    first = bisect_right(cut, span.start, key=lambda token: token.end)
    return first, bisect_left(cut, span.end, key=lambda token: token.start) - 1


def sentences(text: str, cut: Iterable[Span]) -> list[list[Span]]:
    """The tokens parted where a line ends, or after a full stop, question or exclamation mark that a blank follows."""
    found: list[list[Span]] = [[]]
    last = None
    for token in cut:
        if last is not None and _parts(text, last, token) and found[-1]:
            found.append([])
        found[-1].append(token)
        last = token
    return [one for one in found if one]


def _parts(text: str, last: Span, token: Span) -> bool:
    between = text[last.end : token.start]
    return "\n" in between or (bool(between) and text[last.start : last.end] in _ENDS)


_ENDS = frozenset(".!?؟…۔")
