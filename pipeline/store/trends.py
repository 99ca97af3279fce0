"""What trends ask of the tables: the day and the story of documents, which entities they name, whom they quote.

Of some documents by their keys, or of all that changed after a ``seq``.
"""

from collections.abc import Iterator, Sequence
from itertools import batched
from typing import Any

from sqlalchemy import Connection, Select, and_, func, select

from pipeline.store import tables as t
from pipeline.store.changes import last_seq as last_seq
from pipeline.store.digests import day

_MANY = 400
type Told = tuple[str, int | None, str]
"""Key of a document, the story that it tells, and the day of its publication, else that on which it came in."""
type Named = tuple[str, str, str]
"""A document, an entity that it names, and the label of that."""
type Said = tuple[str, str, str]
"""A document, the speaker of one of its quotations, and what he is said to be ("" where nothing says it)."""


def _told() -> Select[Any]:
    d, v = t.documents.c, t.versions.c
    joined = t.documents.join(t.versions, and_(v.key == d.key, v.version == d.version))
    return select(d.key, d.story, day()).select_from(joined)


def _naming() -> Select[Any]:
    n, e, d = t.entity_documents.c, t.entities.c, t.documents.c
    joined = t.entity_documents.join(t.entities, e.id == n.entity).join(t.documents, d.key == n.document)
    return select(n.document, n.entity, e.label).select_from(joined)


def _speakers() -> Select[Any]:
    m, d = t.mentions.c, t.documents.c
    current = t.mentions.join(t.documents, and_(d.key == m.key, d.version == m.version))
    speaker, office = m.value["speaker"].as_string(), m.value["office"].as_string()
    query = select(m.key, speaker, func.coalesce(office, "")).select_from(current)
    return query.where(m.label == "QUOTE", speaker.is_not(None)).order_by(m.key, m.start)


def _of(connection: Connection, query: Select[Any], keys: Sequence[str]) -> Iterator[Any]:
    for some in batched(keys, _MANY):
        yield from map(tuple, connection.execute(query.where(t.documents.c.key.in_(some))).all())


def told(connection: Connection, keys: Sequence[str]) -> Iterator[Told]:
    """The day and the story of documents."""
    return _of(connection, _told(), keys)


def naming(connection: Connection, keys: Sequence[str], label: str) -> Iterator[Named]:
    """The entities of a label that documents name."""
    return _of(connection, _naming().where(t.entities.c.label == label), keys)


def speakers(connection: Connection, keys: Sequence[str]) -> Iterator[Said]:
    """The speakers of documents."""
    return _of(connection, _speakers(), keys)


def number(connection: Connection) -> int:
    """How many documents there are, with those that were withdrawn."""
    return int(connection.execute(select(func.count()).select_from(t.documents)).scalar_one())


def changed(connection: Connection, seq: int) -> list[str]:
    """The keys of those that changed after a ``seq``."""
    d = t.documents.c
    return list(connection.execute(select(d.key).where(d.seq > seq)).scalars())


def since(connection: Connection, seq: int) -> tuple[list[Told], list[Named], list[Said]]:
    """All of it, of the documents that changed after a ``seq``."""
    queries = (one.where(t.documents.c.seq > seq) for one in (_told(), _naming(), _speakers()))
    told_now, named, said = ([tuple(row) for row in connection.execute(query).all()] for query in queries)
    return told_now, named, said
