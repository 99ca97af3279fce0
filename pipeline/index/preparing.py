"""Index records of many documents, made in several processes: analysis is three quarters of what indexing takes."""

import multiprocessing
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import batched

from corpora.document import Document
from pipeline.errors import WorkspaceError
from pipeline.index.records import IndexRecord, Refused, record_or_refusal
from pipeline.records import Filing

type Dated = tuple[Document, int, Filing]
type Records = list[IndexRecord | Refused]
type Prepare = Callable[[Sequence[Dated]], Callable[[], Records]]
"""Begins to make the records of documents with their ``seq`` and filing; what it gives waits for them."""

_MANY = 2000
"""Documents from which processes are worth their start."""
_CHUNK = 25


def records_in_process(documents: Sequence[Dated]) -> Callable[[], Records]:
    """Makes them in this process, when they are asked for."""
    return lambda: records_of(documents)


@contextmanager
def preparing(count: int, workers: int) -> Iterator[Prepare]:
    """How to make the records of so many documents: where they are many, in processes that end with the block."""
    if count < _MANY or workers < 2:
        yield records_in_process
        return
    context = multiprocessing.get_context("forkserver")
    with ProcessPoolExecutor(workers, mp_context=context, initializer=ignore_interrupts) as pool:
        try:
            yield lambda documents: _begin(pool, documents)
        finally:
            pool.shutdown(cancel_futures=True)


def _begin(pool: Executor, documents: Sequence[Dated]) -> Callable[[], Records]:
    try:
        parts = [pool.submit(records_of, some) for some in batched(documents, _CHUNK)]
    except BrokenProcessPool as error:
        raise _broken(error) from error

    def wait() -> Records:
        try:
            return [record for part in parts for record in part.result()]
        except BrokenProcessPool as error:
            raise _broken(error) from error

    return wait


def _broken(error: Exception) -> WorkspaceError:
    return WorkspaceError(f"a process that prepares documents for the index died; what was indexed stays: {error}")


def records_of(documents: Sequence[Dated]) -> Records:
    """The records of documents, or why there is none."""
    return [record_or_refusal(*dated) for dated in documents]


def ignore_interrupts() -> None:
    """Leaves Ctrl-C to the process that asked."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
