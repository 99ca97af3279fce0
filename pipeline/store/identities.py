"""The tables of who is who, ``entities`` and ``entity_keys``, as what follows from the log: loaded and written.

What documents said of an entity is kept beside it (``key``, ``met``, ``language``), so that all the rest can be made
again (``pipeline.review.identities``).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import batched
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from pipeline.store import tables as t
from pipeline.store.entities import folded

_MANY = 400
_ROWS = 2000
type Facts = tuple[str, str, str, str]
"""What documents say of an entity beside its name: kind, place, its English name, the body that it belongs to."""
NO_FACTS: Facts = ("", "", "", "")


@dataclass(frozen=True, slots=True)
class Who:
    """An entity. ``key``, ``met`` and ``language`` are of the mention that it was made for; "" where a person made it.

    ``merged_into`` is the entity that has its keys by now, "" where it has some itself.
    """

    id: str
    label: str
    key: str
    met: str
    name: str
    language: str
    merged_into: str = ""
    english: str = ""
    kind: str = ""
    place: str = ""
    parent: str = ""

    @property
    def facts(self) -> Facts:
        """What is said of it beside its name."""
        return self.kind, self.place, self.english, self.parent

    def telling(self, facts: Facts) -> "Who":
        """The same with other facts."""
        kind, place, english, parent = facts
        return replace(self, kind=kind, place=place, english=english, parent=parent)


@dataclass(frozen=True, slots=True)
class Lead:
    """A key and the entity that it leads to; name and language are those that it was first met, or given, by."""

    key: str
    entity: str
    name: str
    language: str
    origin: str


_E, _K = t.entities, t.entity_keys
_FACTS = ("english", "kind", "place", "parent")
_COLUMNS = ("id", "label", "key", "met", "name", "language", "merged_into", *_FACTS)
_WHO = [_E.c[name] for name in _COLUMNS]
_LEAD = (_K.c.key, _K.c.entity, _K.c.name, _K.c.language, _K.c.origin)


def around(connection: Connection, identities: Iterable[str], keys: Iterable[str]) -> tuple[list[Who], list[Lead]]:
    """Some entities as they are now, with those that were merged into them and all keys of these, and some keys."""
    ids = set(identities)
    into = _among(connection, _E.c.id, ids)
    ids |= {row.merged_into for row in into if row.merged_into}
    leads = {lead.key: lead for lead in _leads(connection, _K.c.key, keys)}
    ids |= {lead.entity for lead in leads.values()}
    leads |= {lead.key: lead for lead in _leads(connection, _K.c.entity, ids)}
    entities = {one.id: one for one in _among(connection, _E.c.id, ids)}
    entities |= {one.id: one for one in _among(connection, _E.c.merged_into, ids)}
    entities |= {one.id: one for one in _among(connection, _E.c.key, leads.keys() | set(keys))}
    return list(entities.values()), list(leads.values())


def said_of(connection: Connection, identities: Iterable[str], keys: Iterable[str]) -> list[Who]:
    """What documents said of some entities, and of those that were made for some keys."""
    found = {one.id: one for one in _among(connection, _E.c.id, set(identities))}
    found |= {one.id: one for one in _among(connection, _E.c.key, set(keys))}
    return [one for one in found.values() if one.key]


def _among(connection: Connection, column: Any, values: Iterable[str]) -> list[Who]:
    found: list[Who] = []
    for some in batched(sorted(set(values) - {""}), _MANY):
        found += [Who(*row) for row in connection.execute(select(*_WHO).where(column.in_(some)))]
    return found


def _leads(connection: Connection, column: Any, values: Iterable[str]) -> list[Lead]:
    found: list[Lead] = []
    for some in batched(sorted(set(values)), _MANY):
        found += [Lead(*row) for row in connection.execute(select(*_LEAD).where(column.in_(some)))]
    return found


def everyone(connection: Connection) -> tuple[list[Who], list[Lead]]:
    """All entities and keys."""
    return [Who(*row) for row in connection.execute(select(*_WHO))], [
        Lead(*row) for row in connection.execute(select(*_LEAD))
    ]


def write(
    connection: Connection,
    before: tuple[Iterable[Who], Iterable[Lead]],
    after: tuple[Iterable[Who], Iterable[Lead]],
) -> list[str]:
    """Brings the tables from one state to another; gives the keys whose entity, or its name, is another one now."""
    had, has = {one.id: one for one in before[0]}, {one.id: one for one in after[0]}
    led, leads = {one.key: one for one in before[1]}, {one.key: one for one in after[1]}
    _entities(connection, had, has)
    fresh = [lead for lead in leads.values() if led.get(lead.key) != lead]
    _keys(connection, led, leads, fresh)
    gone = sorted(had.keys() - has.keys())
    for some in batched(gone, _MANY):
        connection.execute(delete(_E).where(_E.c.id.in_(some)))
    named = {one.id for one in has.values() if one.id not in had or had[one.id].name != one.name}
    moved = {lead.key for lead in fresh} | (led.keys() - leads.keys())
    return sorted(moved | {lead.key for lead in leads.values() if lead.entity in named})


def _entities(connection: Connection, had: Mapping[str, Who], has: Mapping[str, Who]) -> None:
    new = [_row(one) for one in has.values() if one.id not in had]
    changed = [one for one in has.values() if one.id in had and had[one.id] != one]
    if new:
        connection.execute(insert(_E), new)
    if changed:
        said: dict[str, Any] = {name: bindparam(f"new_{name}") for name in ("name", "folded", "merged_into", *_FACTS)}
        rows = [{"at": one.id, **{f"new_{name}": _row(one)[name] for name in said}} for one in changed]
        connection.execute(update(_E).where(_E.c.id == bindparam("at")).values(said), rows)


def _row(one: Who) -> dict[str, str]:
    return {**{name: getattr(one, name) for name in _COLUMNS}, "folded": folded(one.name, one.english)}


def _keys(connection: Connection, led: Mapping[str, Lead], leads: Mapping[str, Lead], fresh: list[Lead]) -> None:
    old = [key for key in led if key not in leads or led[key] != leads[key]]
    for some in batched(sorted(old), _MANY):
        connection.execute(delete(_K).where(_K.c.key.in_(some)))
    names = ("key", "entity", "name", "language", "origin")
    rows = [{**{name: getattr(lead, name) for name in names}, "folded": folded(lead.name)} for lead in fresh]
    if rows:
        connection.execute(insert(_K), rows)
