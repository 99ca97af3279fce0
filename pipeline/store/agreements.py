"""What is read of agreements in documents, kept beside them; see ``pipeline/registry/register.py``."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import batched
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from pipeline.records import Within
from pipeline.store import tables as t
from pipeline.store.column_types import inside

_CURSOR, _VERSION = "register", "register version"
_MANY = 400


@dataclass(frozen=True, slots=True)
class Kept:
    """One agreement of one document, as JSON has it, and what is shown of the document."""

    id: str
    value: Mapping[str, Any]
    document: str
    given: str
    title: str
    published: str
    collection: str


def cursor(connection: Connection, version: int) -> int:
    """The ``seq`` up to which documents were read by rules of a version; 0 where they were read by others."""
    rows = connection.execute(select(t.counter.c.name, t.counter.c.value)).all()
    found = {row.name: row.value for row in rows}
    return int(found.get(_CURSOR, 0)) if found.get(_VERSION) == version else 0


def put(
    connection: Connection, read: Mapping[str, Sequence[tuple[str, Mapping[str, Any]]]], seq: int, version: int
) -> None:
    """Puts the agreements of some documents in place of those that they had, and moves the cursor.

    ``read`` has id and value of each, by the key of the document; none for one that was withdrawn.
    """
    a = t.agreements
    for some in batched(read, _MANY):
        connection.execute(delete(a).where(a.c.document.in_(some)))
    rows = [
        {"id": identity, "document": key, "number": number, "value": dict(value)}
        for key, agreements in read.items()
        for number, (identity, value) in enumerate(agreements)
    ]
    if rows:
        connection.execute(insert(a), rows)
    for name, value in ((_CURSOR, seq), (_VERSION, version)):
        moved = connection.execute(update(t.counter).where(t.counter.c.name == name).values(value=value))
        if not moved.rowcount:
            connection.execute(insert(t.counter).values(name=name, value=value))


def kept(connection: Connection, within: Within) -> Iterator[Kept]:
    """All agreements of the documents in some collections, with what is shown of each document."""
    a, d, v = t.agreements.c, t.documents.c, t.versions.c
    joined = t.agreements.join(t.documents, d.key == a.document).join(
        t.versions, (v.key == d.key) & (v.version == d.version)
    )
    query = select(a.id, a.value, d.key, d.id.label("given"), v.head, d.collection).select_from(joined)
    query = query.where(d.withdrawn_at.is_(None), inside(d.collection, within)).order_by(a.document, a.number)
    for row in connection.execute(query):
        head = row.head
        yield Kept(
            row.id, row.value, row.key, row.given, head.get("title", ""), head.get("published", ""), row.collection
        )
