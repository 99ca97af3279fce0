"""Stored queries of people, and how far what follows the store within the store has come."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, or_, select, update

from pipeline.records import Within
from pipeline.store import alert_remarks, changes
from pipeline.store import tables as t
from pipeline.store.clock import now
from pipeline.store.column_types import inside

NAME = "monitors"
"""What the projection is called."""


@dataclass(frozen=True, slots=True)
class Monitor:
    """A query that somebody wants to hear of; ``collection`` is where it looks, "" wherever its owner may.

    ``owner_kind`` says how the owner's rights are found: ``local`` has all of them. ``since`` is the ``seq`` after
    which a text is new to it.
    """

    id: str
    name: str
    owner: str
    owner_kind: str
    collection: str
    shared: bool
    query: str
    asked: Mapping[str, Any]
    grammar: int
    since: int
    at: str


@dataclass(frozen=True, slots=True)
class Far:
    """How far a projection is, as of a ``generation`` of what it goes by; ``watched`` is whether there is a monitor."""

    cursor: int
    generation: int
    watched: bool


_COLUMNS = tuple(t.monitors.c[name] for name in Monitor.__dataclass_fields__)


def _monitor(row: Row[Any]) -> Monitor:
    values = dict(row._mapping)
    return Monitor(**{**values, "shared": bool(values["shared"])})


def far(connection: Connection) -> Far:
    """How far the projection is; without a monitor it has nothing to do, and is where the store is."""
    p = t.projections.c
    row = connection.execute(select(p.cursor, p.generation).where(p.name == NAME)).first()
    watched = connection.execute(select(t.monitors.c.id).limit(1)).first() is not None
    generation = row.generation if row else 0
    return Far(row.cursor if row and watched else changes.last_seq(connection), generation, watched)


def advance(connection: Connection, before: Far, cursor: int) -> bool:
    """Moves the cursor, in the transaction of what was found; False where another process did, or a monitor changed."""
    p = t.projections
    at = p.c.name == NAME, p.c.cursor == before.cursor, p.c.generation == before.generation
    return connection.execute(update(p).where(*at).values(cursor=cursor)).rowcount == 1


def _changed(connection: Connection) -> None:
    """Lets who follows know that there are other monitors; the first one begins where the store is."""
    p, now_far = t.projections, far(connection)
    row = {"cursor": now_far.cursor, "generation": now_far.generation + 1}
    if not connection.execute(update(p).where(p.c.name == NAME).values(row)).rowcount:
        connection.execute(insert(p).values(name=NAME, **row))


def add(connection: Connection, monitor: Mapping[str, Any]) -> Monitor:
    """Keeps a monitor, for texts that are stored from now on."""
    _changed(connection)
    identity = secrets.token_hex(8)
    row = {**monitor, "id": identity, "since": changes.last_seq(connection), "at": now()}
    connection.execute(insert(t.monitors).values({**row, "shared": int(row["shared"])}))
    return Monitor(**row)


def change_asked(connection: Connection, identity: str, asked: Mapping[str, Any]) -> None:
    """Keeps that a monitor asks for something else."""
    _changed(connection)
    connection.execute(update(t.monitors).where(t.monitors.c.id == identity).values(asked=dict(asked)))


def remove(connection: Connection, identity: str) -> None:
    """Takes a monitor out with all that it found, its feeds and where that was sent."""
    m, a = t.monitors, t.alerts
    found = select(a.c.id).where(a.c.monitor == identity)
    sent = select(t.destinations.c.id).where(t.destinations.c.monitor == identity)
    connection.execute(delete(t.deliveries).where(t.deliveries.c.destination.in_(sent)))
    connection.execute(delete(t.alerts_read).where(t.alerts_read.c.alert.in_(found)))
    alert_remarks.forget(connection, found)
    for table in (t.destinations, t.feeds, t.alert_documents, a, t.watch_names, t.watch_editions):
        connection.execute(delete(table).where(table.c.monitor == identity))
    connection.execute(delete(m).where(m.c.id == identity))
    _changed(connection)


def everybodys(connection: Connection) -> list[Monitor]:
    """All monitors, as who matches them sees them."""
    return [_monitor(row) for row in connection.execute(select(*_COLUMNS).order_by(t.monitors.c.id))]


def seen_by(connection: Connection, user: str, within: Within, reference: str = "") -> list[Monitor]:
    """The monitors of a user, and those that others share in collections that he may see, by name; or those of a
    name or an id, his own first."""
    m = t.monitors.c
    shared = (m.shared == 1) & inside(m.collection, within)
    query = select(*_COLUMNS).where(or_(m.owner == user, shared))
    if reference:
        query = query.where(or_(m.name == reference, m.id == reference))
    found = [_monitor(row) for row in connection.execute(query.order_by(m.name, m.id))]
    return sorted(found, key=lambda monitor: monitor.owner != user) if reference else found


def get(connection: Connection, identity: str) -> Monitor | None:
    """A monitor by its id."""
    row = connection.execute(select(*_COLUMNS).where(t.monitors.c.id == identity)).first()
    return _monitor(row) if row else None


def stories(connection: Connection, keys: Sequence[str]) -> int:
    """How many stories some documents tell."""
    d = t.documents.c
    return len(set(connection.execute(select(d.story).where(d.key.in_(keys))).scalars())) if keys else 0
