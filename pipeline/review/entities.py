"""Who is who, for people: finding entities, what is known of one, deciding which are the same, and what may be."""

import unicodedata
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
from pipeline.errors import EntityNotFound, Forbidden, RefusedDecision
from pipeline.index.records import NAMED
from pipeline.people.audit import Audit
from pipeline.people.principal import Principal
from pipeline.query.parser import All, Any, Exact, Node, Not, Query, Words
from pipeline.store import entities as kept
from pipeline.store.decisions import Decision
from pipeline.store.documents import Store
from pipeline.store.entities import Alias, Counted, Entity

_MOST_EXPANDED = 20
_WITHOUT_NAMES = ("same", "different", "undo")
"""Verdicts that say nothing but ids."""
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
    decisions: tuple["EntityDecision", ...]


@dataclass(frozen=True, slots=True)
class EntityDecision:
    """What a person said of an entity, ``one``.

    ``other`` is another entity (same, different), the key of a name (apart), the name that it had before (name), a
    further name (alias), or the number of what was taken back (undo).
    """

    id: int
    verdict: str
    one: str
    other: str
    user: str
    at: str

    @classmethod
    def of(cls, decision: Decision) -> "EntityDecision":
        """From a row of the log."""
        said = {**decision.before, **decision.after}
        verdict = "undo" if decision.undoes else str(said["verdict"])
        part = {"same": "other", "different": "other", "apart": "key", "alias": "name"}.get(verdict, "")
        other = {"undo": decision.undoes, "name": decision.before.get("name")}.get(verdict, said.get(part))
        return cls(decision.id, verdict, decision.subject, str(other), decision.user, decision.at)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Two entities that may be the same; ``reason`` is shorter or letters."""

    one: Counted
    other: Counted
    reason: str


class Entities:
    """The entities of a workspace. ``settle`` is called after a decision, so that the index takes it up."""

    def __init__(self, store: Store, settle: Callable[[], None], audit: Audit) -> None:
        """Takes the store, what to do after a decision, and where to note it."""
        self._store = store
        self._settle = settle
        self._audit = audit

    def find(self, who: Principal, text: str = "", label: str = "", limit: int = 50, offset: int = 0) -> list[Counted]:
        """Entities in most documents first; with a text those that have it in a name, in any spelling."""
        within = who.within()
        with self._store.engine.connect() as connection:
            if not text.strip():
                return kept.most_mentioned(connection, label, limit, offset, within)
            called = kept.called(connection, text, label, _LOOKED_AT, within)
            return kept.counted(connection, called, within)[offset : offset + limit]

    def profile(self, who: Principal, identity: str) -> Profile:
        """What is known of an entity; raises EntityNotFound."""
        within = who.within()
        with self._store.engine.connect() as connection:
            entity = kept.get(connection, identity)
            counts = kept.counted(connection, [identity], within)
            if not counts and within is not None:
                raise EntityNotFound(f"there is no entity {identity!r}")
            aliases = kept.aliases(connection, identity)
            mine = {identity, *(alias.key for alias in aliases)}
            said = [EntityDecision.of(d) for d in kept.decisions(connection) if mine & _named(d)]
            if within is not None:
                met = kept.named_within(connection, [alias.key for alias in aliases], within)
                said = [d for d in said if d.user == who.name or d.verdict in _WITHOUT_NAMES]
                own = {d.other for d in said if d.verdict == "alias"}
                aliases = [alias for alias in aliases if alias.key in met or alias.name in own]
        self._audit.note(who, "read", identity)
        documents, mentions = (counts[0].documents, counts[0].mentions) if counts else (0, 0)
        return Profile(entity, documents, mentions, tuple(aliases), tuple(said))

    # decisions ------------------------------------------------------------------------------------------------

    def same(self, who: Principal, one: str, other: str) -> Entity:
        """Makes another entity part of one; gives that. Raises EntityNotFound, RefusedDecision."""
        with self._changing(who, one, other) as (connection, changed):
            changed += kept.join(connection, one, other, who.name)
            return kept.get(connection, one)

    def different(self, who: Principal, one: str, other: str) -> None:
        """Keeps that two entities are not the same, so that it is not suggested again; raises EntityNotFound."""
        with self._changing(who, one, other) as (connection, _):
            kept.keep_apart(connection, one, other, who.name)

    def apart(self, who: Principal, identity: str, key: str) -> Entity:
        """Parts one of the names of an entity from it; gives the entity of that name.

        Raises EntityNotFound, RefusedDecision.
        """
        with self._changing(who, identity) as (connection, changed):
            entity, keys = kept.part(connection, identity, key, who.name)
            changed += keys
            return entity

    def rename(self, who: Principal, identity: str, name: str) -> Entity:
        """Calls an entity by another name; raises EntityNotFound, RefusedDecision."""
        with self._changing(who, identity) as (connection, changed):
            changed += kept.rename(connection, identity, _one_line(name), who.name)
            return kept.get(connection, identity)

    def alias(self, who: Principal, identity: str, name: str) -> Entity:
        """Makes a name lead to an entity, in stored documents too; raises EntityNotFound, RefusedDecision."""
        with self._changing(who, identity) as (connection, changed):
            entity = kept.get(connection, identity)
            name = _one_line(name)
            key = _key(entity.label, name)
            changed += kept.add_alias(connection, identity, key, name, language_of(name), who.name)
            return entity

    @contextmanager
    def _changing(self, who: Principal, *identities: str) -> Iterator[tuple[Connection, list[str]]]:
        """A transaction of decisions; documents with the keys that are put into the list get a new ``seq``.

        Who decides on an entity is a reviewer of a document that names it. Raises EntityNotFound, Forbidden.
        """
        keys: list[str] = []
        with self._store.writing() as connection:
            for identity in identities:
                _must_know(connection, who, identity)
            yield connection, keys
            self._store.bump_seq_of_entities(connection, keys)
        self._audit.note(who, "decide", " ".join(identities))
        if keys:
            self._settle()

    # suggestions ----------------------------------------------------------------------------------------------

    def suggestions(self, who: Principal, limit: int = 50) -> list[Suggestion]:
        """Pairs that may be the same and of which nobody said that they are not; the most mentioned first."""
        with self._store.engine.connect() as connection:
            said = [d.after for d in kept.decisions(connection)]
            apart = {frozenset((d["one"], d["other"])) for d in said if d["verdict"] == "different"}
            found: list[Suggestion] = []
            for label in ("ORG", "PERSON"):
                found += _pairs(kept.most_mentioned(connection, label, _LOOKED_AT, within=who.within()))
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


def _named(decision: Decision) -> set[str]:
    """The ids and keys that a decision is about."""
    said = {**decision.before, **decision.after}
    return {str(said[part]) for part in ("one", "other", "entity", "key", "to") if part in said}


def _must_know(connection: Connection, who: Principal, identity: str) -> None:
    """Raises EntityNotFound where nothing that he may see names the entity, Forbidden where he may only see it."""
    if who.within() is not None and not kept.counted(connection, [identity], who.within()):
        raise EntityNotFound(f"there is no entity {identity!r}")
    who.must_somewhere("reviewer")
    deciding = who.within("reviewer")
    if deciding is not None and not kept.counted(connection, [identity], deciding):
        raise Forbidden("this needs the role reviewer of a collection with documents that name the entity")


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


def _one_line(name: str) -> str:
    """A name that a person typed, in one line, without control characters; raises RefusedDecision.

    >>> _one_line(" دانشگاه\\n تهران ")
    'دانشگاه تهران'
    """
    shown = "".join(char for char in " ".join(name.split()) if unicodedata.category(char) not in ("Cc", "Cs"))
    if not words(AlignedText.of(shown)):
        raise RefusedDecision("a name needs letters")
    return shown
