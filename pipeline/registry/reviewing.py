"""What people decide on entries of whatever kind: kept in the one log, and taken back by its number."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from pipeline.errors import DecisionConflict, EntryNotFound, Forbidden, RefusedDecision
from pipeline.people.audit import Audit
from pipeline.people.principal import Principal
from pipeline.records import Within
from pipeline.registry.fields import WHOLE
from pipeline.registry.judging import VERDICTS, Said, judged_field
from pipeline.review.state import must_take_back
from pipeline.store.changes import bump_seq
from pipeline.store.decisions import Decision, Decisions
from pipeline.store.documents import Store
from pipeline.store.told import Stands, standing
from pipeline.store.transaction import Connection


@dataclass(frozen=True, slots=True)
class EntryDecision:
    """A row of the log on an entry. ``state`` is applied, replaced (or taken back), stale, or undone."""

    decision: Decision
    state: str

    @property
    def verdict(self) -> str:
        """accept, correct, reject, join, part, or undo."""
        one = self.decision
        return "undo" if one.undoes is not None else str(one.after["verdict"])

    @property
    def field(self) -> str:
        """The field that it is on; «» where it is on the entry."""
        return judged_field(self.decision)

    @property
    def in_force(self) -> bool:
        """Whether it can be taken back."""
        return self.state in ("applied", "undone")


def from_and_to(one: EntryDecision, decisions: Sequence[EntryDecision]) -> tuple[Any, Any]:
    """The value of a field, as JSON, before a decision on it and behind it; that undoes another turns them round."""
    undone = next((each for each in decisions if each.decision.id == one.decision.undoes), None)
    if undone:
        return from_and_to(undone, decisions)[::-1]
    return one.decision.before.get("value"), one.decision.after.get("value")


class Entered(Protocol):
    """An entry: its id, and those of all that was joined to it."""

    @property
    def id(self) -> str:
        """That of what the oldest document tells."""

    @property
    def ids(self) -> tuple[str, ...]:
        """All that lead to it."""


class Holding[E](Protocol):
    """What holds entries of one kind."""

    def entry(self, who: Principal, identity: str) -> E:
        """The entry of an id; raises EntryNotFound."""
        ...

    def said(self, connection: Connection, within: Within) -> Said:
        """What was decided on entries that somebody may see."""
        ...


class Reviewing[E: Entered]:
    """The decisions on entries of one kind; ``settle`` is called after one, so that what follows takes it up.

    A decision is on what one document tells: that which says the field, where whoever decides is reviewer there.
    """

    def __init__(self, store: Store, register: Holding[E], settle: Callable[[], None], audit: Audit) -> None:
        """Takes the store, what holds the entries, what to do after a decision, and where to note it."""
        self._store, self._register, self._settle, self._audit = store, register, settle, audit

    def undo(self, who: Principal, reference: str, number: int) -> None:
        """Takes a decision on the entries of a document back, or one that took back; raises as ``judge`` does."""
        with self._store.writing() as connection:
            said = self._register.said(connection, who.within())
            one = next((each for each in said.rows if each.id == number and each.document == reference), None)
            if one is None or number not in said.alive or not said.home(one.subject):
                raise RefusedDecision("there is no decision {number} in force", number=number)
            (at,) = standing(connection, [said.home(one.subject)])
            must_take_back(who, one, at.collection)
            Decisions(connection).add([one.undone()], who.name)
            bump_seq(connection, [at.document], "decision")
        self._done(who, one.subject)

    def undo_of(self, who: Principal, identity: str, number: int) -> E:
        """The same of a decision on an entry; gives the entry of that id then."""
        wanted = [one.decision for one in self.of_entry(who, identity) if one.decision.id == number]
        if not wanted:
            raise RefusedDecision("there is no decision {number} in force", number=number)
        self.undo(who, wanted[0].document or "", number)
        return self.entry(who, identity)

    def entry(self, who: Principal, identity: str) -> E:
        """The entry of an id, as it is now; raises EntryNotFound."""
        return self._register.entry(who, identity)

    def of_entry(self, who: Principal, identity: str) -> list[EntryDecision]:
        """All that was decided on an entry, the newest first; raises EntryNotFound."""
        entry = self._register.entry(who, identity)
        with self._store.engine.connect() as connection:
            said = self._register.said(connection, who.within())
        return [_told(one, said) for one in said.on(entry.ids)]

    def history(self, who: Principal, reference: str) -> list[EntryDecision]:
        """All that was decided on what a document tells, by its key, the newest first."""
        with self._store.engine.connect() as connection:
            said = self._register.said(connection, who.within())
        return [_told(one, said) for one in said.rows if one.document == reference][::-1]

    def documents(self, entry: E, field: str) -> set[str]:  # noqa: ARG002 - kinds with fields look
        """The documents that say a field; none where nothing does, or any may be asked."""
        return set()

    def _decide(
        self,
        who: Principal,
        identity: str,
        make: Callable[[E, Stands], Decision],
        seen: int | None,
        field: str = WHOLE,
        told: str = "",
    ) -> E:
        entry = self._register.entry(who, identity)
        with self._store.writing() as connection:
            if told and told not in entry.ids:
                raise EntryNotFound("there is no {told} in this entry", told=told)
            at = self._place(connection, who, entry, field, told, identity)
            said = self._register.said(connection, who.within())
            _must_be_seen(said, entry, seen)
            Decisions(connection).add([make(entry, at)], who.name)
            bump_seq(connection, [at.document], "decision")
        self._done(who, entry.id)
        return self.entry(who, identity)

    def _done(self, who: Principal, identity: str) -> None:
        self._audit.note(who, "decide", identity)
        self._settle()

    def _place(
        self, connection: Connection, who: Principal, entry: E, field: str = WHOLE, told: str = "", asked: str = ""
    ) -> Stands:
        """Where of all that an entry is made of somebody decides; raises Forbidden where he is nowhere reviewer.

        It is in a document that says the field, else that which was ``asked`` for.
        """
        said = self.documents(entry, field)
        deciding = who.within("reviewer")
        ids = sorted(entry.ids, key=lambda one: one != asked)
        found = standing(connection, [told] if told else ids)
        mine = [one for one in found if deciding is None or one.collection in deciding]
        if not mine:
            raise Forbidden("this needs the role reviewer of a collection with documents that tell of it")
        of_field = [one for one in mine if one.document in said]
        if said and not of_field:
            raise Forbidden("this needs the role reviewer of the collection whose document says it")
        return (of_field or mine)[0]


def before(at: Stands, **more: Any) -> dict[str, Any]:
    """What stood before a decision: nothing said, at that place."""
    return {"verdict": "", "anchor": list(at.anchor), **more}


def _must_be_seen(said: Said, entry: Entered, seen: int | None) -> None:
    late = [] if seen is None else [one for one in said.on(entry.ids) if one.id > seen]
    if late:
        told = [{"id": one.id, "user": one.user, "at": one.at} for one in late]
        raise DecisionConflict("somebody decided on it since; look at it again", {"decisions": told}, {})


def _told(one: Decision, said: Said) -> EntryDecision:
    if one.id not in said.alive:
        return EntryDecision(one, "replaced")
    if not said.home(one.subject):
        return EntryDecision(one, "stale")
    return EntryDecision(one, "undone" if one.undoes is not None else _applied(one, said.standing))


def _applied(one: Decision, stands: Sequence[Decision]) -> str:
    """Whether a judgement of a field, or of the entry as a whole, is the last word on it."""
    field = _judged_field(one)
    newer = (
        each.id > one.id and each.subject == one.subject and _judged_field(each) == field
        for each in stands
        if field is not None
    )
    return "replaced" if any(newer) else "applied"


def _judged_field(one: Decision) -> str | None:
    """The field that a decision judges, «» where it is the entry; None where it joins or parts."""
    return judged_field(one) if one.after.get("verdict") in VERDICTS else None
