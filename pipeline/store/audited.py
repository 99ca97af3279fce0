"""Rows of the log of decisions by what they are of, a document, a person, an entity, days, and by who may see them."""

from collections.abc import Collection
from dataclasses import dataclass
from itertools import batched, islice
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, or_, select

from pipeline.records import Within
from pipeline.store import entities
from pipeline.store import tables as t
from pipeline.store.column_types import inside
from pipeline.store.decisions import Decision, Decisions

_MANY, _AT_ONCE = 400, 2000
_IDS, _KEYS = ("one", "other", "entity", "to"), ("key",)
"""Parts of a decision on entities that are ids, and that are keys of names."""


@dataclass(frozen=True, slots=True)
class Filter:
    """Which decisions are asked for; what is empty asks for all.

    ``since`` and ``until`` are times as the log has them, the first of them in and the last out. ``entity`` asks for
    what was said of it, of one that was merged into it, and of mentions that name it.
    """

    document: str = ""
    user: str = ""
    entity: str = ""
    kind: str = ""
    since: str = ""
    until: str = ""
    batch: str = ""


@dataclass(frozen=True, slots=True)
class Sight:
    """What of the log somebody may see: decisions on documents of some collections that were not withdrawn.

    Of those that are on no document the ``others``, None for all. ``everything`` is for who runs the archive: what was
    withdrawn too.
    """

    within: Within
    others: Collection[int] | None = None
    everything: bool = False


def numbers(connection: Connection, asked: Filter, sight: Sight, newest: int = 0) -> list[int]:
    """The numbers of the decisions that are asked for and may be seen, oldest first, or so many of the newest."""
    d = t.decisions.c
    wanted = _wanted(connection, asked)
    if not sight.everything:
        wanted.append(or_(d.document.is_(None), _on_documents(sight.within)))
    query = select(d.id, d.document).where(*wanted).order_by(d.id.desc() if newest else d.id)
    others = None if sight.everything else sight.others
    with connection.execution_options(yield_per=_AT_ONCE).execute(query) as rows:
        found = (row.id for row in rows if row.document is not None or others is None or row.id in others)
        return list(islice(found, newest)) if newest else list(found)


def of_collections(connection: Connection, within: Collection[str]) -> set[int]:
    """The numbers of the decisions on some collections as a whole, and on names in them."""
    d = t.decisions.c
    query = select(d.id).where(d.kind.in_(("name", "collection")), _says(("collection",), sorted(within)))
    return set(connection.execute(query).scalars())


def rows(connection: Connection, some: Collection[int]) -> list[Decision]:
    """The decisions of some numbers, oldest first."""
    found = list[Decision]()
    for part in batched(sorted(some), _MANY):
        found += Decisions(connection).some(part)
    return found


def titles(connection: Connection, keys: Collection[str]) -> dict[str, str]:
    """The titles that documents were read with, by their keys."""
    d, v, found = t.documents.c, t.versions, dict[str, str]()
    for some in batched(sorted(set(keys)), _MANY):
        query = select(d.key, v.c.head["title"].as_string()).where(d.key.in_(some))
        joined = query.join(v, and_(v.c.key == d.key, v.c.version == d.version))
        found |= {key: str(title or "") for key, title in connection.execute(joined)}
    return found


def _wanted(connection: Connection, asked: Filter) -> list[ColumnElement[bool]]:
    d = t.decisions.c
    same = (d.document, asked.document), (d.user, asked.user), (d.kind, asked.kind)
    wanted = [column == value for column, value in same if value]
    if asked.since:
        wanted.append(d.at >= asked.since)
    if asked.until:
        wanted.append(d.at < asked.until)
    if asked.batch:
        wanted.append(d.batch == asked.batch)
    if asked.entity:
        wanted.append(_about(connection, asked.entity))
    return wanted


def _about(connection: Connection, identity: str) -> ColumnElement[bool]:
    """Whether a decision is about an entity, or about a mention that names it."""
    d = t.decisions.c
    now = entities.current(connection, identity)
    ids = [now, *entities.merged_into(connection, now)]
    keys = [alias.key for alias in entities.aliases(connection, now)]
    of_entity = or_(*(_says((part,), ids) for part in _IDS), *(_says((part,), keys) for part in _KEYS))
    of_mention = _says(("value", "entity"), keys)
    return or_(and_(d.kind == "entity", of_entity), and_(d.kind == "mention", of_mention))


def _says(path: tuple[str, ...], values: Collection[str]) -> ColumnElement[bool]:
    """Whether what stood before or is to stand has one of some values at a place."""
    d = t.decisions.c
    place: Any = path if len(path) > 1 else path[0]
    return or_(*(side[place].as_string().in_(values) for side in (d.before, d.after)))


def _on_documents(within: Within) -> ColumnElement[bool]:
    """Whether a decision is on documents of some collections alone, and tells of no other collection."""
    d, held = t.decisions.c, t.documents.c
    seen = select(held.key).where(held.withdrawn_at.is_(None), inside(held.collection, within))
    if within is None:
        return d.document.in_(seen)
    sides = d.before, d.after
    others = [side["other_document"].as_string() for side in sides]
    joined = and_(*(or_(other.is_(None), other.in_(seen)) for other in others))
    places = [side["value"].as_string() for side in sides]
    moved = and_(d.kind == "document", d.subject == "collection")
    stayed = and_(*(or_(place.is_(None), place.in_(sorted(within))) for place in places))
    return and_(d.document.in_(seen), or_(d.kind != "entry", joined), or_(~moved, stayed))
