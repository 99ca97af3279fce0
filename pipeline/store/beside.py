"""What stands beside a document: its versions, what it came in or holds, its folder, and what tells the same story."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import batched

from sqlalchemy import ColumnElement, Connection, func, select, text

from corpora.codec import document_of
from corpora.document import Document
from pipeline.records import Within
from pipeline.store import tables as t
from pipeline.store.column_types import Letters, inside

_AT_ONCE = 500
_LAST = "\U0010ffff"
"""Behind every letter: where addresses that begin so end."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A document as a list shows it."""

    key: str
    uri: str
    title: str
    kind: str
    published: str = ""
    site: str = ""
    added: str = ""


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a document: its number, when it was stored, the run that read it and who began that, where known.

    ``place`` says which it is of those that are there, from 1: a run that was taken back leaves no number for another.
    """

    number: int
    at: str
    run: str
    user: str = ""
    place: int = 1


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside a document; ``whole`` is the mail or the archive's document that it is a part of."""

    whole: Sequence[Neighbour] = ()
    parts: Sequence[Neighbour] = ()
    folder: Sequence[Neighbour] = ()
    copies: Sequence[Neighbour] = ()
    run: str = ""
    added: str = ""
    versions: int = 1


def versions(connection: Connection, key: str) -> list[Version]:
    """The versions of a document, the newest first."""
    v, r = t.versions.c, t.runs.c
    joined = t.versions.outerjoin(t.runs, r.id == v.run)
    query = select(v.version, v.at, v.run, func.coalesce(r.user, "")).select_from(joined).where(v.key == key)
    rows = connection.execute(query.order_by(v.version.desc())).all()
    return [Version(*row, place) for row, place in zip(rows, range(len(rows), 0, -1), strict=True)]


def version(connection: Connection, key: str, number: int) -> Document | None:
    """A version of a document as it was read, without mentions; None where there is none."""
    v, d = t.versions.c, t.documents.c
    joined = t.versions.join(t.documents, d.key == v.key)
    query = select(v.head, d.collection).select_from(joined).where(v.key == key, v.version == number)
    row = connection.execute(query).first()
    return document_of({**row.head, "collection": row.collection}) if row else None


def stories(connection: Connection, keys: Iterable[str]) -> dict[str, int]:
    """The stories of some documents, of those that have one."""
    d, found = t.documents.c, dict[str, int]()
    for some in batched(dict.fromkeys(keys), _AT_ONCE):
        rows = connection.execute(select(d.key, d.story).where(d.key.in_(some), d.story.is_not(None)))
        found |= {row.key: row.story for row in rows}
    return found


def beside(connection: Connection, key: str, within: Within, limit: int) -> Beside:
    """What stands beside a document, at most so many of each sort."""
    d = t.documents.c
    count = select(func.count()).where(t.versions.c.key == key).scalar_subquery().label("versions")
    row = connection.execute(select(d.uri, d.story, d.run, d.added_at, count).where(d.key == key)).one()
    found = _Finding(connection, key, within, limit)
    outer, mark, _ = row.uri.rpartition("!/")
    return Beside(
        whole=found.some(d.uri == outer) if mark else (),
        parts=() if _is_row(row.uri) else found.some(*found.between(f"{row.uri}!/", f"{row.uri}!/{_LAST}")),
        folder=found.around(_folder(row.uri), row.uri),
        copies=found.some(d.story == row.story) if row.story is not None else (),
        run=row.run,
        added=row.added_at,
        versions=row.versions,
    )


def _folder(uri: str) -> str:
    """The address of the folder, or the archive, that a file lies in; "" for a page of the web and a row of a list.

    >>> _folder("file:///srv/all.zip!/a/b.pdf"), _folder("https://news.example.org/a/1")
    ('file:///srv/all.zip!/a/', '')
    """
    alone = uri.startswith(("http:", "https:")) or "/" not in uri or _is_row(uri)
    return "" if alone else uri[: uri.rindex("/") + 1]


def _is_row(uri: str) -> bool:
    """Whether an address is that of a row of a list («news.jsonl#12»), which holds nothing and lies in no folder."""
    return "#" in uri.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class _Finding:
    """Finds what stands beside one document, of some collections, in the order of addresses."""

    connection: Connection
    key: str
    within: Within
    limit: int

    def some(self, *wanted: ColumnElement[bool], back: bool = False) -> list[Neighbour]:
        """The first that are wanted, or with ``back`` the last, the last one first."""
        d, v = t.documents.c, t.versions.c
        joined = t.documents.join(t.versions, (v.key == d.key) & (v.version == d.version))
        head = [v.head[name].as_string() for name in ("title", "kind", "published", "site")]
        there = d.withdrawn_at.is_(None), inside(d.collection, self.within), d.key != self.key
        order = [one.desc() if back else one for one in (*self._indexed(), d.uri, d.key)]
        query = select(d.key, d.uri, *head, d.source, d.added_at).select_from(joined).where(*there, *wanted)
        rows = self.connection.execute(query.order_by(*order).limit(self.limit))
        return [Neighbour(*row[:4], row[4] or "", row[5] or row[6], row[7]) for row in rows]

    def around(self, folder: str, uri: str) -> list[Neighbour]:
        """Those of a folder, not of folders in it, that are nearest to an address, as many on either side as can be."""
        if not folder:
            return []
        directly = func.replace(t.documents.c.uri, folder, "").not_like("%/%")
        before = self.some(*self.between(folder, uri), directly, back=True)
        behind = self.some(*self.between(uri, folder + _LAST), directly)
        first = max(self.limit // 2, self.limit - len(behind))
        return [*reversed(before[:first]), *behind][: self.limit]

    def between(self, low: str, high: str) -> list[ColumnElement[bool]]:
        """Whether an address lies between two others."""
        uri, ends = t.documents.c.uri, (low[: t.PLACE], high[: t.PLACE])
        return [uri > low, uri < high, *(place.between(*ends) for place in self._indexed())]

    def _indexed(self) -> list[ColumnElement[str]]:
        """What PostgreSQL has an index of in place of whole addresses."""
        cut = func.substr(t.documents.c.uri, 1, text(str(t.PLACE)), type_=Letters())
        return [cut] if self.connection.dialect.name == "postgresql" else []
