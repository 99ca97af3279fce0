"""The log of what people decide: rows are only added, an undo is a row too.

A row says who, when, on what (``subject``, in which ``document``, if it is one's), what stood before and what is to
stand. What is in force follows from the rows (``pipeline.review``), never the other way round.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import batched
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, Row, and_, delete, func, insert, select, text

from pipeline.errors import RefusedDecision
from pipeline.store import tables as t
from pipeline.store.clock import now
from pipeline.store.spoken import spoken

type Kind = Literal[
    "text", "mention", "entity", "document", "entry", "decree", "meeting", "name", "assign", "collection"
]
_MANY = 400
"""Documents in one question to the database."""


@dataclass(frozen=True, slots=True)
class Decision:
    """A row of the log. ``undoes`` is the number of the row that it takes back; ``id`` 0 is one not kept yet."""

    kind: Kind
    subject: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    document: str | None = None
    undoes: int | None = None
    user: str = ""
    at: str = ""
    note: str = ""
    id: int = field(default=0)

    def record(self) -> dict[str, Any]:
        """The row as JSON has it."""
        said = {"id": self.id, "at": self.at, "user": self.user, "kind": self.kind, "subject": self.subject}
        values = {"before": dict(self.before), "after": dict(self.after)}
        return {**said, "document": self.document, **values, "undoes": self.undoes, "note": self.note}

    @property
    def batch(self) -> str:
        """The name of what was decided together with it, also where it takes that back; "" where nothing was."""
        return str(self.after.get("batch") or self.before.get("batch") or "")

    def undone(self, note: str = "") -> "Decision":
        """The decision that takes this one back: what it changed is to be as it was."""
        before = {**self.before, **self.after}
        after = {name: self.before[name] for name in self.after if name in self.before}
        return Decision(self.kind, self.subject, before, after, self.document, self.id, note=note)


def standing(decisions: Iterable[Decision]) -> list[Decision]:
    """The decisions that were not taken back, oldest first; the rows that take back are none of them.

    To take back what took back is to decide again.

    >>> said = Decision("entity", "e1", {}, {}, id=1)
    >>> back = Decision("entity", "e1", {}, {}, undoes=1, id=2)
    >>> again = Decision("entity", "e1", {}, {}, undoes=2, id=3)
    >>> [len(standing(log)) for log in ([said], [said, back], [said, back, again])]
    [1, 0, 1]
    """
    return [one for one in alive(decisions) if one.undoes is None]


def alive(decisions: Iterable[Decision]) -> list[Decision]:
    """The decisions that can be taken back, oldest first: those in force, and those that took back."""
    kept: list[Decision] = []
    void: set[int] = set()
    for one in sorted(decisions, key=lambda decision: decision.id, reverse=True):
        if one.id not in void:
            kept.append(one)
            void |= {one.undoes} if one.undoes is not None else set()
    return kept[::-1]


def in_force(log: Iterable[Decision], number: int, may_see: Callable[[Decision], bool] = lambda _: True) -> Decision:
    """The decision of a number, which may be one that takes back.

    Raises RefusedDecision where it was taken back, or is not there for somebody.
    """
    for one in alive(log):
        if one.id == number and may_see(one):
            return one
    raise RefusedDecision("there is no decision {number} in force", number=number)


class Decisions:
    """The log on a connection."""

    def __init__(self, connection: Connection) -> None:
        """Takes the connection, whose transaction it belongs to."""
        self._connection = connection

    def add(self, decisions: Iterable[Decision], user: str = "") -> list[Decision]:
        """Keeps decisions of a person (or of those whom they name), in their order; gives them with number and time."""
        at = now()
        new = [replace(one, user=one.user or user, at=at) for one in decisions]
        rows = [row_of(one) for one in new]
        if not rows:
            return []
        numbers = self._inserted(rows)
        assert numbers == sorted(numbers)  # the order of the log is that in which they were said
        return [replace(one, id=number) for one, number in zip(new, numbers, strict=True)]

    def _inserted(self, rows: Sequence[Mapping[str, Any]]) -> list[int]:
        """Writes rows; gives their numbers. SQLite, which has one writer, would else take a statement for each."""
        d = t.decisions
        if self._connection.dialect.name != "sqlite":
            query = insert(d).returning(d.c.id, sort_by_parameter_order=True)
            return list(self._connection.execute(query, rows).scalars())
        given = self._connection.execute(text("SELECT seq FROM sqlite_sequence WHERE name = 'decisions'"))
        first = int(given.scalar_one_or_none() or 0) + 1
        numbers = list(range(first, first + len(rows)))
        self._connection.execute(insert(d), [{"id": n, **row} for n, row in zip(numbers, rows, strict=True)])
        return numbers

    def of_documents(self, keys: Sequence[str], *, but: Kind | None = None) -> dict[str, list[Decision]]:
        """What was decided on some documents, oldest first, by their keys; those without any are left out.

        ``but`` is a kind that is not asked for.
        """
        d = t.decisions
        found: dict[str, list[Decision]] = {}
        wanted = [d.c.kind != but] if but else []
        for some in batched(keys, _MANY):
            query = select(d).where(d.c.document.in_(some), *wanted).order_by(d.c.document, d.c.id)
            for row in self._connection.execute(query):
                found.setdefault(row.document, []).append(_decision(row))
        return found

    def of_document(self, key: str, kind: Kind | None = None) -> list[Decision]:
        """What was decided on a document, all or of one kind, oldest first."""
        return [one for one in self.of_documents([key]).get(key, []) if kind in (None, one.kind)]

    def of_kind(self, kind: Kind, after: int = 0) -> list[Decision]:
        """Everything of one kind, oldest first; that which is newer than a number."""
        d = t.decisions
        rows = self._connection.execute(select(d).where(d.c.kind == kind, d.c.id > after).order_by(d.c.id))
        return [_decision(row) for row in rows]

    def standing_of(self, kind: Kind, **after: str) -> list[Decision]:
        """What was decided so and not taken back, oldest first, without reading what said anything else.

        ``after`` are parts of what was to stand: ``standing_of("entity", verdict="different")``.
        """
        return standing(self._so(kind, _saying(after) | t.decisions.c.undoes.is_not(None)))

    def ever(self, kind: Kind, **after: str) -> list[Decision]:
        """What was decided so, whether it was taken back or not, oldest first."""
        return self._so(kind, _saying(after) & t.decisions.c.undoes.is_(None))

    def _so(self, kind: Kind, said: ColumnElement[bool]) -> list[Decision]:
        d = t.decisions
        rows = self._connection.execute(select(d).where(d.c.kind == kind, said).order_by(d.c.id))
        return [_decision(row) for row in rows]

    def together(self, kind: Kind, batch: str) -> list[Decision]:
        """What was decided under one name and not taken back, oldest first."""
        d = t.decisions
        query = select(d).where(d.c.batch == batch, d.c.batch != "", d.c.kind == kind).order_by(d.c.id)
        return standing(_decision(row) for row in self._connection.execute(query))

    def extent(self) -> tuple[int, int]:
        """The number of the newest row, and how many there are: another one where anything was said, or taken out."""
        d = t.decisions.c
        row = self._connection.execute(select(func.coalesce(func.max(d.id), 0), func.count(d.id))).one()
        return int(row[0]), int(row[1])

    def documents(self, kind: Kind) -> list[str]:
        """The keys of the documents on which something of a kind was decided."""
        d = t.decisions.c
        return [
            str(key) for key in self._connection.execute(select(d.document).distinct().where(d.kind == kind)).scalars()
        ]

    def all(self) -> Iterator[Decision]:
        """The whole log, oldest first."""
        for row in self._connection.execute(select(t.decisions).order_by(t.decisions.c.id)):
            yield _decision(row)

    def some(self, numbers: Sequence[int]) -> list[Decision]:
        """The rows of some numbers, oldest first."""
        query = select(t.decisions).where(t.decisions.c.id.in_(numbers)).order_by(t.decisions.c.id)
        return [_decision(row) for row in self._connection.execute(query)]

    def get(self, number: int) -> Decision | None:
        """The row of a number."""
        row = self._connection.execute(select(t.decisions).where(t.decisions.c.id == number)).first()
        return _decision(row) if row else None

    def last(self, kind: Kind | None = None) -> int:
        """The number of the newest row, or of the newest of a kind; 0 where there is none."""
        d = t.decisions.c
        query = select(d.id).order_by(d.id.desc()).limit(1)
        found = self._connection.execute(query.where(d.kind == kind) if kind else query)
        return int(found.scalar_one_or_none() or 0)

    def forget(self, keys: Sequence[str]) -> None:
        """Takes out what was decided on documents that are withdrawn: the rows hold parts of their text."""
        self._connection.execute(delete(t.judgements).where(t.judgements.c.document.in_(keys)))
        self._connection.execute(delete(t.decisions).where(t.decisions.c.document.in_(keys)))


def _saying(after: Mapping[str, str]) -> ColumnElement[bool]:
    return and_(*(t.decisions.c.after[part].as_string() == value for part, value in after.items()))


def row_of(one: Decision) -> dict[str, Any]:
    """A decision as it is kept: beside what was said stands what it is looked for by."""
    kept = one.record()
    del kept["id"]
    return {**kept, "batch": one.batch, **spoken(kept)}


def _decision(row: Row[Any]) -> Decision:
    return Decision(
        row.kind, row.subject, row.before, row.after, row.document, row.undoes, row.user, row.at, row.note, row.id
    )
