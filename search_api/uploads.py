"""Uploads become jobs: the bytes are kept first, then one thread reads them; a restart takes up what was left."""

import logging
import queue
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote

from pipeline.errors import PipelineError
from pipeline.ingest.sources import file_uri, walk
from pipeline.records import Failure, Source
from pipeline.run import Workspace
from pipeline.store import ledger

log = logging.getLogger(__name__)
_FOLLOW_SECONDS = 0.5


def safe_name(name: str | None) -> str:
    """The last part of a file name that a browser sent, never a path.

    >>> safe_name("..\\\\..\\\\گزارش.txt"), safe_name("")
    ('گزارش.txt', 'upload')
    """
    last = PurePosixPath((name or "").replace("\\", "/").replace("\0", "")).name
    return last.strip(". ")[:200] or "upload"


class UploadQueue:
    """Runs upload jobs one after the other, and keeps the index up with what other processes store."""

    def __init__(self, workspace: Workspace) -> None:
        """Starts nothing yet."""
        self._workspace = workspace
        self._waiting: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._stop = threading.Event()
        self._threads = [
            threading.Thread(target=self._work, name="uploads", daemon=True),
            threading.Thread(target=self._follow, name="index-follower", daemon=True),
        ]

    def start(self) -> None:
        """Takes up jobs that an earlier process left, then new ones."""
        for job in ledger.unfinished_jobs(self._workspace.store):
            self._waiting.put(job.id)
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Ends after the job under way."""
        self._stop.set()
        self._waiting.put(None)
        for thread in self._threads:
            thread.join(30)

    def add(self, name: str | None, data: bytes) -> str:
        """Keeps the bytes and queues the job; gives its id."""
        blob = self._workspace.blobs.put(data)
        detail = {"name": safe_name(name), "blob": blob, "bytes": len(data)}
        identity = ledger.add_job(self._workspace.store, "upload", detail, self._workspace.settings.user)
        self._waiting.put(identity)
        return identity

    def _work(self) -> None:
        while (identity := self._waiting.get()) is not None and not self._stop.is_set():
            job = ledger.job(self._workspace.store, identity)
            if job is None:
                continue
            ledger.change_job(self._workspace.store, identity, "running", job.detail)
            state, told = self._run(job.detail)
            ledger.change_job(self._workspace.store, identity, state, {**job.detail, **told})

    def _run(self, detail: Any) -> tuple[str, dict[str, Any]]:
        try:
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder) / detail["name"]
                path.write_bytes(self._workspace.blobs.get(detail["blob"]))
                found: list[str] = []
                report = self._workspace.ingest_sources(self._renamed(path, detail, found))
        except (OSError, PipelineError) as error:
            log.exception("an upload broke")
            return "failed", {"message": str(error)}
        counts = {"added": report.added, "changed": report.changed, "unchanged": report.unchanged}
        state = "done" if not report.failed else "failed"
        failed = [f for f in ledger.failures(self._workspace.store) if f.uri in found]
        reasons = [{"uri": f.uri, "code": f.code, "message": f.message} for f in failed]
        keys = [key for uri in found[:100] if (key := self._key(uri))]
        return state, {**counts, "failed": report.failed, "failures": reasons, "documents": keys}

    def _key(self, uri: str) -> str:
        try:
            return self._workspace.store.key_of(uri)
        except PipelineError:
            return ""

    def _renamed(self, path: Path, detail: Any, found: list[str]) -> Iterator[Source | Failure]:
        """What lies in the file, under an address that says that it was uploaded."""
        there, here = file_uri(path), f"upload:/{detail['blob'][:16]}/{quote(detail['name'])}"
        for item in walk(path, "", self._workspace.settings.limits()):
            named = replace(item, uri=item.uri.replace(there, here, 1))
            found.append(named.uri)
            yield named

    def _follow(self) -> None:
        while not self._stop.wait(_FOLLOW_SECONDS):
            try:
                self._workspace.sync()
            except (PipelineError, OSError, ValueError):
                log.exception("the index could not be brought up to the store")
