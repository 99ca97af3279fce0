"""Who is who, for people: finding entities, what is known of one, deciding which are the same, and what may be."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from extractors.names.naming import bodies
from extractors.organisations.gazetteer import names
from extractors.text.language import language_of
from pipeline.errors import EntityNotFound, Forbidden, RefusedDecision
from pipeline.index.records import NAMED
from pipeline.people.audit import Audit
from pipeline.people.principal import Principal
from pipeline.query.parser import And, Exact, Node, Not, Or, Phrase, Query
from pipeline.records import Within
from pipeline.review import entity_log
from pipeline.review.called import key_of_called, one_line
from pipeline.review.entity_log import Make
from pipeline.review.lists import Lists, NoLists, is_listed
from pipeline.review.pairs import Suggestion
from pipeline.review.suggested import Suggested
from pipeline.store import entities as kept
from pipeline.store import entity_counts, entity_evidence, judgements
from pipeline.store.decisions import Decision, Decisions, alive, in_force
from pipeline.store.documents import Store
from pipeline.store.entities import Alias
from pipeline.store.entities import Counted as Counted  # search_api shows them
from pipeline.store.entities import Entity as Entity
from pipeline.store.entity_evidence import Evidence, Naming
from pipeline.store.transaction import Connection

_MOST_EXPANDED = 20
_OF_PAIRS = entity_log.OF_PAIRS
_WITHOUT_NAMES = (*_OF_PAIRS, "undo")
"""Verdicts that say nothing but ids."""
type Verdict = Literal["same", "different", "unsure"]
_LOOKED_AT = 2000
"""Entities, those in most documents first, of which a name is looked for."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known of an entity; its documents are found with ``entity:ID``."""

    entity: Entity
    documents: int
    mentions: int
    aliases: tuple[Alias, ...]
    decisions: tuple["EntityDecision", ...]
    seen: int
    """The number of the last decision on entities; who decides gives it back, and learns what was decided since."""


@dataclass(frozen=True, slots=True)
class EntityDecision:
    """What a person said of an entity, ``one``.

    ``other`` is another entity (same, different, unsure), the key of a name (apart), the name that it had before
    (name), a further name (alias), or the number of what was taken back (undo).
    """

    id: int
    verdict: str
    one: str
    other: str
    user: str
    at: str
    in_force: bool
    """Whether it can be taken back: it was not yet."""

    @classmethod
    def of(cls, decision: Decision, *, in_force: bool) -> "EntityDecision":
        """From a row of the log."""
        said = {**decision.before, **decision.after}
        verdict = entity_log.verdict(decision)
        part = {"same": "other", "different": "other", "unsure": "other", "apart": "key", "alias": "name"}.get(
            verdict, ""
        )
        other = {"undo": decision.undoes, "name": decision.before.get("name")}.get(verdict, said.get(part))
        return cls(decision.id, verdict, decision.subject, str(other), decision.user, decision.at, in_force)


class Entities:
    """The entities of a workspace. ``settle`` is called after a decision, so that the index takes it up."""

    def __init__(
        self,
        store: Store,
        settle: Callable[[], None],
        audit: Audit,
        lists: Lists | None = None,
        followed: Callable[[], bool] = lambda: False,
    ) -> None:
        """Takes the store, what to do after a decision, where to note it, what lists tell of entities.

        ``followed`` says whether a thread keeps ``pairs`` up.
        """
        self._lists: Lists = lists or NoLists()
        self._store = store
        self._settle = settle
        self._audit = audit
        self.pairs = Suggested(store, self._lists, followed)

    def find(self, who: Principal, text: str = "", label: str = "", limit: int = 50, offset: int = 0) -> list[Counted]:
        """Entities in most documents first; with a text those that have it in a name, in any spelling."""
        within = who.within()
        with self._store.engine.connect() as connection:
            if not text.strip():
                return kept.most_mentioned(connection, label, limit, offset, within)
            called = kept.called(connection, text, label, _LOOKED_AT, within)
            return kept.counted(connection, called, within)[offset : offset + limit]

    def named(self, who: Principal, identities: Sequence[str]) -> dict[str, Entity]:
        """Entities by their ids, of those that a document names which he may see."""
        within = who.within()
        with self._store.engine.connect() as connection:
            if within is None:
                return kept.named(connection, identities)
            return {one.entity.id: one.entity for one in kept.counted(connection, identities, within)}

    def profile(self, who: Principal, identity: str) -> Profile:
        """What is known of an entity; raises EntityNotFound."""
        within = who.within()
        with self._store.engine.connect() as connection:
            entity = kept.get(connection, identity)
            identity = entity.id
            counts = kept.counted(connection, [identity], within)
            if not counts and within is not None:
                raise EntityNotFound("there is no entity {identity!r}", identity=identity)
            aliases = kept.aliases(connection, identity)
            mine = {identity, *(alias.key for alias in aliases)}
            log = kept.decisions(connection)
            force = {d.id for d in alive(log)}
            said = [EntityDecision.of(d, in_force=d.id in force) for d in log if mine & entity_log.named(d)]
            seen = max((d.id for d in log), default=0)
            if within is not None:
                met = kept.named_within(connection, [alias.key for alias in aliases], within)
                said = [d for d in said if d.user == who.name or d.verdict in _WITHOUT_NAMES]
                own = {d.other for d in said if d.verdict == "alias"}
                aliases = [alias for alias in aliases if alias.key in met or alias.name in own]
        self._audit.note(who, "read", identity)
        documents, mentions = (counts[0].documents, counts[0].mentions) if counts else (0, 0)
        return Profile(entity, documents, mentions, tuple(aliases), tuple(said), seen)

    # decisions ------------------------------------------------------------------------------------------------

    def same(self, who: Principal, one: str, other: str, seen: int | None = None) -> Entity:
        """Makes another entity part of one; gives that.

        ``seen`` is, here as for every decision, the number of the last one on these entities that the person saw (0
        for none). Raises EntityNotFound, Forbidden, RefusedDecision, DecisionConflict.
        """
        self._decide(who, (one, other), lambda state: state.same(one, other), seen)
        return self._now(one)

    def different(self, who: Principal, one: str, other: str, seen: int | None = None) -> None:
        """Keeps that two entities are not the same, so that they cannot become one; raises as ``same`` does."""
        self._decide(who, (one, other), lambda state: state.not_same(one, other), seen)

    def judge(self, who: Principal, one: str, other: str, verdict: Verdict, seen: int | None = None) -> int:
        """Keeps whether two entities are one, are not, or that it cannot be told; gives the number of the decision.

        Raises as ``same`` does.
        """
        acts: dict[Verdict, Make] = {
            "same": lambda state: state.same(one, other),
            "different": lambda state: state.not_same(one, other),
            "unsure": lambda state: state.unsure(one, other),
        }
        return self._decide(who, (one, other), acts[verdict], seen).id

    def apart(self, who: Principal, identity: str, key: str, seen: int | None = None) -> Entity:
        """Parts one of the names of an entity from it; gives the entity of that name.

        What is left is called by its most common name, where it had that of the part. Raises as ``same`` does.
        """
        with self._store.engine.connect() as connection:
            left = {alias.key for alias in kept.aliases(connection, self._now(identity).id)} - {key}
            rest = entity_evidence.most_named(connection, sorted(left), who.within())
        made = self._decide(who, (identity,), lambda state: state.part(identity, key, rest), seen, key)
        return self._now(made.after["to"])

    def rename(self, who: Principal, identity: str, name: str, seen: int | None = None) -> Entity:
        """Calls an entity by another name; raises as ``same`` does."""
        said = one_line(name)
        self._decide(who, (identity,), lambda state: state.call(identity, said), seen)
        return self._now(identity)

    def alias(self, who: Principal, identity: str, name: str, seen: int | None = None) -> Entity:
        """Makes a name lead to an entity, in stored documents too; raises as ``same`` does."""
        said = one_line(name)
        key, language = key_of_called(self._now(identity).label, said), language_of(said)
        self._decide(who, (identity,), lambda state: state.add_name(identity, key, said, language), seen, key)
        return self._now(identity)

    def undo(self, who: Principal, number: int) -> None:
        """Takes a decision back, or one that took back: all is as if it had not been made. Raises as ``same`` does."""
        who.must_somewhere("reviewer")
        with self._store.writing() as connection:
            one = in_force(kept.decisions(connection), number)
            said = {**one.before, **one.after}
            identities = [said[part] for part in entity_log.parts(one)]
            try:
                for identity in identities:
                    _must_know(connection, who, kept.get(connection, identity).id, self._lists)
            except EntityNotFound:
                raise RefusedDecision("there is no decision {number} in force", number=number) from None
            _, moved = entity_log.undo(connection, number, who.name)
            self._store.bump_seq_of_entities(connection, moved)
        self._audit.note(who, "decide", " ".join(identities))
        self._settle()

    def rebuild(self, who: Principal) -> int:
        """Makes the tables of who is who again from the log; gives how many keys lead, or are called, otherwise now.

        Raises Forbidden.
        """
        who.must("admin")
        with self._store.writing() as connection:
            judgements.clear(connection)
            self._store.project_mentions(connection, Decisions(connection).documents("mention"))
            moved = entity_log.rebuild(connection)
            self._store.bump_seq_of_entities(connection, moved)
            entity_counts.rebuild(connection)
        if moved:
            self._settle()
        return len(moved)

    def _decide(
        self, who: Principal, identities: Sequence[str], make: Make, seen: int | None, key: str = ""
    ) -> Decision:
        """Keeps a decision; documents whose entities it changes get a new ``seq``.

        Who decides on an entity is a reviewer of a document that names it.
        """
        with self._store.writing() as connection:
            now = [kept.get(connection, identity).id for identity in identities]
            for identity in now:
                _must_know(connection, who, identity, self._lists)
            made, moved = entity_log.decide(connection, make, [*identities, *now], key, who.name, seen)
            self._store.bump_seq_of_entities(connection, moved)
        self._audit.note(who, "decide", " ".join(identities))
        if moved:
            self._settle()
        return made

    def _now(self, identity: str) -> Entity:
        with self._store.engine.connect() as connection:
            return kept.get(connection, identity)

    # suggestions ----------------------------------------------------------------------------------------------

    def suggestions(self, who: Principal, limit: int = 50) -> list[Suggestion]:
        """Pairs that may be the same and of which nobody said that they are not; the most mentioned first.

        Those of which somebody said that he cannot tell come last.
        """
        return self.pairs.first(who.within(), limit)

    def evidence(self, who: Principal, identities: Sequence[str], limit: int = 2) -> dict[str, list[Evidence]]:
        """For each of some entities sentences that name it, from a few documents that somebody may see."""
        with self._store.engine.connect() as connection:
            return {one: entity_evidence.evidence(connection, one, who.within(), limit) for one in identities}

    def naming(self, who: Principal, keys: Sequence[str], limit: int = 4) -> Naming:
        """In how many documents that somebody may see some names stand, and how often: what leads to another then."""
        with self._store.engine.connect() as connection:
            return entity_evidence.naming(connection, keys, who.within(), limit)

    def load(self) -> None:
        """Loads the names by which bodies are known: a second of work, for which no query need wait."""
        names()
        bodies()

    # search ---------------------------------------------------------------------------------------------------

    def expanded(self, query: Query) -> Query:
        """The query with every name in it also as the entities that are called so (``org:عتف``).

        The id of an entity that was merged leads to that which it is part of by now. An index that still has documents
        under the name, or the id, that they had before a decision finds them so by what is decided.
        """
        if not names_somebody(query):
            return query
        with self._store.engine.connect() as connection:
            root = query.root and self._node(connection, query, query.root)
            filters = tuple(self._node(connection, query, wanted) for wanted in query.filters)
            return replace(query, root=root, filters=filters)

    def decided(self) -> int:
        """The number of the last decision on entities: what ``expanded`` gives goes by it, and by which keys lead."""
        with self._store.engine.connect() as connection:
            return Decisions(connection).last("entity")

    def bases(self, identities: Collection[str]) -> set[str]:
        """The keys that lead to some entities, without the place that some of them are told apart by."""
        with self._store.engine.connect() as connection:
            return {key.partition("@")[0] for key in kept.keys_of(connection, identities)}

    def _node(self, connection: Connection, query: Query, node: Node) -> Node:
        match node:
            case And() | Or():
                return type(node)(tuple(self._node(connection, query, part) for part in node.parts))
            case Not():
                return Not(self._node(connection, query, node.part))
            case Exact() if node.field == "entity":
                return _any_id(connection, kept.current(connection, node.value))
            case Phrase() if node.field in NAMED:
                name = query.text[node.tokens[0].start : node.tokens[-1].end]
                called = kept.renamed(connection, NAMED[node.field], name)
                called += kept.leading(connection, [key_of_called(NAMED[node.field], name)])
                ids = list(dict.fromkeys(called))[:_MOST_EXPANDED]
                return Or((node, *(_any_id(connection, identity) for identity in ids))) if ids else node
        return node


def names_somebody(query: Query) -> bool:
    """Whether a part of a query is a name, or the id of an entity."""
    return any(isinstance(node, Phrase | Exact) and node.field in (*NAMED, "entity") for node in _leaves(query))


def keys_asked(query: Query) -> set[str]:
    """The keys of the names that a query asks for: which entities it is expanded by hangs on those."""
    return {
        key_of_called(NAMED[node.field], query.text[node.tokens[0].start : node.tokens[-1].end])
        for node in _leaves(query)
        if isinstance(node, Phrase) and node.field in NAMED
    }


def _leaves(query: Query) -> Iterator[Node]:
    """The parts of a query that are put together from no others."""
    stack = [node for node in (query.root, *query.filters) if node]
    while stack:
        node = stack.pop()
        match node:
            case And() | Or():
                stack += node.parts
            case Not():
                stack.append(node.part)
            case _:
                yield node


def _any_id(connection: Connection, identity: str) -> Node:
    """An entity by its id, or by that of one that was merged into it: the index may have a document under that yet."""
    merged = kept.merged_into(connection, identity)[:_MOST_EXPANDED]
    exact = Exact("entity", identity)
    return Or((exact, *(Exact("entity", other) for other in merged))) if merged else exact


def _must_know(connection: Connection, who: Principal, identity: str, lists: Lists) -> None:
    """Raises EntityNotFound where nothing that he may see names the entity, Forbidden where he may only see it."""

    def is_there(within: Within) -> bool:
        named = within is None or bool(kept.counted(connection, [identity], within))
        return named or is_listed(connection, lists, within, identity)

    if not is_there(who.within()):
        raise EntityNotFound("there is no entity {identity!r}", identity=identity)
    who.must_somewhere("reviewer")
    if not is_there(who.within("reviewer")):
        raise Forbidden("this needs the role reviewer of a collection with documents that name the entity")
