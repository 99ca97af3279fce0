"""What time it is, by the machine's clock or by one that a test holds; and when something happened."""

from collections.abc import Callable
from datetime import UTC, datetime

type Clock = Callable[[], datetime]
"""Says the present moment, for what goes by time."""


def utc() -> datetime:
    """The present moment by the clock of this machine."""
    return datetime.now(UTC)


def stamp(moment: datetime) -> str:
    """A moment as the store keeps it: ISO 8601 in UTC, to the second."""
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def now() -> str:
    """The present time, ISO 8601 in UTC, to the second."""
    return stamp(utc())
