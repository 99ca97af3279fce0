"""Keeps what monitors fire for: one alert a story, and updates of it, in few statements however many they are."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import batched
from typing import Any

from sqlalchemy import Column, Connection, bindparam, insert, select, update

from pipeline.store import tables as t
from pipeline.store.alerts import Found
from pipeline.store.clock import now

_MANY = 1000
"""Values that are asked for in a statement: PostgreSQL takes 65,535, SQLite half of that."""
_SHOWN = ("monitor", "story", "document", "uri", "title", "passage", "language", "published")
type _Pair = tuple[str, str | int]


@dataclass
class _Kept:
    """What is kept of the stories and documents of a batch, brought up as they are told one after the other."""

    texts: dict[_Pair, str]
    """Monitor and document → the content hash that it was fired for with."""
    editions: dict[_Pair, set[str]]
    """Monitor and story → the editions that were told."""
    leading: set[_Pair]
    """Monitor and document, where an alert shows it: of those that only tell the same a change is no news."""
    changed: dict[_Pair, Found] = field(default_factory=dict)
    """Monitor and document, where its text is not the one that is kept."""

    def edition(self, found: Found) -> str | None:
        """The edition of the alert that tells of a document; None where there is nothing to tell.

        That is where the story was told, by another document too, or the text is the same as it was.
        """
        at, told = (found.monitor, found.document), self.editions.setdefault((found.monitor, found.story), set())
        before = self.texts.get(at)
        if before == found.content_hash:
            return None
        self.texts[at], self.changed[at] = found.content_hash, found
        edition = found.content_hash if before is not None and at in self.leading else ""
        if edition in told or (told and not edition):  # a text that it had before, or a story that was told
            return None
        told.add(edition)
        self.leading.add(at)
        return edition


def note(connection: Connection, some: Sequence[Found]) -> list[tuple[Found, int]]:
    """Keeps that monitors fire for documents, in the transaction of the cursor.

    Gives what is told of them, in their order, each with the number of its alert.
    """
    there = _there(connection, {one.document for one in some})
    some = [one for one in some if one.document in there]
    kept = _kept(connection, some)
    known = frozenset(kept.texts)
    editions = [(one, kept.edition(one)) for one in some]
    _keep_texts(connection, kept.changed, known)
    told = [(one, edition) for one, edition in editions if edition is not None]
    return list(zip([one for one, _ in told], _keep_alerts(connection, told), strict=True))


def _there(connection: Connection, documents: Collection[str]) -> set[str]:
    """Those of some documents that are not withdrawn."""
    d, found = t.documents.c, set[str]()
    for keys in batched(documents, _MANY):
        found.update(connection.execute(select(d.key).where(d.key.in_(keys), d.withdrawn_at.is_(None))).scalars())
    return found


def _kept(connection: Connection, some: Sequence[Found]) -> _Kept:
    f, a, kept = t.alert_documents.c, t.alerts.c, _Kept({}, {}, set())
    for monitor, document, text in _values(
        connection, f.document, f.content_hash, ((o.document, o.monitor) for o in some)
    ):
        kept.texts[monitor, document] = text
    for monitor, story, edition in _values(connection, a.story, a.edition, ((o.story, o.monitor) for o in some)):
        kept.editions.setdefault((monitor, story), set()).add(edition)
    known = {document for _, document in kept.texts}
    for keys in batched(known, _MANY):
        shown = connection.execute(select(a.monitor, a.document).where(a.document.in_(keys)))
        kept.leading.update((row.monitor, row.document) for row in shown)
    return kept


def _values(
    connection: Connection, column: Column[Any], value: Column[Any], pairs: Iterable[tuple[Any, str]]
) -> Iterator[tuple[str, Any, str]]:
    """The values of rows that monitors have: a statement for each of what they are of, as the tables' keys begin with
    monitors, and no engine looks pairs up in them."""
    monitors = defaultdict[Any, list[str]](list)
    for each, monitor in pairs:
        monitors[each].append(monitor)
    for each, all_of_it in monitors.items():
        for some in batched(all_of_it, _MANY):
            of = column.table.c.monitor
            for row in connection.execute(select(of, value).where(column == each, of.in_(some))):
                yield row[0], each, row[1]


def _keep_texts(connection: Connection, changed: Mapping[_Pair, Found], known: Collection[_Pair]) -> None:
    f = t.alert_documents
    rows = {at: {"story": one.story, "content_hash": one.content_hash} for at, one in changed.items()}
    if new := [{"monitor": at[0], "document": at[1], **row} for at, row in rows.items() if at not in known]:
        connection.execute(insert(f), new)
    if old := [{"of_monitor": at[0], "of_document": at[1], **row} for at, row in rows.items() if at in known]:
        same = f.c.monitor == bindparam("of_monitor"), f.c.document == bindparam("of_document")
        connection.execute(update(f).where(*same), old)


def _keep_alerts(connection: Connection, told: Sequence[tuple[Found, str]]) -> list[int]:
    """The numbers of alerts, in their order."""
    a, moment = t.alerts, now()
    rows = [
        {name: getattr(one, name) for name in _SHOWN}
        | {"kind": "update" if edition else "new", "edition": edition, "at": moment, "entries": list(one.entries)}
        for one, edition in told
    ]
    if not rows:
        return []
    query = insert(a).returning(a.c.id, sort_by_parameter_order=True)
    return [int(number) for number in connection.execute(query, rows).scalars()]
