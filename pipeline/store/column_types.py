"""Columns that are the same on SQLite and PostgreSQL: strings compare by code point, numbers have 64 bits."""

from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Dialect, Integer, String, Text, true
from sqlalchemy.dialects import postgresql
from sqlalchemy.types import TypeDecorator, TypeEngine

from corpora.unicode import storable
from pipeline.records import Within


class Letters(TypeDecorator[str]):
    """A string. What a database refuses, NUL and lone surrogates, becomes U+FFFD on the way in.

    PostgreSQL orders by the collation "C", as SQLite does.
    """

    impl = Text
    cache_ok = True

    def __init__(self, length: int | None = None) -> None:
        """``length`` is in characters, None for any."""
        super().__init__()
        self.length = length

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """VARCHAR or TEXT."""
        if dialect.name == "postgresql":
            kind = postgresql.VARCHAR if self.length else postgresql.TEXT
            return dialect.type_descriptor(kind(self.length, collation="C"))
        return dialect.type_descriptor(String(self.length) if self.length else Text())

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - the seam's
        """What the database can keep."""
        return None if value is None else storable(value)


def inside(collection: ColumnElement[str], within: Within) -> ColumnElement[bool]:
    """Whether a row is of some collections."""
    return true() if within is None else collection.in_(sorted(within))


Number = Integer().with_variant(BigInteger(), "postgresql")
"""A number that grows as long as the archive lives."""
