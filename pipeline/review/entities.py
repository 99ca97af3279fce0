"""Who is who, for people: finding entities, what is known of one, deciding which are the same, and what may be."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from itertools import combinations

from rapidfuzz import fuzz
from sqlalchemy import Connection

from extractors.names.identity import key_of_name, place_in, stems_of
from extractors.names.naming import bodies
from extractors.organisations.gazetteer import names
from extractors.sequences import in_order
from extractors.text.aligned import AlignedText
from extractors.text.language import language_of
from extractors.text.lexicon import key_of
from extractors.text.segmenter import words
from pipeline.errors import RefusedDecision
from pipeline.index.records import NAMED
from pipeline.query.parser import All, Any, Exact, Node, Not, Query, Words
from pipeline.store import entities as kept
from pipeline.store.documents import Store
from pipeline.store.entities import Alias, Counted, Decision, Entity

_MOST_EXPANDED = 20
_LOOKED_AT = 2000
"""Entities, those in most documents first, among which pairs are looked for."""
_ALIKE = 92.0
"""Letters in common, of a hundred, from which two names may be one that was spelt two ways."""
_LONG = 6
_BLOCK = 3
_CROWD = 60
"""Names with one beginning beyond which a comparison of all pairs is left out."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known of an entity; its documents are found with ``entity:ID``."""

    entity: Entity
    documents: int
    mentions: int
    aliases: tuple[Alias, ...]
    decisions: tuple[Decision, ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Two entities that may be the same; ``reason`` is shorter or letters."""

    one: Counted
    other: Counted
    reason: str


class Entities:
    """The entities of a workspace. ``settle`` is called after a decision, so that the index takes it up."""

    def __init__(self, store: Store, user: str, settle: Callable[[], None]) -> None:
        """Takes the store, who decides, and what to do then."""
        self._store = store
        self._user = user
        self._settle = settle

    def find(self, text: str = "", label: str = "", limit: int = 50, offset: int = 0) -> list[Counted]:
        """Entities in most documents first; with a text those that have it in a name, in any spelling."""
        with self._store.engine.connect() as connection:
            if not text.strip():
                return kept.most_mentioned(connection, label, limit, offset)
            return kept.counted(connection, kept.called(connection, text, label, _LOOKED_AT))[offset : offset + limit]

    def profile(self, identity: str) -> Profile:
        """What is known of an entity; raises EntityNotFound."""
        with self._store.engine.connect() as connection:
            entity = kept.get(connection, identity)
            counts = kept.counted(connection, [identity])
            aliases = kept.aliases(connection, identity)
            mine = {identity, *(alias.key for alias in aliases)}
            said = tuple(d for d in kept.decisions(connection) if mine & {d.one, d.other})
        documents, mentions = (counts[0].documents, counts[0].mentions) if counts else (0, 0)
        return Profile(entity, documents, mentions, tuple(aliases), said)

    # decisions ------------------------------------------------------------------------------------------------

    def same(self, one: str, other: str) -> Entity:
        """Makes another entity part of one; gives that. Raises EntityNotFound, RefusedDecision."""
        with self._changing() as (connection, changed):
            changed += kept.join(connection, one, other, self._user)
            return kept.get(connection, one)

    def different(self, one: str, other: str) -> None:
        """Keeps that two entities are not the same, so that it is not suggested again; raises EntityNotFound."""
        with self._changing() as (connection, _):
            kept.keep_apart(connection, one, other, self._user)

    def apart(self, identity: str, key: str) -> Entity:
        """Parts one of the names of an entity from it; gives the entity of that name.

        Raises EntityNotFound, RefusedDecision.
        """
        with self._changing() as (connection, changed):
            entity, keys = kept.part(connection, identity, key, self._user)
            changed += keys
            return entity

    def rename(self, identity: str, name: str) -> Entity:
        """Calls an entity by another name; raises EntityNotFound, RefusedDecision."""
        with self._changing() as (connection, changed):
            changed += kept.rename(connection, identity, name, self._user)
            return kept.get(connection, identity)

    def alias(self, identity: str, name: str) -> Entity:
        """Makes a name lead to an entity, in stored documents too; raises EntityNotFound, RefusedDecision."""
        with self._changing() as (connection, changed):
            entity = kept.get(connection, identity)
            if not words(AlignedText.of(name)):
                raise RefusedDecision("a name needs letters")
            key = _key(entity.label, name)
            changed += kept.add_alias(connection, identity, key, name.strip(), language_of(name), self._user)
            return entity

    @contextmanager
    def _changing(self) -> Iterator[tuple[Connection, list[str]]]:
        """A transaction of decisions; documents with the keys that are put into the list get a new ``seq``."""
        keys: list[str] = []
        with self._store.writing() as connection:
            yield connection, keys
            self._store.touch(connection, keys)
        if keys:
            self._settle()

    # suggestions ----------------------------------------------------------------------------------------------

    def suggestions(self, limit: int = 50) -> list[Suggestion]:
        """Pairs that may be the same and of which nobody said that they are not; the most mentioned first."""
        with self._store.engine.connect() as connection:
            apart = {frozenset((d.one, d.other)) for d in kept.decisions(connection) if d.verdict == "different"}
            found: list[Suggestion] = []
            for label in ("ORG", "PERSON"):
                found += _pairs(kept.most_mentioned(connection, label, _LOOKED_AT))
        open_ones = [s for s in found if frozenset((s.one.entity.id, s.other.entity.id)) not in apart]
        return sorted(open_ones, key=lambda s: (-min(s.one.documents, s.other.documents), s.one.entity.name))[:limit]

    # search ---------------------------------------------------------------------------------------------------

    def expanded(self, query: Query) -> Query:
        """The query with every name in it also as the entities that are called so (``org:عتف``)."""
        if query.root is None or not any(f"{field}:" in query.text for field in NAMED):
            return query
        with self._store.engine.connect() as connection:
            return replace(query, root=self._node(connection, query, query.root))

    def _node(self, connection: Connection, query: Query, node: Node) -> Node:
        match node:
            case All() | Any():
                return type(node)(tuple(self._node(connection, query, part) for part in node.parts))
            case Not():
                return Not(self._node(connection, query, node.part))
            case Words() if node.field in NAMED:
                name = query.text[node.tokens[0].start : node.tokens[-1].end]
                called = kept.leading(connection, [_key(NAMED[node.field], name)])[:_MOST_EXPANDED]
                return Any((node, *(Exact("entity", identity) for identity in called))) if called else node
        return node


def _key(label: str, name: str) -> str:
    cut = tuple(words(AlignedText.of(name)))
    known = names().at(names().forms(cut), 0) if label == "ORG" and cut else None
    if known and known.last == len(cut):
        body = bodies()[known.entry]
        return key_of_name(label, name, {"english": body.english, "kind": body.kind, "place": body.place})
    return key_of_name(label, name, {})


def _pairs(found: Sequence[Counted]) -> Iterator[Suggestion]:
    """Pairs of entities of one label whose names are near each other and do not name two places."""
    seen: set[frozenset[str]] = set()
    stems = {c.entity.id: stems_of(c.entity.name) for c in found if not _is_common(c.entity)}
    found = [c for c in found if c.entity.id in stems]
    ways = (("shorter", _by_head(found, stems), partial(_shorter, stems)), ("letters", _by_letters(found), _alike))
    for reason, blocks, near in ways:
        for block in blocks:
            for one, other in combinations(block[:_CROWD], 2):
                pair = frozenset((one.entity.id, other.entity.id))
                if pair not in seen and near(one.entity, other.entity) and not _two_places(one, other):
                    seen.add(pair)
                    yield Suggestion(one, other, reason)


def _is_common(entity: Entity) -> bool:
    """Whether the name is a surname that many have: one of a document, that fits too many others."""
    return entity.label == "PERSON" and "@" in key_of_name("PERSON", entity.name, {})


def _by_head(found: Sequence[Counted], stems: dict[str, tuple[str, ...]]) -> Iterator[list[Counted]]:
    """Bodies by their first word, persons by their last."""
    blocks: dict[str, list[Counted]] = defaultdict(list)
    for counted in found:
        own = stems[counted.entity.id]
        for stem in {own[-1]} if counted.entity.label == "PERSON" else set(own[:2]):
            blocks[stem].append(counted)
    yield from blocks.values()


def _by_letters(found: Sequence[Counted]) -> Iterator[list[Counted]]:
    blocks: dict[str, list[Counted]] = defaultdict(list)
    for counted in found:
        blocks[key_of(counted.entity.name)[:_BLOCK]].append(counted)
    yield from blocks.values()


def _shorter(stems: dict[str, tuple[str, ...]], one: Entity, other: Entity) -> bool:
    """Whether one name leaves out words of the other, and has at least two of them (of a person's, the last)."""
    short, full = sorted((stems[one.id], stems[other.id]), key=len)
    if one.label == "PERSON":
        return len(short) < len(full) and full[-len(short) :] == short
    return 1 < len(short) < len(full) and short[0] == full[0] and in_order(short, full)


def _alike(one: Entity, other: Entity) -> bool:
    first, second = key_of(one.name), key_of(other.name)
    return len(first) >= _LONG and first != second and fuzz.ratio(first, second) >= _ALIKE


def _two_places(one: Counted, other: Counted) -> bool:
    places = {place_in(counted.entity.name) for counted in (one, other)} - {""}
    return one.entity.label == "ORG" and len(places) > 1
