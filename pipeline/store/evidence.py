"""What was fetched for documents, as it came: which WARC file holds the page of which version."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select

from pipeline.store import tables as t


@dataclass(frozen=True, slots=True)
class Evidence:
    """A page as it was fetched: for which document, from where, when; ``payload`` is the SHA-256 of its bytes.

    ``blob`` names the WARC file that holds the answer with its headers.
    """

    id: int
    document: str
    uri: str
    at: str
    source: str
    payload: str
    blob: str


def add(connection: Connection, one: Evidence) -> int:
    """Keeps that something was fetched; gives its number."""
    names = ("document", "uri", "at", "source", "payload", "blob")
    row = {name: getattr(one, name) for name in names}
    return int(connection.execute(insert(t.evidence).values(row).returning(t.evidence.c.id)).scalar_one())


def of_document(connection: Connection, document: str) -> Sequence[Evidence]:
    """What was fetched for a document, the last first."""
    e = t.evidence
    query = select(e).where(e.c.document == document).order_by(e.c.id.desc())
    return [Evidence(**row) for row in connection.execute(query).mappings()]


def one(connection: Connection, identity: int) -> Evidence | None:
    """What was fetched under a number; None where there is nothing."""
    row = connection.execute(select(t.evidence).where(t.evidence.c.id == identity)).mappings().first()
    return Evidence(**row) if row else None


def forget(connection: Connection, documents: Collection[str], pages: Collection[str] | None = None) -> set[str]:
    """Takes out what was fetched for some documents, or only what holds some ``pages``; gives the blobs that held it.

    A file that holds several documents goes as a whole: what is taken out is nowhere any more.
    """
    e = t.evidence.c
    where = e.document.in_(documents) if pages is None else e.document.in_(documents) & e.payload.in_(pages)
    blobs = set(connection.execute(select(e.blob).where(where)).scalars())
    connection.execute(delete(t.evidence).where(e.blob.in_(blobs)))
    return blobs
