"""What time it is, for what goes by time: tests hold a clock of their own."""

from collections.abc import Callable
from datetime import UTC, datetime

type Clock = Callable[[], datetime]


def utc() -> datetime:
    """The present moment."""
    return datetime.now(UTC)
