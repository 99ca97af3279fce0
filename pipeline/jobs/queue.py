"""Work for many machines: a queue in PostgreSQL (Procrastinate) that workers anywhere take jobs from.

A bulk load is cut into parts (``store/parts.py``) whose bytes are kept before a job is queued, so a worker needs the
store and the raw bytes, never the files. A part may be read twice, by a worker that was killed and by the one that took
over: the second finds what the first stored, and changes nothing.
"""

import asyncio
import logging
import threading
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpora.document import MAIN
from pipeline.errors import PipelineError, StoreUnavailable, WorkspaceError
from pipeline.ingest.sources.places import Place, line_source
from pipeline.ingest.sources.web import Fetcher
from pipeline.ingestion import Progress, found, kept_failure, named
from pipeline.jobs import uploads
from pipeline.jobs.polling import Poller
from pipeline.people.access import acting
from pipeline.people.principal import Principal
from pipeline.records import Failure, IngestReport, Source
from pipeline.store import failures, jobs, parts
from pipeline.store.engine import conninfo
from pipeline.store.parts import Kept
from pipeline.workspace import Workspace

if TYPE_CHECKING:
    from procrastinate import App, JobContext
    from procrastinate.jobs import Job

log = logging.getLogger(__name__)

BULK, UPLOADS, POLLS = "bulk", "uploads", "polls"
_PRIORITIES = {BULK: 0, UPLOADS: 10}
"""A person who waits comes before a bulk load."""
_PART_SOURCES, _PART_BYTES = 40, 2 * 1024 * 1024
_TRIES = 5
_BACKOFF, _LONGEST_WAIT = 2, 300
_PATIENCE = 30.0
"""Seconds without a sign of life after which a worker is taken for dead."""
_LONGEST_PAUSE = 30.0
_SCHEMA_LOCK = 0x41736E61645F71


def work_queue(workspace: Workspace, patience: float = _PATIENCE) -> "WorkQueue | None":
    """The queue of a workspace, where its store is PostgreSQL."""
    address = workspace.settings.database.get_secret_value()
    return WorkQueue(workspace, conninfo(address), patience) if address else None


def needed_queue(workspace: Workspace, patience: float = _PATIENCE) -> "WorkQueue":
    """The queue; raises WorkspaceError where there is none, and says what to do."""
    queue = work_queue(workspace, patience)
    if queue is None:
        raise WorkspaceError("workers need a store that is shared: set ASNAD_DATABASE to a PostgreSQL address")
    return queue


class WorkQueue:
    """Puts jobs into the queue and works them off. Raises StoreUnavailable where the database does not answer."""

    def __init__(self, workspace: Workspace, address: str, patience: float) -> None:
        """Makes the tables of the queue where they are missing; starts nothing."""
        self._workspace, self._address, self._patience = workspace, address, patience
        self._stopping = threading.Event()
        self._poller: Poller | None = None
        self._running: tuple[asyncio.AbstractEventLoop, asyncio.Event] | None = None
        self._make_tables()

    def _make_tables(self) -> None:
        import psycopg
        from procrastinate.schema import SchemaManager

        try:
            with psycopg.connect(self._address) as connection:
                connection.execute("SELECT pg_advisory_xact_lock(%s)", (_SCHEMA_LOCK,))
                there = connection.execute("SELECT to_regclass('procrastinate_jobs')").fetchone()
                if there == (None,):
                    connection.execute(SchemaManager.get_schema())
        except psycopg.Error as error:
            raise StoreUnavailable(f"the queue does not answer: {error}") from error

    def _app(self) -> "App":
        from procrastinate import App, PsycopgConnector

        app = App(connector=PsycopgConnector(conninfo=self._address, min_size=1))
        again = _again()
        app.task(name="read", queue=BULK, retry=again, pass_context=True)(self._read)
        app.task(name="upload", queue=UPLOADS, retry=again)(self._upload)
        if self._workspace.settings.poll:
            # one job a minute waits at most, and whoever takes it looks at sources alone
            poll = app.task(name="poll", queue=POLLS, queueing_lock="poll")(self._poll)
            app.periodic(cron="* * * * *")(poll)
        return app

    # putting in -----------------------------------------------------------------------------------------------

    def enqueue(
        self,
        who: Principal,
        paths: Iterable[Path | str],
        source: str,
        *,
        collection: str = MAIN,
        name: str = "",
        restore: bool = False,
        on_progress: Progress | None = None,
    ) -> IngestReport:
        """Keeps the bytes of everything under the paths and queues their reading into a collection.

        The report says what needed no reading, or could not be had, and which job it is. Pages of the web are fetched
        here, politely. Raises CollectionNotFound, Forbidden.
        """
        space = self._workspace
        ingestion = space.ingestion(who, collection)
        paths = list(paths)
        told = {"paths": [str(path) for path in paths][:20], "source": source, "name": name or named(paths)}
        job = space.add_job(who, "ingest", {**told, "restore": restore}, collection)
        report, queued = ingestion.report, IngestReport()
        try:
            with (
                Fetcher(space.settings.fetch_limits()) as fetcher,
                ingestion.looking(source) as how,
                self._app().open() as app,
            ):
                items = ingestion.fresh(found(paths, how, fetcher), restore=restore)
                for some in _batches(self._kept(items, report, collection, job)):
                    self._defer(app, job, parts.add(space.store, job, some))
                    queued.added += len(some)
                    if on_progress:
                        on_progress(queued)
        finally:  # what was queued until an interruption is a whole job too
            counts = {"unchanged": report.unchanged, "failed": report.failed}
            jobs.add_detail(space.store, job, {**counts, "reasons": dict(report.reasons)}, counts)
            parts.all_added(space.store, job)
        report.added, report.run = queued.added, job
        return report

    def _kept(
        self, items: Iterable[tuple[Source | None, Failure | None]], report: IngestReport, collection: str, job: str
    ) -> Iterator[tuple[Kept, int]]:
        """Sources whose bytes are kept, with their size; failures go to where failures are."""
        blobs = self._workspace.blobs
        for source, failure in items:
            if failure is not None:
                kept = replace(kept_failure(blobs, source, failure), collection=collection, run=job)
                failures.add_failures(self._workspace.store, [kept])
                report.failed += 1
                report.reasons[failure.code] += 1
            elif source is not None:
                blob = blobs.put(source.data)
                yield Kept(source.uri, source.name, source.source, blob, source.line), len(source.data)

    @staticmethod
    def _defer(app: "App", job: str, number: int) -> None:
        from procrastinate.exceptions import AlreadyEnqueued

        options: Any = {"queueing_lock": f"{job}/{number}", "priority": _PRIORITIES[BULK]}
        with suppress(AlreadyEnqueued):
            app.tasks["read"].configure(**options).defer(job=job, number=number)

    def add_upload(self, identity: str) -> None:
        """Queues the reading of an upload, before any bulk load."""
        with self._app().open() as app:
            app.tasks["upload"].configure(priority=_PRIORITIES[UPLOADS]).defer(identity=identity)

    def add_judging(self, identity: str) -> None:
        """Queues a job that judges many mentions."""
        with self._app().open() as app:
            self._judging(app, identity)

    @staticmethod
    def _judging(app: "App", identity: str) -> None:
        from procrastinate.exceptions import AlreadyEnqueued

        options: Any = {"queueing_lock": f"judge/{identity}", "lock": identity, "priority": _PRIORITIES[UPLOADS]}
        with suppress(AlreadyEnqueued):
            app.tasks["upload"].configure(**options).defer(identity=identity)

    # working off ----------------------------------------------------------------------------------------------

    def work(self, concurrency: int, *, uploads_only: bool = False, wait: bool = True, signals: bool = True) -> None:
        """Works until it is stopped, or with ``wait=False`` until the queue is empty.

        A stop lets the jobs under way end. Where the database is away it waits for it. A worker of all queues sends
        what monitors found, too: each message is claimed by one process, of however many there are.
        """
        deliverer = self._workspace.deliverer
        with self._workspace.upkeep.following():
            if not uploads_only and wait:
                deliverer.start()
            queues = [UPLOADS] if uploads_only else [UPLOADS, BULK]
            queues += [POLLS] if self._workspace.settings.poll else []
            asyncio.run(self._work(concurrency, queues, wait, signals))
        if not uploads_only:
            deliverer.stop()
            if not wait:
                deliverer.run()

    def stop(self) -> None:
        """Lets ``work`` end, from another thread."""
        self._stopping.set()
        if self._running is not None:
            loop, event = self._running
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(event.set)

    async def _work(self, concurrency: int, queues: list[str], wait: bool, signals: bool) -> None:
        import psycopg
        from procrastinate.exceptions import ConnectorException

        stop = asyncio.Event()
        self._running = (asyncio.get_running_loop(), stop)
        pause = 1.0
        while not self._stopping.is_set():
            try:
                async with self._app().open_async() as app:
                    await self._work_on(app, stop, concurrency, queues, wait, signals)
                return
            except (ConnectorException, psycopg.Error, StoreUnavailable) as error:
                log.warning("the queue does not answer, and is asked again later: %s", error)
                with suppress(TimeoutError):
                    await asyncio.wait_for(stop.wait(), pause)
                pause = min(_LONGEST_PAUSE, pause * 2)

    async def _work_on(
        self, app: "App", stop: asyncio.Event, concurrency: int, queues: list[str], wait: bool, signals: bool
    ) -> None:
        """Runs a worker; beside it jobs of workers that died are taken up, and a stop is heard."""
        await self._take_up(app)
        worker = asyncio.create_task(
            app.run_worker_async(
                queues=queues,
                concurrency=concurrency,
                wait=wait,
                install_signal_handlers=signals,
                fetch_job_polling_interval=2.0,
                update_heartbeat_interval=self._patience / 6,
                stalled_worker_timeout=self._patience,
                delete_jobs="successful",
            )
        )
        stopped = asyncio.create_task(stop.wait())
        try:
            while not worker.done():
                await asyncio.wait({worker, stopped}, timeout=self._patience / 2, return_when=asyncio.FIRST_COMPLETED)
                if stopped.done():
                    worker.cancel()
                    with suppress(asyncio.CancelledError):
                        await worker
                    return
                if not worker.done():
                    await self._take_up(app)
            await worker
        finally:
            stopped.cancel()
            worker.cancel()

    async def _take_up(self, app: "App") -> None:
        """Queues again what dead workers were at, and parts whose job was never queued."""
        from procrastinate.exceptions import ConnectorException, UniqueViolation
        from procrastinate.jobs import Status

        manager = app.job_manager
        for job in await manager.get_stalled_jobs(seconds_since_heartbeat=self._patience):
            with suppress(ConnectorException):  # another worker was faster
                if job.attempts + 1 < _TRIES:
                    try:
                        await manager.retry_job(job)
                    except UniqueViolation:  # the same is queued again, and waits for the lock that the dead one holds
                        await manager.finish_job(job, Status.FAILED, delete_job=True)
                else:
                    await asyncio.to_thread(self._give_up, app, job, "each worker that read it died")
                    await manager.finish_job(job, Status.FAILED, delete_job=True)
        for job_id, number in await asyncio.to_thread(parts.forgotten, self._workspace.store):
            await asyncio.to_thread(self._defer, app, job_id, number)
        for identity in await asyncio.to_thread(self._workspace.bulk.waiting):
            await asyncio.to_thread(self._judging, app, identity)

    # jobs -----------------------------------------------------------------------------------------------------

    def _read(self, context: "JobContext", job: str, number: int) -> None:
        """Reads the sources of a part into the store; the index follows."""
        space = self._workspace
        try:
            sources = parts.take(space.store, job, number)
            if sources:
                told = jobs.job(space.store, job)
                assert told is not None
                who, restore = acting(told.user, told.collection), bool(told.detail.get("restore"))
                ingestion = space.ingestion(who, told.collection, workers=1, run=job)
                report = ingestion.run_items(map(self._source, sources), restore=restore)
                parts.end(space.store, job, number, report)
                log.info("part read", extra={"job": job, "part": number, "sources": report.seen})
        except StoreUnavailable:
            raise
        except Exception as error:
            if context.job.attempts + 1 < _TRIES:
                raise
            self._give_up(context.app, context.job, f"{type(error).__name__}: {error}")

    def _source(self, kept: Kept) -> Source | Failure:
        try:
            data = self._workspace.blobs.get(kept.blob)
        except FileNotFoundError:
            return Failure(kept.uri, "read", "unreadable", "its bytes are not kept any more")
        if not kept.line:
            return Source(kept.uri, kept.name, data, kept.source)
        return line_source(data, kept.uri, Place(kept.uri, kept.name, kept.source, self._workspace.settings.limits()))

    def _give_up(self, app: "App", job: "Job", why: str) -> None:
        """A part that was tried often enough is split; a source that was is a failure."""
        if job.task_name == "poll":  # the next minute has another one
            return
        if job.task_name != "read":
            self._fail_upload(str(job.task_kwargs["identity"]), f"given up: {why}")
            return
        store, run, number = self._workspace.store, str(job.task_kwargs["job"]), int(str(job.task_kwargs["number"]))
        sources = parts.take(store, run, number)
        if len(sources) > 1:
            for one in parts.split(store, run, number):
                self._defer(app, run, one)
        elif sources:
            told = jobs.job(store, run)
            there = told.collection if told else MAIN
            failed = [
                Failure(kept.uri, "read", "internal", f"given up: {why}", kept.blob, collection=there, run=run)
                for kept in sources
            ]
            failures.add_failures(store, failed)
            report = IngestReport(failed=len(failed))
            report.reasons["internal"] = len(failed)
            parts.end(store, run, number, report, "failed")

    def _poll(self, timestamp: int) -> None:  # noqa: ARG002 - when it was to be done
        """Looks once at the sources that are due."""
        if self._poller is None:
            self._poller = Poller(self._workspace, stop=self._stopping)
            self._poller.begin()
        self._poller.round()

    def _upload(self, identity: str) -> None:
        try:
            while uploads.read(self._workspace, identity) and not self._stopping.is_set():
                pass  # what is left of a judgement is taken up by another worker
        except StoreUnavailable:
            raise
        except PipelineError as error:
            self._fail_upload(identity, str(error))

    def _fail_upload(self, identity: str, message: str) -> None:
        job = jobs.job(self._workspace.store, identity)
        detail = job.detail if job else {}
        jobs.change_job(self._workspace.store, identity, "failed", {**detail, "message": message})


def _again() -> Any:
    """When what failed is tried again: later each time; a place that does not answer is waited for without end."""
    from procrastinate import BaseRetryStrategy, RetryDecision

    class Again(BaseRetryStrategy):
        def get_retry_decision(self, *, exception: BaseException, job: "Job") -> RetryDecision | None:
            if job.attempts + 1 >= _TRIES and not isinstance(exception, StoreUnavailable):
                return None
            return RetryDecision(retry_in={"seconds": min(_LONGEST_WAIT, _BACKOFF ** (job.attempts + 1))})

    return Again()


def _batches(kept: Iterable[tuple[Kept, int]]) -> Iterator[list[Kept]]:
    """Parts of at most so many sources and, where one source is not larger, so many bytes."""
    some: list[Kept] = []
    total = 0
    for one, size in kept:
        if some and (len(some) >= _PART_SOURCES or total + size > _PART_BYTES):
            yield some
            some, total = [], 0
        some.append(one)
        total += size
    if some:
        yield some
