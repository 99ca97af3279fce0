"""One request a host at a time, with a pause between two of them."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from corpora.ids import canonical_uri
from pipeline.ingest.sources.web import Robots

_LONGEST_PAUSE = 60.0
"""Seconds of a robots.txt's Crawl-delay that are heeded."""


class Turns:
    """Who may ask which host now; safe to use from several threads."""

    def __init__(self, pause: float, robots: Robots, stop: threading.Event) -> None:
        """``pause`` is how many seconds lie between two requests, more where a site's robots.txt says so."""
        self._pause, self._robots, self._stop = pause, robots, stop
        self._guard = threading.Lock()
        self._locks: dict[str, threading.Lock] = {}
        self._last: dict[str, float] = {}

    @contextmanager
    def of(self, url: str) -> Iterator[None]:
        """Waits until the host of an address may be asked, and has it alone."""
        parts = urlsplit(canonical_uri(url))
        with self._guard:
            lock = self._locks.setdefault(parts.netloc, threading.Lock())
        with lock:
            delay = min(_LONGEST_PAUSE, self._robots.delay(f"{parts.scheme}://{parts.netloc}"))
            last = self._last.get(parts.netloc)
            left = last + max(self._pause, delay) - time.monotonic() if last is not None else 0.0
            if left > 0:
                self._stop.wait(left)
            try:
                yield
            finally:
                self._last[parts.netloc] = time.monotonic()
