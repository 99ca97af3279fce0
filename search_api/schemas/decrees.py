"""The list of decrees and appointments."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from pipeline.registry.appointments import Appointment
from search_api.schemas.agreements import JudgedOut, WitnessOut, decided


class DecreeOut(BaseModel):
    """An appointment, or the end of one; null is what no text says. ``published`` is the day of its oldest news."""

    id: str
    act: str
    role: str | None
    modality: str
    person: str
    office: str | None
    body: str | None
    place: str | None
    issuer: str | None
    issuer_title: str | None
    date: str | None
    until: str | None
    term: str | None
    predecessor: str | None
    published: str | None
    witnesses: list[WitnessOut]

    @classmethod
    def of(cls, entry: Appointment) -> "DecreeOut":
        """The entry as JSON has it."""
        record: dict[str, Any] = entry.record()
        return cls(**record)


class DecreesOut(BaseModel):
    """A part of the list, and how many appointments there are altogether."""

    items: list[DecreeOut]
    total: int


class DecreeWithDecisions(DecreeOut):
    """An appointment with what people said of it; ``seq`` is the number of the last decision on it."""

    judged: list[JudgedOut]
    rejected: bool
    told: list[str]
    seq: int

    @classmethod
    def on(cls, entry: Appointment) -> "DecreeWithDecisions":
        """The entry as it is by now."""
        return cls(
            **DecreeOut.of(entry).model_dump(),
            **decided(entry),
        )


class DecreeJudgementIn(BaseModel):
    """What somebody says of an appointment: that it is right, or that there is none."""

    verdict: Literal["accept", "reject"]
    seq: Annotated[int | None, Field(ge=0, le=2**31 - 1, description="`seq` of the appointment as it was seen")] = None
