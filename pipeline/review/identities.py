"""Who is who, as a pure function of what documents said and what people decided, in its order.

Each key leads to the entity that was made for it. «same» makes the keys of one entity lead to another, «apart» takes
a key away, «name» calls an entity otherwise, «alias» makes a key that a person gave lead to it, «different» keeps two
from becoming one. The tables of the store are what comes out, and can be made again from the log.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from corpora.ids import entity_id
from pipeline.errors import RefusedDecision
from pipeline.store.decisions import Decision, standing
from pipeline.store.identities import NO_FACTS, Facts, Lead, Who

_MOST_PARTED = 100
"""Times that a key can be parted anew from entities that go on without it."""


@dataclass(slots=True)
class Identities:
    """Entities by their ids, and where keys lead. Changed in place by ``apply``; part of all of them is enough."""

    entities: dict[str, Who]
    leads: dict[str, Lead]
    different: dict[int, frozenset[str]] = field(default_factory=dict)
    """Number of a decision → the two entities that it keeps from becoming one."""
    idle: set[int] = field(default_factory=set)
    """Numbers of decisions that found nothing to change."""
    given: dict[str, str] = field(default_factory=dict)
    """The names that people gave, by the entity."""
    said: dict[str, Facts] = field(default_factory=dict)
    """What documents said of entities that show by now what was said of another of their keys."""
    _held: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _merged: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def __post_init__(self) -> None:
        """Notes which keys each entity has, and which ids lead to it."""
        for lead in self.leads.values():
            self._held[lead.entity].add(lead.key)
        for who in self.entities.values():
            self._merged[who.merged_into].add(who.id)

    @classmethod
    def before_decisions(cls, entities: Iterable[Who]) -> "Identities":
        """As documents alone have it: each key leads to the entity that was made for it."""
        own = [replace(one, name=one.met, merged_into="") for one in entities if one.key]
        leads = {one.key: Lead(one.key, one.id, one.met, one.language, "document") for one in own}
        return cls({one.id: one for one in own}, leads)

    def keys(self, identity: str) -> list[str]:
        """The keys that lead to an entity."""
        return sorted(self._held[identity])

    def current(self, identity: str) -> str:
        """The entity that an id stands for by now: its own, or that which it was merged into."""
        one = self.entities.get(identity)
        return one.merged_into if one and one.merged_into else identity

    def replay(self, log: Iterable[Decision]) -> "Identities":
        """Applies the decisions that were not taken back; gives itself."""
        for decision in standing(log):
            self.apply(decision)
        return self

    def apply(self, decision: Decision) -> list[str]:
        """Applies a decision; gives the keys whose entity, or its name, is another one by then."""
        said = decision.after
        match said["verdict"]:
            case "same":
                moved = self._same(said["one"], said["other"])
            case "apart":
                moved = self._apart(decision)
            case "name":
                moved = self._name(said["entity"], said["name"])
            case "alias":
                moved = self._alias(said)
            case "unsure":
                return []
            case _:
                self.different[decision.id] = frozenset((said["one"], said["other"]))
                return []
        if not moved:
            self.idle.add(decision.id)
        return moved

    def _same(self, one: str, other: str) -> list[str]:
        moved = self.keys(other)
        if one == other or {one, other} - self.entities.keys() or not moved:
            return []
        for key in moved:
            self._lead(key, one)
        for identity in sorted({other, *self._merged[other]}):
            self._merge(identity, one)
        return moved

    def _apart(self, decision: Decision) -> list[str]:
        """Parts a key from an entity; what is left is called by a key of its own, if it was called by that one."""
        identity, key, fresh = (decision.after[part] for part in ("entity", "key", "to"))
        left = [one for one in self.keys(identity) if one != key]
        if key not in self.keys(identity) or not left or fresh == identity:
            return []
        losing, facts = self._loses(identity, key), "facts" in decision.before
        self.entities.setdefault(fresh, Who(fresh, self.entities[identity].label, "", "", "", ""))
        self._show(fresh, key, facts=facts)
        self._lead(key, fresh)
        if not losing:
            return [key]
        self._show(identity, self._face(left, decision.after.get("rest", "")), facts=facts)
        return [key, *left]

    def _loses(self, identity: str, key: str) -> bool:
        """Whether an entity is called by a key that is taken from it, or was made for it."""
        who = self.entities[identity]
        return key == who.key or who.name == self.leads[key].name

    def _face(self, keys: Sequence[str], wanted: str) -> str:
        """The key whose name an entity of some keys has: that which was chosen, or one that documents have."""
        return min(keys, key=lambda key: (key != wanted, self.leads[key].origin != "document", key))

    def _show(self, identity: str, key: str, *, facts: bool) -> None:
        """Calls an entity as a key is called, unless a person named it; of that key is also what is said of it."""
        who = self.entities[identity]
        shown = who if identity in self.given else replace(who, name=self.leads[key].name)
        self.entities[identity] = shown.telling(self._own(key)) if facts else shown

    def _own(self, key: str) -> Facts:
        """What documents said of the entity that was made for a key."""
        own = next((one for one in self.entities.values() if one.key == key), None)
        return self.said.get(own.id, own.facts) if own and self.leads[key].origin == "document" else NO_FACTS

    def _name(self, identity: str, name: str) -> list[str]:
        if identity not in self.entities:
            return []
        self.given[identity] = name
        self.entities[identity] = replace(self.entities[identity], name=name)
        return self.keys(identity)

    def _alias(self, said: Mapping[str, str]) -> list[str]:
        key, identity = said["key"], said["entity"]
        if not key or identity not in self.entities or (key in self.leads and self.leads[key].entity == identity):
            return []
        own = self.leads[key].entity if key in self.leads else ""
        self.leads[key] = Lead(key, own, said["name"], said["language"], "user")
        self._lead(key, identity)
        if own and not self._held[own]:
            self._merge(own, identity)
        return [key]

    def _lead(self, key: str, identity: str) -> None:
        """Makes a key lead to an entity, which is one of its own from then on."""
        lead = self.leads[key]
        self._held[lead.entity].discard(key)
        self._held[identity].add(key)
        self.leads[key] = replace(lead, entity=identity)
        self._merge(identity, "")

    def _merge(self, identity: str, into: str) -> None:
        who = self.entities[identity]
        self._merged[who.merged_into].discard(identity)
        self._merged[into].add(identity)
        self.entities[identity] = replace(who, merged_into=into)

    def broken(self) -> set[int]:
        """Numbers of the decisions that keep two apart which are one all the same."""
        pairs = self.different.items()
        return {number for number, pair in pairs if len({self.current(identity) for identity in pair}) < 2}

    # what a person may say ------------------------------------------------------------------------------------

    def same(self, one: str, other: str) -> Decision:
        """That two entities are one; raises RefusedDecision."""
        one, other = self.current(one), self.current(other)
        first, second = self.entities[one], self.entities[other]
        if first.id == second.id or first.label != second.label:
            raise RefusedDecision("only two different entities of one kind can be the same")
        number = self._kept_apart(one, other)
        if number:
            raise RefusedDecision("decision {number} says that they are different; take that back first", number=number)
        before = {"keys": self.keys(other), "names": [first.name, second.name]}
        return Decision("entity", one, before, {"verdict": "same", "one": one, "other": other})

    def _kept_apart(self, one: str, other: str) -> int:
        """The number of the decision that keeps two entities from becoming one; 0 where there is none."""
        for number, pair in self.different.items():
            if {self.current(identity) for identity in pair} == {one, other}:
                return number
        return 0

    def not_same(self, one: str, other: str) -> Decision:
        """That two entities are different; raises RefusedDecision."""
        one, other = self.current(one), self.current(other)
        if one == other:
            raise RefusedDecision("they are one entity by now; take that back, or part a name from it")
        if self._kept_apart(one, other):
            raise RefusedDecision("that was said already")
        names = {"names": [self.entities[one].name, self.entities[other].name]}
        return Decision("entity", one, names, {"verdict": "different", "one": one, "other": other})

    def unsure(self, one: str, other: str) -> Decision:
        """That nobody can tell yet whether two entities are one; raises RefusedDecision."""
        one, other = self.current(one), self.current(other)
        if one == other or self._kept_apart(one, other):
            raise RefusedDecision("it was said already what they are; take that back first")
        names = {"names": [self.entities[one].name, self.entities[other].name]}
        return Decision("entity", one, names, {"verdict": "unsure", "one": one, "other": other})

    def part(self, identity: str, key: str, rest: str = "") -> Decision:
        """That a key is of another entity; raises RefusedDecision.

        What is left is called as the key ``rest`` is, where its name is that of the key that is taken.
        """
        identity = self.current(identity)
        if key not in self.keys(identity) or len(self.keys(identity)) < 2:
            raise RefusedDecision("only one of several names of an entity can be parted from it")
        fresh = next(one for one in self._places(key) if one != identity and not self.keys(one))
        who = self.entities[identity]
        before = {"entity": identity, "name": self.leads[key].name, "facts": list(who.facts)}
        after = {"verdict": "apart", "entity": identity, "key": key, "to": fresh}
        return Decision("entity", identity, before, {**after, "rest": rest} if rest else after)

    def _places(self, key: str) -> Iterator[str]:
        """The ids that an entity of a key alone may have: that which was made for it first."""
        yield from (who.id for who in list(self.entities.values()) if who.key == key)
        yield from made_for(key)

    def call(self, identity: str, name: str) -> Decision:
        """That an entity has another main name; raises RefusedDecision."""
        identity = self.current(identity)
        before = {"name": self.entities[identity].name}
        if before["name"] == name:
            raise RefusedDecision("that is its name already")
        return Decision("entity", identity, before, {"verdict": "name", "entity": identity, "name": name})

    def add_name(self, identity: str, key: str, name: str, language: str) -> Decision:
        """That an entity has a further name; raises RefusedDecision where it leads somewhere already."""
        identity = self.current(identity)
        lead = self.leads.get(key)
        if lead and lead.entity == identity:
            raise RefusedDecision("that name leads to it already")
        if lead:
            there = self.entities[lead.entity].name
            raise RefusedDecision("{name} is {there}: say that both are the same instead", name=name, there=there)
        after = {"verdict": "alias", "entity": identity, "key": key, "name": name, "language": language}
        return Decision("entity", identity, {}, after)


def made_for(key: str) -> tuple[str, ...]:
    """The ids that an entity of a key can have: the first, or another where the key is parted from that."""
    return entity_id(key), *(entity_id(f"{key}\0apart{number}") for number in ("", *range(2, _MOST_PARTED)))


def facts_said(log: Iterable[Decision]) -> dict[str, Facts]:
    """What documents said of entities when a key was first parted from them, by the entity."""
    found: dict[str, Facts] = {}
    for one in log:
        if one.before.get("facts"):
            kind, place, english, parent = one.before["facts"]
            found.setdefault(one.subject, (kind, place, english, parent))
    return found


def replayed(entities: Sequence[Who], log: Sequence[Decision]) -> Identities:
    """Who is who after a log; ``entities`` says what documents said."""
    said = facts_said(log)
    state = Identities.before_decisions([one.telling(said.get(one.id, one.facts)) for one in entities])
    state.said = said
    return state.replay(log)


def after_undo(entities: Sequence[Who], log: Sequence[Decision], undone: Decision) -> Identities:
    """Who is who once a decision is taken back; raises RefusedDecision where a later one rests on it."""
    last = max(one.id for one in log) + 1
    before, after = replayed(entities, log), replayed(entities, [*log, replace(undone.undone(), id=last)])
    resting = sorted(after.idle - before.idle)
    if resting:
        raise RefusedDecision("decision {number} rests on it; take that back first", number=resting[0])
    broken = sorted(after.broken() - before.broken())
    if broken:
        raise RefusedDecision("decision {number} says that they are different; take that back first", number=broken[0])
    return after


def touched(log: Iterable[Decision]) -> tuple[set[str], set[str], set[str]]:
    """The entities that decisions speak of, the keys, and those of both that only decisions made."""
    identities: set[str] = set()
    keys: set[str] = set()
    made: set[str] = set()
    for one in log:
        said = {**one.before, **one.after}
        identities |= {said[part] for part in ("one", "other", "entity", "to") if part in said}
        keys |= {said["key"]} if said.get("key") else set()
        made |= {said["to"]} if "to" in said else set()
        made |= {said["key"]} if said.get("verdict") == "alias" and said.get("key") else set()
    return identities, keys, made
