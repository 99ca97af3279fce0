"""Agreements that texts tell of by a verb and no noun: who agreed, on what, when; and what is none."""

import pytest

from corpora.document import Document
from extractors.agreements.candidates import Candidate
from extractors.agreements.reader import candidates
from pipeline.annotate import annotated

PUBLISHED = "2025-07-16"


def read(text: str, language: str) -> list[Candidate]:
    return candidates(annotated(Document("k", "k", "", text, language=language, published=PUBLISHED)))


def names(one: Candidate) -> set[str]:
    return {party.name for party in one.parties}


@pytest.mark.parametrize(
    ("text", "language", "parties"),
    [
        (
            "دانشگاه میبد و شهرداری یزد به توافق رسیدند که باغ گیاه‌شناسی را با هم بسازند.",
            "fa",
            {"دانشگاه میبد", "شهرداری یزد"},
        ),
        ("ایران و تونس توافق کردند که سفیران خود را بازگردانند.", "fa", {"ایران", "تونس"}),
        ("وزیران نیروی ایران و ارمنستان توافق کردند خط برق تازه‌ای بکشند.", "fa", {"ایران", "ارمنستان"}),
        (
            "در دیدار رؤسای دانشگاه میبد و دانشگاه هرات، دو طرف توافق کردند استاد مبادله کنند.",
            "fa",
            {"دانشگاه میبد", "دانشگاه هرات"},
        ),
        (
            "سازمان حفاظت محیط زیست و دانشگاه میبد برنامه مشترک نجات یوزپلنگ را امضا کردند.",
            "fa",
            {"سازمان حفاظت محیط زیست", "دانشگاه میبد"},
        ),
        ("اتفق الجانبان المصري والأردني على ربط شبكتي الكهرباء.", "ar", {"مصر", "الأردن"}),
        ("اتفقت وزارة الزراعة مع جامعة البصرة على إنشاء مشتل للنخيل.", "ar", {"وزارة الزراعة", "جامعة البصرة"}),
        ("توصلت الحكومة السودانية والأمم المتحدة إلى اتفاق يسمح بمرور القوافل.", "ar", {"السودان", "الأمم المتحدة"}),
        ("الاتفاق النووي الذي توصلت إليه مصر مع الأردن يشمل المفاعلات.", "ar", {"مصر", "الأردن"}),
        ("أبرمت وزارة الزراعة وجامعة البصرة شراكة لحماية المناحل.", "ar", {"وزارة الزراعة", "جامعة البصرة"}),
        ("وقعت وزارة الزراعة مع جامعة البصرة لحماية بساتين النخيل.", "ar", {"وزارة الزراعة", "جامعة البصرة"}),
        (
            "وقع وزير الزراعة المصري مع نظيره السوداني على إنشاء محجر بيطري.",
            "ar",
            {"وزارة الزراعة المصرية", "وزارة الزراعة السودانية"},
        ),
        (
            "فازت شركة النخيل للمقاولات بعقد من وزارة الزراعة لحفر خمس آبار.",
            "ar",
            {"شركة النخيل للمقاولات", "وزارة الزراعة"},
        ),
    ],
)
def test_a_verb_tells_of_an_agreement_of_two_bodies(text: str, language: str, parties: set[str]) -> None:
    (one,) = read(text, language)
    assert (names(one), one.state) == (parties, "signed")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("کارشناسان توافق کردند که آب کمتر شده است.", "fa"),
        ("نمایندگان مجلس توافق کردند که جلسه فردا برگزار نشود.", "fa"),
        ("ایران و تونس بر ادامه مذاکرات توافق کردند.", "fa"),
        ("ایران و تونس بر سر نرخ عوارض توافق نکردند.", "fa"),
        ("دانشگاه میبد و شهرداری یزد نامه‌ای به رئیس‌جمهور امضا کردند.", "fa"),
        ("اتفق الخبراء على أن الأسعار سترتفع.", "ar"),
        ("اتفقت مصر والأردن على ضرورة مواصلة التشاور.", "ar"),
        ("لم تتفق مصر والأردن على التعرفة.", "ar"),
        ("وقعت ثلاث هزات أرضية بين مصر والأردن.", "ar"),
        ("اتفق نادي النصر مع نادي الهلال على انتقال اللاعب.", "ar"),
        ("فازت جامعة البصرة بجائزة من وزارة الزراعة.", "ar"),
    ],
)
def test_an_opinion_more_talk_and_sports_are_none(text: str, language: str) -> None:
    assert read(text, language) == []


@pytest.mark.parametrize(
    ("text", "language", "state", "day"),
    [
        ("ایران و تونس روز دوشنبه توافق کردند خط هوایی تازه‌ای باز کنند.", "fa", "signed", "2025-07-14"),
        ("ایران و تونس توافق کردند تا پایان سال ۱۴۰۴ خط هوایی تازه‌ای باز کنند.", "fa", "signed", None),
        ("ایران و تونس قرار است هفته آینده درباره خط هوایی توافق کنند.", "fa", "planned", None),
        ("اتفقت مصر والأردن أمس على ربط الشبكتين قبل نهاية العام.", "ar", "signed", "2025-07-15"),
        ("اتفقت مصر والأردن على ربط الشبكتين قبل نهاية العام.", "ar", "signed", None),
        ("ستوقع وزارة الزراعة غدا مع جامعة البصرة على برنامج مشترك.", "ar", "planned", None),
    ],
)
def test_a_day_is_of_the_deed_and_not_of_what_was_agreed_on(
    text: str, language: str, state: str, day: str | None
) -> None:
    (one,) = read(text, language)
    assert (one.state, one.signed and one.signed.value.iso) == (state, day)


def test_an_agreement_reached_since_a_year_has_no_day_of_signing() -> None:
    (one,) = read("توصلت مصر والأردن للمرة الأولى منذ عشرين عاما إلى اتفاق على المياه.", "ar")
    assert one.signed is None


@pytest.mark.parametrize("language", ["und", "en"])
def test_a_document_of_another_language_is_read_too(language: str) -> None:
    assert read("ایران و تونس توافق کردند خط هوایی تازه‌ای باز کنند.", language) == []
