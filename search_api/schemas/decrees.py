"""The list of decrees and appointments."""

from typing import Any, Literal, get_args

from pydantic import BaseModel

from pipeline.registry.appointments import Appointment
from pipeline.registry.fields import JUDGED_DECREE
from search_api.schemas.agreements import JudgedOut, JudgementIn, WitnessOut, decided


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


class DecreeTotalOut(BaseModel):
    """How many entries have a value; of them tell that somebody comes, that he leaves, or that it is not so."""

    value: str
    name: str
    decrees: int
    appointments: int
    departures: int
    denied: int


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


type DecreeField = Literal[
    "",
    "act",
    "role",
    "modality",
    "person",
    "office",
    "body",
    "place",
    "issuer",
    "date",
    "until",
    "term",
    "predecessor",
]
assert get_args(DecreeField.__value__) == ("", *JUDGED_DECREE), "the fields above are those that people judge"


class DecreeJudgementIn(JudgementIn):
    """What somebody says of a field of an appointment, or (empty) of the appointment."""

    field: DecreeField = ""
