"""Appointments whose office, body or persons stand beside other words of their kind."""

import pytest

from corpora.document import Document
from extractors.decrees.candidates import Decree
from extractors.decrees.reader import decrees
from extractors.registry import build
from pipeline.annotate import annotate


def read(text: str, language: str) -> list[Decree]:
    made = Document("0" * 32, "", "", text, language=language, published="2025-10-08")
    return decrees(annotate(made, build()))


def told(one: Decree) -> tuple[str, str, str, str]:
    """Person, office, body and issuer."""
    office, body = (field.value if field else "" for field in (one.office, one.body))
    return one.person.value.name, office, body, one.issuer.value.name if one.issuer else ""


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        (
            "ar",
            "عين الرئيس الدكتور أحمد فضيل محافظا لمحافظة لحج.",
            ("أحمد فضيل", "محافظ", "محافظة لحج", "الرئيس"),
        ),
        (
            "ar",
            "وأقال رئيس الحكومة سامي الحداد الأسبوع الماضي وزير الصحة كريم الناصر من منصبه.",
            ("كريم الناصر", "وزير الصحة", "وزارة الصحة", "سامي الحداد"),
        ),
        (
            "ar",
            "تعيين سامي الحداد على وظيفة (وكيل الوزارة للشؤون العمالية) بالمرتبة الخامسة عشرة بوزارة العمل.",
            ("سامي الحداد", "وكيل الوزارة للشؤون العمالية", "وزارة العمل", ""),
        ),
        (
            "fa",
            "شورای شهر یزد به ریاست حسین کریمی، علی رضایی را به عنوان شهردار یزد انتخاب کرد.",
            ("علی رضایی", "شهردار", "شهرداری یزد", "شورای شهر یزد"),
        ),
        (
            "fa",
            "با حکم سروزیر ایالت بلوچستان در پی تشکیل دولت تازه، علی رضایی به عنوان شهردار کویته منصوب شد.",
            ("علی رضایی", "شهردار", "شهرداری کویته", "سروزیر ایالت بلوچستان"),
        ),
    ],
)
def test_each_is_what_it_stands_as(language: str, text: str, expected: tuple[str, str, str, str]) -> None:
    (one,) = read(text, language)
    assert told(one) == expected


def test_an_office_behind_another_is_annexed_to_it() -> None:
    (one,) = read("عُيّن سامي الحداد نائباً لمدير عام الجمارك.", "ar")
    assert one.office is not None
    assert one.office.value.startswith("نائب مدير عام")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ar", "عُيّن سامي الحداد مساعداً لمدرب المنتخب."),
        ("ar", "واختارت الإدارة سامي الحداد للجنة الألعاب وعضوية كريم الناصر وعلي المنصور."),
        ("fa", "فیلم «باران» ساخته رضا کریمی به عنوان نماینده ایران در جشنواره اسکار معرفی شد."),
    ],
)
def test_no_office_and_no_person(language: str, text: str) -> None:
    assert not read(text, language)


def test_whom_a_pronoun_stands_for_is_not_who_appoints() -> None:
    found = read("مسعود رجایی وی را به عنوان مدیرکل اداره کل گمرک منصوب کرد.", "fa")
    assert [one.person.value.name for one in found] == []


def test_each_of_several_members_is_one() -> None:
    found = read("علی رضایی و مریم جلالی به عنوان اعضای شورای فرهنگی یزد منصوب شدند.", "fa")
    assert [told(one)[1] for one in found] == ["عضو", "عضو"]
