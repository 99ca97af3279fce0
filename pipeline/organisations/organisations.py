"""The register of organisations as people ask for it: lists, one of them with all that is said of it, and tables."""

import threading
import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from extractors.text.lexicon import key_of
from pipeline.errors import OrganisationNotFound
from pipeline.organisations.describing import said as said_of
from pipeline.organisations.listed import Listed, listed, newest
from pipeline.organisations.told import Told
from pipeline.organisations.views import Bodies, Held, Organisation, bases
from pipeline.people.access import seen_by
from pipeline.people.audit import Audit
from pipeline.people.principal import Principal, said
from pipeline.records import Within
from pipeline.registry.appointments import Appointment
from pipeline.registry.by_collections import ByCollections
from pipeline.registry.decrees import Decrees
from pipeline.registry.entries import Entry
from pipeline.registry.readers import BODY
from pipeline.registry.register import Register
from pipeline.registry.views import Made
from pipeline.store import entities as kept
from pipeline.store import organisations as store
from pipeline.store.changes import last_seq
from pipeline.store.decisions import Decisions, standing
from pipeline.store.documents import Store
from pipeline.store.entity_evidence import Evidence, evidence
from pipeline.store.transaction import Connection

_LONG, _SHARE = 0.05, 10
"""Where making a view takes longer (seconds), at most a tenth of the time goes into it while documents come in."""
_ALL = 2**31 - 1
_SENTENCES = 10
_MOST_TOLD = 200
"""Statements of documents that are shown of one organisation."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which organisations are wanted; empty parts ask for all. ``q`` are words of their names, in any spelling."""

    kind: str = ""
    place: str = ""
    q: str = ""
    collection: str = ""
    agreements: bool = False
    """Only those that an agreement of the register names."""


@dataclass(frozen=True, slots=True)
class Page:
    """What is known of one organisation: units, agreements, what documents tell of it and where, and appointments."""

    organisation: Organisation
    units: tuple[Organisation, ...]
    agreements: tuple[Entry, ...]
    told: tuple[Told, ...]
    sentences: tuple[Evidence, ...]
    appointments: tuple[Appointment, ...] = ()

    def record(self) -> dict[str, Any]:
        """It as JSON has it."""
        persons, counts = ([one.record() for one in self.told if one.fact.what == what] for what in ("person", "count"))
        units = [{"id": one.id, "name": one.name} for one in self.units]
        rows = [row.record() for row in self.organisation.rows]
        signed = [entry.record() for entry in self.agreements]
        one = self.organisation
        said_by = {name: fact.by for name in ("kind", "place", "parent") if (fact := getattr(one, name))}
        facts = {"said_by": said_by, "units": units, "persons": persons, "counts": counts, "signed": signed}
        facts["appointments"] = [each.record() for each in self.appointments]
        where = [{"document": one.document, "sentence": one.before + one.surface + one.after} for one in self.sentences]
        return {**one.record(), **facts, "rows": rows, "sentences": where}


type _State = tuple[tuple[int, int], int, Made]
"""The last decisions on entities and on names, the last change of a document, and the agreements."""


@dataclass(slots=True)
class _View:
    """What those see who see some collections, and of which state of the store it is."""

    of: _State | None = None
    counted: Sequence[kept.Counted] = ()
    called: Mapping[str, store.Called] = field(default_factory=dict)
    signed: dict[str, list[Entry]] = field(default_factory=dict)
    rows: Sequence[Listed] = ()
    held: Held = field(default_factory=Held)
    bodies: Bodies = field(default_factory=lambda: Bodies(()))
    at: float = 0.0
    pause: float = 0.0
    """For how many seconds after ``at`` it is not made again for documents that came in."""


class Organisations:
    """The organisations of a workspace. Safe to use from several threads."""

    def __init__(self, store: Store, register: Register, decrees: Decrees, audit: Audit) -> None:
        """Takes the store that everything follows from, agreements and appointments, and where to note who asked."""
        self._store, self._register, self._decrees, self._audit = store, register, decrees, audit
        self._lock = threading.RLock()
        self._views = ByCollections(lambda _: _View())
        self._rows: tuple[int, list[Listed]] = (-1, [])

    def find(self, who: Principal, asked: Asked = Asked()) -> list[Organisation]:
        """The organisations that somebody may see and asks for, those in most documents first, as ``Bodies`` has them.

        Raises CollectionNotFound, Forbidden.
        """
        bodies = self.bodies(who, asked.collection)
        found = bodies.all
        if asked.kind:
            found = [one for one in found if one.kind.value == asked.kind]
        if asked.place:
            place = key_of(asked.place)
            found = [one for one in found if one.place and key_of(one.place.value) == place]
        if asked.agreements:
            found = [one for one in found if one.agreements]
        if asked.q.strip():
            found = self._called(who, asked, found)
        return found

    def bodies(self, who: Principal, collection: str = "") -> Bodies:
        """All that somebody may see, or what documents and lists of a collection name.

        Raises CollectionNotFound, Forbidden.
        """
        within = seen_by(self._store, who, collection)
        self._audit.note(who, "organisations", "", said(within))
        return self._view(within, self._register.made(who, collection))

    def _mine(self, who: Principal) -> Bodies:
        return self._view(who.within(), self._register.made(who))

    def get(self, who: Principal, identity: str) -> Organisation:
        """One organisation, also by the id of one that became part of it; raises OrganisationNotFound."""
        bodies = self._mine(who)
        one = bodies.by_id.get(identity)
        if one is None:
            with self._store.engine.connect() as connection:
                one = bodies.by_id.get(kept.current(connection, identity))
        if one is None:
            raise OrganisationNotFound("there is no organisation {identity!r}", identity=identity)
        self._audit.note(who, "organisation", one.id, said(who.within()))
        return one

    def page(self, who: Principal, identity: str) -> Page:
        """All that is known of one organisation; raises OrganisationNotFound."""
        one, made = self.get(who, identity), self._register.made(who)
        with self._store.engine.connect() as connection:
            told = store.told_of(connection, one.id, BODY, who.within(), _MOST_TOLD)
            said_at = evidence(connection, one.id, who.within(), _SENTENCES)
        units = self._view(who.within(), made).units(one.id)
        with self._lock:
            signed = self._views.of(who.within()).signed.get(one.id, [])
        named = [each for each in self._decrees.entries(who) if each.body_entity == one.id]
        return Page(one, tuple(units), tuple(signed), tuple(map(Told.of, told)), tuple(said_at), tuple(named))

    def rows(self, connection: Connection) -> list[Listed]:
        """The rows of all lists that stand, oldest first; read again only where somebody decided on a name."""
        last = Decisions(connection).last("name")
        with self._lock:
            if last != self._rows[0]:
                self._rows = last, newest(listed(standing(Decisions(connection).of_kind("name"))))
            return self._rows[1]

    def load(self, pause: Callable[[], None] = lambda: None) -> None:
        """Describes the bodies that there are by their names, .4 ms each, and makes what those see who see everything.

        No page need wait for it. ``pause`` is called again and again, to let others go first.
        """
        with self._store.engine.connect() as connection:
            there = store.called(connection)
        for one in there.values():
            pause()
            said_of(one.name, one.language)
        pause()
        self._view(None, self._register.load())

    def listed(self, who: Principal, identities: Collection[str]) -> dict[str, tuple[Listed, ...]]:
        """The rows of lists of some organisations, by their ids; those that are in none are left out."""
        within, found = who.within(), dict[str, tuple[Listed, ...]]()
        with self._store.engine.connect() as connection:
            rows = [row for row in self.rows(connection) if within is None or row.collection in within]
            into = kept.currents(connection, [*identities, *(row.entity for row in rows)])
        told: dict[str, list[Listed]] = {}
        for row in rows:
            told.setdefault(into[row.entity], []).append(row)
        for identity in identities:
            if into[identity] in told:
                found[identity] = tuple(told[into[identity]])
        return found

    # for who decides which are the same -----------------------------------------------------------------------

    def told(self, connection: Connection, within: Within, identities: Iterable[str]) -> bool:
        """Whether a list of some collections has a row of one of these; see ``pipeline.review.lists``."""
        wanted = set(identities)
        return any(row.entity in wanted for row in self.rows(connection) if within is None or row.collection in within)

    def near(self, connection: Connection, within: Within) -> list[tuple[str, str, str]]:
        """Bodies of rows, each with another that it may be, and why; see ``pipeline.review.lists``."""
        rows = [row for row in self.rows(connection) if row.near and (within is None or row.collection in within)]
        found = [(row.entity, other, why) for row in rows for other, why in row.near]
        if within is None or not found:
            return found
        others = sorted({other for _, other, _ in found})
        seen = {one.entity.id for one in kept.counted(connection, others, within)}
        seen |= {row.entity for row in self.rows(connection) if row.collection in within}
        return [pair for pair in found if pair[1] in seen]

    def names(self, connection: Connection, within: Within) -> dict[str, str]:
        """What rows of lists call their bodies; see ``pipeline.review.lists``."""
        return {row.entity: row.name for row in self.rows(connection) if within is None or row.collection in within}

    # views ----------------------------------------------------------------------------------------------------

    def _called(self, who: Principal, asked: Asked, found: Sequence[Organisation]) -> list[Organisation]:
        words = [key_of(word) for word in asked.q.split()]
        within = frozenset((asked.collection,)) if asked.collection else who.within()
        with self._store.engine.connect() as connection:
            also = set(kept.called(connection, asked.q, "ORG", within=within))
        return [one for one in found if one.id in also or all(word in one.folded for word in words)]

    def _view(self, within: Within, made: Made) -> Bodies:
        """The view as it is now; one that takes long to make is a little older while documents come in."""
        with self._lock, self._store.engine.connect() as connection:
            view = self._views.of(within)
            log = Decisions(connection)
            now = ((log.last("entity"), log.last("name")), last_seq(connection), made)
            if view.of == now or (view.of and view.of[0] == now[0] and time.monotonic() < view.at + view.pause):
                return view.bodies
            began = time.monotonic()
            self._bring_up(connection, view, within, now)
            view.of, view.at = now, time.monotonic()
            view.pause = _SHARE * (view.at - began) if view.at - began > _LONG else 0.0
            return view.bodies

    def _bring_up(self, connection: Connection, view: _View, within: Within, now: _State) -> None:
        """Makes again what follows from something that changed."""
        same = view.of is not None
        if view.of is None or (view.of[0][0], view.of[1]) != (now[0][0], now[1]):
            before = view.counted, view.called
            view.counted = kept.most_mentioned(connection, "ORG", _ALL, within=within)
            view.called = store.called(connection)
            same &= before == (view.counted, view.called)
        rows = [one for one in self.rows(connection) if within is None or one.collection in within]
        same &= rows == view.rows
        if view.of is None or view.of[2] is not now[2]:
            view.signed = _signed(now[2])
            same = False
        if not same:
            view.rows = rows
            numbers = {identity: len(some) for identity, some in view.signed.items()}
            of = bases(view.counted, rows, view.called, numbers, renamed=within is None)
            view.bodies = Bodies(view.held.made(of))


def _signed(made: Made) -> dict[str, list[Entry]]:
    """The agreements of which each organisation is a party, the newest first."""
    found: dict[str, list[Entry]] = {}
    for entry in made.entries:
        for identity in {party.entity for party in entry.parties if party.entity}:
            found.setdefault(identity, []).append(entry)
    return found
