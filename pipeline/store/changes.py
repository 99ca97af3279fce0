"""The order in which documents changed: ``seq``, a number that each change takes from one counter, and why it did."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import batched
from typing import Any, Literal

from sqlalchemy import Connection, Row, Select, func, literal, select, update

from corpora.document import Document
from pipeline.records import Filing
from pipeline.store import tables as t
from pipeline.store.entity_counts import recount

type Reason = Literal["content", "extraction", "decision", "entity"]
"""Why a document moved: another text; other mentions of it; what a person said of it; what one said of an entity."""
DECIDED: tuple[Reason, ...] = ("decision", "entity")
"""Reasons behind which a person waits."""
_NOWHERE = Filing()
_MANY = 5000
"""Keys of one statement."""


@dataclass(frozen=True, slots=True)
class Change:
    """A document as of a ``seq``; ``document`` is None where it was withdrawn, or cannot be put together (``broken``).

    ``reason`` is the weightiest since the cursor that was asked from: a text that is new to it is ``content`` still,
    whatever was decided since.
    """

    seq: int
    key: str
    document: Document | None
    reason: Reason = "content"
    filed: Filing = _NOWHERE
    broken: str = ""
    content_seq: int = 0
    """The ``seq`` as of which it has the text that it has."""


def last_seq(connection: Connection) -> int:
    """The highest ``seq`` given."""
    return int(connection.execute(select(t.counter.c.value).where(t.counter.c.name == "seq")).scalar_one())


def last_decided(connection: Connection) -> int:
    """The highest ``seq`` that was given for what a person decided, and is of a document still; else 0."""
    d = t.documents.c
    query = select(d.seq).where(d.reason.in_(DECIDED)).order_by(d.seq.desc()).limit(1)
    return int(connection.execute(query).scalar_one_or_none() or 0)


def next_seq(connection: Connection, number: int = 1) -> int:
    """The last of so many new numbers."""
    query = update(t.counter).where(t.counter.c.name == "seq").values(value=t.counter.c.value + number)
    return int(connection.execute(query.returning(t.counter.c.value)).scalar_one())


def identity(connection: Connection) -> str:
    """A number that this store has and no other."""
    query = select(t.counter.c.value).where(t.counter.c.name == "identity")
    return f"{connection.execute(query).scalar_one():x}"


def skip_to(connection: Connection, seq: int) -> None:
    """Leaves numbers out: some that were given are known elsewhere, though the store has lost them."""
    counter = t.counter
    connection.execute(update(counter).where(counter.c.name == "seq", counter.c.value < seq).values(value=seq))


def bump_seq(connection: Connection, keys: Iterable[str], reason: Reason) -> None:
    """Gives a new ``seq`` to documents in the order of their old ones, so that projections take them up again.

    What they add to the counts of entities is brought up with it.
    """
    d, keys = t.documents, list(dict.fromkeys(keys))
    recount(connection, keys)
    for some in batched(keys, _MANY):
        first = next_seq(connection, len(some)) - len(some)
        rank = func.row_number().over(order_by=d.c.seq).label("rank")
        ranked = select(d.c.key, rank).where(d.c.key.in_(some)).subquery()
        moved: dict[str, Any] = {"seq": first + ranked.c.rank, "reason": reason}
        if reason == "content":
            moved["content_seq"] = moved["seq"]
        connection.execute(update(d).where(d.c.key == ranked.c.key).values(moved))


def after(seq: int, limit: int) -> Select[Any]:
    """Asks for what changed after a ``seq``, oldest first."""
    d = t.documents.c
    v = t.versions.c
    filed = d.story, d.run, d.added_at, v.bytes
    query = select(d.seq, d.key, d.withdrawn_at, d.reason, d.content_seq, *filed, literal(seq).label("since"))
    read = t.documents.outerjoin(t.versions, (v.key == d.key) & (v.version == d.version))
    return query.select_from(read).where(d.seq > seq).order_by(d.seq).limit(limit)


def decided(query: Select[Any], until: int) -> Select[Any]:
    """The same, of what a person decided until a ``seq``."""
    return query.where(t.documents.c.reason.in_(DECIDED), t.documents.c.seq <= until)


def change_of(row: Row[Any], document: Document | None, broken: str) -> Change:
    """A row of ``after`` with what was made of its document."""
    reason: Reason = "content" if row.content_seq > row.since else row.reason
    filed = Filing(row.story, row.run, row.added_at, row.bytes)
    return Change(row.seq, row.key, document, reason, filed, broken, row.content_seq)


def in_order(connection: Connection, keys: Sequence[str]) -> list[str]:
    """Keys of documents in the order in which their texts came; those that are not there are left out."""
    return [key for _, key in turns_in_order(connection, keys)]


def turns_in_order(connection: Connection, keys: Sequence[str]) -> list[tuple[int, str]]:
    """The same, each with its ``seq``, which is another whenever the document is, or what was decided on it."""
    d, found = t.documents.c, list[tuple[int, int, str]]()
    for some in batched(keys, _MANY):
        rows = connection.execute(select(d.content_seq, d.seq, d.key).where(d.key.in_(some)))
        found += [(row.content_seq, row.seq, row.key) for row in rows]
    return [(seq, key) for _, seq, key in sorted(found)]


def sample_seqs(connection: Connection, number: int) -> list[int]:
    """``seq`` of at most so many documents, from the oldest to the newest."""
    last, seq = last_seq(connection), t.documents.c.seq
    after = (last * step // number for step in range(number))
    found = (connection.execute(select(func.min(seq)).where(seq > at)).scalar() for at in after)
    return sorted({int(at) for at in found if at is not None})


def seqs(connection: Connection, keys: Iterable[str]) -> dict[str, int]:
    """``seq`` of each document of some keys."""
    d, found = t.documents.c, dict[str, int]()
    for some in batched(keys, _MANY):
        for key, seq in connection.execute(select(d.key, d.seq).where(d.key.in_(some))):
            found[key] = seq
    return found


def live(connection: Connection) -> Sequence[tuple[str, int]]:
    """Key and ``seq`` of every document that was not withdrawn."""
    d = t.documents.c
    return [(key, seq) for key, seq in connection.execute(select(d.key, d.seq).where(d.withdrawn_at.is_(None)))]
