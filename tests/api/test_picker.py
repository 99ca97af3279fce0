"""The month to pick a day from: weeks as the reader has them, three calendars, days as fields take them."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from pipeline.query.dates import days
from pipeline.settings import Settings
from pipeline.workspace import Workspace
from search_api.app import create_app
from search_api.pages.language import LANGUAGES, Interface
from search_api.pages.picker import CALENDARS, MonthGrid


def grid(language: str, calendar: str, day: str) -> MonthGrid:
    return MonthGrid.of(Interface(language), calendar, date.fromisoformat(day))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("calendar", CALENDARS)
def test_every_day_of_ten_years_is_typed_as_what_it_is(language: str, calendar: str) -> None:
    day = date(2016, 3, 1)
    while day < date(2026, 3, 1):
        one = grid(language, calendar, day.isoformat())
        cells = [cell for week in one.weeks for cell in week if cell]
        assert [cell.number for cell in cells] == list(range(1, len(cells) + 1))
        for column, cell in ((at, cell) for week in one.weeks for at, cell in enumerate(week) if cell):
            there = date.fromisoformat(cell.iso)
            assert days(cell.typed) == (there.toordinal(), there.toordinal()), cell
            assert column == (there.weekday() - (0 if language == "en" else 5)) % 7
            assert cell.said.startswith(one.weekdays[column][1])
        day = date.fromisoformat(cells[-1].iso) + timedelta(days=1)


def test_days_before_the_tables_of_umm_al_qura_are_typed_as_what_they_are() -> None:
    cells = [cell for week in grid("ar", "hijri", "1800-05-01").weeks for cell in week if cell]
    assert len(cells) in (29, 30)
    assert all(days(cell.typed)[0] == date.fromisoformat(cell.iso).toordinal() for cell in cells)


def test_a_year_that_does_not_tell_its_calendar_is_typed_with_it() -> None:
    old = [cell for week in grid("fa", "hijri", "1979-11-20").weeks for cell in week if cell]
    assert old[0].typed == "hijri:1399-12-01" or old[0].typed.startswith("hijri:1400-01-")
    assert all(days(cell.typed)[0] == date.fromisoformat(cell.iso).toordinal() for cell in old)


def test_steps_keep_the_day_and_end_where_the_calendar_does() -> None:
    leap = grid("fa", "jalali", "2025-03-20")  # 30 Esfand 1403
    assert leap.steps["year+"] == "2026-03-20"  # 29 Esfand 1404
    assert leap.steps["month-"] == "2025-02-18"
    assert "month+" not in grid("ar", "hijri", "2077-11-10").steps
    assert grid("en", "gregorian", "1800-05-01").able == ["jalali", "hijri", "gregorian"]


@pytest.fixture
def client(filled: Path) -> Iterator[TestClient]:
    with Workspace(Settings(workspace=filled)) as space, TestClient(create_app(space), "http://127.0.0.1") as client:
        yield client


def test_the_month_is_shown_in_the_reader_s_words_and_digits(client: TestClient) -> None:
    said = client.get("/calendar", params={"day": "1404-05-22", "ui": "fa"}).text
    assert "مرداد ۱۴۰۴" in said
    assert re.search(r'aria-selected="true"><button[^>]*data-day="2025-08-13"[^>]*>۲۲<', said)
    assert 'aria-label="چهارشنبه ۲۲ مرداد ۱۴۰۴"' in said
    said = client.get("/calendar", params={"day": "2025-08-13", "calendar": "hijri", "ui": "ar"}).text
    assert "صفر ١٤٤٧" in said
    assert 'data-typed="1447-02-19"' in said
    assert "August 2025" in client.get("/calendar", params={"day": "2025-08-13", "ui": "en"}).text


def test_a_step_goes_on_from_the_day_that_is_looked_at(client: TestClient) -> None:
    said = client.get(
        "/calendar", params={"day": "2025-08-14", "calendar": "jalali", "step": "month+", "ui": "en"}
    ).text
    assert re.search(r'aria-selected="true"><button[^>]*data-typed="1404-06-23"', said)
    assert client.get("/calendar", params={"day": "2025-08-14", "step": "week+"}).status_code == 200


@pytest.mark.parametrize("day", ["", "چیزی", "9999-12-31", "hijri:0", "2025-02-30", "1"])
def test_a_field_with_no_day_shows_a_month_all_the_same(client: TestClient, day: str) -> None:
    answer = client.get("/calendar", params={"day": day, "calendar": "hijri"})
    assert answer.status_code == 200
    assert answer.text.count("aria-selected") == 1


def test_fields_of_search_and_review_offer_the_month(client: TestClient) -> None:
    assert client.get("/", params={"q": "دانشگاه", "ui": "en"}).text.count("data-pick=") == 2
