"""FollowTheMoney's JSON lines: documents, the organisations and persons that they name, and each mention of them.

The schema is for who is who, so dates, counts, money and agreements have no place in it; places are names in the
document (``locationMentioned``). An entity comes once a file, with all the names that the documents call it by.

Where a mention stands has no property either. It stands beside them, under ``asnad``, which FollowTheMoney's library
keeps as the context of an entity; so what went out comes back. Of a mention that another tool made the place is known
where its words stand once in the text.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import unquote

from corpora.codec import json_text
from corpora.document import Document
from pipeline.errors import UnreadableExchange
from pipeline.exchange.marks import Mark, Marked, Returned, Row, Skipped
from pipeline.exchange.offsets import Unit
from pipeline.exchange.rows import seen_of

_SCHEMATA = {"ORG": "Organization", "PERSON": "Person"}
_NAMED = {"ORG": "companiesMentioned", "PERSON": "peopleMentioned", "PLACE": "locationMentioned"}
_LANGUAGES = {"fa": "fas", "ar": "ara", "en": "eng"}
"""FollowTheMoney has ISO 639-3."""
_LABELS = {"Organization": "ORG", "Company": "ORG", "PublicBody": "ORG", "LegalEntity": "ORG", "Person": "PERSON"}
"""Schema of who is mentioned → its label here."""


def write(documents: Iterable[Marked], unit: Unit) -> Iterator[bytes]:  # noqa: ARG001 - it has no offsets
    """A line an entity: of each document itself and its mentions, then, at the end, whom they name."""
    known: dict[str, tuple[str, dict[str, None], dict[str, None]]] = {}
    for one in documents:
        others = [_placed(one.document, mark) for mark in one.marks if mark.label not in _SCHEMATA]
        yield _line(one.document.key, "PlainText", _document(one), {"key": one.document.key, "mentions": others})
        for mark in one.marks:
            schema, entity = _SCHEMATA.get(mark.label), str((mark.value or {}).get("entity", ""))
            if schema is None:
                continue
            surface = _surface(one.document, mark)
            name = str((mark.value or {}).get("name") or surface)
            about: dict[str, Any] = {"document": [one.document.key], "name": [surface], "detectedSchema": [schema]}
            if entity:
                _, names, proof = known.setdefault(f"{schema} {entity}", (entity, {}, {}))
                names.setdefault(name)
                proof.setdefault(one.document.key)
                about["resolved"] = [entity]
            yield _line(f"m-{mark.id}", "Mention", about, {"key": one.document.key, **_placed(one.document, mark)})
    for where, (entity, names, proof) in known.items():
        yield _line(entity, where.split(" ", 1)[0], {"name": list(names), "proof": list(proof)})


def _surface(document: Document, mark: Mark) -> str:
    return " ".join(document.text[mark.span.start : mark.span.end].split())


def _document(one: Marked) -> dict[str, list[str]]:
    document = one.document
    found: dict[str, dict[str, None]] = {}
    for mark in one.marks:
        if mark.label in _NAMED:
            found.setdefault(_NAMED[mark.label], {}).setdefault(_surface(document, mark))
    said: dict[str, list[str]] = {
        "fileName": [unquote(document.uri.rsplit("/", 1)[-1]) or document.id],
        "title": [document.title],
        "publishedAt": [document.published],
        "publisher": [document.site],
        "language": [_LANGUAGES.get(document.language, "")],
        "sourceUrl": [document.uri if document.uri.startswith(("http://", "https://")) else ""],
        "bodyText": [document.text],
    }
    return {**said, **{name: list(values) for name, values in found.items()}}


def _placed(document: Document, mark: Mark) -> dict[str, Any]:
    """What FollowTheMoney has no property for; offsets in code points."""
    place = {"label": mark.label, "start": mark.span.start, "end": mark.span.end, "surface": _surface(document, mark)}
    return {"id": mark.id, **place, "verdict": mark.verdict, "seen": seen_of(mark)}


def _line(key: str, schema: str, properties: Mapping[str, list[str]], beside: Mapping[str, Any] | None = None) -> bytes:
    said = {name: [value for value in values if value] for name, values in properties.items()}
    record = {"id": key, "schema": schema, "properties": {name: values for name, values in said.items() if values}}
    return json_text({**record, "asnad": beside} if beside else record).encode() + b"\n"


# what comes back ----------------------------------------------------------------------------------------------


def read(data: bytes, unit: Unit) -> Iterator[Returned | Skipped]:  # noqa: ARG001 - what went out says its own
    """The mentions of a file by their documents; entities that are neither say nothing of a text.

    A mention whose line is gone is left as it is: a file may be a part of what went out.
    """
    by: dict[str, list[Row]] = {}
    for number, line in enumerate(data.removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
        if not line.strip():
            continue
        where = f"line {number}"
        try:
            for key, row in _rows(where, _entity(line)):
                by.setdefault(key, []).append(row)
        except UnreadableExchange as error:
            yield Skipped(where, str(error))
        except (KeyError, TypeError, AttributeError, ValueError, RecursionError) as error:
            yield Skipped(where, f"it cannot be read: {type(error).__name__}: {error}")
    for key, rows in by.items():
        yield Returned(rows[0].where, key, "", (), rows=tuple(rows), unit="codepoints")


def _entity(line: bytes) -> Mapping[str, Any]:
    record = json.loads(line)
    if not isinstance(record, dict) or not isinstance(record.get("properties"), dict):
        raise UnreadableExchange("it is no entity of FollowTheMoney")
    return record


def _property(entity: Mapping[str, Any], name: str) -> str:
    """The first value of a property; "" where it has none."""
    values = entity["properties"].get(name)
    first = values[0] if isinstance(values, list) and values else values
    return first if isinstance(first, str) else ""


def _rows(where: str, one: Mapping[str, Any]) -> Iterator[tuple[str, Row]]:
    """The key of a document and a mention in it, of a mention or of the document; raises UnreadableExchange."""
    beside = one.get("asnad") or {}
    if one.get("schema") == "Mention":
        label = _label(_property(one, "detectedSchema"))
        if beside:
            yield beside["key"], _row(where, beside, label)
        else:
            yield _property(one, "document"), Row(where, "", label, "", "", _property(one, "name"), "", "", "")
    else:
        for placed in beside.get("mentions", ()):
            yield beside["key"], _row(where, placed, placed["label"])


def _label(schema: str) -> str:
    if schema not in _LABELS:
        raise UnreadableExchange("a mention of {schema!r} has no label here", schema=schema)
    return _LABELS[schema]


def _row(where: str, placed: Mapping[str, Any], label: str) -> Row:
    own = placed["label"]
    label = own if _SCHEMATA.get(own) == _SCHEMATA.get(label) else label
    cells = {name: str(placed[name]) for name in ("start", "end", "surface", "verdict", "seen")}
    return Row(where, placed["id"], label, value="", **cells)
