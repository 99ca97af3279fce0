"""A reading process from outside: what it is asked, how long it may take, what became of it."""

import logging
import os
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing.context import ForkServerProcess

from pipeline.errors import WorkspaceError
from pipeline.records import Failure, Limits
from pipeline.sandbox import worker
from pipeline.sandbox.folders import Folder
from pipeline.sandbox.forking import forking
from pipeline.sandbox.messages import GoesOn, InvalidAnswer, Message, Task, receive, receive_message, send_task

log = logging.getLogger(__name__)

_STOP_GRACE = 2.0
_START_SECONDS = 60.0
_LONGEST_MESSAGE = 30.0
"""Seconds from the begin of a message to its end; a process that holds us in the middle of one longer is killed."""
_LAST_WORDS = 500
NETWORK = "without a network"
"""The measure that is warned of where it does not hold."""


class Process:
    """One child process and the task it is at. Raises WorkspaceError where none can be started, or not confined."""

    def __init__(self, limits: Limits, *, background: bool = False) -> None:
        """Starts it; it confines itself meanwhile."""
        self._limits = limits
        context = forking()
        self.pipe, theirs = context.Pipe()
        self._folder = Folder()
        self._complaints = self._folder.path / "stderr"
        self._complaints.touch()
        arguments = (theirs, limits, str(self._folder.path), background)
        self.process: ForkServerProcess = context.Process(target=worker.serve, args=arguments, daemon=True)
        self.process.start()
        theirs.close()
        self._held: dict[str, bool] = {}
        self.task: Task | None = None
        self.ends_at = float("inf")
        """When it must have said something."""
        self._began = 0.0
        self.overdue = False
        self._talks_since = float("inf")

    def become_ready(self) -> dict[str, bool]:
        """Waits until it is confined, and says by measure what holds.

        Raises WorkspaceError where all of them are asked for and one does not hold.
        """
        if self._held:
            return self._held
        if not self.pipe.poll(_START_SECONDS):
            raise WorkspaceError("no reading process can be started: it does not answer")
        try:
            held: dict[str, bool] = receive(self.pipe)[0]["held"]
        except (EOFError, OSError, InvalidAnswer, KeyError) as error:
            raise WorkspaceError(
                f"no reading process can be started: {error or 'it ended'}{self._last_words()}"
            ) from error
        lacking = [name for name, holds in held.items() if not holds]
        if lacking and self._limits.sandbox == "require":
            raise WorkspaceError(
                f"ASNAD_SANDBOX=require, but reading processes here are not {' and not '.join(lacking)}"
            )
        _warn_once(held)
        self._held = held
        return held

    def give(self, task: Task, stream: int | None = None) -> None:
        """Gives it a task, a Place with the open file ``stream``; raises OSError where it is gone."""
        self.become_ready()
        self._began = time.monotonic()
        self.extend()
        self.task = task
        self._complaints.write_bytes(b"")
        with self._talking():
            send_task(self.pipe, task)
        if stream is not None:
            with socket.socket(fileno=os.dup(self.pipe.fileno())) as beside:
                socket.send_fds(beside, [b"\0"], [stream])

    @contextmanager
    def _talking(self) -> Iterator[None]:
        """Notes since when a message is under way, for the Watch."""
        self._talks_since = time.monotonic()
        try:
            yield
        finally:
            self._talks_since = float("inf")

    def extend(self) -> None:
        """Gives it the time that one source, or another page, may take."""
        whole = self._began + max(self._limits.seconds, self._limits.scan_seconds)
        self.ends_at = min(time.monotonic() + self._limits.seconds, whole)

    def take(self) -> Message:
        """What it says; a failure where it died, or says what it cannot mean."""
        assert self.task is not None
        try:
            with self._talking():
                said = receive_message(self.pipe)
        except InvalidAnswer as error:
            self._kill_group()
            self.process.join(_STOP_GRACE)
            return Failure(self.task.uri, "read", "internal", f"the reading process said what it cannot mean: {error}")
        except (EOFError, OSError):
            self.process.join(_STOP_GRACE)
            return self._death(self.task.uri)
        if isinstance(said, GoesOn):
            self.extend()
        elif isinstance(said, Failure) and said.trace:
            log.error("a source broke the %s stage", said.stage, extra={"uri": said.uri, "trace": said.trace})
        return said

    def _death(self, uri: str) -> Failure:
        code = self.process.exitcode
        if self.overdue or code == -signal.SIGXCPU:
            return self.too_late(uri)
        kind, why = ("memory", "was killed") if code == -signal.SIGKILL else ("corrupt", "broke the parser")
        return Failure(uri, "read", kind, f"reading it {why} (exit {code}){self._last_words()}")

    def too_late(self, uri: str) -> Failure:
        """The failure of what took too long."""
        message = f"reading it took longer than {round(time.monotonic() - self._began):,} s"
        return Failure(uri, "read", "timeout", message)

    def _last_words(self) -> str:
        """The last line that the process wrote to stderr, to know what broke."""
        lines = self._complaints.read_bytes()[-_LAST_WORDS:].decode("utf-8", "replace").strip().split("\n")
        return f": {lines[-1].strip()}" if lines[-1].strip() else ""

    def is_late(self) -> bool:
        """Whether it holds us in the middle of a message."""
        return time.monotonic() > self._talks_since + _LONGEST_MESSAGE

    def interrupt(self) -> None:
        """Ends the process from another thread, so that who waits in the middle of a message goes on."""
        self.overdue = True
        self._kill_group()

    def _kill_group(self) -> None:
        with suppress(ProcessLookupError, PermissionError):
            if self.process.pid and os.getpgid(self.process.pid) == self.process.pid:
                os.killpg(self.process.pid, signal.SIGKILL)
        self.process.kill()

    def kill(self) -> None:
        """Ends the process and what it started."""
        self._kill_group()
        self.process.join(_STOP_GRACE)
        self.pipe.close()
        self._folder.cleanup()


_warned = threading.Event()


def _warn_once(held: dict[str, bool]) -> None:
    if not held.get(NETWORK) and not _warned.is_set():
        _warned.set()
        log.warning(
            "reading processes keep the network: this system allows neither namespaces nor filters; see asnad doctor"
        )


class Watch:
    """Ends processes that hold whoever waits for them in the middle of a message, from a thread of its own."""

    def __init__(self, processes: Callable[[], Iterable[Process]]) -> None:
        """Starts nothing yet."""
        self._processes = processes
        self._over = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begins to watch, if it does not already."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._look, name="reader-watch", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Ends."""
        self._over.set()

    def _look(self) -> None:
        while not self._over.wait(1.0):
            for process in list(self._processes()):
                if process.is_late():
                    process.interrupt()
