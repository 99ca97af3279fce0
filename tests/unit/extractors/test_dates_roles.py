"""What a date is for, what is no date, and lengths and days that name their calendar or weekday."""

from datetime import date
from typing import Any

import pytest

from tests.dating import dates as found
from tests.dating import only

FRIDAY = date(2025, 12, 12)


def dates(text: str, published: date | None = None) -> list[dict[str, Any]]:
    return [dict(mention.value) for mention in found(text, published)]


@pytest.mark.parametrize(
    "text",
    [
        "نماینده دو شرکت ۲۰ دی ۱۴۰۰ در بندرعباس دیدار کردند",
        "دیدار سفیران روز ۲۰ دی ۱۴۰۰ در مسقط انجام شد",
        "رؤسای دانشگاه ۲۰ دی ۱۴۰۰ با یکدیگر ملاقات داشتند",
        "هیئت داوری ۲۰ دی ۱۴۰۰ تشکیل جلسه داد",
        "عقدت الهيئة العامة اجتماعها السنوي في 10 كانون الثاني 2022",
        "عقد مجلس الأمناء جلسته في 10 كانون الثاني 2022",
        "اجتمع السفراء يوم 10 كانون الثاني 2022 في عمّان",
        "التقى رئيسا البلديتين في 10 كانون الثاني 2022",
    ],
)
def test_the_day_of_a_meeting(text: str) -> None:
    (value,) = dates(text)
    assert value["start"] == "2022-01-10"
    assert value["role"] == "meeting"


@pytest.mark.parametrize(
    "text",
    [
        "جلسه هیئت داوری پنج ساعت ادامه داشت",
        "نشست کارشناسان به مدت دو روز ادامه یافت",
        "استمر اجتماع السفراء أربع ساعات",
        "عقد الخبراء لقاء لمدة ثلاثة أيام",
    ],
)
def test_how_long_a_meeting_lasts_has_no_role(text: str) -> None:
    (value,) = dates(text)
    assert "duration" in value
    assert "role" not in value


@pytest.mark.parametrize(
    "text",
    ["أُلقي القبض عليه بعد إلقاء محاضرة في 5 مايو 2020", "بازنشستگی او از ۵ مهر ۱۴۰۰ است"],
)
def test_a_word_that_holds_another_tells_no_role(text: str) -> None:
    (value,) = dates(text)
    assert value.get("role") != "meeting"


@pytest.mark.parametrize(
    "text",
    [
        "معلم گفت که خواهرش پنج ساله است",
        "دخترانش شش ساله و نه ساله‌اند",
        "نوه او هشت ساله بود",
        "راننده ۳۵ ساله بازداشت شد",
        "فرزندم دو ساله است",
    ],
)
def test_how_old_somebody_is_is_no_date(text: str) -> None:
    assert dates(text) == []


@pytest.mark.parametrize(
    ("text", "duration"),
    [
        ("این ضمانت پنج ساله است", "P5Y"),
        ("دوره ریاست شورا چهار ساله است", "P4Y"),
        ("بیمه ۲۰ ساله تمدید شد", "P20Y"),
        ("اقامت دوساله گرفت", "P2Y"),
    ],
)
def test_how_long_something_lasts_is_one(text: str, duration: str) -> None:
    assert [value["duration"] for value in dates(text)] == [duration]


@pytest.mark.parametrize(
    ("text", "calendar", "duration"),
    [
        ("اجاره چهار ماه قمری است", "hijri", "P4M"),
        ("اجاره سه سال هجری شمسی است", "jalali", "P3Y"),
        ("اجاره دو سال میلادی است", "gregorian", "P2Y"),
        ("مدة الإيجار خمس سنوات هجرية", "hijri", "P5Y"),
        ("مدة الإيجار سنتان ميلاديتان", "gregorian", "P2Y"),
    ],
)
def test_a_length_names_its_calendar(text: str, calendar: str, duration: str) -> None:
    value = only(text)
    assert (value["calendar"], value["duration"]) == (calendar, duration)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("وصل الوزير اليوم الاثنين إلى صنعاء", "2025-12-08"),
        ("وصل الوزير اليوم السبت إلى صنعاء", "2025-12-13"),
        ("وصل الوزير أمس الأربعاء إلى صنعاء", "2025-12-10"),
        ("وزیر امروز سه‌شنبه به صنعا رسید", "2025-12-09"),
        ("وزیر امروز جمعه به صنعا رسید", "2025-12-12"),
    ],
)
def test_the_weekday_tells_the_day_where_the_text_came_out_later(text: str, day: str) -> None:
    (value,) = dates(text, FRIDAY)
    assert value["start"] == day
