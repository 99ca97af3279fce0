"""A name found once is found everywhere; lists, bylines and papers; and what looks like a name and is none."""

import pytest

from extractors.extraction import mentions_of
from extractors.registry import build


def found(text: str, language: str, label: str = "ORG") -> list[str]:
    mentions = mentions_of(text, key="k", language=language, published=None, extractors=build(("names",)))
    return [m.surface for m in mentions if m.label == label]


def names(text: str, language: str) -> list[tuple[str, str]]:
    mentions = mentions_of(text, key="k", language=language, published=None, extractors=build(("names",)))
    return [(m.surface, m.value["name"]) for m in mentions if m.label == "ORG"]


def test_a_name_is_found_with_every_clitic() -> None:
    text = (
        "نظمت جامعة الملك فهد للبترول ندوة. وأضاف أن لجامعة الملك فهد للبترول خبرة، ويدرس بجامعة الملك فهد للبترول "
        "آلاف الطلاب، فجامعة الملك فهد للبترول عريقة، وهي كجامعة الملك فهد للبترول في نشأتها."
    )
    assert found(text, "ar") == ["جامعة الملك فهد للبترول"] * 5


def test_an_article_after_a_clitic_comes_back_in_the_name() -> None:
    assert names("وجه الوزير للهيئة العامة للاستثمار خطابا.", "ar") == [
        ("لهيئة العامة للاستثمار", "الهيئة العامة للاستثمار")
    ]


@pytest.mark.parametrize(
    ("text", "language", "items"),
    [
        (
            "هفت بانک عامل (ملی، سپه، صادرات، ملت، تجارت، رفاه و کشاورزی) وام می‌دهند.",
            "fa",
            ["ملی", "سپه", "صادرات", "ملت", "تجارت", "رفاه", "کشاورزی"],
        ),
        ("بانک‌های دولتی (ملی، سپه و مسکن) وام دادند.", "fa", ["ملی", "سپه", "مسکن"]),
        ("شرکت‌های هواپیمایی (ایران ایر، ماهان و کاسپین) پرواز دارند.", "fa", ["ایران ایر", "ماهان", "کاسپین"]),
        ("سه خبرگزاری (ایسنا، مهر و فارس) این خبر را دادند.", "fa", ["ایسنا", "مهر", "فارس"]),
        ("شش روزنامه (کیهان، اطلاعات، شرق و همشهری) نوشتند.", "fa", ["کیهان", "اطلاعات", "شرق", "همشهری"]),
        ("دانشگاه‌های پایتخت (تهران، شهید بهشتی) همکاری کردند.", "fa", ["تهران", "شهید بهشتی"]),
        ("چهار شرکت خودروساز – ایران خودرو، سایپا و بهمن – آمدند.", "fa", ["ایران خودرو", "سایپا", "بهمن"]),
        ("وقعت شركات سعودية – أرامكو وسابك ومعادن – عقودا.", "ar", ["أرامكو", "سابك", "معادن"]),
        ("تنافست ثلاثة أندية (الهلال والنصر والشباب) على اللقب.", "ar", ["الهلال", "النصر", "الشباب"]),
    ],
)
def test_a_list_after_a_word_for_several_bodies(text: str, language: str, items: list[str]) -> None:
    assert found(text, language) == items


def test_an_item_of_a_list_is_the_body_that_the_tables_know() -> None:
    assert names("سه بانک (ملی، سپه و ملت) وام می‌دهند.", "fa") == [
        ("ملی", "بانک ملی ایران"),
        ("سپه", "بانک سپه"),
        ("ملت", "بانک ملت"),
    ]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("سه شرکت (کوچک، متوسط و بزرگ) بررسی شدند.", "fa"),
        ("دو بانک (دولتی و خصوصی) مقایسه شدند.", "fa"),
        ("تدرس شركات (صغيرة وكبيرة ومتوسطة) العرض.", "ar"),
    ],
)
def test_a_list_of_kinds_is_none_of_names(text: str, language: str) -> None:
    assert found(text, language) == []


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("الرياض - واس: افتتح أمير المنطقة المعرض.", "واس"),
        ("سبق- الرياض: ضبطت الشرطة شخصين.", "سبق"),
        ("عين اليوم – متابعات: أكد مصدر مسؤول أن العمل مستمر.", "عين اليوم"),
        ("متابعة - الوئام: بدأ العمل في الطريق.", "الوئام"),
        ("القاهرة - أ ش أ: وقع وزير الري العقد.", "أ ش أ"),
        ("المنامة - بنا: استقبل ولي العهد وفدا.", "بنا"),
        ("الجزائر (واج) - افتتح وزير التجارة المعرض.", "واج"),
        ("مسقط - العمانية: بدأ موسم الخريف.", "العمانية"),
        ("دبي (CNN)-- أعلنت الشرطة ذلك.", "CNN"),
        ("العقاب يشمل الغرامة بحسب «الفرنسية» أمس.", "الفرنسية"),
        ("وأوضح لـ«الشرق الأوسط» أن الخطة جاهزة.", "الشرق الأوسط"),
        ("وفي تصريح لـ«المدينة» قال المدير إن المستشفى جاهز.", "المدينة"),
    ],
)
def test_who_reports_is_found(text: str, source: str) -> None:
    assert source in found(text, "ar")


@pytest.mark.parametrize(
    "text",
    [
        "سبق هذا الحدث أن تكرر، وقد سبق للوزير أن نفى.",
        "تهدف حملة وطنية - أطلقت أمس - إلى التوعية.",
        "سجل هدفين في مرمى الضيوف (الفرنسية) في الشوط الأول.",
        "قدم الطالب كتابا لـ«الأطفال» في المعرض.",
    ],
)
def test_the_word_for_a_source_may_be_a_word(text: str) -> None:
    assert found(text, "ar") == []


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("ارتفع سعر صرف الريال أمام الدولار، وقال خبراء إن الريال سيستقر.", "ar"),
        ("انخفضت الليرة وارتفع الدينار الكويتي والدرهم المغربي أمام اليورو.", "ar"),
        ("شكر العميد أعضاء هيئة التدريس والهيئة الإدارية والطلبة.", "ar"),
        ("اجتمعت هيئة المحلفين صباحا، وتحدثت هيئة الدفاع عن المتهم.", "ar"),
        ("التحق الطلاب بدورة الحاسوب ومقرر الفيزياء.", "ar"),
        ("تعطلت حركة السير على الطريق، وانقطع التيار الكهربائي.", "ar"),
        ("اعضای هیئت علمی و هیئت‌مدیره و هیئت داوران آمدند.", "fa"),
        ("نرخ یورو و ریال و درهم بالا رفت.", "fa"),
    ],
)
def test_currency_staff_and_course_are_no_bodies(text: str, language: str) -> None:
    assert found(text, language) == []


def test_the_club_is_one_where_its_city_is_named() -> None:
    assert "الريال" in found("خسرت مدريد بطلها: فاز الضيوف على الريال بهدف، ويلعب الريال غدا.", "ar")


@pytest.mark.parametrize(
    "text",
    [
        "حفرت البلدية 15 بئرا و20 بئرا ارتوازية.",
        "حفرت الشركة بئرا في القرية.",
        "علقت القوات السعودية القتال أمس.",
        "قال المدير السعودي إن الفريق الإيراني وصل والوفد المصري غادر.",
        "دمرت الفيضانات المنازل ونقلت المياه بالفيضانات.",
    ],
)
def test_a_well_and_an_adjective_are_no_places(text: str) -> None:
    assert found(text, "ar", "PLACE") == []


@pytest.mark.parametrize(
    "text", ["مراسم رجب المرجب و شعبان المعظم برپا است.", "دهم محرم الحرام و ذی‌الحجه الحرام و رمضان المبارک."]
)
def test_a_month_with_its_epithet_is_no_person(text: str) -> None:
    assert found(text, "fa", "PERSON") == []
