"""One line of JSON as a record: parsed, its fields of the types that a document needs."""

import json
import re
from collections.abc import Mapping
from typing import Any

from corpora.unicode import storable
from pipeline.errors import UnreadableSource
from pipeline.ingest.encoding import decode

_TEXTS = ("text", "title", "published", "url", "language", "site")
_LONGEST_NUMBER = 4000
"""Digits of a number; Python makes none of more than 4,300, and no field is one."""


_STRING = re.compile(rb'"(?:[^"\\]++|\\.)*+"?', re.DOTALL)
_LOOKED_AT = 1024 * 1024
_MOST_VALUES = 100_000
"""Lists, objects and their parts in a long line: each takes forty times the bytes of its comma."""


def record_of(line: bytes) -> Mapping[str, Any]:
    """The fields of a line of JSON; raises UnreadableSource, ``corrupt`` or ``bomb``.

    Lone surrogates, which JSON that was cut in the middle of an emoji has, become U+FFFD. A line with bytes that are no
    UTF-8 is read as a text with such bytes is; ``flags`` then says what is wrong with it.
    """
    if len(line) > _LOOKED_AT and _values(line) > _MOST_VALUES:
        raise UnreadableSource("bomb", f"the line holds more than {_MOST_VALUES:,} values")
    flags: tuple[str, ...] = ()
    try:
        try:
            record = json.loads(line, parse_int=_number)
        except UnicodeDecodeError:
            decoded = decode(line)
            record, flags = json.loads(decoded.text, parse_int=_number), decoded.flags
    except RecursionError as error:
        raise UnreadableSource("corrupt", "the line is nested too deeply") from error
    except ValueError as error:
        raise UnreadableSource("corrupt", f"the line is not JSON: {error}") from error
    if not isinstance(record, dict):
        raise UnreadableSource("corrupt", "the line is not a JSON object")
    given = record.get("id")
    if given is not None and (isinstance(given, bool) or not isinstance(given, str | int)):
        raise UnreadableSource("corrupt", "the field 'id' is not a string or a whole number")
    for name in _TEXTS:
        if not isinstance(record.get(name, ""), str | None):
            raise UnreadableSource("corrupt", f"the field {name!r} is not a string")
    known = {name: record[name] for name in ("id", *_TEXTS) if name in record}
    found = {name: storable(value) if isinstance(value, str) else value for name, value in known.items()}
    return found | ({"flags": flags} if flags else {})


def _values(line: bytes) -> int:
    """How many values a line of JSON holds, counted without making them."""
    bare = _STRING.sub(b"", line)
    return sum(bare.count(mark) for mark in (b",", b"[", b"{"))


def _number(digits: str) -> int | str:
    return int(digits) if len(digits) <= _LONGEST_NUMBER else digits
