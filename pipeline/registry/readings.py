"""What documents tell of one kind of thing, as those see it who see some collections; held, and brought up."""

import threading
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from pipeline.records import Within
from pipeline.store import told as store
from pipeline.store.told import Kept
from pipeline.store.transaction import Connection


class Readings[T]:
    """All of a kind that the documents in some collections tell of; a document that changed is read again."""

    def __init__(self, within: Within, kind: str, make: Callable[[Kept], T]) -> None:
        """Reads nothing before it is asked; ``make`` makes what is held of a row."""
        self._within, self._kind, self._make = within, kind, make
        self._lock = threading.RLock()
        self.cursor = 0
        self._told: dict[str, list[T]] = {}
        self.every: list[T] = []
        """All of them; another list whenever one of them is another."""

    def read(self, connection: Connection, version: int) -> Mapping[str, Sequence[T]]:
        """What each document tells, by its key, as the store has it now."""
        with self._lock:
            cursor = store.cursor(connection, version)
            if cursor < self.cursor or not self.cursor:
                self._keep(self._by_document(store.kept(connection, self._within, self._kind)))
            elif cursor > self.cursor:
                self._catch_up(connection)
            self.cursor = cursor
            return self._told

    def _catch_up(self, connection: Connection) -> None:
        keys = store.changed(connection, self.cursor)
        read = self._by_document(store.kept(connection, self._within, self._kind, keys))
        if any(self._told.get(key) != read.get(key) for key in keys):
            kept = {key: held for key, held in self._told.items() if key not in read}
            self._keep(kept | read, set(keys) - set(read))
        if store.count(connection, self._within, self._kind) != len(self.every):  # some were deleted altogether
            self._keep(self._by_document(store.kept(connection, self._within, self._kind)))

    def _keep(self, told: Mapping[str, list[T]], gone: Collection[str] = ()) -> None:
        """Takes what is told in place of that before; of a document that says the same it keeps what it has."""
        before = self._told
        self._told = {
            key: before[key] if before.get(key) == some else some for key, some in told.items() if key not in gone
        }
        self.every = [one for some in self._told.values() for one in some]

    def _by_document(self, kept: Iterable[Kept]) -> dict[str, list[T]]:
        found: dict[str, list[T]] = {}
        for one in kept:
            found.setdefault(one.document, []).append(self._make(one))
        return found
