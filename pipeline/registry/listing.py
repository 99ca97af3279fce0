"""Lists of entries that nobody joins or parts (appointments, meetings), computed from the documents that one may see.

Agreements, of which people say which are one, have a register of their own.
"""

import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any, ClassVar

from pipeline.errors import EntryNotFound
from pipeline.people.access import seen_by
from pipeline.people.audit import Audit
from pipeline.people.principal import Principal, said
from pipeline.records import Within
from pipeline.registry.by_collections import ByCollections
from pipeline.registry.judging import Said, Telling, Whole, all_judged
from pipeline.registry.readings import Readings
from pipeline.registry.register import VERSION
from pipeline.store.decisions import Decisions, Kind
from pipeline.store.documents import Store
from pipeline.store.told import Kept
from pipeline.store.transaction import Connection


class Listing[T: Telling, E: Whole](ABC):
    """The entries of one kind, as people ask for them. Safe to use from several threads.

    ``kind`` is that of what is read of documents, of decisions in the log, and of what is noted in the audit.
    """

    kind: ClassVar[Kind]
    called: ClassVar[str]
    missing: ClassVar[type[EntryNotFound]]
    """What is raised where there is no such entry."""

    def __init__(self, store: Store, audit: Audit, today: Callable[[], date] = date.today) -> None:
        """Takes where they are kept, where it notes who asked, and what day it is."""
        self._store, self._audit, self._today = store, audit, today
        self._views = ByCollections(lambda within: _View(self, within))

    @abstractmethod
    def read(self, kept: Kept) -> T:
        """What a row of the store holds: an entry as one document tells of it."""

    @abstractmethod
    def tell(self, told: Iterable[T]) -> list[E]:
        """The entries that follow from what documents tell, as if nobody had decided on any."""

    @abstractmethod
    def judged(self, entry: E, said: Said) -> E:
        """An entry as people say that it is."""

    @abstractmethod
    def ordered(self, entries: Iterable[E]) -> list[E]:
        """Entries in their order."""

    def entry(self, who: Principal, identity: str) -> E:
        """The entry of an id, or of one that was joined to it; raises what is ``missing``."""
        one = self._view(who.within()).by_id.get(identity)
        if one is None:
            raise self.missing("there is no {what} {identity}", what=self.called, identity=identity)
        self._audit.note(who, self.kind, one.id, said(who.within()))
        return one

    def said(self, connection: Connection, within: Within) -> Said:
        """What was decided on entries, as far as the documents that tell of them are in some collections."""
        rows = Decisions(connection).of_kind(self.kind)
        documents = {str(one.document) for one in rows}
        held = self._views.of(within).readings.read(connection, VERSION)
        return Said.of(rows, [one for key in sorted(documents) for one in held.get(key, ())])

    def _seen(self, who: Principal, collection: str) -> list[E]:
        """All that somebody may see, or that documents of a collection tell of; raises as ``seen_by`` does."""
        within = seen_by(self._store, who, collection)
        self._audit.note(who, f"{self.kind}s", "", said(within))
        return self._all(within)

    def following[V](self, who: Principal, name: str, make: Callable[[Sequence[E]], V]) -> V:
        """What follows from all entries that somebody may see and nobody rejected: made once while they are the same.

        ``name`` tells it from other things that follow.
        """
        view = self._view(who.within())
        if name not in view.following:
            view.following[name] = make([one for one in view.made if not one.rejected])
        found: V = view.following[name]
        return found

    def load(self) -> None:
        """Makes what those see who see everything, so that who asks first need not wait for it."""
        self._all(None)

    def _all(self, within: Within) -> list[E]:
        return self._view(within).made

    def _view(self, within: Within) -> "_Made[E]":
        with self._store.engine.connect() as connection:
            return self._views.of(within).bring_up(connection)


class _Made[E: Whole]:
    """Entries of one state, by their ids too, and what was asked for that follows from them."""

    def __init__(self, made: list[E]) -> None:
        self.made = made
        self.by_id = {identity: one for one in reversed(made) for identity in one.ids}
        self.following: dict[str, Any] = {}


class _View[T: Telling, E: Whole]:
    """The entries of those who see some collections; made again when what is told or decided is another."""

    def __init__(self, listing: Listing[T, E], within: Within) -> None:
        self.readings = Readings(within, listing.kind, listing.read)
        self._listing = listing
        self._lock = threading.Lock()
        self._every: list[T] | None = None
        self._told: list[E] = []
        self._last = 0
        self._made: _Made[E] = _Made([])

    def bring_up(self, connection: Connection) -> _Made[E]:
        """The entries as they are now."""
        log, kind = Decisions(connection), self._listing.kind
        with self._lock:
            self.readings.read(connection, VERSION)
            every, last = self.readings.every, log.last(kind)
            if every is not self._every:
                self._told = self._listing.tell(every)
            if every is not self._every or last != self._last:
                judged = all_judged(self._told, Said.of(log.of_kind(kind), every), self._listing.judged)
                self._made = _Made(self._listing.ordered(judged))
                self._every, self._last = every, last
            return self._made
