"""Meetings of several documents: which are one, what became of them, quarters, what follows by when, calendars."""

from datetime import UTC, date, datetime

import pytest

from extractors.meetings.candidates import Meeting
from extractors.meetings.reader import meetings
from pipeline.registry.codec import encoded
from pipeline.registry.convening import gatherings
from pipeline.registry.gatherings import COLUMNS, Gathering, row_of
from pipeline.registry.ical import Event, ics
from pipeline.registry.meetings import UNDATED, Wanted, chosen, is_ahead
from pipeline.registry.quarters import dues, quarters
from pipeline.registry.told import Told
from pipeline.store.decisions import Decision
from pipeline.store.told import Kept
from tests.unit.pipeline.test_meetings_told import LIBRARIES, document

TODAY = date(2025, 8, 20)
SPEECH = "محمدرضا بابایی سه‌شنبه در نشست شورای سیاست‌گذاری کتابخانه‌های عمومی استان یزد گفت: کتابخانه‌ها نوسازی می‌شوند."
CONFERENCE = "تنطلق في الدوحة يوم 14 سبتمبر 2025 أعمال المؤتمر الدولي للطاقة الشمسية بمشاركة 40 شركة من مختلف الدول."


def told(name: str, text: str, published: str = "2025-08-13", language: str = "fa") -> list[Told[Meeting]]:
    """What a text tells, as the store has it."""
    found = []
    for number, one in enumerate(meetings(document(text, language, published))):
        value = {"said": encoded(one), "text": text[one.evidence.start : one.evidence.end]}
        found.append(Told.of(Kept(f"{name}-{number}", value, name, name, name, published, "main"), Meeting))
    return found


def made(*some: list[Told[Meeting]], decisions: tuple[Decision, ...] = ()) -> list[Gathering]:
    return gatherings([one for part in some for one in part], decisions)


def test_two_texts_of_one_meeting_are_one_entry_in_any_order() -> None:
    first, second = told("a", LIBRARIES), told("b", SPEECH)
    (one,) = made(first, second)
    assert made(second, first) == [one]
    assert one.id == "a-0"
    assert one.ids == ("a-0", "b-0")
    assert {witness.document for witness in one.witnesses} == {"a", "b"}
    assert one.date
    assert one.date.value.iso == "2025-08-12"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "نشست شورای سیاست‌گذاری کتابخانه‌های استان یزد دیروز در یزد برگزار شد.",
            "نشست شورای سیاست‌گذاری کتابخانه‌های استان یزد امروز در یزد برگزار شد.",
        ),
        (
            "همایش ملی زعفران دیروز در قائن برگزار شد.",
            "همایش ملی زعفران دیروز در مشهد برگزار شد.",
        ),
        (
            "سومین همایش ملی پسته دیروز در رفسنجان برگزار شد.",
            "چهارمین همایش ملی پسته دیروز در رفسنجان برگزار شد.",
        ),
        (
            "دوازدهمین جلسه شورای تأمین استان یزد دیروز در یزد برگزار شد.",
            "سیزدهمین جلسه شورای تأمین استان یزد دیروز در یزد برگزار شد.",
        ),
        (
            "جلسه کارگروه امنیت غذایی دیروز در یزد برگزار شد.",
            "جلسه ستاد مدیریت بحران دیروز در یزد برگزار شد.",
        ),
    ],
)
def test_what_may_be_two_stays_two(one: str, other: str) -> None:
    assert len(made(told("a", one), told("b", other))) == 2


@pytest.mark.parametrize("published", ["9999-12-31", "9999-12-29T10:00:00", "0001-01-01"])
def test_a_day_at_either_end_of_the_calendar_is_one_like_others(published: str) -> None:
    (one,) = made(told("a", SPEECH, published))
    assert one.published == published[:10]


def test_what_was_planned_was_held_since() -> None:
    ahead = told("a", "همایش ملی پسته سه‌شنبه ۲۱ مرداد در رفسنجان برگزار می‌شود.", "2025-08-10")
    since = told("b", "همایش ملی پسته دیروز در رفسنجان برگزار شد.", "2025-08-13")
    (one,) = made(ahead, since)
    assert one.modality.value == "held"
    (off,) = made(ahead, told("c", "همایش ملی پسته که قرار بود سه‌شنبه در رفسنجان برگزار شود لغو شد.", "2025-08-11"))
    assert off.modality.value == "cancelled"
    assert not is_ahead(off, date(2025, 8, 1))


def test_a_person_says_that_there_is_none_and_takes_it_back() -> None:
    first = told("a", LIBRARIES)
    no = Decision("meeting", "a-0", {}, {"verdict": "reject"}, "a", id=1, user="maryam")
    (gone,) = made(first, decisions=(no,))
    assert gone.rejected
    assert chosen([gone], Wanted(), TODAY) == []
    assert chosen([gone], Wanted(listed="rejected"), TODAY) == [gone]
    (back,) = made(first, decisions=(no, Decision("meeting", "a-0", {}, {}, "a", undoes=1, id=2)))
    assert not back.rejected


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Wanted(), ["b-0", "a-0"]),
        (Wanted(year="1404", place="دوحة"), ["b-0"]),
        (Wanted(year="2024"), []),
        (Wanted(year=UNDATED), []),
        (Wanted(quarter="1404-Q2", calendar="jalali"), ["b-0", "a-0"]),
        (Wanted(quarter="2025-Q2", calendar="gregorian"), []),
        (Wanted(since="1404-06-01"), ["b-0"]),
        (Wanted(until="2025-08-12"), ["a-0"]),
        (Wanted(kind="conference", modality="planned"), ["b-0"]),
        (Wanted(body="کتابخانه‌های عمومی استان یزد"), ["a-0"]),
        (Wanted(q="شمسية"), ["b-0"]),
        (Wanted(listed="ahead"), ["b-0"]),
        (Wanted(listed="due"), ["a-0"]),
    ],
)
def test_filters_choose(wanted: Wanted, found: list[str]) -> None:
    every = made(told("a", LIBRARIES), told("b", CONFERENCE, language="ar"))
    assert [one.id for one in chosen(every, wanted, TODAY)] == found


def test_quarters_and_what_follows_by_when() -> None:
    every = made(told("a", LIBRARIES), told("b", CONFERENCE, language="ar"))
    assert [(one.name, one.meetings, one.modes) for one in quarters(every, "jalali")] == [
        ("1404-Q2", 2, {"held": 1, "planned": 1})
    ]
    (ahead,) = dues(every, TODAY)
    (late,) = dues(every, date(2025, 10, 1))
    assert (ahead.task.day, ahead.late, late.late) == ("2025-09-12", False, True)


def test_a_row_has_every_column() -> None:
    (one,) = made(told("a", LIBRARIES))
    row = dict(zip(COLUMNS, row_of(one), strict=True))
    assert row["counts"] == "31 نفر; 29 سازمان"
    assert "2025-09-12" in row["follow_ups"]


def test_a_calendar_has_hours_of_meetings_and_tasks() -> None:
    events = [
        Event("m@asnad", date(2025, 8, 12), "نشست", "", "http://a/", 1, (7,), (), None, "17:00", "یزد"),
        Event("c@asnad", date(2025, 9, 14), "همایش", "", "http://a/", 1, last=date(2025, 9, 15)),
        Event("t@asnad", date(2025, 9, 12), "فهرست کمبودها", "", "http://a/", 1, todo=True),
    ]
    text = ics("جلسه‌ها", "fa", events, datetime(2025, 8, 1, tzinfo=UTC)).decode()
    assert "DTSTART:20250812T170000" in text
    assert "LOCATION:یزد" in text
    assert "DTEND;VALUE=DATE:20250916" in text
    assert text.count("BEGIN:VTODO") == 1
    assert "DUE;VALUE=DATE:20250912" in text


def test_a_calendar_holds_the_last_day_that_there_is() -> None:
    text = ics("جلسه‌ها", "fa", [Event("e@asnad", date.max, "نشست", "", "http://a/", 1)], datetime.now(UTC)).decode()
    assert "DTSTART;VALUE=DATE:99991231" in text
    assert "DTEND" not in text
