"""How many of something, over time: the counts of one unit as points, each with the sentence that says it."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

from corpora.document import Document, Mention, Span
from corpora.tabular import csv_of
from corpora.values import Count, Organisation
from pipeline.query.units import unit_forms, unit_key

_SENTENCE_END = re.compile(r"[.!؟?\n؛](?=\s|$)|\n")
COLUMNS = ("published", "number", "min", "max", "modifier", "unit", "id", "uri", "start", "end", "sentence")
BODY_COLUMNS = ("value", "name", "counts", "most", "published", "id", "uri", "start", "end", "sentence")
"""Columns of the tables of counts, and of bodies with the place of the greatest count."""
POINTED = (Count.LABEL, Organisation.LABEL)
"""The labels of mentions that points are made of."""
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
    bodies: Mapping[str, str] = field(default_factory=dict, compare=False)
    """The organisations that the sentence names: by the entity where it is known, else by the name; their names."""

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
            if mention.label == Count.LABEL and wanted in unit_forms(Count.of(mention.value)):
                sentence = sentence_of(document.text, mention.span)
                text = document.text[sentence.start : sentence.end]
                yield Point(cited, mention, sentence, text, _bodies(document, sentence, mention.span))


def _bodies(document: Document, sentence: Span, count: Span) -> dict[str, str]:
    """The bodies that a sentence names, without agencies and papers, which report it; unless they are counted of."""
    found: dict[str, str] = {}
    for one in document.mentions:
        if one.label == Organisation.LABEL and sentence.start <= one.span.start and one.span.end <= sentence.end:
            body = Organisation.of(one.value)
            if body.kind != _REPORTS or document.text[count.end : one.span.start] in _OF:
                found.setdefault(body.entity or body.name, body.name)
    return found


_REPORTS, _OF = "media", (" ", "\N{ZERO WIDTH NON-JOINER}", " من ", " في ")
"""Agencies and papers, and what stands between a number and the body of which it is («۳۰ خبرنگار روزنامه …»)."""


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


@dataclass(frozen=True, slots=True)
class OfBody:
    """In how many counts of a unit the sentence names a body, and the greatest of them. ``value`` is its key."""

    value: str
    name: str
    counts: int
    most: Point

    def record(self) -> dict[str, Any]:
        """The same as a record of BODY_COLUMNS."""
        about = {"value": self.value, "name": self.name, "counts": self.counts, "most": self.most.number}
        told = record_of(self.most)
        return about | {name: told[name] for name in BODY_COLUMNS[len(about) :]}


def by_body(found: Iterable[Point]) -> list[OfBody]:
    """The bodies that the sentences of counts name, those of the most counts first; a sentence may name several."""
    held: dict[str, list[Point]] = {}
    for point in found:
        for key in point.bodies:
            held.setdefault(key, []).append(point)
    made = [
        OfBody(key, _called(key, those), len(those), max(those, key=lambda one: one.number))
        for key, those in held.items()
    ]
    return sorted(made, key=lambda one: (-one.counts, -one.most.number, one.name))


def _called(key: str, those: Sequence[Point]) -> str:
    return Counter(one.bodies[key] for one in those).most_common(1)[0][0]


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


def csv_of_records(records: Iterable[Mapping[str, Any]], columns: Sequence[str] = COLUMNS) -> str:
    """Records as CSV with a header."""
    return csv_of([columns, *([record[name] for name in columns] for record in records)])
