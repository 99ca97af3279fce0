"""Several bodies after one word for their kind: each has a name of its own, and those of places have none."""

import pytest

from corpora.document import Mention
from extractors.extraction import mentions_of
from extractors.registry import build
from extractors.text.language import language_of


def named(text: str) -> list[Mention]:
    found = mentions_of(text, key="k", language=language_of(text), published=None, extractors=build(("names",)))
    return list(found)


def organisations(text: str) -> list[tuple[str, str]]:
    return [(m.surface, m.value["name"]) for m in named(text) if m.label == "ORG"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "موزه‌های ملک و پرادو از هم تابلو امانت گرفتند",
            [("ملک", "موزه ملک"), ("پرادو", "موزه پرادو")],
        ),
        (
            "هتل‌های اسپیناس، هما و پارسیان پر شد",
            [("اسپیناس", "هتل اسپیناس"), ("هما", "هتل هما"), ("پارسیان", "هتل پارسیان")],
        ),
        (
            "بانک‌های مرکزی ایران و روسیه سامانه‌ای مشترک ساختند",
            [("ایران", "بانک مرکزی جمهوری اسلامی ایران"), ("روسیه", "بانک مرکزی روسیه")],
        ),
        (
            "وزارتخانه‌های دفاع آلمان و فرانسه رزمایش داشتند",
            [("آلمان", "وزارت دفاع آلمان"), ("فرانسه", "وزارت دفاع فرانسه")],
        ),
        (
            "استقبلت مستشفيات ابن سينا والرازي والحسين المصابين",
            [
                ("ابن سينا", "مستشفى ابن سينا"),
                ("الرازي", "مستشفى الرازي"),
                ("الحسين", "مستشفى الحسين"),
            ],
        ),
        (
            "افتتح المحافظ فرعين لمصرفي الرشيد والرافدين",
            [("الرشيد", "مصرف الرشيد"), ("الرافدين", "مصرف الرافدين")],
        ),
        (
            "تنافست شركتا غاز البصرة ونفط الوسط على العقد",
            [("غاز البصرة", "شركة غاز البصرة"), ("نفط الوسط", "شركة نفط الوسط")],
        ),
        (
            "أعلنت وزارتا داخلية العراق والأردن فتح المعبر",
            [("داخلية العراق", "وزارة داخلية العراق"), ("الأردن", "وزارة داخلية الأردن")],
        ),
    ],
)
def test_each_of_a_list_is_a_body(text: str, found: list[tuple[str, str]]) -> None:
    assert organisations(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "وزارتخانه‌های ایران و ترکیه با هم کار می‌کنند",
        "بیمارستان‌های شهر شیراز و یزد تعطیل نیست",
        "هتل‌های بزرگ و ارزان پر شد",
        "تعاني مستشفيات اليمن والسودان من نقص الدواء",
        "تحتاج مستشفيات دمشق إلى الوقود",
        "تضم مدارس البنين والبنات صفوفاً كثيرة",
        "قال خبير مصرفي العراق والأردن سوقان كبيران",
    ],
)
def test_bodies_of_places_and_kinds_have_no_name(text: str) -> None:
    assert organisations(text) == []


def test_the_places_of_such_bodies_are_places() -> None:
    found = [(m.label, m.surface) for m in named("وزارتخانه‌های ایران و ترکیه با هم کار می‌کنند")]
    assert found == [("PLACE", "ایران"), ("PLACE", "ترکیه")]


@pytest.mark.parametrize("name", ["شركة نفط البصرة", "شركة نفط الجنوب", "شركة نفط الكويت", "مؤسسة البترول الكويتية"])
def test_a_body_is_not_called_by_the_name_of_another(name: str) -> None:
    assert organisations(f"قالت {name} إن الإنتاج زاد") == [(name, name)]


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        ("جلسه کمیسیون ویژه چهار ساعت طول کشید", "کمیسیون ویژه"),
        ("شورای شهر یزد دو روز جلسه داشت", "شورای شهر یزد"),
    ],
)
def test_a_number_after_a_body_is_none_of_its_name(text: str, surface: str) -> None:
    found = mentions_of(text, key="k", language="fa", published=None, extractors=build())
    assert [m.surface for m in found if m.label == "ORG"] == [surface]
