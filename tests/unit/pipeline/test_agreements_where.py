"""Where an agreement was signed: the place that stands with its verb, and none that is of another noun."""

import pytest

from corpora.document import Document
from extractors.agreements.candidates import Candidate
from extractors.agreements.reader import candidates
from pipeline.annotate import annotated


def only(text: str, language: str) -> Candidate:
    (one,) = candidates(annotated(Document("k", "k", "", text, language=language, published="2025-07-16")))
    return one


@pytest.mark.parametrize(
    ("text", "language", "place"),
    [
        ("دانشگاه میبد و استانداری یزد دیروز در تهران تفاهم‌نامه‌ای امضا کردند.", "fa", "تهران"),
        ("ایران و ارمنستان موافقت‌نامه ترانزیت را در ایروان امضا کردند.", "fa", "ایروان"),
        ("تفاهم‌نامه دانشگاه میبد با دانشگاه هرات که روز دوشنبه در مشهد امضا شد پنج سال اعتبار دارد.", "fa", "مشهد"),
        ("وقعت مصر والأردن في عمّان أمس اتفاقية للربط الكهربائي.", "ar", "عمّان"),
        ("الاتفاقية الموقعة في فيينا بين مصر والأردن تشمل المياه.", "ar", "فيينا"),
        ("وقعت وزارة الزراعة أمس في مدينة البصرة مذكرة تفاهم مع جامعة البصرة.", "ar", "البصرة"),
    ],
)
def test_a_place_that_stands_with_the_verb_is_that_of_the_signing(text: str, language: str, place: str) -> None:
    one = only(text, language)
    assert one.place
    assert one.place.value == place
    assert text[one.place.span.start : one.place.span.end] in text


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("شرکت توانیر با دانشگاه میبد قرارداد ساخت نیروگاه در چابهار امضا کرد.", "fa"),
        ("دانشگاه میبد و استانداری یزد تفاهم‌نامه آبخیزداری در تفت را امضا کردند.", "fa"),
        ("وقعت وزارة الزراعة مع جامعة البصرة عقدا لحفر آبار في الزبير.", "ar"),
        ("وقعت وزارة الزراعة مذكرة تفاهم مع جامعة البصرة في العراق.", "ar"),
    ],
)
def test_a_place_behind_another_noun_is_of_that(text: str, language: str) -> None:
    assert only(text, language).place is None


def test_the_text_of_an_agreement_says_where_it_was_drawn_up() -> None:
    text = (
        "مذكرة تفاهم بين وزارة الزراعة وجامعة البصرة\n"
        "المادة الأولى\nيتعاون الطرفان في حماية النخيل.\n"
        "المادة الثانية\nيتبادل الطرفان البحوث.\n"
        "المادة الثالثة\nتسري المذكرة سنتين.\n"
        "حررت هذه المذكرة في مدينة البصرة بتاريخ 14 يوليو 2025."
    )
    one = only(text, "ar")
    assert one.form == "text"
    assert one.place
    assert one.place.value == "البصرة"
