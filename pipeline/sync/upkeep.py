"""Who keeps what is derived from the store up with it: a thread where there is one, else who stored something."""

import logging
import math
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress

from pipeline.errors import PipelineError
from pipeline.records import Failure, IngestReport, State
from pipeline.store.changes import bump_seq
from pipeline.store.documents import Store
from pipeline.store.failures import index_failures
from pipeline.sync.follower import Follower
from pipeline.sync.indexing import Indexing
from pipeline.sync.projection import Projection

log = logging.getLogger(__name__)

_PATIENCE = 30.0
"""Seconds that a run waits for its documents to be found, where another thread indexes them."""
_MOMENT = 0.1
"""Seconds that a request waits at most for a decision to be seen; what takes longer is seen soon after the answer."""
_IN_VAIN = 5.0
"""Seconds in which none waits after one did in vain: many documents are under way, and others would too."""


class Upkeep:
    """The Follower of a process, and what is done where none runs."""

    def __init__(
        self,
        store: Store,
        indexing: Indexing,
        also: Sequence[Projection] = (),
        at_end: Callable[[], None] = lambda: None,
    ) -> None:
        """Looks whether store and index agree on what was stored; starts nothing yet.

        ``also`` follows as well; ``at_end`` is done after a run where nobody follows.
        """
        self._store, self._indexing, self._at_end = store, indexing, at_end
        self._follower = Follower(store, [indexing, *also])
        self._in_vain = -math.inf
        with suppress(PipelineError):  # it is said where it matters
            indexing.align()

    @property
    def running(self) -> bool:
        """Whether a thread keeps it up."""
        return self._follower.running

    def start(self) -> None:
        """Begins to keep it up in a thread."""
        self._follower.start()

    def stop(self) -> None:
        """Ends after what is under way."""
        self._follower.stop()
        self._indexing.close()

    def wake(self) -> None:
        """Something was stored just now."""
        self._follower.wake()

    @contextmanager
    def following(self) -> Iterator[None]:
        """Keeps it up meanwhile, in one thread a process, however often asked."""
        if self._follower.running:
            yield
            return
        self._follower.start()
        try:
            yield
        finally:
            self.stop()

    def finish(self) -> None:
        """After a run: waits until it can be found, or sees to it where no Follower does."""
        if self._follower.running:
            self._follower.wake()
            self._indexing.wait(_PATIENCE, decisions=False)
        else:
            self._indexing.settle()
            self._at_end()

    def settle(self) -> None:
        """After a decision, which is stored: waits a little until it is seen. Indexes only where no Follower does."""
        try:
            if self._follower.running:
                self._follower.wake()
                if time.monotonic() - self._in_vain > _IN_VAIN and not self._indexing.wait(_MOMENT):
                    self._in_vain = time.monotonic()
            else:
                self._indexing.settle()
        except PipelineError as error:
            log.warning("decided, and seen by a search later: %s", error)

    def soon(self) -> None:
        """After a decision whose maker goes on to another: waits for nothing where a thread looks by itself."""
        if not self._follower.running:
            self.settle()

    def index_again(self, failed: Sequence[Failure]) -> IngestReport:
        """Tries again what no index took, though it is stored."""
        keys = [failure.key for failure in failed]
        if not keys:
            return IngestReport()
        with self._store.writing() as connection:
            bump_seq(connection, keys, "extraction")
        self.finish()
        left = len(index_failures(self._store, keys))
        report = IngestReport(changed=len(keys) - left, failed=left)
        report.reasons["internal"] += left
        return report

    def state(self) -> State:
        """How store and index are; nothing is raised."""
        seq = lacks = None
        store = index = ""
        troubles = dict(self._follower.troubles())
        try:
            seq = self._store.last_seq()
        except PipelineError as error:
            store = str(error)
        try:
            lacks = None if seq is None else self._indexing.lag()
            if trouble := self._indexing.trouble():
                troubles["index"] = trouble
        except PipelineError as error:
            index = str(error)
        return State(store, index, seq, lacks, troubles)
