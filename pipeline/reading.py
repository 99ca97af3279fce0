"""Reading and annotating in child processes with limits on time and memory; a child that dies is a failure, not an end.

Each worker takes one source at a time. ``forkserver`` keeps a clean process with the parsers loaded, so a
worker that was killed is replaced in milliseconds.
"""

import logging
import multiprocessing
import os
import resource
import signal
import sys
import time
from collections.abc import Iterator
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkServerProcess

from corpora.document import Document
from pipeline.errors import UnreadableSource, WorkspaceError
from pipeline.records import Failure, Limits, Source

log = logging.getLogger(__name__)

type Read = tuple[Source, Document | Failure]
_PRELOADED = ["pipeline.reading_preload"]
_STOP_GRACE = 2.0


def read_source(source: Source) -> Document | Failure:
    """Reads and annotates one source in this process; never raises for what a source holds."""
    from extractors.registry import build
    from pipeline.annotate import annotate
    from pipeline.ingest.build import document_of
    from pipeline.ingest.registry import read

    stage = "read"
    try:
        document = document_of(source, read(source))
        stage = "extract"
        return annotate(document, build())
    except UnreadableSource as error:
        return Failure(source.uri, stage, error.code, error.message)
    except MemoryError:
        return Failure(source.uri, stage, "memory", "reading it took more memory than the limit")
    except RecursionError:
        return Failure(source.uri, stage, "corrupt", "it is nested too deeply")
    except Exception as error:
        log.exception("a source broke the %s stage", stage, extra={"uri": source.uri})
        return Failure(source.uri, stage, "internal", f"{type(error).__name__}: {error}")


def _serve(pipe: Connection, limits: Limits) -> None:
    """A worker's loop: takes a source, answers with a document or a failure, ends when the parent does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)
    logging.disable(logging.CRITICAL)
    while True:
        try:
            source = pipe.recv()
        except (EOFError, OSError):
            return
        pipe.send(read_source(source))


class _Worker:
    """One child process and the source it is at."""

    def __init__(self, limits: Limits) -> None:
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(_PRELOADED)
        self.pipe, theirs = context.Pipe()
        self.process: ForkServerProcess = context.Process(target=_serve, args=(theirs, limits), daemon=True)
        self.process.start()
        theirs.close()
        self.source: Source | None = None
        self.since = 0.0

    def give(self, source: Source) -> None:
        self.source, self.since = source, time.monotonic()
        self.pipe.send(source)

    def take(self) -> Document | Failure:
        """The answer; a failure where the process died instead of answering."""
        assert self.source is not None
        try:
            return self.pipe.recv()  # type: ignore[no-any-return]
        except (EOFError, OSError):
            self.process.join(_STOP_GRACE)
            killed = self.process.exitcode == -signal.SIGKILL
            code, why = ("memory", "was killed") if killed else ("corrupt", "broke the parser")
            return Failure(self.source.uri, "read", code, f"reading it {why} (exit {self.process.exitcode})")

    def kill(self) -> None:
        self.process.kill()
        self.process.join(_STOP_GRACE)
        self.pipe.close()


class ReaderPool:
    """Reads sources in ``workers`` processes; answers come in any order."""

    def __init__(self, workers: int, limits: Limits) -> None:
        """Starts no process yet."""
        self._limits = limits
        self._size = max(1, workers)
        self._workers: list[_Worker] = []

    def __enter__(self) -> "ReaderPool":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Ends every worker, in the middle of its work too."""
        for worker in self._workers:
            worker.kill()
        self._workers.clear()

    def _idle(self) -> _Worker | None:
        for worker in self._workers:
            if worker.source is None:
                return worker
        if len(self._workers) < self._size:
            try:
                self._workers.append(_Worker(self._limits))
            except (EOFError, OSError) as error:
                raise WorkspaceError(f"no reading process can be started: {error}") from error
            return self._workers[-1]
        return None

    def submit(self, source: Source) -> Iterator[Read]:
        """Gives a source to a worker; yields the answers that had to come first."""
        worker = self._idle()
        while worker is None:
            yield from self._answers()
            worker = self._idle()
        try:
            worker.give(source)
        except OSError:
            self._replace(worker)
            yield source, Failure(source.uri, "read", "internal", "the reading process was gone")

    def drain(self) -> Iterator[Read]:
        """The answers that are still under way."""
        while any(worker.source for worker in self._workers):
            yield from self._answers()

    def _answers(self) -> Iterator[Read]:
        busy = [worker for worker in self._workers if worker.source]
        now = time.monotonic()
        left = min(worker.since + self._limits.seconds - now for worker in busy)
        ready = wait([worker.pipe for worker in busy], timeout=max(0.0, left))
        for worker in busy:
            source = worker.source
            assert source is not None
            if worker.pipe in ready:
                answer = worker.take()
                worker.source = None
                if not worker.process.is_alive():
                    self._replace(worker)
                yield source, answer
            elif time.monotonic() - worker.since >= self._limits.seconds:
                self._replace(worker)
                message = f"reading it took longer than {self._limits.seconds:g} s"
                yield source, Failure(source.uri, "read", "timeout", message)

    def _replace(self, worker: _Worker) -> None:
        worker.kill()
        self._workers.remove(worker)


def default_workers() -> int:
    """One reading process a core."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else (os.cpu_count() or 1)
