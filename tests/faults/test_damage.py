"""An index that is damaged is set aside and filled again from the store, and everybody is told meanwhile."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from pipeline.errors import BackendUnavailable
from pipeline.index.results import View
from pipeline.query.parser import parse
from pipeline.settings import Settings
from pipeline.workspace import Workspace
from search_api.app import create_app
from tests.makers import ME

ASNAD = str(Path(sys.executable).with_name("asnad"))


def index_of(folder: Path) -> Path:
    (found,) = (path for path in (folder / "index").glob("layout-*") if path.is_dir())
    return found


def flip(folder: Path, kind: str, number: int = 64) -> None:
    """Other bytes in the middle of the largest file of a kind."""
    path = max(index_of(folder).glob(f"*.{kind}"), key=lambda each: each.stat().st_size)
    data = bytearray(path.read_bytes())
    first = len(data) // 2 if number == 64 else max(0, (len(data) - number) // 2)
    data[first : first + number] = bytes(byte ^ 0xFF for byte in data[first : first + number])
    path.write_bytes(data)


def asnad(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([ASNAD, *arguments, "--workspace", str(folder)], capture_output=True, text=True)


@pytest.mark.parametrize("kind", ["term", "store", "idx", "pos", "fast", "fieldnorm"])
def test_flipped_bytes_are_found_said_and_mended(kind: str, filled_copy: Path) -> None:
    flip(filled_copy, kind)
    told = asnad(filled_copy, "index", "verify", "--json")
    assert (told.returncode, "Traceback" in told.stderr) == (0, False)
    assert json.loads(told.stdout)["damage"]
    assert "damaged" in told.stderr
    with Workspace(Settings(workspace=filled_copy)) as space:
        assert (space.indexing.inspect(), space.indexing.lag(), space.search(ME, "تفاهم نامه").total) == ("", 0, 6)


def test_a_search_that_meets_damage_says_so_and_the_server_mends_it(filled_copy: Path) -> None:
    for kind in ("term", "store"):
        flip(filled_copy, kind, 1 << 17)  # whatever a search looks at
    with Workspace(Settings(workspace=filled_copy)) as space:
        with pytest.raises(BackendUnavailable, match="damaged"):
            space.search(ME, "تفاهم نامه")
        assert "damaged" in space.indexing.trouble()
    assert "damaged" in asnad(filled_copy, "doctor").stdout
    app = create_app(Workspace(Settings(workspace=filled_copy, workers=1)))
    with TestClient(app, base_url="http://localhost") as client:
        end = time.monotonic() + 60
        while client.get("/api/v1/search", params={"q": "تفاهم نامه"}).json().get("total", {}).get("value") != 6:
            assert time.monotonic() < end
            time.sleep(0.1)
        while client.get("/readyz").json()["status"] != "ready":
            assert time.monotonic() < end
            time.sleep(0.1)


@pytest.mark.parametrize("what", ["folder", "meta.json", "a segment", "documents"])
def test_what_is_gone_is_noticed_when_it_is_opened(what: str, filled_copy: Path) -> None:
    folder = index_of(filled_copy)
    if what == "folder":
        shutil.rmtree(folder)
    elif what == "meta.json":
        (folder / "meta.json").unlink()
    elif what == "a segment":
        next(folder.glob("*.term")).unlink()
    else:
        checkpoint = folder.with_name(folder.name + ".checkpoint")
        checkpoint.write_text(json.dumps({**json.loads(checkpoint.read_text()), "documents": 25}))
    with Workspace(Settings(workspace=filled_copy)) as space:
        assert "damaged" in space.indexing.trouble()
        with pytest.raises(BackendUnavailable, match="damaged"):
            space.backend.search(parse("تفاهم نامه"), View())
        assert (space.indexing.lag(), space.indexing.sync()) == (24, 24)
        assert (space.search(ME, "تفاهم نامه").total, space.indexing.trouble()) == (6, "")


@pytest.mark.parametrize("kept", ["[]", "{", '{"seq": null}', ""])
def test_a_checkpoint_that_cannot_be_read_is_none(kept: str, filled_copy: Path) -> None:
    index_of(filled_copy).with_name(index_of(filled_copy).name + ".checkpoint").write_text(kept, encoding="ascii")
    with Workspace(Settings(workspace=filled_copy)) as space:
        assert (space.indexing.lag(), space.indexing.sync(), space.search(ME, "تفاهم نامه").total) == (24, 24, 6)


def test_files_that_a_killed_commit_left_do_not_keep_the_next_from_writing(filled_copy: Path) -> None:
    folder = index_of(filled_copy)
    meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    stem = meta["segments"][0]["segment_id"].replace("-", "")
    for number in range(400):  # as tantivy would name what the next deletions are
        (folder / f"{stem}.{meta['opstamp'] + number}.del").write_bytes(b"half")
    (folder / f"{'ab' * 16}.term").write_bytes(b"half")
    with Workspace(Settings(workspace=filled_copy)) as space:
        gone = space.search(ME, "تفاهم نامه").hits[0]
        space.delete(ME, gone.key)
        assert (space.search(ME, "تفاهم نامه").total, space.indexing.lag(), space.indexing.verify()) == (5, 0, (0, 0))
    assert not (folder / f"{'ab' * 16}.term").exists()


def test_an_index_can_be_written_after_kills_in_delete(filled_copy: Path) -> None:
    with Workspace(Settings(workspace=filled_copy)) as space:
        keys = [key for key, _ in space.store.live()]
    for number in range(int(os.environ.get("ASNAD_FAULT_ROUNDS", "1")) * 2):
        command = [ASNAD, "delete", "--workspace", str(filled_copy), *keys[number * 4 : number * 4 + 4]]
        process = subprocess.Popen(command, stderr=subprocess.DEVNULL, start_new_session=True)
        time.sleep(1.2 + number * 0.17)
        process.send_signal(signal.SIGKILL)
        process.wait(180)
        with Workspace(Settings(workspace=filled_copy)) as space:
            space.indexing.sync()
            assert (space.indexing.lag(), space.indexing.verify()) == (0, (0, 0))
            assert space.backend.count() == space.store.count()


def test_a_workspace_that_may_only_be_read_can_be_searched(filled_copy: Path) -> None:
    """Mounted so, in a namespace of its own, where that is allowed."""
    script = 'mount --bind "$1" "$1" && mount -o remount,ro,bind "$1" || exit 77; shift; "$@"'
    search = [ASNAD, "search", "تفاهم نامه", "--json", "--workspace", str(filled_copy)]
    command = ["unshare", "-m", "sh", "-c", script, "sh", str(filled_copy), *search]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode == 77 or "unshare" in done.stderr:
        pytest.skip("no file system can be mounted here")
    assert (done.returncode, len(done.stdout.splitlines())) == (0, 6), done.stderr
