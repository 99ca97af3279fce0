"""Figures, signs, bare years, clocks, and lunar days of Iran."""

import pytest

from extractors.extraction import mentions_of
from extractors.registry import build
from tests.dating import dates, days, only, told


@pytest.mark.parametrize(
    ("mark", "name"),
    [
        ("-", "hyphen-minus"),
        ("\N{HYPHEN}", "hyphen"),
        ("\N{NON-BREAKING HYPHEN}", "non-breaking hyphen"),
        ("\N{EN DASH}", "en dash"),
        ("\N{EM DASH}", "em dash"),
        ("\N{HORIZONTAL BAR}", "horizontal bar"),
        ("\N{MINUS SIGN}", "minus"),
        ("\N{FRACTION SLASH}", "fraction slash"),
        ("\N{DIVISION SLASH}", "division slash"),
        ("\N{FULLWIDTH SOLIDUS}", "full-width slash"),
        ("\N{ARABIC DECIMAL SEPARATOR}", "decimal separator"),
        ("\N{ARABIC FULL STOP}", "full stop"),
        ("_", "low line"),
        ("\\", "backslash"),
        (" - ", "dash with spaces"),
    ],
)
def test_a_date_has_any_dash_or_slash(mark: str, name: str) -> None:
    assert [value for _, value in told(f"قرارداد ۱۴۰۲{mark}۰۷{mark}۰۵ تمدید شد")] == ["1402-07-05"], name
    assert [value for _, value in told(f"صدر في 05{mark}07{mark}2023 القرار")] == ["2023-07-05"], name


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("نامه مورخ ۲۳/۵/۱۴۰۲ رسید", "1402-05-23"),
        ("صدر في 18/9/15 القرار", "2015-09-18"),
        ("صدر في الاثنين، يناير الثاني والعشرين، 2018 القرار", "2018-01-22"),
        ("نشر يوم 2- أكتوبر 2019 الخبر", "2019-10-02"),
        ("توفي سنة 64هـ في مكة", "0064"),
        ("شهد عام 73 الحرب", "1973"),
        ("سنة ألفين في عمان", "2000"),
        ("سقطت بغداد يوم 10 فبراير (شباط) 1258 بيد المغول", "1258-02-10"),
        ("در ۱۵ ژوئن ۱۳۶۵ آمد", "1986-06-15"),
        ("در سال ۴۱ ساخته شد", "1341"),
    ],
)
def test_every_order_of_figures(text: str, value: str) -> None:
    assert value in [found for _, found in told(text)]


@pytest.mark.parametrize(
    "text",
    [
        "نشست ۳۱ مهر ۱۴۰۳ برگزار شد",
        "جلسة 31/06/2024 عقدت",
        "عقد في 29 فبراير 2023 اجتماع",
        "در ۱۴۰۴/۱۳/۰۱ برگزار شد",
        "در ۳۰ اسفند ۱۴۰۲ باز شد",
    ],
)
def test_a_day_that_cannot_be_leaves_nothing_behind(text: str) -> None:
    language = "ar" if "عقد" in text else "fa"
    assert mentions_of(text, key="k", language=language, published=None, extractors=build(("dates", "counts"))) == ()


def test_a_lunar_month_may_have_thirty_days() -> None:
    assert days("عقد في 30-12-1433هـ بجدة") == [("30-12-1433هـ", "2012-11-15", "2012-11-15")]


@pytest.mark.parametrize(
    ("text", "surface", "value"),
    [
        ("در ۲۰۱۸ آمریکا از برجام خارج شد", "۲۰۱۸", "2018"),
        ("از ۱۳۹۷ تا ۱۴۰۲ وزیر بود", "۱۳۹۷ تا ۱۴۰۲", "1397/1402"),
        ("معافیتم تا۱۴۰۲ است", "۱۴۰۲", "1402"),
        ("پس از ۱۳۵۷، نظام تغییر کرد", "۱۳۵۷", "1357"),
        ("متولد ۷۲ است", "۷۲", "1372"),
        ("سال۱۴۰۱ گرم بود", "سال۱۴۰۱", "1401"),
        ("سا‌ل ۱۴۰۲ خوبی بود", "سا‌ل ۱۴۰۲", "1402"),
        ("منذ 2003 والعراق يعاني", "2003", "2003"),
        ("في 2011 انطلقت الثورة", "2011", "2011"),
        ("عاش في دمشق من 2014 حتى 2018", "2014 حتى 2018", "2014/2018"),
    ],
)
def test_a_bare_year(text: str, surface: str, value: str) -> None:
    assert told(text) == [(surface, value)]


@pytest.mark.parametrize(
    "text",
    [
        "در ۱۳۹۸ روستا زلزله آمد",
        "در ۲۰۱۵ نفر از آنان",
        "بیش از ۱۹۵۰ کارگر",
        "در ۱۴۰۰ متری قله",
        "في 2000 مدرسة",
        "في 1970 طالبا",
        "المادة 2015 من القانون",
        "ارتفع إلى 2018 نقطة",
        "وقع 1400 شخص على العريضة",
    ],
)
def test_a_count_is_no_year(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "day", "clock"),
    [
        ("انعقد في 02/03/2024 عند الساعة 11 ليلا", "2024-03-02", "23:00"),
        ("انعقد في 5 مايو 2024 - 03:45 م", "2024-05-05", "15:45"),
        ("وصل عند الواحدة ظهرا من يوم 5 مايو 2024", "2024-05-05", "13:00"),
        ("۱۴۰۳/۰۹/۱۹ ساعت ۷ عصر باز شد", "2024-12-09", "19:00"),
        ("ساعت ۲۱ روز ۲۲ مرداد ۱۴۰۴ آغاز شد", "2025-08-13", "21:00"),
        ("نشست ساعت ۱۲ شب ۲۲ آبان ۱۴۰۳ پایان یافت", "2024-11-12", "00:00"),
        ("ساعت ۳:۳۰ بامداد امروز زلزله آمد", "2025-08-13", "03:30"),
        ("يبدأ الثلاثاء 5 مايو 2026 في تمام الساعة العاشرة صباحا", "2026-05-05", "10:00"),
    ],
)
def test_a_time_belongs_to_the_day_beside_it(text: str, day: str, clock: str) -> None:
    value = only(text)
    assert (value["start"], value["time"]) == (day, clock)


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("ساعت ۱۲ شب خوابید", "00:00"),
        ("ساعت ۱۲ بامداد رسید", "00:00"),
        ("ساعت ۱۲ ظهر رسید", "12:00"),
        ("ساعت ۲ شب رسید", "02:00"),
        ("الساعة الثانية عشرة ليلا وصل", "00:00"),
        ("عند الثانية بعد منتصف الليل وصل", "02:00"),
        ("الساعة الحادية عشرة ظهرا وصل", "11:00"),
    ],
)
def test_noon_and_midnight(text: str, clock: str) -> None:
    assert only(text)["time"] == clock


@pytest.mark.parametrize(
    "text",
    [
        "// انتهى // 17:21 ت م",
        "انتهى/س ع 09:41ت م",
        "وصل الساعة 12 مساء إلى بيته",
        "قالت «اليوم» في عددها الأخير",
        "نشرت صحيفة اليوم تقريرا",
        "قال لموقع اليوم السابع",
        "وقال المدير العام السابق للشركة",
        "لامس السعر مئة دولار",
    ],
)
def test_furniture_papers_and_titles_are_no_dates(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "hijri"),
    [
        ("روز یکشنبه ۱۵ تیر ۱۴۰۴، ۱۰ محرم ۱۴۴۷ تعطیل است", "2025-07-06"),
        ("یازدهم فروردین ۱۴۰۴ برابر با اول شوال ۱۴۴۶", "2025-03-31"),
        ("۲۴ مهر ۱۳۹۲ مصادف با ۱۰ ذی‌الحجه ۱۴۳۴", "2013-10-16"),
        ("اول شوال‌المکرم مصادف با ۱۱ فروردین ۱۴۰۴", "2025-03-31"),
    ],
)
def test_a_hijri_day_beside_a_jalali_one_is_that_day(text: str, hijri: str) -> None:
    first, second = dates(text)
    assert {m.value["start"] for m in (first, second)} == {hijri}
    assert second.value["same_as"] == first.id


def test_a_hijri_day_in_iran_is_as_irans_calendar_has_it() -> None:
    assert [found[1] for found in days("در ۱۰ محرم ۱۴۴۷ عزاداری کردند")] == ["2025-07-06"]
    assert [found[1] for found in days("في 10 محرم 1447هـ صاموا")] == ["2025-07-05"]


def test_days_that_differ_are_not_the_same() -> None:
    first, second = dates("در ۱۲ محرم ۱۴۴۷ برابر با ۱۵ تیر ۱۴۰۴")
    assert "same_as" not in second.value
    assert second.value["conflicts_with"] == first.id
