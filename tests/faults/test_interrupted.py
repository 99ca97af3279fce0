"""A run that is interrupted or killed, then run again, gives the same store as one clean run."""

import contextlib
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from pipeline.index.results import View
from pipeline.settings import Settings
from pipeline.workspace import Workspace
from tests.makers import ME

ASNAD = str(Path(sys.executable).with_name("asnad"))
DOCUMENTS = 300
ROUNDS = int(os.environ.get("ASNAD_FAULT_ROUNDS", "1"))


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Enough documents that a run stores them in several transactions."""
    path = tmp_path_factory.mktemp("lines") / "in.jsonl"
    with path.open("w", encoding="utf-8") as out:
        for number in range(DOCUMENTS):
            text = f"نشست شماره {number} سازمان‌های مردم‌نهاد با حضور {number + 2} نفر در ۱۴ آذر ۱۴۰۴ برگزار شد. " * 3
            out.write(json.dumps({"id": str(number), "text": text}, ensure_ascii=False) + "\n")
        out.write("not json\n")
    return path


def state(folder: Path) -> dict[str, Any]:
    """What people see of a workspace: documents, mentions, index; and that both agree."""
    with Workspace(Settings(workspace=folder)) as space:
        documents = {d.id: (d.text, d.content_hash, d.mentions) for d in space.store.documents()}
        assert space.indexing.lag() == 0
        results = space.search(ME, "نشست", View(limit=1))
        return {"documents": documents, "found": results.total}


def start(lines: Path, folder: Path) -> "subprocess.Popen[bytes]":
    command = [ASNAD, "ingest", "--workspace", str(folder), str(lines)]
    return subprocess.Popen(command, stderr=subprocess.DEVNULL, start_new_session=True)


def wait_for(store: Path, documents: int, process: "subprocess.Popen[bytes]") -> None:
    """Waits until a run has stored so many documents, or has ended."""
    while process.poll() is None:
        with contextlib.suppress(sqlite3.OperationalError), contextlib.closing(read_only(store)) as connection:
            if connection.execute("SELECT count(*) FROM documents").fetchone()[0] >= documents:
                return
        time.sleep(0.01)


def read_only(store: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{store}?mode=ro", uri=True)


@pytest.fixture(scope="module")
def clean(lines: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("clean")
    assert start(lines, folder).wait(300) == 3
    return state(folder)


@pytest.mark.parametrize("number", range(ROUNDS))
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL], ids=["ctrl-c", "kill-9"])
def test_run_again_after(how: signal.Signals, number: int, lines: Path, tmp_path: Path, clean: dict[str, Any]) -> None:
    process = start(lines, tmp_path)
    wait_for(tmp_path / "store.db", random.Random(f"{how}{number}").randrange(DOCUMENTS), process)
    process.send_signal(how)
    status = process.wait(180)
    assert status in ((130, 3) if how == signal.SIGINT else (-signal.SIGKILL, 3))
    again = start(lines, tmp_path)
    assert again.wait(300) == 3
    assert state(tmp_path) == clean
    assert list(tmp_path.glob("blobs/incoming/*")) == []


def test_two_runs_at_once_agree(lines: Path, tmp_path: Path, clean: dict[str, Any]) -> None:
    both = [start(lines, tmp_path) for _ in range(2)]
    assert [process.wait(400) for process in both] == [3, 3]
    assert state(tmp_path) == clean


def test_a_disk_that_is_full_costs_nothing_that_was_stored(lines: Path, tmp_path: Path, clean: dict[str, Any]) -> None:
    """On a small file system of memory, which is made larger then; in a namespace of its own, where that is allowed."""
    (tmp_path / "small").mkdir()
    script = """
        mount -t tmpfs -o size=$1 tmpfs "$4" || exit 77
        "$2" ingest --workspace "$4/ws" "$3"; first=$?
        mount -o remount,size=400m "$4"
        "$2" ingest --workspace "$4/ws" "$3"; second=$?
        "$2" index verify --workspace "$4/ws" --json
        cp -r "$4/ws" "$5"
        echo "$first $second"
    """
    arguments = ["3m", ASNAD, str(lines), str(tmp_path / "small"), str(tmp_path / "kept")]
    done = subprocess.run(["unshare", "-m", "sh", "-c", script, "sh", *arguments], capture_output=True, text=True)
    if done.returncode == 77 or "unshare" in done.stderr:
        pytest.skip("no file system can be mounted here")
    *_, verified, codes = done.stdout.splitlines()
    assert (codes, json.loads(verified)) == ("1 3", {"missing": 0, "extra": 0})
    assert "Traceback" not in done.stderr
    assert "full" in done.stderr or "No space" in done.stderr
    assert state(tmp_path / "kept") == clean
