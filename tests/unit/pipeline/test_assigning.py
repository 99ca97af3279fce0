"""Documents are given to people for review: in turns, with a filter, progress, and undo that leaves nothing."""

import random
from collections.abc import Iterator

import pytest
from click.testing import CliRunner

from pipeline.cli import cli
from pipeline.errors import CollectionNotFound, Forbidden, RefusedDecision
from pipeline.people.audit import Audit
from pipeline.people.principal import Principal, local
from pipeline.review.assigning import Assignments, held_by
from pipeline.review.log import Filter
from pipeline.review.reviewed import Asked
from pipeline.store import unseen as kept
from pipeline.store.decisions import Decisions, alive
from pipeline.store.documents import Store
from pipeline.store.unseen import Which
from pipeline.workspace import Workspace
from tests.makers import ME
from tests.unit.pipeline.test_bulk import document

ZAHRA, OMID = local("زهرا"), local("امید")


@pytest.fixture
def filled(workspace: Workspace) -> Workspace:
    workspace.collections.add(ME, "desk")
    rows = [document(number) for number in range(10)] + [document(number, "desk") for number in range(3)]
    workspace.store.put((one, "") for one in rows)
    workspace.upkeep.finish()
    return workspace


def test_documents_are_shared_among_people_and_the_queue_shows_each_his_own(filled: Workspace) -> None:
    done = filled.assignments.assign(ME, ["زهرا", "امید", "زهرا"], Which(within=frozenset({"main"})))
    assert (done.documents, done.mentions) == ({"زهرا": 5, "امید": 5}, {"زهرا": 10, "امید": 10})
    mine = filled.queue.waiting(ZAHRA, Which(assigned="زهرا"), 99)
    assert len(mine) == filled.queue.count(ZAHRA, Which(assigned="زهرا")) == 10
    theirs = filled.queue.waiting(OMID, Which(assigned="امید"), 99)
    assert not {one.document.key for one in mine} & {one.document.key for one in theirs}
    assert filled.queue.count(ZAHRA, Which(assigned="سامي")) == 0
    again = filled.assignments.assign(ME, ["سامي"], Which())
    assert again.documents == {"سامي": 3}, "what is somebody's stays his"
    for one in mine:
        filled.mentions.decide(ZAHRA, one.document.key, Asked("accept", one.mention.id, one.mention.value))
    told = [(one.user, one.documents, one.done, one.waiting) for one in filled.assignments.progress(ME)]
    assert told == [("امید", 5, 0, 10), ("زهرا", 5, 5, 0), ("سامي", 3, 0, 6)]
    assert filled.assignments.undo_all(ME, done.batch) == 10
    assert [one.user for one in filled.assignments.progress(ME)] == ["سامي"]
    with pytest.raises(RefusedDecision):
        filled.assignments.undo_all(ME, done.batch)


def test_what_is_given_anew_goes_back_to_whose_it_was(filled: Workspace) -> None:
    first = filled.assignments.assign(ME, ["زهرا"], Which(), limit=2)
    keys = sorted({str(one.decision.document) for one in filled.log.entries(ME, Filter(batch=first.batch))})
    second = filled.assignments.assign(ME, ["امید"], Which(), again=True)
    assert second.documents == {"امید": 13}
    assert [one.state for one in filled.log.entries(ME, keys[0])] == ["replaced", "applied"]
    filled.assignments.undo_all(ME, second.batch)
    assert [(one.user, one.documents) for one in filled.assignments.progress(ME)] == [("زهرا", 2)]
    (number,) = (one.decision.id for one in filled.log.entries(ME, keys[0]) if one.state == "applied")
    filled.log.undo(ME, number)
    assert [(one.user, one.documents) for one in filled.assignments.progress(ME)] == [("زهرا", 1)]


def test_a_query_a_limit_and_a_dry_run(filled: Workspace) -> None:
    dry = filled.assignments.assign(ME, ["زهرا"], Which(), "نشست 3", dry=True)
    assert (dry.batch, dry.documents) == ("", {"زهرا": 1})
    assert filled.assignments.progress(ME) == []
    few = filled.assignments.assign(ME, ["زهرا"], Which(), "نشست", 2)
    assert few.documents == {"زهرا": 2}
    least = filled.queue.waiting(ZAHRA, Which(assigned="زهرا"), 1)[0]
    assert least.mention.score == 0.4, "the least certain come first"
    for wrong in ([], [" "]):
        with pytest.raises(RefusedDecision):
            filled.assignments.assign(ME, wrong, Which())


def test_nobody_gives_or_sees_what_is_not_his(filled: Workspace) -> None:
    filled.accounts.add(ME, "مریم", "reviewer", ["main"], "a long password")
    filled.accounts.add(ME, "سارا", "editor", ["main"], "a long password")
    filled.accounts.add(ME, "نرگس", "viewer", ["main"], "a long password")
    reviewer = Principal("مریم", "person", {"main": "reviewer"})
    editor = Principal("سارا", "person", {"main": "editor"})
    assert filled.assignments.assign(reviewer, ["مریم"], Which(), limit=2).documents == {"مریم": 2}
    with pytest.raises(Forbidden):
        filled.assignments.assign(reviewer, ["سارا"], Which())
    given = filled.assignments.assign(editor, ["مریم", "سارا"], Which())
    assert sum(given.documents.values()) == 8, "of the collection that he edits alone"
    for name in ("نرگس", "nobody"):
        with pytest.raises(RefusedDecision, match="may review"):
            filled.assignments.assign(ME, [name], Which())
    with pytest.raises(CollectionNotFound):
        filled.assignments.assign(editor, ["مریم"], Which(within=frozenset({"desk"})))
    with pytest.raises(Forbidden):
        filled.assignments.undo_all(reviewer, given.batch)
    filled.assignments.assign(ME, [ME.name], Which())
    assert {one.user for one in filled.assignments.progress(reviewer)} == {"مریم", "سارا"}
    assert ME.name in {one.user for one in filled.assignments.progress(ME)}
    with pytest.raises(Forbidden):
        filled.assignments.progress(Principal("نرگس", "person", {"main": "viewer"}))


@pytest.fixture
def office(store: Store) -> Iterator[Assignments]:
    """On each database, eight documents."""
    audit = Audit(store)
    store.put((document(number), "") for number in range(8))
    yield Assignments(store, lambda *_: iter(()), lambda *_: True, audit)
    audit.close()


def test_whatever_was_given_undo_is_exact_on_each_database(office: Assignments, store: Store) -> None:
    chance, keys, batches = random.Random(7), [document(number).key for number in range(8)], list[str]()

    def held() -> dict[str, str]:
        with store.engine.connect() as connection:
            now = held_by(connection, keys)
            for name in ("زهرا", "امید"):
                mine = {key for key, _, _ in kept.documents(connection, Which(assigned=name, doubtful=False), 99)}
                assert mine == {key for key, user in now.items() if user == name}, "the queue says the same"
        return now

    for _ in range(25):
        before = held()
        if chance.random() < 0.6:
            name, again = chance.choice(["زهرا", "امید"]), chance.random() < 0.5
            made = office.assign(ME, [name], Which(), limit=chance.randint(1, 4), again=again)
            if made.batch:
                batches.append(made.batch)
                after = held()
                office.undo_all(ME, made.batch)
                assert held() == before
                with store.engine.connect() as connection:
                    log = Decisions(connection)
                    backs = [one for one in alive(log.of_kind("assign")) if one.undoes][-sum(made.documents.values()) :]
                for one in backs:
                    office.undo(ME, str(one.document), one.id)
                assert held() == after
        elif batches:
            office.undo_all(ME, batches.pop(chance.randrange(len(batches))))
            held()


def test_the_commands(filled: Workspace) -> None:
    def run(*more: str) -> str:
        folder = str(filled.settings.workspace)
        answer = CliRunner().invoke(cli, ["review", "assign", *more, "--workspace", folder])
        assert answer.exit_code == 0, answer.output
        return answer.output

    assert "10 mentions" in run("to", "زهرا", "امید", "--collection", "main", "--dry-run")
    batch = run("to", "زهرا", "--limit", "3").split("undo ")[1].strip()
    assert "0 of       3 documents" in run("list")
    assert "taken back: 3 documents" in run("undo", batch)
    assert run("list") == "nothing is assigned to anybody\n"
