"""Taking a run back: what it brought goes, and what it changed is again what it was before."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import batched
from typing import Any

from sqlalchemy import Connection, Row, delete, func, select, update

from corpora.codec import document_of
from corpora.document import Document, Mention
from pipeline.records import Within
from pipeline.store import evidence, runs
from pipeline.store import tables as t
from pipeline.store.changes import bump_seq
from pipeline.store.clock import now
from pipeline.store.documents import Store
from pipeline.store.entity_counts import recount
from pipeline.store.near_duplicates.clusters import signatures
from pipeline.store.stored import mentions_of
from pipeline.store.withdrawing import free_blobs, withdraw

type Carry = Callable[[Store, Connection, Sequence[str], Mapping[str, int]], object]
"""Carries what people put right over to the newest versions of some documents, also from the versions named."""
_BATCH = 50


@dataclass(frozen=True, slots=True)
class Before:
    """The newest version of a document that another run read."""

    key: str
    version: int
    blob: str
    run: str
    document: Document
    extraction: Any


def plan(store: Store, run: str, within: Within) -> tuple[list[str], list[str]]:
    """What taking a run back does: the keys of documents that go, and of those that return to the version before."""
    with store.engine.connect() as connection:
        keys = runs.keys_of(connection, within, run=run)
        back = _earlier(connection, keys, run)
    return [key for key in keys if key not in back], [key for key in keys if key in back]


def take_back(store: Store, run: str, within: Within, user: str, carry: Carry) -> tuple[list[str], list[str]]:
    """Takes a run back as ``plan`` says, some documents in one transaction; gives what was done, as it does.

    What was decided on a version that goes is looked for in the one that returns.
    """
    go, back = plan(store, run, within)
    gone, returned = list[str](), list[str]()
    for some in batched(go, _BATCH):
        with store.writing() as connection:
            gone += withdraw(connection, _still(connection, some, run), user)[0]
    for some in batched(back, _BATCH):
        with store.writing() as connection:
            returned += _return(store, connection, _still(connection, some, run), run, carry)
    with store.writing() as connection:
        marks = {"taken_back_at": now(), "taken_back_by": user}
        connection.execute(update(t.runs).where(t.runs.c.id == run).values(marks))
    return gone, returned


def _still(connection: Connection, keys: Sequence[str], run: str) -> list[str]:
    """Those that no other run changed meanwhile."""
    d = t.documents.c
    return list(connection.execute(select(d.key).where(d.key.in_(keys), d.run == run)).scalars())


def _earlier(connection: Connection, keys: Sequence[str], run: str) -> dict[str, int]:
    """Key → number of the newest version that another run read."""
    v, found = t.versions.c, dict[str, int]()
    for some in batched(keys, _BATCH):
        query = select(v.key, func.max(v.version)).where(v.key.in_(some), v.run != run).group_by(v.key)
        found |= {row[0]: row[1] for row in connection.execute(query)}
    return found


def _return(store: Store, connection: Connection, keys: Sequence[str], run: str, carry: Carry) -> list[str]:
    """Makes of the version before a new one: numbers are not given twice, and what was decided follows it."""
    v, d = t.versions, t.documents
    earlier = _earlier(connection, keys, run)
    rows = connection.execute(select(v).where(v.c.key.in_(earlier))).all()
    befores = [_before(connection, row) for row in rows if earlier[row.key] == row.version]
    for one in befores:
        pair = (one.document, one.blob)
        (outcome,) = store.put_some(connection, [pair], signatures([one.document]), one.run)
        if outcome == "unchanged":  # it was changed and changed back: only whose it is was another
            connection.execute(update(d).where(d.c.key == one.key).values(run=one.run))
            newest = v.c.version == store.newest(connection, one.key)
            connection.execute(update(v).where(v.c.key == one.key, newest).values(run=one.run))
            bump_seq(connection, [one.key], "decision")
            continue
        # a person put it back: that is no news, and no monitor fires for it
        connection.execute(update(d).where(d.c.key == one.key).values(reason="decision", content_seq=0))
        newest = v.c.version == store.newest(connection, one.key)
        connection.execute(update(v).where(v.c.key == one.key, newest).values(extraction=one.extraction))
        carry(store, connection, [one.key], {one.key: one.version})
    store.project_mentions(connection, list(earlier))
    _drop(connection, list(earlier), run)
    recount(connection, list(earlier))
    return list(earlier)


def _before(connection: Connection, row: Row[Any]) -> Before:
    where = select(t.documents.c.collection).where(t.documents.c.key == row.key)
    head = {**row.head, "collection": connection.execute(where).scalar_one()}
    document = document_of(head)
    # those of a text that was put right are found again when that is carried over
    found = [m for m in mentions_of(connection, row.key, row.version) if _fits(document.text, m)]
    return Before(row.key, row.version, row.blob, row.run, document.with_mentions(found), row.extraction)


def _fits(text: str, mention: Mention) -> bool:
    return text[mention.span.start : mention.span.end] == mention.surface


def _drop(connection: Connection, keys: Sequence[str], run: str) -> None:
    """Takes out the versions that a run read, with their bytes."""
    v, m = t.versions, t.mentions
    found = connection.execute(select(v.c.key, v.c.version, v.c.blob).where(v.c.key.in_(keys), v.c.run == run)).all()
    for key, version, _ in found:
        connection.execute(delete(m).where(m.c.key == key, m.c.version == version))
        connection.execute(delete(v).where(v.c.key == key, v.c.version == version))
    pages = {blob for _, _, blob in found}
    free_blobs(connection, pages | evidence.forget(connection, keys, pages))
