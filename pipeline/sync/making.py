"""Index records for who follows the store: of a few documents in this process, of many in one beside it."""

import logging
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from pipeline.index.preparing import Dated, Records, ignore_interrupts, records_in_process, records_of
from pipeline.index.records import IndexRecord, Refused
from pipeline.sandbox.forking import forking

log = logging.getLogger(__name__)

_FEW = 30
"""Documents up to which a process beside is not worth its start."""
_REMEMBERED = 120
"""Records that are kept until another who follows the store takes them: he is a batch behind at most, or analyses anew.
Of a book one has megabytes."""


class RecordMaker:
    """Analyses documents without holding up the threads that answer people, which share one interpreter with us.

    The process is begun once there is much to do; until it is there, and where it dies, records are made in this one.
    """

    def __init__(self) -> None:
        """Starts nothing yet."""
        self._begun = 0
        self._pool: ProcessPoolExecutor | None = None
        self._ready: Future[Records] | None = None
        self._looking = threading.Lock()
        self._recent: dict[tuple[str, int], IndexRecord | Refused] = {}
        self.shared = False
        """Whether two follow the store by these records: else none is kept for the other."""

    def begin(self, documents: Sequence[Dated]) -> Callable[[], Records]:
        """Begins to make records, but for those that it made just now; what it gives waits for them."""
        with self._looking:
            there = [self._recent.pop((document.key, seq), None) for document, seq, _ in documents]
        lacking = [dated for dated, record in zip(documents, there, strict=True) if record is None]
        made = self._made(lacking) if lacking else list[IndexRecord | Refused]

        def wait() -> Records:
            fresh = made()
            self._remember(fresh)
            new = iter(fresh)
            return [record or next(new) for record in there]

        return wait

    def _remember(self, records: Records) -> None:
        with self._looking:
            self._recent |= {(record.key, record.seq): record for record in records}
            for old in list(self._recent)[: -_REMEMBERED if self.shared else None]:
                del self._recent[old]

    def _made(self, documents: Sequence[Dated]) -> Callable[[], Records]:
        self._begun += len(documents)
        if self._begun > _FEW and self._pool is None:
            self._start()
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

    def _start(self) -> None:
        """Begins the process; where the system gives none, as while all of us are being ended, it is tried later."""
        try:
            self._pool = ProcessPoolExecutor(1, mp_context=forking(), initializer=ignore_interrupts)
            self._ready = self._pool.submit(records_of, ())
        except (OSError, EOFError) as error:
            log.warning("no process can be begun that prepares documents for the index: %s", error)
            self._pool, self._ready, self._begun = None, None, 0

    def _without(self, error: Exception, documents: Sequence[Dated]) -> Callable[[], Records]:
        log.warning("the process that prepares documents for the index died, and is begun again: %s", error)
        self.close()
        return records_in_process(documents)

    def close(self) -> None:
        """Ends the process; one is begun again when there is much to do."""
        pool, self._pool, self._ready, self._begun = self._pool, None, None, 0
        if pool is not None:
            pool.shutdown(cancel_futures=True)
