"""Index records as tantivy documents, and back."""

import json
from functools import partial
from typing import Any

import tantivy

from pipeline.index import shown
from pipeline.index.records import NAMED, IndexRecord
from pipeline.index.shown import KEYWORDS, TERMS, TEXTS, Body, Stored


def schema() -> tantivy.Schema:
    """The neutral fields in tantivy's types."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("key", stored=True, fast=True, tokenizer_name="raw", index_option="basic")
    for name in (*TEXTS, *(f"{field}_terms" for field in NAMED)):
        stored = name == "whole_stem"
        builder.add_text_field(name, stored=stored, tokenizer_name="whitespace", index_option="position")
    for name in KEYWORDS:
        builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("grams", tokenizer_name="whitespace", index_option="freq")
    for name in TERMS:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="basic")
    for name in ("moment", "added", "size", "title_order"):
        builder.add_unsigned_field(name, indexed=True, fast=True)
    builder.add_unsigned_field("story", indexed=True, fast=True)
    builder.add_unsigned_field("seq", stored=True, indexed=True, fast=True)
    for name in ("head", "text", "offsets"):
        builder.add_bytes_field(name, stored=True)
    return builder.build()


def fields_of(record: IndexRecord) -> dict[str, Any]:
    """The fields of a record."""
    kept = {
        "head": json.dumps(shown.head_of(record)).encode(),
        "text": record.document.text.encode("utf-8", "surrogatepass"),
        "offsets": shown.offsets_of(record),
    }
    return shown.fields_of(record) | {name: value for name, value in kept.items() if value}


def stored_of(document: tantivy.Document) -> Stored:
    """A document that a search found."""
    head = json.loads(bytes(document.get_first("head") or b"{}"))
    return Stored(str(document.get_first("key")), head, partial(_body, document))


def _body(document: tantivy.Document) -> Body:
    return Body(
        bytes(document.get_first("text") or b"").decode("utf-8", "surrogatepass"),
        str(document.get_first("whole_stem") or ""),
        bytes(document.get_first("offsets") or b""),
    )
