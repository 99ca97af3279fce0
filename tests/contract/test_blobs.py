"""Every sentence of Blobs, in a folder and at places that fsspec knows."""

import threading
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import fsspec
import pytest

from corpora.ids import digest
from pipeline.errors import StoreUnavailable, WorkspaceError
from pipeline.store.blobs import Blobs, blobs_at
from tests.away import away

TEXTS = [f"پرونده شماره {number}".encode() for number in range(20)]


@pytest.fixture(params=["folder", "file", "memory"])
def blobs(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Blobs]:
    """``file`` is written aside and renamed, ``memory`` shows an object when it is whole."""
    inside = f"memory://blobs-{uuid.uuid4().hex}"
    places: dict[str, str | Path] = {"folder": tmp_path / "blobs", "file": f"file://{tmp_path}/blobs", "memory": inside}
    yield blobs_at(places[request.param])
    if request.param == "memory":
        fsspec.filesystem("memory").rm(inside, recursive=True)


@pytest.fixture
def filled(blobs: Blobs) -> Blobs:
    """With one blob, so that the place is there."""
    blobs.put(TEXTS[0])
    return blobs


def test_bytes_are_kept_under_the_name_that_they_have(blobs: Blobs) -> None:
    for data in (b"", TEXTS[0], bytes(range(256)) * 4000):
        name = blobs.put(data)
        assert name == digest(data)
        assert blobs.get(name) == data
        assert blobs.has(name)
        assert blobs.size(name) == len(data)


def test_the_same_bytes_are_kept_once(filled: Blobs) -> None:
    assert filled.put(TEXTS[0]) == filled.put(TEXTS[0])
    assert list(filled.names(-60.0)) == [digest(TEXTS[0])]


def test_many_are_kept_and_named_in_their_order(blobs: Blobs) -> None:
    twice = [*TEXTS, TEXTS[3], TEXTS[0]]
    assert blobs.put_many(twice) == [digest(data) for data in twice]
    assert [blobs.get(digest(data)) for data in TEXTS] == TEXTS
    assert blobs.put_many([]) == []


def test_names_are_of_all_that_is_there_and_was_written_so_long_ago(filled: Blobs) -> None:
    filled.put_many(TEXTS)
    assert sorted(filled.names(-60.0)) == sorted(map(digest, TEXTS))
    assert list(filled.names(3600.0)) == []
    time.sleep(1.1)  # some places keep whole seconds
    assert sorted(filled.names(1.0)) == sorted(map(digest, TEXTS))


def test_what_is_not_there(filled: Blobs) -> None:
    missing = digest(b"nobody")
    with pytest.raises(FileNotFoundError):
        filled.get(missing)
    assert not filled.has(missing)
    assert not filled.has("")
    assert (filled.size(missing), filled.size("")) == (None, None)
    filled.remove(missing)
    filled.remove("")
    assert filled.has(digest(TEXTS[0]))


def test_what_is_removed_is_gone_and_can_come_again(filled: Blobs) -> None:
    filled.put(TEXTS[1])
    filled.remove(digest(TEXTS[0]))
    assert not filled.has(digest(TEXTS[0]))
    with pytest.raises(FileNotFoundError):
        filled.get(digest(TEXTS[0]))
    assert list(filled.names(-60.0)) == [digest(TEXTS[1])]
    assert filled.get(filled.put(TEXTS[0])) == TEXTS[0]


def test_what_is_under_way_is_not_swept(filled: Blobs) -> None:
    """Others write meanwhile: nothing of theirs is taken for what was left half-written."""
    over, broken = threading.Event(), list[BaseException]()

    def write() -> None:
        try:
            for number in range(60):
                data = f"گزارش {number}".encode()
                assert filled.get(filled.put(data)) == data
        except BaseException as error:  # noqa: BLE001 - said below
            broken.append(error)
        finally:
            over.set()

    thread = threading.Thread(target=write)
    thread.start()
    while not over.is_set():
        filled.sweep()
    thread.join()
    assert broken == []
    assert len(list(filled.names(-60.0))) == 61


def test_what_a_program_that_ended_left_half_written_is_swept(tmp_path: Path) -> None:
    blobs = blobs_at(tmp_path)
    name = blobs.put(TEXTS[0])
    left = tmp_path / "incoming" / f"{2**22 + 1}-abc"  # no process has so high a number
    left.write_bytes(b"half")
    blobs.sweep()
    assert not left.exists()
    assert blobs.get(name) == TEXTS[0]
    assert list(blobs.names(-60.0)) == [name]


def test_nothing_half_written_has_a_name(filled: Blobs, tmp_path: Path) -> None:
    """A folder holds nothing but blobs and what is being written aside."""
    folder = tmp_path / "blobs"
    if folder.exists():
        filled.put_many(TEXTS)
        whole = [path for path in folder.rglob("*") if path.is_file()]
        assert sorted(path.parent.name + path.name for path in whole) == sorted(map(digest, TEXTS))


def test_a_place_that_does_not_answer(filled: Blobs) -> None:
    files = getattr(filled, "_files", None)
    if files is None:
        pytest.skip("a folder of this machine is there, or the workspace is not")
    name = digest(TEXTS[0])
    with away(files, OSError("the line was cut"), "exists", "cat_file", "rm_file", "find"):
        asks = (
            lambda: filled.put(TEXTS[1]),
            lambda: filled.put_many(TEXTS),
            lambda: filled.get(name),
            lambda: filled.has(name),
            lambda: filled.remove(name),
            lambda: list(filled.names(0.0)),
        )
        for ask in asks:
            with pytest.raises(StoreUnavailable, match="the line was cut"):
                ask()
    assert filled.get(name) == TEXTS[0]


def test_a_whole_path_is_the_folder_there(tmp_path: Path) -> None:
    """As ``ASNAD_BLOBS`` has it; ``file://`` names the same."""
    name = blobs_at(str(tmp_path)).put(TEXTS[0])
    assert blobs_at(tmp_path).get(name) == blobs_at(f"file://{tmp_path}").get(name) == TEXTS[0]


def test_what_is_no_place() -> None:
    for place in ("blobs", "./blobs", "nothing-like-it://bucket"):
        with pytest.raises(WorkspaceError):
            blobs_at(place)
