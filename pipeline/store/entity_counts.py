"""How many documents and mentions each entity has, kept beside the mentions and brought up in the same transaction.

``entity_documents`` says which entity a document names how often, as people see it; ``entity_counts`` adds that up by
collection, and under EVERYWHERE over all. Both follow from mentions and keys, and can be made again from them.
"""

from collections import Counter
from collections.abc import Sequence
from itertools import batched

from sqlalchemy import Connection, and_, bindparam, delete, func, insert, select, update

from pipeline.store import tables as t

EVERYWHERE = "*"
"""In place of a collection's name: all of them."""
_MANY = 400
type Row = tuple[str, str, str, int]
"""Document, entity, collection and mentions."""


def recount(connection: Connection, keys: Sequence[str]) -> None:
    """Brings up what some documents add to the counts; to be called once their mentions and collections stand."""
    for some in batched(dict.fromkeys(keys), _MANY):
        now, before = _now(connection, some), _before(connection, some)
        if now == before:
            continue
        delta: Counter[tuple[str, str, str]] = Counter()
        _add(delta, now, 1)
        _add(delta, before, -1)
        _write_rows(connection, before - now, now - before)
        _write_counts(connection, delta)


def rebuild(connection: Connection) -> None:
    """Makes both tables again from mentions and keys."""
    connection.execute(delete(t.entity_counts))
    connection.execute(delete(t.entity_documents))
    for some in batched(list(connection.execute(select(t.documents.c.key)).scalars()), _MANY):
        recount(connection, some)


def _now(connection: Connection, keys: Sequence[str]) -> set[Row]:
    d, m, k = t.documents, t.mentions, t.entity_keys
    current = m.join(d, and_(d.c.key == m.c.key, d.c.version == m.c.version)).join(k, k.c.key == m.c.entity_key)
    query = select(m.c.key, k.c.entity, d.c.collection, func.count()).select_from(current).where(m.c.key.in_(keys))
    grouped = query.group_by(m.c.key, k.c.entity, d.c.collection)
    return {(row[0], row[1], row[2], row[3]) for row in connection.execute(grouped)}


def _before(connection: Connection, keys: Sequence[str]) -> set[Row]:
    e = t.entity_documents.c
    query = select(e.document, e.entity, e.collection, e.mentions).where(e.document.in_(keys))
    return {(row[0], row[1], row[2], row[3]) for row in connection.execute(query)}


def _add(delta: "Counter[tuple[str, str, str]]", rows: set[Row], sign: int) -> None:
    for _, entity, collection, mentions in rows:
        for where in (collection, EVERYWHERE):
            delta[entity, where, "documents"] += sign
            delta[entity, where, "mentions"] += sign * mentions


def _write_rows(connection: Connection, gone: set[Row], new: set[Row]) -> None:
    e = t.entity_documents
    if gone:
        same = (e.c.document == bindparam("of")) & (e.c.entity == bindparam("who"))
        connection.execute(delete(e).where(same), [{"of": row[0], "who": row[1]} for row in sorted(gone)])
    if new:
        names = ("document", "entity", "collection", "mentions")
        connection.execute(insert(e), [dict(zip(names, row, strict=True)) for row in sorted(new)])


def _write_counts(connection: Connection, delta: "Counter[tuple[str, str, str]]") -> None:
    c = t.entity_counts
    moved = sorted({(entity, where) for entity, where, _ in delta})
    there: dict[tuple[str, str], tuple[int, int]] = {}
    for some in batched(sorted({entity for entity, _ in moved}), _MANY):
        query = select(c.c.entity, c.c.collection, c.c.documents, c.c.mentions).where(c.c.entity.in_(some))
        there |= {(row[0], row[1]): (row[2], row[3]) for row in connection.execute(query)}
    rows = []
    for entity, where in moved:
        documents, mentions = there.get((entity, where), (0, 0))
        documents += delta[entity, where, "documents"]
        mentions += delta[entity, where, "mentions"]
        rows.append({"who": entity, "where": where, "now_documents": documents, "now_mentions": mentions})
    same = (c.c.entity == bindparam("who")) & (c.c.collection == bindparam("where"))
    changed = [row for row in rows if (row["who"], row["where"]) in there]
    if gone := [{"who": row["who"], "where": row["where"]} for row in changed if not row["now_documents"]]:
        connection.execute(delete(c).where(same), gone)
    if kept := [row for row in changed if row["now_documents"]]:
        numbers = ("documents", "mentions")
        connection.execute(update(c).where(same).values(**{n: bindparam(f"now_{n}") for n in numbers}), kept)
    new = [row for row in rows if (row["who"], row["where"]) not in there and row["now_documents"]]
    if new:
        names = {"entity": "who", "collection": "where", "documents": "now_documents", "mentions": "now_mentions"}
        connection.execute(insert(c), [{name: row[given] for name, given in names.items()} for row in new])


def named_in(connection: Connection, identities: Sequence[str], label: str) -> dict[str, list[str]]:
    """The collections with documents that name entities of a label, by the ids, also those that were merged away."""
    e, c, found = t.entities.c, t.entity_counts.c, dict[str, list[str]]()
    for some in batched(identities, _MANY):
        now = func.coalesce(func.nullif(e.merged_into, ""), e.id)
        query = select(e.id, c.collection).join(t.entity_counts, c.entity == now)
        query = query.where(e.id.in_(some), e.label == label, c.documents > 0, c.collection != EVERYWHERE)
        for identity, collection in connection.execute(query.order_by(e.id, c.collection)):
            found.setdefault(str(identity), []).append(str(collection))
    return found
