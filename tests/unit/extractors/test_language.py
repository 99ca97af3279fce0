"""Which language a short line is in, with few words and with the letters of another keyboard."""

import pytest

from extractors.text.language import language_of


@pytest.mark.parametrize(
    "text",
    [
        "افتتاح مطار دولي جديد",
        "معرض تجاري سنوي",
        "تعيين مدير جديد",
        "قرار حكومي عاجل",
        "تدريب مهني مجاني",
        "إغلاق طريق جبلي",
        "مشروع سكني كبير",
    ],
)
def test_a_line_of_arabic_nouns(text: str) -> None:
    assert language_of(text) == "ar"


@pytest.mark.parametrize(
    "text",
    [
        "بررسي نتايج آزمون سراسري",
        "وسايل نقليه عمومي",
        "شرايط استخدام معلمان",
        "آنها به خانه برگشتند",
        "مدير و معاون مدرسه",
        "وظايف شوراي شهر",
        "حفظ ذخاير آب و خاک",
    ],
)
def test_a_line_of_persian_in_letters_of_an_arabic_keyboard(text: str) -> None:
    assert language_of(text) == "fa"


def test_a_hamza_tells_arabic_or_from_persian_he() -> None:
    assert language_of("شجاعي است و او") == "fa"
    assert language_of("حاضر أو غائب") == "ar"
