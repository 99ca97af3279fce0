"""Uploads become jobs: one thread of the server reads them, or workers do where there is a queue for them."""

import queue
import threading

from pipeline.jobs import uploads
from pipeline.jobs.queue import WorkQueue, work_queue
from pipeline.people.principal import Principal
from pipeline.store import jobs
from pipeline.sync.follower import Follower
from pipeline.workspace import Workspace


class UploadQueue:
    """Runs upload jobs one after the other, and keeps the index up with what other processes store."""

    def __init__(self, workspace: Workspace) -> None:
        """Starts nothing yet."""
        self._workspace = workspace
        self._shared: WorkQueue | None = work_queue(workspace)
        self._waiting: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._work, name="uploads", daemon=True)
        self._follower = Follower(workspace.indexing.sync)

    def start(self) -> None:
        """Takes up jobs that an earlier process left, then new ones."""
        if self._shared is None:
            for job in jobs.unfinished_uploads(self._workspace.store):
                self._waiting.put(job.id)
            self._follower.start()  # a worker has one of its own
        self._thread.start()

    def stop(self) -> None:
        """Ends after the job under way."""
        self._stop.set()
        self._waiting.put(None)
        if self._shared is not None:
            self._shared.stop()
        self._thread.join(30)
        self._follower.stop()

    def add(self, who: Principal, name: str | None, data: bytes, collection: str) -> str:
        """Keeps the bytes and queues the job; gives its id. Raises CollectionNotFound, Forbidden."""
        identity = uploads.keep(self._workspace, who, name, data, collection)
        if self._shared is not None:
            self._shared.add_upload(identity)
        else:
            self._waiting.put(identity)
        return identity

    def _work(self) -> None:
        if self._shared is not None:
            self._shared.work(1, uploads_only=True, signals=False)
            return
        while (identity := self._waiting.get()) is not None and not self._stop.is_set():
            uploads.read(self._workspace, identity)
