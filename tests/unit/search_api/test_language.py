"""Months and digits are a person's choice, apart from the language."""

import pytest
from fastapi.testclient import TestClient

from pipeline.workspace import Workspace
from search_api.app import create_app
from search_api.pages.language import DIGITS, LANGUAGES, Interface, month_sets


@pytest.mark.parametrize(
    ("language", "months", "digits", "shown"),
    [
        ("fa", "", "", "۲۲ مرداد ۱۴۰۴"),
        ("fa", "persian", "", "۱۳ اوت ۲۰۲۵"),
        ("fa", "hijri", "latin", "19 صفر 1447"),
        ("ar", "", "", "١٣ أغسطس ٢٠٢٥"),
        ("ar", "levant", "", "١٣ آب ٢٠٢٥"),
        ("ar", "maghreb", "latin", "13 أوت 2025"),
        ("ar", "morocco", "latin", "13 غشت 2025"),
        ("en", "jalali", "", "22 Mordad 1404"),
        ("en", "levant", "", "13 August 2025"),
    ],
)
def test_a_day_is_shown_as_its_reader_wants_it(language: str, months: str, digits: str, shown: str) -> None:
    assert Interface(language, months, digits).day("2025-08-13") == shown


def test_every_set_has_twelve_months_and_a_name() -> None:
    for language in LANGUAGES:
        ui = Interface(language)
        for name, months in month_sets(language).items():
            assert len(months.names) == 12
            assert ui.has(f"months_{name}")
    assert all(Interface("en").has(f"digits_{name}") for name in DIGITS)


def test_a_period_has_the_names_of_its_own_calendar() -> None:
    assert Interface("fa", "hijri").period("1404-05") == "مرداد ۱۴۰۴"
    assert Interface("fa").period("2025-08") == "اوت ۲۰۲۵"
    assert Interface("ar", "levant", "latin").period("2025-09") == "أيلول 2025"
    assert Interface("fa").period("1404") == "۱۴۰۴"


def test_numbers_are_parted_as_their_digits_are() -> None:
    assert Interface("fa").number(12345.5) == "۱۲٬۳۴۵٫۵"
    assert Interface("ar", "", "latin").number(12345) == "12,345"


@pytest.mark.parametrize("language", ["fa", "ar"])
def test_a_day_in_digits_does_not_turn_in_a_text_from_right_to_left(language: str) -> None:
    text = Interface(language)("digest_since_hint")
    assert "\N{LEFT-TO-RIGHT ISOLATE}1404-05-01\N{POP DIRECTIONAL ISOLATE}" in text
    assert "\N{LEFT-TO-RIGHT ISOLATE}" not in Interface("en")("digest_since_hint")


def test_the_version_of_an_extractor_has_the_digits_of_its_reader_and_the_name_of_what_it_learnt() -> None:
    assert Interface("fa").version("18+1a2b3c4d") == "۱۸+1a2b3c4d"
    assert (Interface("ar", digits="arabic").version("18"), Interface("en").version("18")) == ("١٨", "18")


def test_a_moment_is_told_by_the_clock_of_its_reader() -> None:
    """In Tehran it is tomorrow by half past eight in the evening of UTC; a day without a time stays."""
    late = "2025-08-13T21:15:00+00:00"
    shown = [
        Interface(*asked, zone=zone).moment(late)
        for asked, zone in (
            (("fa",), ""),
            (("ar",), ""),
            (("en",), ""),
            (("en",), "America/New_York"),
            (("fa",), "+05:00"),
        )
    ]
    assert shown == [
        "۲۳ مرداد ۱۴۰۴ ۰۰:۴۵",
        "١٤ أغسطس ٢٠٢٥ ٠٠:١٥",
        "13 August 2025 21:15",
        "13 August 2025 17:15",
        "۲۳ مرداد ۱۴۰۴ ۰۲:۱۵",
    ]
    assert Interface("fa").since("2025-08-13") == "۲۲ مرداد ۱۴۰۴"
    assert Interface("fa").here("1404") == "1404"


def test_a_time_zone_is_chosen_as_it_is_called_and_one_that_there_is_not_is_told(workspace: Workspace) -> None:
    with TestClient(create_app(workspace), base_url="http://localhost", headers={"accept-language": "en"}) as client:
        assert client.post("/settings", data={"zone": " asia/kabul "}).status_code == 200
        assert 'value="Asia/Kabul"' in client.get("/settings").text
        wrong = client.post("/settings", data={"zone": "Asia/Nowhere", "digits": "arabic"})
        assert wrong.status_code == 422
        assert "is no time zone" in wrong.text
        assert 'value="Asia/Nowhere"' in wrong.text, "what was typed stays"
        client.cookies.set("shown", "...<script>")
        assert client.get("/settings").status_code == 200
