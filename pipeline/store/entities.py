"""Who is who: entities, the keys that lead to them, and what people decided about them.

A key comes with each mention (``extractors.names.identity``). It leads to the entity that was made for it, until a
person says that two are one, or that one is two. What was said is kept, with who said it and when.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import batched
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, and_, func, insert, select, update

from corpora.document import Document, Mention
from corpora.ids import entity_id
from extractors.text.lexicon import key_of
from pipeline.errors import EntityNotFound, RefusedDecision
from pipeline.records import Within
from pipeline.store import tables as t
from pipeline.store.column_types import inside
from pipeline.store.decisions import Decision, Decisions

_MANY = 400
"""Keys in one question to the database."""


@dataclass(frozen=True, slots=True)
class Entity:
    """An organisation, person or place; ``parent`` is the name of the body that it belongs to."""

    id: str
    label: str
    name: str
    kind: str = ""
    place: str = ""
    english: str = ""
    parent: str = ""


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
    met = _met(connection, first)
    fresh = sorted(first.keys() - met)
    if not fresh:
        return
    rows = [_made(key, *first[key]) for key in fresh]
    _insert_or_fill(connection, rows)
    led = resolved(connection, fresh)
    names = [_key_row(row) for row in rows if row["key"] not in led]
    if names:
        connection.execute(insert(t.entity_keys), names)


def _met(connection: Connection, keys: Iterable[str]) -> set[str]:
    """Those of some keys that an entity was made for."""
    e = t.entities.c
    found: set[str] = set()
    for some in batched(keys, _MANY):
        found |= set(connection.execute(select(e.key).where(e.key.in_(some))).scalars())
    return found


def _insert_or_fill(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Keeps entities; those that a person made a place for before any document spoke of them are filled in."""
    e = t.entities
    there = set()
    for some in batched([row["id"] for row in rows], _MANY):
        there |= set(connection.execute(select(e.c.id).where(e.c.id.in_(some))).scalars())
    if new := [row for row in rows if row["id"] not in there]:
        connection.execute(insert(e), new)
    for row in rows:
        if row["id"] in there:
            said = {name: part for name, part in row.items() if name not in ("id", "name", "folded")}
            connection.execute(update(e).where(e.c.id == row["id"]).values(said))


def _made(key: str, mention: Mention, language: str) -> dict[str, Any]:
    said = {field: str(mention.value.get(field, "")) for field in ("kind", "place", "english", "parent")}
    name = str(mention.value["name"])
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
        query = select(k.c.key.label("found"), e).join(e, e.c.id == k.c.entity).where(k.c.key.in_(some))
        for row in connection.execute(query).mappings():
            found[row["found"]] = _entity(row)
    return found


def _entity(row: RowMapping) -> Entity:
    return Entity(*(row[column] for column in ("id", "label", "name", "kind", "place", "english", "parent")))


def get(connection: Connection, identity: str) -> Entity:
    """The entity of an id; raises EntityNotFound."""
    row = connection.execute(select(t.entities).where(t.entities.c.id == identity)).mappings().first()
    if row is None:
        raise EntityNotFound(f"there is no entity {identity!r}")
    return _entity(row)


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


def _counts(within: Within) -> Select[Any]:
    """Entities with the number of their documents and mentions in some collections; those withdrawn have none."""
    e, k, m, d = t.entities, t.entity_keys, t.mentions, t.documents
    current = and_(d.c.key == m.c.key, d.c.version == m.c.version)
    joined = e.join(k, k.c.entity == e.c.id).join(m, m.c.entity_key == k.c.key).join(d, current)
    documents, mentions = func.count(m.c.key.distinct()), func.count(m.c.id)
    return (
        select(e, documents.label("documents"), mentions.label("mentions"))
        .select_from(joined)
        .where(inside(d.c.collection, within))
        .group_by(*e.c)
        .order_by(documents.desc(), mentions.desc(), e.c.name, e.c.id)
    )


def counted(connection: Connection, identities: Sequence[str], within: Within = None) -> list[Counted]:
    """Some entities, those in most documents first; one that is in none is left out."""
    query = _counts(within).where(t.entities.c.id.in_(identities))
    return [_counted(row) for row in connection.execute(query).mappings()]


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
    further = k.c.folded.contains(wanted, autoescape=True)
    if within is not None:
        d, m = t.documents.c, t.mentions.c
        current = select(m.id).join(t.documents, and_(d.key == m.key, d.version == m.version))
        further &= current.where(m.entity_key == k.c.key, inside(d.collection, within)).exists()
    either = e.c.folded.contains(wanted, autoescape=True) | further
    query = select(e.c.id).join(k, k.c.entity == e.c.id).where(either).distinct().order_by(e.c.id).limit(limit)
    if label:
        query = query.where(e.c.label == label)
    return list(connection.execute(query).scalars())


def folded(*names: str) -> str:
    """Names as they are looked for, a line each.

    >>> folded("سازمان‌های ملل", "United Nations") == folded("سازمانهاي ملل", "united nations")
    True
    """
    return "\n".join(key_of(name).lower() for name in names)


def leading(connection: Connection, keys: Sequence[str]) -> list[str]:
    """Ids of the entities that these keys lead to, also where a key goes on to say of which place (``key@place``)."""
    k = t.entity_keys
    found: dict[str, None] = {}
    for key in keys:
        local = and_(k.c.key > f"{key}@", k.c.key < f"{key}A")
        found |= dict.fromkeys(connection.execute(select(k.c.entity).where((k.c.key == key) | local)).scalars())
    return list(found)


def join(connection: Connection, one: str, other: str, user: str) -> list[str]:
    """Makes the keys of another entity lead to one; gives those that moved.

    Raises EntityNotFound, RefusedDecision.
    """
    first, second = get(connection, one), get(connection, other)
    if first.id == second.id or first.label != second.label:
        raise RefusedDecision("only two different entities of one kind can be the same")
    keys = [alias.key for alias in aliases(connection, other)]
    connection.execute(update(t.entity_keys).where(t.entity_keys.c.entity == other).values(entity=one))
    _decide(connection, one, {}, {"verdict": "same", "one": one, "other": other}, user)
    return keys


def part(connection: Connection, identity: str, key: str, user: str) -> tuple[Entity, list[str]]:
    """Takes a key from an entity, for one of its own; gives that and the keys that moved.

    Raises EntityNotFound, RefusedDecision.
    """
    entity = get(connection, identity)
    own = {alias.key: alias for alias in aliases(connection, identity)}
    if key not in own or len(own) < 2:
        raise RefusedDecision("only one of several names of an entity can be parted from it")
    fresh = Entity(entity_id(key), entity.label, own[key].name)
    if fresh.id == identity:
        fresh = Entity(entity_id(key + "\0apart"), entity.label, own[key].name)
    known = connection.execute(select(t.entities.c.id).where(t.entities.c.id == fresh.id)).first()
    if known is None:
        row = {"id": fresh.id, "label": fresh.label, "name": fresh.name}
        more = {"kind": "", "place": "", "english": "", "parent": "", "folded": folded(fresh.name)}
        connection.execute(insert(t.entities).values(**row, **more))
    connection.execute(update(t.entity_keys).where(t.entity_keys.c.key == key).values(entity=fresh.id))
    after = {"verdict": "apart", "entity": identity, "key": key, "to": fresh.id}
    _decide(connection, identity, {"entity": identity}, after, user)
    return get(connection, fresh.id), [key]


def rename(connection: Connection, identity: str, name: str, user: str) -> list[str]:
    """Calls an entity by another name; gives its keys. Raises EntityNotFound, RefusedDecision."""
    entity = get(connection, identity)
    if not name.strip():
        raise RefusedDecision("an entity needs a name")
    row = {"name": name.strip(), "folded": folded(name, entity.english)}
    connection.execute(update(t.entities).where(t.entities.c.id == identity).values(row))
    after = {"verdict": "name", "entity": identity, "name": name.strip()}
    _decide(connection, identity, {"name": entity.name}, after, user)
    return [alias.key for alias in aliases(connection, identity)]


def add_alias(connection: Connection, identity: str, key: str, name: str, language: str, user: str) -> list[str]:
    """Makes a name lead to an entity; gives its key.

    Raises EntityNotFound, and RefusedDecision where the name leads elsewhere.
    """
    get(connection, identity)
    there = resolved(connection, [key]).get(key)
    if there and there.id != identity:
        raise RefusedDecision(f"{name} is {there.name}: say that both are the same instead")
    if there is None:
        row = {
            "key": key,
            "entity": identity,
            "name": name,
            "language": language,
            "origin": "user",
            "folded": folded(name),
        }
        connection.execute(insert(t.entity_keys).values(**row))
    after = {"verdict": "alias", "entity": identity, "key": key, "name": name, "language": language}
    _decide(connection, identity, {}, after, user)
    return [key]


def keep_apart(connection: Connection, one: str, other: str, user: str) -> None:
    """Keeps that two entities are not the same; raises EntityNotFound."""
    get(connection, one)
    get(connection, other)
    _decide(connection, one, {}, {"verdict": "different", "one": one, "other": other}, user)


def _decide(
    connection: Connection, subject: str, before: Mapping[str, Any], after: Mapping[str, Any], user: str
) -> None:
    Decisions(connection).add([Decision("entity", subject, before, after)], user)


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
