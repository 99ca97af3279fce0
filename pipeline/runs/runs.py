"""The runs of a workspace, for people: which there were, what each brought, and one as it goes on."""

import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from corpora.document import MAIN
from pipeline.errors import RunNotFound
from pipeline.people.access import collection_for
from pipeline.people.audit import Audit
from pipeline.people.principal import Principal
from pipeline.records import IngestReport
from pipeline.store import runs as kept
from pipeline.store.documents import Store
from pipeline.store.overview import Overview, overview
from pipeline.store.runs import COUNTS
from pipeline.store.runs import Brought as Brought  # search_api shows it, as what follows
from pipeline.store.runs import Run as Run

_TELL = 1.0
"""Seconds after which it is noted how far a run is."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a run is said to be when it begins: its name, the source its documents are of, and where they go.

    ``expected`` is how many sources there will be, where that is known.
    """

    name: str
    kind: str = "load"
    source: str = ""
    collection: str = MAIN
    expected: int | None = None


class Chosen:
    """How many of the files that somebody sent were read, each with all that lies in it."""

    def __init__(self) -> None:
        """Of none so far."""
        self._found, self._read = 0, 0
        self._ends = deque[int]()

    def found(self) -> None:
        """A source was found in the file that is open."""
        self._found += 1

    def end(self) -> None:
        """There is nothing more in the file."""
        self._ends.append(self._found)

    def read(self, seen: int) -> int:
        """How many were read once so many sources are.

        >>> chosen = Chosen()
        >>> for sources in (1, 3):
        ...     for _ in range(sources):
        ...         chosen.found()
        ...     chosen.end()
        >>> [chosen.read(seen) for seen in (0, 1, 3, 4)]
        [0, 1, 1, 2]
        """
        while self._ends and self._ends[0] <= seen:
            self._ends.popleft()
            self._read += 1
        return self._read


class Going:
    """A run under way; safe to be told from one thread."""

    def __init__(
        self, store: Store, identity: str, before: IngestReport | None = None, chosen: Chosen | None = None
    ) -> None:
        """Takes the id of the run, or of the job that it is, what it had read already, and of which files it is."""
        self._store, self.id, self._before, self._chosen = store, identity, before or IngestReport(), chosen
        self._told_at = time.monotonic()

    def at(self, report: IngestReport) -> None:
        """Says how far it is; noted once a second."""
        if time.monotonic() - self._told_at > _TELL:
            self.note(report)

    def note(self, report: IngestReport) -> None:
        """Notes how far it is."""
        self._told_at = time.monotonic()
        counts = {name: getattr(report, name) + getattr(self._before, name) for name in COUNTS}
        files = {"files_read": self._chosen.read(sum(counts.values()))} if self._chosen else {}
        kept.set_counts(self._store, self.id, counts | files)


class Runs:
    """Every reading into the archive is a run, with a name."""

    def __init__(self, store: Store, audit: Audit) -> None:
        """Takes the store, and where to note what is done."""
        self._store, self._audit = store, audit

    def all(self, who: Principal, limit: int = 20, offset: int = 0) -> list[Run]:
        """The newest runs into collections that somebody may see, newest first."""
        with self._store.engine.connect() as connection:
            return kept.runs(connection, who.within(), limit=limit, offset=offset)

    def one(self, who: Principal, identity: str) -> Run:
        """A run; raises RunNotFound."""
        with self._store.engine.connect() as connection:
            found = kept.runs(connection, who.within(), identity)
        if not identity or not found:
            raise RunNotFound("there is no run {identity!r}", identity=identity)
        return found[0]

    def brought(self, who: Principal, identity: str, limit: int = 100) -> tuple[list[Brought], int]:
        """The documents whose newest version a run read, the first of them, and how many they are."""
        with self._store.engine.connect() as connection:
            return kept.brought(connection, self.one(who, identity).id, who.within(), limit)

    def overview(self, who: Principal) -> Overview:
        """What came in lately, of what somebody may see."""
        with self._store.engine.connect() as connection:
            return overview(connection, who.within())

    @contextmanager
    def reading(self, who: Principal, told: Told) -> Iterator[Going]:
        """A run that begins, and ends with the block. Raises CollectionNotFound, Forbidden."""
        collection = collection_for(self._store, who, told.collection, "editor")
        run = kept.begun(told.name, told.kind, told.source, who.name, collection, told.expected)
        with self._store.writing() as connection:
            kept.add(connection, run)
        self._audit.note(who, "run", run.id, collection, name=told.name, kind=told.kind)
        state = "interrupted"
        try:
            yield Going(self._store, run.id)
            state = "done"
        finally:
            with self._store.writing() as connection:
                kept.move_on(connection, run.id, state)

    def going(
        self,
        who: Principal,  # noqa: ARG002 - whoever reads or decides says who asks
        identity: str,
        before: IngestReport | None = None,
        chosen: Chosen | None = None,
    ) -> Going:
        """The run that a job is, as it goes on, with what it had read ``before``; who works the job off ends it."""
        return Going(self._store, identity, before, chosen)
