"""The list of meetings."""

from typing import Any, Literal, get_args

from pydantic import BaseModel

from pipeline.registry.fields import JUDGED_MEETING
from pipeline.registry.gatherings import Gathering
from pipeline.registry.quarters import Due, Quarter, record_of
from search_api.schemas.agreements import JudgedOut, JudgementIn, WitnessOut, decided


class AttendeeOut(BaseModel):
    """Somebody who was there, led it or held it: a person or a body; ``title`` is what stands beside a person."""

    name: str
    role: Literal["person", "body"]
    title: str | None = None
    entity: str | None = None


class HeadcountOut(BaseModel):
    """How many of what were there."""

    number: int | float
    unit: str
    modifier: str


class FollowUpOut(BaseModel):
    """What has to follow; ``derived_from`` says of what its day was reckoned (the day of the meeting or the text)."""

    what: str
    who: str | None
    due: str | None
    derived_from: list[str] = []


class MeetingOut(BaseModel):
    """A meeting; null is what no text says. ``published`` is the day of its oldest news."""

    id: str
    kind: str
    word: str
    name: str | None
    subject: str | None
    date: str | None
    time: str | None
    venue: str | None
    town: str | None
    modality: str
    recurrence: str | None
    chair: list[AttendeeOut]
    hosts: list[AttendeeOut]
    attendees: list[AttendeeOut]
    counts: list[HeadcountOut]
    decisions: list[str]
    follow_ups: list[FollowUpOut]
    published: str | None
    witnesses: list[WitnessOut]

    @classmethod
    def of(cls, entry: Gathering) -> "MeetingOut":
        """The entry as JSON has it."""
        record: dict[str, Any] = entry.record()
        return cls(**record)


class MeetingsOut(BaseModel):
    """A part of the list, and how many meetings there are altogether."""

    items: list[MeetingOut]
    total: int


class MeetingWithDecisions(MeetingOut):
    """A meeting with what people said of it; ``seq`` is the number of the last decision on it."""

    judged: list[JudgedOut]
    rejected: bool
    told: list[str]
    seq: int

    @classmethod
    def on(cls, entry: Gathering) -> "MeetingWithDecisions":
        """The entry as it is by now."""
        return cls(
            **MeetingOut.of(entry).model_dump(),
            **decided(entry),
        )


type MeetingField = Literal[
    "",
    "kind",
    "modality",
    "name",
    "subject",
    "date",
    "time",
    "venue",
    "town",
    "recurrence",
    "chair",
    "hosts",
    "attendees",
    "counts",
    "decisions",
    "follow_ups",
]
assert get_args(MeetingField.__value__) == ("", *JUDGED_MEETING), "the fields above are those that people judge"


class MeetingJudgementIn(JudgementIn):
    """What somebody says of a field of a meeting, or (empty) of the meeting.

    Of those present `value` has «31 نفر» a line, of what follows «who | what | day».
    """

    field: MeetingField = ""


class DueOut(BaseModel):
    """What has to follow a meeting by a day; ``late`` where that has passed."""

    meeting: str
    name: str | None
    what: str
    who: str | None
    due: str
    late: bool

    @classmethod
    def of(cls, one: Due) -> "DueOut":
        """The follow-up as JSON has it."""
        entry, task = one.entry, one.task
        named = entry.name.value if entry.name else None
        who = task.who.value if task.who else None
        return cls(meeting=entry.id, name=named, what=task.what.value, who=who, due=task.day, late=one.late)


class QuarterOut(BaseModel):
    """How many meetings a quarter has."""

    quarter: str
    meetings: int
    held: int
    planned: int
    postponed: int
    cancelled: int

    @classmethod
    def of(cls, one: Quarter) -> "QuarterOut":
        """The quarter as JSON has it."""
        return cls(**record_of(one))
