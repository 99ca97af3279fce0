"""Index records as tantivy documents, and back."""

import json
from functools import partial
from hashlib import sha256
from typing import Any

import tantivy

from pipeline.index import orders, shown
from pipeline.index.records import NAMED, QUOTED, IndexRecord
from pipeline.index.shown import KEYWORDS, TERMS, TEXTS, Body, Stored

ORDERED = ("by_newest", "by_oldest", "by_longest", "by_shortest", "by_title")
"""Fields that matches are ordered by."""
_TIE_BITS, _TITLE_TIE_BITS = 24, 10
_LATEST = _LARGEST = 2**39
"""Seconds beyond the year 9999, and more letters than a document may have."""
_LAST_TITLE = 2**54 - 1
"""Beyond all that ``facts.title_order`` gives but for no title at all."""


def schema() -> tantivy.Schema:
    """The neutral fields in tantivy's types."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("key", stored=True, fast=True, tokenizer_name="raw", index_option="basic")
    for name in (*TEXTS, *(f"{field}_terms" for field in (*NAMED, *QUOTED))):
        stored = name == "whole_stem"
        builder.add_text_field(name, stored=stored, tokenizer_name="whitespace", index_option="position")
    for name in KEYWORDS:
        builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("grams", tokenizer_name="whitespace", index_option="freq")
    for name in TERMS:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="basic")
    for name in ("moment", "added", "bytes", "size", *ORDERED, *orders.FIELDS):
        builder.add_unsigned_field(name, indexed=True, fast=True)
    builder.add_unsigned_field("story", indexed=True, fast=True)
    builder.add_unsigned_field("seq", stored=True, indexed=True, fast=True)
    for name in ("head", "text", "offsets"):
        builder.add_bytes_field(name, stored=True)
    return builder.build()


def _ordered(record: IndexRecord) -> dict[str, int]:
    """Numbers to order by, the greatest first (``ORDERED``), what is not dated last; the key's hash parts equals.

    tantivy orders by one field and leaves documents that have the same value as its segments lie.
    """
    tie = int.from_bytes(sha256(record.key.encode()).digest()[:8])
    since = record.moment or 0
    until = _LATEST - since if record.moment is not None else 0
    size = len(record.document.text)
    numbers = (since, until, size, _LARGEST - size)
    packed = [number << _TIE_BITS | tie % 2**_TIE_BITS for number in numbers]
    title = _LAST_TITLE - min(record.title_order, _LAST_TITLE)
    return dict(zip(ORDERED, [*packed, title << _TITLE_TIE_BITS | tie % 2**_TITLE_TIE_BITS], strict=True))


def fields_of(record: IndexRecord) -> dict[str, Any]:
    """The fields of a record."""
    kept = {
        "head": json.dumps(shown.head_of(record)).encode(),
        "text": record.document.text.encode("utf-8", "surrogatepass"),
        "offsets": shown.offsets_of(record),
    }
    found = {name: value for name, value in shown.fields_of(record).items() if name != "title_order"}
    return found | _ordered(record) | {name: value for name, value in kept.items() if value}


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
