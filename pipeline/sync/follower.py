"""Keeps projections up with the store, in a thread of its own, as long as a server, a worker or a run goes on."""

import logging
import sys
import threading
import time
from collections.abc import Mapping, Sequence

from pipeline.errors import PipelineError
from pipeline.store.documents import Store
from pipeline.sync.projection import BATCH, Projection

log = logging.getLogger(__name__)

_SECONDS = 0.5
_LONGEST = 30.0
_HAND_ON = 0.001
"""Seconds after which a thread that computes hands the interpreter on (5 ms by itself). A decision asks the database
some fifty times and waits for the interpreter after each answer: beside two threads that compute, half a second."""
_BREATH = 0.02
"""Seconds between two batches: other processes that want the writer lock get it then."""


class _Driven:
    """A projection, and when it is its turn."""

    def __init__(self, projection: Projection) -> None:
        self.projection = projection
        self.trouble = ""
        self.due = 0.0
        self._pause = _SECONDS

    def worked(self, *, more: bool) -> None:
        if self.trouble:
            log.warning("the %s is kept up with the store again", self.projection.name)
        self.trouble, self._pause = "", _SECONDS
        self.due = time.monotonic() + (_BREATH if more else _SECONDS)

    def failed(self, error: Exception) -> None:
        """Asks less and less often until it works; says so once, and where it happened if nobody foresaw it."""
        if not self.trouble:
            what = "the %s cannot be kept up with the store, and is tried again: %s"
            unforeseen = None if isinstance(error, PipelineError | OSError) else error  # a full disk says what it is
            log.error(what, self.projection.name, error, exc_info=unforeseen)
        self.trouble = str(error) or type(error).__name__
        self.due = time.monotonic() + self._pause
        self._pause = min(_LONGEST, self._pause * 2)


class Follower:
    """Drives all projections of a process, a batch of each in turn. No exception of one ends it, or stops another."""

    def __init__(self, store: Store, projections: Sequence[Projection]) -> None:
        """Starts nothing yet."""
        self._store = store
        self._driven = [_Driven(projection) for projection in projections]
        self._stop = threading.Event()
        self._wake = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def running(self) -> bool:
        """Whether its thread is there."""
        return self._thread is not None and self._thread.is_alive()

    def troubles(self) -> Mapping[str, str]:
        """Projections that could not be brought up last time → why."""
        return {each.projection.name: each.trouble for each in self._driven if each.trouble}

    def start(self) -> None:
        """Begins to follow; who answers people meanwhile has the interpreter sooner."""
        sys.setswitchinterval(min(_HAND_ON, sys.getswitchinterval()))
        self._stop.clear()
        self._thread = threading.Thread(target=self._follow, name="follower", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Ends after what is under way."""
        self._stop.set()
        self._wake.set()
        if self._thread is not None:
            self._thread.join(30)
            self._thread = None

    def wake(self) -> None:
        """Something was stored just now."""
        self._wake.set()

    def _follow(self) -> None:
        while not self._stop.is_set():
            for driven in self._driven:
                if driven.due <= time.monotonic():
                    self._drive(driven)
            pause = min(driven.due for driven in self._driven) - time.monotonic()
            if self._wake.wait(max(0.0, pause)):
                self._wake.clear()
                for driven in self._driven:
                    driven.due = driven.due if driven.trouble else 0.0

    def _drive(self, driven: _Driven) -> None:
        """Gives a projection its next changes; it may find more than those are, by itself."""
        try:
            changes = self._store.changes(driven.projection.cursor(), BATCH)
            worked = bool(changes) and driven.projection.apply(changes)
        except Exception as error:  # noqa: BLE001 - a thread that ends in silence leaves searches old for ever
            driven.failed(error)
        else:
            driven.worked(more=worked)
