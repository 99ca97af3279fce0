"""Marks from the offsets that were stored with the document: never from the engine, never by analysing again."""

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from heapq import nlargest

from corpora.document import Span
from pipeline.index.records import Passage
from pipeline.query import Query, Words

_WINDOW = 240
"""Code points of a passage; about three lines."""
_MOST = 3


def matches(query: Query, stems: Sequence[str], starts: array[int], ends: array[int]) -> list[Span]:
    """The spans of a text's terms that the query's words match; the words of a phrase only where it stands whole."""
    marked: set[int] = set()
    for words in query.words():
        marked.update(_places(words, stems))
    return _merged([Span(starts[i], ends[i]) for i in sorted(marked)])


def _places(words: Words, stems: Sequence[str]) -> Iterable[int]:
    wanted = [token.stem for token in words.tokens]
    if len(wanted) == 1 or not words.phrase:
        some = frozenset(wanted)
        return (i for i, stem in enumerate(stems) if stem in some)
    return (at + i for at in _phrase_starts(wanted, stems) for i in range(len(wanted)))


def _phrase_starts(wanted: Sequence[str], stems: Sequence[str]) -> Iterable[int]:
    first, size = wanted[0], len(wanted)
    return (i for i, stem in enumerate(stems) if stem == first and list(stems[i : i + size]) == list(wanted))


def _merged(spans: Sequence[Span]) -> list[Span]:
    """Neighbours one space apart as one mark."""
    merged: list[Span] = []
    for span in spans:
        if merged and span.start - merged[-1].end <= 1:
            merged[-1] = Span(merged[-1].start, span.end)
        else:
            merged.append(span)
    return merged


def passages(text: str, marks: Sequence[Span], body: Sequence[Span]) -> tuple[Passage, ...]:
    """Up to three windows of the text that hold the most marks, in text order; the beginning where there is none.

    A window stays inside one stretch of the body, so that no furniture shows.
    """
    if not body:
        return ()
    if not marks:
        return (_passage(text, max(body, key=lambda s: s.end - s.start), ()),)
    best = nlargest(_MOST, _windows(marks, body), key=lambda window: len(window[1]))
    return tuple(sorted((_passage(text, *window) for window in best), key=lambda p: p.span.start))


def _windows(marks: Sequence[Span], body: Sequence[Span]) -> Iterable[tuple[Span, Sequence[Span]]]:
    """The marks cut into windows that are no wider than a passage, each with the stretch of body that it lies in."""
    starts, at = [stretch.start for stretch in body], 0
    while at < len(marks):
        stretch = body[max(0, bisect_right(starts, marks[at].start) - 1)]
        limit, last = min(marks[at].start + _WINDOW, stretch.end), at
        while last + 1 < len(marks) and marks[last + 1].end <= limit:
            last += 1
        yield stretch, marks[at : last + 1]
        at = last + 1


def _passage(text: str, stretch: Span, marks: Sequence[Span]) -> Passage:
    """A window around marks that begins and ends between words and stays in its stretch."""
    held = marks[-1].end - marks[0].start if marks else 0
    start = max(stretch.start, marks[0].start - max(0, _WINDOW - held) // 2) if marks else stretch.start
    end = min(stretch.end, max(start + _WINDOW, marks[-1].end if marks else 0))
    first, last = (marks[0].start, marks[-1].end) if marks else (end, start)
    if start > stretch.start:
        cut = max(text.find(" ", start, first), text.rfind("\n", start, first))
        start = cut + 1 if cut >= 0 else start
    if end < stretch.end:
        cut = text.rfind(" ", last, end)
        end = cut if cut > start else end
    while start < first and text[start].isspace():
        start += 1
    stop = text.find("\n", last, end) if marks else -1
    end = stop if stop > last else end
    return Passage(Span(start, end), text[start:end], tuple(marks))
