"""What stands beside a document: its versions, what it came in or holds, its folder, and what tells the same story."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, select

from pipeline.records import Within
from pipeline.store import tables as t
from pipeline.store.column_types import inside

_LAST = "\U0010ffff"
"""Behind every letter: where addresses that begin so end."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A document as a list shows it."""

    key: str
    uri: str
    title: str
    kind: str


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a document: its number, when it was stored, and the run that read it, where that is known."""

    number: int
    at: str
    run: str


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside a document; ``whole`` is the mail or the archive's document that it is a part of."""

    whole: Sequence[Neighbour] = ()
    parts: Sequence[Neighbour] = ()
    folder: Sequence[Neighbour] = ()
    copies: Sequence[Neighbour] = ()
    run: str = ""
    added: str = ""


def versions(connection: Connection, key: str) -> list[Version]:
    """The versions of a document, the newest first."""
    v = t.versions.c
    query = select(v.version, v.at, v.run).where(v.key == key).order_by(v.version.desc())
    return [Version(*row) for row in connection.execute(query)]


def beside(connection: Connection, key: str, within: Within, limit: int) -> Beside:
    """What stands beside a document, at most so many of each sort."""
    d = t.documents.c
    row = connection.execute(select(d.uri, d.story, d.run, d.added_at).where(d.key == key)).one()

    def some(*wanted: ColumnElement[bool]) -> list[Neighbour]:
        rows = connection.execute(_asked(within, key, limit, *wanted))
        return [Neighbour(row[0], row[1], row[2], row[3]) for row in rows]

    outer, mark, _ = row.uri.rpartition("!/")
    here = _folder(row.uri)
    directly = func.replace(d.uri, here, "").not_like("%/%")
    return Beside(
        whole=some(d.uri == outer) if mark else (),
        parts=some(*_begins(f"{row.uri}!/")),
        folder=some(*_begins(here), directly) if here else (),
        copies=some(d.story == row.story) if row.story is not None else (),
        run=row.run,
        added=row.added_at,
    )


def _folder(uri: str) -> str:
    """The address of the folder, or the archive, that a file lies in; "" for a page of the web.

    >>> _folder("file:///srv/all.zip!/a/b.pdf"), _folder("https://news.example.org/a/1")
    ('file:///srv/all.zip!/a/', '')
    """
    return "" if uri.startswith(("http:", "https:")) or "/" not in uri else uri[: uri.rindex("/") + 1]


def _begins(start: str) -> tuple[ColumnElement[bool], ...]:
    uri = t.documents.c.uri
    return uri > start, uri < start + _LAST


def _asked(within: Within, key: str, limit: int, *wanted: ColumnElement[bool]) -> Select[Any]:
    d, v = t.documents.c, t.versions.c
    joined = t.documents.join(t.versions, (v.key == d.key) & (v.version == d.version))
    shown = select(d.key, d.uri, v.head["title"].as_string(), v.head["kind"].as_string()).select_from(joined)
    there = d.withdrawn_at.is_(None), inside(d.collection, within), d.key != key
    return shown.where(*there, *wanted).order_by(d.uri, d.key).limit(limit)
