"""Keeps an index up with its store, in a thread of its own, as long as a server or a worker runs."""

import logging
import threading
from collections.abc import Callable

from pipeline.errors import PipelineError

log = logging.getLogger(__name__)

_SECONDS = 0.5
_LONGEST = 30.0


class Follower:
    """Calls ``sync`` twice a second; where that fails it says so once, and asks less and less often until it works."""

    def __init__(self, sync: Callable[[], int]) -> None:
        """Starts nothing yet."""
        self._sync = sync
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._follow, name="index-follower", daemon=True)

    def start(self) -> None:
        """Begins to follow."""
        self._thread.start()

    def stop(self) -> None:
        """Ends after what is under way."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(30)

    def _follow(self) -> None:
        pause = _SECONDS
        while not self._stop.wait(pause):
            try:
                self._sync()
            except (PipelineError, OSError, ValueError) as error:
                if pause == _SECONDS:
                    log.warning("the index could not be brought up to the store, and will be later: %s", error)
                pause = min(_LONGEST, pause * 2)
            else:
                if pause > _SECONDS:
                    log.warning("the index is up with the store again")
                pause = _SECONDS
