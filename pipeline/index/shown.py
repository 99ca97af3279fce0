"""What a hit shows, from what any engine stored with its document."""

from array import array
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from corpora.document import Span
from pipeline.index import near
from pipeline.index.highlight import Indexed, other_spellings, passages, places, spans
from pipeline.index.records import MOST_SPELLINGS, NAMED, Copy, Hit, IndexRecord, Passage
from pipeline.query import Query

_SHOWN = ("id", "uri", "title", "language", "published", "source", "site", "kind")


@dataclass(frozen=True, slots=True)
class Body:
    """The text of a document as it was indexed: its stems, and the offsets of those of the body, starts then ends."""

    text: str
    title_stem: str
    body_stem: str
    offsets: bytes

    def indexed(self) -> Indexed:
        """The body."""
        both = array("I", self.offsets)
        half = len(both) // 2
        return Indexed(self.text, _stems(self.body_stem), both[:half], both[half:])


@dataclass(frozen=True, slots=True)
class Stored:
    """A document as an engine holds it; its body is read when it is needed."""

    key: str
    head: Mapping[str, Any]
    body: Callable[[], Body]


def _stems(joined: str) -> list[str]:
    return joined.split(" ") if joined else []


def head_of(record: IndexRecord) -> dict[str, Any]:
    """What a hit shows without its text."""
    document = record.document
    named = {name: getattr(document, name) for name in _SHOWN}
    return named | {
        "title_offsets": [list(record.title.starts), list(record.title.ends)],
        "body": [[span.start, span.end] for span in document.body()],
    }


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
    for name, streams in (("title", record.title), ("body", record.body)):
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
    """Starts, then ends, of the terms of the body."""
    return record.body.starts.tobytes() + record.body.ends.tobytes()


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
    starts, ends = (array("I", part) for part in head["title_offsets"])
    there = stored.body()
    title, body = Indexed(hit.title, _stems(there.title_stem), starts, ends), there.indexed()
    in_title, in_body = places(query, title), places(query, body)
    spellings = dict.fromkeys([*other_spellings(query, in_title, title), *other_spellings(query, in_body, body)])
    stretches = [Span(start, end) for start, end in head["body"]]
    return replace(
        hit,
        title_marks=tuple(spans(in_title, title)),
        passages=_telling(passages(body.text, spans(in_body, body), stretches), hit.title),
        spellings=tuple(spellings)[:MOST_SPELLINGS],
    )


def _telling(found: tuple[Passage, ...], title: str) -> tuple[Passage, ...]:
    """The passages without one that only repeats the title, where there is another."""
    return tuple(p for p in found if p.text.strip() != title) or found
