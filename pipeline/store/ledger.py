"""Failures and jobs: what went wrong, and what is under way."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, insert, select, update

from pipeline.records import Failure
from pipeline.store import tables as t
from pipeline.store.clock import now
from pipeline.store.store import Store


@dataclass(frozen=True, slots=True)
class Job:
    """Work that a person asked for: ``state`` is queued, running, done, failed or cancelled."""

    id: str
    kind: str
    state: str
    detail: Mapping[str, Any]
    user: str
    at: str
    changed_at: str

    @property
    def under_way(self) -> bool:
        """Whether it has not ended."""
        return self.state in t.UNDER_WAY


def add_failures(store: Store, failures: Sequence[Failure]) -> None:
    """Keeps one row for each address: a newer failure stands in for an older one."""
    with store.writing() as connection:
        for failure in failures:
            connection.execute(delete(t.failures).where(t.failures.c.uri == failure.uri))
            row = {"stage": failure.stage, "code": failure.code, "message": failure.message, "blob": failure.blob}
            connection.execute(insert(t.failures).values(uri=failure.uri, at=now(), **row))


def failures(store: Store, ids: Sequence[int] = (), code: str = "") -> list[Failure]:
    """The failures, newest last; of some ids, or of one code."""
    query = select(t.failures).order_by(t.failures.c.id)
    if ids:
        query = query.where(t.failures.c.id.in_(ids))
    if code:
        query = query.where(t.failures.c.code == code)
    with store.engine.connect() as connection:
        rows = connection.execute(query).mappings().all()
    return [Failure(**row) for row in rows]


def add_job(store: Store, kind: str, detail: Mapping[str, Any], user: str) -> str:
    """Makes a job that waits; gives its id."""
    identity = secrets.token_hex(8)
    row = {"kind": kind, "state": "queued", "detail": dict(detail), "user": user, "at": now(), "changed_at": now()}
    with store.writing() as connection:
        connection.execute(insert(t.jobs).values(id=identity, **row))
    return identity


def change_job(store: Store, identity: str, state: str, detail: Mapping[str, Any]) -> None:
    """Moves a job on, with what there is to say about it."""
    row = {"state": state, "detail": dict(detail), "changed_at": now()}
    with store.writing() as connection:
        connection.execute(update(t.jobs).where(t.jobs.c.id == identity).values(row))


def add_detail(store: Store, identity: str, detail: Mapping[str, Any]) -> None:
    """Adds to what there is to say about a job."""
    j = t.jobs
    with store.writing() as connection:
        known = connection.execute(select(j.c.detail).where(j.c.id == identity)).scalar_one()
        row = {"detail": {**known, **detail}, "changed_at": now()}
        connection.execute(update(j).where(j.c.id == identity).values(row))


def job(store: Store, identity: str) -> Job | None:
    """A job; None where there is none of that id."""
    with store.engine.connect() as connection:
        row = connection.execute(select(t.jobs).where(t.jobs.c.id == identity)).mappings().first()
    return Job(**row) if row else None


def unfinished_uploads(store: Store) -> list[Job]:
    """Uploads that were waiting or under way, oldest first."""
    j = t.jobs.c
    query = select(t.jobs).where(j.kind == "upload", j.state.in_(t.UNDER_WAY)).order_by(j.at)
    with store.engine.connect() as connection:
        return [Job(**row) for row in connection.execute(query).mappings()]
