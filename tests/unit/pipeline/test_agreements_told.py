"""What several sentences tell of one agreement: its term, its first and last day, its value, its parties, its state."""

import pytest

from corpora.document import Document
from extractors.agreements.candidates import Candidate
from extractors.agreements.reader import candidates
from pipeline.annotate import annotated

PUBLISHED = "2025-07-16"
FA = "دانشگاه میبد و استانداری یزد دیروز {} امضا کردند. {}"
AR = "وقعت وزارة الزراعة وجامعة البصرة أمس {}. {}"


def read(text: str, language: str) -> list[Candidate]:
    return candidates(annotated(Document("k", "k", "", text, language=language, published=PUBLISHED)))


def only(text: str, language: str) -> Candidate:
    (one,) = read(text, language)
    return one


def names(one: Candidate) -> set[str]:
    return {party.name for party in one.parties}


@pytest.mark.parametrize(
    ("text", "language", "length"),
    [
        (FA.format("تفاهم‌نامه‌ای", "این تفاهم‌نامه چهار سال اعتبار دارد."), "fa", "P4Y"),
        (FA.format("تفاهم‌نامه‌ای", "مدت این تفاهم‌نامه هجده ماه است."), "fa", "P18M"),
        (FA.format("قرارداد دوساله‌ای", "کار از فردا آغاز می‌شود."), "fa", "P2Y"),
        (FA.format("قراردادی", "مدت آن سه سال است."), "fa", "P3Y"),
        (AR.format("عقدا لتوريد البذور", "ومدة العقد سنتان"), "ar", "P2Y"),
        (AR.format("مذكرة تفاهم", "وتمتد المذكرة أربع سنوات"), "ar", "P4Y"),
        (AR.format("عقدا لتوريد البذور", "ومدته ثلاث سنوات"), "ar", "P3Y"),
    ],
)
def test_a_term_is_read_wherever_it_is_told(text: str, language: str, length: str) -> None:
    one = only(text, language)
    assert one.duration
    assert one.duration.value == length


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (FA.format("تفاهم‌نامه‌ای", "ساخت کتابخانه سه سال طول کشید."), "fa"),
        (FA.format("تفاهم‌نامه‌ای", "اعتبار این تفاهم‌نامه حداکثر دو سال است."), "fa"),
        (FA.format("تفاهم‌نامه برنامه پنج‌ساله آب", "کار از فردا آغاز می‌شود."), "fa"),
        (AR.format("مذكرة تفاهم", "ومدته ثلاث سنوات"), "ar"),
        (AR.format("مذكرة تفاهم", "واستمرت المباحثات ثلاث سنوات"), "ar"),
    ],
)
def test_another_length_is_no_term(text: str, language: str) -> None:
    assert only(text, language).duration is None


@pytest.mark.parametrize(
    ("text", "language", "begin", "until"),
    [
        (
            FA.format("قراردادی", "این قرارداد از ۱ مهر ۱۴۰۴ تا ۳۱ شهریور ۱۴۰۵ معتبر است."),
            "fa",
            "2025-09-23",
            "2026-09-22",
        ),
        ("دانشگاه میبد و استانداری یزد قرارداد خود را تا پایان سال ۱۴۰۵ تمدید کردند.", "fa", None, "2027-03-20"),
        (AR.format("عقدا", "ويسري العقد من 1 أغسطس 2025 حتى 31 يوليو 2026"), "ar", "2025-08-01", "2026-07-31"),
        ("مددت وزارة الزراعة عقد الري مع جامعة البصرة حتى نهاية عام 2028.", "ar", None, "2028-12-31"),
        (FA.format("قراردادی", "گزارش نخست تا پایان سال ۱۴۰۵ آماده می‌شود."), "fa", None, None),
    ],
)
def test_the_first_and_the_last_day_are_those_of_the_agreement(
    text: str, language: str, begin: str | None, until: str | None
) -> None:
    one = only(text, language)
    assert (one.valid_from and one.valid_from.value.iso, one.valid_until and one.valid_until.value.iso) == (
        begin,
        until,
    )


def test_a_term_from_the_signing_on_begins_with_its_day_and_says_so() -> None:
    one = only(FA.format("قراردادی", "این قرارداد از تاریخ امضا به مدت یک سال معتبر است."), "fa")
    assert one.valid_from
    assert (one.valid_from.value.iso, one.valid_from.derived_from) == ("2025-07-15", ("signed",))


@pytest.mark.parametrize(
    ("text", "language", "amount"),
    [
        (FA.format("قراردادی", "ارزش آن ۴ میلیارد تومان است."), "fa", 4_000_000_000),
        (AR.format("عقدا", "وتبلغ قيمته مليونا و300 ألف دولار"), "ar", 1_300_000),
        (AR.format("عقدا", "وتبلغ قيمتها 300 ألف دولار"), "ar", None),
        (FA.format("قراردادی", "شهرداری ۴ میلیارد تومان وام گرفت."), "fa", None),
    ],
)
def test_a_value_is_that_of_the_agreement_that_its_pronoun_means(text: str, language: str, amount: int | None) -> None:
    one = only(text, language)
    assert (one.amount and one.amount.value.amount) == amount


@pytest.mark.parametrize(
    ("text", "language", "state", "parties"),
    [
        (
            "دانشگاه میبد و استانداری یزد تفاهم‌نامه همکاری خود را تمدید کردند.",
            "fa",
            "renewed",
            {"دانشگاه میبد", "استانداری یزد"},
        ),
        (
            "مذاکرات ایران و تونس درباره پیش‌نویس موافقت‌نامه لغو روادید ادامه دارد.",
            "fa",
            "under_review",
            {"ایران", "تونس"},
        ),
        (
            "موافقت‌نامه گمرکی ایران و تونس از اول تیر لازم‌الاجرا شد. دو کشور این موافقت‌نامه را پارسال امضا کرده بودند.",
            "fa",
            "in_force",
            {"ایران", "تونس"},
        ),
        ("ألغت وزارة الزراعة عقد الري مع جامعة البصرة.", "ar", "terminated", {"وزارة الزراعة", "جامعة البصرة"}),
        (
            "أعلنت وزارة الزراعة إنهاء عقد الري المبرم مع جامعة البصرة.",
            "ar",
            "terminated",
            {"وزارة الزراعة", "جامعة البصرة"},
        ),
        ("دخلت اتفاقية النقل بين مصر والأردن حيز التنفيذ.", "ar", "in_force", {"مصر", "الأردن"}),
        (
            "انتهت أمس صلاحية مذكرة التفاهم بين وزارة الزراعة وجامعة البصرة.",
            "ar",
            "expired",
            {"وزارة الزراعة", "جامعة البصرة"},
        ),
        ("تعاقدت وزارة الزراعة مع جامعة البصرة على فحص التربة.", "ar", "signed", {"وزارة الزراعة", "جامعة البصرة"}),
        ("خرقت مصر اتفاقية الصيد الموقعة مع الأردن.", "ar", "signed", {"مصر", "الأردن"}),
    ],
)
def test_what_became_of_an_agreement_has_those_who_did_it(
    text: str, language: str, state: str, parties: set[str]
) -> None:
    one = only(text, language)
    assert (one.state, names(one)) == (state, parties)


@pytest.mark.parametrize(
    ("text", "language", "parties"),
    [
        (
            "این قرارداد در تاریخ ۱۴۰۴/۰۴/۲۰ میان اداره کل بهزیستی استان یزد (طرف اول) "
            "و دانشگاه میبد (طرف دوم) منعقد گردید.",
            "fa",
            {"اداره\N{ZERO WIDTH NON-JOINER}کل بهزیستی استان یزد", "دانشگاه میبد"},
        ),
        (
            "حرر هذا العقد بتاريخ 14/07/2025 بين كل من: مختبرات النخيل، ويشار إليها بالطرف الأول، "
            "وجامعة البصرة، ويشار إليها بالطرف الثاني.",
            "ar",
            {"مختبرات النخيل", "جامعة البصرة"},
        ),
        ("وقع وزير الزراعة العراقي وجامعة البصرة أمس مذكرة تفاهم.", "ar", {"وزارة الزراعة العراقية", "جامعة البصرة"}),
    ],
)
def test_what_a_body_is_called_is_no_part_of_its_name(text: str, language: str, parties: set[str]) -> None:
    assert names(only(text, language)) == parties


@pytest.mark.parametrize(
    ("text", "language", "day"),
    [
        (
            "دانشگاه میبد قرارداد خود با استانداری یزد را لغو کرد. این قرارداد در سال ۱۴۰۱ امضا شده بود.",
            "fa",
            "2022-03-21/2023-03-20",
        ),
        ("ألغت وزارة الزراعة عقد الري الموقع في مارس 2023 مع جامعة البصرة.", "ar", "2023-03"),
        (AR.format("مذكرة تفاهم", "وفي اليوم نفسه وقعت الوزارة عقدا مع جامعة الموصل"), "ar", "2025-07-15"),
    ],
)
def test_a_signing_of_long_ago_has_the_day_that_is_told_for_it(text: str, language: str, day: str) -> None:
    assert {one.signed.value.iso for one in read(text, language) if one.signed} == {day}


def test_what_two_who_signed_agreed_on_is_no_agreement_of_its_own() -> None:
    one = only(FA.format("تفاهم‌نامه‌ای", "دو طرف توافق کردند کارگروهی تشکیل دهند."), "fa")
    assert one.count is None


def test_exchange_the_noun_signs_nothing() -> None:
    assert len(read(AR.format("مذكرة تفاهم", "وتتيح المذكرة تبادل الطلبة وتنظيم دورات مشتركة"), "ar")) == 1


def test_days_of_signing_that_cannot_be_one_are_flagged() -> None:
    twice = "دانشگاه میبد و استانداری یزد ۱۰ تیر ۱۴۰۴ تفاهم‌نامه امضا کردند. این تفاهم‌نامه {} تیر ۱۴۰۴ امضا شد."
    assert "contradicting_dates" in only(twice.format("۱۴"), "fa").flags
    assert "contradicting_dates" not in only(twice.format("۱۰"), "fa").flags


PERSIAN_TEXT = (
    "تفاهم‌نامه همکاری\nتاریخ: ۱۴۰۴/۰۴/۲۰\n"
    "طرف اول: دانشگاه میبد\nطرف دوم: جامعة البصرة\n"
    "ماده ۱ - موضوع\nآموزش زبان فارسی به کارکنان کتابخانه‌ها.\n"
    "ماده ۲ - مدت\nاین تفاهم‌نامه به مدت دو سال معتبر است.\n"
    "ماده ۳ - تعهدات\nهر یک از طرف‌ها کارگروهی تشکیل می‌دهد که برنامه سالانه را بنویسد.\n"
)
ARABIC_TEXT = (
    "مذكرة تفاهم للتعاون\n"
    "المادة 1 - الموضوع\nتعليم اللغة الفارسية للعاملين في المكتبات التي تتبع الطرفين.\n"
    "المادة 2 - المدة\nتسري هذه المذكرة لمدة سنتين من تاريخ توقيعها.\n"
    "المادة 3 - الالتزامات\nيشكل كل من الطرفين لجنة تضع البرنامج السنوي الذي ينفذ في السنة.\n"
)


def test_a_text_in_two_languages_is_flagged() -> None:
    assert "two_languages" in read(PERSIAN_TEXT + ARABIC_TEXT, "fa")[0].flags
    assert "two_languages" not in read(PERSIAN_TEXT, "fa")[0].flags


@pytest.mark.parametrize(
    ("text", "language", "subject"),
    [
        ("شهرداری رشت و دانشگاه گیلان دیروز قرارداد تازه‌ای امضا کردند.", "fa", ""),
        ("شهرداری رشت و دانشگاه گیلان تفاهم‌نامه چهارجانبه آموزش معلمان را امضا کردند.", "fa", "آموزش معلمان"),
        ("وقعت وزارة الزراعة وجامعة البصرة عقدا جديدا.", "ar", ""),
        ("وقعت وزارة الزراعة وجامعة البصرة مذكرة تفاهم ثنائية لإنعاش الأهوار.", "ar", "لإنعاش الأهوار"),
        ("وقعت وزارة الزراعة وجامعة البصرة أمس اتفاقا بشأن الري لا يشمل الأهوار.", "ar", "الري"),
    ],
)
def test_what_says_nothing_of_the_subject_is_none_of_it(text: str, language: str, subject: str) -> None:
    found = only(text, language).subject
    assert (found.value if found else "") == subject
