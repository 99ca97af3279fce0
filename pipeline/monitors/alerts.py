"""Alerts as people read them: of monitors that they have or share, of documents that they may see now."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.errors import MonitorNotFound
from pipeline.monitors.monitors import Monitors
from pipeline.people.principal import Principal
from pipeline.store import alerts as kept
from pipeline.store.alerts import Alert as Alert  # search_api shows them
from pipeline.store.alerts import Asked
from pipeline.store.documents import Store

_MANY = 500


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which alerts: of one monitor by name or id, after a ``seq`` (oldest first), else the newest first."""

    monitor: str = ""
    after: int | None = None
    before: int | None = None
    unread: bool = False
    limit: int = 100


class Alerts:
    """What monitors found."""

    def __init__(self, store: Store, monitors: Monitors) -> None:
        """Takes the store, and who knows which monitors somebody sees."""
        self._store, self._monitors = store, monitors

    def all(self, who: Principal, wanted: Wanted) -> list[Alert]:
        """The alerts that somebody wants; raises MonitorNotFound."""
        asked = self._asked(who, wanted)
        with self._store.engine.connect() as connection:
            return kept.alerts(connection, asked)

    def one(self, who: Principal, seq: int) -> Alert:
        """An alert by its number; raises MonitorNotFound."""
        for alert in self.some(who, [seq]):
            return alert
        raise MonitorNotFound("there is no alert {seq}", seq=seq)

    def some(self, who: Principal, numbers: Sequence[int]) -> list[Alert]:
        """Those of some alerts that somebody may see, in their order."""
        asked = self._asked(who, Wanted(limit=len(numbers)))
        with self._store.engine.connect() as connection:
            found = {alert.seq: alert for alert in kept.alerts(connection, replace(asked, only=numbers))}
        return [found[number] for number in numbers if number in found]

    def unread(self, who: Principal) -> dict[str, int]:
        """How many alerts somebody has not read, by the id of their monitor."""
        with self._store.engine.connect() as connection:
            return kept.unread(connection, self._asked(who, Wanted()))

    def last(self) -> int:
        """The number of the last alert of all, so that who waits for a newer one need not ask for more."""
        with self._store.engine.connect() as connection:
            return kept.last(connection)

    def mark(self, who: Principal, numbers: Sequence[int], *, read: bool) -> int:
        """Keeps that somebody has read alerts, or has not; gives how many of them he may see."""
        asked = self._asked(who, Wanted(limit=_MANY))
        with self._store.writing() as connection:
            found = kept.alerts(connection, replace(asked, only=numbers[:_MANY]))
            kept.mark(connection, who.name, [alert.seq for alert in found], read=read)
        return len(found)

    def _asked(self, who: Principal, wanted: Wanted) -> Asked:
        reference = wanted.monitor
        seen = [self._monitors.named(who, reference)] if reference else self._monitors.seen(who)
        return Asked(
            [monitor.id for monitor in seen],
            who.within(),
            who.name,
            wanted.after,
            wanted.before,
            wanted.unread,
            limit=wanted.limit,
        )
