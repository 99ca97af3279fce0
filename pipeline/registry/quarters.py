"""Meetings by quarter of a year, and what has to follow by day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from corpora.tabular import csv_of
from extractors.dates.calendars import parts
from pipeline.registry.gatherings import Gathering, Task

_MONTHS = 3
QUARTER_COLUMNS = ("quarter", "meetings", "held", "planned", "postponed", "cancelled")


@dataclass(frozen=True, slots=True)
class Quarter:
    """How many meetings a quarter («1404-Q2») has, and how many of each mode."""

    name: str
    meetings: int
    modes: dict[str, int]


@dataclass(frozen=True, slots=True)
class Due:
    """What has to follow a meeting by a day; ``late`` where that day has passed."""

    entry: Gathering
    task: Task
    number: int
    """Its place among what follows the meeting."""
    late: bool = False


def quarter_of(day: str, calendar: str) -> str:
    """The quarter of a day in a calendar; "" of what is no day.

    >>> quarter_of("2025-07-16", "jalali"), quarter_of("2025-07-16", "gregorian"), quarter_of("", "jalali")
    ('1404-Q2', '2025-Q3', '')
    """
    try:
        year, month, _ = parts(calendar, date.fromisoformat(day))
    except (ValueError, OverflowError):
        return ""
    return f"{year}-Q{(month - 1) // _MONTHS + 1}"


def quarter_in(one: Gathering, calendar: str) -> str:
    """The quarter in which a meeting begins and ends; "" of one without a day, or that is in more than one."""
    name = quarter_of(one.date.value.start, calendar) if one.date else ""
    return name if one.date and quarter_of(one.date.value.end, calendar) == name else ""


def quarters(entries: Iterable[Gathering], calendar: str) -> list[Quarter]:
    """How many meetings each quarter has, the newest first; those without a day, or of a whole year, are in none."""
    held: dict[str, list[Gathering]] = {}
    for one in entries:
        if name := quarter_in(one, calendar):
            held.setdefault(name, []).append(one)
    return [_quarter(name, held[name]) for name in sorted(held, reverse=True)]


def _quarter(name: str, entries: Sequence[Gathering]) -> Quarter:
    modes: dict[str, int] = {}
    for one in entries:
        modes[one.modality.value] = modes.get(one.modality.value, 0) + 1
    return Quarter(name, len(entries), modes)


def record_of(one: Quarter) -> dict[str, Any]:
    """A quarter as a record of QUARTER_COLUMNS."""
    return {"quarter": one.name, "meetings": one.meetings, **{mode: one.modes.get(mode, 0) for mode in _MODES}}


_MODES = QUARTER_COLUMNS[2:]


def csv_of_quarters(found: Iterable[Quarter]) -> str:
    """Quarters as CSV with a header."""
    records = map(record_of, found)
    return csv_of([QUARTER_COLUMNS, *([record[name] for name in QUARTER_COLUMNS] for record in records)])


def dues(entries: Iterable[Gathering], today: date) -> list[Due]:
    """What has to follow by a day: what lies ahead first, the next first, then what is late, the latest first."""
    found = [
        Due(one, task, number, task.day < today.isoformat())
        for one in entries
        for number, task in enumerate(one.follow_ups)
        if task.day
    ]
    ahead = sorted((one for one in found if not one.late), key=lambda one: (one.task.day, one.entry.id, one.number))
    late = sorted((one for one in found if one.late), key=lambda one: (one.task.day, one.entry.id), reverse=True)
    return [*ahead, *late]
