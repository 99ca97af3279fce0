"""What people say of alerts: notes, and who takes care of one."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import ColumnElement, Connection, Select, delete, func, insert, select

from pipeline.store import tables as t
from pipeline.store.clock import now

type Kind = Literal["assign", "note"]


@dataclass(frozen=True, slots=True)
class Remark:
    """A note on an alert, or to whom it was assigned, by whom and when; "" is nobody."""

    id: int
    alert: int
    kind: Kind
    said: str
    user: str
    at: str


_COLUMNS = tuple(t.alert_remarks.c[name] for name in Remark.__dataclass_fields__)


def add(connection: Connection, user: str, alerts: Sequence[int], kind: Kind, said: str) -> None:
    """Keeps what somebody says of alerts."""
    if alerts:
        row = {"kind": kind, "said": said, "user": user, "at": now()}
        connection.execute(insert(t.alert_remarks), [{**row, "alert": alert} for alert in dict.fromkeys(alerts)])


def remove(connection: Connection, user: str, note: int) -> int:
    """Takes out a note of somebody's own; gives the alert that it was on, 0 where there is none such."""
    r = t.alert_remarks
    own = (r.c.id == note) & (r.c.user == user) & (r.c.kind == "note")
    return int(connection.execute(delete(r).where(own).returning(r.c.alert)).scalar() or 0)


def on(connection: Connection, alerts: Collection[int]) -> Mapping[int, Sequence[Remark]]:
    """All that was said of alerts, by alert, the oldest first."""
    found: dict[int, list[Remark]] = {}
    if alerts:
        query = select(*_COLUMNS).where(t.alert_remarks.c.alert.in_(alerts)).order_by(t.alert_remarks.c.id)
        for row in connection.execute(query).mappings():
            found.setdefault(row["alert"], []).append(Remark(**row))
    return found


def is_assigned(alert: ColumnElement[int], user: str) -> ColumnElement[bool]:
    """Whether an alert is assigned to somebody by now, as a condition."""
    r, later = t.alert_remarks.c, t.alert_remarks.alias()
    newest = select(func.max(later.c.id)).where(later.c.alert == r.alert, later.c.kind == "assign").scalar_subquery()
    held: Select[tuple[int]] = select(r.alert).where(r.kind == "assign", r.said == user, r.id == newest)
    return alert.in_(held)


def forget(connection: Connection, alerts: Select[tuple[int]]) -> None:
    """Takes out all that was said of alerts."""
    connection.execute(delete(t.alert_remarks).where(t.alert_remarks.c.alert.in_(alerts)))
