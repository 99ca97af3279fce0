"""Who is who: entities, the keys that lead to them, and what people decided about them.

A key comes with each mention (``extractors.names.identity``). It leads to the entity that was made for it, until a
person says that two are one, or that one is two. What was said is kept, with who said it and when.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import batched
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    RowMapping,
    Select,
    and_,
    bindparam,
    func,
    insert,
    select,
    true,
    update,
)

from corpora.codec import mention_of
from corpora.document import Document, Mention, Span
from corpora.ids import entity_id
from corpora.values import NAMES
from extractors.text.lexicon import key_of
from pipeline.errors import EntityNotFound
from pipeline.records import Within
from pipeline.store import tables as t
from pipeline.store.column_types import inside
from pipeline.store.decisions import Decision, Decisions
from pipeline.store.entity_counts import EVERYWHERE

_MANY = 400
"""Keys in one question to the database."""


@dataclass(frozen=True, slots=True)
class Entity:
    """An organisation, person or place; ``parent`` is the name of the body that it belongs to.

    ``country`` is an ISO code, of those whose name bodies of many countries have («وزارة الداخلية»).
    """

    id: str
    label: str
    name: str
    kind: str = ""
    place: str = ""
    english: str = ""
    parent: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class Alias:
    """A key that leads to an entity, with the name that it was first met by; ``origin`` is document or user."""

    key: str
    name: str
    language: str
    origin: str


@dataclass(frozen=True, slots=True)
class Counted:
    """An entity with how many documents and mentions it has."""

    entity: Entity
    documents: int
    mentions: int


def register(connection: Connection, documents: Iterable[Document]) -> None:
    """Makes an entity for each key of some documents that none was made for yet.

    A key that people said leads to another one goes on to do so.
    """
    first: dict[str, tuple[Mention, str]] = {}
    for document in documents:
        for mention in document.mentions:
            if "entity" in mention.value:
                first.setdefault(mention.value["entity"], (mention, document.language))
    _register(connection, first)


def register_again(connection: Connection, keys: Sequence[str]) -> None:
    """Makes an entity for those of some keys that mentions have and that lead nowhere."""
    d, m = t.documents, t.mentions
    current = and_(d.c.key == m.c.key, d.c.version == m.c.version)
    first: dict[str, tuple[Mention, str]] = {}
    for some in batched(keys, _MANY):
        query = select(m).join(d, current).where(m.c.entity_key.in_(some)).order_by(d.c.seq, m.c.start)
        for row in connection.execute(query).mappings():
            mention = mention_of({**row, "version": row["extractor_version"]})
            first.setdefault(row["entity_key"], (mention, ""))
    _register(connection, first)


def register_names(connection: Connection, named: Mapping[str, str], language: Mapping[str, str]) -> None:
    """Makes an entity for each key of an organisation that a list names, where none was made yet; as documents do."""
    value = {key: {"name": name, "entity": key} for key, name in named.items()}
    made = {key: Mention("", "ORG", Span(0, 0), name, value[key], "", "", 1.0) for key, name in named.items()}
    _register(connection, {key: (mention, language[key]) for key, mention in made.items()})


def _register(connection: Connection, first: Mapping[str, tuple[Mention, str]]) -> None:
    """Makes entities for keys, each with the mention that it was first met by and the language of its document."""
    met = _met(connection, first)
    fresh = sorted(first.keys() - met)
    if not fresh:
        return
    led = _led(connection, fresh)
    rows = [_made(key, *first[key]) for key in fresh]
    for row in rows:
        entity = led[row["key"]].entity if row["key"] in led else row["id"]
        row["merged_into"] = "" if entity == row["id"] else entity
    _insert_or_fill(connection, rows, led)
    names = [_key_row(row) for row in rows if row["key"] not in led]
    if names:
        connection.execute(insert(t.entity_keys), names)


def _led(connection: Connection, keys: Iterable[str]) -> dict[str, Row[Any]]:
    """Those of some keys that people made lead to an entity, each with that and the name that they gave."""
    k = t.entity_keys.c
    found: dict[str, Row[Any]] = {}
    for some in batched(keys, _MANY):
        rows = connection.execute(select(k.key, k.entity, k.name).where(k.key.in_(some)))
        found |= {row.key: row for row in rows}
    return found


def _met(connection: Connection, keys: Iterable[str]) -> set[str]:
    """Those of some keys that an entity was made for."""
    e = t.entities.c
    found: set[str] = set()
    for some in batched(keys, _MANY):
        found |= set(connection.execute(select(e.key).where(e.key.in_(some))).scalars())
    return found


def _insert_or_fill(connection: Connection, rows: Sequence[dict[str, Any]], led: Mapping[str, Row[Any]]) -> None:
    """Keeps entities; those that a person made a place for before any document spoke of them are filled in."""
    e = t.entities
    there: dict[str, str] = {}
    for some in batched([row["id"] for row in rows], _MANY):
        there |= {row.id: row.name for row in connection.execute(select(e.c.id, e.c.name).where(e.c.id.in_(some)))}
    if new := [row for row in rows if row["id"] not in there]:
        connection.execute(insert(e), new)
    for row in rows:
        if row["id"] in there:
            said = {name: part for name, part in row.items() if name not in ("id", "merged_into")}
            if there[row["id"]] != led[row["key"]].name:  # a person called it otherwise since
                said |= {"name": there[row["id"]], "folded": folded(there[row["id"]], row["english"])}
            connection.execute(update(e).where(e.c.id == row["id"]).values(said))


def _made(key: str, mention: Mention, language: str) -> dict[str, Any]:
    value = NAMES[mention.label].of(mention.value)
    said = {field: str(getattr(value, field, None) or "") for field in ("kind", "place", "english", "parent")}
    name = value.name
    shown = {"name": name, "folded": folded(name, said["english"])}
    met = {"key": key, "met": name, "language": language, "merged_into": ""}
    return {"id": entity_id(key), "label": mention.label, **shown, **met, **said}


def _key_row(row: Mapping[str, Any]) -> dict[str, Any]:
    """A key that leads to the entity that was made for it."""
    said = {"key": row["key"], "entity": row["id"], "name": row["met"], "language": row["language"]}
    return {**said, "origin": "document", "folded": folded(row["met"])}


def resolved(connection: Connection, keys: Iterable[str]) -> dict[str, Entity]:
    """Key → the entity that it leads to, of those that lead to one."""
    k, e = t.entity_keys, t.entities
    found: dict[str, Entity] = {}
    for some in batched(keys, _MANY):
        query = select(k.c.key, *(e.c[name] for name in _SHOWN)).join(e, e.c.id == k.c.entity)
        for key, *shown in connection.execute(query.where(k.c.key.in_(some))):
            found[key] = _of_row(*shown)
    return found


_SHOWN = ("id", "label", "name", "kind", "place", "english", "parent", "key")
"""The columns of an Entity, in its order; its key says of which country it is."""
_NAMED = select(*(t.entities.c[name] for name in _SHOWN)).where(t.entities.c.id.in_(bindparam("some", expanding=True)))
"""Made once: every page of results asks it."""
_COUNTRY = re.compile(r"@([A-Z]{2})$")


def _of_row(*shown: str) -> Entity:
    country = _COUNTRY.search(shown[-1])
    return replace(Entity(*shown[:-1]), country=country[1]) if country else Entity(*shown[:-1])


def _entity(row: RowMapping) -> Entity:
    return _of_row(*(row[column] for column in _SHOWN))


def get(connection: Connection, identity: str) -> Entity:
    """The entity of an id, or that which it was merged into; raises EntityNotFound."""
    e = t.entities
    row = connection.execute(select(e).where(e.c.id == identity)).mappings().first()
    if row is not None and row["merged_into"]:
        row = connection.execute(select(e).where(e.c.id == row["merged_into"])).mappings().first()
    if row is None:
        raise EntityNotFound("there is no entity {identity!r}", identity=identity)
    return _entity(row)


def named(connection: Connection, identities: Sequence[str]) -> dict[str, Entity]:
    """Some entities by their ids; what nobody knows is left out."""
    found: dict[str, Entity] = {}
    for some in batched(identities, _MANY):
        rows = connection.execute(_NAMED, {"some": some})
        found |= {row[0]: _of_row(*row) for row in rows}
    return found


def current(connection: Connection, identity: str) -> str:
    """The id that stands for an entity by now; one that nobody knows stands for itself."""
    into = connection.execute(select(t.entities.c.merged_into).where(t.entities.c.id == identity)).scalar_one_or_none()
    return into or identity


def currents(connection: Connection, identities: Collection[str]) -> dict[str, str]:
    """Some ids, each with that which stands for its entity by now, as ``current`` gives it."""
    e, found = t.entities.c, {identity: identity for identity in identities}
    for some in batched(found, _MANY):
        query = select(e.id, e.merged_into).where(e.id.in_(some), e.merged_into != "")
        found |= {row.id: row.merged_into for row in connection.execute(query)}
    return found


def aliases(connection: Connection, identity: str) -> list[Alias]:
    """The keys that lead to an entity."""
    k = t.entity_keys
    query = select(k.c.key, k.c.name, k.c.language, k.c.origin).where(k.c.entity == identity).order_by(k.c.key)
    return [Alias(*row) for row in connection.execute(query)]


def named_within(connection: Connection, keys: Sequence[str], within: Within) -> set[str]:
    """Those of some keys that a document of some collections has a mention of."""
    d, m = t.documents, t.mentions
    current = and_(d.c.key == m.c.key, d.c.version == m.c.version)
    found: set[str] = set()
    for some in batched(keys, _MANY):
        query = select(m.c.entity_key).distinct().join(d, current)
        asked = query.where(m.c.entity_key.in_(some), inside(d.c.collection, within))
        found |= set(connection.execute(asked).scalars())
    return found


def _counts(within: Within, identities: Sequence[str] | None = None) -> Select[Any]:
    """Entities, all or some, with the number of their documents and mentions in some collections.

    Those that are in none are left out.
    """
    e, c = t.entities, t.entity_counts.c
    some = c.entity.in_(identities) if identities is not None else true()
    where = EVERYWHERE if within is None else next(iter(within)) if len(within) == 1 else ""
    if where:
        query = select(e, c.documents, c.mentions).join(t.entity_counts, c.entity == e.c.id)
        # of some entities SQLite would walk along all counts of the collection, unless that is no plain column
        there = c.collection if identities is None else c.collection + ""
        query = query.where(there == where, some)
        return query.order_by(c.documents.desc(), c.mentions.desc(), e.c.name, e.c.id)
    assert within is not None
    both = func.sum(c.documents).label("documents"), func.sum(c.mentions).label("mentions")
    several = select(c.entity, *both).where(c.collection.in_(sorted(within)), some).group_by(c.entity).subquery()
    query = select(e, several.c.documents, several.c.mentions).join(several, several.c.entity == e.c.id)
    return query.order_by(several.c.documents.desc(), several.c.mentions.desc(), e.c.name, e.c.id)


def counted(connection: Connection, identities: Sequence[str], within: Within = None) -> list[Counted]:
    """Some entities, those in most documents first; one that is in none is left out."""
    found: list[Counted] = []
    for some in batched(identities, _MANY):
        query = _counts(within, some)
        found += [_counted(row) for row in connection.execute(query).mappings()]
    return sorted(found, key=lambda c: (-c.documents, -c.mentions, c.entity.name, c.entity.id))


def most_mentioned(
    connection: Connection, label: str = "", limit: int = 50, offset: int = 0, within: Within = None
) -> list[Counted]:
    """The entities in most documents, all or of one label."""
    query = _counts(within).limit(limit).offset(offset)
    if label:
        query = query.where(t.entities.c.label == label)
    return [_counted(row) for row in connection.execute(query).mappings()]


def _counted(row: RowMapping) -> Counted:
    return Counted(_entity(row), row["documents"], row["mentions"])


def called(connection: Connection, text: str, label: str = "", limit: int = 2000, within: Within = None) -> list[str]:
    """Ids of entities, of all labels or of one, that have a text somewhere in one of their names, in any spelling.

    Of its further names only those count that documents of the collections have.
    """
    e, k, wanted = t.entities, t.entity_keys, folded(text)
    query = select(e.c.id).where(_holds(connection, e.c.folded, wanted), e.c.merged_into == "")
    further = select(k.c.entity).where(_holds(connection, k.c.folded, wanted))
    if within is not None:
        d, m = t.documents.c, t.mentions.c
        current = select(m.id).join(t.documents, and_(d.key == m.key, d.version == m.version))
        further = further.where(current.where(m.entity_key == k.c.key, inside(d.collection, within)).exists())
    if label:
        query = query.where(e.c.label == label)
        further = further.join(e, e.c.id == k.c.entity).where(e.c.label == label)
    found = set(connection.execute(query.limit(limit)).scalars())
    return sorted(found.union(connection.execute(further.limit(limit)).scalars()))[:limit]


def _holds(connection: Connection, names: ColumnElement[str], wanted: str) -> ColumnElement[bool]:
    """Whether folded names hold a text: by what compares letters, where a database has it, as LIKE folds them anew."""
    if connection.dialect.name == "sqlite":
        return func.instr(names, wanted) > 0
    return names.contains(wanted, autoescape=True)


def folded(*names: str) -> str:
    """Names as they are looked for, a line each.

    >>> folded("سازمان‌های ملل", "United Nations") == folded("سازمانهاي ملل", "united nations")
    True
    """
    return "\n".join(key_of(name).lower() for name in names)


def countries(connection: Connection, identities: Collection[str]) -> dict[str, str]:
    """The countries of some entities, of those whose name is that of bodies in many (``org:Ministry of Health@IQ``)."""
    e, found = t.entities.c, dict[str, str]()
    for some in batched(identities, _MANY):
        rows = connection.execute(select(e.id, e.key).where(e.id.in_(some), e.key.contains("@")))
        found |= {row.id: row.key.rpartition("@")[2] for row in rows}
    return {identity: country for identity, country in found.items() if country}


def leading(connection: Connection, keys: Sequence[str]) -> list[str]:
    """Ids of the entities that these keys lead to, also where a key goes on to say of which place (``key@place``)."""
    k = t.entity_keys
    found: dict[str, None] = {}
    for key in keys:
        local = and_(k.c.key > f"{key}@", k.c.key < f"{key}A")
        found |= dict.fromkeys(connection.execute(select(k.c.entity).where((k.c.key == key) | local)).scalars())
    return list(found)


def keys_of(connection: Connection, identities: Collection[str]) -> list[str]:
    """The keys that lead to some entities."""
    k, found = t.entity_keys.c, list[str]()
    for some in batched(identities, _MANY):
        found += connection.execute(select(k.key).where(k.entity.in_(some))).scalars()
    return found


def renamed(connection: Connection, label: str, name: str) -> list[str]:
    """Ids of the entities that people call so, in any spelling, and that have keys of their own."""
    e, called = t.entities.c, folded(name)
    query = select(e.id).where(e.name != e.met, e.label == label, e.merged_into == "")
    return list(connection.execute(query.where(e.folded.startswith(f"{called}\n", autoescape=True))).scalars())


def merged_into(connection: Connection, identity: str) -> list[str]:
    """Ids of the entities that were merged into one."""
    return list(connection.execute(select(t.entities.c.id).where(t.entities.c.merged_into == identity)).scalars())


def decisions(connection: Connection) -> list[Decision]:
    """Everything that was decided of entities, oldest first."""
    return Decisions(connection).of_kind("entity")


def documents_of(connection: Connection, keys: Sequence[str]) -> list[str]:
    """The documents whose newest version mentions an entity by one of these keys, in ``seq`` order."""
    d, m = t.documents, t.mentions
    current = and_(d.c.key == m.c.key, d.c.version == m.c.version)
    found: dict[str, int] = {}
    for some in batched(keys, _MANY):
        query = select(d.c.key, d.c.seq).join(m, current).where(m.c.entity_key.in_(some)).distinct()
        found |= {row[0]: row[1] for row in connection.execute(query)}
    return sorted(found, key=lambda key: found[key])
