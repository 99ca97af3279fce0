"""The register of agreements."""

from datetime import date
from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, Field

from pipeline.registry.appointments import Appointment
from pipeline.registry.deadlines import Deadlines
from pipeline.registry.dues import deadlines_of
from pipeline.registry.entries import Entry, Judged
from pipeline.registry.fields import JUDGED
from pipeline.registry.gatherings import Gathering
from pipeline.registry.reviewing import EntryDecision
from pipeline.registry.totals import Total, record_of


class PartyOut(BaseModel):
    """A party; ``entity`` where it is known who it is, ``surface`` where the text calls it otherwise."""

    name: str
    entity: str | None = None
    surface: str | None = None


class MoneyOut(BaseModel):
    """An amount of money."""

    amount: int | float
    currency: str


class WitnessOut(BaseModel):
    """A place that tells of it, in code points of the text of a document."""

    document: str
    start: int
    end: int


class RelationOut(BaseModel):
    """What it is to another entry, by the id of that."""

    kind: str
    entry: str


class AgreementOut(BaseModel):
    """An entry of the register; null is what no text says. ``state`` is the newest that a text asserts."""

    id: str
    kind: str
    parties: list[PartyOut]
    signed: str | None
    place: str | None
    valid_from: str | None
    valid_until: str | None
    duration: str | None
    state: str | None
    derived_state: str | None
    amount: MoneyOut | None
    subject: str | None
    number: str | None
    count: int | None
    witnesses: list[WitnessOut]
    flags: list[str]
    relations: list[RelationOut]

    @classmethod
    def of(cls, entry: Entry) -> "AgreementOut":
        """The entry as JSON has it."""
        record: dict[str, Any] = {"number": None, "count": None, "relations": [], **entry.record()}
        return cls(**record, derived_state=entry.derived_state or None)


class AgreementsOut(BaseModel):
    """A part of the register, and how many entries there are altogether."""

    items: list[AgreementOut]
    total: int


class DeadlinesOut(BaseModel):
    """``end`` is the last day of the first term, ``expiry`` that of the one under way, ``notice`` the last day for it.

    ``refused`` says why a day is not given.
    """

    end: str | None
    expiry: str | None
    notice: str | None
    renewals: int
    contradicts: bool
    refused: list[str]

    @classmethod
    def of(cls, found: Deadlines) -> "DeadlinesOut":
        """The deadlines as JSON has them."""
        end, expiry, notice = (day.isoformat() if day else None for day in (found.end, found.expiry, found.notice))
        return cls(
            end=end,
            expiry=expiry,
            notice=notice,
            renewals=found.renewals,
            contradicts=found.contradicts,
            refused=list(found.refused),
        )


class JudgedOut(BaseModel):
    """The last word of a person on a field; empty for the entry itself."""

    field: str
    verdict: str
    user: str
    at: str
    decision: int

    @classmethod
    def of(cls, one: Judged) -> "JudgedOut":
        """The word as JSON has it."""
        return cls(field=one.field, verdict=one.verdict, user=one.user, at=one.at, decision=one.id)


def decided(entry: Entry | Appointment | Gathering) -> dict[str, Any]:
    """What people said of an entry: the last words, whether it is rejected, its ids and its last decision."""
    judged = [JudgedOut.of(one) for one in entry.judged]
    return {"judged": judged, "rejected": entry.rejected, "told": list(entry.ids), "seq": entry.seen}


class AgreementWithDeadlines(AgreementOut):
    """An entry with its deadlines as of today, and what people said of it.

    ``told`` are the ids by which its documents tell of it, ``seq`` the number of the last decision on it.
    """

    deadlines: DeadlinesOut
    judged: list[JudgedOut]
    rejected: bool
    told: list[str]
    seq: int

    @classmethod
    def on(cls, entry: Entry, today: date) -> "AgreementWithDeadlines":
        """The entry as it is on a day."""
        return cls(
            **AgreementOut.of(entry).model_dump(),
            deadlines=DeadlinesOut.of(deadlines_of(entry, today)),
            **decided(entry),
        )


type EntryField = Literal[
    "",
    "kind",
    "parties",
    "number",
    "subject",
    "place",
    "signed",
    "valid_from",
    "valid_until",
    "duration",
    "renewal",
    "amount",
    "count",
    "state",
]
assert get_args(EntryField.__value__) == ("", *JUDGED), "the fields above are those that people judge"
type Seq = Annotated[int | None, Field(ge=0, le=2**31 - 1, description="`seq` of the entry as it was seen")]


class JudgementIn(BaseModel):
    """What somebody says of a field of an entry, or (empty) of the entry.

    ``value`` is what a correction puts there: a date as `1404-06-16` or `2025-09`, a length as `P2Y`, an amount as
    `120000 IRR`, several names one a line.
    """

    verdict: Literal["accept", "correct", "reject"]
    value: Annotated[str, Field(max_length=25_000)] = ""
    seq: Seq = None


class EntryJudgementIn(JudgementIn):
    """What somebody says of a field of an agreement, or (empty) of the agreement."""

    field: EntryField = ""


class EntryJoinIn(BaseModel):
    """The id of another entry that is the same agreement."""

    other: Annotated[str, Field(max_length=64)]
    seq: Seq = None


class EntryPartIn(BaseModel):
    """Of `told`, the id of what is another agreement."""

    told: Annotated[str, Field(max_length=64)]
    seq: Seq = None


class EntryDecisionOut(BaseModel):
    """A row of the log on an entry: ``state`` is applied, replaced, stale, or undone."""

    id: int
    verdict: str
    field: str
    before: Any
    after: Any
    user: str
    at: str
    state: str
    undoes: int | None

    @classmethod
    def of(cls, told: EntryDecision) -> "EntryDecisionOut":
        """The row as JSON has it."""
        one = told.decision
        return cls(
            id=one.id,
            verdict=told.verdict,
            field=told.field,
            before=one.before.get("value"),
            after=one.after.get("value"),
            user=one.user,
            at=one.at,
            state=told.state,
            undoes=one.undoes,
        )


class TotalOut(BaseModel):
    """How many agreements the register holds of a value, and the greatest number that one sentence claims of it.

    ``claimed_by`` is the id of the entry with that sentence.
    """

    value: str
    name: str
    agreements: int
    claimed: int | None
    claimed_by: str | None

    @classmethod
    def of(cls, total: Total) -> "TotalOut":
        """The total as JSON has it."""
        return cls(**record_of(total))
