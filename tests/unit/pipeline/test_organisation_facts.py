"""What documents say of bodies: persons with offices, since when, and counts of theirs; on our own sentences."""

from pathlib import Path

import pytest

from corpora.document import Document
from extractors.organisations.facts import BodyFact, facts
from pipeline.annotate import annotated


def read(text: str, language: str) -> list[BodyFact]:
    document = Document("a" * 32, "a", "file:///a", text, language=language, published="2025-01-05")
    return facts(annotated(document))


@pytest.mark.parametrize(
    ("language", "text", "name", "role", "body", "since"),
    [
        (
            *("fa", "علی رضایی، مدیرکل آموزش و پرورش استان یزد، در این نشست سخن گفت."),
            *("علی رضایی", "مدیرکل", "آموزش و پرورش استان یزد", ""),
        ),
        (
            *("fa", "دکتر زهرا احمدی رئیس بیمارستان نمازی شیراز گفت: بخش تازه آماده است."),
            *("زهرا احمدی", "رئیس", "بیمارستان نمازی شیراز", ""),
        ),
        (
            *("fa", "مریم صادقی، مدیرعامل شرکت فولاد خوزستان از سال ۱۳۹۸، گزارش داد."),
            *("مریم صادقی", "مدیرعامل", "شرکت فولاد خوزستان", "1398"),
        ),
        (
            *("fa", "رضا کاظمی، رئیس دانشگاه شیراز، گفت: از سال ۱۳۹۰ سه ساختمان ساخته‌ایم."),
            *("رضا کاظمی", "رئیس", "دانشگاه شیراز", ""),
        ),
        (
            *("ar", "قال أحمد الكبيسي، رئيس جامعة بغداد، إن العام الدراسي سيبدأ غداً."),
            *("أحمد الكبيسي", "رئيس", "جامعة بغداد", ""),
        ),
    ],
)
def test_who_holds_which_office_and_since_when(
    language: str, text: str, name: str, role: str, body: str, since: str
) -> None:
    (one,) = (fact for fact in read(text, language) if fact.what == "person")
    assert (one.name, one.role, one.since) == (name, role, since)
    assert text[one.body.start : one.body.end] == body
    assert one.anchor.start >= one.evidence.start
    assert one.anchor.end <= one.evidence.end


@pytest.mark.parametrize(
    ("language", "text", "numbers"),
    [
        ("fa", "دانشگاه یزد ۱۲ هزار دانشجو دارد.", [12000]),
        ("fa", "دانشگاه یزد ۱۲ هزار دانشجو و ۶۰۰ استاد دارد.", [12000, 600]),
        ("fa", "دانشگاه میبد دارای ۵ دانشکده است.", [5]),
        ("fa", "۲۴۰ دانشجوی دانشگاه شیراز به اردو رفتند.", [240]),
        ("ar", "تضم جامعة بغداد 24 كلية.", [24]),
        ("ar", "جامعة بغداد تضم 24 كلية و3 معاهد.", [24, 3]),
        ("ar", "شارك 50 طالباً من جامعة البصرة في المسابقة.", [50]),
    ],
)
def test_counts_that_are_of_a_body(language: str, text: str, numbers: list[int]) -> None:
    found = [fact for fact in read(text, language) if fact.what == "count"]
    assert [fact.number for fact in found] == numbers
    assert all(fact.unit and text[fact.anchor.start : fact.anchor.end] for fact in found)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fa", "دانشگاه یزد و شهرداری یزد ۱۲ تفاهم‌نامه امضا کردند."),
        ("fa", "دانشگاه یزد ۳ نشست با شهرداری یزد داشت."),
        ("fa", "در دانشگاه یزد ۲۰ نفر زخمی شدند."),
        ("fa", "شرکت فولاد خوزستان با ۱۵ شرکت قرارداد بست."),
        ("ar", "وقعت جامعة بغداد 5 مذكرات تفاهم."),
        ("ar", "زار وفد من 12 طبيباً مستشفى الشفاء."),
    ],
)
def test_counts_that_only_stand_beside_a_body(language: str, text: str) -> None:
    assert [fact for fact in read(text, language) if fact.what == "count"] == []


_LINES = (Path(__file__).parent / "organisation_facts.tsv").read_text("utf-8").splitlines()[2:]


@pytest.mark.parametrize(("language", "text", "expected"), [line.split("\t") for line in _LINES])
def test_what_a_sentence_says_of_a_body_and_nothing_else(language: str, text: str, expected: str) -> None:
    found = [
        f"p {one.name} {one.since}".strip() if one.what == "person" else f"c {one.number:g}"
        for one in read(text, language)
    ]
    assert "; ".join(found) == expected
