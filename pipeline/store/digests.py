"""What a digest asks of the tables: which stories some documents tell, and which entities are new in them."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from itertools import batched

from sqlalchemy import ColumnElement, Connection, and_, case, func, select

from pipeline.records import Within
from pipeline.store import tables as t
from pipeline.store.column_types import inside

_MANY = 400
_NEWEST = 50_000
"""Documents of a watch list that a digest looks among; Elasticsearch takes some more keys in one query."""


def day() -> ColumnElement[str]:
    """The day of a document's publication, else that on which it came in."""
    published = func.coalesce(t.versions.c.head["published"].as_string(), "")
    return func.substr(case((published == "", t.documents.c.added_at), else_=published), 1, 10)


def stories(connection: Connection, keys: Sequence[str]) -> dict[str, tuple[int | None, str]]:
    """Key of a document → the story that it tells, None where it was given none, and when it says it was published."""
    d, v = t.documents.c, t.versions.c
    joined = t.documents.join(t.versions, and_(v.key == d.key, v.version == d.version))
    query = select(d.key, d.story, v.head["published"].as_string().label("published")).select_from(joined)
    found: dict[str, tuple[int | None, str]] = {}
    for some in batched(keys, _MANY):
        rows = connection.execute(query.where(d.key.in_(some)))
        found |= {row.key: (row.story, row.published or "") for row in rows}
    return found


def added_since(connection: Connection, keys: Sequence[str], moment: str) -> list[str]:
    """Those of some documents that came in at a moment or after it, in their order."""
    d, found = t.documents.c, set[str]()
    for some in batched(keys, _MANY):
        found.update(connection.execute(select(d.key).where(d.key.in_(some), d.added_at >= moment)).scalars())
    return [key for key in keys if key in found]


def named(connection: Connection, keys: Sequence[str], label: str) -> dict[str, int]:
    """Entities of a label that some documents name → in how many of them, those in most first."""
    n, e = t.entity_documents.c, t.entities.c
    found = Counter[str]()
    for some in batched(keys, _MANY):
        query = select(n.entity, func.count()).join(t.entities, e.id == n.entity)
        rows = connection.execute(query.where(n.document.in_(some), e.label == label).group_by(n.entity))
        found.update({entity: int(number) for entity, number in rows})
    return dict(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))


def newcomers(
    connection: Connection, keys: Sequence[str], label: str, first: date, within: Within, most: int
) -> dict[str, int]:
    """The same of those entities that no document of some collections names from before a day, so many at most."""
    found: dict[str, int] = {}
    for some in batched(named(connection, keys, label).items(), _MANY):
        new = unnamed_before(connection, [entity for entity, _ in some], first, within)
        found |= {entity: number for entity, number in some if entity in new}
        if len(found) >= most:
            break
    return dict(list(found.items())[:most])


def unnamed_before(connection: Connection, entities: Sequence[str], first: date, within: Within) -> set[str]:
    """Those of some entities that no document of some collections names from before a day.

    One without a day is of the day on which it came in.
    """
    n, d, v, e = t.entity_documents.c, t.documents.c, t.versions.c, t.entities.c
    joined = t.entity_documents.join(t.documents, d.key == n.document)
    joined = joined.join(t.versions, and_(v.key == d.key, v.version == d.version))
    there = select(n.document).select_from(joined).where(n.entity == e.id, inside(n.collection, within))
    before = there.where(d.withdrawn_at.is_(None), day() < first.isoformat()).exists()
    return set(connection.execute(select(e.id).where(e.id.in_(entities), ~before)).scalars())


def fired_for(connection: Connection, monitor: str) -> list[str]:
    """The documents that a monitor fired for and that are there, those whose text came last."""
    f, d = t.alert_documents.c, t.documents.c
    query = select(d.key).join(t.alert_documents, f.document == d.key)
    query = query.where(f.monitor == monitor, d.withdrawn_at.is_(None)).order_by(d.content_seq.desc())
    return list(connection.execute(query.limit(_NEWEST)).scalars())


def entries(connection: Connection, monitor: str, keys: Sequence[str], within: Within) -> dict[str, tuple[str, ...]]:
    """Key of a document → the names of a watch list that its story was told with.

    Of an alert about a document that may not be seen nothing is told.
    """
    f, a, d = t.alert_documents.c, t.alerts.c, t.documents.c
    joined = t.alert_documents.join(t.alerts, and_(a.monitor == f.monitor, a.story == f.story))
    joined = joined.join(t.documents, d.key == a.document)
    query = select(f.document, a.entries).select_from(joined).where(f.monitor == monitor, d.withdrawn_at.is_(None))
    query = query.where(inside(d.collection, within)).order_by(a.id)
    found: dict[str, tuple[str, ...]] = {}
    for some in batched(keys, _MANY):
        for row in connection.execute(query.where(f.document.in_(some))):
            found[row.document] = tuple(dict.fromkeys([*found.get(row.document, ()), *row.entries]))
    return found
