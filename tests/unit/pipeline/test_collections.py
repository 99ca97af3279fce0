import json
from pathlib import Path

import pytest

from pipeline.errors import (
    AmbiguousDocument,
    CollectionNotFound,
    DocumentNotFound,
    EntityNotFound,
    Forbidden,
    RefusedDecision,
)
from pipeline.index.results import View
from pipeline.people.principal import EVERYWHERE, Principal, Role, Scope
from pipeline.query.parser import Exact
from pipeline.workspace import Workspace
from tests.makers import ME

PUBLIC = "نشست شورای شهر یزد درباره کتابخانه برگزار شد."
HIDDEN = "نشست شورای شهر یزد درباره زعفران قائنات برگزار شد."


def person(**roles: Role) -> Principal:
    return Principal("زهرا", "person", roles)


def lines(path: Path, *records: dict[str, str]) -> Path:
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return path


@pytest.fixture
def space(workspace: Workspace, tmp_path: Path) -> Workspace:
    for name, text in (("main", PUBLIC), ("desk", HIDDEN)):
        workspace.collections.add(ME, name)
        workspace.ingest(ME, [lines(tmp_path / f"{name}.jsonl", {"id": "1", "text": text})], collection=name)
    return workspace


def test_a_role_is_of_a_collection() -> None:
    who = Principal("زهرا", "person", {"main": "viewer", "desk": "editor"})
    assert who.within() == frozenset({"main", "desk"})
    assert (who.within("reviewer"), who.within("admin")) == (frozenset({"desk"}), frozenset())
    assert (who.may("viewer", "main"), who.may("reviewer", "main"), who.may("editor", "desk")) == (True, False, True)
    assert (who.may("viewer"), who.may("viewer", "other")) == (False, False)
    assert Principal("ن", "person", {EVERYWHERE: "viewer", "desk": "editor"}).within("editor") == frozenset({"desk"})
    assert Principal("ن", "person", {EVERYWHERE: "editor"}).within("viewer") is None


@pytest.mark.parametrize(
    ("scopes", "role", "allowed"),
    [
        ({"read"}, "viewer", True),
        ({"read"}, "editor", False),
        ({"write"}, "editor", True),
        ({"write"}, "viewer", False),
    ],
)
def test_a_scope_narrows_a_role(scopes: set[Scope], role: Role, allowed: bool) -> None:
    key = Principal("بات", "key", {EVERYWHERE: "admin"}, frozenset(scopes))
    assert key.may(role, "main") == allowed


def test_an_id_is_of_a_collection(space: Workspace, tmp_path: Path) -> None:
    with pytest.raises(AmbiguousDocument):
        space.document(ME, "1")
    assert space.document(person(main="viewer"), "1").text == PUBLIC
    assert space.document(person(desk="viewer"), "1").text == HIDDEN
    again = space.ingest(ME, [lines(tmp_path / "desk.jsonl", {"id": "1", "text": HIDDEN})], collection="desk")
    assert (again.added, again.unchanged) == (0, 1)


def test_a_search_finds_and_counts_what_one_may_see(space: Workspace) -> None:
    found = space.search(person(main="viewer"), "نشست", View(facets=("collection", "source", "lang")))
    assert (found.total, [hit.uri[-12:] for hit in found.hits]) == (1, ["main.jsonl#1"])
    assert dict(found.facets["collection"]) == {"main": 1}
    assert space.search(ME, "نشست").total == 2
    assert space.search(ME, "نشست collection:desk").total == 1
    assert space.search(ME, "نشست", filters=(Exact("collection", "desk"),)).total == 1
    for asked in ("زعفران", "زعفر*", "زعفرا~", "collection:desk", "نشست -collection:main", "یزد NEAR/9 زعفران"):
        hidden = space.search(person(main="viewer"), asked)
        assert (hidden.total, "زعفران" in hidden.suggestion) == (0, False), asked
        assert all("زعفران" not in passage.text for hit in hidden.relaxed for passage in hit.passages)


def test_another_spelling_comes_from_what_one_may_see(space: Workspace) -> None:
    assert space.search(person(desk="viewer"), "زعقران").suggestion == "زعفران"
    assert space.search(person(main="viewer"), "زعقران").suggestion == ""


def test_who_may_see_nothing_finds_nothing(space: Workspace) -> None:
    nobody = person()
    assert (space.search(nobody, "نشست").total, space.count(nobody), list(space.documents(nobody))) == (0, 0, [])
    assert (space.failures(nobody), space.jobs(nobody), space.collections.all(nobody)) == ([], [], [])


def test_what_one_may_not_see_is_not_there(space: Workspace) -> None:
    hidden, who = space.document(person(desk="viewer"), "1"), person(main="editor")
    for act in (space.document, space.delete, space.texts.history):
        with pytest.raises(DocumentNotFound):
            act(who, hidden.key)
    with pytest.raises(DocumentNotFound):
        space.collections.move(who, [hidden.uri], "main")
    with pytest.raises(CollectionNotFound):
        space.collections.move(who, ["1"], "desk")


def test_what_one_may_only_see_cannot_be_changed(space: Workspace) -> None:
    who = person(main="viewer", desk="reviewer")
    for reference in (space.document(person(desk="viewer"), "1").key, space.document(person(main="viewer"), "1").key):
        with pytest.raises(Forbidden):
            space.delete(who, reference)
    with pytest.raises(Forbidden):
        space.ingest(who, [], collection="desk")
    with pytest.raises(Forbidden):
        space.retry(who)
    with pytest.raises(Forbidden):
        space.collections.add(person(main="admin"), "new")


def test_a_moved_document_is_where_it_was_moved_to(space: Workspace, tmp_path: Path) -> None:
    key = space.document(person(main="viewer"), "1").key
    assert space.collections.move(ME, [key], "desk") == 1
    assert space.collections.move(ME, [key], "desk") == 0
    assert space.search(person(main="viewer"), "نشست").total == 0
    assert space.search(person(desk="viewer"), "نشست").total == 2
    changed = lines(tmp_path / "main.jsonl", {"id": "1", "text": PUBLIC + " کتابخانه باز شد."})
    report = space.ingest(person(main="editor"), [changed])
    assert (report.failed, dict(report.reasons)) == (1, {"refused": 1})
    report = space.ingest(person(main="editor", desk="editor"), [changed])
    assert (report.changed, space.document(ME, key).collection) == (1, "desk")


def test_failures_and_their_retry_are_of_a_collection(space: Workspace, tmp_path: Path) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.4 nothing")
    for name in ("main", "desk"):
        assert space.ingest(ME, [broken], collection=name).failed == 1
    assert [failure.collection for failure in space.failures(ME)] == ["main", "desk"]
    assert [failure.collection for failure in space.failures(person(desk="viewer"))] == ["desk"]
    assert space.retry(person(desk="editor")).failed == 1
    assert sorted(failure.collection for failure in space.failures(ME)) == ["desk", "main"]


def test_an_entity_is_there_for_who_may_see_a_document_that_names_it(workspace: Workspace, tmp_path: Path) -> None:
    texts = {"main": "استانداری یزد و دانشگاه میبد نشست داشتند.", "desk": "استانداری یزد و وزارت کشور نشست داشتند."}
    for name, text in texts.items():
        workspace.collections.add(ME, name)
        workspace.ingest(ME, [lines(tmp_path / f"{name}.jsonl", {"id": name, "text": text})], collection=name)
    who = person(main="reviewer")
    ids = {counted.entity.name: counted.entity.id for counted in workspace.entities.find(ME, label="ORG")}
    assert {c.entity.name: c.documents for c in workspace.entities.find(who, label="ORG")} == {
        "استانداری یزد": 1,
        "دانشگاه میبد": 1,
    }
    assert workspace.entities.find(who, "وزارت کشور") == []
    assert workspace.entities.profile(who, ids["استانداری یزد"]).documents == 1
    for act in (workspace.entities.profile, lambda w, i: workspace.entities.rename(w, i, "نام")):
        with pytest.raises(EntityNotFound):
            act(who, ids["وزارت کشور"])
    with pytest.raises(EntityNotFound):
        workspace.entities.same(who, ids["استانداری یزد"], ids["وزارت کشور"])
    with pytest.raises(Forbidden):
        workspace.entities.rename(person(main="viewer"), ids["دانشگاه میبد"], "دانشگاه")
    assert workspace.entities.rename(who, ids["دانشگاه میبد"], "دانشگاه میبد یزد").name == "دانشگاه میبد یزد"


@pytest.mark.parametrize("name", ["", "دو نام", "a/b", "*", "-x", "x" * 65])
def test_a_collection_is_called_by_a_word(workspace: Workspace, name: str) -> None:
    with pytest.raises(RefusedDecision):
        workspace.collections.add(ME, name)
