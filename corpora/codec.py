"""Document ⇄ one JSON line: the one format of store, gold sets, fixtures and notebooks."""

import json
import re
from collections.abc import Mapping, Sequence
from itertools import batched
from typing import Any

from corpora.document import MAIN, Document, Mention, Page, Region, Span
from corpora.errors import InvalidDocument, InvalidValue
from corpora.values import validate

_PLAIN = ("key", "id", "uri", "text", "source", "kind", "title", "site", "language", "published", "content_hash")


def mention_record(mention: Mention) -> dict[str, Any]:
    """The mention as JSON has it, with ``start`` and ``end`` beside its label."""
    return {
        "id": mention.id,
        "label": mention.label,
        "start": mention.span.start,
        "end": mention.span.end,
        "surface": mention.surface,
        "value": dict(mention.value),
        "score": mention.score,
        "extractor": mention.extractor,
        "version": mention.version,
    }


def mention_of(record: Mapping[str, Any]) -> Mention:
    """The mention of a record; raises KeyError where a part is missing, InvalidDocument where its value is wrong."""
    try:
        validate(record["label"], record["value"])
    except InvalidValue as error:
        raise InvalidDocument(f"mention {record['id']}: {error}") from error
    return Mention(
        id=record["id"],
        label=record["label"],
        span=Span(record["start"], record["end"]),
        surface=record["surface"],
        value=record["value"],
        extractor=record["extractor"],
        version=record["version"],
        score=record["score"],
    )


def head_record(document: Document) -> dict[str, Any]:
    """All but the mentions, ready for JSON."""
    record: dict[str, Any] = {name: getattr(document, name) for name in _PLAIN}
    record["flags"] = list(document.flags)
    record["pages"] = [_page_record(page) for page in document.pages]
    record["about"] = dict(document.about)
    record["furniture"] = [[s.start, s.end] for s in document.furniture]
    return record if document.collection == MAIN else record | {"collection": document.collection}


def _page_record(page: Page) -> list[Any]:
    """Start, end, image and confidence; then, where there are any, all regions in one row of numbers, seven each."""
    record = [page.span.start, page.span.end, page.image, page.confidence]
    regions = [(r.span.start, r.span.end, *r.box, r.confidence) for r in page.regions]
    return [*record, [number for region in regions for number in region]] if regions else record


def _page_of(record: Sequence[Any]) -> Page:
    start, end, image, confidence, *rest = record
    rows = batched(rest[0], 7) if rest else ()
    return Page(Span(start, end), image, confidence, tuple(Region(Span(*r[:2]), r[2:6], r[6]) for r in rows))


def document_of(record: Mapping[str, Any], mentions: tuple[Mention, ...] = ()) -> Document:
    """The document of a head record; raises KeyError or InvalidDocument."""
    return Document(
        **{name: record[name] for name in _PLAIN},
        flags=tuple(record["flags"]),
        pages=tuple(_page_of(page) for page in record["pages"]),
        furniture=tuple(Span(a, b) for a, b in record["furniture"]),
        about=record.get("about", {}),
        mentions=mentions,
        collection=record.get("collection", MAIN),
    )


def encode(document: Document) -> str:
    """One JSON line without its newline. Lone surrogates are escaped, so any text goes through."""
    record = head_record(document)
    record["mentions"] = [mention_record(m) for m in document.mentions]
    return json_text(record)


_TEXT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
"""Made once: ``json.dumps`` makes one for each value."""


def json_text(value: Any) -> str:
    """JSON without blanks, its letters as they are: a third of the bytes of Persian that is escaped.

    Where there are lone surrogates, which no file takes, all of it is escaped.
    """
    line = _TEXT.encode(value)
    try:
        line.encode()
    except UnicodeEncodeError:
        return json.dumps(value, separators=(",", ":"))
    return line


def decode(line: str) -> Document:
    """The document of a line that anybody may have written; raises InvalidDocument when it is not one."""
    try:
        record = json.loads(line)
        _check(record)
        if _SURROGATE.search(line):
            json.dumps(record, ensure_ascii=False).encode()  # a pair is a letter, a half of one is none
        return document_of(record, tuple(mention_of(m) for m in record["mentions"]))
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise InvalidDocument(f"not a document line: {error}") from error


def export_record(document: Document) -> dict[str, Any]:
    """A document as exports show it: its text, and its mentions with offsets that refer to it."""
    return {
        "id": document.id,
        "key": document.key,
        "uri": document.uri,
        "title": document.title,
        "text": document.text,
        "language": document.language,
        "published": document.published or None,
        "source": document.source,
        "collection": document.collection,
        "site": document.site,
        "kind": document.kind,
        "flags": list(document.flags),
        "furniture": [[span.start, span.end] for span in document.furniture],
        "mentions": [{**mention_record(mention), "verdict": mention.verdict} for mention in document.mentions],
    }


_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


def _check(record: Any) -> None:
    """Raises TypeError where a part is not of its type; the parts of values are checked by theirs."""
    _must_be(str, *(record[name] for name in _PLAIN), *record["flags"], record.get("collection", MAIN))
    _must_be(str, *record["about"], *record["about"].values())
    _must_be(int, *(edge for span in record["furniture"] for edge in span))
    for start, end, image, confidence, *rest in record["pages"]:
        _must_be(int, start, end)
        _must_be(str | None, image)
        _must_be(float | int | None, confidence, *(number for row in rest for number in row))
    for mention in record["mentions"]:
        _must_be(str, *(mention[name] for name in ("id", "label", "surface", "extractor", "version")))
        _must_be(int, mention["start"], mention["end"])
        _must_be(float | int, mention["score"])
        _must_be(dict, mention["value"])


def _must_be(kind: Any, *values: Any) -> None:
    for value in values:
        if not isinstance(value, kind):
            raise TypeError(f"{type(value).__name__} where {kind} is wanted")
