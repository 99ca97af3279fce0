"""Parts of a bulk load: each names some sources whose bytes are kept, and is read by one worker.

A part is waiting, running, done, failed (given up), split (into parts of one source each) or cancelled.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, insert, select, text, update

from pipeline.errors import WorkspaceError
from pipeline.records import IngestReport, Within
from pipeline.store import runs
from pipeline.store import tables as t
from pipeline.store.clock import now
from pipeline.store.column_types import inside
from pipeline.store.documents import Store
from pipeline.store.jobs import Job
from pipeline.store.runs import COUNTS

_RATE_MINUTES = 5
_FORGOTTEN = text(
    "SELECT p.job, p.number FROM job_parts p JOIN jobs j ON j.id = p.job AND j.kind = 'ingest'"
    " WHERE p.state IN ('waiting', 'running') AND NOT EXISTS ("
    "SELECT 1 FROM procrastinate_jobs q WHERE q.status IN ('todo', 'doing')"
    " AND q.queueing_lock = p.job || '/' || p.number)"
)


@dataclass(frozen=True, slots=True)
class Kept:
    """A source whose bytes are kept under a name; ``line`` where it is a JSON line."""

    uri: str
    name: str
    source: str
    blob: str
    line: bool = False


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is: sources, parts and seconds."""

    job: Job
    sources: int = 0
    """All that are to be read, so far."""
    read: int = 0
    parts: Mapping[str, int] = field(default_factory=dict)
    """State → how many parts."""
    counts: Mapping[str, int] = field(default_factory=dict)
    """What became of sources: added, changed, unchanged, failed."""
    reasons: Mapping[str, int] = field(default_factory=dict)
    """Code of a failure → how many."""
    rate: float = 0.0
    """Sources a second that were read in the last minutes, or in all where it has ended."""

    @property
    def seconds_left(self) -> float | None:
        """How long it will take at this rate; None where that cannot be known."""
        return (self.sources - self.read) / self.rate if self.rate else None


def add(store: Store, job: str, sources: Sequence[Kept]) -> int:
    """Keeps a part that waits; gives its number. Raises WorkspaceError where the job was cancelled meanwhile."""
    j = t.jobs.c
    with store.writing() as connection:
        if connection.execute(select(j.state).where(j.id == job)).scalar_one() == "cancelled":
            raise WorkspaceError(f"the bulk load {job} was cancelled")
        return _add(connection, job, sources)


def _add(connection: Connection, job: str, sources: Sequence[Kept]) -> int:
    p = t.job_parts
    number = int(
        connection.execute(select(func.coalesce(func.max(p.c.number), 0) + 1).where(p.c.job == job)).scalar_one()
    )
    named = [[kept.uri, kept.name, kept.source, kept.blob, kept.line] for kept in sources]
    row = {"job": job, "number": number, "state": "waiting", "sources": named, "counts": {"sources": len(named)}}
    connection.execute(insert(p).values(**row, at=now(), changed_at=now()))
    return number


def take(store: Store, job: str, number: int) -> list[Kept]:
    """What is to be read of a part; nothing where that is done. Raises LookupError where there is no such part."""
    p = t.job_parts
    at = (p.c.job == job) & (p.c.number == number)
    with store.writing() as connection:
        row = connection.execute(select(p.c.state, p.c.sources).where(at)).first()
        if row is None:
            raise LookupError(f"there is no part {number} of job {job}")
        if row.state not in t.OPEN:
            return []
        connection.execute(update(p).where(at).values(state="running", changed_at=now()))
        if row.state == "waiting":
            _job(connection, job, "running")
    return [Kept(*named) for named in row.sources]


def end(store: Store, job: str, number: int, report: IngestReport, state: str = "done") -> None:
    """Notes what became of a part's sources; the job is done with its last part."""
    counts = {"sources": report.seen, **{name: getattr(report, name) for name in COUNTS}}
    with store.writing() as connection:
        _end(connection, job, number, state, {**counts, "reasons": dict(report.reasons)})


def _end(connection: Connection, job: str, number: int, state: str, counts: Mapping[str, Any]) -> None:
    """Ends a part, once: of two workers that read it the first counts."""
    p = t.job_parts
    row = {"state": state, "sources": [], "counts": dict(counts), "changed_at": now()}
    at = (p.c.job == job) & (p.c.number == number) & p.c.state.in_(t.OPEN)
    if connection.execute(update(p).where(at).values(row)).rowcount:
        runs.add_counts(connection, job, counts)
    _close(connection, job)


def split(store: Store, job: str, number: int) -> list[int]:
    """Puts parts of one source each in the place of a part; gives their numbers."""
    sources = take(store, job, number)
    if not sources:
        return []
    with store.writing() as connection:
        numbers = [_add(connection, job, [kept]) for kept in sources]
        _end(connection, job, number, "split", {"sources": 0})
    return numbers


def cancel(store: Store, job: str) -> int:
    """Takes what waits from a job, which is cancelled then; what is under way ends. Gives how many sources that were.

    Raises LookupError where there is no such job, or it has ended.
    """
    p, j = t.job_parts, t.jobs
    with store.writing() as connection:
        state = connection.execute(select(j.c.state).where(j.c.id == job, j.c.kind == "ingest")).scalar_one_or_none()
        if state not in t.UNDER_WAY:
            raise LookupError(f"there is no bulk load {job} under way")
        waiting = (p.c.job == job) & (p.c.state == "waiting")
        left = [counts["sources"] for counts in connection.execute(select(p.c.counts).where(waiting)).scalars()]
        connection.execute(update(p).where(waiting).values(state="cancelled", sources=[], changed_at=now()))
        _job(connection, job, "cancelled")
    return sum(left)


def all_added(store: Store, job: str) -> None:
    """Notes that no more parts come."""
    with store.writing() as connection:
        j = t.jobs
        detail = connection.execute(select(j.c.detail).where(j.c.id == job)).scalar_one()
        connection.execute(update(j).where(j.c.id == job).values(detail={**detail, "complete": True}))
        _close(connection, job)


def _close(connection: Connection, job: str) -> None:
    p, j = t.job_parts, t.jobs
    left = connection.execute(select(p.c.number).where(p.c.job == job, p.c.state.in_(t.OPEN)).limit(1)).first()
    detail = connection.execute(select(j.c.detail).where(j.c.id == job)).scalar_one()
    state = connection.execute(select(j.c.state).where(j.c.id == job)).scalar_one()
    if left is None and detail.get("complete") and state != "cancelled":
        _job(connection, job, "done")


def _job(connection: Connection, job: str, state: str) -> None:
    j = t.jobs
    connection.execute(update(j).where(j.c.id == job, j.c.state != state).values(state=state, changed_at=now()))
    runs.move_on(connection, job, state)


def forgotten(store: Store) -> list[tuple[str, int]]:
    """Job and number of every part that is not done, and that the queue has no job for."""
    with store.engine.connect() as connection:
        return [(row.job, row.number) for row in connection.execute(_FORGOTTEN)]


def load(store: Store) -> dict[str, int]:
    """How many sources of bulk loads wait or are under way."""
    p = t.job_parts
    found = Counter(dict.fromkeys(t.OPEN, 0))
    with store.engine.connect() as connection:
        loads = select(p.c.state, p.c.counts).join(t.jobs, t.jobs.c.id == p.c.job)
        for state, counts in connection.execute(loads.where(p.c.state.in_(t.OPEN), t.jobs.c.kind == "ingest")):
            found[state] += int(counts["sources"])
    return dict(found)


def progress(store: Store, identity: str = "", limit: int = 20, within: Within = None) -> list[Progress]:
    """How far a job is, or the newest ones of some collections, newest first."""
    visible = inside(t.jobs.c.collection, within)
    query = select(t.jobs).where(visible).order_by(t.jobs.c.at.desc(), t.jobs.c.id).limit(limit)
    if identity:
        query = query.where(t.jobs.c.id == identity)
    with store.engine.connect() as connection:
        jobs = [Job(**row) for row in connection.execute(query).mappings()]
        return [_progress(connection, job) for job in jobs]


def _progress(connection: Connection, job: Job) -> Progress:
    p = t.job_parts
    rows = connection.execute(select(p.c.state, p.c.counts, p.c.changed_at).where(p.c.job == job.id)).all()
    if not rows:
        counts = runs.counts(connection, job.id) or {name: int(job.detail.get(name, 0)) for name in COUNTS}
        read = sum(counts.values())
        return Progress(job, read, read, counts=counts, reasons=job.detail.get("reasons", {}))
    began = Counter({name: int(job.detail.get(name, 0)) for name in COUNTS})
    reasons = Counter(job.detail.get("reasons", {}))
    sources = read = lately = 0
    recent = (datetime.now(UTC) - timedelta(minutes=_RATE_MINUTES)).isoformat(timespec="seconds")
    for state, counts, changed in rows:
        if state == "cancelled":
            continue
        sources += counts["sources"]
        if state not in t.OPEN:
            read += counts["sources"]
            lately += counts["sources"] if changed >= recent else 0
            began.update({name: counts.get(name, 0) for name in COUNTS})
            reasons.update(counts.get("reasons", {}))
    states = Counter(row.state for row in rows)
    rate = lately / _since(max(recent, job.at)) if job.state != "done" else read / _since(job.at, job.changed_at)
    return Progress(job, sources, read, states, began, reasons, rate)


def _since(begin: str, end: str = "") -> float:
    """Seconds from one time to another, or to now; at least one."""
    until = datetime.fromisoformat(end) if end else datetime.now(UTC)
    return max(1.0, (until - datetime.fromisoformat(begin)).total_seconds())
