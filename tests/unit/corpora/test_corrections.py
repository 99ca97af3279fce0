"""Corrections of recognised text: offsets there and back, pages, titles, furniture."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpora.corrections import Alignment, Correction, anchored, corrected
from corpora.document import Document, Page, Region, Span

TEXT = "تفاهم نامه همکاری در تاریخ ۱۴۰۳/۰۵/۲۲ امضا شد"


def document(text: str = TEXT) -> Document:
    regions, at = [], 0
    for number, word in enumerate(text.split(" ")):
        regions.append(Region(Span(at, at + len(word)), (100 * number, 0, 100 * number + 90, 50), 0.6))
        at += len(word) + 1
    page = Page(Span(0, len(text)), "1", 0.6, tuple(regions))
    return Document(
        "k", "k", "file:///a.png", text, title=text[:17], pages=(page,), furniture=(Span(text.index("شد"), len(text)),)
    )


def correction(before: str, after: str) -> Correction:
    start = TEXT.index(before)
    return Correction(Span(start, start + len(before)), before, after)


def test_a_word_is_put_right_and_all_else_moves() -> None:
    found = corrected(document(), [correction("۱۴۰۳/۰۵/۲۲", "۱۴۰۴/۰۵/۲"), correction("همکاری", "همکاری‌ها")])
    assert found.text == "تفاهم نامه همکاری‌ها در تاریخ ۱۴۰۴/۰۵/۲ امضا شد"
    assert found.title == "تفاهم نامه همکاری‌ها"
    assert [found.text[span.start : span.end] for span in found.furniture] == ["شد"]
    words = [found.text[r.span.start : r.span.end] for r in found.pages[0].regions]
    assert words == found.text.split(" ")
    assert [r.confidence for r in found.pages[0].regions] == [0.6, 0.6, 1.0, 0.6, 0.6, 1.0, 0.6, 0.6]
    assert [r.box for r in found.pages[0].regions] == [r.box for r in document().pages[0].regions]


def test_words_that_are_joined_share_a_place_and_a_deleted_one_has_none() -> None:
    found = corrected(document(), [correction("تفاهم نامه", "تفاهم‌نامه"), correction("شد", "")])
    first, *others = found.pages[0].regions
    assert (found.text[first.span.start : first.span.end], first.box) == ("تفاهم‌نامه", (0, 0, 190, 50))
    assert len(others) == 5
    assert found.text.endswith("امضا ")


def test_without_corrections_it_is_the_document_itself() -> None:
    one = document()
    assert corrected(one, []) is one


@given(st.data())
def test_what_was_read_is_found_from_what_stands_there(data: st.DataObject) -> None:
    words = data.draw(st.lists(st.text("ابپت", min_size=1, max_size=4), min_size=1, max_size=8))
    text, spans, at = " ".join(words), [], 0
    for word in words:
        spans.append(Span(at, at + len(word)))
        at += len(word) + 1
    made = [
        Correction(span, word, data.draw(st.text("جحخ", max_size=5)))
        for span, word in zip(spans, words, strict=True)
        if data.draw(st.booleans())
    ]
    moved, new = Alignment(made), corrected(Document("k", "k", "u", text), made).text
    afters = {one.span: one.after for one in made}
    for span, word in zip(spans, words, strict=True):
        there = moved.corrected(span)
        assert new[there.start : there.end] == afters.get(span, word)
        if there.start < there.end:
            assert moved.as_read(there) == span
    assert moved.corrected(Span(0, len(text))) == Span(0, len(new))


@pytest.mark.parametrize(
    ("other", "found"),
    [
        ("الف ب " + TEXT, 27 + 6),
        (TEXT.replace("۱۴۰۳", "۱۴۰۲"), None),
        (TEXT + " " + TEXT, None),
    ],
)
def test_a_place_is_known_by_what_is_around_it(other: str, found: int | None) -> None:
    span = correction("۱۴۰۳/۰۵/۲۲", "").span
    assert span.start == 27
    assert anchored(TEXT, span, other) == (None if found is None else Span(found, found + 10))
