"""The audit log as the rest of the program has it: said at once, written a moment later by a thread of its own."""

import logging
import queue
import threading
import time
from datetime import UTC, datetime, timedelta
from typing import Any

from pipeline.errors import PipelineError
from pipeline.people.principal import Principal
from pipeline.store import audit as kept
from pipeline.store.audit import Entry, Verified
from pipeline.store.clock import now
from pipeline.store.documents import Store

log = logging.getLogger(__name__)

_SECONDS = 0.5
_CUT_SECONDS = 3600.0
_LONGEST = 30.0
_MOST = 500
"""Rows in one transaction."""
_WAITING = 100_000
"""Rows that may wait for a store that does not answer; who asks then waits too."""


class Audit:
    """Notes who did what. Safe to use from several threads; nothing is written until the first note."""

    def __init__(self, store: Store, days: int = 0) -> None:
        """Takes the store, and after how many days a row is taken out; 0 keeps all."""
        self._store, self._days = store, days
        self._waiting: queue.Queue[Entry | None] = queue.Queue(_WAITING)
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None
        self._over = threading.Event()
        self._cut_at = 0.0

    def note(self, who: Principal, act: str, subject: str, collection: str = "", **detail: Any) -> None:
        """Says that somebody did something; it is written within a second, or when the program ends."""
        if who.address:
            detail["address"] = who.address
        self._waiting.put(Entry(who.name, who.kind, act, subject, collection, detail, now()))
        if self._thread is None:
            with self._starting:
                if self._thread is None:
                    self._thread = threading.Thread(target=self._write, name="audit", daemon=True)
                    self._thread.start()

    def close(self) -> None:
        """Writes what waits."""
        if self._thread is not None:
            self._over.set()
            self._waiting.put(None)
            self._thread.join()
            self._thread = None
            self._over.clear()

    def entries(self, who: Principal, user: str = "", since: str = "") -> list[Entry]:
        """The rows, oldest first; of one user, and since an ISO day. Raises Forbidden."""
        who.must("admin")
        with self._store.engine.connect() as connection:
            return list(kept.entries(connection, user, since))

    def verify(self, who: Principal) -> Verified:
        """Walks along the chain; raises Forbidden."""
        who.must("admin")
        with self._store.engine.connect() as connection:
            return kept.verify(connection)

    def cut(self) -> int:
        """Takes out what is too old; gives how many rows that were."""
        if self._days <= 0:
            return 0
        until = (datetime.now(UTC) - timedelta(days=self._days)).isoformat(timespec="seconds")
        with self._store.writing() as connection:
            return kept.cut(connection, until)

    def _write(self) -> None:
        """Writes in batches until it is told to end; what cannot be written is tried again, later each time."""
        some: list[Entry] = []
        ending, pause = False, _SECONDS
        while not (ending and not some):
            ending = self._gather(some) or ending
            try:
                self._add(some)
            except PipelineError as error:
                if ending:
                    log.error("%d rows of the audit log are lost: %s", len(some), error)  # noqa: TRY400 - for people
                    return
                if pause == _SECONDS:
                    log.warning("the audit log cannot be written, and will be later: %s", error)
                pause = min(_LONGEST, pause * 2)
                self._over.wait(pause)
            else:
                pause = _SECONDS

    def _add(self, some: list[Entry]) -> None:
        """Writes the first of what waits, and takes out what is too old."""
        with self._store.writing() as connection:
            kept.add(connection, some[:_MOST])
        del some[:_MOST]
        if time.monotonic() > self._cut_at:
            self._cut_at = time.monotonic() + _CUT_SECONDS
            self.cut()

    def _gather(self, some: list[Entry]) -> bool:
        """Adds what waits, and what comes in the moment after the first; whether the end was called."""
        until = time.monotonic() + _SECONDS if some else None
        while len(some) < _MOST:
            try:
                entry = self._waiting.get(timeout=max(0.0, until - time.monotonic()) if until else None)
            except queue.Empty:
                return False
            if entry is None:
                return True
            some.append(entry)
            until = until or time.monotonic() + _SECONDS
        return False
