"""The names of watch lists, each with the runs of terms that it is found by."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import batched

from sqlalchemy import Connection, delete, insert, select, update

from pipeline.store import tables as t

type Entry = tuple[str, Sequence[Sequence[str]]]
"""A name as its list has it, and its runs: field and terms."""
_MANY = 1000


def put(connection: Connection, monitor: str, entries: Iterable[Entry]) -> None:
    """Keeps the names of a list, in place of those that it had."""
    w = t.watch_names
    connection.execute(delete(w).where(w.c.monitor == monitor))
    for some in batched(enumerate(entries), _MANY):
        rows = [{"monitor": monitor, "number": at, "name": name, "runs": runs} for at, (name, runs) in some]
        connection.execute(insert(w), rows)


def entries(connection: Connection, monitor: str) -> Iterator[Entry]:
    """The names of a list, in its order."""
    w = t.watch_names.c
    for row in connection.execute(select(w.name, w.runs).where(w.monitor == monitor).order_by(w.number)):
        yield row.name, row.runs


def mark(connection: Connection, monitor: str, asked: dict[str, object]) -> None:
    """Keeps how the runs of a list were made, beside its monitor."""
    connection.execute(update(t.monitors).where(t.monitors.c.id == monitor).values(asked=asked))
