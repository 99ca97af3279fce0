"""The time that polling runs by, so that tests can hold it."""

import threading
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Says what time it is, and waits."""

    def now(self) -> datetime:
        """The present time, in UTC."""
        ...

    def wait(self, seconds: float, stop: threading.Event) -> None:
        """Waits so long, or until it is told to stop."""
        ...


class SystemClock:
    """The clock of this machine."""

    def now(self) -> datetime:
        """See Clock."""
        return datetime.now(UTC)

    def wait(self, seconds: float, stop: threading.Event) -> None:
        """See Clock."""
        stop.wait(seconds)


def stamp(at: datetime) -> str:
    """A time as the store keeps it."""
    return at.astimezone(UTC).isoformat(timespec="seconds")
