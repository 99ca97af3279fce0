"""Runs: every reading of files, uploads or pages into the archive, and what it brought."""

import secrets
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, RowMapping, delete, func, insert, select, update

from corpora.document import MAIN
from pipeline.records import Within
from pipeline.store import blobs_in_use
from pipeline.store import tables as t
from pipeline.store.clock import now
from pipeline.store.column_types import inside
from pipeline.store.documents import Store
from pipeline.store.failures import SUGGEST, of_run

COUNTS = ("added", "changed", "unchanged", "failed")
_SILENT = timedelta(hours=2)
"""After this without a sign of life the program that did the run has ended: one source takes an hour at most."""


@dataclass(frozen=True, slots=True)
class Run:
    """A reading into a collection: who began it and when, under which source name, and what became of what it met.

    ``kind`` is load (of a command), upload, ingest (a bulk load), retry or watch; ``state`` that of a job.
    ``expected`` is how many sources there will be, where that was known before.
    """

    id: str
    name: str
    kind: str
    source: str
    collection: str
    user: str
    state: str
    started: str
    changed_at: str
    ended: str | None = None
    expected: int | None = None
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    failed: int = 0
    waiting: int = 0
    """Of ``failed``, those that nobody dismissed, and that were not read at another try."""
    taken_back_at: str | None = None
    taken_back_by: str | None = None
    withdrawn: int | None = None
    returned: int | None = None
    forgotten: int | None = None
    """What taking it back did to documents and failures; None where it was not, or by a program that kept no count."""
    files: int | None = None
    files_read: int | None = None
    """Files and addresses that somebody sent, each of which may hold several sources, and how many were read."""

    @property
    def seen(self) -> int:
        """All sources that it met so far."""
        return self.added + self.changed + self.unchanged + self.failed

    @property
    def far(self) -> tuple[int, int]:
        """How much of how much it has read: sources, or files where it is not known how many sources they hold."""
        if self.expected is None and self.files is not None:
            return self.files_read or 0, self.files
        return self.seen, self.expected or 0

    @property
    def under_way(self) -> bool:
        """Whether it has not ended, so far as is known."""
        if self.state not in t.UNDER_WAY:
            return False
        heard = datetime.fromisoformat(self.changed_at)
        return self.state == "queued" or self.kind not in ("load", "watch") or datetime.now(UTC) - heard < _SILENT

    @property
    def settled(self) -> int:
        """Of ``failed``, those that somebody dismissed, or that were tried again; not those that went with the run."""
        if self.under_way or (self.taken_back_at and self.forgotten is None):
            return 0
        return max(0, self.failed - self.waiting - (self.forgotten or 0))

    @property
    def outcome(self) -> str:
        """How it stands, however it was begun: what of it was read counts, not what its program gave back.

        ``taken_back``, ``queued``, ``running``, ``interrupted``, ``cancelled``, ``failed`` where nothing was read,
        ``partly`` where something is unread still, else ``done``.
        """
        if self.taken_back_at:
            return "taken_back"
        if self.under_way or self.state in ("interrupted", "cancelled"):
            return self.state
        if not self.ended:
            return "interrupted"
        if self.failed == self.seen and (self.failed or self.state == "failed"):
            return "failed"
        if self.state == "failed" and not self.failed:
            return "interrupted"
        return "partly" if self.waiting else "done"


@dataclass(frozen=True, slots=True)
class Brought:
    """A document whose newest version a run read: what a list shows of it."""

    key: str
    uri: str
    title: str
    kind: str


def new_id() -> str:
    """The id of a run, and of its job."""
    return secrets.token_hex(8)


def add(connection: Connection, run: Run) -> None:
    """Notes that a run begins."""
    names = ("id", "name", "kind", "source", "collection", "user", "state", "expected", "files")
    row = {name: getattr(run, name) for name in names}
    started = datetime.now(UTC).isoformat(timespec="microseconds")  # two of one second are in order, too
    connection.execute(insert(t.runs).values(row | {"started": started, "changed_at": now()}))


def begun(
    name: str,
    kind: str,
    source: str,
    user: str,
    collection: str = MAIN,
    expected: int | None = None,
    files: int | None = None,
) -> Run:
    """A run that begins now."""
    at = now()
    return Run(new_id(), name, kind, source, collection, user, "running", at, at, expected=expected, files=files)


def set_counts(store: Store, identity: str, counts: Mapping[str, int]) -> None:
    """Notes how far a run is."""
    r = t.runs
    with store.writing() as connection:
        connection.execute(update(r).where(r.c.id == identity).values({**counts, "changed_at": now()}))


def add_counts(connection: Connection, identity: str, counts: Mapping[str, int]) -> None:
    """Notes that a run brought so many more."""
    r = t.runs
    more = {name: r.c[name] + counts.get(name, 0) for name in COUNTS}
    connection.execute(update(r).where(r.c.id == identity).values({**more, "changed_at": now()}))


def counts(connection: Connection, identity: str) -> dict[str, int]:
    """How far a run is; nothing where there is none."""
    r = t.runs.c
    row = connection.execute(select(*(r[name] for name in COUNTS)).where(r.id == identity)).first()
    return dict(zip(COUNTS, row, strict=True)) if row else {}


def move_on(connection: Connection, identity: str, state: str) -> None:
    """Notes that a run is under way, or has ended: when is kept once."""
    r = t.runs
    row = {"state": state, "changed_at": now()}
    if state not in t.UNDER_WAY:
        row["ended"] = now()
    connection.execute(update(r).where(r.c.id == identity, r.c.state != state, r.c.ended.is_(None)).values(row))


def runs(connection: Connection, within: Within, identity: str = "", limit: int = 20, offset: int = 0) -> list[Run]:
    """The newest runs into some collections, newest first; or the one of an id."""
    r = t.runs.c
    query = (
        select(t.runs).where(inside(r.collection, within)).order_by(r.started.desc(), r.id).limit(limit).offset(offset)
    )
    if identity:
        query = query.where(r.id == identity)
    rows = connection.execute(query).mappings().all()
    waiting = _waiting(connection, [row["id"] for row in rows if row["failed"]])
    return [_run(row, waiting) for row in rows]


def _waiting(connection: Connection, identities: Sequence[str]) -> dict[str, int]:
    """How many failures there still are of each of some runs; documents that a model said nothing of were read."""
    f, found = t.failures.c, Counter[str]()
    query = select(f.run, f.first_run, func.count()).where(of_run(identities), f.stage != SUGGEST)
    for run, first, number in connection.execute(query.group_by(f.run, f.first_run)) if identities else ():
        found.update({str(run): int(number), str(first): int(number)})
    return found


def _run(row: RowMapping, waiting: Mapping[str, int]) -> Run:
    """The run of a row; its beginning to the second, as all times are told."""
    started = datetime.fromisoformat(row["started"]).isoformat(timespec="seconds")
    return Run(**{**row, "started": started}, waiting=min(row["failed"], waiting.get(row["id"], 0)))


def brought(connection: Connection, identity: str, within: Within, limit: int) -> tuple[list[Brought], int]:
    """The documents whose newest version a run read, the first of them, and how many they are."""
    d, v = t.documents.c, t.versions.c
    wanted = d.run == identity, d.withdrawn_at.is_(None), inside(d.collection, within)
    total = int(connection.execute(select(func.count()).select_from(t.documents).where(*wanted)).scalar_one())
    head = v.head["title"].as_string(), v.head["kind"].as_string()
    joined = t.documents.join(t.versions, (v.key == d.key) & (v.version == d.version))
    query = select(d.key, d.uri, *head).select_from(joined).where(*wanted).order_by(d.seq).limit(limit)
    return [Brought(*row) for row in connection.execute(query)], total


def forget_failures(connection: Connection, identity: str) -> int:
    """Takes away what a run could not read, tried again since or not; gives how many failures that were."""
    f, its = t.failures, of_run([identity])
    blobs = set(connection.execute(select(f.c.blob).where(its)).scalars())
    count = connection.execute(delete(f).where(its)).rowcount
    blobs_in_use.note_unneeded(connection, blobs - blobs_in_use.among(connection, blobs))
    return int(count)


def note_taken_back(connection: Connection, identity: str, withdrawn: int, returned: int, forgotten: int) -> None:
    """Notes what taking a run back did; done once more, it did that beside."""
    r = t.runs
    done = {"withdrawn": withdrawn, "returned": returned, "forgotten": forgotten}
    row = {name: func.coalesce(r.c[name], 0) + number for name, number in done.items()}
    connection.execute(update(r).where(r.c.id == identity).values(row))


def keys_of(
    connection: Connection, within: Within, *, run: str = "", source: str = "", since: str = ""
) -> Sequence[str]:
    """The keys of documents that are there: of a run, of a source, that came in since an ISO day."""
    d = t.documents.c
    wanted = [d.withdrawn_at.is_(None), inside(d.collection, within)]
    wanted += [d.run == run] if run else []
    wanted += [d.source == source] if source else []
    wanted += [d.added_at >= since] if since else []
    return list(connection.execute(select(d.key).where(*wanted).order_by(d.seq)).scalars())
