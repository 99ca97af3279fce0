"""Reading and annotating in child processes with limits on time and memory; a child that dies is a failure, not an end.

Each worker takes one source at a time, in a process group of its own, confined as far as the system lets it.
``forkserver`` keeps a clean process with the parsers loaded, so a worker that was killed is replaced in milliseconds.
"""

import os
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from multiprocessing.connection import wait

from corpora.document import Document
from pipeline.errors import WorkspaceError
from pipeline.records import Failure, Limits
from pipeline.sandbox.messages import Answer, GoesOn, Task
from pipeline.sandbox.process import Process, Watch

type Read[T] = tuple[T, Document | Failure]


class ReaderPool:
    """Reads sources in ``workers`` processes; answers come in any order.

    Those of work that nobody waits for are ``background``: they leave the processor to whoever answers people.
    """

    def __init__(self, workers: int, limits: Limits, *, background: bool = False) -> None:
        """Starts no process yet."""
        self._limits, self._background = limits, background
        self._size = max(1, workers)
        self._workers: list[Process] = []
        self._watch = Watch(lambda: self._workers)

    def __enter__(self) -> "ReaderPool":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Ends every worker, in the middle of its work too."""
        self._watch.stop()
        for worker in self._workers:
            worker.kill()
        self._workers.clear()

    def _idle(self) -> Process | None:
        for worker in self._workers:
            if worker.task is None:
                return worker
        if len(self._workers) < self._size:
            try:
                self._workers.append(Process(self._limits, background=self._background))
            except (EOFError, OSError) as error:
                raise WorkspaceError(f"no reading process can be started: {error}") from error
            self._watch.start()
            return self._workers[-1]
        return None

    def ask(self, asked: Task) -> Answer:
        """What one task comes to; nothing else may be under way."""
        answers = [answer for _, answer in (*self._submit(asked), *self._drain())]
        return answers[0]

    def submit[T: Task](self, task: T) -> Iterator[Read[T]]:
        """Gives a task to a worker; yields the answers that had to come first."""
        yield from self._submit(task)  # type: ignore[misc]

    def drain[T: Task](self) -> Iterator[Read[T]]:
        """The answers that are still under way."""
        yield from self._drain()  # type: ignore[misc]

    def read_all[T: Task](self, tasks: Iterable[T]) -> Iterator[Read[T]]:
        """The answers of many tasks, in any order."""
        for task in tasks:
            yield from self.submit(task)
        yield from self.drain()

    def _submit(self, task: Task) -> Iterator[tuple[Task, Answer]]:
        worker = self._idle()
        while worker is None:
            yield from self._answers()
            worker = self._idle()
        try:
            worker.give(task)
        except (OSError, ValueError) as error:
            self._replace(worker)
            why = f"the reading process could not be asked: {error}"
            yield task, Failure(task.uri, "read", "internal", why)

    def _drain(self) -> Iterator[tuple[Task, Answer]]:
        while any(worker.task for worker in self._workers):
            yield from self._answers()

    def _answers(self) -> Iterator[tuple[Task, Answer]]:
        busy = [worker for worker in self._workers if worker.task]
        left = min(worker.ends_at for worker in busy) - time.monotonic()
        ready = wait([worker.pipe for worker in busy], timeout=max(0.0, left))
        for worker in busy:
            task = worker.task
            assert task is not None
            if worker.pipe in ready:
                answer = worker.take()
                if isinstance(answer, GoesOn):
                    continue
                worker.task = None
                if not worker.process.is_alive() or not isinstance(answer, Document | bytes | Failure):
                    self._replace(worker)
                yield task, _answer_to(task, answer)
            elif time.monotonic() >= worker.ends_at:
                self._replace(worker)
                yield task, worker.too_late(task.uri)

    def _replace(self, worker: Process) -> None:
        worker.kill()
        self._workers.remove(worker)


def _answer_to(task: Task, said: object) -> Answer:
    """What was said, where it can be the answer to a task; a failure is of what was asked, whatever it says."""
    if isinstance(said, Failure):
        return replace(said, uri=task.uri)
    if isinstance(said, Document | bytes):
        return said
    return Failure(task.uri, "read", "internal", "the reading process said what it was not asked")


def default_workers() -> int:
    """One reading process a core."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else (os.cpu_count() or 1)
