"""Months and digits are a person's choice, apart from the language."""

import pytest

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
