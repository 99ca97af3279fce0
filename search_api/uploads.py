"""Uploads become jobs: one thread of the server reads them, or workers do where there is a queue for them."""

import logging
import queue
import threading
from collections.abc import Mapping

from pipeline.errors import StoreUnavailable
from pipeline.jobs import uploads
from pipeline.jobs.queue import WorkQueue, work_queue
from pipeline.people.principal import Principal
from pipeline.workspace import Workspace

log = logging.getLogger(__name__)

_PAUSE = 5.0
"""Seconds until a job is tried again whose store did not answer."""


class UploadQueue:
    """Runs upload jobs one after the other, and keeps what is derived from the store up with it."""

    def __init__(self, workspace: Workspace) -> None:
        """Starts nothing yet."""
        self._workspace = workspace
        self._shared: WorkQueue | None = work_queue(workspace)
        self._waiting: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._work, name="uploads", daemon=True)

    def start(self) -> None:
        """Takes up jobs that an earlier process left, then new ones."""
        self._workspace.upkeep.start()
        if self._shared is None:
            for identity in uploads.take_up(self._workspace):
                self._waiting.put(identity)
        self._thread.start()

    def stop(self) -> None:
        """Ends after the job under way."""
        self._stop.set()
        self._waiting.put(None)
        if self._shared is not None:
            self._shared.stop()
        self._thread.join(30)
        self._workspace.upkeep.stop()

    def add(self, who: Principal, name: str | None, data: bytes, collection: str) -> str:
        """Keeps the bytes and queues the job; gives its id. Raises CollectionNotFound, Forbidden."""
        identity = uploads.keep(self._workspace, who, name, data, collection)
        if self._shared is not None:
            self._shared.add_upload(identity)
        else:
            self._waiting.put(identity)
        return identity

    def ended(self) -> Mapping[str, str]:
        """Threads that should run and do not, by what they do; a server has to be started again then."""
        running = {"uploads": self._thread.is_alive(), "follower": self._workspace.upkeep.running}
        return {name: "its thread has ended; start the server again" for name, there in running.items() if not there}

    def _work(self) -> None:
        if self._shared is not None:
            self._shared.work(1, uploads_only=True, signals=False)
            return
        while (identity := self._waiting.get()) is not None and not self._stop.is_set():
            try:
                uploads.read(self._workspace, identity)
            except StoreUnavailable as error:
                log.warning("an upload waits for the store: %s", error)
                self._stop.wait(_PAUSE)
                self._waiting.put(identity)
            except Exception:
                log.exception("an upload broke in a way that could not be kept")
