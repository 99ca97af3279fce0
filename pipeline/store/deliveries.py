"""Where alerts are sent, what waits to be sent, and what became of it: the log of deliveries."""

import secrets
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import batched
from typing import Any, Literal

from sqlalchemy import Connection, Row, delete, func, insert, null, select, update

from corpora.ids import digest
from corpora.sentences import Sentence, packed, unpacked
from pipeline.store import tables as t
from pipeline.store.clock import now

type Kind = Literal["webhook", "slack", "telegram", "email"]
type State = Literal["waiting", "sent", "failed", "dropped"]
_MANY = 1000
_TOGETHER = 200
"""Alerts of one message."""
_LOGGED = 500
"""Rows of the log of a destination that are kept."""


@dataclass(frozen=True, slots=True)
class Destination:
    """Where alerts of a monitor are sent: an address, and what it is told in confidence.

    With a ``rhythm`` it gets digests: of a monitor, of a ``collection``, or of everything where both are "".
    """

    id: str
    monitor: str
    kind: Kind
    target: str
    secret: str
    language: str
    minutes: int
    user: str
    user_kind: str
    at: str
    collection: str = ""
    rhythm: str = ""
    next: str = ""
    until: str = ""
    template: str = ""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One alert, the digest of some days, or a test, on its way.

    ``told`` is why it was not taken last: a Sentence, or the words of another program.
    """

    id: int
    destination: str
    alert: int | None
    key: str
    state: State
    tries: int
    due: str
    at: str
    told: str
    days: str | None = None


_DESTINATION = tuple(t.destinations.c[name] for name in Destination.__dataclass_fields__)
_DELIVERY = tuple(t.deliveries.c[name] for name in (*Delivery.__dataclass_fields__, "said"))


def _destination(row: Row[Any]) -> Destination:
    values = dict(row._mapping)
    return Destination(**{**values, "monitor": values["monitor"] or ""})


def _delivery(row: Row[Any]) -> Delivery:
    values = dict(row._mapping)
    said = values.pop("said")
    one = Delivery(**values)
    return replace(one, told=unpacked(said)) if said else one


def add(connection: Connection, destination: Mapping[str, Any]) -> Destination:
    """Keeps a destination; gives it."""
    row = {**destination, "id": secrets.token_hex(8), "at": now()}
    connection.execute(insert(t.destinations).values({**row, "monitor": row["monitor"] or None}))
    return Destination(**row)


def remove(connection: Connection, identity: str) -> None:
    """Takes a destination out, with its log and what waits for it."""
    connection.execute(delete(t.deliveries).where(t.deliveries.c.destination == identity))
    connection.execute(delete(t.destinations).where(t.destinations.c.id == identity))


def rewrite(connection: Connection, identity: str, template: str) -> None:
    """Keeps how the alerts of a destination are told from now on."""
    d = t.destinations
    connection.execute(update(d).where(d.c.id == identity).values(template=template))


def of_monitor(connection: Connection, monitor: str) -> list[Destination]:
    """The destinations of the alerts of a monitor, oldest first."""
    d = t.destinations.c
    query = select(*_DESTINATION).where(d.monitor == monitor, d.rhythm == "").order_by(d.at, d.id)
    return [_destination(row) for row in connection.execute(query)]


def get(connection: Connection, identity: str) -> Destination | None:
    """A destination by its id."""
    row = connection.execute(select(*_DESTINATION).where(t.destinations.c.id == identity)).first()
    return _destination(row) if row else None


def queue(connection: Connection, told: Sequence[tuple[str, int]], moment: datetime) -> None:
    """Notes that alerts, each of a monitor, are to be sent to all its destinations, in the transaction of the alerts.

    Where alerts are gathered they are due with the others that wait.
    """
    places, due, rows = _places(connection, {monitor for monitor, _ in told}), dict[str, datetime](), []
    for monitor, alert in told:
        for one in places[monitor]:
            if one.id not in due:
                due[one.id] = _gathered(connection, one, moment) if one.minutes else moment
            rows.append(_row(one.id, alert, due[one.id]))
    if rows:
        connection.execute(insert(t.deliveries), rows)


def _places(connection: Connection, monitors: Collection[str]) -> Mapping[str, Sequence[Destination]]:
    """The destinations of the alerts of monitors, oldest first."""
    d, found = t.destinations.c, defaultdict[str, list[Destination]](list)
    for some in batched(monitors, _MANY):
        query = select(*_DESTINATION).where(d.monitor.in_(some), d.rhythm == "").order_by(d.at, d.id)
        for row in connection.execute(query):
            found[row.monitor].append(_destination(row))
    return found


def _gathered(connection: Connection, destination: Destination, moment: datetime) -> datetime:
    d = t.deliveries.c
    waiting = d.destination == destination.id, d.state == "waiting", d.tries == 0, d.alert.is_not(None)
    first = connection.execute(select(func.min(d.due)).where(*waiting)).scalar()
    return datetime.fromisoformat(first) if first else moment + timedelta(minutes=destination.minutes)


def digests(connection: Connection, user: str) -> list[Destination]:
    """The destinations of the digests that somebody has sent, oldest first."""
    d = t.destinations.c
    query = select(*_DESTINATION).where(d.user == user, d.rhythm != "").order_by(d.at, d.id)
    return [_destination(row) for row in connection.execute(query)]


def digests_due(connection: Connection, moment: str) -> list[Destination]:
    """Those of everybody to which a digest is to be sent by a moment."""
    d = t.destinations.c
    query = select(*_DESTINATION).where(d.rhythm != "", d.next <= moment).order_by(d.next, d.id)
    return [_destination(row) for row in connection.execute(query)]


def queue_digest(
    connection: Connection, destination: Destination, days: tuple[str, str], moment: datetime, following: datetime
) -> bool:
    """Notes that the digest of some days is to be sent, and when the next one is; False where another process did."""
    d, (first, last) = t.destinations, days
    same = d.c.id == destination.id, d.c.next == destination.next
    row = {"next": stamp(following), "until": last}
    if not connection.execute(update(d).where(*same).values(row)).rowcount:
        return False
    _add(connection, destination.id, None, moment, f"{first}/{last}")
    return True


def queue_test(connection: Connection, destination: str, moment: datetime) -> int:
    """Notes that a test is to be sent; gives its number."""
    return _add(connection, destination, None, moment)


def _add(connection: Connection, destination: str, alert: int | None, due: datetime, days: str | None = None) -> int:
    query = insert(t.deliveries).values(_row(destination, alert, due, days)).returning(t.deliveries.c.id)
    return int(connection.execute(query).scalar_one())


def _row(destination: str, alert: int | None, due: datetime, days: str | None = None) -> dict[str, Any]:
    what = days or (alert if alert is not None else secrets.token_hex(8))
    key = digest(f"{destination} {what}".encode())
    row = {"destination": destination, "alert": alert, "key": key, "state": "waiting", "tries": 0}
    return row | {"due": stamp(due), "at": now(), "told": "", "days": days}


def stamp(moment: datetime) -> str:
    """A moment as deliveries keep it: in UTC, to be compared letter by letter."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")


def due(connection: Connection, moment: str, limit: int) -> list[Delivery]:
    """What is to be sent by a moment, what waits longest first."""
    d = t.deliveries.c
    query = select(*_DELIVERY).where(d.state == "waiting", d.due <= moment).order_by(d.due, d.id).limit(limit)
    return [_delivery(row) for row in connection.execute(query)]


def waits(connection: Connection, delivery: Delivery) -> bool:
    """Whether a delivery is as it was: no other process has taken it since."""
    d = t.deliveries.c
    same = d.id == delivery.id, d.state == "waiting", d.due == delivery.due, d.tries == delivery.tries
    return connection.execute(select(d.id).where(*same)).first() is not None


def together(connection: Connection, delivery: Delivery, moment: str, *, gathered: bool) -> list[Delivery]:
    """What goes in one message with a delivery: what did when it was tried before, else what is gathered by now."""
    d = t.deliveries.c
    if not gathered or delivery.alert is None:
        return [delivery]
    same = d.key == delivery.key if delivery.tries else (d.tries == 0) & (d.due <= moment)
    query = select(*_DELIVERY).where(d.destination == delivery.destination, d.state == "waiting", same)
    rows = connection.execute(query.where(d.alert.is_not(None)).order_by(d.id).limit(_TOGETHER))
    return [_delivery(row) for row in rows]


def claim(connection: Connection, some: Sequence[Delivery], until: str) -> str:
    """Takes deliveries for a while, before they are sent in one message, and gives the key of that; "" where another
    process did. Who dies with them is not missed: they are due again after that, together, under the same key.
    """
    d, first = t.deliveries, some[0]
    one = len(some) == 1 or first.tries
    key = first.key if one else digest(" ".join(each.key for each in some).encode())
    numbers = [each.id for each in some]
    same = d.c.id.in_(numbers), d.c.state == "waiting", d.c.tries == first.tries
    row = {"due": until, "tries": first.tries + 1, "key": key}
    done = connection.execute(update(d).where(*same).values(row)).rowcount
    return key if done == len(some) else ""


def settle(connection: Connection, numbers: Sequence[int], state: State, told: str, due: str = "") -> None:
    """Keeps what became of deliveries; what waits is due again at a moment."""
    d = t.deliveries
    said = packed(told) if isinstance(told, Sentence) else null()
    row = {"state": state, "told": told[:500], "said": said, "at": now()} | ({"due": due} if due else {})
    connection.execute(update(d).where(d.c.id.in_(numbers)).values(row))


def log(connection: Connection, destination: str, limit: int = 20) -> list[Delivery]:
    """What was and is to be sent to a destination, the newest first."""
    d = t.deliveries.c
    query = select(*_DELIVERY).where(d.destination == destination).order_by(d.id.desc()).limit(limit)
    return [_delivery(row) for row in connection.execute(query)]


def cut(connection: Connection, destination: str) -> None:
    """Takes out the rows of a log that are too old to be of interest."""
    d = t.deliveries
    query = select(d.c.id).where(d.c.destination == destination).order_by(d.c.id.desc()).offset(_LOGGED).limit(1)
    oldest = connection.execute(query).scalar_one_or_none()
    if oldest is not None:
        gone = d.c.destination == destination, d.c.id <= oldest, d.c.state != "waiting"
        connection.execute(delete(d).where(*gone))
