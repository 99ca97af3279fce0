"""Keeps the index up with the store: by whoever holds the writer lock, once for all threads of a process."""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

from pipeline.errors import BackendUnavailable, WorkspaceError
from pipeline.index.backend import SearchBackend
from pipeline.store.documents import Store
from pipeline.sync.catch_up import behind, catch_up, rebuild, repair

log = logging.getLogger(__name__)

_PATIENCE = 30.0
"""Seconds to wait for another process that holds the writer lock to index what this one stored."""
_PAUSE = 0.2
type Lock = Callable[[str], AbstractContextManager[bool]]
"""Tries to take a lock by its name, without waiting; gives whether it did."""


class Indexing:
    """Indexes what the store has and the index lacks. Safe to use from several threads."""

    def __init__(self, store: Store, backend: SearchBackend, lock: Lock, workers: int) -> None:
        """Takes what it reads, what it fills, and how many processes make records."""
        self._store, self._backend, self._lock, self._workers = store, backend, lock, workers
        self._indexing = threading.RLock()
        self._holding = False

    @contextmanager
    def writer(self) -> Iterator[bool]:
        """Holds the writer lock where no other process does; the index keeps its writer open meanwhile."""
        with self._indexing:
            if self._holding:
                yield True
                return
            with self._lock("writer") as self._holding:
                try:
                    yield self._holding
                finally:
                    if self._holding:
                        self._backend.end_writing()
                    self._holding = False

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Holds the writer lock; raises WorkspaceError while another process does."""
        with self.writer() as ours:
            if not ours:
                raise WorkspaceError("another process is writing to this workspace; try again when it has ended")
            yield

    def index_batch(self) -> None:
        """Indexes a batch of an ingest run, whose thread holds the lock for this one; else ``settle`` does.

        What is stored is safe: where the engine is away the run goes on, and the index catches up later.
        """
        if self._holding:
            try:
                catch_up(self._store, self._backend)
            except BackendUnavailable as error:
                log.warning("stored, but not indexed: %s", error)

    def sync(self) -> int:
        """Indexes what the store has and the index lacks; 0 where there is nothing, or another process is at it."""
        if not self.lag():
            return 0
        with self.writer() as ours:
            return catch_up(self._store, self._backend, workers=self._workers) if ours else 0

    def settle(self) -> None:
        """Waits until the index holds what the store does, by this process or by the one that has the lock."""
        patience = time.monotonic() + _PATIENCE
        try:
            while self.lag() and not self.sync() and time.monotonic() < patience:
                time.sleep(_PAUSE)
        except BackendUnavailable as error:
            log.warning("the index is behind the store, run asnad index sync later: %s", error)

    def lag(self) -> int:
        """How many changes of the store the index does not hold yet.

        Raises WorkspaceError where the index was filled from another store.
        """
        return behind(self._store, self._backend.checkpoint())

    def reindex(self, on_batch: Callable[[int], None] | None = None) -> int:
        """Builds the index anew from the store, while others search and write.

        Raises WorkspaceError where another process is at it, or the new index does not find what it should.
        """
        with self._lock("rebuild") as ours:
            if not ours:
                raise WorkspaceError("another process is building the index anew")
            return rebuild(self._store, self._backend, self.writer, on_batch, self._workers)

    def roll_back(self) -> None:
        """Puts the index that the last ``reindex`` replaced back in its place; raises BackendUnavailable."""
        with self.alone():
            self._backend.roll_back()
            catch_up(self._store, self._backend)

    def verify(self) -> tuple[int, int]:
        """Compares index and store, and repairs; how many documents the index lacked, and how many it had too many.

        Raises WorkspaceError while another process writes.
        """
        with self.alone():
            return repair(self._store, self._backend)
