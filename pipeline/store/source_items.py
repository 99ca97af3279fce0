"""What sources listed, each story once, and how far each is: waiting, fetched, read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, RowMapping, func, insert, or_, select, update

from pipeline.store import tables as t

type State = Literal["waiting", "fetched", "read", "known", "older", "failed"]
_TAKEN = ("fetched", "read")
_MANY = 400


@dataclass(frozen=True, slots=True)
class Item:
    """A story that a source listed: ``record`` is what was said of it there, ``stamp`` names what that was.

    ``item`` and ``address`` are names of what the source calls it and of where it leads. ``trouble`` is why its page
    could not be had, or what is wrong with it. ``evidence`` is the number of what was fetched for it.
    """

    source: str
    item: str
    address: str
    url: str
    record: Mapping[str, Any]
    stamp: str
    state: State = "waiting"
    tries: int = 0
    next_at: str = ""
    evidence: int | None = None
    trouble: str = ""
    at: str = ""
    read_at: str = ""


def _item(row: RowMapping) -> Item:
    return Item(**row)


def held(connection: Connection, source: str, items: Sequence[str]) -> dict[str, Item]:
    """Those of some items that a source listed before, by name."""
    i, found = t.source_items, dict[str, Item]()
    for start in range(0, len(items), _MANY):
        query = select(i).where(i.c.source == source, i.c.item.in_(items[start : start + _MANY]))
        found |= {row["item"]: _item(row) for row in connection.execute(query).mappings()}
    return found


def put(connection: Connection, items: Sequence[Item]) -> None:
    """Keeps items that are new."""
    if items:
        columns = [column.name for column in t.source_items.c]
        connection.execute(insert(t.source_items), [{name: getattr(one, name) for name in columns} for one in items])


def change(connection: Connection, item: Item, **values: Any) -> None:
    """Sets columns of an item."""
    i = t.source_items
    here = (i.c.source == item.source) & (i.c.item == item.item)
    connection.execute(update(i).where(here).values(values))


def postpone(connection: Connection, source: str, until: str) -> None:
    """Lets all items of a source that wait for their page wait longer."""
    i = t.source_items
    here = (i.c.source == source) & (i.c.state == "waiting") & (i.c.next_at < until)
    connection.execute(update(i).where(here).values(next_at=until))


def waiting(connection: Connection, source: str, at: str, limit: int) -> list[Item]:
    """The items of a source that are to be fetched now, those that were listed first first."""
    i = t.source_items
    here = i.c.source == source, i.c.state == "waiting", i.c.next_at <= at
    query = select(i).where(*here).order_by(i.c.at, i.c.item).limit(limit)
    return [_item(row) for row in connection.execute(query).mappings()]


def fetched(connection: Connection, source: str) -> list[Item]:
    """The items of a source that were fetched and not read yet."""
    i = t.source_items
    query = select(i).where(i.c.source == source, i.c.state == "fetched").order_by(i.c.at, i.c.item)
    return [_item(row) for row in connection.execute(query).mappings()]


def with_work(connection: Connection, at: str) -> set[str]:
    """The ids of sources that have items to be fetched now, or to be read."""
    i = t.source_items.c
    query = select(i.source).where(i.state.in_(("waiting", "fetched")), i.next_at <= at).distinct()
    return set(connection.execute(query).scalars())


def is_taken(connection: Connection, item: Item, collection: str) -> bool:
    """Whether what an item leads to was fetched already, for another item of the collection."""
    i, s = t.source_items.c, t.sources.c
    other = or_(i.source != item.source, i.item != item.item)
    query = select(i.item).join_from(t.source_items, t.sources, s.id == i.source)
    query = query.where(i.address == item.address, other, i.state.in_(_TAKEN), s.collection == collection)
    return connection.execute(query.limit(1)).first() is not None


def newest(connection: Connection, source: str, limit: int) -> list[Item]:
    """The items of a source, those that were listed last first."""
    i = t.source_items
    query = select(i).where(i.c.source == source).order_by(i.c.at.desc(), i.c.item).limit(limit)
    return [_item(row) for row in connection.execute(query).mappings()]


def counts(connection: Connection, only: str = "") -> dict[str, dict[str, int]]:
    """Source → how many of its items are in which state; of all sources, or of one."""
    i, found = t.source_items.c, dict[str, dict[str, int]]()
    query = select(i.source, i.state, func.count()).group_by(i.source, i.state)
    for source, state, number in connection.execute(query.where(i.source == only) if only else query):
        found.setdefault(source, {})[state] = number
    return found
