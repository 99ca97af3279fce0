"""The register of agreements."""

from typing import Any

from pydantic import BaseModel

from pipeline.registry.deadlines import Deadlines
from pipeline.registry.entries import Entry
from pipeline.registry.totals import Total, record_of


class PartyOut(BaseModel):
    """A party; ``entity`` where it is known who it is, ``surface`` where the text calls it otherwise."""

    name: str
    entity: str | None = None
    surface: str | None = None


class MoneyOut(BaseModel):
    """An amount of money."""

    amount: float
    currency: str


class WitnessOut(BaseModel):
    """A place that tells of it, in code points of the text of a document."""

    document: str
    start: int
    end: int


class AgreementOut(BaseModel):
    """An entry of the register; null is what no text says. ``state`` is the newest that a text asserts."""

    id: str
    kind: str
    parties: list[PartyOut]
    signed: str | None
    valid_from: str | None
    valid_until: str | None
    duration: str | None
    state: str | None
    derived_state: str | None
    amount: MoneyOut | None
    subject: str | None
    count: int | None
    witnesses: list[WitnessOut]
    flags: list[str]

    @classmethod
    def of(cls, entry: Entry) -> "AgreementOut":
        """The entry as JSON has it."""
        record: dict[str, Any] = {"count": None, **entry.record()}
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


class AgreementWithDeadlines(AgreementOut):
    """An entry with its deadlines as of today."""

    deadlines: DeadlinesOut


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
