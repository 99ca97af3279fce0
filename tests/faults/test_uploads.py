"""An upload that breaks ends itself alone, and each command goes on past what it cannot do."""

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from corpora.document import MAIN
from pipeline.cli import cli
from pipeline.errors import StoreUnavailable
from pipeline.jobs import uploads
from pipeline.records import Source
from pipeline.store import failures, jobs
from pipeline.workspace import Workspace
from search_api.uploads import UploadQueue
from tests.away import away
from tests.makers import ME

ASNAD = str(Path(sys.executable).with_name("asnad"))
GOOD = "گزارش زعفران در قائنات".encode()


def state(space: Workspace, identity: str) -> str:
    found = jobs.job(space.store, identity)
    assert found is not None
    return found.state


def strange_zip() -> bytes:
    """A zip that says it needs a program of version 9.0."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "x")
    data = bytearray(out.getvalue())
    data[data.index(b"PK\1\2") + 6] = 90
    return bytes(data)


def drained(space: Workspace, *files: tuple[str, bytes]) -> list[str]:
    """The states of uploads that a server read, one after the other."""
    queue = UploadQueue(space)
    queue.start()
    identities = [queue.add(ME, name, data, MAIN) for name, data in files]
    queue._waiting.put(None)  # the thread ends after these
    queue._thread.join(120)
    queue.stop()
    return [state(space, identity) for identity in identities]


def test_uploads_go_on_behind_one_that_breaks(workspace: Workspace) -> None:
    hostile = json.dumps({"id": "x", "text": "دانشگاه تهران", "site": 5}).encode()
    found = drained(workspace, ("v.zip", strange_zip()), ("p.jsonl", hostile), ("ok.txt", GOOD))
    assert (found[0], found[2]) == ("failed", "done")
    assert workspace.search(ME, "زعفران").total == 1
    assert workspace.indexing.lag() == 0


def test_whatever_an_ingest_raises_fails_that_upload(workspace: Workspace) -> None:
    with away(workspace, RuntimeError("a disk that is full"), "ingest_sources"):
        assert drained(workspace, ("a.txt", GOOD)) == ["failed"]
    (job,) = [jobs.job(workspace.store, one.job.id) for one in workspace.jobs(ME)]
    assert job is not None
    assert job.detail["message"] == "a disk that is full"
    assert drained(workspace, ("a.txt", GOOD)) == ["done"]


def test_an_upload_waits_for_a_store_that_is_away(workspace: Workspace) -> None:
    identity = uploads.keep(workspace, ME, "a.txt", GOOD, MAIN)
    with away(workspace, StoreUnavailable("gone"), "ingest_sources"), pytest.raises(StoreUnavailable):
        uploads.read(workspace, identity)
    assert state(workspace, identity) == "running"
    uploads.read(workspace, identity)
    assert state(workspace, identity) == "done"


def test_an_upload_that_ended_two_programs_has_failed(workspace: Workspace) -> None:
    identity = uploads.keep(workspace, ME, "a.txt", GOOD, MAIN)
    for _ in range(2):
        assert uploads.take_up(workspace) == [identity]
        job = jobs.job(workspace.store, identity)
        assert job is not None
        jobs.change_job(workspace.store, identity, "running", job.detail)  # and the program is killed
    assert uploads.take_up(workspace) == []
    found = jobs.job(workspace.store, identity)
    assert found is not None
    assert (found.state, "more than once" in found.detail["message"]) == ("failed", True)


def test_an_upload_can_be_cancelled(workspace: Workspace) -> None:
    identity = uploads.keep(workspace, ME, "a.txt", GOOD, MAIN)
    run = CliRunner().invoke(cli, ["jobs", identity, "--cancel", "--workspace", str(workspace.settings.workspace)])
    assert (run.exit_code, state(workspace, identity)) == (0, "cancelled")
    uploads.read(workspace, identity)
    assert (state(workspace, identity), workspace.store.count()) == ("cancelled", 0)
    again = CliRunner().invoke(cli, ["jobs", identity, "--cancel", "--workspace", str(workspace.settings.workspace)])
    assert again.exit_code == 1


def test_delete_goes_on_past_what_is_gone(workspace: Workspace) -> None:
    for name in ("a", "b"):
        workspace.ingest_sources(ME, [Source(f"file:///{name}.txt", f"{name}.txt", GOOD + name.encode())])
    where = ["--workspace", str(workspace.settings.workspace)]
    run = CliRunner().invoke(cli, ["delete", "file:///a.txt", "nowhere", "file:///b.txt", *where])
    assert (run.exit_code, workspace.store.count()) == (3, 0)
    assert CliRunner().invoke(cli, ["delete", "file:///a.txt", *where]).exit_code == 1


def test_a_retry_goes_on_past_bytes_that_are_lost(workspace: Workspace) -> None:
    for name in ("a", "b"):
        broken = b"%PDF-1.7\n" + name.encode() * 400
        workspace.ingest_sources(ME, [Source(f"file:///{name}.pdf", f"{name}.pdf", broken)])
    lost, kept = failures.failures(workspace.store)
    workspace.blobs.remove(lost.blob)
    run = CliRunner().invoke(cli, ["failures", "retry", "--all", "--workspace", str(workspace.settings.workspace)])
    assert run.exit_code == 3
    found = {failure.uri: failure for failure in failures.failures(workspace.store)}
    assert "not kept any more" in found[lost.uri].message
    assert found[kept.uri].blob == kept.blob


def test_a_line_that_an_index_refuses_is_a_failure_and_nothing_waits_for_it(tmp_path: Path) -> None:
    """The line of the hostile test: whatever becomes of it, the next run, searches and verify work."""
    lines = tmp_path / "p.jsonl"
    lines.write_text(json.dumps({"id": "bad", "text": "دانشگاه تهران", "site": {"a": 1}}), encoding="utf-8")
    (tmp_path / "good.txt").write_bytes(GOOD)
    where = ["--workspace", str(tmp_path / "ws")]
    commands = (["ingest", str(lines)], ["ingest", str(tmp_path / "good.txt")], ["index", "verify"])
    codes = [subprocess.run([ASNAD, *command, *where], capture_output=True).returncode for command in commands]
    assert codes[0] in (0, 3)
    assert codes[1:] == [0, 0]
