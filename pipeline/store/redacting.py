"""Jobs that make redacted copies: what is asked, how far they are, and which bytes are the copy."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, delete, exists, insert, not_, or_, select

from pipeline.store import blobs_in_use, runs
from pipeline.store import tables as t
from pipeline.store.clock import now
from pipeline.store.documents import Store
from pipeline.store.jobs import Job

KIND = blobs_in_use.REDACTION


def keep(connection: Connection, detail: Mapping[str, Any], user: str) -> str:
    """Keeps a job that waits; gives its id. It is no run, and of no collection: others see nothing of it."""
    job = runs.new_id()
    row = {"kind": KIND, "state": "queued", "user": user, "at": now(), "changed_at": now(), "collection": ""}
    connection.execute(insert(t.jobs).values(id=job, detail=dict(detail), **row))
    return job


def get(connection: Connection, identity: str) -> Job | None:
    """A job; None where there is none of that id."""
    return next(iter(_jobs(connection, t.jobs.c.id == identity)), None)


def of(connection: Connection, user: str, document: str) -> list[Job]:
    """What somebody asked for of a document, oldest first."""
    return _jobs(connection, t.jobs.c.user == user, t.jobs.c.detail["document"].as_string() == document)


def waiting(connection: Connection) -> list[Job]:
    """Those that have not ended, oldest first."""
    return _jobs(connection, t.jobs.c.state.in_(t.UNDER_WAY))


def ended(connection: Connection, before: str) -> list[Job]:
    """Those that have ended before a time, and those whose document is there no more."""
    d, j = t.documents.c, t.jobs.c
    there = exists(select(d.key).where(d.key == j.detail["document"].as_string(), d.withdrawn_at.is_(None)))
    return _jobs(connection, j.state.not_in(t.UNDER_WAY), or_(j.changed_at < before, not_(there)))


def remove(store: Store, identities: Sequence[str]) -> int:
    """Removes jobs, and notes their copies to be removed; gives how many."""
    with store.writing() as connection:
        found = _jobs(connection, t.jobs.c.id.in_(identities))
        connection.execute(delete(t.jobs).where(t.jobs.c.id.in_([one.id for one in found])))
    let_go(store, found)
    return len(found)


def let_go(store: Store, some: Sequence[Job]) -> None:
    """Notes the copies of jobs to be removed."""
    with store.writing() as connection:
        blobs_in_use.note_unneeded(connection, [str(one.detail.get("result", "")) for one in some])


def _jobs(connection: Connection, *wanted: Any) -> list[Job]:
    query = select(t.jobs).where(t.jobs.c.kind == KIND, *wanted).order_by(t.jobs.c.at, t.jobs.c.id)
    return [Job(**row) for row in connection.execute(query).mappings()]
