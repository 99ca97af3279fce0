"""The register: what every document tells of, kept up with the store, and the agreements that follow from it.

Entries are computed from what the documents say that somebody may see: what only others say is not there for him.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from extractors.agreements.likeness import alike
from pipeline.errors import EntryNotFound, RefusedDecision
from pipeline.people.access import seen_by
from pipeline.people.audit import Audit
from pipeline.people.principal import Principal, said
from pipeline.records import Within
from pipeline.registry.by_collections import ByCollections
from pipeline.registry.entries import Entry
from pipeline.registry.judging import Said
from pipeline.registry.readers import told, version
from pipeline.registry.views import Made, View
from pipeline.store import told as store
from pipeline.store.changes import Change, seqs
from pipeline.store.decisions import Decisions
from pipeline.store.documents import Store
from pipeline.store.transaction import Connection
from pipeline.sync.projection import BATCH

VERSION = version()
_GREGORIAN = 1700


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries are asked for; empty parts ask for all."""

    kind: str = ""
    state: str = ""
    party: str = ""
    year: int | None = None
    collection: str = ""
    rejected: bool = False
    """Whether those are asked for, too, of which a person said that they are none."""


EVERYTHING = Wanted()


class Register:
    """The register as a Projection of the store, and what people ask of it. Safe to use from several threads."""

    name = "register"

    def __init__(self, store: Store, audit: Audit, today: Callable[[], date] = date.today) -> None:
        """Takes what it reads, where it notes who asked, and what day it is."""
        self._store, self._audit, self._today = store, audit, today
        self._views = ByCollections(View)

    # a projection -------------------------------------------------------------------------------------------------

    def cursor(self) -> int:
        """See Projection."""
        with self._store.engine.connect() as connection:
            return store.cursor(connection, VERSION)

    def apply(self, changes: Sequence[Change]) -> bool:
        """See Projection."""
        read = {change.key: told(change.document) for change in changes}
        with self._store.writing() as connection:
            store.put(connection, read, changes[-1].seq, VERSION)
        return True

    def sync(self) -> int:
        """Takes up all that the store has; gives how many documents that were."""
        done = 0
        while changes := self._store.changes(self.cursor(), BATCH):
            self.apply(changes)
            done += len(changes)
        return done

    def load(self) -> Made:
        """Makes what those see who see everything, so that who asks first need not wait for it; gives that."""
        made = self._all(None)
        made.load()
        return made

    # what people ask ----------------------------------------------------------------------------------------------

    def entries(self, who: Principal, wanted: Wanted = EVERYTHING) -> list[Entry]:
        """The entries that somebody may see and asks for, the newest first; raises CollectionNotFound, Forbidden."""
        within = seen_by(self._store, who, wanted.collection)
        self._audit.note(who, "agreements", "", said(within))
        made = self._all(within)
        if wanted == EVERYTHING:
            return made.entries
        return [one for one in made.all if _is_wanted(one, wanted)]

    def entry(self, who: Principal, identity: str) -> Entry:
        """The entry of an id, or of one that was joined to it; raises EntryNotFound."""
        one = self._all(who.within()).by_id.get(identity)
        if one is not None:
            self._audit.note(who, "agreement", one.id, said(who.within()))
            return one
        raise EntryNotFound("there is no agreement {identity}", identity=identity)

    def would_join(self, who: Principal, identity: str, other: str) -> Entry:
        """The entry that two would be together; nothing is decided. Raises EntryNotFound, RefusedDecision."""
        one, two = self.entry(who, identity), self.entry(who, other)
        if one.id == two.id:
            raise RefusedDecision("this is one entry already")
        return self._would_be(who, {*one.ids, *two.ids})

    def would_part(self, who: Principal, identity: str, told: str) -> tuple[Entry, Entry]:
        """What would remain of an entry, and what one document tells as an entry of its own; nothing is decided.

        Raises EntryNotFound, RefusedDecision.
        """
        one = self.entry(who, identity)
        if told not in one.ids:
            raise EntryNotFound("there is no {told} in this entry", told=told)
        if len(one.ids) < 2:
            raise RefusedDecision("the entry has no other document")
        return self._would_be(who, set(one.ids) - {told}), self._would_be(who, {told})

    def _would_be(self, who: Principal, ids: set[str]) -> Entry:
        with self._store.engine.connect() as connection:
            return self._views.of(who.within()).would_be(connection, VERSION, self._today(), ids)

    def changed(self, documents: Iterable[str]) -> dict[str, int]:
        """When documents changed last: the ``seq`` of each, by key."""
        with self._store.engine.connect() as connection:
            return seqs(connection, documents)

    def said(self, connection: Connection, within: Within) -> Said:
        """What was decided on entries, as far as the agreements that it is on are in some collections."""
        rows = Decisions(connection).of_kind("entry")
        documents = {str(one.document) for one in rows} | {str(one.after.get("other_document", "")) for one in rows}
        held = self._views.of(within).told(connection, VERSION)
        return Said.of(rows, [one for key in sorted(documents) for one in held.get(key, ())])

    def made(self, who: Principal, collection: str = "") -> Made:
        """The entries that somebody may see, all or those of a collection, with what to choose from among them.

        Raises CollectionNotFound, Forbidden.
        """
        within = seen_by(self._store, who, collection)
        self._audit.note(who, "agreements", "", said(within))
        return self._all(within)

    def _all(self, within: Within) -> Made:
        with self._store.engine.connect() as connection:
            return self._views.of(within).bring_up(connection, VERSION, self._today())


def _is_wanted(entry: Entry, wanted: Wanted) -> bool:
    if entry.rejected and not wanted.rejected:
        return False
    if wanted.kind and entry.kind.value != wanted.kind:
        return False
    if wanted.state and wanted.state not in (entry.state, entry.derived_state):
        return False
    if wanted.party and not any(wanted.party == one.entity or alike(wanted.party, one.name) for one in entry.parties):
        return False
    return wanted.year is None or _is_of(entry, wanted.year)


def _is_of(entry: Entry, year: int) -> bool:
    """Whether it was signed in a year, of the Gregorian calendar or, below 1700, of the Jalali or Hijri one."""
    if entry.signed is None:
        return False
    signed = entry.signed.value
    if year < _GREGORIAN:
        return signed.value.startswith(str(year))
    return signed.start <= f"{year}-12-31" and signed.end >= f"{year}-01-01"
