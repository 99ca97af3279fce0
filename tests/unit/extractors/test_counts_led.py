"""Counts whose noun stands before the number, and money that is said in small coins."""

import pytest

from extractors.extraction import mentions_of
from extractors.registry import build


def counts(text: str, language: str) -> list[tuple[int, str]]:
    found = mentions_of(text, key="k", language=language, published=None, extractors=build(("dates", "counts")))
    return [(m.value["number"], m.value["unit"]) for m in found if m.label == "COUNT"]


def money(text: str) -> list[tuple[float, str]]:
    found = mentions_of(text, key="k", language="ar", published=None, extractors=build(("dates", "counts")))
    return [(m.value["amount"], m.value["currency"]) for m in found if m.label == "MONEY"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("بلغ عدد الطلاب والطالبات 3,500، منهم 1200 طالب.", [(3500, "طالب"), (1200, "طالب")]),
        ("وصل عدد المشتركين إلى 12400 هذا العام.", [(12400, "مشترك")]),
        ("وكان عدد السيارات 430 والشاحنات 71 شاحنة.", [(430, "سيارة"), (71, "شاحنة")]),
        ("صوتت الدول الـ 22 لصالح القرار.", [(22, "دولة")]),
        ("كرم المدير الطلاب الـ12 الفائزين.", [(12, "طالب")]),
        ("تضم القائمة ممثلين للأندية الـ 14 المشاركة.", [(14, "نادي")]),
        ("في الدقيقة الـ 90 سجل الهدف.", []),
        ("انعقدت الدورة الـ 31 للمجلس.", []),
        ("نصت المادة الـ 5 على ذلك في القرن الـ 21.", []),
        ("شرح النماذج من 11 إلى 19 علاوة على آلية التسليم.", []),
        ("12 مليارا قيمة الصادرات.", []),
        ("40 ألفا عدد الزوار.", [(40000, "زائر")]),
    ],
)
def test_an_arabic_number_after_its_noun(text: str, found: list[tuple[int, str]]) -> None:
    assert counts(text, "ar") == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "تاکنون 30 پزشک، 18 پرستار، آمبولانس 40، 4 دستگاه اتوبوس اعزام شد.",
            [(30, "پزشک"), (18, "پرستار"), (40, "آمبولانس"), (4, "دستگاه")],
        ),
        ("شبکه 3، شبکه 5 و کانال 2 پخش می‌کنند.", []),
        ("ماده 12، تبصره 3 و بند 4 حذف شد.", []),
        ("ایران 3، عراق 2، سوریه 1", []),
        ("سه مدرسه در شهر و یک مدرسه در روستا ساخته شد.", [(3, "مدرسه"), (1, "مدرسه")]),
        ("یک مدرسه در روستا ساخته شد.", []),
    ],
)
def test_a_persian_number_in_a_list_and_one_more(text: str, found: list[tuple[int, str]]) -> None:
    assert counts(text, "fa") == found


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("تراجع خام برنت 35 سنتا إلى 56.75 دولار للبرميل.", [(0.35, "USD"), (56.75, "USD")]),
        ("هبط الخام 3 دولارات إلى 51 دولارا.", [(3, "USD"), (51, "USD")]),
        ("يباع الكيلو بسعر 80 سنتا، أي أقل من يورو واحد.", [(0.8, "EUR"), (1, "EUR")]),
        ("تتراوح الأسعار بين 3 دولارات إلى 5 دولارات.", [(5, "USD")]),
    ],
)
def test_cents_are_money_and_a_change_is_no_range(text: str, amounts: list[tuple[float, str]]) -> None:
    assert money(text) == amounts


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("تبلغ طاقتها (150) ألف متدرب.", [(150000, "متدرب")]),
        ("شارك ( 40 ) ألف زائر في المهرجان.", [(40000, "زائر")]),
        ("نقلت السفينة (5) آلاف طن من القمح.", [(5000, "طن")]),
        ("أقيمت أكثر من 300 درس في المسجد.", [(300, "درس")]),
        ("قتل 28 من عناصر «داعش» غرب العراق.", [(28, "عنصر")]),
        ("وصل سبعة من بغداد.", []),
        ("استقطب المعرض خريجي الكليات والمعاهد.", []),
        ("حضر (1000) ألف زائر.", [(1000, "زائر")]),
    ],
)
def test_a_number_counts_what_it_says(text: str, found: list[tuple[int, str]]) -> None:
    assert counts(text, "ar") == found


def test_an_amount_in_brackets_is_multiplied() -> None:
    assert money("بلغ المبلغ (250) ألف ريال سعودي.") == [(250000, "SAR")]
