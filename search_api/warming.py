"""What a server reads and works out when it starts, so that who asks first need not wait; those who ask go first."""

import gc
import logging
import threading
import time
from collections.abc import Callable

from pipeline.errors import PipelineError
from pipeline.workspace import Workspace
from search_api.pages import search, shell

log = logging.getLogger(__name__)

_LOOK = 0.02
_LAST = 2.0
"""Seconds that a server waits for the piece that is loading when it stops."""
_PATIENCE = 20.0
"""Seconds that all requests together may keep it waiting: some never end."""


class _StoppedError(Exception):
    """Raised where nobody waits any more for what is loaded."""


class Warming:
    """Loads in a thread of its own, a piece at a time, while no request is under way: threads share one processor."""

    def __init__(self, workspace: Workspace) -> None:
        """Takes what is loaded; nothing is yet."""
        self._workspace = workspace
        self._under_way = 0
        self._left = _PATIENCE
        self.ready = threading.Event()
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None

    def begin(self) -> None:
        """A request came. To be called, as ``end``, by the one thread that takes requests."""
        self._under_way += 1

    def end(self) -> None:
        """It was answered."""
        self._under_way -= 1

    def start(self) -> None:
        """Begins to load."""
        self._thread = threading.Thread(target=self._load, name="warming", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Loads no more: whoever stops the server closes what it would load from."""
        self._stopped.set()
        if self._thread is not None:
            self._thread.join(_LAST)

    def _load(self) -> None:
        """What a search, pairs, a digest, then pages of organisations, trends, appointments and meetings would have to.

        Nothing of it is garbage: the collector, which would walk over it again and again, waits until it is there.
        """
        space = self._workspace
        gc.disable()
        try:
            for load in (
                shell.load,
                space.entities.load,
                lambda: search.load(space),
                space.entities.pairs.load,
                space.register.load,
                lambda: space.organisations.load(self.pause),
                space.trends.load,
                space.decrees.load,
                space.meetings.load,
                lambda: shell.load_rest(self.pause),
            ):
                self._one(load)
                self.pause()
        except _StoppedError:
            return
        finally:
            gc.enable()
        gc.collect()
        gc.freeze()  # what is loaded stays: no request waits while the collector walks over it
        self.ready.set()

    @staticmethod
    def _one(load: Callable[[], object]) -> None:
        """Loads a piece; one that cannot be had, as of an index that is damaged, is said to whoever asks for it."""
        try:
            load()
        except _StoppedError:
            raise
        except Exception as error:
            foreseen = isinstance(error, PipelineError | OSError)
            log.warning("a piece cannot be loaded before it is asked for: %s", error, exc_info=not foreseen)

    def pause(self) -> None:
        """Waits while a request is under way; raises _StoppedError where the server stops."""
        began = time.monotonic()
        if self._stopped.is_set():
            raise _StoppedError
        while self._under_way > 0 and not self._stopped.is_set() and time.monotonic() - began < self._left:
            time.sleep(_LOOK)
        self._left -= time.monotonic() - began
