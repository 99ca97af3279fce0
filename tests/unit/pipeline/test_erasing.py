"""Raw bytes go with the last that needs them, whatever comes in between, and what is left is found."""

import json
import os
import time
from pathlib import Path

import pytest

from corpora.ids import digest
from pipeline.jobs import uploads
from pipeline.records import Failure, Source
from pipeline.sandbox.messages import Answer
from pipeline.settings import Settings
from pipeline.store import failures, jobs
from pipeline.store.folder import private_folder
from pipeline.workspace import Workspace
from tests.makers import ME

TEXT = "نشست سازمان‌های مردم‌نهاد در شهر یزد".encode()


def kept(space: Workspace) -> set[str]:
    """Names of all raw bytes of a workspace."""
    return set(space.blobs.names(-60))


def ingested(space: Workspace) -> str:
    """The key of a document."""
    space.ingest_sources(ME, [Source("file:///a.txt", "a.txt", TEXT)])
    ((key, _),) = space.store.live()
    return str(key)


def test_a_deletion_that_was_cut_off_is_finished_by_the_next_run(workspace: Workspace) -> None:
    workspace.store.withdraw(ingested(workspace), "ما")  # and then the power went
    assert kept(workspace) == {digest(TEXT)}
    workspace.ingest_sources(ME, [Source("file:///b.txt", "b.txt", TEXT + b"!")])
    assert kept(workspace) == {digest(TEXT + b"!")}


def test_bytes_that_came_to_be_needed_again_stay(workspace: Workspace) -> None:
    workspace.store.withdraw(ingested(workspace), "ما")
    failures.add_failures(workspace.store, [Failure("file:///x", "read", "corrupt", "", blob=digest(TEXT))])
    assert (workspace.collect_blobs(), kept(workspace)) == (0, {digest(TEXT)})


def test_what_nothing_names_is_collected_when_it_is_old(workspace: Workspace) -> None:
    ingested(workspace)
    name = workspace.blobs.put(b"left by a crash")
    assert workspace.collect_blobs() == 0
    place = workspace.settings.workspace / "blobs" / name[:2] / name[2:]
    os.utime(place, (time.time() - 7200,) * 2)
    assert workspace.check_blobs().unnamed == [name]
    assert (workspace.collect_blobs(), kept(workspace)) == (1, {digest(TEXT)})


def test_bytes_that_are_gone_or_damaged_are_named(workspace: Workspace) -> None:
    ingested(workspace)
    name = digest(TEXT)
    place = workspace.settings.workspace / "blobs" / name[:2] / name[2:]
    place.write_bytes(b"other")
    assert workspace.check_blobs().damaged == [name]
    place.unlink()
    assert workspace.check_blobs().gone == [name]


def test_an_upload_does_not_keep_what_is_deleted_from_it(workspace: Workspace) -> None:
    lines = b'{"id":"p1","text":"\xd9\x85\xd8\xaa\xd9\x86"}\n{"id":"p2","text":"x"}\n'
    identity = uploads.keep(workspace, ME, "priv.jsonl", lines, "main")
    uploads.read(workspace, identity)
    job = jobs.job(workspace.store, identity)
    assert job
    assert job.state == "done"
    assert kept(workspace) == {digest(line) for line in lines.splitlines()}
    workspace.delete(ME, "p1")
    workspace.delete(ME, "p2")
    assert kept(workspace) == set()


def test_an_upload_that_is_one_document_is_kept_for_it(workspace: Workspace) -> None:
    identity = uploads.keep(workspace, ME, "a.txt", TEXT, "main")
    uploads.read(workspace, identity)
    assert kept(workspace) == {digest(TEXT)}


def test_a_file_with_a_number_sign_in_its_name_is_read_again(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "نامه #12.txt"
    path.write_bytes(b"\x00\x01\x02" * 400)
    workspace.ingest(ME, [path])
    (failed,) = failures.failures(workspace.store)
    workspace.blobs.remove(failed.blob)
    workspace.retry(ME)
    (again,) = failures.failures(workspace.store)
    assert "not kept any more" in again.message


def test_reprocessing_happens_within_the_limits_of_reading(workspace: Workspace, tmp_path: Path) -> None:
    """A text that takes too long keeps what was found in it, and becomes a failure; the others go on."""
    (tmp_path / "in.jsonl").write_text(
        "".join(json.dumps({"id": str(n), "text": "نشست دانشگاه تهران"}) + "\n" for n in range(3)), encoding="utf-8"
    )
    workspace.ingest(ME, [tmp_path / "in.jsonl"])
    seen: list[Answer] = []
    assert workspace.reprocess(ME, on_document=lambda: seen.append(b"")) == 0
    assert len(seen) == 3


def test_a_workspace_is_for_its_owner_alone(workspace: Workspace) -> None:
    ingested(workspace)
    folder = workspace.settings.workspace
    assert folder.stat().st_mode & 0o077 == 0
    assert [path for path in (folder / "blobs").glob("??/*") if path.stat().st_mode & 0o077] == []


@pytest.mark.parametrize(("was", "becomes"), [(0o755, 0o700), (0o777, 0o700), (0o750, 0o750), (0o700, 0o700)])
def test_one_that_was_made_before_is_shut_for_all_but_whom_its_owner_chose(
    was: int, becomes: int, tmp_path: Path
) -> None:
    folder = tmp_path / "before"
    folder.mkdir()
    folder.chmod(0o755)
    private_folder(folder)
    assert folder.stat().st_mode & 0o777 == 0o755  # it holds no store: whose it is nobody knows
    Workspace(Settings(workspace=folder, workers=1)).close()
    folder.chmod(was)
    Workspace(Settings(workspace=folder, workers=1)).close()
    assert folder.stat().st_mode & 0o777 == becomes


def test_a_document_is_found_by_its_address_as_people_write_it(workspace: Workspace) -> None:
    workspace.ingest_sources(ME, [Source("file:///%D8%AE%D8%A8%D8%B1.txt", "خبر.txt", TEXT)])
    assert workspace.document(ME, "file:///خبر.txt").text == TEXT.decode()
