"""Appointments of several documents: which are one, who holds an office now, and what reviewers say."""

import json
from datetime import date
from itertools import permutations
from pathlib import Path

import pytest

from corpora.document import Document
from extractors.decrees.candidates import Decree
from extractors.decrees.reader import decrees
from extractors.registry import build
from pipeline.annotate import annotate
from pipeline.errors import AppointmentNotFound, Forbidden, RefusedDecision
from pipeline.people.principal import Principal
from pipeline.registry.appointments import Appointment, appointments
from pipeline.registry.decrees import Wanted, chosen
from pipeline.registry.holders import holders, representatives
from pipeline.registry.told import Told
from pipeline.settings import Settings
from pipeline.workspace import Workspace
from tests.makers import ME

TODAY = date(2026, 1, 1)
DEED = "رئیس دانشگاه میبد طی حکمی علی رضایی را به مدت دو سال به عنوان معاون پژوهشی این دانشگاه منصوب کرد."
AGAIN = "علی رضایی امروز به عنوان معاون پژوهشی دانشگاه میبد منصوب شد."
LATER = "حسن کریمی به عنوان معاون پژوهشی دانشگاه میبد منصوب شد."
GONE = "علی رضایی معاون پژوهشی دانشگاه میبد از سمت خود استعفا داد."
AWAY = "عين الرئيس التونسي أحمد بن صالح سفيرا لتونس لدى فرنسا."


def told(key: str, text: str, published: str, language: str = "fa") -> list[Told[Decree]]:
    document = annotate(Document(key, key, "", text, language=language, published=published), build())
    return [Told(f"{key}{n}", one, key, key, "", published) for n, one in enumerate(decrees(document))]


def made(*texts: tuple[str, str]) -> list[Appointment]:
    found = [one for n, (text, day) in enumerate(texts) for one in told(f"d{n}", text, day)]
    return appointments(found)


def persons(found: list[Appointment]) -> list[str]:
    return [one.person.value.name for one in found]


def test_one_decree_told_by_two_documents_is_one_entry_in_any_order() -> None:
    one, other = told("d1", DEED, "2025-10-08"), told("d2", AGAIN, "2025-10-07")
    for order in permutations([*one, *other]):
        (entry,) = appointments(order)
        assert entry.id == "d20"
        assert set(entry.ids) == {"d10", "d20"}
        assert entry.date
        assert entry.date.value.iso == "2025-10-07"
        assert len(entry.witnesses) == 2
        assert entry.person.others == ()
        assert {place.document for place in entry.person.places} == {"d1", "d2"}


def test_a_last_day_is_reckoned_from_day_and_term_and_names_both() -> None:
    (entry,) = made((DEED, "2025-10-08"), (AGAIN, "2025-10-07"))
    assert entry.until
    assert entry.until.value.iso == "2027-10-06"
    assert entry.until.derived_from == ("date", "term")


@pytest.mark.parametrize(
    ("text", "day"), [(AGAIN, "2025-12-01"), (LATER, "2025-10-07"), (GONE, "2025-10-07")], ids=["far", "other", "left"]
)
def test_another_day_person_or_act_is_another_entry(text: str, day: str) -> None:
    assert len(made((DEED, "2025-10-08"), (text, day))) == 2


def test_who_holds_an_office_is_the_newest_who_did_not_leave() -> None:
    assert persons(holders(made((DEED, "2025-03-01")), TODAY)) == ["علی رضایی"]
    assert persons(holders(made((DEED, "2025-03-01"), (LATER, "2025-10-01")), TODAY)) == ["حسن کریمی"]
    assert holders(made((DEED, "2025-03-01"), (GONE, "2025-10-01")), TODAY) == []
    assert persons(holders(made((GONE, "2025-03-01"), (DEED, "2025-10-01")), TODAY)) == ["علی رضایی"]


def test_a_term_that_is_over_and_what_is_only_planned_hold_nothing() -> None:
    over = made(("علی رضایی امروز به مدت دو سال به عنوان معاون دانشگاه میبد منصوب شد.", "2020-03-01"))
    assert over[0].until
    assert holders(over, TODAY) == []
    assert holders(made(("قرار است علی رضایی به عنوان معاون دانشگاه میبد منصوب شود.", "2025-03-01")), TODAY) == []


def test_representatives_are_told_with_whom_they_stand_for_and_where() -> None:
    (one,) = representatives(appointments(told("d1", AWAY, "2025-09-01", "ar")), TODAY)
    assert one.body
    assert one.place
    assert (one.person.value.name, one.body.value, one.place.value) == ("أحمد بن صالح", "تونس", "فرنسا")


@pytest.mark.parametrize(
    ("wanted", "number"),
    [
        (Wanted(person="رضایی"), 1),
        (Wanted(person="رضا"), 0),
        (Wanted(body="دانشگاه ميبد"), 2),
        (Wanted(office="پژوهشي"), 2),
        (Wanted(year="1404"), 2),
        (Wanted(year="2024"), 0),
        (Wanted(year="سال"), 0),
        (Wanted(act="appointed"), 2),
        (Wanted(act="member"), 0),
        (Wanted(q="حسن میبد"), 1),
        (Wanted(listed="holders"), 1),
        (Wanted(listed="rejected"), 0),
    ],
)
def test_what_is_asked_for_is_chosen(wanted: Wanted, number: int) -> None:
    found = made((DEED, "2025-05-01"), (LATER, "2025-10-01"))
    assert len(chosen(found, wanted, TODAY)) == number


@pytest.fixture
def space(tmp_path: Path) -> Workspace:
    space = Workspace(Settings(workspace=tmp_path / "workspace", workers=1))
    path = tmp_path / "news.jsonl"
    records = [{"id": str(n), "text": text, "published": "2025-10-07"} for n, text in enumerate((DEED, AGAIN))]
    path.write_text("".join(json.dumps(one) + "\n" for one in records), encoding="utf-8")
    space.ingest(ME, [path])
    space.register.sync()
    return space


def test_a_rejected_appointment_is_in_no_list_but_one_and_comes_back(space: Workspace) -> None:
    with space:
        (entry,) = space.decrees.entries(ME)
        assert len(entry.ids) == 2
        rejected = space.appointing.judge(ME, entry.id, "", "reject")
        assert rejected.rejected
        assert space.decrees.entries(ME) == []
        assert [one.id for one in space.decrees.entries(ME, Wanted(listed="rejected"))] == [entry.id]
        with pytest.raises(RefusedDecision):
            space.appointing.judge(ME, entry.id, "", "reject")
        (decision,) = space.appointing.of_entry(ME, entry.id)
        back = space.appointing.undo_of(ME, entry.ids[1], decision.decision.id)
        assert not back.rejected
        assert [one.id for one in space.decrees.entries(ME)] == [entry.id]


def test_only_the_last_word_on_an_appointment_is_in_force(space: Workspace) -> None:
    with space:
        (entry,) = space.decrees.entries(ME)
        space.appointing.judge(ME, entry.id, "", "reject")
        space.appointing.judge(ME, entry.id, "", "accept")
        accepted, rejected = space.appointing.of_entry(ME, entry.id)
        assert (accepted.verdict, accepted.state, accepted.in_force) == ("accept", "applied", True)
        assert (rejected.verdict, rejected.state, rejected.in_force) == ("reject", "replaced", False)
        space.appointing.undo_of(ME, entry.id, accepted.decision.id)
        states = [(one.verdict, one.state) for one in space.appointing.of_entry(ME, entry.id)]
        assert states == [("undo", "undone"), ("accept", "replaced"), ("reject", "applied")]
        assert space.decrees.entry(ME, entry.id).rejected


def test_a_decision_survives_another_reading_of_all_documents(space: Workspace) -> None:
    with space:
        (entry,) = space.decrees.entries(ME)
        space.appointing.judge(ME, entry.id, "", "reject")
        space.reprocess(ME)
        space.register.sync()
        (again,) = space.decrees.entries(ME, Wanted(listed="rejected"))
        assert (again.id, again.ids) == (entry.id, entry.ids)


def test_only_reviewers_of_its_documents_decide_and_others_see_nothing(space: Workspace) -> None:
    viewer, stranger = Principal("v", "person", {"main": "viewer"}), Principal("s", "person", {"desk": "reviewer"})
    with space:
        (entry,) = space.decrees.entries(viewer)
        with pytest.raises(Forbidden):
            space.appointing.judge(viewer, entry.id, "", "reject")
        assert space.decrees.entries(stranger) == []
        with pytest.raises(AppointmentNotFound):
            space.decrees.entry(stranger, entry.id)
        with pytest.raises(AppointmentNotFound):
            space.appointing.judge(stranger, entry.id, "", "reject")
