"""What those see of the register who see some collections: the agreements of their documents, and the entries of these.

Both are held and brought up with the store: a document that changed is read again, and of the entries only those are
made again that it is part of, or on which something was decided.
"""

import threading
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from extractors.agreements.candidates import Candidate
from extractors.agreements.likeness import name_words
from pipeline.records import Within
from pipeline.registry import told as told_of
from pipeline.registry.blocking import ByParties
from pipeline.registry.entries import Entry
from pipeline.registry.joining import Held, Told, as_one, entries
from pipeline.registry.network import Network, network, relating_of
from pipeline.registry.portfolio import CALENDARS, counted, in_order, partner_key, values_of
from pipeline.registry.readers import AGREEMENT
from pipeline.registry.readings import Readings
from pipeline.registry.totals import By, Total, totals
from pipeline.store.decisions import Decisions
from pipeline.store.told import Kept
from pipeline.store.transaction import Connection


class View:
    """The register of those who see some collections; threads wait for each other."""

    def __init__(self, within: Within) -> None:
        """Reads nothing before it is brought up."""
        self._lock = threading.RLock()
        self._readings = Readings(within, AGREEMENT, _told)
        self._of: tuple[int, int, date] | None = None
        self._held = Held()
        self.made = Made([], None)

    def told(self, connection: Connection, version: int) -> Mapping[str, Sequence[Told]]:
        """The agreements of each document, by its key, as the store has them now."""
        with self._lock:
            return self._readings.read(connection, version)

    def bring_up(self, connection: Connection, version: int, today: date) -> "Made":
        """The entries as they are now."""
        log = Decisions(connection)
        with self._lock:
            self._readings.read(connection, version)
            of = (self._readings.cursor, log.last("entry"), today)
            if self._of != of:
                self.made = Made(entries(self._readings.every, today, log.of_kind("entry"), self._held), self.made)
                self._of = of
            return self.made

    def would_be(self, connection: Connection, version: int, today: date, ids: Collection[str]) -> Entry:
        """The entry that the agreements of some ids would be if they were one, and others none of it."""
        with self._lock:
            self._readings.read(connection, version)
            told = [one for one in self._readings.every if one.id in ids]
        return as_one(told, today, Decisions(connection).of_kind("entry"))


def _told(kept: Kept) -> Told:
    return told_of.Told.of(kept, Candidate)


class Made:
    """Entries, and what there is to choose from among them, which is brought up from those that were before."""

    def __init__(self, found: Sequence[Entry], before: "Made | None") -> None:
        """Takes the entries in their order; those that a person rejected are in no list and no count."""
        self.all = found
        self.entries = [one for one in found if not one.rejected]
        self.by_id = {identity: one for one in found for identity in (one.id, *one.ids)}
        self._counted: dict[str, dict[str, Counter[str]]] = {}
        self._ordered: dict[str, dict[str, list[tuple[str, int]]]] = {}
        self._names: dict[str, str] | None = None
        self._totals: dict[tuple[By, str], list[Total]] = {}
        self._near: Near | None = None
        self._relating: dict[str, list[tuple[str, Entry]]] | None = None
        if before is not None:
            self._take_over(before)

    def _take_over(self, before: "Made") -> None:
        """Brings up what was counted before by the entries that are new, and those that are there no more."""
        mine, theirs = {id(one): one for one in self.entries}, {id(one): one for one in before.entries}
        new = [one for key, one in mine.items() if key not in theirs]
        gone = [one for key, one in theirs.items() if key not in mine]
        if len(new) + len(gone) > len(self.entries) // 2:
            return
        if before._near is not None:
            self._near = before._near
            for one in gone:
                self._near.drop(one)
            for one in new:
                self._near.put(one)
        for calendar, held in before._counted.items():
            now = {field: Counter(numbers) for field, numbers in held.items()}
            for field, numbers in now.items():
                numbers.update(value for one in new for value in values_of(one, field, calendar))
                numbers.subtract(value for one in gone for value in values_of(one, field, calendar))
                now[field] = +numbers
            self._counted[calendar] = now

    def values(self, calendar: str) -> dict[str, list[tuple[str, int]]]:
        """What there is to choose from in each of FIELDS, and in how many entries, as ``portfolio.values``."""
        if calendar not in self._counted:
            self._counted[calendar] = counted(self.entries, calendar)
        if calendar not in self._ordered:
            held = self._counted[calendar]
            self._ordered[calendar] = {field: in_order(field, numbers) for field, numbers in held.items()}
        return self._ordered[calendar]

    def load(self) -> None:
        """Makes what lists and numbers show beside the entries."""
        for calendar in CALENDARS:
            self.values(calendar)
        self.totals("partner", "")
        self.partner_names()

    def totals(self, by: By, calendar: str) -> list[Total]:
        """How many there are by something, as ``totals.totals``: made once."""
        key = by, calendar if by == "year" else ""
        if key not in self._totals:
            self._totals[key] = totals(self.entries, by, calendar)
        return self._totals[key]

    def partner_names(self) -> Mapping[str, str]:
        """The name of each partner by its key."""
        if self._names is None:
            self._names = {partner_key(party): party.name for one in self.entries for party in one.parties}
        return self._names

    def relating(self, identity: str) -> Sequence[tuple[str, Entry]]:
        """The entries that are related to one, each with how."""
        return self._related().get(identity, ())

    def network(self, entry: Entry, most: int) -> Network:
        """An entry with those that it is related to, and those related to these; at most so many others."""
        return network(entry, self.by_id, self._related(), most)

    def _related(self) -> Mapping[str, Sequence[tuple[str, Entry]]]:
        if self._relating is None:
            self._relating = relating_of(self.entries)
        return self._relating

    def near(self, entry: Entry, most: int) -> list[Entry]:
        """Entries that may be the same as one: those with most of its parties first."""
        if self._near is None:
            self._near = Near(self.entries)
        return self._near.to(entry, most)


class Near:
    """Entries by their parties."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        """Takes those that there are."""
        self._homes = ByParties([one.parties for one in entries])
        self._held: list[Entry | None] = []
        self._numbers: dict[str, int] = {}
        for one in entries:
            self.put(one)

    def put(self, entry: Entry) -> None:
        """Takes one more."""
        self._numbers[entry.id] = len(self._held)
        self._homes.put(len(self._held), entry.parties)
        self._held.append(entry)

    def drop(self, entry: Entry) -> None:
        """Leaves one out from now on."""
        self._held[self._numbers.pop(entry.id)] = None

    def to(self, entry: Entry, most: int) -> list[Entry]:
        """Those that may be the same as one: those with most of its parties first, then those that came first."""
        shared = Counter(number for party in entry.parties for number in self._homes.like(party))
        found = []
        for number, _ in sorted(shared.items(), key=lambda pair: (-pair[1], pair[0])):
            other = self._held[number]
            if other is not None and other.id != entry.id and _is_near(entry, other):
                found.append(other)
            if len(found) == most:
                break
        return found


def _is_near(entry: Entry, other: Entry) -> bool:
    mine = [name_words(party.name) for party in entry.parties]
    theirs = [name_words(party.name) for party in other.parties]
    return any(one <= each or each <= one for one in mine for each in theirs)
