import sqlite3
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect
from sqlalchemy.exc import IntegrityError

from corpora.document import Document, Mention, Span
from corpora.ids import digest
from corpora.unicode import storable
from pipeline.errors import AmbiguousDocument, DocumentNotFound, WorkspaceError
from pipeline.records import Failure
from pipeline.review.effective import effective
from pipeline.store import failures, jobs, tables
from pipeline.store.blobs import BlobStore
from pipeline.store.documents import Store
from pipeline.store.rows import Known


def document(name: str, text: str = "نشست یزد", **more: str) -> Document:
    mention = Mention("m1", "PLACE", Span(5, 8), text[5:8], {"name": "یزد"}, "test", "1", 0.5)
    fields = {"id": name, "uri": f"file:///{name}", "content_hash": digest(text.encode()), **more}
    return Document(key=name.ljust(32, "0"), text=text, mentions=(mention,), **fields)  # type: ignore[arg-type]


def test_a_document_comes_back_whole(store: Store) -> None:
    kept = document("a")
    assert store.put([(kept, "b1")]) == ["added"]
    assert store.get(kept.key) == kept


def test_the_same_bytes_change_nothing(store: Store) -> None:
    store.put([(document("a"), "b1")])
    assert store.put([(document("a"), "b1")]) == ["unchanged"]
    assert store.last_seq() == 1


def test_other_bytes_are_a_new_version(store: Store) -> None:
    store.put([(document("a"), "b1")])
    newer = document("a", "نشست قم شد")
    assert store.put([(newer, "b2")]) == ["changed"]
    assert store.get(newer.key) == newer
    assert [v[0] for v in store.versions(newer.key)] == [1, 2]
    assert [c.seq for c in store.changes(0)] == [2]


def test_seq_rises_with_every_change(store: Store) -> None:
    store.put([(document(name), "b") for name in "abc"])
    store.withdraw(document("b").key, "ما")
    assert [(c.seq, c.document is None) for c in store.changes(0)] == [(1, False), (3, False), (4, True)]
    assert [c.key[0] for c in store.changes(1, limit=1)] == ["c"]


def test_withdrawing_keeps_that_it_was_done(store: Store) -> None:
    store.put([(document("a"), "only"), (document("b"), "shared"), (document("c"), "shared")])
    assert store.withdraw(document("a").key, "ما") == ["only"]
    assert store.withdraw(document("b").key, "ما") == []
    one = document("a")
    assert store.known(one.key, "main") == Known(one.key, one.content_hash, True, "main", one.uri)
    with pytest.raises(DocumentNotFound):
        store.get(document("a").key)
    with pytest.raises(DocumentNotFound):
        store.withdraw(document("a").key, "ما")
    assert store.put([(document("a"), "only")]) == ["added"]


def test_a_newer_extraction_takes_the_place_of_the_older(store: Store) -> None:
    kept = document("a")
    store.put([(kept, "b")])
    assert not store.replace_extraction(kept)
    assert store.replace_extraction(replace(kept, mentions=()))
    assert store.get(kept.key).mentions == ()
    assert store.last_seq() == 2


def test_a_reference_is_a_key_an_id_or_an_address(store: Store) -> None:
    first = document("a")
    other = replace(document("b"), id="a")
    store.put([(first, "b"), (document("c"), "b")])
    assert {store.key_of(r) for r in (first.key, "a", "file:///a")} == {first.key}
    store.put([(other, "b")])
    with pytest.raises(AmbiguousDocument) as caught:
        store.key_of("a")
    assert set(caught.value.keys) == {first.key, other.key}
    with pytest.raises(DocumentNotFound):
        store.key_of("nowhere")


def test_a_batch_is_whole_or_absent(store: Store) -> None:
    broken = replace(document("b"), uri=None)  # type: ignore[arg-type]
    with pytest.raises(IntegrityError):
        store.put([(document("a"), "b"), (broken, "b")])
    assert (store.count(), store.last_seq()) == (0, 0)


def test_what_no_answer_takes_comes_back_in_its_place(store: Store) -> None:
    text = "سازمان\0ملل و \ud800 یزد"
    mention = Mention(
        "m1", "ORG", Span(0, 10), text[:10], {"name": "سازمان\0ملل", "entity": "o/سازمان\0ملل"}, "t", "1", 1
    )
    kept = replace(document("a"), id="a\0\ud800", text=text, mentions=(mention,))
    store.put([(kept, "b1")])
    assert store.key_of(kept.id) == kept.key
    (found,) = store.get(kept.key).mentions
    assert (store.get(kept.key).text, found.surface) == (storable(text), storable(mention.surface))
    assert found.value["name"] == "سازمان\N{REPLACEMENT CHARACTER}ملل"
    failures.add_failures(store, [Failure("file:///a", "read", "corrupt", "\0")])


def test_who_reads_while_others_write_misses_nothing(store: Store) -> None:
    def write(name: str) -> None:
        for number in range(25):
            store.put([(document(f"{name}{number}x{part}"), "b") for part in range(3)])

    threads = [threading.Thread(target=write, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    seen: list[int] = []
    while any(thread.is_alive() for thread in threads) or store.last_seq() > len(seen):
        seen += [change.seq for change in store.changes(seen[-1] if seen else 0)]
    assert seen == list(range(1, 301))


def test_failures_are_one_row_an_address(store: Store) -> None:
    failures.add_failures(store, [Failure("file:///a", "read", "empty", "leer")])
    failures.add_failures(
        store, [Failure("file:///a", "read", "corrupt", "kaputt"), Failure("file:///b", "read", "empty", "")]
    )
    assert [(f.uri, f.code) for f in failures.failures(store)] == [("file:///a", "corrupt"), ("file:///b", "empty")]
    assert [f.uri for f in failures.failures(store, code="empty")] == ["file:///b"]
    store.put([(document("a"), "b")])
    assert [f.uri for f in failures.failures(store)] == ["file:///b"]


def test_jobs(store: Store) -> None:
    identity = jobs.add_job(store, "upload", {"name": "a"}, "ما")
    jobs.change_job(store, identity, "running", {"name": "a"})
    assert [job.id for job in jobs.unfinished_uploads(store)] == [identity]
    jobs.change_job(store, identity, "done", {"added": 1})
    found = jobs.job(store, identity)
    assert found is not None
    assert (found.state, found.detail) == ("done", {"added": 1})
    assert jobs.job(store, "none") is None


def test_the_migrations_make_the_tables(store: Store) -> None:
    with store.engine.connect() as connection:
        # an index of an expression, of PostgreSQL alone, is in no table
        options = {"include_object": lambda _, name, *__: name != "documents_place"}
        assert compare_metadata(MigrationContext.configure(connection, opts=options), tables.metadata) == []
        names = {index["name"] for index in inspect(connection).get_indexes("documents")}
        assert ("documents_place" in names) == (connection.dialect.name == "postgresql")
    script = ScriptDirectory(str(Path(tables.__file__).parent / "migrations"))
    assert script.get_current_head() == tables.SCHEMA


def test_what_is_no_store_is_refused(tmp_path: Path) -> None:
    (tmp_path / "store.db").write_bytes(b"something else, and long enough to be looked at" * 50)
    with pytest.raises(WorkspaceError, match="not a store"):
        Store.open(tmp_path / "store.db", effective)


def test_a_store_of_a_newer_program_is_refused(tmp_path: Path) -> None:
    Store.open(tmp_path / "store.db", effective).close()
    with sqlite3.connect(tmp_path / "store.db") as raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
    raw.close()
    with pytest.raises(WorkspaceError, match="newer Asnad"):
        Store.open(tmp_path / "store.db", effective)


def test_blobs_are_kept_once_under_their_digest(tmp_path: Path) -> None:
    blobs = BlobStore(tmp_path / "blobs")
    name = blobs.put(b"bytes")
    assert [name, name] == blobs.put_many([b"bytes", b"bytes"]) == [digest(b"bytes")] * 2
    assert blobs.get(name) == b"bytes"
    assert [p.name for p in (tmp_path / "blobs").rglob("*") if p.is_file()] == [name[2:]]
    blobs.remove(name)
    blobs.remove(name)
    with pytest.raises(FileNotFoundError):
        blobs.get(name)


def test_opening_waits_for_another_process_that_opens(tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "store.db", check_same_thread=False, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    release = threading.Timer(0.3, other.rollback)
    release.start()
    Store.open(tmp_path / "store.db", effective).close()
    release.join()
    other.close()
