"""Marks from the offsets that were stored with the document: never from the engine, never by analysing again."""

from array import array
from collections.abc import Iterable, Sequence

from corpora.document import Span
from extractors.text.analyzer import Token
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


def passages(text: str, marks: Sequence[Span]) -> tuple[Passage, ...]:
    """Up to three windows of the text that hold the most marks, in text order; the beginning where there is none."""
    if not marks:
        return (_passage(text, 0, (), _WINDOW),) if text.strip() else ()
    chosen: list[tuple[int, int]] = []
    left = list(range(len(marks)))
    while left and len(chosen) < _MOST:
        first = max(left, key=lambda i: (_held(marks, i, left), -i))
        last = max(i for i in left if (i >= first and marks[i].end <= marks[first].start + _WINDOW) or i == first)
        chosen.append((first, last))
        left = [i for i in left if not first <= i <= last]
    return tuple(_around(text, marks[first : last + 1]) for first, last in sorted(chosen))


def _held(marks: Sequence[Span], first: int, left: Sequence[int]) -> int:
    limit = marks[first].start + _WINDOW
    return sum(1 for i in left if i >= first and marks[i].end <= limit)


def _around(text: str, marks: Sequence[Span]) -> Passage:
    room = max(0, _WINDOW - (marks[-1].end - marks[0].start)) // 2
    return _passage(text, max(0, marks[0].start - room), marks, _WINDOW)


def _passage(text: str, start: int, marks: Sequence[Span], size: int) -> Passage:
    """A window that begins and ends between words and stays in its paragraphs."""
    end = min(len(text), max(start + size, marks[-1].end if marks else 0))
    first, last = (marks[0].start, marks[-1].end) if marks else (end, start)
    if start:
        cut = max(text.find(" ", start, first), text.rfind("\n", start, first))
        start = cut + 1 if cut >= 0 else start
    if end < len(text):
        cut = text.rfind(" ", last, end)
        end = cut if cut > start else end
    stop = text.find("\n", last, end) if marks else -1
    end = stop if stop > last else end
    return Passage(Span(start, end), text[start:end], tuple(marks))


def title_marks(query: Query, tokens: Sequence[Token]) -> tuple[Span, ...]:
    """The marks of a title."""
    stems = [token.stem for token in tokens]
    return tuple(matches(query, stems, array("I", (t.start for t in tokens)), array("I", (t.end for t in tokens))))
