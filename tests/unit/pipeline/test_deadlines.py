"""When agreements end, by a table of cases: each day is written in the calendar in which the term is counted."""

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.dates.calendars import day
from pipeline.registry.deadlines import Length, Terms, deadlines, last_day

with (Path(__file__).parent / "deadlines.tsv").open(encoding="utf-8") as held:
    CASES = list(csv.DictReader((line.removeprefix("# ") for line in held), delimiter="\t"))


def there(case: dict[str, str], name: str) -> date | None:
    if not case[name]:
        return None
    year, month, number = (int(part) for part in case[name].split("-"))
    found = day(case["calendar"], year, month, number)
    assert found, f"{case['case']}: the calendar has no {case[name]}"
    return found


def terms(case: dict[str, str]) -> Terms:
    return Terms(
        there(case, "begin"),
        case["term"],
        case["mode"],  # type: ignore[arg-type]
        case["period"],
        case["notice"],
        there(case, "until"),
        int(case["most"]) if case["most"] else None,
        case["calendar"],
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_deadlines_are_those_of_the_table(case: dict[str, str]) -> None:
    found = deadlines(terms(case), there(case, "on") or date.min)
    told = [*found.refused, *(["contradicts"] if found.contradicts else [])]
    got = (found.end, found.expiry, found.notice, found.renewals, told)
    days = (there(case, name) for name in ("end", "expiry", "last_notice"))
    assert got == (*days, int(case["renewals"]), case["refused"].split())


def test_a_year_of_one_calendar_is_not_one_of_another() -> None:
    begin = date(2024, 3, 20)
    ends = {calendar: last_day(calendar, begin, Length(12, 0)) for calendar in ("jalali", "gregorian", "hijri")}
    assert ends == {"jalali": date(2025, 3, 20), "gregorian": date(2025, 3, 19), "hijri": date(2025, 3, 9)}


BEGINS = st.dates(date(1990, 1, 1), date(2060, 1, 1))
CALENDARS = st.sampled_from(["jalali", "gregorian", "hijri"])


@given(BEGINS, CALENDARS, st.integers(1, 40), st.integers(1, 24))
def test_renewed_terms_leave_no_day_out_and_have_none_twice(
    begin: date, calendar: str, months: int, period: int
) -> None:
    """Terms lie end to end: on the day after each end the next one is under way."""
    of = Terms(begin, f"P{months}M", "tacit", f"P{period}M", calendar=calendar)
    on, ends = begin, []
    for _ in range(4):
        found = deadlines(of, on).expiry
        if found is None:
            return
        ends.append(found)
        on = found + timedelta(days=1)
    assert ends == [last_day(calendar, begin, Length(months + period * n, 0)) for n in range(4)]


@given(BEGINS, CALENDARS, st.integers(1, 12), st.integers(0, 20))
def test_a_period_of_notice_from_its_last_day_ends_with_the_agreement_or_before(
    begin: date, calendar: str, months: int, days: int
) -> None:
    found = deadlines(Terms(begin, "P3Y", "none", notice=f"P{months}M{days}D", calendar=calendar), begin)
    assert found.notice
    assert found.expiry
    over = last_day(calendar, found.notice, Length(months, days))
    assert over
    assert over <= found.expiry
