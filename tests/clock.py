"""A clock that tests hold: time stands until it is moved."""

from datetime import UTC, datetime, timedelta


class HeldClock:
    """Says the time that a test says it is."""

    def __init__(self, at: datetime = datetime(2025, 8, 13, 6, tzinfo=UTC)) -> None:
        self.at = at

    def __call__(self) -> datetime:
        """The present time of the test."""
        return self.at

    def later(self, **how: float) -> None:
        """Moves the time on."""
        self.at += timedelta(**how)
