"""What trends are counted from, held in memory and brought up with the store: a projection that is made as it is asked.

Reading thousands of documents from the tables takes seconds; what changed since is few. Where there are too many
documents to hold, the tables are asked.
"""

import threading
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from pipeline.store import trends as kept
from pipeline.store.transaction import Connection
from pipeline.trends.told import day_of

MOST = 300_000
"""Documents that are held, at some hundred bytes each."""


type Row = tuple[str, int | None, date]
"""Key of a document, its story, and the day on which that was told."""


def _row(told: kept.Told) -> Row:
    key, story, day = told
    return key, story, day_of(day)


class Facts(Protocol):
    """What is known of documents by their keys."""

    def told(self, keys: Sequence[str]) -> Iterator[Row]:
        """The story and the day of each."""
        ...

    def names(self, keys: Sequence[str], label: str) -> Mapping[str, Set[str]]:
        """Documents → the entities of a label that each of them names; one that names none is left out."""
        ...

    def speakers(self, keys: Sequence[str]) -> Iterator[kept.Said]:
        """The speakers of their quotations."""
        ...


@dataclass(frozen=True, slots=True)
class Tables:
    """The facts as the tables have them."""

    connection: Connection

    def told(self, keys: Sequence[str]) -> Iterator[Row]:
        """See Facts."""
        return map(_row, kept.told(self.connection, keys))

    def names(self, keys: Sequence[str], label: str) -> Mapping[str, Set[str]]:
        """See Facts."""
        found = defaultdict[str, set[str]](set)
        for document, entity, _ in kept.naming(self.connection, keys, label):
            found[document].add(entity)
        return found

    def speakers(self, keys: Sequence[str]) -> Iterator[kept.Said]:
        """See Facts."""
        return kept.speakers(self.connection, keys)


class Ledger:
    """The facts of all documents, held. Safe to use from several threads."""

    def __init__(self, most: int = MOST) -> None:
        """Reads nothing before it is asked; ``most`` is how many documents it holds."""
        self._most = most
        self._lock = threading.Lock()
        self._forget()

    def _forget(self) -> None:
        self._seq = 0
        self._known = set[str]()
        self._alone = set[str]()
        """Documents that were given no story yet, which is no change of theirs."""
        self._told: dict[str, Row] = {}
        self._named = defaultdict[str, dict[str, set[str]]](dict)
        """Label → document → entities."""
        self._said: dict[str, list[kept.Said]] = {}

    def facts(self, connection: Connection) -> Facts:
        """The facts as they are now: held, or of the tables where there are too many."""
        number, seq = kept.number(connection), kept.last_seq(connection)
        with self._lock:
            if number > self._most:
                self._forget()
                return Tables(connection)
            if seq < self._seq:  # another thread has seen more of the store by now
                return self
            self._bring_up(connection, seq)
            if len(self._known) != number:  # some were deleted altogether
                self._forget()
                self._bring_up(connection, seq)
            self._told |= {row[0]: _row(row) for row in kept.told(connection, list(self._alone))}
            self._alone = {key for key in self._alone if key in self._told and self._told[key][1] is None}
            return self

    def _bring_up(self, connection: Connection, seq: int) -> None:
        """Reads what changed since; what was withdrawn is told of no more."""
        if seq == self._seq:
            return
        changed = kept.changed(connection, self._seq)
        told, named, said = kept.since(connection, self._seq)
        for key in changed:
            self._told.pop(key, None)
            self._said.pop(key, None)
            for held in self._named.values():
                held.pop(key, None)
        for document, entity, label in named:
            self._named[label].setdefault(document, set()).add(entity)
        for one in said:
            self._said.setdefault(one[0], []).append(one)
        self._known.update(changed)
        self._told |= {row[0]: _row(row) for row in told}
        self._alone |= {row[0] for row in told if row[1] is None}
        self._seq = seq

    def told(self, keys: Sequence[str]) -> Iterator[Row]:
        """See Facts."""
        return (self._told[key] for key in keys if key in self._told)

    def names(self, keys: Sequence[str], label: str) -> Mapping[str, Set[str]]:
        """See Facts."""
        named = self._named.get(label, {})
        return {key: named[key] for key in keys if key in named}

    def speakers(self, keys: Sequence[str]) -> Iterator[kept.Said]:
        """See Facts."""
        return (one for key in keys for one in self._said.get(key, ()))
