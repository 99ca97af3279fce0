"""What people say of a document as a whole: kept as decisions, through new versions, taken back exactly."""

from dataclasses import replace
from pathlib import Path

import pytest

from corpora.document import Document
from pipeline.annotate import annotated
from pipeline.errors import CollectionNotFound, DecisionConflict, DocumentNotFound, Forbidden, RefusedDecision
from pipeline.people.principal import Principal
from pipeline.review.documents import Edit
from pipeline.review.texts import put_with_corrections
from pipeline.workspace import Workspace
from tests.makers import ME

TEXT = "شورای شهر یزد دیروز دربارهٔ بودجهٔ سال آینده گفت‌وگو کرد."


@pytest.fixture
def key(workspace: Workspace, tmp_path: Path) -> str:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    run = workspace.ingest(ME, [tmp_path / "a.txt"]).run
    return workspace.runs.brought(ME, run)[0][0].key


def edit(space: Workspace, key: str, who: Principal = ME, **fields: str) -> Document:
    seen = space.document(ME, key)
    return space.editing.edit(who, key, [Edit(name, getattr(seen, name), value) for name, value in fields.items()])


def yesterday(document: Document) -> str:
    (found,) = (m.value.get("start", "") for m in document.mentions if m.surface == "دیروز")
    return str(found)


def test_a_title_is_what_a_person_says_and_found_by_it(workspace: Workspace, key: str) -> None:
    before = workspace.document(ME, key)
    after = edit(workspace, key, title="  نشست شورای شهر\n")
    assert (after.title, workspace.document(ME, key).title) == ("نشست شورای شهر", "نشست شورای شهر")
    assert [hit.title for hit in workspace.search(ME, "title:نشست").hits] == ["نشست شورای شهر"]
    (told,) = workspace.editing.history(ME, key)
    assert (told.state, told.decision.kind, told.decision.subject, told.decision.user) == (
        "applied",
        "document",
        "title",
        "local",
    )
    workspace.editing.undo(ME, key, told.decision.id)
    assert workspace.document(ME, key) == before
    assert workspace.search(ME, "title:نشست").total == 0
    assert [one.state for one in workspace.editing.history(ME, key)] == ["undone", "replaced"]


def test_relative_dates_follow_the_date_that_a_person_gives(workspace: Workspace, key: str) -> None:
    before = workspace.document(ME, key)
    assert (before.published, yesterday(before), "no_published" in before.flags) == ("", "", True)
    after = edit(workspace, key, published="۱۴۰۴/۰۵/۲۲")
    assert (after.published, yesterday(after), "no_published" in after.flags) == ("2025-08-13", "2025-08-12", False)
    assert workspace.search(ME, "published:1404-05").total == workspace.search(ME, "date:2025-08-12").total == 1
    workspace.reprocess(ME)
    assert workspace.document(ME, key) == after
    (told, *_) = workspace.editing.history(ME, key)
    assert workspace.editing.undo(ME, key, told.decision.id) == before
    assert workspace.search(ME, "date:2025-08-12").total == 0


def test_what_was_said_survives_a_new_version(workspace: Workspace, key: str, tmp_path: Path) -> None:
    edit(workspace, key, published="2025-08-13", title="نشست شورا", language="fa")
    (tmp_path / "a.txt").write_text(TEXT + " پایان", encoding="utf-8")
    assert workspace.ingest(ME, [tmp_path / "a.txt"]).changed == 1
    document = workspace.document(ME, key)
    assert (document.title, document.published, document.text[-5:]) == ("نشست شورا", "2025-08-13", "پایان")
    assert yesterday(document) == "2025-08-12"
    assert workspace.search(ME, "title:شورا پایان").total == 1


def test_two_who_say_different_things_see_both(workspace: Workspace, key: str) -> None:
    seen = workspace.document(ME, key).title
    workspace.editing.edit(ME, key, [Edit("title", seen, "نشست شورا")])
    with pytest.raises(DecisionConflict) as caught:
        workspace.editing.edit(ME, key, [Edit("title", seen, "جلسهٔ شورا")])
    assert caught.value.now == {"field": "title", "value": "نشست شورا"}
    assert caught.value.asked == {"field": "title", "value": "جلسهٔ شورا"}
    assert workspace.document(ME, key).title == "نشست شورا"


def test_an_undo_is_refused_where_a_later_one_rests_on_it(workspace: Workspace, key: str) -> None:
    edit(workspace, key, title="یک")
    edit(workspace, key, title="دو")
    newest, oldest = workspace.editing.history(ME, key)
    with pytest.raises(RefusedDecision):
        workspace.editing.undo(ME, key, oldest.decision.id)
    assert workspace.editing.undo(ME, key, newest.decision.id).title == "یک"
    with pytest.raises(RefusedDecision):
        workspace.editing.undo(ME, key, newest.decision.id)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("published", "1404-05"),
        ("published", "فردا"),
        ("published", "1404-13-01"),
        ("language", "فارسی"),
        ("kind", "یک نوع"),
        ("title", "ی" * 501),
        ("uri", "file:///b"),
    ],
)
def test_what_cannot_be_meant_is_refused(workspace: Workspace, key: str, field: str, value: str) -> None:
    with pytest.raises(RefusedDecision):
        workspace.editing.edit(ME, key, [Edit(field, getattr(workspace.document(ME, key), field), value)])
    with pytest.raises(RefusedDecision):  # and what stands there already
        edit(workspace, key, title=workspace.document(ME, key).title)
    assert workspace.editing.history(ME, key) == []


def test_a_document_moves_and_moves_back(workspace: Workspace, key: str) -> None:
    workspace.collections.add(ME, "desk")
    assert edit(workspace, key, collection="desk").collection == "desk"
    assert (workspace.search(ME, "collection:desk").total, workspace.search(ME, "collection:main").total) == (1, 0)
    (told,) = workspace.editing.history(ME, key)
    assert workspace.editing.undo(ME, key, told.decision.id).collection == "main"
    with pytest.raises(CollectionNotFound):
        edit(workspace, key, collection="nowhere")


def test_a_reviewer_says_what_it_is_and_an_editor_where_it_is(workspace: Workspace, key: str) -> None:
    workspace.collections.add(ME, "desk")
    viewer, reviewer = (Principal("زهرا", "person", {"main": role, "desk": role}) for role in ("viewer", "reviewer"))
    with pytest.raises(Forbidden):
        edit(workspace, key, viewer, title="نشست")
    assert edit(workspace, key, reviewer, title="نشست").title == "نشست"
    with pytest.raises(Forbidden):
        edit(workspace, key, reviewer, collection="desk")
    with pytest.raises(DocumentNotFound):
        edit(workspace, key, Principal("امید", "person", {"desk": "admin"}), title="نشست")


def test_what_is_set_aside_is_nowhere_and_comes_back_as_it_was(workspace: Workspace, key: str) -> None:
    edit(workspace, key, title="نشست شورا")
    before = workspace.document(ME, key)
    workspace.removal.aside(ME, key)
    with pytest.raises(DocumentNotFound):
        workspace.document(ME, key)
    assert (workspace.search(ME, "شورا").total, workspace.count(ME), list(workspace.documents(ME))) == (0, 0, [])
    assert workspace.entities.find(ME, "یزد") == []
    (one,) = workspace.removal.set_aside(ME)
    assert (one.key, one.withdrawn_by, workspace.check_blobs().unnamed) == (key, "local", [])
    assert workspace.ingest(ME, [Path(before.uri.removeprefix("file://"))]).unchanged == 1
    workspace.removal.bring_back(ME, key)
    assert workspace.document(ME, key) == before
    assert (workspace.search(ME, "title:نشست").total, workspace.removal.set_aside(ME)) == (1, [])
    assert workspace.indexing.verify() == (0, 0)
    with pytest.raises(DocumentNotFound):
        workspace.removal.bring_back(ME, key)


def test_what_was_set_aside_can_be_erased_and_taken_in_again(workspace: Workspace, key: str, tmp_path: Path) -> None:
    workspace.removal.aside(ME, key)
    with pytest.raises(DocumentNotFound):
        workspace.removal.erase(Principal("امید", "person", {"desk": "admin"}), key)
    workspace.removal.erase(ME, key)
    assert (workspace.removal.set_aside(ME), list(workspace.blobs.names(0))) == ([], [])
    assert workspace.ingest(ME, [tmp_path / "a.txt"], restore=True).added == 1
    workspace.removal.aside(ME, key)
    assert workspace.ingest(ME, [tmp_path / "a.txt"], restore=True).added == 1
    assert [number for number, _, _ in workspace.store.versions(key)][-1] == 3
    assert workspace.search(ME, "شورا").total == 1


def test_edits_and_corrections_of_a_text_go_together(workspace: Workspace, key: str) -> None:
    edit(workspace, key, published="2025-08-13")
    document = workspace.document(ME, key)
    newer = replace(document, text=TEXT + " پایان", content_hash="other", published="", flags=("no_published",))
    put_with_corrections(workspace.store, [(annotated(newer), "b")], annotated)
    assert yesterday(workspace.document(ME, key)) == "2025-08-12"
