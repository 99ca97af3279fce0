"""Dates that something beside them makes dates: what was named before, who counts, whose contract it is."""

from datetime import date

import pytest

from extractors.extraction import mentions_of
from extractors.registry import build

_DAY = date(2015, 7, 20)


def dates(text: str, language: str, published: date = _DAY) -> list[tuple[str, str, str]]:
    found = mentions_of(text, key="k", language=language, published=published, extractors=build(("dates",)))
    return [(m.surface, m.value.get("start", m.value.get("duration", "")), m.value.get("end", "")) for m in found]


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("بدأت الدورة في 3 مارس 2015 وتنتهي في 20 منه.", ("20 منه", "2015-03-20", "2015-03-20")),
        ("افتتح المعرض في الخامس من مايو ويستمر حتى الثاني عشر منه.", ("الثاني عشر منه", "2015-05-12", "2015-05-12")),
        ("تبدأ الاختبارات في 7 شعبان وتنتهي في 19 منه.", ("19 منه", "2015-06-06", "2015-06-06")),
        ("وزع المطعم الأرز في 3 مارس وأخذ الفقراء 10 منه.", ("3 مارس", "2015-03-03", "2015-03-03")),
    ],
)
def test_a_day_of_it_is_one_of_the_month_before(text: str, last: tuple[str, str, str]) -> None:
    assert dates(text, "ar")[-1] == last


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("أقلع عن التدخين عشرون شخصا خلال شهر بفضل العيادة.", [("خلال شهر", "P1M", "")]),
        ("خلال شهر رمضان تقل الحركة.", [("شهر رمضان", "2015-06-18", "2015-07-16")]),
        ("أقيمت مسابقات في رمضان ضمن برنامج الحي.", [("رمضان", "2015-06-18", "2015-07-16")]),
        ("وقال صديقي رمضان إن الجو حار.", []),
        ("وصرح اللواء محمد أبو قرنين بذلك.", []),
        ("كبرت ميزانية العام 1434/1435هـ.", [("1434/1435هـ", "2012-11-15", "2014-10-24")]),
        ("يبدأ اليوم التدريبي بمحاضرة.", []),
        ("أقيم اليوم المفتوح لطالبات الكلية.", []),
    ],
)
def test_an_arabic_time_is_known_by_its_company(text: str, found: list[tuple[str, str, str]]) -> None:
    assert dates(text, "ar") == found


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("ونزلت عقود القمح لشهر سبتمبر ثلاث نقاط.", "2015-09-01"),
        ("وتراجع السعر على عقد سبتمبر أمام منافسيه.", "2015-09-01"),
        ("عقد في سبتمبر اجتماع للوزراء.", "2014-09-01"),
    ],
)
def test_the_month_of_a_contract_is_ahead(text: str, start: str) -> None:
    assert [found[1] for found in dates(text, "ar")] == [start]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "در بیست و ششمین روز از خرداد ماه سال جاری سد پر شد.",
            [("بیست و ششمین روز از خرداد ماه سال جاری", "2015-06-16", "2015-06-16")],
        ),
        ("در هفدهمین روز آبان ۱۳۹۳ پل افتتاح شد.", [("هفدهمین روز آبان ۱۳۹۳", "2014-11-08", "2014-11-08")]),
        ("در دوازدهمین روز مهر باران آمد و سیل جاری شد.", [("دوازدهمین روز مهر", "2014-10-04", "2014-10-04")]),
        ("در دهمین روز جشنواره فیلم‌ها نمایش داده شدند.", []),
        ("بین سال‌های ۱۳۸۰ و ۱۳۸۵ ساخته شد.", [("سال‌های ۱۳۸۰ و ۱۳۸۵", "2001-03-21", "2007-03-20")]),
        ("به سال‌های پایانی بازی خود نزدیک می‌شود.", []),
        ("در ایام نوروز 2400 مامور در جاده‌ها بودند.", [("ایام نوروز", "2015-03-21", "2015-04-02")]),
        ("در عید فطر 1500 نفر نماز خواندند.", [("عید فطر", "2015-07-18", "2015-07-18")]),
        ("عید نوروز 1384 در تهران بود.", [("عید نوروز 1384", "2005-03-21", "2005-03-21")]),
    ],
)
def test_a_persian_day_is_counted_and_no_people_are_its_year(text: str, found: list[tuple[str, str, str]]) -> None:
    assert dates(text, "fa") == found


@pytest.mark.parametrize("month", range(1, 13))
@pytest.mark.parametrize("day", [1, 10, 19, 20, 21, 22, 28])
@pytest.mark.parametrize("words", ["ایام نوروز", "تعطیلات نوروزی"])
def test_the_last_day_is_of_the_year_of_the_first(words: str, month: int, day: int) -> None:
    """Half a year away the nearest first day was of one year and the last of another: the document was lost."""
    text = f"در {words} مسافران به شهر آمدند."
    ((_, start, end),) = dates(text, "fa", date(2008, month, day))
    assert start < end
    assert start[:4] == end[:4]
