"""What a hit shows, from what any engine stored with its document."""

from array import array
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from corpora.document import Span
from pipeline.index import near
from pipeline.index.highlight import Indexed, other_spellings, passages, places, spans
from pipeline.index.records import MOST_SPELLINGS, NAMED, Copy, Hit, IndexRecord, Passage, whole_text
from pipeline.query import Query

_SHOWN = ("id", "uri", "title", "language", "published", "source", "site", "kind")


@dataclass(frozen=True, slots=True)
class Body:
    """The text of a document as it was indexed: stems of title and body, and their offsets, starts then ends."""

    text: str
    stems: str
    offsets: bytes


@dataclass(frozen=True, slots=True)
class Stored:
    """A document as an engine holds it; its body is read when it is needed."""

    key: str
    head: Mapping[str, Any]
    body: Callable[[], Body]

    def indexed(self) -> Indexed:
        """Title and body, as ``records.whole_text`` writes them."""
        body = self.body()
        both = array("I", body.offsets)
        half = len(both) // 2
        stems = body.stems.split(" ") if body.stems else []
        return Indexed(whole_text(self.head["title"], body.text), stems, both[:half], both[half:])


def head_of(record: IndexRecord) -> dict[str, Any]:
    """What a hit shows without its text."""
    document = record.document
    named = {name: getattr(document, name) for name in _SHOWN}
    return named | {"body": [[span.start, span.end] for span in document.body()]}


def fields_of(record: IndexRecord, story: int) -> dict[str, Any]:
    """The fields of a record that are found or counted; one that leads its story can be found by its bands."""
    document = record.document
    fields: dict[str, Any] = {
        "key": record.key,
        "grams": record.grams,
        "marks": record.marks,
        "dates": record.dates,
        "counts": record.counts,
        "near": " ".join(near.bands(record.signature)) if leads(record, story) else "",
        "unit": list(record.units),
        "entity": list(record.entities),
        "lang": list(record.languages),
        "source": document.source or document.site,
        "kind": document.kind,
        "flag": list(document.flags),
        "seq": record.seq,
        "story": story,
    }
    for name, streams in (("title", record.title), ("whole", record.whole)):
        for stream in ("raw", "exact", "stem"):
            fields[f"{name}_{stream}"] = getattr(streams, stream)
    for name in NAMED:
        fields |= {name: list(record.names[name]), f"{name}_terms": record.name_terms[name]}
    if record.moment is not None:
        fields["moment"] = record.moment
    return {name: value for name, value in (fields | dict(record.periods)).items() if value not in ("", [])}


def leads(record: IndexRecord, story: int) -> bool:
    """Whether a record is the first of its story."""
    return story == near.story_of(record.key)


def offsets_of(record: IndexRecord) -> bytes:
    """Starts, then ends, of the terms of title and body."""
    return record.whole.starts.tobytes() + record.whole.ends.tobytes()


def copy_of(stored: Stored) -> Copy:
    """A document as one of the copies of another."""
    named = {name: stored.head[name] for name in ("id", "uri", "title", "published", "source", "site")}
    return Copy(key=stored.key, **named)


def hit_of(stored: Stored, score: float, query: Query, *, marked: bool) -> Hit:
    """A match, with its marks and passages where they are wanted."""
    head = stored.head
    hit = Hit(key=stored.key, score=round(float(score), 4), **{name: head[name] for name in _SHOWN})
    if not marked:
        return hit
    whole, before = stored.indexed(), len(whole_text(hit.title, ""))
    matched = places(query, whole)
    marks = spans(matched, whole)
    in_body = [Span(mark.start - before, mark.end - before) for mark in marks if mark.start >= before]
    stretches = [Span(start, end) for start, end in head["body"]]
    return replace(
        hit,
        title_marks=tuple(mark for mark in marks if mark.start < before),
        passages=_telling(passages(whole.text[before:], in_body, stretches), hit.title),
        spellings=tuple(dict.fromkeys(other_spellings(query, matched, whole)))[:MOST_SPELLINGS],
    )


def _telling(found: tuple[Passage, ...], title: str) -> tuple[Passage, ...]:
    """The passages without one that only repeats the title, where there is another."""
    return tuple(p for p in found if p.text.strip() != title) or found
