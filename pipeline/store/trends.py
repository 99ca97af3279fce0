"""What trends ask of the tables: the day and the story of documents, which entities they name, whom they quote."""

from collections.abc import Iterator, Sequence
from itertools import batched

from sqlalchemy import Connection, and_, func, select

from pipeline.store import tables as t
from pipeline.store.digests import day

_MANY = 400


def told(connection: Connection, keys: Sequence[str]) -> Iterator[tuple[str, int | None, str]]:
    """Key of a document, the story that it tells, and the day of its publication, else that on which it came in."""
    d, v = t.documents.c, t.versions.c
    joined = t.documents.join(t.versions, and_(v.key == d.key, v.version == d.version))
    query = select(d.key, d.story, day()).select_from(joined)
    for some in batched(keys, _MANY):
        yield from ((row[0], row[1], row[2]) for row in connection.execute(query.where(d.key.in_(some))))


def naming(connection: Connection, keys: Sequence[str], label: str) -> Iterator[tuple[str, str]]:
    """Documents and the entities of a label that each of them names."""
    n, e = t.entity_documents.c, t.entities.c
    query = select(n.document, n.entity).join(t.entities, e.id == n.entity).where(e.label == label)
    for some in batched(keys, _MANY):
        yield from ((row[0], row[1]) for row in connection.execute(query.where(n.document.in_(some))))


def speakers(connection: Connection, keys: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """Documents and the speakers of their quotations, with what each is said to be ("" where nothing says it)."""
    m, d = t.mentions.c, t.documents.c
    current = t.mentions.join(t.documents, and_(d.key == m.key, d.version == m.version))
    speaker, office = m.value["speaker"].as_string(), m.value["office"].as_string()
    query = select(m.key, speaker, func.coalesce(office, "")).select_from(current)
    query = query.where(m.label == "QUOTE", speaker.is_not(None)).order_by(m.key, m.start)
    for some in batched(keys, _MANY):
        yield from ((row[0], row[1], row[2]) for row in connection.execute(query.where(m.key.in_(some))))
