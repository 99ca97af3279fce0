"""FollowTheMoney's JSON lines: documents, the organisations and persons that they name, and each mention of them.

The schema is for who is who, so dates, counts, money and agreements have no place in it; places are names in the
document (``locationMentioned``). An entity comes once a file, with all the names that the documents call it by.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import unquote

from corpora.codec import json_text
from corpora.document import Document
from pipeline.exchange.marks import Mark, Marked
from pipeline.exchange.offsets import Unit

_SCHEMATA = {"ORG": "Organization", "PERSON": "Person"}
_NAMED = {"ORG": "companiesMentioned", "PERSON": "peopleMentioned", "PLACE": "locationMentioned"}
_LANGUAGES = {"fa": "fas", "ar": "ara", "en": "eng"}
"""FollowTheMoney has ISO 639-3."""


def write(documents: Iterable[Marked], unit: Unit) -> Iterator[bytes]:  # noqa: ARG001 - it has no offsets
    """A line an entity: of each document itself and its mentions, then, at the end, whom they name."""
    known: dict[str, tuple[str, dict[str, None], dict[str, None]]] = {}
    for one in documents:
        yield _line(one.document.key, "PlainText", _document(one))
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
            yield _line(f"m-{mark.id}", "Mention", about)
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


def _line(key: str, schema: str, properties: Mapping[str, list[str]]) -> bytes:
    said = {name: [value for value in values if value] for name, values in properties.items()}
    record = {"id": key, "schema": schema, "properties": {name: values for name, values in said.items() if values}}
    return json_text(record).encode() + b"\n"
