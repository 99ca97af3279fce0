"""Where names of bodies begin and end: whom they are called after, offices in them, what is said of them, sources."""

from collections.abc import Sequence

import pytest

from extractors.extraction import mentions_of
from extractors.registry import build
from extractors.text.language import language_of


def bodies(text: str) -> list[str]:
    """The organisations of a text, as it writes them."""
    found = mentions_of(text, key="k", language=language_of(text), published=None, extractors=build(("names",)))
    return [m.surface for m in found if m.label == "ORG"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "تبرع رجل أعمال لصالح مستشفى الأمير محمد بن عبدالعزيز العسكري.",
            ["مستشفى الأمير محمد بن عبدالعزيز العسكري"],
        ),
        (
            "وقعت الوزارة مذكرة مع مؤسسة الشيخ سعود بن راشد آل معلا للأعمال الخيرية.",
            ["مؤسسة الشيخ سعود بن راشد آل معلا للأعمال الخيرية"],
        ),
        (
            "يدرس الباحث في مركز الملك فيصل بن عبدالعزيز الدولي لخدمة اللغة العربية.",
            ["مركز الملك فيصل بن عبدالعزيز الدولي لخدمة اللغة العربية"],
        ),
        ("ترشح ثلاثة لرئاسة الاتحاد الآسيوي لكرة القدم.", ["الاتحاد الآسيوي لكرة القدم"]),
        ("أصدرت رئاسة الجمهورية بيانا.", ["رئاسة الجمهورية"]),
        ("قال مسؤول في عمادة القبول والتسجيل إن الأسماء ستعلن.", ["عمادة القبول والتسجيل"]),
        ("أعلنت وزراة الصحة تسجيل إصابات جديدة.", ["وزراة الصحة"]),
        ("انضم الشاب إلى تنظيم (داعش) في الموصل.", ["تنظيم (داعش)"]),
        ("نشرت الصورة بصحيفة الوئام أمس.", ["صحيفة الوئام"]),
        ("وعلمت «الوطن» أن المشروع تأخر.", ["الوطن"]),
        ("جدة 3 شوال 1436 هـ الموافق 19 يوليو 2015 م واس\nاستقبل أمير المنطقة الوفد.", ["واس"]),
        ("أبلغ رئيس اتحاد المزارعين رويترز أن المحصول جيد.", ["اتحاد المزارعين", "رويترز"]),
        ("شاركت قوات الطوارئ الخاصة في تأمين الحج.", ["قوات الطوارئ الخاصة"]),
        ("گفت‌وگوی سازمان ملل و طرف‌های درگیر ادامه دارد.", ["سازمان ملل"]),
    ],
)
def test_a_body_ends_where_its_name_ends(text: str, names: Sequence[str]) -> None:
    assert bodies(text) == list(names)


@pytest.mark.parametrize(
    "text",
    [
        "اشترى الطالب جهاز حاسوب محمول من السوق.",
        "ارتفع سعر جهاز آيفون الجديد.",
        "افتتح المعرض برئاسة الشاعر والأديب محمد.",
        "«الوطن» كلمة يحبها الجميع.",
    ],
)
def test_what_is_no_body(text: str) -> None:
    assert bodies(text) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("#وزارت_علوم زمان ثبت‌نام را تمدید کرد.", ["وزارت_علوم"]),
        ("تابعوا جديد #الهيئة_السعودية_للمهندسين عبر حسابها.", ["الهيئة_السعودية_للمهندسين"]),
        ("حملة توعية تطلقها #مديرية_الأمن_العام اليوم.", ["مديرية_الأمن_العام"]),
        ("اجتمع بالوزير وبوزارة الصحة لجنة.", ["وزارة الصحة"]),
    ],
)
def test_a_hashtag_is_all_of_a_name_or_none_of_it_and_two_clitics_are_none(text: str, names: Sequence[str]) -> None:
    assert bodies(text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("نیروهای طالبان ۲۴ اسد وارد کابل شدند.", ["طالبان"]),
        ("شرکت توسعه ۵ مرداد نشست گذاشت.", ["شرکت توسعه"]),
        ("بیمارستان ۲۲ بهمن گناباد نوسازی شد.", ["بیمارستان ۲۲ بهمن گناباد"]),
    ],
)
def test_a_persian_day_behind_a_body_is_its_name_where_people_remember_it(text: str, names: Sequence[str]) -> None:
    found = mentions_of(text, key="k", language="fa", published=None, extractors=build(("dates", "names")))
    assert [m.surface for m in found if m.label == "ORG"] == names
