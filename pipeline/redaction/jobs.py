"""Redacted PDFs of long documents as jobs: each page is drawn, blackened and read once more, which takes its time.

The copy is kept for a day, for who asked for it as long as he may see the document, and for admins.
"""

import logging
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from corpora.sentences import Sentence, packed, sentence_of, unpacked
from pipeline.errors import (
    AmbiguousDocument,
    DocumentNotFound,
    InvalidRedaction,
    RunNotFound,
    StoreUnavailable,
    UnreadableSource,
)
from pipeline.people.access import key_for
from pipeline.people.audit import Audit
from pipeline.people.principal import Principal, Role
from pipeline.redaction.places import Wanted, places
from pipeline.store import erasing, jobs, redacting
from pipeline.store.blobs import Blobs
from pipeline.store.clock import now
from pipeline.store.documents import Store
from pipeline.store.jobs import Job

log = logging.getLogger(__name__)
KEPT = timedelta(hours=24)
"""How long a copy can be had."""
_MOST_ENDED = 2
"""Programs that may end over a copy before it is taken for what ended them."""


class Stopped(Exception):
    """Raised between two pages where the program ends, or the copy is not wanted any more."""


type Pages = Callable[[Principal, str, Wanted, Callable[[int], None]], tuple[Any, bytes | None]]
"""Makes the PDF of a document for somebody, and tells after each page how many are done; None where it has no pages."""


@dataclass(frozen=True, slots=True)
class Copying:
    """A copy that is made: how many of its pages are done, and what went wrong."""

    job: Job

    @property
    def document(self) -> str:
        """The key of the document."""
        return str(self.job.detail["document"])

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return int(self.job.detail["pages"])

    @property
    def done(self) -> int:
        """How many of them are done."""
        return int(self.job.detail.get("done", 0))

    @property
    def why(self) -> str:
        """Why there is no copy, as a sentence; "" where there is none to tell."""
        told = self.job.detail.get("why")
        return unpacked(told) if told else ""

    @property
    def until(self) -> str:
        """Until when it is kept."""
        return (datetime.fromisoformat(self.job.changed_at) + KEPT).isoformat(timespec="seconds")


class RedactionJobs:
    """The copies that people asked for."""

    def __init__(self, store: Store, blobs: Blobs, pages: Pages, audit: Audit) -> None:
        """Takes where jobs and copies are kept, what makes a copy, and where to note it."""
        self._store, self._blobs, self._pages, self._audit = store, blobs, pages, audit

    def begin(self, who: Principal, reference: str, wanted: Wanted) -> str:
        """Keeps a job that makes the PDF of a document; gives its id. What is under way already is the same job.

        Raises InvalidRedaction, DocumentNotFound and AmbiguousDocument.
        """
        self.expire()
        document = self._store.get(key_for(self._store, who, reference))
        places(document, wanted)
        asked = {name: list(some) for name, some in asdict(wanted.checked()).items()}
        with self._store.writing() as connection:
            for one in redacting.of(connection, who.name, document.key):
                if one.detail["asked"] == asked and (one.under_way or one.state == "done"):
                    return one.id
            roles: dict[str, Role] = {document.collection: "viewer"}
            detail = {"document": document.key, "asked": asked, "pages": len(document.pages), "roles": roles}
            identity = redacting.keep(connection, detail, who.name)
        self._audit.note(who, "export", document.key, document.collection, redacted=asked["labels"], job=identity)
        return identity

    def job(self, who: Principal, identity: str) -> Copying:
        """A copy that somebody asked for and may have; raises RunNotFound."""
        self.expire()
        with self._store.engine.connect() as connection:
            found = redacting.get(connection, identity)
        try:
            if found is None or not (found.user == who.name or who.may("admin")):
                raise DocumentNotFound("there is no job {identity!r}", identity=identity)
            key_for(self._store, who, str(found.detail["document"]))
        except (DocumentNotFound, AmbiguousDocument):
            raise RunNotFound("there is no job {identity!r}", identity=identity) from None
        return Copying(found)

    def file(self, who: Principal, identity: str) -> bytes:
        """The copy; raises RunNotFound where it is not made, or not kept any more."""
        one = self.job(who, identity)
        try:
            data = self._blobs.get(str(one.job.detail["result"])) if one.job.state == "done" else None
        except FileNotFoundError:
            data = None
        if data is None:
            raise RunNotFound("there is no job {identity!r}", identity=identity)
        self._audit.note(who, "export", one.document, job=identity)
        return data

    def cancel(self, who: Principal, identity: str) -> None:
        """Ends a copy that is made, and lets go of one that is; raises RunNotFound."""
        one = self.job(who, identity)
        jobs.change_job(self._store, identity, "cancelled", {**one.job.detail, "asked": {}})
        self._forget([identity])

    def take_up(self) -> list[str]:
        """The jobs that an earlier process left, oldest first; one over which two ended has failed."""
        self.expire()
        with self._store.engine.connect() as connection:
            left = redacting.waiting(connection)
        found = list[str]()
        for one in left:
            ended = int(one.detail.get("ended", 0)) + (one.state == "running")
            if ended >= _MOST_ENDED:
                self._failed(one, Sentence("the program that made it ended more than once"))
            elif jobs.change_job(self._store, one.id, "queued", {**one.detail, "ended": ended}):
                found.append(one.id)
        return found

    def carry_out(self, identity: str, stopped: Callable[[], bool] = lambda: False) -> None:
        """Makes the copy; whatever goes wrong ends this job alone. Raises StoreUnavailable.

        Where it is ``stopped`` between two pages, the job is left for a later process.
        """
        with self._store.engine.connect() as connection:
            job = redacting.get(connection, identity)
        if job is None or not jobs.change_job(self._store, identity, "running", job.detail):
            return
        who = Principal(job.user, "person", dict(job.detail["roles"]))
        asked = Wanted(**{name: tuple(some) for name, some in job.detail["asked"].items()})

        def on_page(done: int) -> None:
            if not jobs.change_job(self._store, identity, "running", {**job.detail, "done": done}) or stopped():
                raise Stopped

        try:
            _, data = self._pages(who, str(job.detail["document"]), asked, on_page)
        except (Stopped, StoreUnavailable) as error:
            jobs.change_job(self._store, identity, "queued", job.detail)
            if isinstance(error, StoreUnavailable):
                raise
        except (InvalidRedaction, DocumentNotFound, UnreadableSource) as error:
            self._failed(job, sentence_of(error))
        except Exception:
            log.exception("a redacted copy broke")
            self._failed(job, Sentence("it broke in a way that nobody foresaw"))
        else:
            self._done(job, data)

    def _done(self, job: Job, data: bytes | None) -> None:
        if data is None:
            self._failed(job, Sentence("the document has no pictures of pages"))
            return
        told = {**job.detail, "done": job.detail["pages"], "result": self._blobs.put(data), "bytes": len(data)}
        if not jobs.change_job(self._store, job.id, "done", told):  # it was cancelled meanwhile
            redacting.let_go(self._store, [replace(job, detail=told)])
        erasing.erase(self._store, self._blobs)

    def _failed(self, job: Job, why: Sentence) -> None:
        jobs.change_job(self._store, job.id, "failed", {**job.detail, "why": packed(why)})

    def expire(self) -> int:
        """Lets go of copies that were kept long enough, and of those whose document is withdrawn; gives how many."""
        before = (datetime.fromisoformat(now()) - KEPT).isoformat(timespec="seconds")
        with self._store.engine.connect() as connection:
            old = redacting.ended(connection, before)
        return self._forget([one.id for one in old])

    def _forget(self, identities: list[str]) -> int:
        if not identities:
            return 0
        gone = redacting.remove(self._store, identities)
        erasing.erase(self._store, self._blobs)
        return gone
