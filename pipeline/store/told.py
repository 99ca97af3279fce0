"""What documents tell of that the register holds, by kind, kept beside them; see ``pipeline/registry/readers.py``."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import batched
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, true, update

from pipeline.records import Within
from pipeline.store import tables as t
from pipeline.store.column_types import inside

_CURSOR, _VERSION = "register", "register version"
_MANY = 400


@dataclass(frozen=True, slots=True)
class Kept:
    """One thing that one document tells of, as JSON has it, and what is shown of the document."""

    id: str
    value: Mapping[str, Any]
    document: str
    given: str
    title: str
    published: str
    collection: str


@dataclass(frozen=True, slots=True)
class Stands:
    """Where a document tells of something: the document, its collection, the place of the word for it, and its text."""

    id: str
    document: str
    collection: str
    anchor: tuple[int, int]
    text: str


def standing(connection: Connection, ids: Sequence[str]) -> list[Stands]:
    """Where some are told of, in the order of their ids; those that are not there are left out."""
    a, d = t.told.c, t.documents.c
    joined = t.told.join(t.documents, d.key == a.document)
    found = dict[str, Stands]()
    for some in batched(ids, _MANY):
        query = select(a.id, a.value, d.key, d.collection).select_from(joined)
        for row in connection.execute(query.where(a.id.in_(some), d.withdrawn_at.is_(None))):
            start, end = row.value["said"]["anchor"]
            found[row.id] = Stands(row.id, row.key, row.collection, (start, end), str(row.value["text"]))
    return [found[one] for one in ids if one in found]


def cursor(connection: Connection, version: int) -> int:
    """The ``seq`` up to which documents were read by rules of a version; 0 where they were read by others."""
    rows = connection.execute(select(t.counter.c.name, t.counter.c.value)).all()
    found = {row.name: row.value for row in rows}
    return int(found.get(_CURSOR, 0)) if found.get(_VERSION) == version else 0


def put(
    connection: Connection, read: Mapping[str, Sequence[tuple[str, str, Mapping[str, Any]]]], seq: int, version: int
) -> None:
    """Puts what some documents tell of in place of what they told, and moves the cursor.

    ``read`` has kind, id and value of each, by the key of the document; none for one that was withdrawn.
    """
    a = t.told
    for some in batched(read, _MANY):
        connection.execute(delete(a).where(a.c.document.in_(some)))
    rows = [
        {"id": identity, "document": key, "kind": kind, "number": number, "value": dict(value)}
        for key, told in read.items()
        for number, (kind, identity, value) in enumerate(told)
    ]
    if rows:
        connection.execute(insert(a), rows)
    for name, value in ((_CURSOR, seq), (_VERSION, version)):
        moved = connection.execute(update(t.counter).where(t.counter.c.name == name).values(value=value))
        if not moved.rowcount:
            connection.execute(insert(t.counter).values(name=name, value=value))


def changed(connection: Connection, after: int) -> list[str]:
    """The documents that changed since a ``seq``, by key; those that were withdrawn are among them."""
    d = t.documents.c
    return list(connection.execute(select(d.key).where(d.seq > after)).scalars())


def count(connection: Connection, within: Within, kind: str) -> int:
    """How many of a kind the documents in some collections tell of."""
    a, d = t.told.c, t.documents.c
    joined = t.told.join(t.documents, d.key == a.document)
    query = (
        select(func.count())
        .select_from(joined)
        .where(a.kind == kind, d.withdrawn_at.is_(None), inside(d.collection, within))
    )
    return int(connection.execute(query).scalar_one())


def kept(connection: Connection, within: Within, kind: str, documents: Sequence[str] | None = None) -> Iterator[Kept]:
    """All of a kind that the documents in some collections tell of, or some of them, with what is shown of each."""
    if documents is not None:
        for some in batched(documents, _MANY):
            yield from _kept(connection, within, kind, t.documents.c.key.in_(some))
        return
    yield from _kept(connection, within, kind, true())


def _kept(connection: Connection, within: Within, kind: str, where: ColumnElement[bool]) -> Iterator[Kept]:
    a, d, v = t.told.c, t.documents.c, t.versions.c
    joined = t.told.join(t.documents, d.key == a.document).join(t.versions, (v.key == d.key) & (v.version == d.version))
    query = select(a.id, a.value, d.key, d.id.label("given"), v.head, d.collection).select_from(joined)
    query = query.where(a.kind == kind, d.withdrawn_at.is_(None), inside(d.collection, within), where)
    query = query.order_by(a.document, a.number)
    for row in connection.execute(query):
        head = row.head
        yield Kept(
            row.id, row.value, row.key, row.given, head.get("title", ""), head.get("published", ""), row.collection
        )
