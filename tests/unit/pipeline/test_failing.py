"""Failures: counted by reason and by place, dismissed with their bytes, seen by those who may see the collection."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.cli import cli
from pipeline.errors import FailureNotFound, Forbidden
from pipeline.people.principal import Principal
from pipeline.records import Failure
from pipeline.store import failures
from pipeline.workspace import Workspace
from tests.makers import ME

BROKEN = b"%PDF-1.4 nothing"


@pytest.fixture
def failed(workspace: Workspace, tmp_path: Path) -> Workspace:
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "گزارش.pdf").write_bytes(BROKEN)
    (folder / "a.pdf").write_bytes(BROKEN)
    (folder / "b.bin").write_bytes(bytes(range(256)))
    (folder / "empty.txt").write_bytes(b"")
    workspace.collections.add(ME, "desk")
    workspace.ingest(ME, [folder], "yazd")
    workspace.ingest(ME, [folder / "a.pdf"], collection="desk")
    return workspace


def test_they_are_counted_by_reason_and_by_place(failed: Workspace) -> None:
    by_code = {group.name: group.count for group in failed.failing.groups(ME)}
    assert by_code == {"corrupt": 3, "unsupported": 1, "empty": 1}
    (first, other) = failed.failing.groups(ME, "source")
    assert (first.name, first.count, other.name.endswith("/news"), other.count) == ("yazd", 4, True, 1)
    page, total = failed.failing.page(ME, "corrupt", limit=1, offset=1)
    assert (len(page), total) == (1, 3)
    run = failed.runs.all(ME)[0].id
    assert {one.run for one in failed.failing.page(ME, run=run)[0]} == {run}


def test_dismissed_ones_are_gone_with_their_bytes(failed: Workspace) -> None:
    (empty,) = (one for one in failed.failures(ME) if one.code == "empty")
    binary = next(one for one in failed.failures(ME) if one.code == "unsupported")
    assert failed.failing.original(ME, binary.id).data == bytes(range(256))
    assert failed.failing.original(ME, binary.id).shown is False
    assert failed.failing.dismiss(ME, [empty.id, binary.id]) == 2
    with pytest.raises(FailureNotFound):
        failed.failing.original(ME, binary.id)
    assert failed.failing.dismiss(ME, code="corrupt") == 3
    assert (failed.failures(ME), list(failed.blobs.names(0))) == ([], [])
    assert failed.failing.dismiss(ME) == 0  # nothing was named


def test_bytes_that_another_failure_has_too_stay(failed: Workspace) -> None:
    first, *others = (one for one in failed.failures(ME) if one.code == "corrupt")
    failed.failing.dismiss(ME, [first.id])
    assert all(failed.failing.original(ME, one.id).data == BROKEN for one in others)


def test_a_document_that_no_index_takes_cannot_be_dismissed(failed: Workspace) -> None:
    failures.add_failures(failed.store, [Failure("file:///a", failures.INDEX, "internal", "", key="k")])
    failed.failing.dismiss(ME, code="internal")
    assert [one.stage for one in failed.failures(ME) if one.code == "internal"] == [failures.INDEX]


def test_one_sees_and_dismisses_what_is_in_ones_collections(failed: Workspace) -> None:
    reader = Principal("زهرا", "person", {"desk": "viewer"})
    assert [(group.name, group.count) for group in failed.failing.groups(reader)] == [("corrupt", 1)]
    with pytest.raises(Forbidden):
        failed.failing.dismiss(reader, code="corrupt")
    hidden = next(one for one in failed.failures(ME) if one.collection == "main" and one.blob)
    with pytest.raises(FailureNotFound):
        failed.failing.original(reader, hidden.id)
    editor = Principal("امید", "person", {"desk": "editor", "main": "viewer"})
    assert failed.failing.dismiss(editor, code="corrupt") == 1
    assert len(failed.failures(ME)) == 4


def test_by_command(failed: Workspace) -> None:
    def asnad(*arguments: str) -> tuple[int, str]:
        done = CliRunner().invoke(cli, ["failures", *arguments, "--workspace", str(failed.settings.workspace)])
        return done.exit_code, done.stdout

    assert json.loads(asnad("--by", "code", "--json")[1].splitlines()[0])["count"] == 3
    assert "yazd" in asnad("--by", "source")[1]
    assert "گزارش.pdf" in asnad()[1]
    assert asnad("dismiss")[0] == asnad("dismiss", "1", "--code", "empty")[0] == 2
    assert (asnad("dismiss", "--code", "corrupt")[0], asnad("dismiss", "--code", "corrupt")[0]) == (0, 1)
    assert len(failed.failures(ME)) == 2
