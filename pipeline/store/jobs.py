"""Work that people asked for, and how far it is."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from sqlalchemy import insert, select, update

from corpora.document import MAIN
from pipeline.store import runs
from pipeline.store import tables as t
from pipeline.store.clock import now
from pipeline.store.documents import Store


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
    collection: str = MAIN

    @property
    def under_way(self) -> bool:
        """Whether it has not ended."""
        return self.state in t.UNDER_WAY


def add_job(store: Store, kind: str, detail: Mapping[str, Any], user: str, collection: str = MAIN) -> str:
    """Makes a job that waits, and the run that it will be; gives the id of both."""
    source, expected, files = str(detail.get("source", "")), detail.get("expected"), detail.get("chosen")
    run = runs.begun(_name(kind, detail), kind, source, user, collection, expected, files)
    row = {"kind": kind, "state": "queued", "detail": dict(detail), "user": user, "collection": collection}
    row |= {"at": now(), "changed_at": now()}
    with store.writing() as connection:
        connection.execute(insert(t.jobs).values(id=run.id, **row))
        runs.add(connection, replace(run, state="queued"))
    return run.id


def _name(kind: str, detail: Mapping[str, Any]) -> str:
    """What a run is called where nobody says so."""
    return str(detail.get("name") or ", ".join(detail.get("paths", ())) or kind)


def change_job(store: Store, identity: str, state: str, detail: Mapping[str, Any]) -> bool:
    """Moves a job on, with what there is to say about it; False where it has ended, and stays as it is."""
    j = t.jobs
    row = {"state": state, "detail": dict(detail), "changed_at": now()}
    under_way = (j.c.id == identity) & j.c.state.in_(t.UNDER_WAY)
    with store.writing() as connection:
        moved = connection.execute(update(j).where(under_way).values(row)).rowcount > 0
        if moved:
            runs.move_on(connection, identity, state)
    return moved


def add_detail(
    store: Store, identity: str, detail: Mapping[str, Any], counts: Mapping[str, int] = MappingProxyType({})
) -> None:
    """Adds to what there is to say about a job, and to what its run brought."""
    j = t.jobs
    with store.writing() as connection:
        known = connection.execute(select(j.c.detail).where(j.c.id == identity)).scalar_one()
        row = {"detail": {**known, **detail}, "changed_at": now()}
        connection.execute(update(j).where(j.c.id == identity).values(row))
        runs.add_counts(connection, identity, counts)


def job(store: Store, identity: str) -> Job | None:
    """A job; None where there is none of that id."""
    with store.engine.connect() as connection:
        row = connection.execute(select(t.jobs).where(t.jobs.c.id == identity)).mappings().first()
    return Job(**row) if row else None


def unfinished_uploads(store: Store) -> list[Job]:
    """Uploads and retries that were waiting or under way, oldest first."""
    j = t.jobs.c
    query = select(t.jobs).where(j.kind.in_(("upload", "retry")), j.state.in_(t.UNDER_WAY)).order_by(j.at)
    with store.engine.connect() as connection:
        return [Job(**row) for row in connection.execute(query).mappings()]
