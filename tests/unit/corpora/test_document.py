import pytest

from corpora.document import Document, Mention, Span
from corpora.errors import InvalidDocument

TEXT = "منوی اصلی\nنشست یزد برگزار شد.\n\n\nنظر شما"


def document(**more: object) -> Document:
    return Document(key="k", id="k", uri="file:///a.txt", text=TEXT, **more)  # type: ignore[arg-type]


def mention(start: int, end: int, surface: str) -> Mention:
    return Mention("m", "PLACE", Span(start, end), surface, {}, "test", "1")


def test_body_text_leaves_furniture_out() -> None:
    furniture = (Span(0, 9), Span(len(TEXT) - 7, len(TEXT)))
    assert document(furniture=furniture).body_text() == "نشست یزد برگزار شد."


def test_body_is_what_furniture_leaves() -> None:
    assert document(furniture=(Span(0, 9), Span(5, 9))).body() == (Span(9, len(TEXT)),)


@pytest.mark.parametrize("span", [Span(-1, 2), Span(3, len(TEXT) + 1), Span(5, 4)])
def test_a_span_outside_the_text_is_refused(span: Span) -> None:
    with pytest.raises(InvalidDocument, match="leaves the text"):
        document(furniture=(span,))


def test_a_surface_that_is_not_there_is_refused() -> None:
    with pytest.raises(InvalidDocument, match="surface"):
        document(mentions=(mention(15, 18, "قم"),))


def test_mentions_come_in_text_order() -> None:
    later, earlier = mention(15, 18, "یزد"), mention(10, 14, "نشست")
    assert document().with_mentions([later, earlier]).mentions == (earlier, later)
