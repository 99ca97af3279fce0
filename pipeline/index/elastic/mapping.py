"""The index in Elasticsearch: its fields, its settings, and records as its documents."""

import base64
import json
import re
from collections.abc import Mapping
from functools import partial
from typing import Any

from pipeline.index import orders, shown
from pipeline.index.records import NAMED, QUOTED, IndexRecord
from pipeline.index.shown import KEYWORDS, TERMS, TEXTS, Body, Stored

_ONLY_FOUND = ("title_*", "whole_raw", "whole_exact", "whole_parts", "grams", "*_terms", *TERMS)
"""What no hit shows; an index is never rebuilt from itself, so it is not kept beside what it is found by."""
_NUMBERS = ("moment", "added", "bytes", "seq", "size", "title_order")
_SURROGATE = re.compile("[\ud800-\udfff]")
LARGEST_WINDOW = 10_000
"""Hits that Elasticsearch gives by number; farther ones are walked to."""


def _text(options: str, *, norms: bool) -> dict[str, Any]:
    return {"type": "text", "analyzer": "whitespace", "index_options": options, "norms": norms}


def mappings() -> dict[str, Any]:
    """The neutral fields in Elasticsearch's types; a field that is not among them is refused."""
    fields: dict[str, Any] = {name: _text("positions", norms=True) for name in TEXTS}
    fields |= {f"{field}_terms": _text("positions", norms=True) for field in (*NAMED, *QUOTED)}
    fields |= {name: {"type": "keyword"} for name in ("key", *KEYWORDS)}
    fields["grams"] = _text("freqs", norms=True)
    fields |= {name: _text("docs", norms=False) for name in TERMS}
    fields |= {name: {"type": "long"} for name in (*_NUMBERS, *orders.FIELDS)}
    fields["story"] = {"type": "keyword"}
    fields |= {name: {"type": "text", "index": False} for name in ("title", "text", "head")}
    fields["offsets"] = {"type": "binary"}
    return {"dynamic": "strict", "_source": {"excludes": list(_ONLY_FOUND)}, "properties": fields}


def settings(shards: int, replicas: int) -> dict[str, Any]:
    """Of a new index; it is refreshed when a batch is done, not by the clock."""
    return {
        "number_of_shards": shards,
        "number_of_replicas": replicas,
        "refresh_interval": "-1",
        "max_result_window": LARGEST_WINDOW,
        "mapping.total_fields.limit": 100,
    }


def fields_of(record: IndexRecord) -> dict[str, Any]:
    """The document of a record; title and text as they were read, for people who look at the index itself."""
    kept = {
        "story": str(record.story),
        "title": _sound(record.document.title),
        "text": _sound(record.document.text),
        "head": json.dumps(shown.head_of(record)),
        "offsets": base64.b64encode(shown.offsets_of(record)).decode(),
    }
    fields = shown.fields_of(record) | {name: value for name, value in kept.items() if value}
    return {name: _sound(value) if isinstance(value, str) else value for name, value in fields.items()}


def _sound(text: str) -> str:
    """The text with lone surrogates, which JSON cannot carry, as U+FFFD; no offset moves."""
    return _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text)


HEAD = ("key", "head", "title")
"""What of a document a hit needs that is not marked."""


def stored_of(source: Mapping[str, Any]) -> Stored:
    """A document that a search found."""
    return Stored(str(source["key"]), json.loads(source.get("head", "{}")), partial(_body, source))


def _body(source: Mapping[str, Any]) -> Body:
    offsets = base64.b64decode(source.get("offsets", ""))
    return Body(source.get("text", ""), source.get("whole_stem", ""), offsets)
