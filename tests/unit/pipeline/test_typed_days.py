"""Days that people type: one reader for queries, fields and corrections, and Hijri days by either reckoning."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import RefusedDecision
from pipeline.query.dates import NoValue, date_in, days, mended, typed_form
from pipeline.registry.typed import typed
from pipeline.review.checking import must_exist
from pipeline.settings import Settings
from pipeline.workspace import Workspace
from search_api.pages.judging import fields_of, value_from
from tests.dating import dates
from tests.makers import ME

FIELDS = (("signed", "entry"), ("valid_until", "entry"), ("date", "decree"), ("until", "decree"), ("date", "meeting"))
MONTHS = {"fa": ("محرم", "صفر", "رمضان", "ذی‌الحجه"), "ar": ("محرم", "صفر", "رمضان", "ذي الحجة")}
NUMBERS = (1, 2, 9, 12)
TYPED = (
    ("1447-09-01", "ar", "2026-02-18"),
    ("1447-09-01", "fa", "2026-02-19"),
    ("۱۴۴۶/۱۰/۰۱", "fa", "2025-03-31"),
    ("١٤٤٦-١٠-٠١", "ar", "2025-03-30"),
    ("1421", "ar", "2000-04-06"),
    ("1420", "fa", "2041-03-20"),
    ("hijri:1404-01-01", "ar", "1983-10-07"),
    ("jalali:1425-01-01", "fa", "2046-03-21"),
    ("قمری:1410-01-01", "fa", "1989-08-02"),
    ("هجري:1446-1-1", "ar", "2024-07-07"),
    ("میلادی:1750-05-01", "fa", "1750-05-01"),
    ("1447-02-30", "fa", "2025-08-24"),
    ("1403-12-30", "fa", "2025-03-20"),
    ("1447h", "ar", "2025-06-26"),
)
NONE = ("1446-09-30", "1460-09-30", "1447-13-01", "1447-04-31", "1447-00-10", "1447-01-00", "1404-12-30", "2025-02-29")
UNSAID = ("1750-01-01", "1600", "h1447", "yesterday", "1447-1-1-1")


@pytest.mark.parametrize(("field", "kind"), FIELDS)
@pytest.mark.parametrize(("text", "language", "start"), TYPED)
def test_a_field_of_an_entry_takes_a_day_as_queries_do(
    field: str, kind: str, text: str, language: str, start: str
) -> None:
    assert typed(field, text, kind, language)["start"] == start  # type: ignore[arg-type]
    low, high = days(text, anywhere=True)
    assert low <= date.fromisoformat(start).toordinal() <= high


@pytest.mark.parametrize("text", [*NONE, *UNSAID])
def test_a_day_that_is_none_is_refused_everywhere(text: str) -> None:
    with pytest.raises(NoValue):
        days(text)
    for field, kind in FIELDS:
        with pytest.raises(RefusedDecision):
            typed(field, text, kind)  # type: ignore[arg-type]
    with pytest.raises(RefusedDecision):
        typed("follow_ups", f"شهرداری | لایروبی قنات | {text}", "meeting")
    with pytest.raises(RefusedDecision):
        value_from("DATE", {"calendar": "hijri", "start": "2025-03-29", "end": "2025-03-29"}, {"start": text})


def test_what_is_refused_names_the_day_and_its_calendar() -> None:
    with pytest.raises(NoValue, match="in the hijri calendar: day 1446-09-30"):
        date_in("1446-09-30")
    with pytest.raises(RefusedDecision, match="there is no day 1446-09-30 in the hijri calendar"):
        must_exist({"calendar": "hijri", "value": "1446-09-30"})
    must_exist({"calendar": "hijri", "value": "--09-30"})


@pytest.mark.parametrize("language", ["fa", "ar"])
@pytest.mark.parametrize("year", [1443, 1446, 1447])
def test_a_hijri_day_finds_the_text_that_says_it(language: str, year: int) -> None:
    for month, number in zip(MONTHS[language], NUMBERS, strict=True):
        for day in (1, 5, 12, 29):
            (mention,) = dates(f"{day} {month} {year}", language=language)
            said = mention.value
            low, high = days(f"{year}-{number:02}-{day:02}", anywhere=True)
            first, last = (date.fromisoformat(said[end]).toordinal() for end in ("start", "end"))
            assert low <= first == last <= high
            assert high - low <= 2
            again = typed("signed", f"{year}-{number:02}-{day:02}", "entry", language)
            assert (again["start"], again["value"]) == (said["start"], said["value"])


def test_both_reckonings_are_searched_and_only_for_days_of_the_text(tmp_path: Path) -> None:
    texts = {"fa": "نشست در ۵ محرم ۱۴۴۷ در یزد برگزار شد.", "ar": "عقد الاجتماع في بغداد يوم 5 محرم 1447."}
    for name, text in texts.items():
        (tmp_path / f"{name}.txt").write_text(text, "utf-8")
    with Workspace(Settings(workspace=tmp_path / "space")) as space:
        space.ingest(ME, [tmp_path / "fa.txt", tmp_path / "ar.txt"])

        def found(query: str) -> int:
            return space.search(ME, query, relax=False).total

        assert found("date:1447-01-05") == found("date:قمری:1447-01-05") == 2
        assert found("date:2025-06-30") == found("date:2025-07-01") == 1
        assert found("date:1447-01") == 2
        assert found("date:1447-01-08") == found("date:1447-01-02") == 0


SAID: tuple[tuple[dict[str, Any], str], ...] = (
    ({"calendar": "hijri", "value": "1446-09-29", "start": "2025-03-30", "end": "2025-03-30"}, "fa"),
    ({"calendar": "hijri", "value": "1446-09-29", "start": "2025-03-29", "end": "2025-03-29"}, "ar"),
    ({"calendar": "jalali", "value": "1403-12-30", "start": "2025-03-20", "end": "2025-03-20"}, "fa"),
    ({"calendar": "gregorian", "value": "2024-02-29", "start": "2024-02-29", "end": "2024-02-29"}, "fa"),
    ({"calendar": "hijri", "value": "1405-01-02", "start": "1984-09-27", "end": "1984-09-27"}, "ar"),
    ({"calendar": "jalali", "start": "2025-03-20", "end": "2025-03-20", "relative": True}, "fa"),
)


@pytest.mark.parametrize(("value", "language"), SAID)
def test_the_same_day_typed_again_changes_nothing(value: dict[str, Any], language: str) -> None:
    start, end = (one.text for one in fields_of("DATE", value)[:2])
    assert start == typed_form(value["calendar"], value.get("value", "1403-12-30"))
    assert value_from("DATE", value, {"start": start, "end": end}, language) == value
    assert value_from("DATE", value, {"start": value["start"], "end": value["end"]}, language) == value


def test_another_day_is_of_the_calendar_that_it_was_typed_in() -> None:
    held = SAID[2][0]
    assert value_from("DATE", held, {"start": "2024-02-29", "end": ""})["calendar"] == "gregorian"
    made = value_from("DATE", held, {"start": "۱۴۴۶-۰۹-۲۸", "end": "1446-09-28"}, "fa")
    assert made == {
        "calendar": "hijri",
        "value": "1446-09-28",
        "start": "2025-03-29",
        "end": "2025-03-29",
        "precision": "day",
    }
    with pytest.raises(RefusedDecision, match="before the first"):
        value_from("DATE", held, {"start": "1403-12-30", "end": "1403-12-01"})


@pytest.mark.parametrize("text", ["² آذر ۱۴۰۴", "① July 2015", "شنبه ③ مهر ۱۴۰۴"])
def test_digits_of_another_kind_are_no_day_and_no_failure(text: str) -> None:
    with pytest.raises(NoValue):
        date_in(text)
    assert mended(text)
