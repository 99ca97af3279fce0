"""Judging many mentions as a job: what it is to decide is kept in parts, each of which is decided and ended at once.

A part names documents, each with what is decided there: ids of mentions with a digest of their value, or the numbers of
decisions that are taken back. It ends in the transaction of its decisions, so a kill leaves it decided or waiting.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, insert, select, update

from pipeline.errors import RefusedDecision
from pipeline.store import runs
from pipeline.store import tables as t
from pipeline.store.clock import now
from pipeline.store.jobs import Job

KIND = "judge"
type Part = Mapping[str, Sequence[Sequence[Any]]]
"""Key of a document → what is decided there."""


@dataclass(frozen=True, slots=True)
class Judging:
    """A job and how far it is: how many were to be decided, how many were, and of how many that was refused."""

    job: Job
    wanted: int
    done: int
    refused: int
    taken_back_by: str = ""
    """The job that takes it back."""

    @property
    def undoes(self) -> str:
        """The job that it takes back; "" where it judges."""
        return str(self.job.detail.get("undoes", ""))


def begin(connection: Connection, detail: Mapping[str, Any], user: str, parts: Sequence[Part]) -> str:
    """Keeps a job that waits, with all its parts; gives its id."""
    job = runs.new_id()
    state = "queued" if parts else "done"
    row = {"kind": KIND, "state": state, "user": user, "at": now(), "changed_at": now(), "collection": ""}
    connection.execute(insert(t.jobs).values(id=job, detail={**detail, "complete": True}, **row))
    rows = [
        {
            **{"job": job, "number": number, "state": "waiting", "at": now(), "changed_at": now()},
            # the fourth of a source names its bytes, and there are none
            "sources": [[key, "", "", "", [list(one) for one in some]] for key, some in part.items()],
            "counts": {"sources": sum(map(len, part.values()))},
        }
        for number, part in enumerate(parts, 1)
    ]
    if rows:
        connection.execute(insert(t.job_parts), rows)
    return job


def next_part(connection: Connection, job: str) -> tuple[int, Part] | None:
    """The first part that waits, and its number; None where none does, or the job has ended."""
    p, j = t.job_parts.c, t.jobs.c
    query = select(p.number, p.sources).join(t.jobs, j.id == p.job)
    query = query.where(p.job == job, p.state.in_(t.OPEN), j.state.in_(t.UNDER_WAY)).order_by(p.number).limit(1)
    row = connection.execute(query).first()
    return (row.number, {named[0]: named[4] for named in row.sources}) if row else None


def end_part(connection: Connection, job: str, number: int, done: int, refused: int) -> None:
    """Ends a part in the transaction of its decisions, and the job with its last part.

    Raises RefusedDecision, so that nothing is kept, where it was decided or the job was ended meanwhile.
    """
    p, j = t.job_parts, t.jobs
    state = connection.execute(select(j.c.state).where(j.c.id == job).with_for_update()).scalar_one_or_none()
    counts = {"sources": done + refused, "changed": done, "failed": refused}
    at = (p.c.job == job) & (p.c.number == number) & p.c.state.in_(t.OPEN)
    row = {"state": "done", "sources": [], "counts": counts, "changed_at": now()}
    if state not in t.UNDER_WAY or not connection.execute(update(p).where(at).values(row)).rowcount:
        raise RefusedDecision("the part {number} of {job} was ended meanwhile", number=number, job=job)
    left = select(p.c.number).where(p.c.job == job, p.c.state.in_(t.OPEN)).limit(1)
    state = "running" if connection.execute(left).first() else "done"
    connection.execute(update(j).where(j.c.id == job).values(state=state, changed_at=now()))


def cancel(connection: Connection, job: str) -> bool:
    """Ends a job: what waits is decided no more. False where there is none under way."""
    p, j = t.job_parts, t.jobs
    under_way = (j.c.id == job) & (j.c.kind == KIND) & j.c.state.in_(t.UNDER_WAY)
    if not connection.execute(update(j).where(under_way).values(state="cancelled", changed_at=now())).rowcount:
        return False
    waiting = (p.c.job == job) & p.c.state.in_(t.OPEN)
    connection.execute(update(p).where(waiting).values(state="cancelled", sources=[], changed_at=now()))
    return True


def jobs(connection: Connection, user: str = "", identity: str = "", limit: int = 20) -> list[Judging]:
    """The newest jobs, or the newest of a person, or that of an id; the newest first."""
    j, p = t.jobs, t.job_parts
    query = select(j).where(j.c.kind == KIND).order_by(j.c.at.desc(), j.c.id)
    query = query.where(j.c.user == user) if user else query
    query = query.where(j.c.id == identity) if identity else query.limit(limit)
    found = [Job(**row) for row in connection.execute(query).mappings()]
    undoes = j.c.detail["undoes"].as_string()
    ids = [one.id for one in found]
    takes_back = select(undoes, j.c.id).where(j.c.kind == KIND, undoes.in_(ids))
    back = {str(row[0]): str(row[1]) for row in connection.execute(takes_back)}
    sums: dict[str, Counter[str]] = {one.id: Counter() for one in found}
    for job, counts in connection.execute(select(p.c.job, p.c.counts).where(p.c.job.in_(ids))):
        sums[job].update({name: int(counts.get(name, 0)) for name in ("sources", "changed", "failed")})
    rows = ((one, sums[one.id]) for one in found)
    return [Judging(one, n["sources"], n["changed"], n["failed"], back.get(one.id, "")) for one, n in rows]


def waiting(connection: Connection) -> list[str]:
    """The jobs that have not ended, oldest first."""
    j = t.jobs.c
    query = select(j.id).where(j.kind == KIND, j.state.in_(t.UNDER_WAY)).order_by(j.at, j.id)
    return list(connection.execute(query).scalars())


def asked_once(connection: Connection, user: str, once: str) -> str:
    """The job of a person that he asked for under a name that is used once; "" where there is none."""
    j = t.jobs.c
    query = select(j.id).where(j.kind == KIND, j.user == user, j.detail["once"].as_string() == once)
    return str(connection.execute(query.limit(1)).scalar_one_or_none() or "")
