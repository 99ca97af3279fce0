"""A collection that asks for two reviewers: what one judged waits for another, and the states of documents follow."""

import pytest
from fastapi.testclient import TestClient

from corpora.document import Span
from pipeline.errors import CollectionNotFound, Forbidden, RefusedDecision
from pipeline.people.principal import Principal, local
from pipeline.review.reviewed import Asked
from pipeline.store import collections
from pipeline.store.decisions import Decision, Decisions
from pipeline.store.documents import Store
from pipeline.store.unseen import Which
from pipeline.workspace import Workspace
from search_api.app import create_app
from tests.makers import ME
from tests.unit.pipeline.test_bulk import document

ZAHRA, OMID = local("زهرا"), local("امید")


@pytest.fixture
def filled(workspace: Workspace) -> Workspace:
    workspace.collections.add(ME, "desk")
    workspace.store.put((one, "") for one in (document(1), document(2, "desk")))
    workspace.upkeep.finish()
    for one in (document(1), document(2, "desk")):
        said = [Asked("accept", mention.id, mention.value) for mention in one.mentions]
        workspace.mentions.decide(ZAHRA, one.key, *said)
    return workspace


def states(space: Workspace, key: str) -> set[str]:
    return set(space.document(ME, key).review)


def test_what_one_judged_waits_for_another_where_the_collection_asks(filled: Workspace) -> None:
    plain, desk = document(1).key, document(2, "desk").key
    assert filled.second.waiting(OMID, Which()).total == 4, "none asks: what anybody judged once is shown"
    made = filled.second.ask(ME, "desk", 2)
    assert filled.second.asking(ZAHRA) == ["desk"]
    assert {one.document.key for one in filled.second.waiting(OMID, Which()).rows} == {desk}
    assert filled.second.waiting(ZAHRA, Which()).total == 0, "not the one who judged"
    assert filled.second.waiting(OMID, Which(within=frozenset({"main"}))).total == 0
    assert (states(filled, plain), states(filled, desk)) == ({"reviewed", "accepted"}, {"begun", "accepted"})
    assert filled.search(ME, "review:begun", relax=False).total == 1
    rows = filled.second.waiting(OMID, Which()).rows
    for row, verdict in zip(rows, ("accept", "reject"), strict=True):
        asked = Asked(verdict, row.mention.id, row.judged, row.seen)  # type: ignore[arg-type]
        filled.mentions.decide(OMID, desk, asked)
    assert states(filled, desk) == {"reviewed", "accepted", "rejected", "disputed"}
    assert filled.second.disputed(ME, Which()).total == 1
    filled.log.undo(ME, made.id)
    assert filled.second.asking(ME) == []
    filled.log.undo(ME, made.id + 3)
    assert filled.second.asking(ME) == ["desk"]
    assert filled.second.ask(ME, "desk", 1).before["reviewers"] == 2
    with pytest.raises(RefusedDecision):
        filled.second.ask(ME, "desk", 1)


def test_undo_brings_the_states_back(filled: Workspace) -> None:
    before = {one.key: one for one in filled.store.documents()}
    made = filled.second.ask(ME, "desk", 2)
    assert states(filled, document(2, "desk").key) == {"begun", "accepted"}
    filled.log.undo(ME, made.id)
    assert {one.key: one for one in filled.store.documents()} == before
    assert [one.state for one in filled.log.entries(ME)][-2:] == ["replaced", "undone"]


def test_what_a_person_added_needs_no_second_look(filled: Workspace) -> None:
    text = document(1).text
    key, at = document(1).key, text.index("برنامه")
    filled.second.ask(ME, "main", 2)
    rows = filled.second.waiting(OMID, Which()).rows
    for row in rows:
        filled.mentions.decide(OMID, key, Asked("accept", row.mention.id, row.judged, row.seen))
    filled.mentions.decide(
        OMID, key, Asked("add", label="ORG", span=Span(at, at + len("برنامه")), value={"name": "برنامه"})
    )
    assert states(filled, key) == {"reviewed", "accepted"}


def test_for_admins_of_the_collection_and_nobody_hears_of_another(filled: Workspace) -> None:
    filled.second.ask(ME, "desk", 2)
    other = Principal("سامي", "person", {"main": "admin"})
    assert filled.second.asking(other) == []
    assert [one for one in filled.log.entries(other) if one.decision.kind == "collection"] == []
    with pytest.raises(CollectionNotFound):
        filled.second.ask(other, "desk", 1)
    with pytest.raises(Forbidden):
        filled.second.ask(Principal("مریم", "person", {"desk": "editor"}), "desk", 1)
    with pytest.raises(RefusedDecision):
        filled.log.undo(other, 5)
    filled.second.ask(other, "main", 2)
    with pytest.raises(RefusedDecision):
        filled.second.ask(other, "main", 3)


def test_each_database_tells_which_ask(store: Store) -> None:
    with store.writing() as connection:
        log = Decisions(connection)
        after = {"verdict": "ask", "reviewers": 2, "collection": "desk"}
        (one,) = log.add([Decision("collection", "desk", {"reviewers": 1, "collection": "desk"}, after)], "زهرا")
        assert set(collections.asking_two(connection)) == {"desk"}
        (back,) = log.add([one.undone()], "زهرا")
        assert collections.asking_two(connection) == {}
        log.add([back.undone()], "زهرا")
        assert set(collections.asking_two(connection)) == {"desk"}


def test_the_page_and_the_api(filled: Workspace) -> None:
    with TestClient(create_app(filled), base_url="http://localhost") as client:
        asked = {"collection": "desk", "reviewers": 2}
        shown = client.post("/review/agreement?ui=en", data=asked)
        assert "two reviewers" in client.get("/review/agreement?ui=en").text
        assert (shown.status_code, client.post("/review/agreement", data=asked).status_code) == (200, 409)
        path = "/api/v1/review/second/collections"
        assert client.get(path).json() == ["desk"]
        assert client.delete(f"{path}/desk").status_code == 200
        number = client.put(f"{path}/desk").json()["decision"]
        assert client.put(f"{path}/desk").status_code == 409
        assert client.put(f"{path}/nothing").status_code == 404
        assert "Two reviewers" in client.get("/review/decisions?kind=collection&ui=en").text
        assert client.delete(f"/api/v1/decisions/{number}").status_code == 200
        assert client.get(path).json() == []
