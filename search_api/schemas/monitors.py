"""Monitors and what they found."""

from typing import Any, Literal

from pydantic import BaseModel, Field

from pipeline.monitors.alerts import Alert
from pipeline.monitors.messages import record
from pipeline.monitors.monitors import Shown


class MonitorOut(BaseModel):
    """A query that is asked of every new text. ``problem`` says why it cannot be asked, "" where it can."""

    id: str
    name: str
    owner: str
    collection: str
    shared: bool
    query: str
    filters: list[dict[str, Any]]
    spelling: bool
    grammar: int
    at: str
    problem: str
    unread: int

    @classmethod
    def of(cls, shown: Shown, unread: int) -> "MonitorOut":
        """The monitor as JSON has it."""
        one = shown.monitor
        names = ("id", "name", "owner", "collection", "shared", "query", "grammar", "at")
        filters = one.asked.get("filters", [])
        return cls(
            **{name: getattr(one, name) for name in names},
            filters=[each for each in filters if isinstance(each, dict)] if isinstance(filters, list) else [],
            spelling=bool(one.asked.get("spelling")),
            problem=shown.problem,
            unread=unread,
        )


class MonitorsOut(BaseModel):
    """One's own monitors and those that are shared with one, by name."""

    items: list[MonitorOut]


class CopyOut(BaseModel):
    """Another document of the story that the monitor found too; ``source`` is the paper, as far as it is known."""

    document: str
    uri: str
    title: str
    source: str


class NoteOut(BaseModel):
    """What somebody said of an alert."""

    id: int
    said: str
    user: str
    at: str


class AlertChangeIn(BaseModel):
    """What becomes of an alert; what is left out stays. ``assigned`` is a person's name, "" gives it to nobody."""

    read: bool | None = None
    assigned: str | None = Field(None, max_length=200)
    note: str | None = Field(None, max_length=2000, description="added to those that are there")


class AlertOut(BaseModel):
    """A story that is new to a monitor, or another text of it; ``assigned`` takes care of it."""

    seq: int
    monitor: str
    story: str
    document: str
    uri: str
    title: str
    passage: str
    source: str
    published: str
    kind: Literal["new", "update"]
    at: str
    read: bool
    also: list[CopyOut]
    entries: list[str] = []
    assigned: str
    notes: list[NoteOut]

    @classmethod
    def of(cls, alert: Alert) -> "AlertOut":
        """The alert as JSON has it."""
        notes = [NoteOut(id=one.id, said=one.said, user=one.user, at=one.at) for one in alert.notes]
        return cls(**record(alert), read=alert.read, assigned=alert.assigned, notes=notes)


class AlertsOut(BaseModel):
    """Alerts, oldest first; ``next`` is the cursor for ``after``."""

    items: list[AlertOut]
    next: int


class WrongNameOut(BaseModel):
    """A row of a file that is no name: how it begins, and why."""

    row: int
    said: str
    why: Literal["long", "wordless", "formula"]


class ListFileOut(BaseModel):
    """What a file makes of a watch list: names read, those that are new or go, and how many it has then."""

    file: str
    encoding: str
    heading: str
    rows: int
    names: int
    empty: int
    doubles: int
    wrongs: int
    wrong: list[WrongNameOut]
    there: int
    fresh: int
    gone: int
    total: int
