"""When a digest is sent: at an hour of each day, or of one day of the week; and which days it is of."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from pipeline.errors import RefusedDecision
from pipeline.sources.schedule import zone_name, zone_of

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
"""Days of the week as they are written, in the order of Python."""
FIRST_DAYS = {"fa": "sat", "ar": "sun", "en": "mon"}
"""Language → the day that a week begins with where it is spoken."""
ZONES = {"fa": "Asia/Tehran", "ar": "Asia/Riyadh", "en": "UTC"}
"""Language → the time zone that is offered."""
LONGEST = 31
"""Days that one digest is of at most, where none could be sent for long."""
_WRITTEN = re.compile(r"(?:([a-z]{3})\s+)?(\d{1,2})(?::00)?\s+(\S{1,40})", re.IGNORECASE)
_HOURS = 24
_WEEK = 7


@dataclass(frozen=True, slots=True)
class Rhythm:
    """An hour of the day, of a day of the week where ``weekday`` is one (0 is Monday), by the clock of a zone."""

    hour: int
    zone: str
    weekday: int | None = None

    @property
    def text(self) -> str:
        """As it is kept.

        >>> Rhythm(7, "Asia/Tehran", 5).text
        'sat 7 Asia/Tehran'
        """
        day = "" if self.weekday is None else f"{WEEKDAYS[self.weekday]} "
        return f"{day}{self.hour} {self.zone}"

    def last(self, at: datetime) -> datetime:
        """The last moment, until another, at which a digest was due."""
        local = at.astimezone(zone_of(self.zone))
        back = 0 if self.weekday is None else (local.weekday() - self.weekday) % _WEEK
        found = self.due(local.date() - timedelta(days=back))
        return found if found <= at else self.due(local.date() - timedelta(days=back + self.every))

    def next(self, at: datetime) -> datetime:
        """The first moment after another at which a digest is due.

        >>> friday = datetime(2026, 11, 27, 12, tzinfo=UTC)
        >>> Rhythm(7, "Asia/Tehran", 5).next(friday).isoformat()
        '2026-11-28T03:30:00+00:00'
        """
        day = self.last(at).astimezone(zone_of(self.zone)).date()
        return self.due(day + timedelta(days=self.every))

    @property
    def every(self) -> int:
        """Days from one digest to the next."""
        return 1 if self.weekday is None else _WEEK

    def days(self, at: datetime, until: str = "") -> tuple[date, date]:
        """The days that the digest of a moment is of: all that have ended by then, from the one after ``until``.

        >>> [day.isoformat() for day in Rhythm(7, "Asia/Tehran", 5).days(datetime(2026, 11, 28, 4, tzinfo=UTC))]
        ['2026-11-21', '2026-11-27']
        """
        last = self.last(at).astimezone(zone_of(self.zone)).date() - timedelta(days=1)
        first = date.fromisoformat(until) + timedelta(days=1) if until else last - timedelta(days=self.every - 1)
        return min(last, max(first, last - timedelta(days=LONGEST - 1))), last

    def due(self, day: date) -> datetime:
        """When a digest is sent on a day."""
        return datetime(day.year, day.month, day.day, self.hour, tzinfo=zone_of(self.zone)).astimezone(UTC)


def rhythm_of(text: str) -> Rhythm:
    """A rhythm as it is kept and written: ``7 Asia/Tehran``, ``sat 7 Asia/Tehran``; raises RefusedDecision.

    >>> rhythm_of("sun 18 +03:00")
    Rhythm(hour=18, zone='+03:00', weekday=6)
    >>> rhythm_of("SAT 7:00 asia/tehran").text
    'sat 7 Asia/Tehran'
    """
    found = _WRITTEN.fullmatch(" ".join(text.split()))
    day = (found[1] or "").lower() if found else ""
    if found is None or int(found[2]) >= _HOURS or day not in ("", *WEEKDAYS):
        raise RefusedDecision("{text!r} is no rhythm: write [DAY] HOUR ZONE, as in «sat 7 Asia/Tehran»", text=text)
    return Rhythm(int(found[2]), zone_name(found[3]), WEEKDAYS.index(day) if day else None)
