"""A meeting of the register: one entry, whatever number of documents tell of it, and how it is shown as a record."""

from dataclasses import dataclass, field
from typing import Any

from extractors.agreements.candidates import When
from extractors.meetings.candidates import Attendee, Headcount, Meeting
from pipeline.registry import told as told_of
from pipeline.registry.entries import Judged, Place, Value, Witness

type Told = told_of.Told[Meeting]
COLUMNS = (
    *("id", "kind", "word", "name", "subject", "date", "time", "venue", "town", "modality", "recurrence"),
    *("chair", "hosts", "attendees", "counts", "decisions", "follow_ups", "documents", "sentence"),
)
"""The columns of the list as a table."""


@dataclass(frozen=True, slots=True)
class Present:
    """Somebody who was there, led the meeting or held it, with the places that say so."""

    attendee: Attendee
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Task:
    """What has to follow: what, by whom, until when, each with its places."""

    what: Value[str]
    who: Value[str] | None = None
    due: Value[When] | None = None

    @property
    def day(self) -> str:
        """The last day for it (ISO); "" where none is set."""
        return self.due.value.end if self.due else ""


@dataclass(frozen=True, slots=True)
class Gathering:
    """One meeting, whatever number of documents tell of it.

    ``ids`` are those of all that was joined to it: each leads here. What no text says is None or empty.
    """

    id: str
    ids: tuple[str, ...]
    kind: Value[str]
    word: str
    modality: Value[str]
    witnesses: tuple[Witness, ...]
    name: Value[str] | None = None
    subject: Value[str] | None = None
    date: Value[When] | None = None
    time: Value[str] | None = None
    venue: Value[str] | None = None
    town: Value[str] | None = None
    recurrence: Value[str] | None = None
    chair: tuple[Present, ...] = ()
    hosts: tuple[Present, ...] = ()
    attendees: tuple[Present, ...] = ()
    counts: tuple[Value[Headcount], ...] = ()
    decisions: tuple[Value[str], ...] = ()
    follow_ups: tuple[Task, ...] = ()
    judged: tuple[Judged, ...] = ()
    rejected: bool = False
    """Whether a person said that there is no such meeting; lists and figures leave it out."""
    seen: int = 0
    """The number of the last decision on it."""
    folded: str = field(default="", compare=False, repr=False)
    """Its words, folded, among which those that are asked for are looked for."""

    @property
    def published(self) -> str:
        """The day of the oldest document that tells of it."""
        return min((one.published[:10] for one in self.witnesses if one.published), default="")

    @property
    def day(self) -> str:
        """Its first day (ISO); "" where no text gives one."""
        return self.date.value.start if self.date else ""

    @property
    def bodies(self) -> list[Attendee]:
        """The bodies that held it or were there."""
        return [one.attendee for one in (*self.hosts, *self.attendees) if one.attendee.role == "body"]

    def record(self) -> dict[str, Any]:
        """The entry as ``asnad meetings --json`` prints it."""
        single = ("name", "subject", "time", "venue", "town", "recurrence")
        values: dict[str, Any] = {name: held.value if (held := getattr(self, name)) else None for name in single}
        return {
            "id": self.id,
            "kind": self.kind.value,
            "word": self.word,
            **values,
            "date": self.date and self.date.value.iso,
            "modality": self.modality.value,
            "chair": [_named(one.attendee) for one in self.chair],
            "hosts": [_named(one.attendee) for one in self.hosts],
            "attendees": [_named(one.attendee) for one in self.attendees],
            "counts": [
                {"number": one.value.number, "unit": one.value.unit, "modifier": one.value.modifier}
                for one in self.counts
            ],
            "decisions": [one.value for one in self.decisions],
            "follow_ups": [_task(one) for one in self.follow_ups],
            "published": self.published or None,
            "witnesses": [{"document": one.id, "start": one.span.start, "end": one.span.end} for one in self.witnesses],
        }


def _named(one: Attendee) -> dict[str, Any]:
    title = {"title": one.title} if one.title else {}
    entity = {"entity": one.entity} if one.entity else {}
    return {"name": one.name, "role": one.role, **title, **entity}


def _task(one: Task) -> dict[str, Any]:
    derived = {"derived_from": list(one.due.derived_from)} if one.due and one.due.derived_from else {}
    return {
        "what": one.what.value,
        "who": one.who and one.who.value,
        "due": one.due and one.due.value.iso,
        **derived,
    }


def row_of(entry: Gathering) -> list[str]:
    """The entry as a row of a table, in the order of COLUMNS."""
    record = entry.record()
    listed = {
        **{name: "; ".join(each["name"] for each in record[name]) for name in ("chair", "hosts", "attendees")},
        "counts": "; ".join(f"{one.value.number:.15g} {one.value.unit}".strip() for one in entry.counts),
        "decisions": "; ".join(record["decisions"]),
        "follow_ups": "; ".join(
            " | ".join(part for part in (one.who.value if one.who else "", one.what.value, one.day) if part)
            for one in entry.follow_ups
        ),
        "documents": " ".join(dict.fromkeys(one.id for one in entry.witnesses)),
        "sentence": next((one.text for one in entry.witnesses if one.text), ""),
    }
    return [listed[name] if name in listed else str(record[name] or "") for name in COLUMNS]
