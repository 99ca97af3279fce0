"""What monitors found: one alert a story, updates of it, the documents that tell it, who has read them, and notes."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, Select, and_, delete, func, insert, select, update

from pipeline.records import Within
from pipeline.store import alert_remarks
from pipeline.store import tables as t
from pipeline.store.alert_remarks import Remark
from pipeline.store.column_types import inside

type Kind = Literal["new", "update"]


@dataclass(frozen=True, slots=True)
class Found:
    """A document that a monitor fires for, with what an alert shows of it; of a watch list the names that it has."""

    monitor: str
    story: int
    document: str
    content_hash: str
    uri: str
    title: str
    passage: str
    language: str
    published: str
    entries: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Copy:
    """Another document of an alert's story that the monitor fired for."""

    document: str
    uri: str
    title: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Alert:
    """What somebody hears of: a story that is new to a monitor, or another text of it. ``seq`` is its cursor."""

    seq: int
    monitor: str
    name: str
    story: int
    document: str
    uri: str
    title: str
    passage: str
    language: str
    published: str
    kind: Kind
    at: str
    read: bool = False
    also: tuple[Copy, ...] = ()
    entries: tuple[str, ...] = ()
    assigned: str = ""
    notes: tuple[Remark, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which alerts are wanted: of monitors by id, after a ``seq`` (oldest first) or before one (newest first).

    ``assigned`` is to whom they are assigned by now.
    """

    monitors: Collection[str]
    within: Within
    user: str = ""
    after: int | None = None
    before: int | None = None
    unread: bool = False
    assigned: str = ""
    only: Sequence[int] | None = None
    limit: int = 100


# reading ----------------------------------------------------------------------------------------------------------


def _query(asked: Asked) -> Select[Any]:
    a, d, m, r, v = t.alerts.c, t.documents.c, t.monitors.c, t.alerts_read.c, t.versions.c
    joined = t.alerts.join(t.documents, d.key == a.document).join(t.monitors, m.id == a.monitor)
    joined = joined.join(t.versions, and_(v.key == d.key, v.version == d.version))
    joined = joined.outerjoin(t.alerts_read, and_(r.alert == a.id, r.user == asked.user))
    shown = (a.monitor, m.name, a.story, a.document, a.uri, a.title, a.passage, a.language, a.published, a.kind, a.at)
    more = a.entries, r.user.is_not(None).label("read"), _source().label("source")
    query = select(a.id.label("seq"), *shown, *more).select_from(joined)
    query = query.where(a.monitor.in_(list(asked.monitors)), d.withdrawn_at.is_(None))
    query = query.where(inside(d.collection, asked.within))
    if asked.unread:
        query = query.where(r.user.is_(None))
    if asked.assigned:
        query = query.where(alert_remarks.is_assigned(a.id, asked.assigned))
    if asked.only is not None:
        query = query.where(a.id.in_(asked.only))
    if asked.before is not None:
        query = query.where(a.id < asked.before)
    if asked.after is not None:
        return query.where(a.id > asked.after).order_by(a.id).limit(asked.limit)
    return query.order_by(a.id.desc()).limit(asked.limit)


def _source() -> ColumnElement[str]:
    """The paper that a version is of, as it calls itself, else the source that brought it."""
    site, source = (t.versions.c.head[name].as_string() for name in ("site", "source"))
    return func.coalesce(func.nullif(site, ""), source, "")


def alerts(connection: Connection, asked: Asked) -> list[Alert]:
    """The alerts that are wanted, of documents that are there and may be seen, each with its copies."""
    if not asked.monitors:
        return []
    rows = connection.execute(_query(asked)).mappings().all()
    copies = _copies(connection, {(row["monitor"], row["story"]) for row in rows}, asked.within)
    remarks = alert_remarks.on(connection, {row["seq"] for row in rows})
    return [
        Alert(
            **{**row, "read": bool(row["read"]), "entries": tuple(row["entries"])},
            also=_others(copies, row["monitor"], row["story"], row["document"]),
            assigned=_assigned(remarks.get(row["seq"], ())),
            notes=tuple(one for one in remarks.get(row["seq"], ()) if one.kind == "note"),
        )
        for row in rows
    ]


def _assigned(remarks: Sequence[Remark]) -> str:
    """Who takes care of an alert of which this was said: the newest word holds."""
    return next((one.said for one in reversed(remarks) if one.kind == "assign"), "")


type _Copies = Mapping[tuple[str, int], Sequence[Copy]]


def _others(copies: _Copies, monitor: str, story: int, document: str) -> tuple[Copy, ...]:
    return tuple(copy for copy in copies.get((monitor, story), ()) if copy.document != document)


def _copies(connection: Connection, told: Collection[tuple[str, int]], within: Within) -> _Copies:
    """The documents that monitors fired for, by monitor and story."""
    f, d, v = t.alert_documents.c, t.documents.c, t.versions.c
    joined = t.alert_documents.join(t.documents, d.key == f.document)
    joined = joined.join(t.versions, and_(v.key == d.key, v.version == d.version))
    title = v.head["title"].as_string().label("title")
    query = select(f.monitor, f.story, f.document, d.uri, title, _source().label("source")).select_from(joined)
    query = query.where(f.story.in_({story for _, story in told}), f.monitor.in_({monitor for monitor, _ in told}))
    query = query.where(d.withdrawn_at.is_(None), inside(d.collection, within)).order_by(d.added_at, d.key)
    found: dict[tuple[str, int], list[Copy]] = {}
    for row in connection.execute(query) if told else ():
        found.setdefault((row.monitor, row.story), []).append(Copy(row.document, row.uri, row.title or "", row.source))
    return found


def unread(connection: Connection, asked: Asked) -> dict[str, int]:
    """How many alerts somebody has not read, by monitor."""
    if not asked.monitors:
        return {}
    found = _query(asked).where(t.alerts_read.c.user.is_(None)).limit(None).order_by(None).subquery()
    query = select(found.c.monitor, func.count()).group_by(found.c.monitor)
    return {monitor: int(count) for monitor, count in connection.execute(query)}


def last(connection: Connection) -> int:
    """The highest number of an alert; 0 where there is none."""
    return int(connection.execute(select(func.max(t.alerts.c.id))).scalar() or 0)


def mark(connection: Connection, user: str, numbers: Sequence[int], *, read: bool) -> None:
    """Keeps that somebody has read alerts, or that he has not."""
    r = t.alerts_read
    connection.execute(delete(r).where(r.c.user == user, r.c.alert.in_(numbers)))
    if read and numbers:
        connection.execute(insert(r), [{"user": user, "alert": number} for number in dict.fromkeys(numbers)])


def erase(connection: Connection, documents: Sequence[str]) -> None:
    """Takes what was shown of documents, and what was said of it, out of their alerts: they are withdrawn."""
    a = t.alerts
    alert_remarks.forget(connection, select(a.c.id).where(a.c.document.in_(documents)))
    connection.execute(update(a).where(a.c.document.in_(documents)).values(title="", passage="", entries=[]))
