"""Two processes at one index: what one removes the other never needs, and only what a crash left is warned of."""

import logging
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from corpora.document import Document
from pipeline.errors import BackendUnavailable
from pipeline.index.embedded.backend import EmbeddedBackend
from pipeline.index.records import IndexRecord
from pipeline.index.results import View
from pipeline.query.parser import parse
from pipeline.sync.lock import writer_lock

DOCUMENTS = 60
SECONDS = float(os.environ.get("ASNAD_FAULT_ROUNDS", "1")) * 5
_FILES = "pipeline.index.embedded.files"


def record(number: int, seq: int) -> IndexRecord:
    text = f"نامهٔ شمارهٔ {number} دربارهٔ باغ زیتون"
    return IndexRecord.of(Document(key=str(number), id=str(number), uri="", text=text), seq)


def filled(folder: Path) -> EmbeddedBackend:
    backend = EmbeddedBackend(folder)
    backend.index(record(number, number + 1) for number in range(DOCUMENTS))
    backend.refresh(DOCUMENTS)
    backend.release_writer()
    return backend


def write(folder: Path) -> None:
    """Puts five documents anew a batch, as a server and a command do side by side."""
    backend, until = EmbeddedBackend(folder), time.monotonic() + SECONDS
    while time.monotonic() < until:
        with writer_lock(folder / "writer.lock") as ours:
            if ours:
                at = backend.checkpoint()
                some = random.sample(range(DOCUMENTS), 5)
                backend.index(record(number, at + place) for place, number in enumerate(some, 1))
                backend.refresh(at + 5)
                backend.release_writer()
        time.sleep(0.002)


def search(folder: Path) -> None:
    """Searches with an index that stays open, and with one that is opened for each search."""
    kept, until = EmbeddedBackend(folder), time.monotonic() + SECONDS
    while time.monotonic() < until:
        for backend in (kept, EmbeddedBackend(folder)):
            found = backend.search(parse("زیتون"), View(limit=5)).total
            assert found == DOCUMENTS, found


def crash(folder: Path) -> None:
    """Dies in the middle of a commit: there are files that no list of segments names."""
    backend = EmbeddedBackend(folder)
    backend.index(record(DOCUMENTS + number, 1000 + number) for number in range(50))
    time.sleep(0.5)
    os.kill(os.getpid(), signal.SIGKILL)


def run(step: str, folder: Path) -> "subprocess.Popen[str]":
    asked = (
        f"from tests.faults.test_two_processes import {step}; from pathlib import Path; {step}(Path({str(folder)!r}))"
    )
    return subprocess.Popen([sys.executable, "-c", asked], stderr=subprocess.PIPE, text=True)


def test_two_writers_in_turn_and_readers_find_all_and_nobody_is_warned(tmp_path: Path) -> None:
    filled(tmp_path)
    processes = [run(step, tmp_path) for step in ("write", "write", "search")]
    assert [(process.communicate(timeout=120)[1], process.returncode) for process in processes] == [("", 0)] * 3
    again = EmbeddedBackend(tmp_path)
    assert (again.inspect(), again.count()) == ("", DOCUMENTS)
    assert not list(tmp_path.glob("*.writing"))


def test_who_may_not_write_removes_nothing_of_who_does(tmp_path: Path) -> None:
    ours = filled(tmp_path)
    other = EmbeddedBackend(tmp_path)
    ours.index(record(DOCUMENTS + number, 1000 + number) for number in range(50))
    time.sleep(0.5)  # until the engine has begun the files of a segment
    with pytest.raises(BackendUnavailable, match="another process is writing"):
        other.index([record(0, 2000)])
    ours.refresh(1050)
    assert (ours.inspect(), other.search(parse("زیتون"), View()).total) == ("", DOCUMENTS + 50)
    ours.release_writer()


def test_counts_follow_what_another_process_writes(tmp_path: Path) -> None:
    ours, view = filled(tmp_path), View(facets=("lang",))
    reader = EmbeddedBackend(tmp_path)
    assert reader.search(parse("زیتون"), view).facets == {"lang": (("und", DOCUMENTS),)}
    ours.index([record(DOCUMENTS, 1000)])
    ours.refresh(1000)
    assert reader.search(parse("زیتون"), view).facets == {"lang": (("und", DOCUMENTS + 1),)}
    ours.release_writer()


def test_what_a_crash_left_is_removed_and_said_once(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    backend = filled(tmp_path)
    dying = run("crash", tmp_path)
    dying.communicate(timeout=60)
    assert dying.returncode == -signal.SIGKILL
    assert EmbeddedBackend(tmp_path).count() == DOCUMENTS  # who only searches removes nothing, and warns of nothing
    assert [each for each in caplog.records if each.name == _FILES] == []
    for seq in (100, 200):
        backend.index([record(1, seq)])
        backend.refresh(seq)
        backend.release_writer()
    told = [(each.levelno, each.getMessage()) for each in caplog.records if each.name == _FILES]
    assert [level for level, _ in told] == [logging.WARNING]
    assert "files that an interrupted commit had left in the index: " in told[0][1]
    assert (backend.inspect(), backend.count()) == ("", DOCUMENTS)
