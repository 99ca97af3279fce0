"""Rows of the tables of documents, and in which batches they are written."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Row

from corpora.codec import head_record
from corpora.document import Document
from corpora.ids import key_of_id, key_of_uri
from pipeline.store.clock import now

type Outcome = Literal["added", "changed", "unchanged"]
BATCH = 500
"""Documents that one statement is about."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is stored under an identity: ``collection`` is where it is by now."""

    key: str
    content_hash: str
    withdrawn: bool
    collection: str
    uri: str


def in_batches(documents: Iterable[tuple[Document, str]]) -> Iterator[list[tuple[Document, str]]]:
    """The documents in their order, in batches of which none has a key twice."""
    some: dict[str, tuple[Document, str]] = {}
    for one, blob in documents:
        if one.key in some or len(some) == BATCH:
            yield list(some.values())
            some = {}
        some[one.key] = (one, blob)
    if some:
        yield list(some.values())


def outcome_of(document: Document, old: Row[*tuple[Any, ...]] | None) -> Outcome:
    """What becomes of a document, by the row that is there."""
    if old is None or old.withdrawn_at:
        return "added"
    return "unchanged" if old.content_hash == document.content_hash else "changed"


def document_row(
    document: Document, old: Row[*tuple[Any, ...]] | None, seq: int, story: int, run: str
) -> dict[str, Any]:
    """A document that is new or has another text, by the row that is there; ``run`` read it."""
    named = {name: getattr(document, name) for name in ("key", "id", "source", "uri", "content_hash", "collection")}
    own = key_of_uri(document.uri) if document.id == document.key else key_of_id(document.source, document.id)
    version = abs(old.version) + 1 if old else 1  # of one that was set aside it has a minus
    moved = {"identity": own, "version": version, "seq": seq, "reason": "content", "content_seq": seq, "story": story}
    came = now() if old is None or old.withdrawn_at else old.added_at
    return {**named, **moved, "run": run, "added_at": came, "withdrawn_at": None, "withdrawn_by": None}


def version_row(document: Document, version: int, blob: str, run: str) -> dict[str, Any]:
    """A version of it."""
    row = {"key": document.key, "version": version, "content_hash": document.content_hash, "blob": blob}
    head = {name: value for name, value in head_record(document).items() if name != "collection"}
    return {**row, "head": head, "at": now(), "run": run}
