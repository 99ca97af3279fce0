"""Days of agreements and meetings as an iCalendar (RFC 5545) that calendars subscribe to; ``icalendar`` writes it
(decision 0027).

Events last whole days, but for meetings whose hour is known; what has to be done by a day is a VTODO. A day that moves
keeps its UID, so that no calendar shows it twice, and has a higher SEQUENCE.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from corpora.ids import digest

if TYPE_CHECKING:
    from icalendar import Event as Component
    from icalendar import Todo

REFRESH = timedelta(hours=12)
"""After which a calendar may ask again."""
_RENEWALS = 64
"""Renewals that a SEQUENCE has room for: it grows when an agreement renews itself, though nobody changed anything."""


@dataclass(frozen=True, slots=True)
class Event:
    """A day of an entry. ``uid`` is that of entry and field; ``alarms`` are days before it on which to remind.

    ``last`` is the last of several days, ``time`` an hour of the place where it is («17:00»), ``todo`` something that
    has to be done by the day.
    """

    uid: str
    day: date
    summary: str
    description: str
    url: str
    sequence: int
    alarms: Sequence[int] = ()
    categories: Sequence[str] = ()
    last: date | None = None
    time: str = ""
    location: str = ""
    todo: bool = False


def uid_of(entry: str, field: str) -> str:
    """The UID of a field of an entry.

    >>> uid_of("a1b2", "notice")
    'a1b2.notice@asnad'
    """
    return f"{entry}.{field}@asnad"


def sequence_of(seq: int, renewals: int) -> int:
    """The SEQUENCE of an entry that last changed at a ``seq`` of the store, and renewed itself so often since it began.

    >>> sequence_of(12, 0) < sequence_of(12, 1) < sequence_of(13, 0)
    True
    """
    return (seq * _RENEWALS + min(renewals, _RENEWALS - 1)) % 2**31


def ics(name: str, language: str, events: Iterable[Event], stamp: datetime, source: str = "") -> bytes:
    """A calendar of events, by day; ``stamp`` is when it was made, ``source`` its own address."""
    from icalendar import Calendar

    made = Calendar.new(
        name=name,
        language=language,
        prodid="-//Asnad//Agreements//EN",
        method="PUBLISH",
        refresh_interval=REFRESH,
        source=source or None,
        uid=f"{digest(f'{source} {name}'.encode())[:32]}@asnad",
    )
    made.add("X-PUBLISHED-TTL", "PT12H")
    for event in sorted(events, key=lambda one: (one.day, one.uid)):
        made.add_component(_todo(event, stamp) if event.todo else _component(event, stamp))
    return bytes(made.to_ical())


def _todo(event: Event, stamp: datetime) -> "Todo":
    from icalendar import Todo

    return Todo.new(
        uid=event.uid,
        end=event.day,
        summary=event.summary,
        description=event.description,
        url=event.url,
        sequence=event.sequence,
        stamp=stamp,
        categories=event.categories,
    )


def _start(event: Event) -> date | datetime:
    """When it begins: an hour without a zone is that of the place; a day where no hour is known."""
    try:
        return datetime.combine(event.day, time.fromisoformat(event.time))
    except ValueError:
        return event.day


def _day_behind(last: date) -> date | None:
    """The day before which an event ends; None where the calendar ends with it, so that it has its first day alone."""
    return last + timedelta(days=1) if last < date.max else None


def _component(event: Event, stamp: datetime) -> "Component":
    from icalendar import Alarm
    from icalendar import Event as Component
    from icalendar.enums import TRANSP

    start = _start(event)
    made = Component.new(
        uid=event.uid,
        start=start,
        end=None if isinstance(start, datetime) else _day_behind(event.last or event.day),
        location=event.location or None,
        summary=event.summary,
        description=event.description,
        url=event.url,
        sequence=event.sequence,
        stamp=stamp,
        categories=event.categories,
        transparency=TRANSP.TRANSPARENT,
    )
    for days in sorted(set(event.alarms), reverse=True):
        alarm = Alarm()
        alarm.add("ACTION", "DISPLAY")
        alarm.add("DESCRIPTION", event.summary)
        alarm.add("TRIGGER", timedelta(days=-days))
        made.add_component(alarm)
    return made
