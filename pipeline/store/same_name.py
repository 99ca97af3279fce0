"""Uploads of one name: which earlier document one may be a newer version of. What a person says of that is his."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select

from pipeline.records import Within
from pipeline.store import tables as t
from pipeline.store.column_types import inside

_UPLOADED = "upload:/"
_BLOB = 16
"""Digits of the bytes that the address of an upload has («upload:/0123456789abcdef/گزارش.txt»)."""
_NAME = len(_UPLOADED) + _BLOB + 1
_LAST = "\U0010ffff"
_PARTS = ("!/", "#")
"""What the address of a document has that is a part of a file: it changes with that alone."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """A document, by its key, that may be the earlier version of another one, with its title."""

    key: str
    title: str


def earlier(connection: Connection, keys: Sequence[str], within: Within) -> dict[str, Earlier]:
    """Key → the one document that came before of the same name, and of the same source or story, in its collection.

    Nothing where there are several, where either is a part of a file, or where one did not come by an upload: a file
    that is read again from its folder would bring its older text back.
    """
    ours = [row for row in _uploads(connection, within, keys=keys) if not _is_part(row.uri)]
    names = {row.uri[_NAME:] for row in ours}
    named = _uploads(connection, within, names=sorted(names)) if names else []
    others = [row for row in named if not _is_part(row.uri)]
    found = {row.key: [other for other in others if _comes_before(other, row)] for row in ours}
    return {key: Earlier(some[0].key, some[0].title or "") for key, some in found.items() if len(some) == 1}


def had(connection: Connection, key: str, content_hash: str) -> bool:
    """Whether a version of a document, also an older one, has some content."""
    v = t.versions.c
    query = select(v.key).where(v.key == key, v.content_hash == content_hash).limit(1)
    return connection.execute(query).first() is not None


def _uploads(
    connection: Connection, within: Within, *, keys: Sequence[str] | None = None, names: Sequence[str] = ()
) -> list[Any]:
    """Documents that were uploaded and are there: those of some keys, or of some names."""
    d, v = t.documents.c, t.versions.c
    joined = t.documents.join(t.versions, (v.key == d.key) & (v.version == d.version))
    columns = d.key, d.uri, d.source, d.collection, d.story, d.run, d.added_at, d.seq
    wanted = d.key.in_(keys) if keys is not None else func.substr(d.uri, _NAME + 1).in_(names)
    there = d.withdrawn_at.is_(None), inside(d.collection, within), d.uri.between(_UPLOADED, _UPLOADED + _LAST)
    query = select(*columns, v.head["title"].as_string().label("title")).select_from(joined).where(wanted, *there)
    return list(connection.execute(query))


def _comes_before(other: Any, one: Any) -> bool:
    same = (other.uri[_NAME:], other.collection) == (one.uri[_NAME:], one.collection)
    alike = other.source == one.source or (one.story is not None and other.story == one.story)
    before = (other.added_at, other.seq) < (one.added_at, one.seq)
    return bool(same and alike and before and other.run != one.run)


def _is_part(uri: str) -> bool:
    return any(mark in uri for mark in _PARTS)
