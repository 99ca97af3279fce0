"""What comes due of entries, as lists and as an iCalendar that is read back."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from icalendar import Calendar

from extractors.agreements.candidates import When
from pipeline.registry.dues import dues, listed, terms_of
from pipeline.registry.entries import Entry, Value
from pipeline.registry.ical import Event, ics, sequence_of, uid_of
from tests.registers import at, day, entry, of, said, yearly

ON = date(2026, 11, 26)


def days(held: Entry, on: date = ON) -> list[tuple[str, str, bool]]:
    return [(due.field, due.day.isoformat(), due.renews) for due in dues([held], on)]


def test_an_entry_that_renews_itself_is_due_at_its_next_end() -> None:
    held = yearly("a", "2024-03-01")
    assert days(held) == [("valid_until", "2027-02-28", True), ("notice", "2026-11-28", True)]
    assert days(held, date(2026, 12, 1)) == [("valid_until", "2027-02-28", True)]


@pytest.mark.parametrize("state", ["expired", "terminated", "planned", "under_review"])
def test_what_is_over_or_not_signed_has_no_end(state: str) -> None:
    assert days(yearly("a", "2026-03-01", state=state, history=(said(state, "2026-03-01"),))) == []


def test_what_is_no_day_is_not_counted_from() -> None:
    month = Value(When("2026-03-01", "2026-03-31", "month"), (at(),))
    held = entry("a", valid_from=month, duration=of("P1Y"))
    assert (terms_of(held).begin, days(held)) == (None, [])


def test_a_stated_last_day_needs_no_first_one() -> None:
    assert days(entry("a", valid_until=day("2027-01-31"))) == [("valid_until", "2027-01-31", False)]


def test_terms_are_counted_in_the_calendar_of_their_first_day() -> None:
    first = day("2025-03-21", "jalali")  # 1 Farvardin 1404
    held = entry("a", valid_from=first, duration=of("P1Y"))
    assert days(held, date(2025, 6, 1)) == [("valid_until", "2026-03-20", False)]


def test_lists_hold_what_their_names_say() -> None:
    soon = yearly("soon", "2025-12-31", "none")  # ends on 30 December 2026, notice until 30 September
    later = yearly("later", "2026-06-01", "none")
    over = yearly("over", "2020-06-01", "none")
    held = [soon, later, over]
    assert [(found.isoformat(), one.id) for found, one in listed(held, "ending", ON)] == [("2026-12-30", "soon")]
    assert [(found.isoformat(), one.id) for found, one in listed(held, "notice_passed", ON)] == [("2026-09-30", "soon")]


@pytest.mark.parametrize(
    ("history", "found"),
    [
        ((said("planned", "2026-08-01"),), ["2026-08-01"]),
        ((said("planned", "2026-08"),), ["2026-08-31"]),
        ((said("planned", "2025"),), ["2025-12-31"]),
        ((said("planned", "2026-11-10"),), []),
        ((said("planned", "2026-12-10"),), []),
        ((said("planned", "2026-08-01"), said("signed", "2026-08-02")), []),
        ((said("planned", "2026-08-01"), said("signed", "2026-08-02", modality="denied")), ["2026-08-01"]),
        ((said("planned", "2026-08-01"), said("signed", "2026-08-02", modality="planned")), ["2026-08-02"]),
        ((said("planned", ""),), []),
        ((said("planned", "2026-06-01", dated=False),), ["2026-06-01"]),
    ],
)
def test_what_was_announced_and_never_signed_is_listed(history: tuple[object, ...], found: list[str]) -> None:
    signed = said("signed", "2026-08-02") in history
    state = "signed" if signed else "planned"
    held = entry("a", state=state, modality="planned", history=history, signed=None)
    assert [one.isoformat() for one, _ in listed([held], "unsigned", ON)] == found


def test_an_announced_signing_is_due_on_its_day() -> None:
    held = entry("a", state="planned", modality="planned", history=(said("planned", "2026-12-10"),), signed=None)
    assert days(held) == [("planned", "2026-12-10", False)]
    assert days(replace(held, history=(said("planned", "2026-12-10", dated=False),))) == []


# iCalendar ----------------------------------------------------------------------------------------------------------

STAMP = datetime(2026, 11, 26, 9, tzinfo=UTC)
LONG = "جمله‌ای بلند، با ویرگول؛ و نقطه‌ویرگول; و خط\nدوم. " * 8


def event(on: date = date(2026, 11, 28), sequence: int = 12) -> Event:
    return Event(uid_of("a", "notice"), on, "مهلت اعلام", LONG, "http://localhost/agreements/a", sequence, (7, 30, 7))


def test_a_calendar_is_read_back_as_it_was_written() -> None:
    written = ics("قراردادها", "fa", [event()], STAMP, "http://localhost/api/v1/agreements.ics")
    read = Calendar.from_ical(written)
    (found,) = read.walk("VEVENT")
    assert (str(found["UID"]), found["SEQUENCE"], str(found["SUMMARY"])) == ("a.notice@asnad", 12, "مهلت اعلام")
    assert str(found["DESCRIPTION"]) == LONG
    assert (found.decoded("DTSTART"), found.decoded("DTEND"), found.decoded("DTSTAMP")) == (
        date(2026, 11, 28),
        date(2026, 11, 29),
        STAMP,
    )
    assert [alarm.decoded("TRIGGER") for alarm in found.walk("VALARM")] == [timedelta(days=-30), timedelta(days=-7)]
    assert (str(read["NAME"]), str(read["METHOD"])) == ("قراردادها", "PUBLISH")
    assert read.errors == []
    assert found.errors == []


def test_no_line_of_a_calendar_is_longer_than_it_may_be() -> None:
    lines = ics("قراردادها", "fa", [event()], STAMP).split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert all(line.decode() is not None for line in lines), "no letter is cut"


def test_a_day_that_moves_keeps_its_uid_and_has_a_higher_sequence() -> None:
    before, after = event(sequence=sequence_of(7, 0)), event(date(2026, 12, 5), sequence_of(9, 0))
    assert before.uid == after.uid
    assert before.sequence < after.sequence
    assert sequence_of(9, 0) < sequence_of(9, 1) <= sequence_of(9, 500) < sequence_of(10, 0)


def test_the_same_events_are_the_same_calendar() -> None:
    events = [event(), Event("b.notice@asnad", date(2026, 1, 1), "ب", "", "http://localhost/b", 1)]
    assert ics("ن", "fa", events, STAMP) == ics("ن", "fa", reversed(events), STAMP)
    assert Calendar.from_ical(ics("ن", "fa", [], STAMP)).walk("VEVENT") == []
