"""What is tried again stays what it was: its source, its collection, its language, and the run that met it."""

from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.jobs import uploads
from pipeline.jobs.uploads import Sent
from pipeline.records import Failure
from pipeline.runs.runs import Run
from pipeline.store import failures
from pipeline.workspace import Workspace
from tests.makers import ME, scanned

BROKEN = b"%PDF-1.4 nothing"
TEXT = "کتابخانهٔ مرکزی شهر یزد دیروز گشایش یافت"


def sent(space: Workspace, *files: tuple[str, bytes], collection: str = "main", language: str = "") -> Run:
    run = uploads.keep_all(space, ME, Sent(files, (), "بایگانی", language), collection)
    uploads.read(space, run)
    return space.runs.one(ME, run)


def mended(space: Workspace, failure: Failure, data: bytes) -> None:
    """Gives a failure bytes that can be read, as where what reads them was not installed."""
    (kept,) = failures.failures(space.store, [failure.id])
    failures.add_failures(space.store, [replace(kept, blob=space.blobs.put(data))])


def retried(space: Workspace) -> Run:
    (run,) = uploads.keep_retry(space, ME, [one.id for one in space.failures(ME)])
    uploads.read(space, run)
    return space.runs.one(ME, run)


@pytest.fixture
def desk(workspace: Workspace) -> Workspace:
    workspace.collections.add(ME, "desk")
    return workspace


def test_what_is_read_at_a_second_try_is_of_the_source_it_was_sent_with(desk: Workspace) -> None:
    sent(desk, ("نامه.txt", b"\x00\x01\x02" * 400), collection="desk", language="ar")
    (failure,) = desk.failures(ME)
    assert (failure.source, failure.language, failure.collection) == ("بایگانی", "ar", "desk")
    mended(desk, failure, "١٢٣ ٤٥٦".encode())
    run = retried(desk)
    (document,) = desk.documents(ME)
    assert (document.source, document.language, document.collection) == ("بایگانی", "ar", "desk")
    assert (run.source, run.collection, run.outcome, desk.failures(ME)) == ("بایگانی", "desk", "done", [])


def test_what_fails_at_a_second_try_is_of_its_source_and_run_and_says_when_it_was_tried(desk: Workspace) -> None:
    first = sent(desk, ("a.pdf", BROKEN), ("b.pdf", BROKEN + b"!"))
    before = desk.failing.groups(ME, "source")
    again = retried(desk)
    assert [(group.name, group.count) for group in before] == [("بایگانی", 2)]
    assert [(group.name, group.count) for group in desk.failing.groups(ME, "source")] == [("بایگانی", 2)]
    assert {(one.run, one.first_run, one.tries) for one in desk.failures(ME)} == {(again.id, first.id, 1)}
    assert all(one.tried_at >= first.started for one in desk.failures(ME))
    assert {one.id for one in desk.failing.page(ME, run=first.id)[0]} == {one.id for one in desk.failures(ME)}
    third = retried(desk)
    assert {(one.run, one.first_run, one.tries) for one in desk.failures(ME)} == {(third.id, first.id, 2)}
    assert [desk.runs.one(ME, run.id).waiting for run in (first, again, third)] == [2, 0, 2]


def test_an_ordinary_reading_of_what_failed_begins_anew(desk: Workspace, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(BROKEN)
    desk.ingest(ME, [tmp_path / "a.pdf"], "one")
    desk.retry(ME, [one.id for one in desk.failures(ME)])
    assert [(one.source, one.tries) for one in desk.failures(ME)] == [("one", 1)]
    run = desk.ingest(ME, [tmp_path / "a.pdf"], "two").run
    assert [(one.source, one.tries, one.run, one.first_run) for one in desk.failures(ME)] == [("two", 0, run, "")]


def test_a_document_that_no_index_takes_says_that_it_was_tried(desk: Workspace) -> None:
    page, _ = scanned(TEXT)
    desk.store.put([(page, "")])
    refused = Failure(page.uri, failures.INDEX, "internal", "", key=page.key)
    failures.add_failures(desk.store, [refused])
    failures.tried(desk.store, (), "internal", None)
    failures.add_failures(desk.store, [refused])
    assert [(one.tries, bool(one.tried_at)) for one in desk.failures(ME)] == [(1, True)]


def test_retries_of_several_sources_keep_each_its_own(desk: Workspace, tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.pdf").write_bytes(BROKEN)
        desk.ingest(ME, [tmp_path / f"{name}.pdf"], name)
    run = retried(desk)
    assert (run.source, run.failed) == ("", 2)
    assert sorted(one.source for one in desk.failures(ME)) == ["one", "two"]


def test_taking_a_run_back_says_what_it_did_and_forgets_what_was_tried_again(desk: Workspace) -> None:
    run = sent(desk, ("a.txt", TEXT.encode()), *((f"{n}.pdf", BROKEN + bytes([65 + n])) for n in range(4)))
    first, second, *_ = desk.failures(ME)
    desk.failing.dismiss(ME, [first.id])
    desk.retry(ME, [second.id])
    assert (desk.runs.one(ME, run.id).waiting, desk.runs.one(ME, run.id).settled) == (3, 1)
    desk.removal.run(ME, run.id)
    taken = desk.runs.one(ME, run.id)
    assert desk.failures(ME) == []
    assert (taken.withdrawn, taken.returned, taken.forgotten, taken.settled) == (1, 0, 3, 1)
    assert taken.outcome == "taken_back"


def test_the_outcome_of_a_run_is_the_same_wherever_it_came_from(desk: Workspace, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "b.pdf").write_bytes(BROKEN)
    by_upload = sent(desk, ("a.txt", TEXT.encode()), ("b.pdf", BROKEN))
    by_command = desk.runs.one(ME, desk.ingest(ME, [tmp_path / "a.txt", tmp_path / "b.pdf"]).run)
    assert (by_upload.outcome, by_command.outcome) == ("partly", "partly")
    desk.failing.dismiss(ME, code="corrupt")
    assert [desk.runs.one(ME, run.id).outcome for run in (by_upload, by_command)] == ["done", "done"]
    only = sent(desk, ("c.pdf", BROKEN + b"c")), desk.runs.one(ME, desk.ingest(ME, [tmp_path / "b.pdf"]).run)
    assert [run.outcome for run in only] == ["failed", "failed"]


def test_an_outcome_of_what_did_not_end_by_itself() -> None:
    run = Run("1", "a", "upload", "", "main", "ما", "failed", "2026-01-01", "2026-01-01", "2026-01-01", added=3)
    assert run.outcome == "interrupted"
    assert replace(run, state="cancelled").outcome == "cancelled"
    assert replace(run, state="queued").outcome == "queued"
    assert replace(run, added=0).outcome == "failed"
