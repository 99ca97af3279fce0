"""When a source is looked at next: its own rhythm, later after failures, within the hours of the day that it has."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from email.utils import parsedate_to_datetime
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from pipeline.errors import RefusedDecision

DAY = 24 * 3600
JITTER = 0.1
"""Part of its time that a look may come sooner or later, so that not all come at once."""
_MOST_DOUBLED = 10
_HOURS = re.compile(r"(\d{1,2})-(\d{1,2})(?:\s+(\S+))?")
_OFFSET = re.compile(r"([+-])(\d{2}):?(\d{2})")
_LAST_HOUR = 24
_OF_THE_MACHINE = ("localtime", "posixrules")
"""Names that mean another zone on each machine."""


@dataclass(frozen=True, slots=True)
class Hours:
    """Hours of the day in which a source may be asked, from the first one until before the last, somewhere."""

    first: int
    last: int
    zone: tzinfo

    def holds(self, at: datetime) -> bool:
        """Whether a time lies in them; they may go over midnight."""
        hour = at.astimezone(self.zone).hour
        if self.first <= self.last:
            return self.first <= hour < self.last
        return hour >= self.first or hour < self.last

    def next(self, at: datetime) -> datetime:
        """The time itself where it lies in them, else when they begin next."""
        if self.holds(at):
            return at
        local = at.astimezone(self.zone)
        begin = local.replace(hour=self.first % _LAST_HOUR, minute=0, second=0, microsecond=0)
        return (begin if begin > local else begin + timedelta(days=1)).astimezone(UTC)


def hours_of(text: str) -> Hours | None:
    """Hours as people write them: ``6-22``, ``22-6 Asia/Tehran``, ``6-22 +03:30``; None for "". In UTC unless said.

    Raises RefusedDecision.

    >>> hours_of("7-23 +03:30").holds(datetime(2025, 8, 13, 3, 29, tzinfo=UTC))
    False
    """
    if not text.strip():
        return None
    found = _HOURS.fullmatch(text.strip())
    first, last = (int(found[1]), int(found[2])) if found else (0, 0)
    if found is None or first == last or max(first, last) > _LAST_HOUR:
        raise RefusedDecision("{text!r} are no hours of the day: write FIRST-LAST, as in «6-22 Asia/Tehran»", text=text)
    return Hours(first, last, zone_of(found[3] or "+00:00"))


def zone_of(name: str) -> tzinfo:
    """A time zone by its name or its offset; raises RefusedDecision."""
    if offset := _OFFSET.fullmatch(name):
        minutes = int(offset[2]) * 60 + int(offset[3])
        if minutes < DAY // 60:
            return timezone(timedelta(minutes=minutes if offset[1] == "+" else -minutes))
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise RefusedDecision("{name!r} is no time zone: write one as Asia/Tehran or +03:30", name=name) from None


@cache
def _zones() -> dict[str, str]:
    """Every time zone that has a name of its own, by it in small letters."""
    return {name.lower(): name for name in available_timezones() if name not in _OF_THE_MACHINE}


def zone_names() -> list[str]:
    """The time zones that have a name of a place, by it.

    >>> [name for name in zone_names() if "Tehran" in name]
    ['Asia/Tehran']
    """
    return sorted(name for name in _zones().values() if "/" in name and not name.startswith(("Etc/", "SystemV/")))


def zone_name(text: str) -> str:
    """A time zone as it is called, however its letters and its minus are typed; raises RefusedDecision.

    >>> zone_name("asia/tehran"), zone_name("\N{MINUS SIGN}03:00")
    ('Asia/Tehran', '-03:00')
    """
    name = text.replace("\N{MINUS SIGN}", "-")
    name = _zones().get(name.lower(), name)
    if name.lower() in _OF_THE_MACHINE:
        raise RefusedDecision("{name!r} is no time zone: write one as Asia/Tehran or +03:30", name=name)
    zone_of(name)
    return name


def next_look(
    at: datetime, every: int, failures: int = 0, wait: float = 0.0, hours: str = "", jitter: float = 0.0
) -> datetime:
    """When a source is looked at again: twice as late after each failure, up to a day, and never all at once.

    ``wait`` is how long its server asks to be left alone, which is heeded up to a day; ``jitter`` the part of the time
    that it comes later.

    >>> morning = datetime(2025, 8, 13, 6, tzinfo=UTC)
    >>> [(next_look(morning, 600, n) - morning).seconds for n in (0, 1, 3)]
    [600, 1200, 4800]
    """
    seconds = min(DAY, every * 2 ** min(failures, _MOST_DOUBLED)) if failures else every
    seconds = max(seconds * (1 + jitter), min(wait, DAY))
    later = at + timedelta(seconds=seconds)
    allowed = hours_of(hours)
    return allowed.next(later) if allowed else later


def retry_after(value: str, at: datetime) -> float:
    """Seconds that the header Retry-After asks for, as a number or as a time, up to a day; 0 where it asks for nothing.

    >>> at = datetime(2025, 8, 13, 6, tzinfo=UTC)
    >>> retry_after("120", at), retry_after("Wed, 13 Aug 2025 06:05:00 GMT", at), retry_after("soon", at)
    (120.0, 300.0, 0.0)
    >>> retry_after("Fri, 31 Dec 9999 23:59:59 GMT", at) == retry_after("999999999", at) == DAY
    True
    """
    if value.strip().isascii() and value.strip().isdigit():
        return float(min(int(value.strip()[:9]), DAY))
    try:
        return min(max(0.0, (parsedate_to_datetime(value) - at).total_seconds()), DAY) if value else 0.0
    except (ValueError, TypeError):
        return 0.0
