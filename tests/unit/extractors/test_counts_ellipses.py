"""Counts whose noun is not said again, is in quotation marks' company, or stands in the people that «من» names."""

from collections.abc import Sequence
from typing import Any

import pytest

from corpora.document import Mention
from extractors.extraction import mentions_of
from extractors.registry import build
from extractors.text.language import language_of


def found(text: str) -> list[Mention]:
    """What the numbers of a text are."""
    every = mentions_of(
        text, key="k", language=language_of(text), published=None, extractors=build(("dates", "counts"))
    )
    return [m for m in every if m.label != "DATE"]


def units(text: str) -> list[tuple[Any, str]]:
    """Numbers with what they count."""
    return [(m.value["number"], m.value["unit"]) for m in found(text) if m.label == "COUNT"]


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("أسفر الحريق عن وفاة 12 عاملا وإصابة 31 آخرين بحروق.", [(12, "عامل"), (31, "عامل")]),
        ("توفي سائق الحافلة وأصيب تسعة آخرون.", [(9, "آخرون")]),
        ("لقي 5 وأصيب 9 آخرون.", []),
        ("في عام 2015 أصيب 9 آخرون.", [(9, "آخرون")]),
        ("حضر الحفل 14 سفيرا و60 آخرين.", [(14, "سفير"), (60, "آخرين")]),
        ("وافق سبعة من تسعة أعضاء على التعديل.", [(7, "عضو"), (9, "عضو")]),
        ("نال المرشح 61 صوتا من 99 في الجولة الأولى.", [(61, "صوت"), (99, "صوت")]),
        ("أعيد فتح 8 مدارس من أصل 20 في المدينة.", [(8, "مدرسة"), (20, "مدرسة")]),
        ("۳ از ۴ مدرسه روستا بازسازی شد.", [(3, "مدرسه"), (4, "مدرسه")]),
        ("این لایحه ۱۷۰ رأی از ۲۳۰ را به دست آورد.", [(170, "رأی"), (230, "رأی")]),
        ("اعتقل الأمن أربعة من أفراد العصابة.", [(4, "فرد")]),
        ("أفرجت السلطات عن ثلاثة من المحتجزين وستة من المتهمين.", [(3, "محتجز"), (6, "متهم")]),
        ('صدرت الرواية في " 240 " صفحة.', [(240, "صفحة")]),
        ("این دفتر «۴۸» صفحه دارد.", [(48, "صفحه")]),
        ("جهزت البلدية الحي بسبع حافلات جديدة.", [(7, "حافلة")]),
        ("أوقفت الشرطة سوريين يعبران الحدود ليلا.", [(2, "سوري")]),
        ("حضر الدرس ٢٥ طالبًا و12 زائرًا.", [(25, "طالب"), (12, "زائر")]),
        ("قتل شرطيان عند نقطة تفتيش.", [(2, "شرطي")]),
        ("أوقف لبنانيان في المطار.", [(2, "لبناني")]),
        ("قال مسؤولان إن الاجتماع تأجل.", [(2, "مسؤول")]),
        ("نجا طفلان سوريان من الحريق.", [(2, "طفل")]),
        ("كتب عثمان ومروان عن فرسان القرية.", []),
        ("۳، ۴ کارگر در ساختمان مانده بودند.", [(4, "کارگر")]),
    ],
)
def test_a_count(text: str, counts: Sequence[tuple[int, str]]) -> None:
    assert units(text) == list(counts)


def test_one_or_two_is_a_range() -> None:
    (about,) = found("یکی دو نفر در ایستگاه بودند.")
    assert (about.value["min"], about.value["max"], about.surface) == (1, 2, "یکی دو نفر")


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [("به هر خانواده سه لک افغانی دادند.", 300_000, "AFN"), ("بهای آن ۵ لک روپیه پاکستانی است.", 500_000, "PKR")],
)
def test_money_in_lakhs(text: str, amount: int, currency: str) -> None:
    assert [(m.value["amount"], m.value["currency"]) for m in found(text)] == [(amount, currency)]


def test_two_numbers_beside_a_comma_are_a_range_in_persian() -> None:
    (about,) = found("ده، دوازده نفر زیر باران ایستاده بودند.")
    assert (about.value["min"], about.value["max"], about.surface) == (10, 12, "ده، دوازده نفر")


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("طبق ماده ۵، ۶ نفر برگزیده می‌شوند.", [(6, "نفر")]),
        ("۲، ۳ و ۴ نفر در سه اتاق بودند.", [(4, "نفر"), (3, "اتاق")]),
        ("در دقایق ۱۲ و ۴۵ گل زد.", []),
        ("سجل في الدقيقتين 20 و31 ليقود فريقه إلى الفوز.", []),
        ("شاهدت فيلم «300» في السينما.", []),
        ("رمان «۱۹۸۴» نوشته جورج اورول است.", []),
        ("هذا واحد من أهم الكتب.", []),
        ("أربعة من بغداد.", []),
        ("نمره ۸ از ۱۰ گرفت.", []),
        ("دو به دو نشستند و گفت‌وگو کردند.", []),
        ("نماینده حوزه ۳ انتخابیه سخن گفت.", []),
        ("قوم لک در ایلام زندگی می‌کنند.", []),
        ("لعب 12 موسما من 2003 حتى اعتزاله.", [(12, "موسم")]),
        ("الأتراك المقيمين يطالبان بهم.", []),
    ],
)
def test_what_is_no_count_or_another(text: str, counts: Sequence[tuple[int, str]]) -> None:
    assert units(text) == list(counts)


@pytest.mark.parametrize(
    ("text", "surface", "percent"),
    [
        ("تراجع المؤشر واحدا في المئة عند الإغلاق.", "واحدا في المئة", 1),
        ("ارتفع الين واحدا بالمئة أمام الدولار.", "واحدا بالمئة", 1),
        ("زاد الطلب نصف بالمئة.", "نصف بالمئة", 0.5),
    ],
)
def test_one_per_cent_in_words(text: str, surface: str, percent: float) -> None:
    assert [(m.surface, m.value["percent"]) for m in found(text)] == [(surface, percent)]
