"""Uploads become jobs: one thread of the server reads them, or workers do where there is a queue for them."""

import logging
import queue
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from pipeline.errors import StoreUnavailable
from pipeline.jobs import uploads
from pipeline.jobs.new_versions import keep_version
from pipeline.jobs.polling import Poller
from pipeline.jobs.queue import WorkQueue, work_queue
from pipeline.jobs.uploads import Sent
from pipeline.jobs.watching import Watched, Watcher
from pipeline.people.principal import Principal, local
from pipeline.workspace import Workspace

log = logging.getLogger(__name__)

_LOOK = 5.0
"""Seconds between two looks into a watched folder."""
_EXPIRES = 600.0
"""Seconds between two looks for redacted copies that were kept long enough."""
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
        self._copying: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="uploads", daemon=True)
        self._copies = threading.Thread(target=self._copy, name="redacted copies", daemon=True)
        self._watching = [
            threading.Thread(target=self._watch, args=(collection, folder), name=f"watch {folder}", daemon=True)
            for collection, folder in workspace.settings.watched()
        ]
        if workspace.settings.poll and self._shared is None:
            self._watching.append(threading.Thread(target=self._poll, name="sources", daemon=True))

    def start(self) -> None:
        """Takes up jobs that an earlier process left, then new ones."""
        self._workspace.upkeep.start()
        self._workspace.deliverer.start()
        if self._shared is None:
            for identity in uploads.take_up(self._workspace):
                self._waiting.put(identity)
            for identity in self._workspace.redactions.jobs.take_up():
                self._copying.put(identity)
        for thread in (self._thread, self._copies):
            thread.start()
        for thread in self._watching:
            thread.start()

    def stop(self) -> None:
        """Ends after the job under way."""
        self._stop.set()
        self._waiting.put(None)
        self._copying.put(None)
        if self._shared is not None:
            self._shared.stop()
        for thread in (self._thread, self._copies, *self._watching):
            thread.join(30)
        self._workspace.upkeep.stop()

    def add(self, who: Principal, name: str | None, data: bytes, collection: str) -> str:
        """Keeps the bytes and queues the job; gives its id. Raises CollectionNotFound, Forbidden."""
        return self.add_all(who, Sent([(name, data)]), collection)

    def add_all(self, who: Principal, sent: Sent, collection: str) -> str:
        """The same for all that a person sent at once."""
        identity = uploads.keep_all(self._workspace, who, sent, collection)
        self._queue(identity)
        return identity

    def new_version(self, who: Principal, key: str, of: str) -> str:
        """Queues the reading of a document as a new version of another; raises DocumentNotFound, Forbidden."""
        identity = keep_version(self._workspace, who, key, of)
        self._queue(identity)
        return identity

    def retry(self, who: Principal, ids: Sequence[int] = (), code: str = "") -> list[str]:
        """Queues the reading again of what failed; gives the jobs. Raises Forbidden."""
        made = uploads.keep_retry(self._workspace, who, ids, code)
        for identity in made:
            self._queue(identity)
        return made

    def judge(self, identity: str) -> None:
        """Queues a job that judges, which its person asked for."""
        if self._shared is not None:
            self._shared.add_judging(identity)
        else:
            self._waiting.put(identity)

    def redact(self, identity: str) -> None:
        """Queues a job that makes a redacted copy; here it holds up no upload."""
        if self._shared is not None:
            self._shared.add_upload(identity)
        else:
            self._copying.put(identity)

    def _queue(self, identity: str) -> None:
        if self._shared is not None:
            self._shared.add_upload(identity)
        else:
            self._waiting.put(identity)

    def ended(self) -> Mapping[str, str]:
        """Threads that should run and do not, by what they do; a server has to be started again then."""
        running = {thread.name: thread.is_alive() for thread in (self._thread, self._copies)}
        running["follower"] = self._workspace.upkeep.running
        running |= {thread.name: thread.is_alive() for thread in self._watching}
        return {name: "its thread has ended; start the server again" for name, there in running.items() if not there}

    def _watch(self, collection: str, folder: Path) -> None:
        """Reads what is put into a folder, for the user that works at this machine."""
        who = local(self._workspace.settings.user)
        try:
            self._workspace.collections.add(who, collection)
            watched = Watched([folder], collection=collection)
            Watcher(self._workspace, who, watched, lambda _: None).run(_LOOK, self._stop)
        except Exception:
            log.exception("a watched folder is not watched any more: %s", folder)

    def _poll(self) -> None:
        """Looks at sources when they are due."""
        try:
            Poller(self._workspace, stop=self._stop).run()
        except Exception:
            log.exception("sources are not looked at any more")

    def _copy(self) -> None:
        """Makes redacted copies, and lets go of those that were kept long enough."""
        copies = self._workspace.redactions.jobs
        while not self._stop.is_set():
            try:
                identity = self._copying.get(timeout=_EXPIRES)
                if identity is None:
                    return
                copies.carry_out(identity, self._stop.is_set)
            except queue.Empty:
                self._let_go()
            except StoreUnavailable as error:
                log.warning("a redacted copy waits for the store: %s", error)
                self._stop.wait(_PAUSE)
                self._copying.put(identity)
            except Exception:
                log.exception("a redacted copy broke in a way that could not be kept")

    def _let_go(self) -> None:
        with suppress(StoreUnavailable):
            self._workspace.redactions.jobs.expire()

    def _work(self) -> None:
        if self._shared is not None:
            self._shared.work(1, uploads_only=True, signals=False)
            return
        while (identity := self._waiting.get()) is not None and not self._stop.is_set():
            try:
                if uploads.read(self._workspace, identity):
                    self._waiting.put(identity)
            except StoreUnavailable as error:
                log.warning("an upload waits for the store: %s", error)
                self._stop.wait(_PAUSE)
                self._waiting.put(identity)
            except Exception:
                log.exception("an upload broke in a way that could not be kept")
