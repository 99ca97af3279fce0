"""Reading and annotating in child processes with limits on time and memory; a child that dies is a failure, not an end.

Each worker takes one source at a time, in a process group of its own, without a network where the system lets it.
``forkserver`` keeps a clean process with the parsers loaded, so a worker that was killed is replaced in milliseconds.
"""

import logging
import multiprocessing
import os
import resource
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any

from corpora.document import Document
from pipeline.errors import UnreadableSource, WorkspaceError
from pipeline.records import Failure, Limits, PictureAsked, Source

log = logging.getLogger(__name__)

type Task = Source | PictureAsked | Document
type Answer = Document | bytes | Failure
type Read = tuple[Source, Document | Failure]
_PRELOADED = ["pipeline.sandbox.preload"]
_STOP_GRACE = 2.0
_LAST_WORDS = 500


def read_source(source: Source) -> Document | Failure:
    """Reads and annotates one source in this process; never raises for what a source holds."""
    from pipeline.annotate import annotated
    from pipeline.ingest.build import document_of
    from pipeline.ingest.registry import read

    stage = "read"
    try:
        document = document_of(source, read(source))
        stage = "extract"
        return annotated(document)
    except UnreadableSource as error:
        return Failure(source.uri, stage, error.code, error.message)
    except MemoryError:
        return Failure(source.uri, stage, "memory", "reading it took more memory than the limit")
    except RecursionError:
        return Failure(source.uri, stage, "corrupt", "it is nested too deeply")
    except Exception as error:
        log.exception("a source broke the %s stage", stage, extra={"uri": source.uri})
        return Failure(source.uri, stage, "internal", f"{type(error).__name__}: {error}")


def draw(asked: PictureAsked) -> bytes | Failure:
    """Draws a page in this process; never raises for what a source holds."""
    from pipeline.ingest.formats.drawing import drawn

    try:
        return drawn(asked)
    except UnreadableSource as error:
        return Failure(asked.uri, "read", error.code, error.message)
    except MemoryError:
        return Failure(asked.uri, "read", "memory", "drawing it took more memory than the limit")
    except Exception as error:
        log.exception("a page broke the drawing", extra={"uri": asked.uri})
        return Failure(asked.uri, "read", "internal", f"{type(error).__name__}: {error}")


def find_again(document: Document) -> Document | Failure:
    """Annotates a document whose text was changed, in this process; never raises for what it holds."""
    from pipeline.annotate import annotated

    try:
        return annotated(document)
    except Exception as error:
        log.exception("a text broke the extractors", extra={"uri": document.uri})
        return Failure(document.uri, "extract", "internal", f"{type(error).__name__}: {error}")


def _serve(pipe: Connection, limits: Limits, folder: str) -> None:
    """A worker's loop: takes a source, answers with a document or a failure, ends when the parent does.

    After each page of a scan it sends None. What parsers write to stderr, and their temporary files, go to ``folder``.
    """
    from pipeline.ingest.formats.scanned import page_done

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.setsid()
    without_network()
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits.memory_bytes, limits.memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    os.dup2(os.open(Path(folder) / "stderr", os.O_WRONLY | os.O_APPEND), 2)
    tempfile.tempdir = folder
    logging.disable(logging.CRITICAL)
    page_done.set(lambda: pipe.send(None))
    while True:
        try:
            task = pipe.recv()
        except (EOFError, OSError):
            return
        pipe.send(_done(task))


def _done(task: Task) -> Answer:
    if isinstance(task, Source):
        return read_source(task)
    return draw(task) if isinstance(task, PictureAsked) else find_again(task)


def without_network() -> bool:
    """Takes the network from this process and its children; False where the system does not let it."""
    for flags in (os.CLONE_NEWNET, os.CLONE_NEWUSER | os.CLONE_NEWNET) if sys.platform == "linux" else ():
        try:
            os.unshare(flags)
        except OSError:
            continue
        return True
    return False


class _Worker:
    """One child process and the source it is at."""

    def __init__(self, limits: Limits) -> None:
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(_PRELOADED)
        self.pipe, theirs = context.Pipe()
        self._folder = tempfile.TemporaryDirectory(prefix="asnad-reader-")
        self._complaints = Path(self._folder.name) / "stderr"
        self._complaints.touch()
        arguments = (theirs, limits, self._folder.name)
        self.process: ForkServerProcess = context.Process(target=_serve, args=arguments, daemon=True)
        self.process.start()
        theirs.close()
        self.source: Task | None = None
        self.began = self.since = 0.0

    def give(self, source: Task) -> None:
        self.source, self.began = source, time.monotonic()
        self.since = self.began
        self._complaints.write_bytes(b"")
        self.pipe.send(source)

    def ends_at(self, limits: Limits) -> float:
        """When it must have answered, or have done another page."""
        return min(self.since + limits.seconds, self.began + max(limits.seconds, limits.scan_seconds))

    def take(self) -> Answer | None:
        """The answer, None where it only said that it goes on; a failure where the process died instead."""
        assert self.source is not None
        try:
            return self.pipe.recv()  # type: ignore[no-any-return]
        except (EOFError, OSError):
            self.process.join(_STOP_GRACE)
            killed = self.process.exitcode == -signal.SIGKILL
            code, why = ("memory", "was killed") if killed else ("corrupt", "broke the parser")
            message = f"reading it {why} (exit {self.process.exitcode}){self._last_words()}"
            return Failure(self.source.uri, "read", code, message)

    def _last_words(self) -> str:
        """The last line that the process wrote to stderr, to know what broke."""
        lines = self._complaints.read_bytes()[-_LAST_WORDS:].decode("utf-8", "replace").strip().split("\n")
        return f": {lines[-1].strip()}" if lines[-1].strip() else ""

    def kill(self) -> None:
        """Ends the process and what it started."""
        with suppress(ProcessLookupError, PermissionError):
            if self.process.pid and os.getpgid(self.process.pid) == self.process.pid:
                os.killpg(self.process.pid, signal.SIGKILL)
        self.process.kill()
        self.process.join(_STOP_GRACE)
        self.pipe.close()
        self._folder.cleanup()


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

    def ask(self, asked: Task) -> Answer:
        """What one task comes to; nothing else may be under way."""
        worker = self._idle()
        assert worker is not None
        try:
            worker.give(asked)
        except OSError:
            self._replace(worker)
            return Failure(asked.uri, "read", "internal", "the reading process was gone; ask again")
        answers: list[Answer] = [answer for _, answer in self.drain()]
        return answers[0]

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

    def _answers(self) -> Iterator[tuple[Any, Any]]:
        busy = [worker for worker in self._workers if worker.source]
        left = min(worker.ends_at(self._limits) for worker in busy) - time.monotonic()
        ready = wait([worker.pipe for worker in busy], timeout=max(0.0, left))
        for worker in busy:
            source = worker.source
            assert source is not None
            if worker.pipe in ready:
                answer = worker.take()
                if answer is None:
                    worker.since = time.monotonic()
                    continue
                worker.source = None
                if not worker.process.is_alive():
                    self._replace(worker)
                yield source, answer
            elif time.monotonic() >= worker.ends_at(self._limits):
                self._replace(worker)
                message = f"reading it took longer than {round(time.monotonic() - worker.began):,} s"
                yield source, Failure(source.uri, "read", "timeout", message)

    def _replace(self, worker: _Worker) -> None:
        worker.kill()
        self._workers.remove(worker)


def default_workers() -> int:
    """One reading process a core."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else (os.cpu_count() or 1)
