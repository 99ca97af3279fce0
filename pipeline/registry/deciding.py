"""What people decide on agreements, appointments and meetings: rows of the one log, from which their entries follow."""

from typing import ClassVar, Literal, Protocol

from extractors.text.language import language_of
from pipeline.errors import RefusedDecision, RefusedValue
from pipeline.people.principal import Principal
from pipeline.registry.appointments import Appointment
from pipeline.registry.entries import Entry, Judged
from pipeline.registry.fields import (
    JUDGED,
    JUDGED_DECREE,
    JUDGED_MEETING,
    NEEDED,
    WHOLE,
    backwards,
    places_of,
    value_in,
    with_value,
)
from pipeline.registry.gatherings import Gathering
from pipeline.registry.judging import VERDICTS
from pipeline.registry.reviewing import Entered, Reviewing, before
from pipeline.registry.typed import typed
from pipeline.store.decisions import Decision, Kind
from pipeline.store.told import Stands


class Judgeable(Entered, Protocol):
    """An entry with what people said of it and of its fields."""

    @property
    def judged(self) -> tuple[Judged, ...]:
        """Their last words."""


type Verdict = Literal["accept", "correct", "reject"]


class FieldReview[E: Judgeable](Reviewing[E]):
    """The decisions on the fields of entries of one kind, and on whole entries. ``kind`` is that of the log."""

    kind: ClassVar[Kind]
    judged: ClassVar[tuple[str, ...]]
    """The fields that people judge."""

    def judge(
        self, who: Principal, identity: str, field: str, verdict: Verdict, text: str = "", seen: int | None = None
    ) -> E:
        """Accepts, corrects (by the value that ``text`` is) or rejects a field, or («») the entry; gives the entry.

        ``seen`` is the number of the last decision on the entry that the person saw, 0 for none. Raises EntryNotFound,
        Forbidden, RefusedDecision, DecisionConflict.
        """
        if field not in (*self.judged, WHOLE) or verdict not in VERDICTS:
            raise RefusedDecision("a field is one of {fields}", fields=self.judged)
        kind = self.kind
        return self._decide(who, identity, lambda one, at: _judgement(kind, one, at, field, verdict, text), seen, field)

    def documents(self, entry: E, field: str) -> set[str]:
        """The documents that say a field; none where nothing does."""
        return {place.document for place in places_of(entry, field)}


class EntryReview(FieldReview[Entry]):
    """The decisions on agreements: on their fields, on whole entries, and on which are one."""

    kind = "entry"
    judged = JUDGED

    def join(self, who: Principal, identity: str, other: str, seen: int | None = None) -> Entry:
        """Makes another entry part of one, which keeps the older id; gives it. Raises as ``judge`` does."""
        theirs = self._register.entry(who, other)
        with self._store.engine.connect() as connection:
            there = self._place(connection, who, theirs, asked=other)

        def make(entry: Entry, at: Stands) -> Decision:
            if entry.id == theirs.id:
                raise RefusedDecision("this is one entry already")
            further = {"other": there.id, "other_document": there.document, "other_anchor": list(there.anchor)}
            return Decision("entry", at.id, before(at), {"verdict": "join", **further}, at.document)

        return self._decide(who, identity, make, seen)

    def part(self, who: Principal, identity: str, told: str, seen: int | None = None) -> Entry:
        """Takes what one document tells out of an entry, by the id of that; gives the entry that it is then."""

        def make(entry: Entry, at: Stands) -> Decision:
            if len(entry.ids) < 2:
                raise RefusedDecision("the entry has no other document")
            return Decision("entry", at.id, before(at), {"verdict": "part"}, at.document)

        self._decide(who, identity, make, seen, told=told)
        return self.entry(who, told)


class DecreeReview(FieldReview[Appointment]):
    """The decisions on appointments: on their fields, and whether there is such a one."""

    kind = "decree"
    judged = JUDGED_DECREE


class MeetingReview(FieldReview[Gathering]):
    """The decisions on meetings: on their fields, and whether there is such a one."""

    kind = "meeting"
    judged = JUDGED_MEETING


def _judgement(kind: Kind, entry: Judgeable, at: Stands, field: str, verdict: Verdict, text: str) -> Decision:
    shown = value_in(entry, field)
    value = typed(field, text, kind, language_of(at.text)) if verdict == "correct" and field else shown
    last = next((one for one in entry.judged if one.field == field), None)
    if field == WHOLE and verdict == "correct":
        raise RefusedDecision("a field is corrected, not an entry")
    if field in NEEDED and verdict == "reject":
        raise RefusedDecision("no entry is without this: correct it, or reject the entry")
    if verdict == "accept" and field and shown is None:
        raise RefusedDecision("nothing says it, so there is nothing to accept")
    if last and last.verdict == verdict and (verdict != "correct" or shown == value):
        raise RefusedDecision("that was decided already")
    days = backwards(with_value(entry, field, value), field) if verdict == "correct" else None
    if days:
        raise RefusedValue("the last day, {ends}, would be before the first, {begins}", begins=days[0], ends=days[1])
    after = {"verdict": verdict, "field": field, **({} if verdict == "reject" else {"value": value})}
    return Decision(kind, at.id, before(at, field=field, value=shown), after, at.document)
