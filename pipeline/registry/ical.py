"""Days of agreements as an iCalendar (RFC 5545) that calendars subscribe to; ``icalendar`` writes it (decision 0027).

All events last a whole day. A day that moves keeps its UID, so that no calendar shows it twice, and has a higher
SEQUENCE.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from corpora.ids import digest

if TYPE_CHECKING:
    from icalendar import Event as Component

REFRESH = timedelta(hours=12)
"""After which a calendar may ask again."""
_RENEWALS = 64
"""Renewals that a SEQUENCE has room for: it grows when an agreement renews itself, though nobody changed anything."""


@dataclass(frozen=True, slots=True)
class Event:
    """A day of an entry. ``uid`` is that of entry and field; ``alarms`` are days before it on which to remind."""

    uid: str
    day: date
    summary: str
    description: str
    url: str
    sequence: int
    alarms: Sequence[int] = ()
    categories: Sequence[str] = ()


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
        made.add_component(_component(event, stamp))
    return bytes(made.to_ical())


def _component(event: Event, stamp: datetime) -> "Component":
    from icalendar import Alarm
    from icalendar import Event as Component
    from icalendar.enums import TRANSP

    made = Component.new(
        uid=event.uid,
        start=event.day,
        end=event.day + timedelta(days=1),
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
