"""Sources in the store: feeds, sitemaps, pages, channels and folders, how each is, and its log."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, insert, select, update

from corpora.document import MAIN
from pipeline.records import Within
from pipeline.store import tables as t
from pipeline.store.column_types import inside

_LOG_KEPT = 500
"""Lines of the log of one source."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A source as it is: what it is, when it is looked at, and what became of the last looks.

    ``every`` is how many seconds lie between two looks, ``hours`` says when it may be asked. Times are ISO 8601 in UTC,
    "" where something never happened.
    """

    name: str
    url: str
    kind: str = ""
    selector: str = ""
    collection: str = MAIN
    user: str = ""
    every: int = 900
    hours: str = ""
    id: str = ""
    at: str = ""
    paused: bool = False
    etag: str = ""
    modified: str = ""
    next_at: str = ""
    polled_at: str = ""
    new_at: str = ""
    failures: int = 0
    failing_since: str = ""
    trouble: str = ""
    detail: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a source's log: a code and its values; ``times`` in a row since ``first_at``."""

    at: str
    first_at: str
    code: str
    detail: Mapping[str, Any]
    times: int = 1


def _kept(row: RowMapping) -> Kept:
    return Kept(**{**row, "paused": bool(row["paused"])})


def add(connection: Connection, source: Kept, at: str) -> Kept:
    """Keeps a source, which is due at once; gives it with its id."""
    fresh = replace(source, id=secrets.token_hex(8), at=at, next_at=at)
    row = {column.name: getattr(fresh, column.name) for column in t.sources.c}
    connection.execute(insert(t.sources).values({**row, "paused": int(fresh.paused), "detail": dict(fresh.detail)}))
    return fresh


def sources(connection: Connection, within: Within = None) -> list[Kept]:
    """The sources of some collections, by name."""
    s = t.sources
    query = select(s).where(inside(s.c.collection, within)).order_by(s.c.name, s.c.id)
    return [_kept(row) for row in connection.execute(query).mappings()]


def source(connection: Connection, identity: str) -> Kept | None:
    """A source; None where there is none of that id."""
    row = connection.execute(select(t.sources).where(t.sources.c.id == identity)).mappings().first()
    return _kept(row) if row else None


def change(connection: Connection, identity: str, **values: Any) -> bool:
    """Sets columns of a source; False where it is not there any more."""
    s = t.sources
    return connection.execute(update(s).where(s.c.id == identity).values(values)).rowcount > 0


def remove(connection: Connection, identity: str) -> None:
    """Forgets a source with its log and the list of what it named; the documents stay."""
    for table in (t.source_items, t.source_log):
        connection.execute(delete(table).where(table.c.source == identity))
    connection.execute(delete(t.sources).where(t.sources.c.id == identity))


def due(connection: Connection, at: str) -> list[Kept]:
    """The sources that are to be looked at, the one that waits longest first."""
    s = t.sources
    query = select(s).where(s.c.paused == 0, s.c.next_at <= at).order_by(s.c.next_at, s.c.id)
    return [_kept(row) for row in connection.execute(query).mappings()]


def looked(connection: Connection, since: str = "") -> bool:
    """Whether any source was looked at, ever or since a time."""
    s = t.sources.c
    return connection.execute(select(s.id).where(s.polled_at > since).limit(1)).first() is not None


def note(connection: Connection, identity: str, at: str, code: str, detail: Mapping[str, Any]) -> None:
    """Writes a line of a source's log; the same again counts up the last line."""
    g = t.source_log
    last = (
        connection.execute(select(g).where(g.c.source == identity).order_by(g.c.id.desc()).limit(1)).mappings().first()
    )
    if last and (last["code"], last["detail"]) == (code, dict(detail)):
        connection.execute(update(g).where(g.c.id == last["id"]).values(at=at, times=last["times"] + 1))
        return
    connection.execute(insert(g).values(source=identity, at=at, first_at=at, code=code, detail=dict(detail)))
    oldest = select(g.c.id).where(g.c.source == identity).order_by(g.c.id.desc()).offset(_LOG_KEPT).limit(1)
    if found := connection.execute(oldest).scalar_one_or_none():
        connection.execute(delete(g).where(g.c.source == identity, g.c.id <= found))


def log(connection: Connection, identity: str, limit: int) -> Sequence[Line]:
    """The lines of a source's log, the newest first."""
    g = t.source_log.c
    query = select(g.at, g.first_at, g.code, g.detail, g.times).where(g.source == identity)
    return [Line(*row) for row in connection.execute(query.order_by(g.id.desc()).limit(limit))]
