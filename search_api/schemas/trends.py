"""Trends."""

from pydantic import BaseModel

from pipeline.trends.timelines import Event
from pipeline.trends.trends import TrendReport


class PeriodOut(BaseModel):
    """The stories told from one day to another, both included, and how many were to be expected."""

    first: str
    last: str
    stories: int
    expected: float


class BurstOut(PeriodOut):
    """Days with far more stories than were to be expected; ``weight`` is in nats."""

    weight: float


class RisingOut(BaseModel):
    """A name told of more than before; ``evidence`` is the log-likelihood ratio G²."""

    id: str
    name: str
    stories: int
    before: int
    evidence: float
    first: str
    new: bool


class TogetherOut(BaseModel):
    """Two names told of together more than before."""

    ids: list[str]
    names: list[str]
    stories: int
    before: int
    evidence: float


class QuotedOut(BaseModel):
    """Who is quoted, in how many stories."""

    speaker: str
    office: str
    stories: int
    quotations: int


class TrendsOut(BaseModel):
    """What changed from ``first`` to ``last`` against the days from ``since`` on; numbers are of stories."""

    monitor: str | None
    query: str
    label: str
    since: str
    first: str
    last: str
    stories: int
    before: int
    periods: list[PeriodOut]
    bursts: list[BurstOut]
    rising: list[RisingOut]
    together: list[TogetherOut]
    quoted: list[QuotedOut]

    @classmethod
    def of(cls, report: TrendReport) -> "TrendsOut":
        """The report as JSON has it."""
        return cls.model_validate(report.record())


class EventOut(BaseModel):
    """Days that a sentence names beside an entity; ``also`` other documents of the same story have them too."""

    first: str
    last: str
    precision: str
    role: str | None
    sentence: str
    start: int
    end: int
    document: str
    uri: str
    title: str
    published: str
    mention: str
    also: int

    @classmethod
    def of(cls, event: Event) -> "EventOut":
        """The event as JSON has it."""
        return cls.model_validate(event.record())
