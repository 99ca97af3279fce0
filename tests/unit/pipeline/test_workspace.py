"""The wiring: what becomes of sources, end to end in one process."""

import json
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from corpora.document import Document
from pipeline.errors import BackendUnavailable, DocumentNotFound, WorkspaceError
from pipeline.index.embedded.schema import fields_of
from pipeline.index.records import IndexRecord
from pipeline.index.results import FACETS, View
from pipeline.records import Failure, Limits, Source
from pipeline.sandbox.pool import ReaderPool
from pipeline.settings import Settings
from pipeline.store import failures
from pipeline.sync.lock import writer_lock
from pipeline.workspace import Workspace
from tests.makers import ME


def lines(path: Path, *records: dict[str, str]) -> Path:
    path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records), encoding="utf-8")
    return path


def ids(workspace: Workspace, query: str) -> list[str]:
    return [hit.id for hit in workspace.search(ME, query).hits]


def test_ingest_then_find(workspace: Workspace, tmp_path: Path) -> None:
    path = lines(
        tmp_path / "in.jsonl", {"id": "x1", "text": "نشست ۲۹ سازمان مردم‌نهاد"}, {"id": "x2", "text": "مذكرة تفاهم"}
    )
    report = workspace.ingest(ME, [path])
    assert (report.added, report.failed) == (2, 0)
    assert ids(workspace, '"سازمان مردم نهاد"') == ["x1"]
    assert ids(workspace, "مذكرة") == ["x2"]
    assert workspace.ingest(ME, [path]).unchanged == 2


def test_a_changed_line_is_a_new_version(workspace: Workspace, tmp_path: Path) -> None:
    workspace.ingest(ME, [lines(tmp_path / "in.jsonl", {"id": "x1", "text": "نشست یزد"})])
    report = workspace.ingest(ME, [lines(tmp_path / "other.jsonl", {"id": "x1", "text": "نشست کرمان"})])
    assert (report.changed, ids(workspace, "یزد"), ids(workspace, "کرمان")) == (1, [], ["x1"])


def test_one_id_for_two_texts_in_a_run_is_refused_and_stays_so(workspace: Workspace, tmp_path: Path) -> None:
    path = lines(
        tmp_path / "in.jsonl",
        {"id": "1", "text": "نشست یزد"},
        {"id": "1", "text": "نشست قم"},
        {"id": "1", "text": "نشست یزد"},
    )
    first = workspace.ingest(ME, [path])
    seq = workspace.store.last_seq()
    second = workspace.ingest(ME, [path])
    assert (first.added, first.failed, second.unchanged, second.failed) == (1, 1, 2, 1)
    assert workspace.store.last_seq() == seq
    assert ids(workspace, "یزد") == ["1"]


def test_one_id_in_two_sources_is_two_documents(workspace: Workspace, tmp_path: Path) -> None:
    path = lines(tmp_path / "in.jsonl", {"id": "1", "text": "نشست یزد"})
    workspace.ingest(ME, [path], "فارس")
    workspace.ingest(ME, [path], "مهر")
    assert ids(workspace, "یزد") == ["1", "1"]


def test_what_cannot_be_read_is_a_row_and_the_run_goes_on(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "a-empty.pdf").write_bytes(b"")
    (tmp_path / "b-binary.html").write_bytes(b"\x00\x01\x02" * 400)
    (tmp_path / "c.txt").write_text("نشست یزد", encoding="utf-8")
    report = workspace.ingest(ME, [tmp_path / "a-empty.pdf", tmp_path / "b-binary.html", tmp_path / "c.txt"])
    assert (report.added, report.failed) == (1, 2)
    failed = failures.failures(workspace.store)
    assert [(f.stage, f.code) for f in sorted(failed, key=lambda f: f.uri)] == [
        ("read", "empty"),
        ("read", "unsupported"),
    ]
    kept = next(f.blob for f in failed if f.code == "unsupported")
    assert workspace.blobs.get(kept) == b"\x00\x01\x02" * 400


def test_a_file_that_got_better_is_retried_away(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"")
    workspace.ingest(ME, [path])
    path.write_text("نشست یزد", encoding="utf-8")
    workspace.ingest(ME, [path])
    assert failures.failures(workspace.store) == []


def test_retry_reads_the_kept_bytes(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\x00\x01\x02" * 400)
    workspace.ingest(ME, [tmp_path / "a.txt"])
    report = workspace.retry(ME, code="unsupported")
    assert (report.added, report.failed) == (0, 1)


def test_a_line_that_failed_keeps_its_bytes_when_it_is_retried(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text("not json\n", encoding="ascii")
    workspace.ingest(ME, [tmp_path / "in.jsonl"])
    assert workspace.retry(ME, code="corrupt").failed == 1
    (failed,) = failures.failures(workspace.store)
    assert workspace.blobs.get(failed.blob) == b"not json"


def test_delete_withdraws_from_everywhere(workspace: Workspace, tmp_path: Path) -> None:
    path = lines(tmp_path / "in.jsonl", {"id": "x1", "text": "نشست یزد"})
    workspace.ingest(ME, [path])
    workspace.delete(ME, "x1")
    assert ids(workspace, "یزد") == []
    assert [p for p in (workspace.settings.workspace / "blobs").rglob("*") if p.is_file()] == []
    with pytest.raises(DocumentNotFound):
        workspace.document(ME, "x1")
    assert workspace.ingest(ME, [path]).unchanged == 1
    assert ids(workspace, "یزد") == []
    assert workspace.ingest(ME, [path], restore=True).added == 1
    assert ids(workspace, "یزد") == ["x1"]


@pytest.mark.parametrize("many", [1, 1000])
def test_reindex_builds_the_same_from_the_store(many: int, filled_copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.index.preparing._MANY", many)  # 1: documents are made ready in processes
    with Workspace(Settings(workspace=filled_copy, workers=2)) as space:
        before = space.search(ME, "تفاهم نامه", View(facets=FACETS))
        assert space.indexing.reindex() == 24
        after = space.search(ME, "تفاهم نامه", View(facets=FACETS))
    assert ([h.key for h in before.hits], before.facets) == ([h.key for h in after.hits], after.facets)


def test_an_index_of_another_layout_is_filled_from_the_store(filled_copy: Path) -> None:
    (filled_copy / "index").rename(filled_copy / "gone")
    with Workspace(Settings(workspace=filled_copy)) as space:
        assert space.indexing.lag() == 24
        assert space.indexing.sync() == 24
        assert space.search(ME, "تفاهم نامه").total == 6


def test_reprocess_changes_nothing_when_nothing_is_newer(filled_copy: Path) -> None:
    with Workspace(Settings(workspace=filled_copy)) as space:
        before = space.store.last_seq()
        assert space.reprocess(ME) == 0
        assert space.store.last_seq() == before


def test_while_another_process_writes_the_store_is_written_and_the_index_waits(
    workspace: Workspace, tmp_path: Path
) -> None:
    with writer_lock(workspace.settings.workspace / "writer.lock") as ours:
        assert ours
        with pytest.raises(WorkspaceError, match="another process"):
            workspace.indexing.verify()
        assert workspace.indexing.sync() == 0
        workspace.store.put([])
    path = lines(tmp_path / "in.jsonl", {"id": "x1", "text": "نشست یزد"})
    workspace.ingest(ME, [path])
    assert workspace.indexing.lag() == 0


def test_a_new_index_waits_for_who_writes_and_takes_up_what_they_wrote(filled_copy: Path) -> None:
    with Workspace(Settings(workspace=filled_copy)) as space:
        lock = writer_lock(filled_copy / "writer.lock")
        assert lock.__enter__()
        seen: list[int] = []

        def stored_by_another() -> None:
            space.store.put([(Document(key="d" * 32, id="neu", uri="file:///neu", text="نشست تازه کرمانشاه"), "")])
            lock.__exit__(None, None, None)

        other = threading.Timer(0.5, stored_by_another)

        def batch(number: int) -> None:
            seen.append(number)
            if number == 24:
                other.start()

        assert space.indexing.reindex(batch) == 25
        assert seen == [24, 1]
        assert (ids(space, "کرمانشاه"), space.indexing.lag()) == (["neu"], 0)
        with pytest.raises(BackendUnavailable, match="no earlier"):
            space.indexing.roll_back()


def test_an_empty_workspace_can_be_built_anew(workspace: Workspace, tmp_path: Path) -> None:
    assert workspace.indexing.reindex() == 0
    workspace.ingest(ME, [lines(tmp_path / "in.jsonl", {"id": "x1", "text": "نشست یزد"})])
    assert ids(workspace, "یزد") == ["x1"]


def test_a_reader_follows_to_an_index_that_was_built_anew(filled_copy: Path) -> None:
    settings = Settings(workspace=filled_copy)
    with Workspace(settings) as space, Workspace(settings) as reader:
        assert reader.search(ME, "تفاهم نامه").total == 6
        assert space.indexing.reindex() == 24
        assert reader.search(ME, "تفاهم نامه").total == 6
        space.store.put([(Document(key="d" * 32, id="neu", uri="file:///neu", text="نشست تازه کرمانشاه"), "")])
        space.indexing.sync()
        assert (ids(reader, "کرمانشاه"), reader.search(ME, "تفاهم نامه").total) == (["neu"], 6)
        reader.store.put([(Document(key="e" * 32, id="auch", uri="file:///auch", text="نشست شوشتر"), "")])
        assert reader.indexing.sync() == 1  # it may write to the index that another put there
        assert (ids(space, "شوشتر"), space.indexing.verify()) == (["auch"], (0, 0))


def test_an_index_that_was_begun_for_another_store_is_begun_again(filled_copy: Path) -> None:
    with Workspace(Settings(workspace=filled_copy)) as space:
        fresh = space.backend.rebuild()
        fresh.index([])
        fresh.refresh(space.store.last_seq() + 7)
        fresh.close()
        assert space.indexing.reindex() == 24
        assert (space.search(ME, "تفاهم نامه").total, space.indexing.lag()) == (6, 0)


def test_an_index_that_does_not_find_what_it_should_takes_no_place(
    filled_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Workspace(Settings(workspace=filled_copy)) as space:
        with monkeypatch.context() as patched:
            patched.setattr("pipeline.index.embedded.backend.fields_of", _without_text)
            with pytest.raises(WorkspaceError, match="does not find"):
                space.indexing.reindex()
        assert space.search(ME, "تفاهم نامه").total == 6
        assert space.indexing.reindex() == 24


def _without_text(record: IndexRecord) -> dict[str, Any]:
    return {**fields_of(record), "whole_stem": "", "whole_exact": "", "whole_raw": "", "whole_parts": ""}


def test_an_index_that_is_broken_is_built_anew(filled_copy: Path) -> None:
    (meta,) = (filled_copy / "index").glob("layout-*/meta.json")
    meta.write_text("{", encoding="ascii")
    with Workspace(Settings(workspace=filled_copy)) as space:
        assert (space.indexing.lag(), space.indexing.sync()) == (24, 24)
        assert space.search(ME, "تفاهم نامه").total == 6


def test_another_reader_sees_what_was_written(workspace: Workspace, tmp_path: Path) -> None:
    with Workspace(workspace.settings) as reader:
        assert ids(reader, "یزد") == []
        workspace.ingest(ME, [lines(tmp_path / "in.jsonl", {"id": "x1", "text": "نشست یزد"})])
        assert ids(reader, "یزد") == ["x1"]


def test_relaxed_hits_are_apart(workspace: Workspace, tmp_path: Path) -> None:
    workspace.ingest(ME, [lines(tmp_path / "in.jsonl", {"id": "x1", "text": "نشست یزد"})])
    results = workspace.search(ME, "نشست کرمان")
    assert (results.hits, [h.id for h in results.relaxed]) == ((), ["x1"])
    assert workspace.search(ME, "ناموجود").relaxed == ()


def test_a_reader_that_takes_too_long_is_stopped() -> None:
    slow = Source("file:///slow.txt", "slow.txt", "۱۲ نفر و ".encode() * 2_000_000)
    quick = Source("file:///quick.txt", "quick.txt", "نشست یزد".encode())
    with ReaderPool(1, Limits(seconds=1.5)) as pool:
        started = time.monotonic()
        answers = {s.uri: a for s, a in [*pool.submit(slow), *pool.submit(quick), *pool.drain()]}
        assert time.monotonic() - started < 30
    assert isinstance(answers["file:///slow.txt"], Failure)
    assert answers["file:///slow.txt"].code == "timeout"
    assert not isinstance(answers["file:///quick.txt"], Failure)


def test_a_workspace_that_cannot_be_made_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="ascii")
    with pytest.raises(WorkspaceError, match="cannot be made"):
        Workspace(Settings(workspace=tmp_path / "file" / "ws"))
