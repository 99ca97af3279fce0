"""Who decides on entries of the register, and who sees what was decided: it goes with the documents that say it."""

import json
from pathlib import Path

import pytest

from pipeline.errors import EntryNotFound, Forbidden, RefusedDecision
from pipeline.people.principal import Principal
from pipeline.settings import Settings
from pipeline.workspace import Workspace
from tests.makers import ME

TEXT = "دانشگاه یزد و استانداری یزد در ۱۶ شهریور ۱۴۰۴ تفاهم‌نامه همکاری امضا کردند."
TERM = TEXT + " این تفاهم‌نامه سه سال اعتبار دارد."
EVERYONE = Principal("maryam", "person", {"press": "reviewer", "desk": "reviewer"})
PRESS = Principal("reza", "person", {"press": "reviewer"})
READER = Principal("sara", "person", {"press": "viewer"})
EDITOR = Principal("nima", "person", {"press": "editor"})
NOBODY = Principal("ali", "person", {"other": "admin"})


@pytest.fixture
def space(tmp_path: Path) -> Workspace:
    space = Workspace(Settings(workspace=tmp_path / "workspace", workers=1))
    for name, text in (("press", TEXT), ("desk", TERM)):
        space.collections.add(ME, name)
        lines = tmp_path / f"{name}.jsonl"
        lines.write_text(json.dumps({"id": name, "text": text, "published": "2025-09-07"}) + "\n", "utf-8")
        space.ingest(ME, [lines], collection=name)
    space.register.sync()
    return space


def identity(space: Workspace, who: Principal) -> str:
    (entry,) = space.register.entries(who)
    return entry.id


def test_who_sees_nothing_of_it_learns_nothing(space: Workspace) -> None:
    with pytest.raises(EntryNotFound):
        space.deciding.judge(NOBODY, identity(space, PRESS), "signed", "accept")
    with pytest.raises(EntryNotFound):
        space.deciding.of_entry(NOBODY, identity(space, PRESS))


def test_who_may_only_read_decides_nothing(space: Workspace) -> None:
    entry = identity(space, READER)
    with pytest.raises(Forbidden):
        space.deciding.judge(READER, entry, "signed", "reject")
    with pytest.raises(Forbidden):
        space.deciding.part(READER, entry, entry)


def test_what_is_said_of_a_value_is_not_told_to_who_does_not_see_its_document(space: Workspace) -> None:
    entry = space.deciding.judge(EVERYONE, identity(space, EVERYONE), "duration", "accept")
    assert entry.duration
    assert len(entry.ids) == 2
    (mine,) = space.register.entries(PRESS)
    assert mine.duration is None
    assert mine.judged == ()
    assert space.deciding.of_entry(PRESS, mine.id) == []
    number = space.deciding.of_entry(EVERYONE, entry.id)[0].decision.id
    with pytest.raises(RefusedDecision):
        space.deciding.undo_of(PRESS, mine.id, number)
    with pytest.raises(RefusedDecision):
        space.log.undo(PRESS, number)


def test_anothers_decision_is_taken_back_by_an_editor(space: Workspace) -> None:
    mine = identity(space, PRESS)
    space.deciding.judge(EVERYONE, mine, "number", "correct", "۲۱۷")
    (one,) = space.deciding.of_entry(EDITOR, mine)
    with pytest.raises(Forbidden):
        space.deciding.undo_of(PRESS, mine, one.decision.id)
    assert space.log.undo(EDITOR, one.decision.id).id == one.decision.id
    assert space.register.entries(EDITOR)[0].judged == ()
    assert [row.state for row in space.deciding.of_entry(EDITOR, mine)] == ["undone", "replaced"]


def test_what_was_decided_on_a_document_goes_with_it(space: Workspace) -> None:
    space.deciding.judge(ME, identity(space, ME), "subject", "correct", "آموزش")
    (one,) = space.deciding.of_entry(ME, identity(space, ME))
    assert [row.decision.id for row in space.log.entries(ME, str(one.decision.document))] == [one.decision.id]
    space.removal.one(ME, str(one.decision.document))
    space.register.sync()
    (left,) = space.register.entries(ME)
    assert left.judged == ()


def test_a_value_that_was_accepted_stays_when_the_text_says_another(space: Workspace, tmp_path: Path) -> None:
    entry = space.deciding.judge(PRESS, identity(space, PRESS), "signed", "accept")
    assert entry.signed
    lines = tmp_path / "again.jsonl"
    changed = {"id": "press", "text": TEXT.replace("۱۶", "۱۷"), "published": "2025-09-08"}
    lines.write_text(json.dumps(changed) + "\n", "utf-8")
    space.ingest(ME, [lines], collection="press")
    space.register.sync()
    (after,) = space.register.entries(PRESS)
    assert after.id == entry.id
    assert after.signed
    assert after.signed.value.iso == entry.signed.value.iso
    assert [value.iso for value, _ in after.signed.others] == ["2025-09-08"]
