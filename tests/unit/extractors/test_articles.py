"""Articles of an agreement's text: what heads one, what only points at one, how deep it lies."""

import pytest

from extractors.agreements.articles import articles, label_length, level_of, sections


def headings(text: str) -> list[tuple[str, str]]:
    return [(one.number, text[one.heading.start : one.heading.end]) for one in sections(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ماده ۱- موضوع\nآموزش.\nماده ۲- مدت\nیک سال.", [("1", "ماده ۱- موضوع"), ("2", "ماده ۲- مدت")]),
        ("ماده اول: موضوع\nآموزش.\nماده دوم: مدت\nیک سال.", [("1", "ماده اول: موضوع"), ("2", "ماده دوم: مدت")]),
        ("مادۀ (۱)\nموضوع\nمادۀ (۲)\nمدت", [("1", "مادۀ (۱)"), ("2", "مادۀ (۲)")]),
        (
            "المادة الأولى: الموضوع\nالتدريب.\nالمادة الحادية عشرة: المدة\nسنة.",
            [("1", "المادة الأولى: الموضوع"), ("11", "المادة الحادية عشرة: المدة")],
        ),
        ("المادة (1)\nالموضوع\nالمادة (2)\nالمدة", [("1", "المادة (1)"), ("2", "المادة (2)")]),
        ("البند الأول: التدريب.\nالبند الثاني: المدة سنة.", [("1", "البند الأول"), ("2", "البند الثاني")]),
        (
            "أولا: الموضوع\nثانيا: المدة\nثالثا: الإنهاء",
            [("1", "أولا: الموضوع"), ("2", "ثانيا: المدة"), ("3", "ثالثا: الإنهاء")],
        ),
        ("۱- موضوع\n۲- مدت\n۳- فسخ", [("1", "۱- موضوع"), ("2", "۲- مدت"), ("3", "۳- فسخ")]),
        ("ماده ۱ موضوع\nتعمیر پل.\nماده ۲ مدت\nشش ماه.", [("1", "ماده ۱ موضوع"), ("2", "ماده ۲ مدت")]),
        ("قرارداد خرید. ماده ۱- کالا صد دستگاه است. ماده ۲- مدت دو ماه است.", [("1", "ماده ۱"), ("2", "ماده ۲")]),
        ("ماده ۳-۱- نظارت\nکارگروه.", [("3-1", "ماده ۳-۱- نظارت")]),
    ],
)
def test_what_heads_an_article(text: str, expected: list[tuple[str, str]]) -> None:
    assert headings(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "شهرداری طبق ماده ۳ این قرارداد هزینه را می‌پردازد.",
        "وفقا للمادة الثالثة من هذه الاتفاقية يلتزم الطرفان.",
        "این کارخانه ماده اولیه می‌خرد.\nماده معدنی دوم آهن است.",
        "۱- نان\n۲- شیر",
        "در نشست، ۳ تفاهم‌نامه امضا شد. بند مالی نداشت.",
    ],
)
def test_what_heads_nothing(text: str) -> None:
    assert sections(text) == ()


def test_a_line_that_a_reference_begins_is_no_article() -> None:
    text = "ماده ۱- پرداخت\nپیمانکار هزینه را طبق\nماده ۱ این قرارداد دریافت می‌کند.\nماده ۲- مدت\nسه ماه."
    assert [number for number, _ in headings(text)] == ["1", "2"]


def test_clauses_and_notes_lie_in_their_article_and_chapters_hold_articles() -> None:
    text = (
        "فصل اول: کلیات\nماده ۱- تعهدات\nبند ۱: آموزش.\nتبصره ۱: هزینه با دانشگاه است.\nبند ۲: نشر."
        "\nفصل دوم: مدت\nماده ۲- مدت\nدو سال."
    )
    found = [(one.word, one.number, level_of(one), text[one.span.end - 6 : one.span.end]) for one in sections(text)]
    assert found == [
        ("فصل", "1", 0, "۲: نشر."[-6:]),
        ("ماده", "1", 1, "۲: نشر."[-6:]),
        ("بند", "1", 2, "نه است."[-6:]),
        ("تبصره", "1", 3, "نه است."[-6:]),
        ("بند", "2", 2, "۲: نشر."[-6:]),
        ("فصل", "2", 0, "و سال."[-6:]),
        ("ماده", "2", 1, "و سال."[-6:]),
    ]
    top = [text[one.span.start : one.span.end].split("\n")[0] for one in articles(text)]
    assert top == ["فصل اول: کلیات", "ماده ۱- تعهدات", "فصل دوم: مدت", "ماده ۲- مدت"]


def test_articles_leave_no_text_out_between_them() -> None:
    text = "ماده ۱- موضوع\nآموزش.\n\nماده ۲- مدت\nدو سال.\n"
    first, second = articles(text)
    assert text[first.span.end : second.span.start].strip() == ""
    assert text[second.span.end :].strip() == ""


def test_two_agreements_in_one_text_number_their_articles_anew() -> None:
    text = "ماده ۱- موضوع\nالف.\nماده ۲- مدت\nب.\nقرارداد دوم\nماده ۱- موضوع\nپ.\nماده ۲- مدت\nت."
    assert [number for number, _ in headings(text)] == ["1", "2", "1", "2"]


@pytest.mark.parametrize(
    ("heading", "rest"),
    [("ماده ۳- مدت", "مدت"), ("المادة الثالثة: المدة", "المدة"), ("۲- فسخ", "فسخ"), ("فسخ", "فسخ"), ("", "")],
)
def test_the_number_of_a_heading_is_told_from_its_title(heading: str, rest: str) -> None:
    assert heading[label_length(heading) :].strip(" -:") == rest
