from datetime import date

import pytest

from extractors.dates import calendars
from tests.dating import dates, only


@pytest.mark.parametrize(
    ("text", "surface", "calendar", "value", "day"),
    [
        ("نشست جمعه ۱۴ آذر ۱۴۰۴ بود", "جمعه ۱۴ آذر ۱۴۰۴", "jalali", "1404-09-14", "2025-12-05"),
        ("در تاریخ ۱۴۰۴/۰۵/۲۲ برگزار شد", "۱۴۰۴/۰۵/۲۲", "jalali", "1404-05-22", "2025-08-13"),
        ("به تاریخ 22-5-1404 رسید", "22-5-1404", "jalali", "1404-05-22", "2025-08-13"),
        ("در ۹۹/۲/۲۱ گفت", "۹۹/۲/۲۱", "jalali", "1399-02-21", "2020-05-10"),
        (
            "انعقد يوم الأربعاء 13 أغسطس 2025 في عمان",
            "يوم الأربعاء 13 أغسطس 2025",
            "gregorian",
            "2025-08-13",
            "2025-08-13",
        ),
        ("وقعت في ١٣ آب ٢٠٢٥ الاتفاقية", "١٣ آب ٢٠٢٥", "gregorian", "2025-08-13", "2025-08-13"),
        ("في 13/10/1436هـ صدر القرار", "13/10/1436هـ", "hijri", "1436-10-13", "2015-07-29"),
        ("صدر في 30/07/2015م القرار", "30/07/2015م", "gregorian", "2015-07-30", "2015-07-30"),
        ("بیست و دوم مرداد ۱۴۰۴ در زنجان", "بیست و دوم مرداد ۱۴۰۴", "jalali", "1404-05-22", "2025-08-13"),
        ("جلسه ۵ مرداد تشکیل شد", "۵ مرداد", "jalali", "1404-05-05", "2025-07-27"),
        ("از ۲۸ اسفند پارسال آغاز شد", "۲۸ اسفند پارسال", "jalali", "1403-12-28", "2025-03-18"),
        ("در پنج مهر ۹۸ گفت", "پنج مهر ۹۸", "jalali", "1398-07-05", "2019-09-27"),
        ("14مهر92 بازی شد", "14مهر92", "jalali", "1392-07-14", "2013-10-06"),
        ("تاریخ شروع 27/3/66 بود", "27/3/66", "jalali", "1366-03-27", "1987-06-17"),
        (
            "در بیست و دوم مرداد ماه سال هزار و چهارصد و سه آمد",
            "بیست و دوم مرداد ماه سال هزار و چهارصد و سه",
            "jalali",
            "1403-05-22",
            "2024-08-12",
        ),
        ("در ۱۵ حمل ۱۴۰۲ در کابل بود", "۱۵ حمل ۱۴۰۲", "jalali", "1402-01-15", "2023-04-04"),
        ("انطلق يوم 5 مايو الماضي المؤتمر", "5 مايو الماضي", "gregorian", "2025-05-05", "2025-05-05"),
        ("في 15 ديسمبر/كانون الأول 2024 قال", "15 ديسمبر/كانون الأول 2024", "gregorian", "2024-12-15", "2024-12-15"),
        ("امضا شد (13 August 2025) و رفت", "13 August 2025", "gregorian", "2025-08-13", "2025-08-13"),
        ("في يوم (5 مايو 2025) وقعت", "5 مايو 2025", "gregorian", "2025-05-05", "2025-05-05"),
        ("در ۲۲ مرداد (۱۴۰۴) گفت", "۲۲ مرداد (۱۴۰۴)", "jalali", "1404-05-22", "2025-08-13"),
        ("نشر في August 13, 2025 البيان", "August 13, 2025", "gregorian", "2025-08-13", "2025-08-13"),
    ],
)
def test_a_day(text: str, surface: str, calendar: str, value: str, day: str) -> None:
    (mention,) = dates(text)
    assert mention.surface == surface
    assert {k: mention.value[k] for k in ("calendar", "value", "start", "end", "precision")} == {
        "calendar": calendar,
        "value": value,
        "start": day,
        "end": day,
        "precision": "day",
    }


@pytest.mark.parametrize(
    ("text", "value", "start", "end"),
    [
        ("برنامه سال ۱۴۰۱ اجرا شد", "1401", "2022-03-21", "2023-03-20"),
        ("صدر عام 2015 القرار", "2015", "2015-01-01", "2015-12-31"),
        ("در مرداد ۱۴۰۴ گشایش می‌یابد", "1404-05", "2025-07-23", "2025-08-22"),
        ("از مهرماه امسال", "1404-07", "2025-09-23", "2025-10-22"),
        ("نمایشگاه ۲۰ تا ۲۵ آبان است", "1404-08-20/1404-08-25", "2025-11-11", "2025-11-16"),
        ("در قرن نوزدهم میلادی بود", "19", "1801-01-01", "1900-12-31"),
        ("في القرن الماضي كان", "20", "1901-01-01", "2000-12-31"),
        ("در دهه ۶۰ و پس از آن", "136X", "1981-03-21", "1991-03-20"),
        ("خلال تسعينيات القرن الماضي", "199X", "1990-01-01", "1999-12-31"),
        ("در تابستان ۱۴۰۳ گفت", "1403-SU", "2024-06-21", "2024-09-21"),
        ("في صيف 2015 في عمان", "2015-SU", "2015-06-22", "2015-09-22"),
        ("سه‌ماهه نخست امسال را بررسی کرد", "1404-M1-3", "2025-03-21", "2025-06-21"),
        ("نیمه دوم سال ۱۴۰۳ آغاز شد", "1403-H2", "2024-09-22", "2025-03-20"),
        ("أرباح الربع الأول من 2015م", "2015-Q1", "2015-01-01", "2015-03-31"),
        ("در سال هزار و سیصد و شصت و چهار بود", "1364", "1985-03-21", "1986-03-20"),
        ("في عام ألف وتسعمئة وسبعين ولد", "1970", "1970-01-01", "1970-12-31"),
        ("في عام (1948) كان", "1948", "1948-01-01", "1948-12-31"),
        ("۱۳۰۱ هجری قمری نوشته شد", "1301", "1883-11-02", "1884-10-20"),
        ("بازی‌های المپیک 2016 ریو", "2016", "2016-01-01", "2016-12-31"),
        ("كان بعد 1948 في عمان", "1948", "1948-01-01", "1948-12-31"),
        ("در انتخابات ۹۶ گفت", "1396", "2017-03-21", "2018-03-20"),
        ("نماز عید فطر بود", "1446-10-01", "2025-03-31", "2025-03-31"),
        ("در بهمن‌ماه سال جاری", "1404-11", "2026-01-21", "2026-02-19"),
    ],
)
def test_a_longer_time(text: str, value: str, start: str, end: str) -> None:
    first = dates(text)[0].value
    assert (first["value"], first["start"], first["end"]) == (value, start, end)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("دیروز در شهر", "2025-08-12", "2025-08-12"),
        ("هفته گذشته در شهر", "2025-08-02", "2025-08-08"),
        ("طی سال جاری کار شد", "2025-03-21", "2026-03-20"),
        ("شامگاه چهارشنبه گفت", "2025-08-13", "2025-08-13"),
        ("قال أمس في بيان", "2025-08-12", "2025-08-12"),
        ("سيعقد الشهر المقبل في عمان", "2025-09-01", "2025-09-30"),
        ("قبل عامين في عمان", "2023-01-01", "2023-12-31"),
        ("سه روز پیش در شهر", "2025-08-10", "2025-08-10"),
        ("منذ ثلاثة أشهر في عمان", "2025-05-13", "2025-08-13"),
        ("خلال الأيام الثلاثة المقبلة", "2025-08-13", "2025-08-16"),
        ("پنجشنبه هفته آینده در شهر", "2025-08-21", "2025-08-21"),
        ("چهارشنبه گذشته در شهر", "2025-08-06", "2025-08-06"),
        ("تا پایان سال در شهر", "2025-03-21", "2026-03-20"),
    ],
)
def test_a_relative_time_is_counted_from_the_publication_date(text: str, start: str, end: str) -> None:
    value = dates(text)[0].value
    assert (value["start"], value["end"], value["relative"]) == (start, end, True)


def test_nothing_anchors_a_relative_time_without_a_publication_date() -> None:
    assert only("دیروز در شهر", None) == {
        "calendar": "jalali",
        "duration": "P1D",
        "precision": "day",
        "relative": True,
    }
    assert only("ظرف مدت یک ماه آینده برگزار می‌شود", None) == {
        "calendar": "gregorian",
        "duration": "P1M",
        "role": "deadline",
    }


def test_a_deadline_has_its_duration_and_its_days() -> None:
    assert only("ظرف مدت یک ماه آینده برگزار می‌شود") == {
        "calendar": "gregorian",
        "start": "2025-08-13",
        "end": "2025-09-13",
        "precision": "day",
        "relative": True,
        "duration": "P1M",
        "role": "deadline",
    }


@pytest.mark.parametrize(
    ("text", "duration", "repeated"),
    [
        ("استمرت لمدة يومين", "P2D", False),
        ("عملکرد سهماهه سازمان", "P3M", False),
        ("جلسات سه‌ماهه با سمن‌ها", "P3M", True),
        ("اتفاقية لمدة ثلاث سنوات", "P3Y", False),
        ("به مدت پنج سال است", "P5Y", False),
        ("نیم ساعت ماند", "PT30M", False),
        ("یک سال و نیم کار کرد", "P18M", False),
        ("شش قرن گذشت", "P600Y", False),
        ("در روزهای اخیر گفت", "PXD", False),
        ("عدة أشهر من العمل", "PXM", False),
        ("هر دوشنبه می‌آید", "P1W", True),
        ("هر سه ماه گزارش می‌دهد", "P3M", True),
        ("يجتمع المجلس سنويا", "P1Y", True),
        ("همان سال بازگشت", "P1Y", False),
    ],
)
def test_a_duration(text: str, duration: str, repeated: bool) -> None:
    value = only(text)
    assert (value["duration"], value.get("set", False)) == (duration, repeated)


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("ساعت ۲۱:۴۷ آغاز شد", "21:47"),
        ("ساعت هشت و نیم صبح", "08:30"),
        ("۸ صبح برگزار می‌شود", "08:00"),
        ("عند التاسعة مساء", "21:00"),
        ("الساعة العاشرة والربع صباحا", "10:15"),
    ],
)
def test_a_time_that_stands_alone(text: str, clock: str) -> None:
    value = only(text)
    assert (value["time"], value["precision"], "start" in value) == (clock, "time", False)


@pytest.mark.parametrize("published", [date(1, 1, 1), date(1850, 5, 5), date(2090, 1, 1), date(9999, 12, 31)])
@pytest.mark.parametrize("language", ["fa", "ar"])
def test_an_impossible_publication_date_anchors_nothing(published: date, language: str) -> None:
    text = "۵ آذر و ۵ رجب و ۹۹/۲/۲۱ و سال ۹۸، دیروز، شامگاه چهارشنبه، ظرف یک ماه آینده، هفته گذشته، أمس"
    assert not [m for m in dates(text, published, language) if m.value.get("relative") and "start" in m.value]


def test_two_calendars_for_one_day_are_two_mentions() -> None:
    first, second = dates("حررت يوم 13/10/1436هـ الموافق 29/7/2015م")
    assert second.value["same_as"] == first.id
    assert "same_as" not in first.value


def test_a_hijri_day_may_be_one_off_where_the_text_says_that_it_is_the_same() -> None:
    first, second = dates("في 14/10/1436هـ الموافق 29/7/2015م")
    assert second.value["same_as"] == first.id


def test_a_contradiction_is_kept_and_said() -> None:
    first, second = dates("در ۱۴ آذر ۱۴۰۴ برابر با ۹ دسامبر ۲۰۲۵")
    assert second.value["conflicts_with"] == first.id
    assert first.value["start"] != second.value["start"]


def test_a_weekday_that_contradicts_lowers_the_score() -> None:
    right, wrong = dates("جمعه ۱۴ آذر ۱۴۰۴")[0], dates("شنبه ۱۴ آذر ۱۴۰۴")[0]
    assert right.score > 0.9 > 0.6 > wrong.score


def test_a_time_beside_a_date_is_kept() -> None:
    assert dates("جمعه ۱۴ آذر ۱۴۰۴ - ۲۱:۴۷")[0].value["time"] == "21:47"


@pytest.mark.parametrize(
    "text",
    [
        "به گزارش خبرنگار مهر در یزد",
        "تاکنون کاری نشده و هم اکنون ادامه دارد",
        "می شود کاری کرد",
        "شماره ۱۴۰۴۵۶۷۸ و تلفن ۰۲۱-۸۸۱۲۳۴۵۶",
        "نتیجه ۳-۲ بود",
        "۳۱ مهر ۱۴۰۴",
        "۱۴۰۴/۱۳/۰۱",
        "في الوقت المناسب",
        "آب شرب روستا",
        "۳۰ اسفند ۱۴۰۴",
        "نماز جمعه تهران",
        "روزنامه وطن امروز نوشت",
        "دو تیر به دیوار خورد",
        "مرد ۴۵ ساله بازداشت شد",
        "2 شهر بزرگ",
        "نتیجه بازی 21:20 نبود",
        "الربيع العربي",
        "سوق الجمعة",
        "ماده ۱۴۰۲ قانون",
        "توقف بعد 2000 متر",
        "مساحتها 1000 م مربع",
        "قانون ۱۴۰۰ دستگاه",
    ],
)
def test_a_trap_is_no_date(text: str) -> None:
    assert dates(text) == []


def test_calendars_agree_over_their_range() -> None:
    for year in range(1300, 1500):
        span = calendars.interval("jalali", year)
        assert span is not None
        assert calendars.parts("jalali", span[0]) == (year, 1, 1)
    for year in range(1343, 1500):
        span = calendars.interval("hijri", year)
        assert span is not None
        assert calendars.parts("hijri", span[1])[:2] == (year, 12)


@pytest.mark.parametrize(
    ("year", "month", "day"), [(1404, 7, 31), (1404, 12, 30), (1404, 0, 1), (9999, 1, 1), (1404, 1, 0)]
)
def test_a_day_that_is_not_is_none(year: int, month: int, day: int) -> None:
    assert calendars.day("jalali", year, month, day) is None
