"""One request a host at a time, with a pause between two of them."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from pipeline.ingest.sources.web import Robots
from pipeline.sources.clock import Clock

_LONGEST_PAUSE = 60.0
"""Seconds of a robots.txt's Crawl-delay that are heeded."""


class Turns:
    """Who may ask which host now; safe to use from several threads."""

    def __init__(self, clock: Clock, pause: float, robots: Robots, stop: threading.Event) -> None:
        """``pause`` is how many seconds lie between two requests, more where a site's robots.txt says so."""
        self._clock, self._pause, self._robots, self._stop = clock, pause, robots, stop
        self._guard = threading.Lock()
        self._locks: dict[str, threading.Lock] = {}
        self._last: dict[str, datetime] = {}

    @contextmanager
    def of(self, url: str) -> Iterator[None]:
        """Waits until the host of an address may be asked, and has it alone."""
        parts = urlsplit(url)
        with self._guard:
            lock = self._locks.setdefault(parts.netloc, threading.Lock())
        with lock:
            delay = min(_LONGEST_PAUSE, self._robots.delay(f"{parts.scheme}://{parts.netloc}"))
            last = self._last.get(parts.netloc)
            left = last + timedelta(seconds=max(self._pause, delay)) - self._clock.now() if last else timedelta()
            if left > timedelta():
                self._clock.wait(left.total_seconds(), self._stop)
            try:
                yield
            finally:
                self._last[parts.netloc] = self._clock.now()
