"""Where a monitor's alerts are sent, as its page shows it: destinations, each with its log."""

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.monitors.deliveries import Delivery, Destination, shown
from pipeline.people.principal import Principal
from pipeline.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Row:
    """One alert, or a test, on its way: what became of it, and what the other side said."""

    at: str
    due: str
    test: bool
    title: str
    state: str
    tries: int
    told: str


@dataclass(frozen=True, slots=True)
class Place:
    """A destination without its secrets, and its log."""

    id: str
    kind: str
    address: str
    language: str
    minutes: int
    at: str
    log: Sequence[Row]
    template: str = ""


def destinations_of(workspace: Workspace, who: Principal, monitor: str) -> list[Place]:
    """The destinations of somebody's own monitor; none of another's."""
    return [_place(workspace, who, *each) for each in workspace.deliveries.all(who, monitor)]


def _place(workspace: Workspace, who: Principal, one: Destination, log: Sequence[Delivery]) -> Place:
    numbers = [row.alert for row in log if row.alert is not None]
    titles = {alert.seq: alert.title or alert.uri for alert in workspace.alerts.some(who, numbers)}
    rows = [
        Row(row.at, row.due, row.alert is None, titles.get(row.alert or 0, ""), row.state, row.tries, row.told)
        for row in log
    ]
    return Place(one.id, one.kind, shown(one), one.language, one.minutes, one.at, rows, one.template)
