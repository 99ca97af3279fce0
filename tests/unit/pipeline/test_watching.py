"""A watched folder: read once it stays as it is, again when it changes, and never twice."""

import os
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from pipeline.jobs import watching
from pipeline.jobs.watching import Watched, Watcher
from pipeline.records import IngestReport
from pipeline.workspace import Workspace
from tests.makers import ME

TEXT = "کتابخانهٔ مرکزی شهر یزد گشایش یافت"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in" / "زیر").mkdir(parents=True)
    return tmp_path / "in"


def watcher(space: Workspace, folder: Path, told: list[IngestReport], settle: float = 600.0) -> Watcher:
    return Watcher(space, ME, Watched([folder], "inbox", "main", settle), told.append)


def put(path: Path, text: str, age: float = 6000.0) -> None:
    path.write_text(text, encoding="utf-8")
    os.utime(path, (time.time() - age, time.time() - age))


def test_what_settled_is_read_once_and_again_when_it_changes(workspace: Workspace, folder: Path) -> None:
    told: list[IngestReport] = []
    watch = watcher(workspace, folder, told)
    put(folder / "a.txt", TEXT)
    put(folder / "زیر" / "b.txt", TEXT + " فردا")
    put(folder / "young.txt", TEXT, age=0)
    for name in (".hidden.txt", "c.txt.part", "c.txt", "~d.txt", "Thumbs.db", "desktop.ini"):  # c.txt is begun
        put(folder / name, TEXT)
    (folder / "link.txt").symlink_to(folder / "a.txt")
    assert [watch.look() for _ in range(3)] == [0, 2, 0]  # a first look only sees them
    assert (len(told), told[0].added) == (1, 2)
    (run,) = workspace.runs.all(ME)
    assert (run.kind, run.name, run.source, run.added) == ("watch", "in", "inbox", 2)
    put(folder / "a.txt", TEXT + " امروز", age=3000)
    assert [watch.look() for _ in range(3)] == [0, 1, 0]
    assert told[1].changed == 1
    assert workspace.search(ME, "امروز").total == 1


def test_a_file_that_grows_waits(workspace: Workspace, folder: Path) -> None:
    watch = watcher(workspace, folder, [], settle=0)
    put(folder / "a.txt", TEXT)
    watch.look()
    put(folder / "a.txt", TEXT + " فردا", age=50)
    assert watch.look() == 0
    assert watch.look() == 1


def test_it_goes_on_where_it_ended(workspace: Workspace, folder: Path) -> None:
    told: list[IngestReport] = []
    put(folder / "a.txt", TEXT)
    first = watcher(workspace, folder, told)
    assert [first.look(), first.look()] == [0, 1]
    put(folder / "b.txt", TEXT + " فردا")
    again = watcher(workspace, folder, told)
    assert [again.look(), again.look()] == [0, 1]
    assert [report.added for report in told] == [1, 1]
    (folder / "a.txt").unlink()
    again.look()
    assert workspace.count(ME) == 2  # what is taken out of the folder stays
    for kept in workspace.settings.workspace.glob("watched-*"):
        kept.write_text("nothing that can be read")
    lost = watcher(workspace, folder, told)
    assert [lost.look(), lost.look()] == [0, 1]
    assert told[-1].unchanged == 1


def test_it_does_not_read_its_own_workspace(workspace: Workspace, tmp_path: Path) -> None:
    watch = watcher(workspace, tmp_path, [], settle=0)
    assert [watch.look(), watch.look()] == [0, 0]


def test_it_stops_when_it_is_told(workspace: Workspace, folder: Path) -> None:
    put(folder / "a.txt", TEXT)
    stop, told = threading.Event(), list[IngestReport]()
    thread = threading.Thread(target=watcher(workspace, folder, told).run, args=(0.05, stop))
    thread.start()
    for _ in range(900):
        if told:
            break
        time.sleep(0.1)
    stop.set()
    thread.join(30)
    assert (thread.is_alive(), [report.added for report in told]) == (False, [1])


def test_what_is_taken_away_before_it_is_read_is_no_failure(
    workspace: Workspace, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file was called otherwise, or put elsewhere, while those before it were read: nothing is wrong with it."""
    told: list[IngestReport] = []
    watch = watcher(workspace, folder, told)
    for name in ("a.txt", "b.txt"):
        put(folder / name, f"{TEXT} {name}")
    watch.look()
    ingest = workspace.ingest

    def renamed(*args: Any, **how: Any) -> IngestReport:
        (folder / "b.txt").rename(folder / "c.txt")
        return ingest(*args, **how)

    monkeypatch.setattr(workspace, "ingest", renamed)
    assert watch.look() == 2
    monkeypatch.undo()
    assert (told[0].added, told[0].failed, workspace.failing.page(ME)[1]) == (1, 0, 0)
    assert [watch.look() for _ in range(2)] == [0, 1]
    assert told[-1].added == 1


def test_many_files_at_once_are_several_runs(
    workspace: Workspace, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "_MOST", 3)
    told: list[IngestReport] = []
    watch = watcher(workspace, folder, told)
    for number in range(7):
        put(folder / f"{number}.txt", f"{TEXT} {number}")
    assert [watch.look() for _ in range(2)] == [0, 7]
    assert [report.added for report in told] == [3, 3, 1]
