"""JSON Schema in small: what one part of a value may be, as a check and as the schema that says the same."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from corpora.sentences import Sentence

_BROKEN = re.compile(r"[\uD800-\uDFFF]")
_MOST = 1e300
"""Numbers beyond it are no counts, and overflow where they are compared as floats."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A kind of JSON value: whether one is of it, its JSON Schema, and what to call it in a message."""

    holds: Callable[[Any], bool]
    schema: Mapping[str, Any]
    called: str


def one_of(*words: str) -> Shape:
    """One of some words."""
    known = frozenset(words)
    return Shape(
        lambda part: isinstance(part, str) and part in known,
        {"enum": list(words)},
        Sentence("one of {words}", words=[word or '""' for word in words]),
    )


def matching(pattern: str, called: str) -> Shape:
    """A text that a pattern matches as a whole."""
    compiled = re.compile(pattern, re.ASCII)
    schema = {"type": "string", "pattern": f"^(?:{pattern})$"}
    return Shape(lambda part: isinstance(part, str) and bool(compiled.fullmatch(part)), schema, called)


def list_of(shape: Shape, called: str) -> Shape:
    """A list of at least one, each of a shape."""
    schema = {"type": "array", "items": shape.schema, "minItems": 1}
    return Shape(lambda part: isinstance(part, list) and bool(part) and all(map(shape.holds, part)), schema, called)


def _is_text(part: Any) -> bool:
    return isinstance(part, str) and not part.isspace() and part != "" and not _BROKEN.search(part)


def _is_number(part: Any) -> bool:
    return isinstance(part, int | float) and not isinstance(part, bool) and -_MOST < part < _MOST


def _is_day(part: Any) -> bool:
    try:
        return isinstance(part, str) and date.fromisoformat(part).isoformat() == part
    except ValueError:
        return False


def _is_range(part: Any) -> bool:
    if not isinstance(part, list) or len(part) != len(("start", "end")):
        return False
    return all(type(offset) is int for offset in part) and 0 <= part[0] < part[1]


TEXT = Shape(_is_text, {"type": "string", "pattern": r"\S"}, Sentence("a text that is not empty"))
NUMBER = Shape(_is_number, {"type": "number"}, Sentence("a number"))
TRUE = Shape(lambda part: part is True, {"const": True}, Sentence("true, or left out"))
DAY = Shape(_is_day, {"type": "string", "format": "date"}, Sentence("a day as YYYY-MM-DD"))
CLOCK = matching(r"(?:[01]\d|2[0-4]):[0-5]\d", Sentence("a time as HH:MM"))
DURATION = matching(r"PT?(?:\d+(?:\.\d+)?|X)[A-Z]", Sentence("a duration of ISO 8601, as P1M or PT3H"))
RANGE = Shape(
    _is_range,
    {"type": "array", "items": {"type": "integer", "minimum": 0}, "minItems": 2, "maxItems": 2},
    Sentence("[start, end] in code points of the text"),
)
RANGES = list_of(RANGE, Sentence("a list of [start, end]"))
TEXTS = list_of(TEXT, Sentence("a list of texts"))
