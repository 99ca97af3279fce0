"""Index records for who follows the store: of a few documents in this process, of many in one beside it."""

import logging
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from pipeline.index.preparing import Dated, Records, ignore_interrupts, records_in_process, records_of
from pipeline.sandbox.process import forking

log = logging.getLogger(__name__)

_FEW = 30
"""Documents up to which a process beside is not worth its start."""


class RecordMaker:
    """Analyses documents without holding up the threads that answer people, which share one interpreter with us.

    The process is begun once there is much to do; until it is there, and where it dies, records are made in this one.
    """

    def __init__(self) -> None:
        """Starts nothing yet."""
        self._begun = 0
        self._pool: ProcessPoolExecutor | None = None
        self._ready: Future[Records] | None = None

    def begin(self, documents: Sequence[Dated]) -> Callable[[], Records]:
        """Begins to make records; what it gives waits for them."""
        self._begun += len(documents)
        if self._begun > _FEW and self._pool is None:
            self._pool = ProcessPoolExecutor(1, mp_context=forking(), initializer=ignore_interrupts)
            self._ready = self._pool.submit(records_of, ())
        if self._pool is None or self._ready is None or not self._ready.done() or self._ready.exception():
            return records_in_process(documents)
        try:
            made = self._pool.submit(records_of, documents)
        except BrokenProcessPool as error:
            return self._without(error, documents)

        def wait() -> Records:
            try:
                return made.result()
            except BrokenProcessPool as error:
                return self._without(error, documents)()

        return wait

    def _without(self, error: Exception, documents: Sequence[Dated]) -> Callable[[], Records]:
        log.warning("the process that prepares documents for the index died, and is begun again: %s", error)
        self.close()
        return records_in_process(documents)

    def close(self) -> None:
        """Ends the process; one is begun again when there is much to do."""
        pool, self._pool, self._ready, self._begun = self._pool, None, None, 0
        if pool is not None:
            pool.shutdown(cancel_futures=True)
