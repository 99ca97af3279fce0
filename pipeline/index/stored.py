"""Index records as tantivy documents, and back."""

import json
from array import array
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import tantivy

from corpora.document import Span
from pipeline.index import near
from pipeline.index.highlight import Indexed, other_spellings, passages, places, spans
from pipeline.index.records import MOST_SPELLINGS, NAMED, PERIODS, Copy, Hit, IndexRecord, Passage
from pipeline.query import Query

_TEXTS = ("title_raw", "title_exact", "title_stem", "body_raw", "body_exact", "body_stem")
_KEYWORDS = (*NAMED, *PERIODS, "lang", "source", "kind", "flag", "unit", "entity")
_TERMS = ("marks", "dates", "counts", "near")
_SHOWN = ("id", "uri", "title", "language", "published", "source", "site", "kind")


def schema() -> tantivy.Schema:
    """The neutral fields in tantivy's types."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("key", stored=True, fast=True, tokenizer_name="raw", index_option="basic")
    for name in (*_TEXTS, *(f"{field}_terms" for field in NAMED)):
        stored = name in ("title_stem", "body_stem")
        builder.add_text_field(name, stored=stored, tokenizer_name="whitespace", index_option="position")
    for name in _KEYWORDS:
        builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("grams", tokenizer_name="whitespace", index_option="freq")
    for name in _TERMS:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="basic")
    builder.add_unsigned_field("moment", indexed=True, fast=True)
    builder.add_unsigned_field("story", indexed=True, fast=True)
    builder.add_unsigned_field("seq", stored=True, indexed=True, fast=True)
    for name in ("head", "text", "offsets", "signature"):
        builder.add_bytes_field(name, stored=True)
    return builder.build()


def fields_of(record: IndexRecord, story: int) -> dict[str, Any]:
    """The fields of a record; one that leads its story can be found by its bands."""
    document = record.document
    leads = story == near.story_of(record.key)
    fields: dict[str, Any] = {
        "key": record.key,
        "grams": record.grams,
        "marks": record.marks,
        "dates": record.dates,
        "counts": record.counts,
        "near": " ".join(near.bands(record.signature)) if leads else "",
        "signature": record.signature.tobytes() if leads else [],
        "unit": list(record.units),
        "entity": list(record.entities),
        "lang": list(record.languages),
        "source": document.source or document.site,
        "kind": document.kind,
        "flag": list(document.flags),
        "seq": record.seq,
        "story": story,
        "head": json.dumps(_head_of(record)).encode(),
        "text": document.text.encode("utf-8", "surrogatepass"),
        "offsets": record.body.starts.tobytes() + record.body.ends.tobytes(),
    }
    for name, streams in (("title", record.title), ("body", record.body)):
        for stream in ("raw", "exact", "stem"):
            fields[f"{name}_{stream}"] = getattr(streams, stream)
    for name in NAMED:
        fields |= {name: list(record.names[name]), f"{name}_terms": record.name_terms[name]}
    if record.moment is not None:
        fields["moment"] = record.moment
    return {name: value for name, value in (fields | dict(record.periods)).items() if value not in ("", [])}


def _head_of(record: IndexRecord) -> dict[str, Any]:
    """What a hit shows without its text."""
    document = record.document
    named = {name: getattr(document, name) for name in _SHOWN}
    return named | {
        "title_offsets": [list(record.title.starts), list(record.title.ends)],
        "body": [[span.start, span.end] for span in document.body()],
    }


def _head(stored: tantivy.Document) -> Mapping[str, Any]:
    head: Mapping[str, Any] = json.loads(bytes(stored.get_first("head") or b"{}"))
    return head


def _text(stored: tantivy.Document) -> str:
    return bytes(stored.get_first("text") or b"").decode("utf-8", "surrogatepass")


def _stems(stored: tantivy.Document, name: str) -> list[str]:
    joined = str(stored.get_first(f"{name}_stem") or "")
    return joined.split(" ") if joined else []


def body_of(stored: tantivy.Document) -> Indexed:
    """The body of a document as it was indexed."""
    both = array("I", bytes(stored.get_first("offsets") or b""))
    half = len(both) // 2
    return Indexed(_text(stored), _stems(stored, "body"), both[:half], both[half:])


def copy_of(stored: tantivy.Document) -> Copy:
    """A document as one of the copies of another."""
    head = _head(stored)
    named = {name: head[name] for name in ("id", "uri", "title", "published", "source", "site")}
    return Copy(key=str(stored.get_first("key")), **named)


def hit_of(stored: tantivy.Document, score: float, query: Query, *, marked: bool) -> Hit:
    """A match, with its marks and passages where they are wanted."""
    head = _head(stored)
    hit = Hit(key=str(stored.get_first("key")), score=round(float(score), 4), **{name: head[name] for name in _SHOWN})
    if not marked:
        return hit
    starts, ends = (array("I", part) for part in head["title_offsets"])
    title, body = Indexed(hit.title, _stems(stored, "title"), starts, ends), body_of(stored)
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
