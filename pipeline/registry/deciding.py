"""What people decide on entries of the register: kept in the one log, from which the entries that they see follow."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from pipeline.errors import DecisionConflict, EntryNotFound, Forbidden, RefusedDecision
from pipeline.people.audit import Audit
from pipeline.people.principal import Principal
from pipeline.registry.entries import Entry
from pipeline.registry.judging import JUDGED, VERDICTS, WHOLE, Said, value_in
from pipeline.registry.register import Register
from pipeline.registry.typed import typed
from pipeline.review.state import must_take_back
from pipeline.store.changes import bump_seq
from pipeline.store.decisions import Decision, Decisions
from pipeline.store.documents import Store
from pipeline.store.told import Stands, standing
from pipeline.store.transaction import Connection

type Verdict = Literal["accept", "correct", "reject"]


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
        return str({**self.decision.before, **self.decision.after}.get("field", WHOLE))

    @property
    def in_force(self) -> bool:
        """Whether it can be taken back."""
        return self.state in ("applied", "undone")


class EntryReview:
    """The decisions on entries; ``settle`` is called after one, so that what follows takes it up.

    A decision is on the agreement of one document: that which says the field, where whoever decides is reviewer there.
    """

    def __init__(self, store: Store, register: Register, settle: Callable[[], None], audit: Audit) -> None:
        """Takes the store, the register, what to do after a decision, and where to note it."""
        self._store, self._register, self._settle, self._audit = store, register, settle, audit

    def judge(
        self, who: Principal, identity: str, field: str, verdict: Verdict, text: str = "", seen: int | None = None
    ) -> Entry:
        """Accepts, corrects (by the value that ``text`` is) or rejects a field, or («») the entry; gives the entry.

        ``seen`` is the number of the last decision on the entry that the person saw, 0 for none. Raises EntryNotFound,
        Forbidden, RefusedDecision, DecisionConflict.
        """
        if field not in (*JUDGED, WHOLE) or verdict not in VERDICTS:
            raise RefusedDecision(f"a field is one of {', '.join(JUDGED)}")
        return self._decide(who, identity, lambda entry, at: _judgement(entry, at, field, verdict, text), seen, field)

    def join(self, who: Principal, identity: str, other: str, seen: int | None = None) -> Entry:
        """Makes another entry part of one, which keeps the older id; gives it. Raises as ``judge`` does."""
        theirs = self._register.entry(who, other)
        with self._store.engine.connect() as connection:
            there = self._place(connection, who, theirs, asked=other)

        def make(entry: Entry, at: Stands) -> Decision:
            if entry.id == theirs.id:
                raise RefusedDecision("this is one entry already")
            further = {"other": there.id, "other_document": there.document, "other_anchor": list(there.anchor)}
            return Decision("entry", at.id, _before(at), {"verdict": "join", **further}, at.document)

        return self._decide(who, identity, make, seen)

    def part(self, who: Principal, identity: str, told: str, seen: int | None = None) -> Entry:
        """Takes what one document tells out of an entry, by the id of that; gives the entry that it is then."""

        def make(entry: Entry, at: Stands) -> Decision:
            if len(entry.ids) < 2:
                raise RefusedDecision("the entry has no other document")
            return Decision("entry", at.id, _before(at), {"verdict": "part"}, at.document)

        self._decide(who, identity, make, seen, told=told)
        return self._now(who, told)

    def undo(self, who: Principal, reference: str, number: int) -> None:
        """Takes a decision on the entries of a document back, or one that took back; raises as ``judge`` does."""
        with self._store.writing() as connection:
            said = self._register.said(connection, who.within())
            one = next((each for each in said.rows if each.id == number and each.document == reference), None)
            if one is None or number not in said.alive or not said.home(one.subject):
                raise RefusedDecision(f"there is no decision {number} in force")
            (at,) = standing(connection, [said.home(one.subject)])
            must_take_back(who, one, at.collection)
            Decisions(connection).add([one.undone()], who.name)
            bump_seq(connection, [at.document], "decision")
        self._done(who, one.subject)

    def undo_of(self, who: Principal, identity: str, number: int) -> Entry:
        """The same of a decision on an entry; gives the entry of that id then."""
        wanted = [one.decision for one in self.of_entry(who, identity) if one.decision.id == number]
        if not wanted:
            raise RefusedDecision(f"there is no decision {number} in force")
        self.undo(who, wanted[0].document or "", number)
        return self._now(who, identity)

    def of_entry(self, who: Principal, identity: str) -> list[EntryDecision]:
        """All that was decided on an entry, the newest first; raises EntryNotFound."""
        entry = self._register.entry(who, identity)
        with self._store.engine.connect() as connection:
            said = self._register.said(connection, who.within())
        return [_told(one, said) for one in said.on(entry.ids)]

    def history(self, who: Principal, reference: str) -> list[EntryDecision]:
        """All that was decided on the agreements of a document, by its key, the newest first."""
        with self._store.engine.connect() as connection:
            said = self._register.said(connection, who.within())
        return [_told(one, said) for one in said.rows if one.document == reference][::-1]

    def _decide(
        self,
        who: Principal,
        identity: str,
        make: Callable[[Entry, Stands], Decision],
        seen: int | None,
        field: str = WHOLE,
        told: str = "",
    ) -> Entry:
        entry = self._register.entry(who, identity)
        with self._store.writing() as connection:
            if told and told not in entry.ids:
                raise EntryNotFound(f"there is no agreement {told} in this entry")
            at = self._place(connection, who, entry, field, told, identity)
            said = self._register.said(connection, who.within())
            _must_be_seen(said, entry, seen)
            Decisions(connection).add([make(entry, at)], who.name)
            bump_seq(connection, [at.document], "decision")
        self._done(who, entry.id)
        return self._now(who, identity)

    def _now(self, who: Principal, identity: str) -> Entry:
        return self._register.entry(who, identity)

    def _done(self, who: Principal, identity: str) -> None:
        self._audit.note(who, "decide", identity)
        self._settle()

    def _place(
        self, connection: Connection, who: Principal, entry: Entry, field: str = WHOLE, told: str = "", asked: str = ""
    ) -> Stands:
        """The agreement of a document on which somebody decides; raises Forbidden where he is nowhere reviewer.

        It is that of a document that says the field, else that which was ``asked`` for.
        """
        said = _documents(entry, field)
        deciding = who.within("reviewer")
        ids = sorted(entry.ids, key=lambda one: one != asked)
        found = standing(connection, [told] if told else ids)
        mine = [one for one in found if deciding is None or one.collection in deciding]
        if not mine:
            raise Forbidden("this needs the role reviewer of a collection with documents that tell of the agreement")
        of_field = [one for one in mine if one.document in said]
        if said and not of_field:
            raise Forbidden("this needs the role reviewer of the collection whose document says it")
        return (of_field or mine)[0]


def _documents(entry: Entry, field: str) -> set[str]:
    """The documents that say a field; none where nothing does."""
    if field == "parties":
        return {place.document for party in entry.parties for place in party.places}
    held = getattr(entry, field, None) if field not in (WHOLE, "state") else None
    return {place.document for place in held.places} if held is not None else set()


def _before(at: Stands, **more: Any) -> dict[str, Any]:
    return {"verdict": "", "anchor": list(at.anchor), **more}


def _judgement(entry: Entry, at: Stands, field: str, verdict: Verdict, text: str) -> Decision:
    shown = value_in(entry, field)
    value = typed(field, text) if verdict == "correct" and field else shown
    last = next((one for one in entry.judged if one.field == field), None)
    if field == WHOLE and verdict == "correct":
        raise RefusedDecision("a field is corrected, not an entry")
    if field == "kind" and verdict == "reject":
        raise RefusedDecision("an agreement is of some kind: correct it, or reject the entry")
    if verdict == "accept" and field and shown is None:
        raise RefusedDecision("nothing says it, so there is nothing to accept")
    if last and last.verdict == verdict and (verdict != "correct" or shown == value):
        raise RefusedDecision("that was decided already")
    after = {"verdict": verdict, "field": field, **({} if verdict == "reject" else {"value": value})}
    return Decision("entry", at.id, _before(at, field=field, value=shown), after, at.document)


def _must_be_seen(said: Said, entry: Entry, seen: int | None) -> None:
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
    """Whether a judgement of a field is the last word on it."""
    field = one.after.get("field")
    newer = (
        each.id > one.id and each.subject == one.subject and each.after.get("field") == field
        for each in stands
        if field is not None
    )
    return "replaced" if any(newer) else "applied"
