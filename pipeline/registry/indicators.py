"""How many of something, over time: the counts of one unit as points, each with the sentence that says it."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from corpora.document import Document, Mention, Span
from corpora.tabular import csv_of
from corpora.values import Count
from pipeline.query.units import unit_forms, unit_key

_SENTENCE_END = re.compile(r"[.!؟?\n؛](?=\s|$)|\n")
_COLUMNS = ("published", "number", "min", "max", "modifier", "unit", "id", "uri", "start", "end", "sentence")
_LONGEST = 400
"""Code points of a sentence that is shown; a longer one is cut around the count."""


@dataclass(frozen=True, slots=True)
class Cited:
    """What is shown of a document beside one of its sentences."""

    key: str
    id: str
    uri: str
    title: str
    language: str
    published: str

    @classmethod
    def of(cls, document: Document) -> Self:
        """That of a document."""
        about = document.title, document.language, document.published
        return cls(document.key, document.id, document.uri, *about)


@dataclass(frozen=True, slots=True)
class Point:
    """A count in a document. ``sentence`` is the range of text around ``mention.span``, ``text`` what stands there.

    The document is not held: a common word is counted in thousands of them.
    """

    document: Cited
    mention: Mention
    sentence: Span
    text: str

    @property
    def number(self) -> float:
        """The number; of a range its higher end."""
        return self.count.number

    @property
    def count(self) -> Count:
        """The count as its type has it."""
        return Count.of(self.mention.value)


def points(documents: Iterable[Document], unit: str) -> Iterator[Point]:
    """The counts of a unit; of a longer unit its first word is enough."""
    wanted = unit_key(unit)
    for document in documents:
        cited = Cited.of(document)
        for mention in document.mentions:
            if mention.label == "COUNT" and wanted in unit_forms(Count.of(mention.value)):
                sentence = sentence_of(document.text, mention.span)
                yield Point(cited, mention, sentence, document.text[sentence.start : sentence.end])


def folded(found: Sequence[Point], stories: Mapping[str, int]) -> list[tuple[Point, int]]:
    """The same with each number of a story once, where it was told first; with how many tell it again."""
    first: dict[tuple[object, ...], int] = {}
    kept: list[tuple[Point, int]] = []
    for point in found:
        key = stories.get(point.document.key, point.document.key), point.number, point.count.min, point.count.unit
        at = first.setdefault(key, len(kept))
        if at == len(kept):
            kept.append((point, 0))
        elif kept[at][0].document.key != point.document.key:
            kept[at] = kept[at][0], kept[at][1] + 1
    return kept


def sentence_of(text: str, span: Span) -> Span:
    """The sentence around a span, cut where it is long."""
    before = max((m.end() for m in _SENTENCE_END.finditer(text, max(0, span.start - _LONGEST), span.start)), default=-1)
    start = before if before >= 0 else max(0, span.start - _LONGEST)
    after = _SENTENCE_END.search(text, span.end, span.end + _LONGEST)
    end = after.end() if after else min(len(text), span.end + _LONGEST)
    while start < span.start and text[start].isspace():
        start += 1
    while end > span.end and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def record_of(point: Point) -> dict[str, Any]:
    """A point as a record; ``start`` and ``end`` are code points of the document's text."""
    count, span = point.count, point.mention.span
    return {
        "published": point.document.published or None,
        "number": count.number,
        "min": count.min,
        "max": count.max,
        "modifier": count.modifier,
        "unit": count.unit,
        "id": point.document.id,
        "uri": point.document.uri,
        "start": span.start,
        "end": span.end,
        "sentence": point.text,
    }


def csv_of_records(records: list[dict[str, Any]]) -> str:
    """Records as CSV with a header."""
    return csv_of([_COLUMNS, *([record[name] for name in _COLUMNS] for record in records)])
