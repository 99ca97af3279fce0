"""Kinds of sentences in which newspapers tell of agreements: who signs, when, and what became of them."""

import pytest

from corpora.document import Document
from extractors.agreements.candidates import Candidate
from extractors.agreements.reader import candidates
from pipeline.annotate import annotated

PUBLISHED = "2025-07-16"


def read(text: str, language: str) -> list[Candidate]:
    return candidates(annotated(Document("k", "k", "", text, language=language, published=PUBLISHED)))


def only(text: str, language: str) -> Candidate:
    (one,) = read(text, language)
    return one


def names(one: Candidate) -> set[str]:
    return {party.name for party in one.parties}


@pytest.mark.parametrize(
    ("text", "language", "states"),
    [
        ("کابل و تاشکند موافقت‌نامه حمل‌ونقل ریلی را امضا کردند.", "fa", {"افغانستان", "ازبکستان"}),
        ("باکو و تفلیس دیروز توافق‌نامه گمرکی امضا کردند.", "fa", {"جمهوری آذربایجان", "گرجستان"}),
        ("وقعت بغداد وعمّان أمس اتفاقية لنقل النفط.", "ar", {"العراق", "الأردن"}),
    ],
)
def test_capitals_sign_for_their_states(text: str, language: str, states: set[str]) -> None:
    assert names(only(text, language)) == states


def test_a_capital_at_the_head_of_a_dispatch_signs_nothing() -> None:
    text = "بغداد ـ دانشگاه کوفه و شرکت ملی نفت ایران دیروز تفاهم‌نامه‌ای امضا کردند."
    assert names(only(text, "fa")) == {"دانشگاه کوفه", "شرکت ملی نفت ایران"}


def test_twin_towns_are_towns() -> None:
    for one in read("تفاهم‌نامه خواهرخواندگی میان باکو و تفلیس دیروز امضا شد.", "fa"):
        assert not names(one) & {"جمهوری آذربایجان", "گرجستان"}


def test_who_signs_may_stand_behind_what_is_signed() -> None:
    text = "قرارداد ساخت این پل را شرکت ملی نفت ایران در سال ۱۳۹۵ با دانشگاه کوفه منعقد کرد."
    one = only(text, "fa")
    assert names(one) == {"شرکت ملی نفت ایران", "دانشگاه کوفه"}
    assert one.signed
    assert one.signed.value.value == "1395"


def test_what_was_signed_once_and_ended_since_is_ended_and_keeps_its_day() -> None:
    text = "وزارت نیرو اعلام کرد که قرارداد ساخت سد که در سال ۱۳۹۴ با شرکت سابیر بسته شده بود، به دلیل تأخیر فسخ شد."
    one = only(text, "fa")
    assert one.state == "terminated"
    assert one.signed
    assert one.signed.value.value == "1394"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("شرکت ملی گاز ایران امضای قرارداد با شرکت زیمنس آلمان را تکذیب کرد.", "fa"),
        ("نفى المتحدث باسم وزارة الصحة ما تردد عن إبرامها عقدا مع شركة سيمنس.", "ar"),
    ],
)
def test_what_is_denied_is_no_entry(text: str, language: str) -> None:
    assert read(text, language) == []


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("رئیس دانشگاه تبریز از امضای تفاهم‌نامه با بانک مرکزی در هفته‌های آینده خبر داد.", "fa"),
        ("مذكرة التفاهم مع جامعة البصرة في مراحلها النهائية وستوقع في الموصل قبل نهاية العام.", "ar"),
    ],
)
def test_what_is_to_come_is_planned_and_has_no_day(text: str, language: str) -> None:
    one = only(text, language)
    assert one.state == "planned"
    assert one.signed is None


def test_a_day_behind_that_of_the_page_is_no_day_of_signing() -> None:
    one = only("وقعت وزارة النقل مع جامعة البصرة عقدا على أن يبدأ العمل في أول أيلول 2025.", "ar")
    assert one.signed is None


def test_another_agreement_of_one_who_signed_before_is_its_own() -> None:
    text = (
        "وقعت وزارة الكهرباء العراقية أمس عقدا مع شركة سيمنس للطاقة. "
        "وقال وكيل الوزارة إن الوزارة ألغت العقد المبرم مع شركة هواوي في كانون الثاني 2023."
    )
    first, second = read(text, "ar")
    assert (first.state, second.state) == ("signed", "terminated")
    assert first.signed
    assert first.signed.value.iso == "2025-07-15"
    assert second.signed
    assert second.signed.value.iso == "2023-01"


def test_two_treaties_of_the_same_two_signed_on_different_days_are_two() -> None:
    text = (
        "معاهده دوستی ایران و ارمنستان روز ۲۰ تیر ۱۴۰۴ به امضا رسید. "
        "معاهده دوستی ایران و ارمنستان که در ۳ خرداد ۱۳۸۰ امضا شده بود، پایان یافت."
    )
    assert {one.signed.value.value for one in read(text, "fa") if one.signed} == {"1404-04-20", "1380-03-03"}


def test_a_contract_may_be_awarded() -> None:
    one = only("أرست وزارة النقل على شركة هواوي عقدا لصيانة الجسور.", "ar")
    assert (names(one), one.state) == ({"وزارة النقل", "هواوي"}, "signed")


def test_a_form_with_blanks_has_the_party_that_it_names() -> None:
    text = (
        "قرارداد خرید کتاب\nاین قرارداد بین دانشگاه تبریز به نشانی تبریز و شرکت .......... منعقد می‌گردد.\n"
        "ماده ۱- موضوع: خرید کتاب.\nماده ۲- مبلغ: .......... ریال.\nماده ۳- مدت: سه ماه."
    )
    one = only(text, "fa")
    assert names(one) == {"دانشگاه تبریز"}
    assert {"blanks", "one_party_named"} <= set(one.flags)
    assert one.signed is None


def test_a_year_before_a_verb_of_signing_is_no_number_of_things() -> None:
    one = only("قرارداد دانشگاه تبریز با بانک مرکزی در فروردین ۱۴۰۰ امضا شد.", "fa")
    assert one.signed
    assert one.signed.value.value == "1400-01"
