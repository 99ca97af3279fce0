"""The names of a workspace as they follow from its log, kept up with it: read as a whole, or by what is new in it."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import batched

from pipeline.gazetteer.entries import Entry, entries, folded_name
from pipeline.gazetteer.matching import Names
from pipeline.store import entity_counts, spoken
from pipeline.store.decisions import Decision, Decisions, standing
from pipeline.store.spoken import LABEL, Spoken
from pipeline.store.transaction import Connection

_MANY = 500
"""Decisions of one question to the database."""
type Extent = tuple[int, int]


class Following:
    """The entries of a workspace and the names that are looked for. Not for threads."""

    def __init__(self) -> None:
        """Follows from nothing."""
        self.extent: Extent = (-1, -1)
        self.all: list[Entry] = []
        self.names: dict[str, Names] = {}
        self._spellings: dict[str, set[str]] = {}
        """Folded name → the names that judgements speak of."""
        self._said: list[Decision] = []
        self._named: Mapping[str, Sequence[str]] = {}

    def read(self, connection: Connection, extent: Extent) -> None:
        """Reads all that the log says of names."""
        log = Decisions(connection)
        said = [*standing(log.of_kind("entity")), *standing(log.of_kind("name"))]
        ids = sorted({str(one.after["entity"]) for one in said if one.kind == "entity" and "entity" in one.after})
        self._said = sorted(said, key=lambda one: one.id)
        self._named = entity_counts.named_in(connection, ids, LABEL)
        counted = _with_firsts(connection, spoken.names(connection))
        self._spellings = {}
        self._spelt(some.name for some, _ in counted)
        self._now(entries(self._said, {}, self._named, counted), extent)

    def follow(self, connection: Connection, extent: Extent) -> bool:
        """Reads what became of the names that newer judgements speak of; whether that is all there is to read."""
        number, names = spoken.renewed(connection, self.extent[0])
        if number != extent[1] - self.extent[1]:
            return False
        if names is None:
            self.read(connection, extent)
            return True
        self._spelt(names)
        keys = {folded_name(name) for name in names}
        asked = {spelling for key in keys for spelling in self._spellings[key]}
        counted = _with_firsts(connection, spoken.names(connection, asked))
        # what lists and entities say of these names is read again too; what is said of others is left out below
        new = [one for one in entries(self._said, {}, self._named, counted) if one.key in keys] if keys else []
        others = [one for one in self.all if one.key not in keys]
        self._now(sorted([*others, *new], key=lambda one: (one.name, one.collection)), extent)
        return True

    def _spelt(self, names: Iterable[str]) -> None:
        for name in names:
            self._spellings.setdefault(folded_name(name), set()).add(name)

    def _now(self, found: list[Entry], extent: Extent) -> None:
        used, before = _used(found), _used(self.all)
        self.names = {
            place: self.names[place] if _looked_for(some) == _looked_for(before.get(place, ())) else Names(some)
            for place, some in used.items()
        }
        self.all, self.extent = found, extent


def _used(found: Sequence[Entry]) -> dict[str, list[Entry]]:
    """Collection → the entries that are looked for in it."""
    used: dict[str, list[Entry]] = {}
    for one in found:
        if one.state == "used":
            used.setdefault(one.collection, []).append(one)
    return used


def _looked_for(some: Sequence[Entry]) -> list[tuple[object, ...]]:
    """All that mentions of these have from them: how many people said so is no part of it."""
    return [(one.key, one.name, one.kind, one.english, one.decision) for one in some]


def _with_firsts(connection: Connection, counted: Sequence[Spoken]) -> list[tuple[Spoken, Decision]]:
    log, numbers = Decisions(connection), {one.first for one in counted}
    firsts = {one.id: one for some in batched(numbers, _MANY) for one in log.some(some)}
    return [(one, firsts[one.first]) for one in counted]
