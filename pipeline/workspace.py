"""The only wiring: a Workspace holds store, bytes, index and readers, and is all that commands and routes call."""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any

from corpora.document import MAIN, Document
from pipeline.exchange.exchange import Exchange
from pipeline.gazetteer.gazetteer import Gazetteer
from pipeline.index.backend import SearchBackend
from pipeline.index.embedded.backend import EmbeddedBackend
from pipeline.ingest.sources.web import Fetcher
from pipeline.ingestion import Ingestion, Progress, Target, named, retried, together
from pipeline.monitors.alerts import Alerts
from pipeline.monitors.deliverer import Deliverer
from pipeline.monitors.deliveries import Deliveries
from pipeline.monitors.digest_mails import DigestMails
from pipeline.monitors.digests import Digests
from pipeline.monitors.feeds import Feeds
from pipeline.monitors.matching import Matching
from pipeline.monitors.monitors import Monitors
from pipeline.monitors.sending import Outside
from pipeline.monitors.watch_editions import WatchNames
from pipeline.organisations.importing import OrganisationLists
from pipeline.organisations.organisations import Organisations
from pipeline.originals.originals import Originals
from pipeline.people.access import collection_for, key_for
from pipeline.people.accounts import Accounts
from pipeline.people.audit import Audit
from pipeline.people.collections import Collections
from pipeline.people.principal import Principal, said
from pipeline.people.shelf import Shelf
from pipeline.recommender.recommender import Recommender
from pipeline.records import Annotate, Failure, IngestReport, Source, State
from pipeline.redaction.redactions import Redactions
from pipeline.registry.deciding import DecreeReview, EntryReview, MeetingReview
from pipeline.registry.decrees import Decrees
from pipeline.registry.meetings import Meetings
from pipeline.registry.register import Register
from pipeline.review.assigning import Assignments
from pipeline.review.bulk import BulkReview
from pipeline.review.documents import DocumentReview
from pipeline.review.effective import effective
from pipeline.review.entities import Entities
from pipeline.review.log import OfDocuments, ReviewLog
from pipeline.review.mentions import MentionReview
from pipeline.review.queue import MentionQueue
from pipeline.review.second import SecondLook
from pipeline.review.texts import TextReview
from pipeline.review.why import Reasons
from pipeline.runs.failing import Failures
from pipeline.runs.removal import Removal
from pipeline.runs.runs import Going, Runs, Told
from pipeline.sandbox.helper import Helper
from pipeline.sandbox.pool import ReaderPool
from pipeline.search.searches import Searches
from pipeline.settings import Settings
from pipeline.sources.sources import Sources
from pipeline.store import erasing, failures, jobs, parts
from pipeline.store.blobs import blobs_at
from pipeline.store.clock import Clock, utc
from pipeline.store.documents import Store
from pipeline.store.folder import private_folder
from pipeline.sync.indexing import Indexing
from pipeline.sync.keeping import Keeping
from pipeline.sync.lock import writer_lock
from pipeline.sync.upkeep import Upkeep
from pipeline.trends.trends import Trends

log = logging.getLogger(__name__)


def _backend(settings: Settings) -> SearchBackend:
    """The engine that the settings name. The client of a cluster is loaded only where one is used."""
    if not settings.elasticsearch:
        return EmbeddedBackend(settings.workspace / "index")
    from pipeline.index.elastic.backend import ElasticBackend

    return ElasticBackend(settings.elastic())


class Workspace:
    """Store, raw bytes and index: all in one folder, or in what is shared by many machines.

    Who asks is an argument of whatever reads or decides: what he may not see is not there for him, and what he has not
    the role for raises Forbidden. Safe to use from the threads of a server.
    """

    def __init__(self, settings: Settings, clock: Clock = utc) -> None:
        """Opens or makes the folder; tests hold a clock. Raises WorkspaceError, Store- and BackendUnavailable."""
        self.settings, self.clock = settings, clock
        private_folder(settings.workspace)
        self.blobs = blobs_at(settings.blobs_address())
        self.store = Store.open(settings.store_address(), effective, self.blobs.size)
        self.backend = _backend(settings)
        self.indexing = Indexing(self.store, self.backend, self._lock, settings.workers)
        self.audit = Audit(self.store, settings.audit_days)
        self.keeping = Keeping(self.store, self.blobs, self.indexing)
        self.accounts = Accounts(self.store, self.audit, settings.session_hours)
        self._derive(clock)
        self.collections = Collections(self.store, self.audit, self.upkeep.settle)
        self.runs, self.shelf = Runs(self.store, self.audit), Shelf(self.store)
        self.failing = Failures(self.store, self.blobs, self.audit)
        self._helper = Helper(settings.limits())
        self.gazetteer = Gazetteer(self.store, self.audit, self._helper.table)
        self.recommender = Recommender(self.store, settings.model(), self.gazetteer.added, settings.least_scores())
        keeping = self.recommender.keeping(self._helper.annotate)
        fetching = settings.fetch_limits(), clock, settings.logins()
        self.sources = Sources(self.store, self.audit, self._helper.listing, *fetching)
        self.originals = Originals(self.store, self.blobs, self._helper, self.audit)
        self.redactions = Redactions(self.store, self.blobs, self.originals, self._helper, self.audit)
        self._review(keeping)
        self.searches = Searches(self.store, self.backend, self.entities, self.audit)
        self.search, self.histogram = self.searches.search, self.searches.histogram
        self.matches, self.indicators = self.searches.matches, self.searches.indicators
        self._watch()
        self.bulk = BulkReview(self.store, self.mentions, self.searches.keys, self.audit)
        self.removal = Removal(self.store, self.blobs, self.runs, self.audit, self.upkeep.settle, self.searches.keys)

    def _derive(self, clock: Clock) -> None:
        """What follows from documents and decisions, and is kept up with them."""
        self.register = Register(self.store, self.audit)
        self.decrees, self.meetings = Decrees(self.store, self.audit), Meetings(self.store, self.audit)
        self.organisations = Organisations(self.store, self.register, self.decrees, self.audit)
        settle, followed = lambda: self.upkeep.settle(), lambda: self.upkeep.running
        self.entities = Entities(self.store, settle, self.audit, self.organisations, followed)
        self.matching = Matching(self.store, self.accounts, self.entities, self.indexing.maker, clock)
        also = self.matching, self.register, self.entities.pairs
        self.upkeep: Upkeep = Upkeep(self.store, self.indexing, also, self.matching.catch_up)

    def _review(self, keeping: Annotate) -> None:
        """What people decide of mentions, texts and documents; ``keeping`` reads a text again."""
        keep, sure = self.upkeep, self.settings.sure_scores()
        self.mentions = MentionReview(self.store, self._helper.annotate, keep.settle, self.audit, keep.soon)
        self.queue = MentionQueue(self.store, self.mentions, self.upkeep.settle, self.audit, sure)
        self.second = SecondLook(self.store, self.mentions, self.upkeep.settle, self.audit)
        self.reasons = Reasons(self.store, self._helper.explain, self.audit)
        self.exchange = Exchange(self.mentions, self._helper.annotate, self.upkeep.settle, self.audit)
        self.editing = DocumentReview(self.store, keeping, self.upkeep.settle, self.audit)
        self.texts = TextReview(self.store, keeping, self.upkeep.settle, self.audit)
        self.deciding = EntryReview(self.store, self.register, self.upkeep.settle, self.audit)
        self.appointing = DecreeReview(self.store, self.decrees, self.upkeep.settle, self.audit)
        self.convening = MeetingReview(self.store, self.meetings, self.upkeep.settle, self.audit)
        self.lists = OrganisationLists(self.store, self.organisations, self.gazetteer, self.audit, self._helper.table)
        may, found = self.accounts.may_review, lambda who, q: self.searches.keys(who, q)
        self.assignments = Assignments(self.store, found, may, self.audit)
        kinds: dict[str, OfDocuments] = {
            "text": self.texts,
            "mention": self.mentions,
            "document": self.editing,
            "entry": self.deciding,
            "decree": self.appointing,
            "meeting": self.convening,
            "assign": self.assignments,
        }
        self.log = ReviewLog(self.store, kinds, self.entities, {"name": self.gazetteer, "collection": self.second})

    def _watch(self) -> None:
        """Monitors, what they found, and who is told of it."""
        self.monitors = Monitors(self.store, self.accounts, self.searches, self.audit, self.clock)
        self.alerts = Alerts(self.store, self.monitors, self.audit)
        self.names = WatchNames(self.store, self.monitors, self.audit, self._helper.table)
        outside = Outside(*self.settings.outside())
        self.deliveries = Deliveries(self.store, self.alerts, outside, self.audit, self.clock)
        told = self.monitors, self.searches, self.register, self.entities
        self.digests = Digests(self.store, *told, self.audit, self.clock)
        self.mails = DigestMails(self.store, self.accounts, self.monitors, self.digests, self.audit, self.clock)
        self.deliverer = Deliverer(self.store, self.accounts, self.alerts, self.mails, outside.send, self.clock)
        self.trends = Trends(self.store, self.monitors, self.searches, self.entities, self.audit, self.clock)
        self.feeds = Feeds(self.store, self.accounts, self.monitors, self.alerts, self.audit)

    def __enter__(self) -> "Workspace":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Gives back files, connections and processes."""
        self.deliverer.stop()
        self.upkeep.stop()
        self._helper.close()
        self.recommender.close()
        self.audit.close()
        self.backend.close()
        self.store.close()

    # ingest ---------------------------------------------------------------------------------------------------

    def ingest(
        self,
        who: Principal,
        paths: Iterable[Path | str],
        source: str = "",
        *,
        told: Told | None = None,
        collection: str = MAIN,
        restore: bool = False,
        on_progress: Progress | None = None,
    ) -> IngestReport:
        """Reads files, folders, archives, JSON lines and pages of the web into a collection, and the index: one run.

        ``told`` names it. Raises CollectionNotFound, Forbidden.
        """
        paths, fetch = list(paths), self.settings.fetch_limits()
        told = replace(told or Told(named(paths)), source=source, collection=collection)
        with self.upkeep.following(), self.runs.reading(who, told) as going:
            run = self.ingestion(who, collection, after_batch=self.upkeep.wake, run=going.id)
            watched = together(going.at, on_progress)
            try:
                report = run.run(paths, source, fetch, restore=restore, on_progress=watched)
            finally:
                run.report.run = going.id
                going.note(run.report)
        self.upkeep.finish()
        return report

    def ingest_sources(
        self,
        who: Principal,
        sources: Iterable[Source | Failure],
        collection: str = MAIN,
        *,
        run: str | Going = "",
        upload: bool = False,
        restore: bool = True,
    ) -> IngestReport:
        """The same for bytes at hand (uploads, retries), as part of a run, by its id or as it goes on.

        What a person took out comes back, unless ``restore`` is false.
        """
        going = run if isinstance(run, Going) else self.runs.going(who, run)
        with self.upkeep.following():
            reading = self.ingestion(who, collection, after_batch=self.upkeep.wake, upload=upload, run=going.id)
            report = reading.run_items(sources, restore=restore, on_progress=going.at)
        going.note(report)
        self.upkeep.finish()
        return report

    def ingestion(
        self,
        who: Principal,
        collection: str,
        workers: int = 0,
        after_batch: Callable[[], None] = lambda: None,
        *,
        upload: bool = False,
        run: str = "",
    ) -> Ingestion:
        """Reads into a collection; who starts it sees to the index. Raises CollectionNotFound, Forbidden."""
        target = Target(collection_for(self.store, who, collection, "editor"), who.within("editor"), upload, run)
        self.audit.note(who, "ingest", run, collection)
        own = frozenset((self.settings.workspace.resolve(),))
        limits, count = self.settings.limits(), workers or self.settings.workers
        keeping, model = self.recommender.keeping(self._helper.annotate), self.recommender
        return Ingestion(self.store, self.blobs, limits, count, target, keeping, after_batch, own, model)

    def _lock(self, name: str) -> AbstractContextManager[bool]:
        """A right that one process has: of one machine, or of all the machines that share store and cluster."""
        if self.settings.elasticsearch and self.settings.database.get_secret_value():
            return self.store.locked(f"{self.settings.elasticsearch_prefix} {name}")
        return writer_lock(self.settings.workspace / f"{name}.lock")

    def polling(self) -> AbstractContextManager[bool]:
        """The right to look at sources, which one process has at a time, of all that share the store."""
        if self.settings.database.get_secret_value():
            return self.store.locked("asnad sources")
        return writer_lock(self.settings.workspace / "sources.lock")

    def store_identity(self) -> str:
        """What this archive has and no other."""
        return self.store.identity()

    def state(self) -> State:
        """How store and index are; nothing is raised."""
        return self.upkeep.state()

    def load(self) -> dict[str, int]:
        """How many sources of bulk loads wait or are under way."""
        return parts.load(self.store)

    def jobs(self, who: Principal, identity: str = "", limit: int = 20) -> list[parts.Progress]:
        """How far a job is, or the newest ones, newest first; none where there is none of that id."""
        return parts.progress(self.store, identity, limit, who.within())

    def add_job(self, who: Principal, kind: str, detail: Mapping[str, Any], collection: str) -> str:
        """Makes a job that waits, to read into a collection; gives its id. Raises CollectionNotFound, Forbidden."""
        collection = collection_for(self.store, who, collection, "editor")
        identity = jobs.add_job(self.store, kind, detail, who.name, collection)
        self.audit.note(who, kind, identity, collection, name=str(detail.get("name", "")))
        return identity

    def cancel(self, who: Principal, identity: str) -> int:
        """Ends an upload, or takes what waits from a bulk load; gives how many sources that were.

        What was read stays. Raises LookupError where there is no such job, or it has ended; Forbidden.
        """
        for progress in self.jobs(who, identity):
            job = progress.job
            who.must("editor", job.collection)
            self.audit.note(who, "cancel", identity, job.collection)
            if job.kind == "ingest":
                return parts.cancel(self.store, identity)
            if jobs.change_job(self.store, identity, "cancelled", job.detail):
                return 1
        raise LookupError(f"there is no job {identity} under way")

    def failures(self, who: Principal, ids: Sequence[int] = (), code: str = "") -> list[Failure]:
        """What could not be read, newest last; of some ids, or of one code."""
        return failures.failures(self.store, ids, code, who.within())

    def retry(self, who: Principal, ids: Sequence[int] = (), code: str = "", run: str = "") -> IngestReport:
        """Reads again what failed, from the bytes that were kept; pages of the web are fetched again: a run, or of one.

        A line of a file stays a failure, as does what left no bytes, or lost them. What is stored and could not be
        indexed is indexed again. Raises Forbidden.
        """
        who.must_somewhere("editor")
        failed = failures.tried(self.store, ids, code, who.within("editor"))
        total = self.upkeep.index_again([failure for failure in failed if failure.stage == failures.INDEX])
        answered, left = self.recommender.again(who, [one for one in failed if one.stage == failures.SUGGEST])
        total.add(IngestReport(changed=answered, failed=left))
        if answered:
            self.upkeep.finish()
        unread = [failure for failure in failed if failure.stage not in (failures.INDEX, failures.SUGGEST)]
        with Fetcher(self.settings.fetch_limits()) as fetcher:
            for collection in dict.fromkeys(failure.collection for failure in unread):
                again = retried(here := [f for f in unread if f.collection == collection], self.blobs, fetcher)
                told = Told(code or "retry", failures.RETRY, failures.source_of(here), collection)
                with nullcontext(Going(self.store, run)) if run else self.runs.reading(who, told) as going:
                    total.add(self.ingest_sources(who, again, collection, run=going.id))
        return total

    # documents ------------------------------------------------------------------------------------------------

    def document(self, who: Principal, reference: str) -> Document:
        """The effective document of a key, an id or an address; raises DocumentNotFound or AmbiguousDocument."""
        document = self.store.get(key_for(self.store, who, reference))
        self.audit.note(who, "read", document.key, document.collection)
        return document

    def documents(self, who: Principal, collection: str = "") -> Iterator[Document]:
        """Every document, or those of a collection, as they last changed; raises CollectionNotFound, Forbidden."""
        one = collection and frozenset((collection_for(self.store, who, collection, "viewer"),))
        within = one or who.within()
        self.audit.note(who, "export", "", said(within))
        return self.store.documents(within=within)

    def count(self, who: Principal) -> int:
        """How many documents there are."""
        return self.store.count(who.within())

    def delete(self, who: Principal, reference: str) -> str:
        """Withdraws a document from store, index and bytes, and keeps that it did; gives its key.

        Raises as ``document`` does, and Forbidden.
        """
        return self.removal.one(who, reference)

    def reprocess(self, who: Principal, since: str = "", on_document: Callable[[], None] | None = None) -> int:
        """Runs the present extractors over the documents stored since an ISO day; gives how many changed.

        Raises Forbidden.
        """
        who.must_somewhere("editor")
        return self._read_again(self.store.documents(since, who.within("editor"), damaged=True), on_document)

    def apply_names(self, who: Principal, on_document: Callable[[], None] | None = None) -> int:
        """Runs the extractors over the documents in which other names of the workspace would be found by now.

        Gives how many changed; raises Forbidden.
        """
        return self._read_again(self.gazetteer.outdated(who), on_document)

    def _read_again(self, documents: Iterable[Document], on_document: Callable[[], None] | None) -> int:
        changed = 0
        with ReaderPool(self.settings.workers, self.settings.limits(), background=True) as pool:
            for document, answer in pool.read_all(documents):
                if isinstance(answer, Document) and answer.key == document.key:
                    (suggested,), told = self.recommender.suggested([answer])
                    changed += self.store.replace_extraction(suggested)
                    self.recommender.tell([suggested], told)
                elif isinstance(answer, Failure):
                    failures.add_failures(self.store, [replace(answer, collection=document.collection)])
                if on_document:
                    on_document()
        self.upkeep.finish()
        return changed

    def check_blobs(self, on_blob: Callable[[], None] | None = None) -> erasing.Checked:
        """Whether all raw bytes that the store speaks of are there and whole."""
        return erasing.check(self.store, self.blobs, on_blob)

    def collect_blobs(self) -> int:
        """Removes raw bytes that nothing needs; gives how many."""
        return erasing.collect(self.store, self.blobs)
