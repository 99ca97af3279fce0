"""Short lines of news that were written before anything was tried on them: forty, eight of each of five kinds."""

from datetime import date
from typing import Any, NamedTuple

import pytest

from corpora.document import Mention
from extractors.extraction import mentions_of
from extractors.registry import build
from extractors.text.language import language_of


class One(NamedTuple):
    """What a mention is like; without a surface it may be any."""

    label: str
    surface: str
    value: dict[str, Any]

    def fits(self, mention: Mention) -> bool:
        if mention.label != self.label or self.surface not in ("", mention.surface):
            return False
        return all(mention.value.get(name) == said for name, said in self.value.items())


def one(label: str, surface: str = "", **value: Any) -> One:
    return One(label, surface, value)


# Arabic says an age and a length alike, and TIMEX3 has both as dates
LINES: list[tuple[str, str, list[One], list[One]]] = [
    ("ar", "وقال لي صديق من جدة إن الفيلم جيد، وقالت لي سيدة: شاهدته أمس.", [one("PLACE", "جدة")], [one("PERSON")]),
    ("ar", "وقال لي كوان يو إن التعليم أساس النهضة في بلاده.", [one("PERSON", "لي كوان يو")], []),
    (
        "fa",
        "رئیس بنیاد مسکن غلامرضا صالحی کرمان را ترک کرد.",
        [one("PERSON", "غلامرضا صالحی"), one("PLACE", "کرمان")],
        [],
    ),
    (
        "fa",
        "معاون وزیر صنعت، معدن و تجارت سعید شجاعی دیروز از اصفهان دیدن کرد.",
        [one("PERSON", "سعید شجاعی"), one("PLACE", "اصفهان")],
        [one("ORG")],
    ),
    (
        "fa",
        "وزیر تعاون، کار و رفاه اجتماعی صولت مرتضوی امشب به دوحه پرواز می\u200cکند.",
        [one("PERSON", "صولت مرتضوی"), one("PLACE", "دوحه")],
        [one("PLACE", "اجتماعی"), one("ORG")],
    ),
    ("fa", "موافقت چهار عضو شورا برای رأی\u200cگیری کافی است.", [], [one("PERSON")]),
    ("ar", "التقت النائبة ندى البستاني سفير فرنسا ظهر أمس.", [one("PERSON", "ندى البستاني")], []),
    (
        "ar",
        "يشارك موظفو مصرفي الخليج والوفاء في الاعتصام.",
        [one("ORG", "الخليج"), one("ORG", "الوفاء")],
        [one("PERSON")],
    ),
    ("ar", "غادرت الوزيرة هالة زايد الخرطوم فجر الأحد.", [one("PERSON", "هالة زايد"), one("PLACE", "الخرطوم")], []),
    ("ar", "اعتبرت النائبة السابقة ديما جمالي القرار خاطئاً.", [one("PERSON", "ديما جمالي")], []),
    (
        "fa",
        "هتل\u200cهای آزادی و اسپیناس میزبان مهمانان بودند.",
        [one("ORG", "آزادی", name="هتل آزادی"), one("ORG", "اسپیناس", name="هتل اسپیناس")],
        [],
    ),
    (
        "fa",
        "وزارتخانه\u200cهای دفاع ترکیه و قطر بیانیه مشترک دادند.",
        [one("ORG", "ترکیه", name="وزارت دفاع ترکیه"), one("ORG", "قطر", name="وزارت دفاع قطر")],
        [],
    ),
    (
        "fa",
        "بیمارستان\u200cهای عراق و افغانستان کمبود دارو دارند.",
        [one("PLACE", "عراق"), one("PLACE", "افغانستان")],
        [one("ORG")],
    ),
    (
        "fa",
        "موزه\u200cهای لوور و پرادو تابلوهای تازه خریدند.",
        [one("ORG", "لوور", name="موزه لوور"), one("ORG", "پرادو", name="موزه پرادو")],
        [],
    ),
    (
        "ar",
        "أعلنت مستشفيات الحسين والزهراء والصدر حالة الطوارئ.",
        [
            one("ORG", "الحسين", name="مستشفى الحسين"),
            one("ORG", "الزهراء", name="مستشفى الزهراء"),
            one("ORG", "الصدر", name="مستشفى الصدر"),
        ],
        [one("PERSON")],
    ),
    (
        "ar",
        "تعاونت شركتا غاز البصرة وغاز الجنوب في المشروع.",
        [one("ORG", "غاز البصرة", name="شركة غاز البصرة"), one("ORG", "غاز الجنوب", name="شركة غاز الجنوب")],
        [],
    ),
    (
        "ar",
        "أصدرت وزارتا خارجية مصر والسودان بياناً مشتركاً.",
        [one("ORG", "خارجية مصر"), one("ORG", "السودان", name="وزارة خارجية السودان")],
        [],
    ),
    ("ar", "تعرضت شركة غاز البصرة لخسائر كبيرة.", [one("ORG", "شركة غاز البصرة", name="شركة غاز البصرة")], []),
    (
        "fa",
        "کاروان از خرمشهر به اندیمشک رسید.",
        [one("PLACE", "خرمشهر", country="IR"), one("PLACE", "اندیمشک", country="IR")],
        [],
    ),
    ("fa", "والی فاریاب با بزرگان قوم دیدار کرد.", [one("PLACE", "فاریاب", kind="province")], [one("PERSON")]),
    ("fa", "سیلاب در ننگرهار ده\u200cها خانه را ویران کرد.", [one("PLACE", "ننگرهار", kind="province")], []),
    (
        "fa",
        "پرواز تهران به صلاله لغو شد.",
        [one("PLACE", "تهران", country="IR"), one("PLACE", "صلاله", country="OM")],
        [],
    ),
    ("ar", "شهدت محافظة المثنى أمطاراً غزيرة.", [one("PLACE", "المثنى", kind="province")], []),
    (
        "ar",
        "وصل القطار إلى الإسماعيلية قادماً من طنطا.",
        [one("PLACE", "الإسماعيلية", country="EG"), one("PLACE", "طنطا", country="EG")],
        [],
    ),
    ("ar", "استهدف القصف بلدة في ريف درعا.", [one("PLACE", "درعا", country="SY")], []),
    ("ar", "انقطعت الكهرباء عن أحياء في دهوك.", [one("PLACE", "دهوك", country="IQ")], []),
    ("fa", "دختر او هفت ساله است و به مدرسه می\u200cرود.", [], [one("DATE")]),
    (
        "fa",
        "رؤسای دو مجلس ۱۵ آبان ۱۴۰۲ در باکو ملاقات کردند.",
        [one("DATE", "۱۵ آبان ۱۴۰۲", role="meeting", start="2023-11-06")],
        [],
    ),
    (
        "fa",
        "نشست آنان چهار ساعت به درازا کشید.",
        [one("DATE", "چهار ساعت", duration="PT4H")],
        [one("DATE", role="meeting")],
    ),
    ("fa", "اعتبار این مجوز شش ماه قمری است.", [one("DATE", calendar="hijri", duration="P6M")], []),
    (
        "ar",
        "عقد مجلس الجامعة جلسته في 12 شباط 2020.",
        [one("DATE", "12 شباط 2020", role="meeting", start="2020-02-12")],
        [],
    ),
    ("ar", "يبلغ عمر المتهم 35 عاماً.", [one("DATE", "35 عاماً", duration="P35Y")], []),
    ("ar", "مدة هذه الوكالة ثلاث سنوات هجرية.", [one("DATE", calendar="hijri", duration="P3Y")], []),
    ("ar", "استقبل الرئيس الوفد اليوم الأحد.", [one("DATE", start="2025-12-07")], [one("DATE", start="2025-12-12")]),
]
FRIDAY = date(2025, 12, 12)
"""On which the lines came out."""


@pytest.mark.parametrize(("language", "text", "there", "absent"), LINES, ids=[line[1] for line in LINES])
def test_a_line(language: str, text: str, there: list[One], absent: list[One]) -> None:
    assert language_of(text) == language
    found = mentions_of(text, key="k", language=language, published=FRIDAY, extractors=build())
    assert [wanted for wanted in there if not any(map(wanted.fits, found))] == []
    assert [mention.surface for mention in found for trap in absent if trap.fits(mention)] == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fa", "انتقال زندانيان محكوم به ايران"),
        ("fa", "ثبت نام داوطلبان آغاز شد"),
        ("fa", "مراسم تجليل معلمان نمونه"),
        ("fa", "مذاكره بر سر مسائل مرزي"),
        ("ar", "تكريم طلاب متفوقين"),
        ("ar", "تدشين خط نقل بحري جديد"),
        ("ar", "ارتفاع درجات حرارة"),
        ("ar", "انتهاء عمليات بحث"),
    ],
)
def test_the_language_of_a_line(language: str, text: str) -> None:
    assert language_of(text) == language
