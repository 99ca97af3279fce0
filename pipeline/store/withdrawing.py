"""Takes documents out of the store: for good, so that only stays that they were there, or aside, to be brought back.

The version of a document that was set aside is written with a minus: nothing that asks for newest versions meets it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, select, update

from pipeline.records import Within
from pipeline.store import alerts, blobs_in_use, evidence
from pipeline.store import tables as t
from pipeline.store.changes import bump_seq
from pipeline.store.clock import now
from pipeline.store.column_types import inside
from pipeline.store.decisions import Decisions
from pipeline.store.near_duplicates.clusters import forget


@dataclass(frozen=True, slots=True)
class Aside:
    """A document that somebody set aside, as a list shows it."""

    key: str
    uri: str
    title: str
    collection: str
    withdrawn_at: str
    withdrawn_by: str


def withdraw(
    connection: Connection, keys: Sequence[str], user: str, *, aside: bool = False
) -> tuple[list[str], list[str]]:
    """Takes documents out for good, and keeps that and when it was; with ``aside`` those that were set aside before.

    Gives the keys of those that were there, and the blobs that are to be erased.
    """
    d, v = t.documents, t.versions
    there = d.c.key.in_(keys) & ((d.c.version < 0) if aside else d.c.withdrawn_at.is_(None))
    gone = list(connection.execute(select(d.c.key).where(there).order_by(d.c.seq)).scalars())
    if not gone:
        return [], []
    blobs = set(connection.execute(select(v.c.blob).where(v.c.key.in_(gone))).scalars())
    blobs |= evidence.forget(connection, gone)
    connection.execute(delete(t.mentions).where(t.mentions.c.key.in_(gone)))
    Decisions(connection).forget(gone)
    alerts.erase(connection, gone)
    connection.execute(delete(v).where(v.c.key.in_(gone)))
    marks = {"withdrawn_at": now(), "withdrawn_by": user, "version": func.abs(d.c.version)}
    connection.execute(update(d).where(d.c.key.in_(gone)).values(marks))
    forget(connection, gone)
    bump_seq(connection, gone, "decision")
    return gone, free_blobs(connection, blobs)


def set_aside(connection: Connection, keys: Sequence[str], user: str) -> None:
    """Takes documents out of everything that people see, with all that is known of them kept."""
    d = t.documents
    there = d.c.key.in_(keys) & d.c.withdrawn_at.is_(None)
    marks = {"withdrawn_at": now(), "withdrawn_by": user, "version": -d.c.version}
    connection.execute(update(d).where(there).values(marks))
    forget(connection, keys)
    bump_seq(connection, keys, "decision")


def bring_back(connection: Connection, key: str) -> bool:
    """Puts a document that was set aside back as it was; False where there is none. It is given a story again."""
    d = t.documents
    marks = {"withdrawn_at": None, "withdrawn_by": None, "version": -d.c.version, "story": None}
    done = connection.execute(update(d).where(d.c.key == key, d.c.version < 0).values(marks)).rowcount > 0
    if done:
        bump_seq(connection, [key], "decision")
    return done


def aside(connection: Connection, within: Within, limit: int, key: str = "") -> list[Aside]:
    """The documents of some collections that were set aside, the last first; or the one of a key."""
    d, v = t.documents.c, t.versions.c
    joined = t.documents.join(t.versions, (v.key == d.key) & (v.version == -d.version))
    wanted = [d.version < 0, inside(d.collection, within), *([d.key == key] if key else [])]
    columns = d.key, d.uri, v.head["title"].as_string(), d.collection, d.withdrawn_at, d.withdrawn_by
    query = select(*columns).select_from(joined).where(*wanted).order_by(d.withdrawn_at.desc(), d.key).limit(limit)
    return [Aside(*row) for row in connection.execute(query)]


def free_blobs(connection: Connection, blobs: set[str]) -> list[str]:
    """Notes those of some blobs that nothing needs any more, and gives them."""
    free = sorted(blobs - blobs_in_use.among(connection, blobs) - {""})
    blobs_in_use.note_unneeded(connection, free)
    return free
