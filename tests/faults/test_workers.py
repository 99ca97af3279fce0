"""Bulk loads by workers on a shared store: killed, stopped, cut off; at the end all is as after one plain run."""

import json
import os
import random
import re
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr

from pipeline.errors import WorkspaceError
from pipeline.index.results import FACETS, View
from pipeline.ingestion import Ingestion
from pipeline.jobs import queue as job_queue
from pipeline.jobs import uploads
from pipeline.jobs.queue import WorkQueue, needed_queue
from pipeline.records import IngestReport
from pipeline.settings import Settings
from pipeline.store import failures, parts
from pipeline.workspace import Workspace
from search_api.app import create_app
from tests.makers import ME
from tests.services import drop_indices, fresh_database, own_postgresql, postgresql_available

ASNAD = str(Path(sys.executable).with_name("asnad"))
ROUNDS = int(os.environ.get("ASNAD_FAULT_ROUNDS", "1"))
DOCUMENTS = 200


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("lines") / "in.jsonl"
    with path.open("w", encoding="utf-8") as out:
        for number in range(DOCUMENTS):
            text = f"نشست شماره {number} سازمان‌های مردم‌نهاد با حضور {number + 2} نفر در ۱۴ آذر ۱۴۰۴ برگزار شد. " * 3
            out.write(json.dumps({"id": str(number), "text": text}, ensure_ascii=False) + "\n")
        out.write("not json\n")
    return path


def state(space: Workspace) -> dict[str, Any]:
    """What people see: documents, failures, what is found; and that index and store agree."""
    documents = {d.id: (d.text, d.content_hash, d.mentions) for d in space.store.documents()}
    assert (space.indexing.lag(), space.indexing.verify()) == (0, (0, 0))
    assert space.store.count() == len(documents)
    failed = [(f.uri, f.code, bool(f.blob)) for f in failures.failures(space.store)]
    return {"documents": documents, "failed": failed, "found": space.search(ME, "نشست", View(limit=1)).total}


@pytest.fixture(scope="module")
def clean(lines: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    with Workspace(Settings(workspace=tmp_path_factory.mktemp("clean"))) as space:
        assert space.ingest(ME, [lines]).failed == 1
        return state(space)


@pytest.fixture
def shared(database: str, tmp_path: Path) -> Settings:
    return Settings(workspace=tmp_path / "shared", database=SecretStr(database), workers=1)


def worker(settings: Settings, *options: str) -> "subprocess.Popen[bytes]":
    here = {**os.environ, "ASNAD_DATABASE": settings.database.get_secret_value()}
    command = [ASNAD, "worker", "--workspace", str(settings.workspace), "--patience", "2", *options]
    with (settings.workspace.parent / "worker.log").open("ab") as log:
        return subprocess.Popen(command, env=here, stderr=log, start_new_session=True)


def enqueued(settings: Settings, lines: Path) -> str:
    with Workspace(settings) as space:
        report = needed_queue(space).enqueue(ME, [lines], "")
        job = report.run
        assert (report.added, report.failed) == (DOCUMENTS, 1)
    return job


def done(settings: Settings, job: str, seconds: float = 120) -> parts.Progress:
    """Waits until a job is done."""
    with Workspace(settings) as space:
        end = time.monotonic() + seconds
        while (found := parts.progress(space.store, job)[0]).job.state != "done":
            assert time.monotonic() < end, found
            time.sleep(0.2)
        return found


def test_two_workers_make_what_one_run_makes(shared: Settings, lines: Path, clean: dict[str, Any]) -> None:
    job = enqueued(shared, lines)
    both = [worker(shared, "-c", "2", "--once") for _ in range(2)]
    assert [process.wait(120) for process in both] == [0, 0]
    said = (shared.workspace.parent / "worker.log").read_text()
    for line in (
        "2 jobs at a time until the queue is empty",
        "it looks at no sources: ASNAD_POLL=1",
        "sends no e-mail",
    ):
        assert line in said
    found = done(shared, job)
    assert (found.sources, found.read, dict(found.reasons)) == (DOCUMENTS, DOCUMENTS, {"corrupt": 1})
    assert (found.counts["added"], found.counts["failed"], found.seconds_left) == (DOCUMENTS, 1, 0)
    with Workspace(shared) as space:
        assert state(space) == clean
        report = needed_queue(space).enqueue(ME, [lines], "")
        again = report.run
        assert (report.added, report.unchanged) == (0, DOCUMENTS)
        assert parts.progress(space.store, again)[0].job.state == "done"


@pytest.mark.parametrize("number", range(ROUNDS))
def test_a_worker_that_is_killed_loses_and_doubles_nothing(
    number: int, shared: Settings, lines: Path, clean: dict[str, Any]
) -> None:
    job = enqueued(shared, lines)
    first = worker(shared, "-c", "2")
    time.sleep(random.Random(number).uniform(1.0, 5.0))
    os.killpg(first.pid, signal.SIGKILL)
    first.wait(180)
    second = worker(shared, "-c", "2")
    done(shared, job)
    second.send_signal(signal.SIGTERM)
    assert second.wait(180) in (0, -signal.SIGTERM)  # the first may have been done before the second had begun
    with Workspace(shared) as space:
        space.indexing.sync()
        assert state(space) == clean


def test_a_worker_that_is_stopped_ends_what_it_is_at(shared: Settings, lines: Path, clean: dict[str, Any]) -> None:
    job = enqueued(shared, lines)
    process = worker(shared, "-c", "1")
    with Workspace(shared) as space:
        while not space.store.count():
            time.sleep(0.05)
        process.send_signal(signal.SIGTERM)
        assert process.wait(180) == 0
        found = parts.progress(space.store, job)[0]
        assert found.parts.get("running", 0) == 0
        assert 0 < found.read < DOCUMENTS
    assert worker(shared, "--once").wait(120) == 0
    with Workspace(shared) as space:
        assert state(space) == clean


def test_a_database_that_is_restarted_is_waited_for(lines: Path, tmp_path: Path, clean: dict[str, Any]) -> None:
    if not postgresql_available():
        pytest.skip("PostgreSQL is not at hand")
    with own_postgresql() as server:
        settings = Settings(workspace=tmp_path / "ws", database=SecretStr(server.url), workers=1)
        job = enqueued(settings, lines)
        process = worker(settings, "-c", "2")
        with Workspace(settings) as space:
            while not space.store.count():
                time.sleep(0.05)
        server.stop("immediate")
        time.sleep(1.0)
        server.start()
        done(settings, job)
        process.send_signal(signal.SIGTERM)
        assert process.wait(180) == 0
        with Workspace(settings) as space:
            space.indexing.sync()
            assert state(space) == clean


@pytest.fixture
def queue(shared: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[WorkQueue]:
    """A queue that tries again at once."""
    monkeypatch.setattr(job_queue, "_BACKOFF", 0)
    with Workspace(shared) as space:
        yield needed_queue(space)


def test_a_source_that_breaks_its_worker_each_time_is_one_failure(
    queue: WorkQueue, shared: Settings, lines: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    poisoned = 7
    real = Ingestion.run_items

    def breaks(self: Ingestion, items: Any, **more: Any) -> Any:
        sources = list(items)
        if any(source.uri.endswith(f"#{poisoned + 1}") for source in sources):
            raise RuntimeError("the worker broke")
        return real(self, sources, **more)

    monkeypatch.setattr(Ingestion, "run_items", breaks)
    with Workspace(shared) as space:
        job = queue.enqueue(ME, [lines], "").run
        queue.work(2, wait=False, signals=False)
        found = parts.progress(space.store, job)[0]
        assert (found.job.state, found.counts["added"], found.counts["failed"]) == ("done", DOCUMENTS - 1, 2)
        given_up = failures.failures(space.store, code="internal")
        assert [(f.uri.rpartition("#")[2], f.message) for f in given_up] == [
            (str(poisoned + 1), "given up: RuntimeError: the worker broke")
        ]
        monkeypatch.setattr(Ingestion, "run_items", real)
        assert queue.enqueue(ME, [lines], "").added == 1
        queue.work(1, wait=False, signals=False)
        assert space.store.count() == DOCUMENTS


def test_a_part_that_was_never_queued_is_found(queue: WorkQueue, shared: Settings, lines: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WorkQueue, "_defer", staticmethod(lambda *_: None))
        job = queue.enqueue(ME, [lines], "").run
    queue.work(1, wait=False, signals=False)
    assert done(shared, job, 1).read == DOCUMENTS


def test_a_bulk_load_whose_queueing_is_interrupted_is_a_job_of_what_was_queued(
    queue: WorkQueue, shared: Settings, lines: Path
) -> None:
    def stop(so_far: IngestReport) -> None:
        if so_far.added >= DOCUMENTS // 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        queue.enqueue(ME, [lines], "", on_progress=stop)
    queue.work(2, wait=False, signals=False)
    with Workspace(shared) as space:
        (found,) = parts.progress(space.store)
        assert (found.job.state, found.read) == ("done", found.sources)
        assert DOCUMENTS // 2 <= space.store.count() < DOCUMENTS


def test_pages_and_api_show_how_far_a_bulk_load_is(queue: WorkQueue, shared: Settings, lines: Path) -> None:
    job = queue.enqueue(ME, [lines], "").run
    space = Workspace(shared)
    first = parts.take(space.store, job, 1)
    report = IngestReport(added=len(first) - 1, failed=1)
    report.reasons["empty"] = 1
    parts.end(space.store, job, 1, report)
    app = create_app(space)
    client = TestClient(app, base_url="http://localhost")  # without its lifespan: nobody works on the queue
    (item,) = client.get("/api/v1/jobs").json()["items"]
    assert (item["state"], item["read"], item["sources"]) == ("running", len(first), DOCUMENTS)
    assert (item["counts"]["added"], item["reasons"]) == (len(first) - 1, {"corrupt": 1, "empty": 1})
    assert item["seconds_left"] > 0
    assert client.get(f"/api/v1/jobs/{job}").json()["id"] == job
    assert client.get("/api/v1/jobs/none").status_code == 404
    page = client.get(f"/jobs/{job}", params={"ui": "en"}).text
    assert f'max="{DOCUMENTS}" value="{len(first)}"' in page
    assert re.search(r"\b[\d,]+ minutes? left", page)
    assert f"<bdi>{lines.name}</bdi>" in client.get("/upload").text  # a load of the command line is a run as any other
    space.close()


def test_a_bulk_load_that_is_cancelled_reads_no_more(queue: WorkQueue, shared: Settings, lines: Path) -> None:
    with Workspace(shared) as space:
        job = queue.enqueue(ME, [lines], "").run
        first = parts.take(space.store, job, 1)
        assert parts.cancel(space.store, job) == DOCUMENTS - len(first)
        queue.work(2, wait=False, signals=False)
        found = parts.progress(space.store, job)[0]
        assert (found.job.state, found.read, space.store.count()) == ("cancelled", len(first), len(first))
        with pytest.raises(LookupError, match="no bulk load"):
            parts.cancel(space.store, job)
        with pytest.raises(WorkspaceError, match="cancelled"):
            parts.add(space.store, job, first)


def test_a_backup_of_a_bulk_load_under_way_can_be_worked_off(
    queue: WorkQueue, shared: Settings, lines: Path, tmp_path: Path, postgresql: str
) -> None:
    with Workspace(shared) as space:
        job = queue.enqueue(ME, [lines], "").run
        parts.take(space.store, job, 1)
        assert space.keeping.back_up(tmp_path / "backup").missing == []
    with fresh_database(postgresql) as database:
        other = Settings(workspace=tmp_path / "other", database=SecretStr(database), workers=1)
        with Workspace(other) as space:
            assert space.keeping.restore(tmp_path / "backup").missing == []
            needed_queue(space).work(2, wait=False, signals=False)
            assert parts.progress(space.store, job)[0].job.state == "done"
            assert space.store.count() == DOCUMENTS


def test_a_person_does_not_wait_for_a_bulk_load(queue: WorkQueue, shared: Settings, lines: Path) -> None:
    with Workspace(shared) as space:
        queue.enqueue(ME, [lines], "")
        identity = uploads.keep(space, ME, "a.txt", "گزارش زعفران در قائنات".encode(), "main")
        queue.add_upload(identity)
        queue.work(1, wait=False, signals=False)
        first = space.store.changes(0, limit=1)[0].document
        assert first is not None
        assert first.uri.startswith("upload:/")
        (told, *_) = parts.progress(space.store, identity)
        assert (told.job.state, told.counts["added"]) == ("done", 1)


def test_the_server_reads_uploads_by_itself(shared: Settings) -> None:
    with TestClient(create_app(Workspace(shared)), base_url="http://localhost") as client:
        sent = client.post("/api/v1/documents", files={"file": ("a.txt", "گزارش زعفران در قائنات".encode())}).json()
        end = time.monotonic() + 60
        while (job := client.get(sent["url"]).json())["state"] in ("queued", "running"):
            assert time.monotonic() < end
            time.sleep(0.1)
        assert job["state"] == "done"
        assert client.get("/api/v1/search", params={"q": "زعفران"}).json()["total"]["value"] == 1


def test_a_queue_needs_a_shared_store(workspace: Workspace) -> None:
    with pytest.raises(WorkspaceError, match="ASNAD_DATABASE"):
        needed_queue(workspace)


def test_everything_shared_gives_what_one_folder_gives(
    elasticsearch: str, shared: Settings, filled: Path, samples: Path, tmp_path: Path
) -> None:
    prefix = f"t{uuid.uuid4().hex[:12]}"
    here = shared.model_copy(
        update={
            "elasticsearch": elasticsearch,
            "elasticsearch_prefix": prefix,
            "blobs": f"file://{tmp_path}/blobs",
        }
    )
    with Workspace(here) as far, Workspace(Settings(workspace=filled)) as near:
        needed_queue(far).enqueue(ME, [samples], "samples")
        needed_queue(far).work(2, wait=False, signals=False)
        far.indexing.sync()
        for query in ("تفاهم نامه", "وزارة -تونس", "org:دانشگاه"):
            one, other = (space.search(ME, query, View(limit=50, facets=FACETS)) for space in (near, far))
            assert sorted(h.key for h in one.hits) == sorted(h.key for h in other.hits)
            assert (one.total, one.facets) == (other.total, other.facets)
    drop_indices(elasticsearch, prefix)
