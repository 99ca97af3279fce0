"""The ingest run: sources through the readers into the store, in batches that are whole or absent."""

import logging
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import batched
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote

from corpora.document import MAIN, Document
from corpora.ids import key_within
from pipeline.errors import PipelineError
from pipeline.ingest.build import content_hash, identity
from pipeline.ingest.sources.files import Walk, walk
from pipeline.ingest.sources.web import Fetcher, is_url
from pipeline.recommender.recommender import Recommender
from pipeline.records import Annotate, Failure, FetchLimits, IngestReport, Limits, Source, Within
from pipeline.review.texts import put_with_corrections
from pipeline.sandbox.folders import sweep
from pipeline.sandbox.pool import ReaderPool
from pipeline.sandbox.unpacking import Unpacker
from pipeline.store import erasing
from pipeline.store.blobs import Blobs
from pipeline.store.documents import Store
from pipeline.store.failures import add_failures
from pipeline.store.rows import Known
from pipeline.store.same_name import had

log = logging.getLogger(__name__)

_BATCH = 100
_BATCH_SECONDS = 1.0
_TOGETHER = 25
"""Documents in one transaction: what a person decides meanwhile waits for no more."""
_BATCH_BYTES = 16 * 1024 * 1024
type Progress = Callable[[IngestReport], None]


def found(paths: Iterable[Path | str], how: Walk, fetcher: Fetcher) -> Iterator[Source | Failure]:
    """Everything that lies under the paths, and pages of the web."""
    for path in paths:
        if isinstance(path, str) and is_url(path):
            yield fetcher.fetch(path, how.source)
        else:
            yield from walk(Path(path), how)


@dataclass(frozen=True, slots=True)
class Target:
    """The collection that a run reads into; ``within`` are all that who started it may change.

    An ``upload`` changes, or brings back, nothing but what came by an upload. ``run`` is the id of the run.
    """

    collection: str = MAIN
    within: Within = None
    upload: bool = False
    run: str = ""


def shortened(names: Sequence[str]) -> str:
    """The first of some names, which ends in «…» where there are more: how many, a page says in its language."""
    return names[0] + "…" * (len(names) > 1) if names else "nothing"


def named(paths: Sequence[Path | str]) -> str:
    """What a reading of some paths is called, where nobody says so.

    >>> named(["/srv/news/1404", "https://news.example.org/1"]), named(list("abcd"))
    ('1404…', 'a…')
    """
    names = [str(path) if isinstance(path, str) and is_url(path) else Path(path).resolve().name for path in paths]
    return shortened(names)


def together(*listeners: Progress | None) -> Progress:
    """Tells several at once how far a run is."""

    def tell(report: IngestReport) -> None:
        for listen in listeners:
            if listen:
                listen(report)

    return tell


UPLOADED = "upload:"
"""How the addresses of what was uploaded begin."""


def _is_new(known: Known, version: str) -> bool:
    return known.withdrawn or known.content_hash != version


class _Sink(Protocol):
    def __call__(self) -> None: ...


class Ingestion:
    """One run. ``after_batch`` is called when documents were committed, to index them, in a thread of its own."""

    def __init__(
        self,
        store: Store,
        blobs: Blobs,
        limits: Limits,
        workers: int,
        target: Target,
        annotate: Annotate,
        after_batch: _Sink,
        left_out: frozenset[Path] = frozenset(),
        recommender: Recommender | None = None,
    ) -> None:
        """Takes what it writes to, what finds the mentions of a text, and the folders that it must not read."""
        self._recommender = recommender or Recommender(store, None)
        self._store, self._blobs, self._limits, self._workers = store, blobs, limits, workers
        self._target, self._after_batch, self._left_out = target, after_batch, left_out
        self._annotate = annotate
        self.report = IngestReport()
        self._met: dict[str, str] = {}
        """Key → version of what this run met: two texts under one id would take turns as the newest, run after run."""
        self._ready: list[tuple[Document, bytes]] = []
        self._failed: list[Failure] = []
        self._held = 0
        """Bytes of both."""
        self._flushed_at = time.monotonic()
        self._flushing: Future[None] = Future()
        self._flushing.set_result(None)

    def run(
        self,
        paths: Iterable[Path | str],
        source: str,
        fetch: FetchLimits,
        *,
        restore: bool = False,
        on_progress: Progress | None = None,
    ) -> IngestReport:
        """Reads everything under the paths, and pages of the web. A source becomes a document or one failure."""
        with Fetcher(fetch) as fetcher, self.looking(source) as how:
            items = found(paths, how, fetcher)
            return self.run_items(items, restore=restore, on_progress=on_progress)

    @contextmanager
    def looking(self, source: str = "") -> Iterator[Walk]:
        """How files are looked for; containers are opened in a process that ends with the block."""
        with Unpacker(self._limits) as unpack:
            yield Walk(
                source, self._limits, unpack, self._left_out, lambda path: self.report.left_out.append(str(path))
            )

    def run_items(
        self, items: Iterable[Source | Failure], *, restore: bool = False, on_progress: Progress | None = None
    ) -> IngestReport:
        """The same for sources that were already found."""
        self._blobs.sweep()
        sweep()
        erasing.erase(self._store, self._blobs)
        with ReaderPool(self._workers, self._limits, background=True) as pool, ThreadPoolExecutor(1) as beside:
            for read_source, answer in self._answers(pool, items, restore=restore):
                self._keep(read_source, answer)
                if (
                    len(self._ready) + len(self._failed) >= _BATCH
                    or self._held > _BATCH_BYTES
                    or time.monotonic() - self._flushed_at > _BATCH_SECONDS
                ):
                    self._flush(beside)
                if on_progress:
                    on_progress(self.report)
            self._flush(beside)
            self._flushing.result()
        if on_progress:
            on_progress(self.report)
        return self.report

    def _answers(
        self, pool: ReaderPool, items: Iterable[Source | Failure], *, restore: bool
    ) -> Iterator[tuple[Source | None, Document | Failure]]:
        for source, failure in self.fresh(items, restore=restore):
            if failure is not None:
                yield source, failure
            elif source is not None:
                yield from pool.submit(source)
        yield from pool.drain()

    def fresh(
        self, items: Iterable[Source | Failure], *, restore: bool = False
    ) -> Iterator[tuple[Source | None, Failure | None]]:
        """The sources that are to be read, alone; or failures, with the source where there is one.

        What is stored already is counted in the report.
        """
        for item in items:
            if isinstance(item, Failure):
                yield None, item
                continue
            try:
                judged = self._judged(item, restore=restore)
            except PipelineError:  # the store does not answer
                raise
            except Exception as error:
                log.exception("a source has no identity", extra={"uri": item.uri})
                yield item, Failure(item.uri, "read", "internal", f"{type(error).__name__}: {error}")
                continue
            if judged is None:
                self.report.unchanged += 1
            elif isinstance(judged, Failure):
                yield item, judged
            else:
                yield judged, None

    def _judged(self, item: Source, *, restore: bool) -> Source | Failure | None:
        """A source under the key that the store has for it; why it is not to be read; None where it is stored."""
        own, version = identity(item)[0], content_hash(item)
        first = self._met.setdefault(own, version)
        known = self._store.known(own, self._target.collection)
        if first != version:
            return self._refused(item, "its id was given to another text earlier in this run")
        if known and not self._may_change(known):
            return self._refused(item, "its document was moved to another collection")
        if known and self._target.upload and not known.uri.startswith(UPLOADED) and _is_new(known, version):
            return self._refused(item, "an upload does not change a document that did not come by one")
        if known and (self._stays(known, version, restore=restore) or self._had(known, item, version)):
            return None
        key = known.key if known else key_within(self._target.collection, own)
        where = known.collection if known else self._target.collection
        return replace(item, key=key, collection=where)

    def _had(self, known: Known, item: Source, version: str) -> bool:
        """Whether it is an upload that another one took the place of as a new version: it does not take it back."""
        if not self._target.upload or known.withdrawn or item.record is not None:
            return False
        with self._store.engine.connect() as connection:
            return had(connection, known.key, version)

    def _refused(self, source: Source, why: str) -> Failure:
        return Failure(source.uri, "read", "refused", why)

    def _may_change(self, known: Known) -> bool:
        within = self._target.within
        return known.collection == self._target.collection or within is None or known.collection in within

    @staticmethod
    def _stays(known: Known, version: str, *, restore: bool) -> bool:
        """Whether the newest version has the same bytes, or a person took the document out."""
        return not restore if known.withdrawn else known.content_hash == version

    def _keep(self, source: Source | None, answer: Document | Failure) -> None:
        if source and isinstance(answer, Document) and answer.key != source.key:
            # whatever took the reading process over may not speak of others
            answer = Failure(source.uri, "read", "internal", "the reading process answered for another document")
        if isinstance(answer, Document):
            assert source is not None
            placed = replace(answer, collection=source.collection)
            self._ready.append((placed, source.data))
        else:
            failure = _told(source, answer)
            self._failed.append(replace(failure, collection=self._target.collection, run=self._target.run))
        self._held += len(source.data if source else answer.data)  # type: ignore[union-attr]

    def _flush(self, beside: ThreadPoolExecutor) -> None:
        """Commits what is ready in another thread, so that the readers have work meanwhile; one batch at a time.

        A crash before it is done leaves nothing half-written.
        """
        self._flushing.result()
        self._flushed_at = time.monotonic()
        self._flushing = beside.submit(self._commit, self._ready, self._failed)
        self._ready, self._failed, self._held = [], [], 0

    def _commit(self, ready: list[tuple[Document, bytes]], failed: list[Failure]) -> None:
        if failed:
            add_failures(self._store, _kept(self._blobs, failed))
            for failure in failed:
                log.info("not read", extra={"uri": failure.uri, "stage": failure.stage, "code": failure.code})
            self.report.failed += len(failed)
            self.report.reasons.update(failure.code for failure in failed)
        if ready:
            data = [each for _, each in ready]
            documents, told = self._recommender.suggested([document for document, _ in ready])
            pairs = zip(documents, self._blobs.put_many(data), strict=True)
            for some in batched(pairs, _TOGETHER):
                for outcome in put_with_corrections(self._store, some, self._annotate, self._target.run):
                    setattr(self.report, outcome, getattr(self.report, outcome) + 1)
            self._recommender.tell(documents, told)
            self.report.failed += len(told)
            self.report.reasons.update(failure.code for failure in told)
            self._blobs.put_many(data)  # what was there may have been erased until it was named again
            log.info("stored", extra={"documents": [document.key for document, _ in ready]})
            self._after_batch()


def _told(source: Source | None, failure: Failure) -> Failure:
    """A failure with the bytes of its source, and what was said of that."""
    if source is None:
        return failure
    said = {name: getattr(source, name) for name in ("data", "source", "language", "published")}
    return replace(failure, **said)


def _kept(blobs: Blobs, failed: Sequence[Failure]) -> list[Failure]:
    """Failures that name the bytes which they are about; those are kept."""
    there = [failure.data for failure in failed if failure.data]
    names = dict(zip(there, blobs.put_many(there), strict=True))
    return [replace(failure, blob=names.get(failure.data, failure.blob), data=b"") for failure in failed]


def kept_failure(blobs: Blobs, source: Source | None, failure: Failure) -> Failure:
    """A failure that names the bytes which it is about; they are kept."""
    return _kept(blobs, [_told(source, failure)])[0]


def retried(failed: Sequence[Failure], blobs: Blobs, fetcher: Fetcher) -> Iterator[Source | Failure]:
    """What failed, to be read again from the bytes that were kept, or fetched; or why that cannot be."""
    for failure in failed:
        name = unquote(failure.uri.rsplit("/", 1)[-1])
        if failure.blob and "#" not in failure.uri:
            yield _kept_source(failure, name, blobs)
        elif is_url(failure.uri) and not failure.blob:
            yield _as_told(fetcher.fetch(failure.uri, failure.source), failure)
        else:
            yield replace(failure, id=0)


def _as_told(item: Source | Failure, failure: Failure) -> Source | Failure:
    """What is read again, of the language and the day that were told when it failed."""
    said = {name: getattr(failure, name) or getattr(item, name) for name in ("source", "language", "published")}
    return replace(item, **said)


def _kept_source(failure: Failure, name: str, blobs: Blobs) -> Source | Failure:
    try:
        return _as_told(Source(failure.uri, name, blobs.get(failure.blob)), failure)
    except FileNotFoundError:
        return replace(failure, id=0, message="its bytes are not kept any more", blob="")
