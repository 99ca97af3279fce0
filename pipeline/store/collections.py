"""Collections: the parts of an archive, each document in one of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import batched

from sqlalchemy import Connection, func, insert, select, update

from corpora.document import MAIN
from pipeline.errors import DocumentNotFound
from pipeline.records import Within
from pipeline.store import tables as t
from pipeline.store.clock import now
from pipeline.store.column_types import inside
from pipeline.store.decisions import Decision, Decisions, standing

TWO = 2
"""People who judge each mention of a collection that asks for a second look."""
_MANY = 400


@dataclass(frozen=True, slots=True)
class Collection:
    """A collection, who made it and when, and how many documents it has that were not withdrawn."""

    name: str
    user: str
    at: str
    documents: int


def collections(connection: Connection, within: Within = None) -> list[Collection]:
    """The collections by name, all or some."""
    c, d = t.collections.c, t.documents.c
    counts = select(d.collection, func.count()).where(d.withdrawn_at.is_(None)).group_by(d.collection)
    documents = {row[0]: row[1] for row in connection.execute(counts)}
    rows = connection.execute(select(c.name, c.user, c.at).where(inside(c.name, within)).order_by(c.name))
    return [Collection(row.name, row.user, row.at, documents.get(row.name, 0)) for row in rows]


def names(connection: Connection) -> list[str]:
    """The names of all collections."""
    return sorted({MAIN, *connection.execute(select(t.collections.c.name)).scalars()})


def is_there(connection: Connection, name: str) -> bool:
    """Whether there is a collection of that name; ``main`` always is."""
    return (
        name == MAIN
        or connection.execute(select(t.collections).where(t.collections.c.name == name)).first() is not None
    )


def add(connection: Connection, name: str, user: str) -> None:
    """Makes a collection."""
    connection.execute(insert(t.collections).values(name=name, user=user, at=now()))


def collection_of(connection: Connection, key: str) -> str:
    """The collection of a document; raises DocumentNotFound."""
    query = select(t.documents.c.collection).where(t.documents.c.key == key)
    found = connection.execute(query).scalar_one_or_none()
    if found is None:
        raise DocumentNotFound("there is no document {key!r}", key=key)
    return str(found)


def those_in(connection: Connection, keys: Sequence[str], within: Within) -> set[str]:
    """Which of some documents are of some collections, and were not withdrawn."""
    return set(collections_of(connection, keys, within))


def collections_of(connection: Connection, keys: Sequence[str], within: Within) -> dict[str, str]:
    """The collections of documents by their keys, of those that are of some collections, and were not withdrawn."""
    d, found = t.documents.c, dict[str, str]()
    for some in batched(dict.fromkeys(keys), _MANY):
        wanted = d.key.in_(some), d.withdrawn_at.is_(None), inside(d.collection, within)
        found |= {row.key: row.collection for row in connection.execute(select(d.key, d.collection).where(*wanted))}
    return found


def move(connection: Connection, keys: Sequence[str], collection: str) -> None:
    """Says that documents are of another collection; whoever calls gives them a new ``seq``."""
    for table in (t.documents, t.failures):
        connection.execute(update(table).where(table.c.key.in_(keys)).values(collection=collection))


def asking_two(connection: Connection) -> dict[str, Decision]:
    """The collections in which each mention is to be judged by two people, each with the decision that says so."""
    newest = {one.subject: one for one in standing(Decisions(connection).of_kind("collection"))}
    return {name: one for name, one in newest.items() if one.after["reviewers"] == TWO}


def decided(connection: Connection, name: str) -> list[str]:
    """The keys of the documents of a collection on which anything was decided, and that were not withdrawn."""
    d, said = t.documents.c, t.decisions.c
    query = select(d.key).where(d.collection == name, d.withdrawn_at.is_(None))
    return list(connection.execute(query.where(d.key.in_(select(said.document)))).scalars())
