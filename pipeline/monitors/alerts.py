"""Alerts as people read them: of monitors that they have or share, of documents that they may see now."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpora.unicode import storable
from pipeline.errors import MonitorNotFound, RefusedDecision
from pipeline.monitors.monitors import Monitors
from pipeline.people.audit import Audit
from pipeline.people.principal import Principal
from pipeline.store import alert_remarks
from pipeline.store import alerts as kept
from pipeline.store.alerts import Alert as Alert  # search_api shows them
from pipeline.store.alerts import Asked
from pipeline.store.alerts import Copy as Copy
from pipeline.store.documents import Store

_MANY = 500
_LONGEST = 2000
"""Letters of a note."""
_MOST = 50
"""Notes on one alert."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which alerts: of one monitor by name or id, after a ``seq`` (oldest first), else the newest first.

    ``assigned`` is who takes care of them.
    """

    monitor: str = ""
    after: int | None = None
    before: int | None = None
    unread: bool = False
    limit: int = 100
    assigned: str = ""


class Alerts:
    """What monitors found."""

    def __init__(self, store: Store, monitors: Monitors, audit: Audit) -> None:
        """Takes the store, who knows which monitors somebody sees, and where to note what is done."""
        self._store, self._audit = store, audit
        self.monitors = monitors

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

    def assign(self, who: Principal, numbers: Sequence[int], to: str) -> int:
        """Gives alerts to somebody who may see them, "" to nobody; gives how many of them one may see.

        Raises RefusedDecision, and then none is given.
        """
        to = " ".join(to.split())
        asked = self._asked(who, Wanted(limit=_MANY))
        with self._store.writing() as connection:
            found = kept.alerts(connection, replace(asked, only=numbers[:_MANY]))
            for alert in found:
                if to and to != who.name and not self.monitors.is_seen_by(who, alert.monitor, to):
                    raise RefusedDecision(
                        "{user} may not see alerts of {monitor}, if there is such a person",
                        user=to[:_LONGEST],
                        monitor=alert.name,
                    )
            changed = [alert.seq for alert in found if alert.assigned != to]
            alert_remarks.add(connection, who.name, changed, "assign", to)
        for seq in changed:
            self._audit.note(who, "alert", str(seq), change="assign", to=to)
        return len(found)

    def note(self, who: Principal, seq: int, text: str) -> None:
        """Keeps a note on an alert, for all who see it; raises MonitorNotFound, RefusedDecision."""
        said = storable(text).strip()
        if not said:
            raise RefusedDecision("an empty note says nothing")
        if len(said) > _LONGEST:
            raise RefusedDecision("a note has {longest} characters at most", longest=_LONGEST)
        asked = self._asked(who, Wanted(limit=1))
        with self._store.writing() as connection:
            found = kept.alerts(connection, replace(asked, only=[seq]))
            if not found:
                raise MonitorNotFound("there is no alert {seq}", seq=seq)
            if len(found[0].notes) >= _MOST:
                raise RefusedDecision("an alert has {most} notes at most", most=_MOST)
            alert_remarks.add(connection, who.name, [seq], "note", said)
        self._audit.note(who, "alert", str(seq), change="note")

    def unnote(self, who: Principal, note: int) -> int:
        """Takes back a note of one's own; gives the alert that it was on. Raises RefusedDecision."""
        with self._store.writing() as connection:
            alert = alert_remarks.remove(connection, who.name, note)
        if not alert:
            raise RefusedDecision("there is no note {number} of yours", number=note)
        self._audit.note(who, "alert", str(alert), change="unnote")
        return alert

    def _asked(self, who: Principal, wanted: Wanted) -> Asked:
        reference = wanted.monitor
        seen = [self.monitors.named(who, reference)] if reference else self.monitors.seen(who)
        return Asked(
            [monitor.id for monitor in seen],
            who.within(),
            who.name,
            wanted.after,
            wanted.before,
            wanted.unread,
            limit=wanted.limit,
            assigned=wanted.assigned,
        )
