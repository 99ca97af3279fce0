"""What a reading process has given up before it sees a byte, and what we believe of what it says."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import replace
from multiprocessing import Pipe
from pathlib import Path
from typing import Any

import pytest

from corpora.document import Document
from pipeline.errors import WorkspaceError
from pipeline.records import Failure, Limits, PictureAsked, Source
from pipeline.sandbox import kernel
from pipeline.sandbox.folders import Folder, sweep
from pipeline.sandbox.helper import Helper
from pipeline.sandbox.messages import InvalidAnswer, receive_message, send, send_message
from pipeline.sandbox.pool import ReaderPool
from pipeline.sandbox.process import Process
from pipeline.store.blobs import BlobStore
from tests.makers import scanned

_TRY = """
import json, os, socket, sys
from pathlib import Path
from pipeline.records import Limits
from pipeline.sandbox.confinement import confine

def works(attempt):
    try:
        attempt()
    except OSError:
        return False
    return True

folder, secret, port, parent = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
held = confine(Limits(), folder)
print(json.dumps({"held": held, "tried": {
    "own folder": works(lambda: (folder / "a").write_text("a")),
    "library": works(lambda: Path(json.__file__).read_text()),
    "program": works(lambda: os.stat("/usr/bin/env") and open("/usr/bin/env", "rb").close()),
    "read": works(lambda: secret.read_text()),
    "write": works(lambda: secret.write_text("b")),
    "make": works(lambda: (secret.parent / "new").write_text("c")),
    "connect": works(lambda: socket.create_connection(("127.0.0.1", port), 2)),
    "environment of others": works(lambda: Path(f"/proc/{parent}/environ").read_bytes()),
    "memory of others": works(lambda: open(f"/proc/{parent}/mem", "rb+")),
}}))
"""


@pytest.mark.skipif(not kernel.landlock_version(), reason="this kernel has no Landlock")
def test_a_confined_process_sees_its_folder_and_the_program_alone(tmp_path: Path) -> None:
    import socket

    (tmp_path / "own").mkdir()
    (tmp_path / "secret").write_text("a password", encoding="ascii")
    with socket.create_server(("127.0.0.1", 0)) as server:
        arguments = [str(tmp_path / "own"), str(tmp_path / "secret"), str(server.getsockname()[1]), str(os.getpid())]
        done = subprocess.run([sys.executable, "-c", _TRY, *arguments], capture_output=True, text=True, check=True)
    told: Mapping[str, Mapping[str, bool]] = json.loads(done.stdout)
    assert told["held"]["only its own files"]
    assert {name for name, could in told["tried"].items() if could} == {"own folder", "library", "program"}
    assert (tmp_path / "secret").read_text(encoding="ascii") == "a password"


def test_a_reading_process_has_none_of_our_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASNAD_DATABASE", "postgresql://asnad:secret@db/asnad")
    process = Process(Limits())
    try:
        assert process.become_ready()["no settings in its environment"]
        environment = Path(f"/proc/{process.process.pid}/environ").read_bytes()
    finally:
        process.kill()
    assert b"ASNAD_" not in environment


def test_where_it_must_be_confined_and_is_not_nothing_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.sandbox.process.receive", lambda _: ({"held": {"without a network": False}}, b""))
    with ReaderPool(1, Limits(sandbox="require")) as pool, pytest.raises(WorkspaceError, match="without a network"):
        pool.ask(Source("file:///a.txt", "a.txt", b"text"))


@pytest.mark.parametrize(
    ("head", "data"),
    [
        ({"is": "document"}, b"\x80\x04\x95"),
        ({"is": "document"}, b'{"key":"k","id":"1","uri":"u","text":5}'),
        ({"is": "nothing"}, b""),
        ({}, b""),
        ({"is": "failure", "uri": "u", "stage": "read", "code": "odd", "message": "m", "trace": ""}, b""),
        ({"is": "failure", "uri": 5, "stage": "read", "code": "corrupt", "message": "m", "trace": ""}, b""),
    ],
)
def test_what_it_cannot_mean_is_not_believed(head: dict[str, Any], data: bytes) -> None:
    ours, theirs = Pipe()
    send(theirs, head, data)
    with pytest.raises(InvalidAnswer):
        receive_message(ours)


def test_a_pickle_is_only_bytes() -> None:
    ours, theirs = Pipe()
    theirs.send(Path("/etc/passwd"))
    with pytest.raises(InvalidAnswer):
        receive_message(ours)


def test_a_failure_comes_with_its_traceback() -> None:
    ours, theirs = Pipe()
    said = Failure("file:///a", "read", "internal", "m" * 900, data=b"line", trace="Traceback …")
    send_message(theirs, said)
    found = receive_message(ours)
    assert isinstance(found, Failure)
    assert (found.trace, found.data, len(found.message)) == ("Traceback …", b"line", 500)


def test_folders_of_programs_that_were_killed_are_swept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    program = "import os; from pipeline.sandbox.folders import Folder; print(Folder().path, flush=True); os._exit(9)"
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, env=environment)
    left, ours = Path(done.stdout.strip()), Folder()
    assert (left.is_dir(), sweep()) == (True, 0)  # it may still be about to be locked
    for folder in (left, ours.path):
        os.utime(folder, (time.time() - 600,) * 2)
    assert (sweep(), left.exists(), ours.path.exists()) == (1, False, True)
    ours.cleanup()
    assert list(tmp_path.iterdir()) == []


TEXT = "به گزارش خبرگزاری، ۲۹ سازمان مردم‌نهاد در یزد تفاهم‌نامه امضا کردند."


def test_a_picture_at_hand_wants_no_bytes_and_a_text_waits_for_no_picture(tmp_path: Path) -> None:
    blobs = BlobStore(tmp_path / "blobs")
    blob = blobs.put(scanned("نشست یزد")[1])
    asked = PictureAsked("file:///blank.png", b"", 1, 200)
    helper = Helper(Limits())
    try:
        drawn = helper.draw(blob, asked, blobs)
        assert drawn.startswith(b"\xff\xd8")
        blobs.path(blob).unlink()
        assert helper.draw(blob, asked, blobs) == drawn
        with pytest.raises(FileNotFoundError):
            helper.draw(blob, replace(asked, width=100), blobs)
        with helper._drawing._lock:  # a picture is being drawn
            read = helper.annotate(Document("k", "k", "file:///a.txt", TEXT, language="fa"))
        assert "COUNT" in {mention.label for mention in read.mentions}
    finally:
        helper.close()
