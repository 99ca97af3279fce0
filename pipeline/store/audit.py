"""The audit log: rows that are only added, each with the hash of the one before it."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select

from corpora.codec import json_text
from corpora.unicode import json_read, storable
from pipeline.store import tables as t
from pipeline.store.clock import now

CUT = "cut"
"""The act of a row that says how many rows before it were taken out, and with which hash they ended."""
_ROWS = 1000
_SAID = ("id", "at", "user", "kind", "act", "subject", "collection", "detail", "before")
"""What the hash of a row is of."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Who did what to what, when, and in which collection."""

    user: str
    kind: str
    act: str
    subject: str
    collection: str = ""
    detail: Mapping[str, Any] = field(default_factory=dict)
    at: str = ""
    id: int = 0
    before: str = ""
    hash: str = ""

    def hashed(self) -> str:
        """The hash of all that it says, and so of every row before it."""
        said = [getattr(self, name) for name in _SAID]
        return hashlib.sha256(json_text(said).encode()).hexdigest()

    def row(self) -> dict[str, Any]:
        """It as the table has it, with its hash."""
        return {name: getattr(self, name) for name in _SAID} | {"hash": self.hashed()}


@dataclass(frozen=True, slots=True)
class Verified:
    """What a walk along the chain found: rows, the hash of the last one, and the first row that is not as it was."""

    rows: int
    head: str
    broken: int | None


def add(connection: Connection, entries: Sequence[Entry]) -> None:
    """Adds rows to the end of the chain."""
    a = t.audit.c
    last = connection.execute(select(a.id, a.hash).order_by(a.id.desc()).limit(1)).first()
    ended, before = (last.id, last.hash) if last else (0, "")
    rows: list[dict[str, Any]] = []
    for number, entry in enumerate(entries, ended + 1):
        rows.append(replace(_kept(entry), id=number, before=before).row())
        before = rows[-1]["hash"]
    if rows:
        connection.execute(insert(t.audit), rows)


def _kept(entry: Entry) -> Entry:
    """An entry as every database gives it back."""
    user, subject, collection = (storable(said) for said in (entry.user, entry.subject, entry.collection))
    detail = json_read(json_text(dict(entry.detail)))
    return replace(entry, user=user, subject=subject, collection=collection, detail=detail, at=entry.at or now())


def cut(connection: Connection, until: str) -> int:
    """Takes out what is older than a time, and says so in the chain; gives how many rows that were."""
    a = t.audit
    last = connection.execute(select(a.c.id, a.c.hash).where(a.c.at < until).order_by(a.c.id.desc()).limit(1)).first()
    if last is None:
        return 0
    old = a.c.id <= last.id
    count = int(connection.execute(select(func.count()).select_from(a).where(old)).scalar_one())
    connection.execute(delete(a).where(old))
    left = connection.execute(select(a.c.id).limit(1)).first()
    detail = {"rows": count, "anchor": last.hash, "number": last.id}
    entry = Entry("", "system", CUT, f"until {until}", detail=detail)
    if left is not None:
        add(connection, [entry])
    else:  # the chain goes on from what was taken out
        connection.execute(insert(a).values(replace(entry, id=last.id + 1, at=now(), before=last.hash).row()))
    return count


def entries(connection: Connection, user: str = "", since: str = "") -> Iterator[Entry]:
    """The rows, oldest first; of one user, and since an ISO day."""
    a, at = t.audit, 0
    query = select(a).where(a.c.at >= since).order_by(a.c.id).limit(_ROWS)
    query = query.where(a.c.user == user) if user else query
    while rows := connection.execute(query.where(a.c.id > at)).mappings().all():
        yield from (Entry(**row) for row in rows)
        at = rows[-1]["id"]


def verify(connection: Connection) -> Verified:
    """Walks along the whole chain."""
    rows, head, first = 0, "", None
    anchors: set[tuple[str, int]] = set()
    broken: int | None = None
    for entry in entries(connection):
        first = first or entry
        follows = entry is first or (entry.before == head)
        if broken is None and not (follows and entry.hash == entry.hashed()):
            broken = entry.id
        if entry.act == CUT and entry.kind == "system":
            anchors.add((str(entry.detail.get("anchor", "")), int(entry.detail.get("number", 0))))
        rows, head = rows + 1, entry.hash
    if first and (first.before, first.id - 1) not in anchors | {("", 0)}:
        broken = first.id
    return Verified(rows, head, broken)
