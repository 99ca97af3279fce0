from typing import Any

import pytest

from corpora.document import Mention
from extractors.extraction import mentions_of
from extractors.numerals import value_of
from extractors.patterns import folded
from extractors.registry import build
from extractors.text.language import language_of


def found(text: str, label: str = "COUNT") -> list[Mention]:
    mentions = mentions_of(
        text, key="k", language=language_of(text), published=None, extractors=build(("dates", "counts"))
    )
    return [mention for mention in mentions if mention.label == label]


@pytest.mark.parametrize(
    ("text", "surface", "number", "modifier", "unit"),
    [
        ("از مجموع حدود ۱۷۰ تفاهمنامه امضا شده", "حدود ۱۷۰ تفاهمنامه", 170, "about", "تفاهم‌نامه"),
        ("بیش از۲۷ ستاد همکاری فعال است", "بیش از۲۷ ستاد همکاری", 27, "more_than", "ستاد همکاری"),
        ("راه‌اندازی 41پایگاه ثابت", "41پایگاه", 41, "exact", "پایگاه"),
        ("حضر 15موظفا الدورة", "15موظفا", 15, "exact", "موظف"),
        ("با ۴۵ دستگاه جدید", "۴۵ دستگاه", 45, "exact", "دستگاه"),
        ("سیصد و بیست هزار نفر آمدند", "سیصد و بیست هزار نفر", 320000, "exact", "نفر"),
        ("۶ هزار و ۱۲۷ کتاب خریدند", "۶ هزار و ۱۲۷ کتاب", 6127, "exact", "کتاب"),
        ("دست‌کم ۹ روستای دیگر", "دست‌کم ۹ روستای", 9, "at_least", "روستا"),
        ("نیازمند سه عنصر اساسی", "سه عنصر", 3, "exact", "عنصر"),
        ("شارك أكثر من 35 باحثا في الورشة", "أكثر من 35 باحثا", 35, "more_than", "باحث"),
        ("تسجيل (41389) وثيقة هذا اليوم", "(41389) وثيقة", 41389, "exact", "وثيقة"),
        ("هفتصدوهشتاد نفر آمدند", "هفتصدوهشتاد نفر", 780, "exact", "نفر"),
        ("بیست‌وپنج کتاب خریدند", "بیست‌وپنج کتاب", 25, "exact", "کتاب"),
        ("یک و نیم میلیون نفر آمدند", "یک و نیم میلیون نفر", 1_500_000, "exact", "نفر"),
        ("زلزله ۵/۲ ریشتری لرزاند", "۵/۲ ریشتری", 5.2, "exact", "ریشتری"),
        ("حدود 10.000 نفر آمدند", "حدود 10.000 نفر", 10_000, "about", "نفر"),
        ("سی و یک رای گرفت", "سی و یک رای", 31, "exact", "رای"),
        ("۳۵۰ هزار و ۲۰ تن گندم", "۳۵۰ هزار و ۲۰ تن", 350_020, "exact", "تن"),
        ("اعتقال ألفي شخص أمس", "ألفي شخص", 2000, "exact", "شخص"),
        ("شارك ألفا جندي في التمرين", "ألفا جندي", 2000, "exact", "جندي"),
        ("يسكنها ربع مليون نسمة", "ربع مليون نسمة", 250_000, "exact", "نسمة"),
        ("وصل كتابان إلى المكتبة", "كتابان", 2, "exact", "كتاب"),
        ("ما لا يقل عن ثلاثة آلاف طالب في الجامعة", "ما لا يقل عن ثلاثة آلاف طالب", 3000, "at_least", "طالب"),
    ],
)
def test_a_count(text: str, surface: str, number: int, modifier: str, unit: str) -> None:
    (mention,) = found(text)
    value = mention.value
    assert (mention.surface, value["number"], value["modifier"], value["unit"]) == (surface, number, modifier, unit)


def test_the_number_span_points_at_the_numeral() -> None:
    text = "گفت: بیش از ۲۷ ستاد همکاری"
    start, end = found(text)[0].value["number_span"]
    assert text[start:end] == "۲۷"


def test_coordinated_units_are_one_mention() -> None:
    (mention,) = found("۱۷۷ تفاهم‌نامه و توافق‌نامه منعقد شد")
    assert mention.value["units"] == ["تفاهم‌نامه", "توافق‌نامه"]


def test_a_range_has_both_ends() -> None:
    (mention,) = found("بین ۲۰ تا ۳۰ نفر آمدند")
    value = mention.value
    assert (value["modifier"], value["min"], value["max"]) == ("between", 20, 30)


def test_an_arabic_range_has_both_ends() -> None:
    (mention,) = found("أصيب بين 20 و30 شخصا في الحادث")
    value = mention.value
    assert (value["modifier"], value["min"], value["max"], value["unit"]) == ("between", 20, 30, "شخص")


def test_figures_side_by_side_are_two_numbers() -> None:
    (mention,) = found("کلاس‌های ۱۲ و ۱۵ نفر داشت")
    assert mention.value["number"] == 15


def test_an_arabic_dual_counts_two() -> None:
    (mention,) = found("وقعت الجامعة اتفاقيتين مع الشركة")
    assert (mention.value["number"], mention.value["unit"]) == (2, "اتفاقية")


@pytest.mark.parametrize(
    "text",
    [
        "ماده ۳ این قانون",
        "المادة 3 من القانون",
        "یکی از اعضا گفت",
        "یک نفر گفت",
        "ساعت ۸ صبح",
        "در سال ۱۴۰۱ بود",
        "جمعه ۱۴ آذر ۱۴۰۴",
        "شماره ۱۲۳ دبیرخانه",
        "تماس با ۱۱۲ و ۱۱۵",
        "به مدت سه سال",
        "نسل سوم",
        "دو سوم اعضا",
        "گروه ۵+۱ نشست",
        "موظفين جدد في الوزارة",
        "۳۰ اسفند ۱۴۰۴",
        "نشانی https://www.example.org/fa/mou?id=42 ماده و تبصره دارد",
        "رایانامه info@example12.org، کتاب و مجله",
    ],
)
def test_a_trap_is_no_count(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("حدود ۵۰ میلیارد تومان هزینه شد", 50_000_000_000, "IRT"),
        ("۲۸۰ میلیارد ریال اعتبار", 280_000_000_000, "IRR"),
        ("بكلفة 3 ملايين دينار أردني", 3_000_000, "JOD"),
        ("بلغت ميزانية جامعة الرياض مليوني ريال في السنة", 2_000_000, "SAR"),
        ("طرح ۱۲ هزار میلیارد تومان اعتبار دارد", 12_000_000_000_000, "IRT"),
        ("پروژه ۵۰ میلیاردتومانی افتتاح شد", 50_000_000_000, "IRT"),
        ("صد میلیون و پانصد هزار تومان پرداخت", 100_500_000, "IRT"),
        ("قیمت $500 است", 500, "USD"),
    ],
)
def test_money(text: str, amount: int, currency: str) -> None:
    (mention,) = found(text, "MONEY")
    assert (mention.value["amount"], mention.value["currency"]) == (amount, currency)


@pytest.mark.parametrize(("text", "percent"), [("۱۲٫۵ درصد", 12.5), ("٪ و 60% شد", 60), ("93 في المئة من الحجاج", 93)])
def test_percent(text: str, percent: float) -> None:
    (mention,) = found(text, "PERCENT")
    assert mention.value["percent"] == percent


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("یکصد و هفتاد و هفت", 177),
        ("دو میلیون و پانصد هزار", 2_500_000),
        ("خمسة وعشرون", 25),
        ("ألف وأربعمائة", 1400),
        ("۲ هزار", 2000),
        ("هزار و یک", 1001),
    ],
)
def test_number_words(words: str, value: Any) -> None:
    assert value_of(folded(words)) == value


def test_an_ordinal_in_figures_is_no_count() -> None:
    assert found("در ۵امین نشست و ۱۲مین دوره") == []
