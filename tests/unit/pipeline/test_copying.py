"""Moving a store between databases, backups and what is restored from them, and stores of older schemas."""

import json
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import fsspec
import pytest
from pydantic import SecretStr
from sqlalchemy import select

from corpora.codec import json_text
from corpora.document import Document
from pipeline.errors import WorkspaceError
from pipeline.records import Failure, Source
from pipeline.settings import Settings
from pipeline.store import failures, jobs, tables
from pipeline.store.blobs import Blobs, blobs_at
from pipeline.store.documents import Store
from pipeline.workspace import Workspace
from tests.hostile import tar_that_leads_out
from tests.makers import ME

TEXT = "نشست ۲۹ سازمان مردم‌نهاد در شهر یزد، ۱۴ آذر ۱۴۰۴"


def state(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables, but for the number that no other store has and the last lines of the audit log.

    Those are written by a thread of their own, also while a store is copied.
    """
    with store.engine.connect() as connection:
        found = {
            table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))]
            for table in tables.metadata.sorted_tables
        }
    first = {"audit": found["audit"][:1], "counter": [row for row in found["counter"] if row[0] == "seq"]}
    return found | first


@pytest.fixture
def lived_in(filled_copy: Path) -> Iterator[Workspace]:
    """A workspace with decisions, a withdrawn document, a failure, a job and a second version."""
    with Workspace(Settings(workspace=filled_copy, workers=1)) as space:
        (one, other) = (counted.entity.id for counted in space.entities.find(ME, label="ORG", limit=2))
        space.entities.same(ME, one, other)
        space.entities.rename(ME, one, "نامی دیگر")
        space.delete(ME, space.store.live()[0][0])
        space.ingest_sources(ME, [Source("file:///a.txt", "a.txt", TEXT.encode())])
        space.ingest_sources(ME, [Source("file:///a.txt", "a.txt", (TEXT + " شد").encode())])
        space.ingest_sources(ME, [Source("file:///b.bin", "b.bin", b"\x00\x01\x02" * 400)])
        jobs.add_job(space.store, "upload", {"name": "a", "blob": space.blobs.put(b"upload")}, "local")
        yield space


def test_there_and_back_again_is_the_same(lived_in: Workspace, database: str, tmp_path: Path) -> None:
    there = blobs_at(tmp_path / "blobs")
    copied = lived_in.keeping.copy_to(database, there)
    assert (copied.missing, copied.seq) == ([], lived_in.store.last_seq())
    settings = Settings(workspace=tmp_path / "ws", database=SecretStr(database), blobs=f"file://{tmp_path}/blobs")
    with Workspace(settings) as shared:
        assert state(shared.store) == state(lived_in.store)
        assert shared.indexing.sync() > 0
        assert [h.key for h in shared.search(ME, "یزد").hits] == [h.key for h in lived_in.search(ME, "یزد").hits]
        failures.add_failures(shared.store, [Failure("file:///c", "read", "empty", "")])  # ids go on after those copied
        back = tmp_path / "back"
        assert shared.keeping.copy_to(back, blobs_at(back / "blobs")).missing == []
        with Workspace(Settings(workspace=back)) as again:
            assert state(again.store) == state(shared.store)
            assert again.indexing.sync() == shared.indexing.sync() + len(list(again.store.changes(0)))


def test_a_place_that_holds_something_is_not_written_to(lived_in: Workspace, database: str, tmp_path: Path) -> None:
    before = state(lived_in.store)
    with pytest.raises(WorkspaceError, match="holds something"):
        lived_in.keeping.copy_to(lived_in.settings.workspace, lived_in.blobs)
    lived_in.keeping.copy_to(database, blobs_at(tmp_path))
    with pytest.raises(WorkspaceError, match="holds something"):
        lived_in.keeping.copy_to(database, blobs_at(tmp_path))
    assert state(lived_in.store) == before


@pytest.mark.parametrize("name", ["backup", "backup.tar"])
def test_a_backup_while_others_write_is_one_moment_and_restores(name: str, lived_in: Workspace, tmp_path: Path) -> None:
    writing, stop = threading.Event(), threading.Event()

    def others() -> None:
        with Workspace(lived_in.settings) as space:
            number = 0
            while not stop.is_set():
                key = f"{number:032}"
                space.store.put(
                    [(Document(key=key, id=key, uri=f"file:///{key}", text=TEXT), space.blobs.put(key.encode()))]
                )
                number += 1
                writing.set()

    thread = threading.Thread(target=others)
    thread.start()
    assert writing.wait(30)
    copied = lived_in.keeping.back_up(tmp_path / name)
    stop.set()
    thread.join()
    assert copied.missing == []
    assert list(tmp_path.glob("*.partial")) == []
    with Workspace(Settings(workspace=tmp_path / "restored")) as space:
        assert space.keeping.restore(tmp_path / name).missing == []
        kept = state(space.store)
        seqs = [int(str(row[6])) for row in kept["documents"]]
        assert (max(seqs), kept["counter"]) == (copied.seq, [("seq", copied.seq)])
        assert len(kept["documents"]) == copied.rows["documents"]
        assert space.search(ME, "سازمان مردم نهاد").total >= space.store.count() - 24
        assert (space.indexing.lag(), space.indexing.verify()) == (0, (0, 0))
        with pytest.raises(WorkspaceError, match="holds something"):
            space.keeping.restore(tmp_path / name)
    assert lived_in.store.last_seq() > copied.seq


def test_a_backup_says_which_bytes_are_damaged_and_writes_over_nothing(lived_in: Workspace, tmp_path: Path) -> None:
    (key, _), *_ = lived_in.store.live()
    name = lived_in.store.blob_of(key)
    path = lived_in.settings.workspace / "blobs" / name[:2] / name[2:]
    path.write_bytes(b"flipped")
    assert lived_in.keeping.back_up(tmp_path / "backup").missing == [name]
    assert json.loads((tmp_path / "backup" / "backup.json").read_text(encoding="utf-8"))["missing"] == [name]
    with pytest.raises(WorkspaceError, match="there already"):
        lived_in.keeping.back_up(tmp_path / "backup")


@pytest.mark.parametrize("what", ["nothing", "text", "format"])
def test_what_is_no_backup_is_refused(what: str, workspace: Workspace, tmp_path: Path) -> None:
    source = tmp_path / "source"
    if what == "text":
        source.write_text("no tar", encoding="utf-8")
    else:
        source.mkdir()
    if what == "format":
        (source / "backup.json").write_text('{"format": 9}', encoding="utf-8")
    with pytest.raises(WorkspaceError, match="format 9" if what == "format" else "not a backup"):
        workspace.keeping.restore(source)


def test_an_index_of_another_store_is_not_taken_for_this_ones(lived_in: Workspace, tmp_path: Path) -> None:
    shutil.copytree(lived_in.settings.workspace / "index", tmp_path / "ws" / "index")
    with Workspace(Settings(workspace=tmp_path / "ws", workers=1)) as space:
        assert "reindex" in space.state().index
        with pytest.raises(WorkspaceError, match="reindex"):
            space.ingest_sources(ME, [Source("file:///a.txt", "a.txt", TEXT.encode())])
        assert space.indexing.reindex() == 1
        assert (space.search(ME, "یزد").total, space.indexing.lag()) == (1, 0)


@pytest.fixture(params=["memory", "file"])
def remote(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], Blobs]:
    address = {"memory": f"memory://{tmp_path.name}", "file": f"file://{tmp_path}/blobs"}[request.param]
    return lambda: blobs_at(address)


def test_raw_bytes_are_kept_on_any_file_system(remote: Callable[[], Blobs]) -> None:
    blobs = remote()
    name = blobs.put(b"bytes")
    assert [name] == blobs.put_many([b"bytes"])
    (other,) = blobs.put_many([b"other"])
    assert (blobs.get(name), blobs.has(name), blobs.has("")) == (b"bytes", True, False)
    assert remote().get(other) == b"other"
    assert sorted(blobs.names(-60)) == sorted([name, other])
    assert list(blobs.names(3600)) == []
    blobs.remove(name)
    blobs.remove(name)
    blobs.sweep()
    assert not blobs.has(name)
    with pytest.raises(FileNotFoundError):
        blobs.get(name)


def test_a_place_that_is_none_is_refused() -> None:
    with pytest.raises(WorkspaceError, match="takes an address"):
        blobs_at("bucket/folder")
    with pytest.raises(WorkspaceError, match="cannot be kept"):
        blobs_at("nowhere://bucket")
    assert "file" in fsspec.available_protocols()


def test_json_keeps_letters_and_whatever_a_text_holds() -> None:
    assert json_text({"a": "سازمان\0"}) == '{"a":"سازمان\\u0000"}'
    assert json.loads(json_text("\ud800")) == "\ud800"


def test_a_backup_that_was_made_to_lead_out_writes_nothing_outside(workspace: Workspace, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (tmp_path / "a.tar").write_bytes(tar_that_leads_out(str(outside)))
    before = sorted(path.name for path in tmp_path.iterdir())
    with pytest.raises(WorkspaceError, match="not a backup"):
        workspace.keeping.restore(tmp_path / "a.tar")
    assert list(outside.iterdir()) == []
    assert sorted(path.name for path in tmp_path.iterdir()) == before
