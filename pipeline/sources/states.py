"""How a source is, in one word, from what became of the last looks."""

from datetime import datetime, timedelta
from typing import Literal

from pipeline.sources.schedule import hours_of
from pipeline.store import sources as kept
from pipeline.store.clock import stamp
from pipeline.store.sources import Kept
from pipeline.store.transaction import Connection

type State = Literal["fresh", "fine", "paused", "failing", "dead", "silent", "paywalled"]
_DEAD_AFTER, _DEAD_FAILURES = timedelta(days=3), 5
_SILENT_AFTER = timedelta(days=7)
_SILENT_LOOKS = 20
_AT_FIRST, _EACH_HOUR = timedelta(minutes=10), timedelta(minutes=65)


def state_of(source: Kept) -> State:
    """The state of a source; ``trouble`` of the source says why."""
    if source.paused:
        return "paused"
    if source.failures:
        return "dead" if is_dead(source, _time(source.polled_at)) else "failing"
    if source.trouble in ("silent", "paywalled"):
        return "silent" if source.trouble == "silent" else "paywalled"
    return "fine" if source.polled_at else "fresh"


def is_dead(source: Kept, at: datetime | None) -> bool:
    """Whether a source has failed so long that nobody should wait for it: it is asked once a day then."""
    since = _time(source.failing_since)
    return bool(since and at and source.failures >= _DEAD_FAILURES and at - since >= _DEAD_AFTER)


def is_silent(source: Kept, at: datetime) -> bool:
    """Whether a source that answers has brought nothing new for long."""
    since = _time(source.new_at or source.at)
    return since is not None and at - since >= max(_SILENT_AFTER, _SILENT_LOOKS * timedelta(seconds=source.every))


def _time(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def unattended(connection: Connection, at: datetime) -> list[Kept]:
    """The sources that have long been due and may be asked, where no program looked at any since.

    Who looks each hour (``asnad watch --once``) is waited for; where nobody ever looked, ten minutes are enough.
    """
    since = at - (_EACH_HOUR if kept.looked(connection) else _AT_FIRST)
    if kept.looked(connection, stamp(since)):
        return []
    return [one for one in kept.due(connection, stamp(since)) if _may_be_asked(one, since, at)]


def _may_be_asked(one: Kept, since: datetime, at: datetime) -> bool:
    hours = hours_of(one.hours)
    return hours is None or (hours.holds(since) and hours.holds(at))
