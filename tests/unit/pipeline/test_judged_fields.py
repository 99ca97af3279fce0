"""People put fields of appointments and meetings right: the value that holds, what follows from it, and taking back."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.errors import Forbidden, RefusedDecision
from pipeline.people.principal import Principal
from pipeline.registry.decrees import Wanted
from pipeline.registry.gatherings import row_of
from pipeline.settings import Settings
from pipeline.workspace import Workspace
from tests.makers import ME

DEED = "با صدور حکمی از سوی وزیر نیرو، حسن میبدی به عنوان مدیرعامل شرکت آب منطقه‌ای یزد منصوب شد."
TALK = "نشست شورای اداری شهرستان میبد روز ۱۵ مهر ۱۴۰۴ با حضور ۳۱ نفر در فرمانداری میبد برگزار شد."


@pytest.fixture
def space(tmp_path: Path) -> Iterator[Workspace]:
    path = tmp_path / "news.jsonl"
    records = [{"id": str(n), "text": text, "published": "2025-10-08"} for n, text in enumerate((DEED, TALK))]
    path.write_text("".join(json.dumps(one) + "\n" for one in records), encoding="utf-8")
    with Workspace(Settings(workspace=tmp_path / "workspace", workers=1)) as space:
        space.ingest(ME, [path])
        space.register.sync()
        yield space


def test_a_corrected_field_of_an_appointment_holds_wherever_it_is_shown(space: Workspace) -> None:
    (entry,) = space.decrees.entries(ME)
    made = space.appointing.judge(ME, entry.id, "office", "correct", "قائم‌مقام مدیرعامل")
    assert made.office is not None
    assert entry.office is not None
    assert made.record()["office"] == "قائم‌مقام مدیرعامل"
    assert made.office.others[0][0] == entry.office.value
    assert [one.id for one in space.decrees.entries(ME, Wanted(q="قائم‌مقام"))] == [entry.id]
    space.reprocess(ME)
    space.register.sync()
    assert space.decrees.entry(ME, entry.id).record()["office"] == "قائم‌مقام مدیرعامل"
    (row,) = space.appointing.of_entry(ME, entry.id)
    assert (row.field, row.verdict, row.state) == ("office", "correct", "applied")
    assert space.appointing.undo_of(ME, entry.id, row.decision.id).office == entry.office


def test_who_holds_an_office_follows_from_what_people_say(space: Workspace) -> None:
    (entry,) = space.decrees.entries(ME)
    assert [one.id for one in space.decrees.entries(ME, Wanted(listed="holders"))] == [entry.id]
    space.appointing.judge(ME, entry.id, "act", "correct", "resigned")
    assert space.decrees.entries(ME, Wanted(listed="holders")) == []
    space.appointing.judge(ME, entry.id, "act", "correct", "appointed")
    space.appointing.judge(ME, entry.id, "date", "correct", "1390-01-15")
    made = space.appointing.judge(ME, entry.id, "term", "correct", "P2Y")
    assert made.until is not None
    assert (made.until.value.iso, made.until.derived_from) == ("2013-04-03", ("date", "term"))
    assert space.decrees.entries(ME, Wanted(listed="holders")) == []
    again = space.appointing.judge(ME, entry.id, "date", "correct", "1391-01-15")
    assert again.until is not None
    assert again.until.value.iso == "2014-04-03"
    assert space.appointing.judge(ME, entry.id, "until", "reject").until is None


def test_another_person_or_body_is_not_the_entity_of_the_first(space: Workspace) -> None:
    (entry,) = space.decrees.entries(ME)
    same = space.appointing.judge(ME, entry.id, "person", "accept")
    assert (same.person.value, same.entity) == (entry.person.value, entry.entity)
    made = space.appointing.judge(ME, entry.id, "body", "correct", "شرکت آب منطقه‌ای کرمان")
    assert made.body is not None
    assert (made.body.value, made.body.places, made.body_entity) == ("شرکت آب منطقه‌ای کرمان", (), "")
    other = space.appointing.judge(ME, entry.id, "person", "correct", "رضا اردکانی")
    assert (other.person.value.name, other.entity) == ("رضا اردکانی", "")


def test_fields_of_a_meeting_are_put_right_and_taken_back(space: Workspace) -> None:
    (entry,) = space.meetings.entries(ME)
    counted = space.convening.judge(ME, entry.id, "counts", "correct", "۳۳ نفر\n۲ شرکت")
    assert [(one.value.number, one.value.unit) for one in counted.counts] == [(33, "نفر"), (2, "شرکت")]
    space.convening.judge(ME, entry.id, "attendees", "correct", "شهرداری میبد\nرضا اردکانی")
    space.convening.judge(ME, entry.id, "modality", "correct", "postponed")
    made = space.convening.judge(ME, entry.id, "follow_ups", "correct", "شهرداری میبد | مرمت قنات | 1404-08-30")
    assert [(one.attendee.name, one.attendee.role) for one in made.attendees] == [
        ("شهرداری میبد", "body"),
        ("رضا اردکانی", "person"),
    ]
    assert made.record()["follow_ups"] == [{"what": "مرمت قنات", "who": "شهرداری میبد", "due": "2025-11-21"}]
    assert "postponed" in row_of(made)
    space.reprocess(ME)
    space.register.sync()
    assert space.meetings.entry(ME, entry.id).record()["follow_ups"] == made.record()["follow_ups"]
    for row in space.convening.of_entry(ME, entry.id):
        space.convening.undo_of(ME, entry.id, row.decision.id)
    assert space.meetings.entry(ME, entry.id).record() == entry.record()


def test_one_that_is_listed_again_keeps_its_places(space: Workspace) -> None:
    (entry,) = space.meetings.entries(ME)
    made = space.convening.judge(ME, entry.id, "counts", "correct", "۳۱ نفر\n۲ شرکت")
    assert made.counts[0] == entry.counts[0]
    assert made.counts[0].places
    assert not made.counts[1].places


@pytest.mark.parametrize(
    ("field", "verdict", "text"),
    [
        ("kind", "reject", ""),
        ("modality", "reject", ""),
        ("kind", "correct", "picnic"),
        ("time", "correct", "25:00"),
        ("counts", "correct", "چند نفر"),
        ("follow_ups", "correct", "مرمت قنات"),
        ("date", "correct", "1404-13-01"),
        ("recurrence", "correct", "هر ماه"),
        ("parties", "correct", "شهرداری میبد"),
        ("town", "correct", "  "),
        ("", "correct", "میبد"),
    ],
)
def test_what_is_no_value_is_refused_and_nothing_changes(space: Workspace, field: str, verdict: str, text: str) -> None:
    (entry,) = space.meetings.entries(ME)
    with pytest.raises(RefusedDecision):
        space.convening.judge(ME, entry.id, field, verdict, text)  # type: ignore[arg-type]
    assert space.meetings.entry(ME, entry.id) == entry
    assert space.convening.of_entry(ME, entry.id) == []


@pytest.mark.parametrize(("field", "verdict"), [("person", "reject"), ("act", "reject"), ("predecessor", "accept")])
def test_an_appointment_keeps_what_it_cannot_be_without(space: Workspace, field: str, verdict: str) -> None:
    (entry,) = space.decrees.entries(ME)
    with pytest.raises(RefusedDecision):
        space.appointing.judge(ME, entry.id, field, verdict)  # type: ignore[arg-type]


def test_who_is_no_reviewer_puts_nothing_right(space: Workspace) -> None:
    viewer = Principal("v", "person", {"main": "viewer"})
    (entry,) = space.meetings.entries(viewer)
    with pytest.raises(Forbidden):
        space.convening.judge(viewer, entry.id, "town", "correct", "یزد")
