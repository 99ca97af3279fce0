"""Weekdays, words that point from the day of publication, lengths, and the year that a tense tells."""

from datetime import date

import pytest

from extractors.extraction import mentions_of
from extractors.registry import build
from tests.dating import days, only, told

WINTER = date(2025, 12, 10)
"""A Wednesday."""


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("وصل الوفد قبل أسبوع إلى عمان", "2025-08-04", "2025-08-10"),
        ("تغير الحال قبل عام في المدينة", "2024-01-01", "2024-12-31"),
        ("انخفضت الأسعار منذ شهر في السوق", "2025-07-13", "2025-08-13"),
        ("في هذه السنة زاد الإنتاج", "2025-01-01", "2025-12-31"),
        ("يسافر الوفد الشهر التالي إلى لندن", "2025-09-01", "2025-09-30"),
        ("زاد الإنتاج في العامين الماضيين كثيرا", "2023-08-13", "2025-08-13"),
        ("خلال اليومين المقبلين في عمان", "2025-08-13", "2025-08-15"),
        ("خلال العقود الثلاثة الماضية في الأردن", "1995-08-13", "2025-08-13"),
        ("وصل أول من أمس إلى بغداد", "2025-08-11", "2025-08-11"),
        ("سيصل مساء غد إلى بغداد", "2025-08-14", "2025-08-14"),
        ("صدر في العام قبل الماضي كتاب", "2023-01-01", "2023-12-31"),
        ("يجتمعون في 20 من الشهر الجاري في عمان", "2025-08-20", "2025-08-20"),
        ("پانزدهم ماه آینده باز می‌شود", "2025-09-06", "2025-09-06"),
        ("۹۳ روز نخست امسال بارید", "2025-03-21", "2025-06-21"),
        ("در سه ماه نخست امسال فروخت", "2025-03-21", "2025-06-21"),
        ("در دو سال گذشته مدرسه ساخت", "2023-08-13", "2025-08-13"),
        ("در 2 سال گذشته مدرسه ساخت", "2023-08-13", "2025-08-13"),
        ("طی سه هفته گذشته باران بارید", "2025-07-23", "2025-08-13"),
        ("در پنج سال آینده می‌سازد", "2025-08-13", "2030-08-13"),
        ("سال گذشته مدرسه ساخت", "2024-03-20", "2025-03-20"),
        ("نخستین فصل پارسال خشک بود", "2024-03-20", "2024-06-20"),
    ],
)
def test_a_time_told_from_the_day_of_publication(text: str, start: str, end: str) -> None:
    assert [found[1:] for found in days(text)] == [(start, end)]


@pytest.mark.parametrize(
    ("text", "surface", "start"),
    [
        ("قال الوزير اليوم الأربعاء إن", "اليوم الأربعاء", "2025-08-13"),
        ("وصل أمس (الثلاثاء) إلى عمان", "أمس (الثلاثاء)", "2025-08-12"),
        ("امروز چهارشنبه باران آمد", "امروز چهارشنبه", "2025-08-13"),
        ("وصل ثلاثاء الأسبوع الفائت إلى عمان", "ثلاثاء الأسبوع الفائت", "2025-08-05"),
        ("وصل الأحد من الأسبوع الماضي إلى عمان", "الأحد من الأسبوع الماضي", "2025-08-10"),
        ("سيعود الوزير يوم الخميس إلى عمان", "يوم الخميس", "2025-08-14"),
        ("عاد الوزير يوم الخميس إلى عمان", "يوم الخميس", "2025-08-07"),
        ("روز پنج شنبه برگزار خواهد شد", "روز پنج شنبه", "2025-08-14"),
        ("روزپنجشنبه برگزار شد", "روزپنجشنبه", "2025-08-07"),
        ("يلتقيان يوم الجمعة 15، في الدوحة", "يوم الجمعة 15", "2025-08-15"),
    ],
)
def test_a_weekday(text: str, surface: str, start: str) -> None:
    assert days(text) == [(surface, start, start)]


def test_a_weekday_is_the_day_that_the_text_says_it_is() -> None:
    found = days("يقام يوم الأحد الموافق 28/11/2021 ويستمر حتى يوم الخميس الموافق 2/12/2021")
    assert [start for _, start, _ in found] == ["2021-11-28", "2021-11-28", "2021-12-02", "2021-12-02"]
    found = days("يومي الأحد والاثنين 5 و6 أكتوبر 2025")
    assert [found[0][1], *found[1][1:]] == ["2025-10-05", "2025-10-05", "2025-10-06"]


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("عقدت القمة في 17 مايو بالمنامة", "2025-05-17"),
        ("ستعقد القمة في 17 مايو بالمنامة", "2026-05-17"),
        ("این نمایشگاه ۲۰ اسفند برگزار شد", "2025-03-10"),
        ("این نمایشگاه ۲۰ اسفند برگزار خواهد شد", "2026-03-11"),
        ("او ۳ دی درگذشت", "2024-12-23"),
        ("اعلام شد که ۳ دی تعطیل است", "2025-12-24"),
        ("يوم الاثنين 10 مارس في عمان", "2025-03-10"),
    ],
)
def test_a_tense_or_a_weekday_tells_the_year(text: str, start: str) -> None:
    assert [found[1] for found in days(text, WINTER)] == [start]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("في 5 مايو من العام نفسه سافر", [("5 مايو من العام نفسه", "--05-05")]),
        ("در ۵ تیرماه همان سال رفت", [("۵ تیرماه همان سال", "--04-05")]),
    ],
)
def test_a_year_that_cannot_be_told_is_left_out(text: str, found: list[tuple[str, str]]) -> None:
    assert told(text) == found


@pytest.mark.parametrize(
    ("text", "duration"),
    [
        ("لمدة ( 21 ) يوماً من تاريخه", "P21D"),
        ("لمدة ثلاثين (30) يوما من تاريخه", "P30D"),
        ("به مدت ۲۴ (بیست و چهار) ماه است", "P24M"),
        ("مدت قرارداد یک (۱) سال شمسی است", "P1Y"),
        ("مدت آن سه (۴) ماه است", "PXM"),
        ("تستغرق الرحلة ساعة واحدة بالقطار", "PT1H"),
        ("سجن لمدة عام ونصف العام", "P18M"),
        ("طوال العقد الماضي في الأردن", "P10Y"),
        ("طيلة الـ15 عاما في المهجر", "P15Y"),
        ("یک سال دیگر تمدید شد", "P1Y"),
    ],
)
def test_a_length(text: str, duration: str) -> None:
    assert only(text)["duration"] == duration


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("خلال السبعينيات في مصر", "197X"),
        ("منذ التسعينات في مصر", "199X"),
        ("في ستينيات القرن التاسع عشر بنيت", "186X"),
        ("في العقد الأول من القرن العشرين", "190X"),
        ("دهه هفتاد خورشیدی خوب بود", "137X"),
    ],
)
def test_a_decade(text: str, value: str) -> None:
    assert only(text)["value"] == value


@pytest.mark.parametrize(
    "text",
    [
        "رجل في الخمسينيات من عمره",
        "سيدة في الثلاثينيات تعمل",
        "درجات الحرارة في الأربعينات",
        "نحو غد أفضل للشباب",
        "قضى عليهم عن بكرة أبيهم",
        "فاز بكرة القدم على منافسه",
        "يتحسن يوما بعد يوم في عمله",
        "ستعقد ورشة في الفيوم",
        "در جهان امروز نوشت",
        "این سال‌ها سخت گذشت",
        "بداية العام الدراسي الجديد",
    ],
)
def test_what_only_looks_like_a_time(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "durations"),
    [
        ("وقعت الشركة ثلاثة عقود مع الوزارة", []),
        ("وقع عقدين مع الشركة", []),
        ("قبل عقدين من الزمن سافر", ["P20Y"]),
        ("عمل لأكثر من ثلاثة عقود في المصنع", ["P30Y"]),
    ],
)
def test_contracts_are_no_decades(text: str, durations: list[str]) -> None:
    assert [found for _, found in told(text)] == durations


def test_two_contracts_are_a_count() -> None:
    text = "وقع الطرفان عقدين لتوريد الأجهزة"
    (found,) = mentions_of(text, key="k", language="ar", published=None, extractors=build(("dates", "counts")))
    assert (found.label, found.value["number"], found.value["unit"]) == ("COUNT", 2, "عقد")


@pytest.mark.parametrize(
    ("text", "language"), [("قرارداد به مدت سه سال منعقد شد.", "fa"), ("ومدة هذا العقد خمس سنوات.", "ar")]
)
def test_the_term_of_a_contract_is_no_meeting(text: str, language: str) -> None:
    mentions = mentions_of(text, key="k", language=language, published=None, extractors=build(("dates",)))
    assert [m.value.get("role") for m in mentions] == [None]


def test_noon_is_no_half_a_day() -> None:
    mentions = mentions_of("والی نیمروز آمد.", key="k", language="fa", published=None, extractors=build(("dates",)))
    assert mentions == ()
