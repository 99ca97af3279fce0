"""Dates of a text as the extractor finds them, for tests."""

from datetime import date
from typing import Any

from corpora.document import Mention
from extractors.extraction import mentions_of
from extractors.registry import build
from extractors.text.language import language_of

PUBLISHED = date(2025, 8, 13)


def dates(text: str, published: date | None = PUBLISHED, language: str = "") -> list[Mention]:
    """The mentions of a text, in order."""
    found = mentions_of(
        text, key="k", language=language or language_of(text), published=published, extractors=build(("dates",))
    )
    return list(found)


def only(text: str, published: date | None = PUBLISHED) -> dict[str, Any]:
    """The value of the one date of a text."""
    (mention,) = dates(text, published)
    return dict(mention.value)


def told(text: str, published: date | None = PUBLISHED) -> list[tuple[str, str]]:
    """Surface and value (or length) of each date of a text."""
    return [(m.surface, m.value.get("value") or m.value.get("duration", "")) for m in dates(text, published)]


def days(text: str, published: date | None = PUBLISHED) -> list[tuple[str, str, str]]:
    """Surface, first and last day of each date of a text."""
    return [(m.surface, m.value.get("start", ""), m.value.get("end", "")) for m in dates(text, published)]
