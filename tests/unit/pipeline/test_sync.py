"""Projections: what one document or one exception may cost, what goes first, and who waits for what."""

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from corpora.document import Document
from corpora.ids import digest
from pipeline.errors import BackendUnavailable, WorkspaceError
from pipeline.index.preparing import Dated, Records
from pipeline.settings import Settings
from pipeline.store import failures
from pipeline.store.changes import Change, bump_seq
from pipeline.store.documents import Store
from pipeline.sync.follower import Follower
from pipeline.workspace import Workspace
from tests.away import away
from tests.makers import ME


def document(name: str, text: str = "نشست شورای شهر یزد") -> Document:
    content = digest(text.encode())
    return Document(key=name.ljust(32, "0"), id=name, uri=f"file:///{name}", text=text, content_hash=content)


def hostile(name: str) -> Document:
    """A document as older versions stored them: with a number where a name belongs."""
    return replace(document(name), site=5)  # type: ignore[arg-type]


def until(true: Callable[[], bool], seconds: float = 90.0) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.02)
    return False


def ids(space: Workspace, query: str) -> list[str]:
    return sorted(hit.id for hit in space.search(ME, query).hits)


def test_a_document_that_cannot_be_indexed_costs_only_itself(workspace: Workspace) -> None:
    workspace.store.put([(document("a"), ""), (hostile("b"), ""), (document("c"), "")])
    assert workspace.indexing.sync() == 3
    assert (ids(workspace, "یزد"), workspace.indexing.lag()) == (["a", "c"], 0)
    (failure,) = failures.failures(workspace.store)
    assert (failure.stage, failure.code, failure.uri) == ("index", "internal", "file:///b")
    assert failure.key == document("b").key
    assert "source" in failure.message
    assert workspace.indexing.verify() == (0, 0)
    assert workspace.indexing.reindex() == 3


def test_it_is_tried_again_when_it_changes_or_a_person_asks(workspace: Workspace) -> None:
    workspace.store.put([(document("a"), ""), (hostile("b"), "")])
    workspace.indexing.sync()
    report = workspace.retry(ME)
    assert (report.changed, report.failed) == (0, 1)
    with workspace.store.writing() as connection:
        connection.exec_driver_sql("update versions set head = json_set(head, '$.site', 'x') where key like 'b%'")
    assert (workspace.retry(ME).changed, failures.failures(workspace.store)) == (1, [])
    assert ids(workspace, "یزد") == ["a", "b"]
    workspace.store.put([(replace(hostile("b"), content_hash="2"), "")])
    workspace.indexing.sync()
    assert ids(workspace, "یزد") == ["a"]  # what it was before is not found either
    workspace.store.put([(replace(document("b"), content_hash="3"), "")])
    workspace.indexing.sync()
    assert (ids(workspace, "یزد"), failures.failures(workspace.store)) == (["a", "b"], [])


def test_a_document_that_cannot_be_put_together_costs_only_itself(workspace: Workspace) -> None:
    workspace.store.put([(document("a"), ""), (document("b"), ""), (document("c"), "")])
    with workspace.store.writing() as connection:
        connection.exec_driver_sql("update versions set head = json_remove(head, '$.text') where key like 'b%'")
    assert workspace.indexing.sync() == 3
    assert ids(workspace, "یزد") == ["a", "c"]
    assert [failure.key for failure in failures.failures(workspace.store)] == [document("b").key]


class Counting:
    """A projection that remembers what it was given, and fails so often first."""

    def __init__(self, name: str, fails: int = 0) -> None:
        self.name, self.left, self.seen = name, fails, list[Change]()

    def cursor(self) -> int:
        return self.seen[-1].seq if self.seen else 0

    def apply(self, changes: Sequence[Change]) -> bool:
        if self.left:
            self.left -= 1
            raise KeyError(self.name)
        self.seen += changes
        return True


@contextmanager
def following(store: Store, *projections: Counting) -> Iterator[Follower]:
    follower = Follower(store, projections)
    follower.start()
    yield follower
    follower.stop()


def test_a_follower_survives_what_a_projection_raises(workspace: Workspace) -> None:
    good, bad = Counting("good"), Counting("bad", fails=2)
    workspace.store.put([(document("a"), "")])
    with following(workspace.store, bad, good) as follower:
        assert until(lambda: bool(good.seen))
        assert until(lambda: follower.troubles() == {"bad": "'bad'"})
        assert until(lambda: bool(bad.seen))
        assert until(lambda: not follower.troubles())
        assert follower.running
    assert [change.key for change in bad.seen] == [change.key for change in good.seen] == [document("a").key]


def test_each_projection_has_a_cursor_of_its_own(workspace: Workspace) -> None:
    first = Counting("first")
    workspace.store.put([(document("a"), "")])
    with following(workspace.store, first):
        assert until(lambda: len(first.seen) == 1)
    workspace.store.put([(document("b"), "")])
    late = Counting("late")
    with following(workspace.store, first, late):
        assert until(lambda: (len(first.seen), len(late.seen)) == (2, 2))


def test_a_change_says_why(workspace: Workspace) -> None:
    store, key = workspace.store, document("a").key
    store.put([(document("a"), "")])
    with store.writing() as connection:
        bump_seq(connection, [key], "entity")
    assert [change.reason for change in store.changes(0)] == ["content"]  # its text is new to who asks from there
    assert [change.reason for change in store.changes(1)] == ["entity"]
    store.put([(document("a", "نشست دیگر"), "")])
    assert [change.reason for change in store.changes(2)] == ["content"]
    store.withdraw(key, "ما")
    assert [(change.reason, change.document) for change in store.changes(3)] == [("decision", None)]


def test_many_documents_move_in_their_order(store: Store) -> None:
    names = [f"{number:04}" for number in range(700)]
    store.put([(document(name), "") for name in names])
    with store.writing() as connection:
        bump_seq(connection, [document(name).key for name in reversed(names[:650])], "entity")
    moved = store.changes(700, 1000)
    assert [change.key for change in moved] == [document(name).key for name in names[:650]]
    assert [change.seq for change in moved] == list(range(701, 1351))
    assert store.last_seq() == 1350


def test_what_a_person_decides_is_indexed_before_what_waits(workspace: Workspace) -> None:
    """A document of the end of a long queue that somebody withdrew is gone while most of the queue still waits."""
    workspace.store.put([(document("gone", "نشست بوشهر"), "")])
    workspace.indexing.sync()
    workspace.store.put([(document(f"{number:04}"), "") for number in range(150)])
    workspace.store.withdraw(document("gone").key, "ما")
    changes = workspace.store.changes(workspace.indexing.cursor(), 20)
    assert workspace.indexing.apply(changes)
    assert (ids(workspace, "بوشهر"), workspace.indexing.lag()) == ([], 131)
    assert (workspace.backend.checkpoint(), workspace.backend.ahead()) == (21, workspace.store.last_seq())
    assert workspace.indexing.wait(0.0)
    assert not workspace.indexing.wait(0.0, decisions=False)
    assert workspace.indexing.sync() == 131


def decided_among_many(workspace: Workspace, number: int) -> list[Change]:
    """Many documents are found, and somebody decides on all of them; gives the first changes of that."""
    names = [f"{each:04}" for each in range(number)]
    workspace.store.put([(document(name), "") for name in names])
    workspace.indexing.sync()
    with workspace.store.writing() as connection:
        bump_seq(connection, [document(name).key for name in names], "decision")
    return workspace.store.changes(workspace.indexing.cursor(), number)


def test_what_was_taken_before_its_turn_and_never_became_visible_is_indexed_again(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The third dozen of decisions breaks off, as where the system gives no process; the second is not visible yet."""
    changes = decided_among_many(workspace, 40)
    begin, asked = workspace.indexing.maker.begin, iter([False, False, True])

    def broken(documents: Sequence[Dated]) -> Callable[[], Records]:
        if next(asked, False):
            raise EOFError("unexpected EOF")
        return begin(documents)

    monkeypatch.setattr(workspace.indexing.maker, "begin", broken)
    with pytest.raises(EOFError):
        workspace.indexing.apply(changes)
    assert workspace.indexing.apply(workspace.store.changes(workspace.indexing.cursor(), 40))
    assert (workspace.indexing.lag(), workspace.indexing.verify()) == (0, (0, 0))


def test_what_was_taken_before_its_turn_is_indexed_again_where_another_began_the_index_anew(
    workspace: Workspace,
) -> None:
    changes = decided_among_many(workspace, 40)
    assert workspace.indexing.apply(changes[:1])
    with Workspace(workspace.settings) as other, other.indexing.writer():
        other.backend.reset()
    while changes := workspace.store.changes(workspace.indexing.cursor(), 10):
        assert workspace.indexing.apply(changes)
    assert workspace.indexing.verify() == (0, 0)


def test_records_are_made_here_where_the_system_gives_no_process(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(*_: object) -> None:
        raise EOFError("unexpected EOF")

    monkeypatch.setattr(ProcessPoolExecutor, "submit", none)
    changes = decided_among_many(workspace, 40)
    assert workspace.indexing.apply(changes)
    assert (workspace.indexing.lag(), workspace.indexing.verify()) == (0, (0, 0))


def test_a_decision_never_waits_for_an_engine_that_is_away(workspace: Workspace) -> None:
    workspace.store.put([(document(name), "") for name in "abcd"])
    workspace.indexing.sync()
    gone = BackendUnavailable("the line was cut")
    with workspace.upkeep.following(), away(workspace.backend, gone, "index", "delete", "refresh"):
        began = time.monotonic()
        for name in "abcd":
            workspace.delete(ME, name)
        assert time.monotonic() - began < 14  # the first waits five seconds here, in vain, and no other does
        assert until(lambda: "index" in workspace.state().troubles)
    assert workspace.store.count() == 0


def test_an_index_of_another_store_is_refused_and_one_ahead_is_mended(filled_copy: Path, tmp_path: Path) -> None:
    with Workspace(Settings(workspace=filled_copy)) as space:
        with space.store.writing() as connection:
            connection.exec_driver_sql("delete from mentions")
            connection.exec_driver_sql("delete from entity_documents")
            connection.exec_driver_sql("delete from told")
            connection.exec_driver_sql("delete from versions where key = (select key from documents where seq = 24)")
            connection.exec_driver_sql("delete from documents where seq = 24")
            connection.exec_driver_sql("update counter set value = 23 where name = 'seq'")  # as a lost log leaves it
        lost = space.backend.count()
    with Workspace(Settings(workspace=filled_copy)) as space:
        space.store.put([(document("neu", "نشست تازه کرمانشاه"), "")])
        assert space.store.last_seq() == 25  # 24 was given before, and an index has seen it
    with Workspace(Settings(workspace=filled_copy)) as space:
        space.store.put([(document("auch", "همایش تازه ایلام"), "")])
        space.indexing.sync()
        assert (ids(space, "کرمانشاه"), ids(space, "ایلام"), lost) == (["neu"], ["auch"], 24)
        assert space.backend.count() == space.store.count() == 25
    other = Settings(workspace=tmp_path / "other")
    with Workspace(other) as space:
        space.store.put([(document(f"{number:02}"), "") for number in range(50)])
    (filled_copy / "store.db").unlink()
    for path in (tmp_path / "other").glob("store.db*"):
        path.rename(filled_copy / path.name)
    with Workspace(Settings(workspace=filled_copy)) as space:
        with pytest.raises(WorkspaceError, match="another store"):
            space.indexing.lag()
        assert space.indexing.reindex() == 50
        assert space.indexing.lag() == 0
