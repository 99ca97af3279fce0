"""The names of watch lists, each with the runs of terms that it is found by."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import batched
from typing import Any, Literal

from sqlalchemy import Connection, delete, func, insert, select, update

from pipeline.store import tables as t
from pipeline.store.clock import now

type Entry = tuple[str, Sequence[Sequence[str]]]
"""A name as its list has it, and its runs: field and terms."""
_MANY = 1000
type State = Literal["waiting", "before"]


@dataclass(frozen=True, slots=True)
class Edition:
    """Names of a list that are not those in use: ``waiting`` to be taken, or what was there ``before``."""

    monitor: str
    state: State
    how: str
    names: str
    detail: Mapping[str, Any]
    user: str
    at: str

    def lines(self) -> list[str]:
        """The names."""
        return self.names.split("\n") if self.names else []


_EDITION = tuple(t.watch_editions.c[name] for name in Edition.__dataclass_fields__)


def put(connection: Connection, monitor: str, entries: Iterable[Entry]) -> None:
    """Keeps the names of a list, in place of those that it had."""
    w = t.watch_names
    connection.execute(delete(w).where(w.c.monitor == monitor))
    for some in batched(enumerate(entries), _MANY):
        rows = [{"monitor": monitor, "number": at, "name": name, "runs": runs} for at, (name, runs) in some]
        connection.execute(insert(w), rows)


def number(connection: Connection, monitor: str) -> int:
    """How many names a list has."""
    w = t.watch_names.c
    return int(connection.execute(select(func.count()).where(w.monitor == monitor)).scalar_one())


def names(connection: Connection, monitor: str) -> list[str]:
    """The names alone."""
    w = t.watch_names.c
    return list(connection.execute(select(w.name).where(w.monitor == monitor).order_by(w.number)).scalars())


def keep(
    connection: Connection,
    monitor: str,
    state: State,
    lines: Sequence[str],
    how: str,
    detail: Mapping[str, Any],
    user: str,
) -> Edition:
    """Keeps an edition beside the names in use, in place of the one of that state."""
    drop(connection, monitor, state)
    row = {"monitor": monitor, "state": state, "how": how, "names": "\n".join(lines), "detail": dict(detail)}
    row |= {"user": user, "at": now()}
    connection.execute(insert(t.watch_editions).values(row))
    return Edition(**row)  # type: ignore[arg-type]


def edition(connection: Connection, monitor: str, state: State) -> Edition | None:
    """The edition of a state, where there is one."""
    e = t.watch_editions.c
    row = connection.execute(select(*_EDITION).where(e.monitor == monitor, e.state == state)).first()
    return Edition(*row) if row else None


def drop(connection: Connection, monitor: str, state: State) -> None:
    """Takes the edition of a state out."""
    e = t.watch_editions
    connection.execute(delete(e).where(e.c.monitor == monitor, e.c.state == state))


def entries(connection: Connection, monitor: str) -> Iterator[Entry]:
    """The names of a list, in its order."""
    w = t.watch_names.c
    for row in connection.execute(select(w.name, w.runs).where(w.monitor == monitor).order_by(w.number)):
        yield row.name, row.runs


def mark(connection: Connection, monitor: str, asked: dict[str, object]) -> None:
    """Keeps how the runs of a list were made, beside its monitor."""
    connection.execute(update(t.monitors).where(t.monitors.c.id == monitor).values(asked=asked))
