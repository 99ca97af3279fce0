"""What other sources say of a field, on its page."""

from corpora.document import Span
from pipeline.registry.entries import Place, Value
from search_api.pages.quoted import others_of


def place(key: str) -> tuple[Place, ...]:
    return (Place(key, Span(0, 4)),)


def test_what_is_written_alike_is_said_once_and_never_what_the_field_says() -> None:
    said = Value("نشست", place("a"), others=(("همایش", place("b")), ("همایش ", place("c")), ("نشست ", place("d"))))
    assert others_of(said, str.strip, {}) == [("همایش", [])]
