"""Years whose calendar is said, quarters, months of delivery, and what only looks so."""

from datetime import date

import pytest

from tests.dating import days, only, told

SUMMER = date(2015, 7, 27)


@pytest.mark.parametrize(
    ("text", "calendar_days"),
    [
        ("تا پایان سال جاری میلادی", ("2025-01-01", "2025-12-31")),
        ("صادرات در سال گذشته میلادی بیشتر بود", ("2024-01-01", "2024-12-31")),
        ("از آغاز سال روان خورشیدی", ("2025-03-21", "2026-03-20")),
        ("سال میلادی آینده", ("2026-01-01", "2026-12-31")),
        ("سال جاری هجری قمری", ("2025-06-26", "2026-06-15")),
        ("خلال السنة الميلادية المقبلة", ("2026-01-01", "2026-12-31")),
        ("في العام الهجري الماضي", ("2024-07-07", "2025-06-25")),
        ("العام الإيراني الجاري", ("2025-03-21", "2026-03-20")),
        ("در سال روان", ("2025-03-21", "2026-03-20")),
        ("در هفته روان", ("2025-08-09", "2025-08-15")),
    ],
)
def test_the_calendar_that_is_said_of_a_year_holds(text: str, calendar_days: tuple[str, str]) -> None:
    assert [found[1:] for found in days(text)] == [calendar_days]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("تباطأ النمو في الربع الأول بحسب البنك", "2015-Q1"),
        ("تعافى الاقتصاد في الربع الثاني.", "2015-Q2"),
        ("ارتفعت الأرباح في الربع الرابع", "2014-Q4"),
        ("سترتفع الأسعار في الربع الرابع", "2015-Q4"),
        ("نزلت العقود الآجلة تسليم أغسطس قليلا", "2015-08"),
        ("سعر القمح للتسليم في سبتمبر", "2015-09"),
        ("قرارداد تحویل ماه اوت ارزان شد", "2015-08"),
    ],
)
def test_a_quarter_and_a_month_of_delivery(text: str, value: str) -> None:
    assert [found for _, found in told(text, SUMMER)] == [value]


@pytest.mark.parametrize(
    "text",
    [
        "خسر الفريق الربع الأول من مباراة كرة السلة",
        "ربح الفريق الربع الثاني في سلة النساء",
        "سجل هدفا في الدقائق الأخيرة",
        "خطیب جمعه شهر از مردم خواست",
        "نماز عبادی سیاسی جمعه برگزار شد",
        "خطيب الجمعة في الجامع الكبير",
        "آن دو به هم محرم شدند",
        "او محرم اسرار پدرش بود",
        "باید باور کنیم سال سختی بود",
    ],
)
def test_what_only_looks_like_a_time(text: str) -> None:
    assert told(text) == []


def test_a_verb_ends_before_a_month_begins() -> None:
    assert told("اگر دقت کنیم ماه گذشته بارانی بود") == [("ماه گذشته", "1404-04")]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("از ۳۱ شهریور ۱۴۰۱ تا ۲ مهر جنگ بود", "2022-09-22", "2022-09-24"),
        ("از ۲۵ اسفند ۱۴۰۱ تا ۱۰ فروردین تعطیل بود", "2023-03-16", "2023-03-30"),
        ("من 30 ديسمبر 2018 إلى 4 يناير", "2018-12-30", "2019-01-04"),
        ("من مارس 2020 حتى يونيو", "2020-03-01", "2020-06-30"),
        ("از بهمن ۱۴۰۱ تا خرداد", "2023-01-21", "2023-06-21"),
    ],
)
def test_the_year_of_the_beginning_is_that_of_the_end(text: str, first: str, last: str) -> None:
    assert [found[1:] for found in days(text)] == [(first, last)]


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("الساعة الثالثة بعد ظهر يوم 5 مايو 2022", "15:00"),
        ("الساعة 5 من فجر 5 مايو 2022", "05:00"),
        ("الساعة 6 عصر يوم 5 مايو 2022", "18:00"),
        ("الساعة 9 صباح 5 مايو 2022", "09:00"),
    ],
)
def test_the_part_of_the_day_between_a_time_and_its_day(text: str, time: str) -> None:
    value = only(text)
    assert (value["start"], value["time"]) == ("2022-05-05", time)
