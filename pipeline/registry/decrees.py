"""The list of appointments: who was appointed to what, by whom, since when, and who holds which office now."""

import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from extractors.agreements.bodies import alike
from extractors.decrees.candidates import ACTS, ROLES
from extractors.decrees.joining import are_alike
from extractors.text.lexicon import key_of
from pipeline.errors import AppointmentNotFound
from pipeline.people.access import collection_for
from pipeline.people.audit import Audit
from pipeline.people.principal import Principal, said
from pipeline.records import Within
from pipeline.registry import holders
from pipeline.registry.appointments import Appointment, Told, appointments
from pipeline.registry.judging import Said
from pipeline.registry.portfolio import CALENDARS, year_span
from pipeline.registry.readers import DECREE
from pipeline.registry.readings import Readings
from pipeline.registry.register import VERSION
from pipeline.store.decisions import Decisions
from pipeline.store.documents import Store
from pipeline.store.transaction import Connection

__all__ = ["CALENDARS", "EVERYTHING", "KINDS", "LISTS", "Decrees", "Wanted"]
LISTS = ("holders", "representatives", "rejected")
"""Who holds an office now, who represents whom where, and what a person said to be none."""
KINDS = (*ACTS, *(role for role in ROLES if role))
"""What can be asked for as an act: what is done, or to what kind of office."""
_HELD = 8
"""Views that are kept: one for each set of collections that people see."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which appointments are asked for; empty parts ask for all."""

    person: str = ""
    body: str = ""
    office: str = ""
    year: str = ""
    calendar: str = ""
    act: str = ""
    collection: str = ""
    q: str = ""
    listed: str = ""


EVERYTHING = Wanted()


class Decrees:
    """What people ask of the appointments that documents tell of. Safe to use from several threads."""

    def __init__(self, store: Store, audit: Audit, today: Callable[[], date] = date.today) -> None:
        """Takes where they are kept, where it notes who asked, and what day it is."""
        self._store, self._audit, self._today = store, audit, today
        self._views: dict[Within, _View] = {}
        self._lock = threading.Lock()

    def entries(self, who: Principal, wanted: Wanted = EVERYTHING) -> list[Appointment]:
        """The appointments that somebody may see and asks for, the newest first; of LISTS those by body.

        Raises CollectionNotFound, Forbidden.
        """
        within = who.within()
        if wanted.collection:
            within = frozenset((collection_for(self._store, who, wanted.collection, "viewer"),))
        self._audit.note(who, "decrees", "", said(within))
        return chosen(self._all(within), wanted, self._today())

    def entry(self, who: Principal, identity: str) -> Appointment:
        """The appointment of an id, or of one that was joined to it; raises AppointmentNotFound."""
        one = next((one for one in self._all(who.within()) if identity in one.ids), None)
        if one is None:
            raise AppointmentNotFound(f"there is no appointment {identity}")
        self._audit.note(who, "decree", one.id, said(who.within()))
        return one

    def said(self, connection: Connection, within: Within) -> Said:
        """What was decided on appointments, as far as the documents that tell of them are in some collections."""
        rows = Decisions(connection).of_kind("decree")
        documents = {str(one.document) for one in rows}
        held = self._view(within).readings.read(connection, VERSION)
        return Said.of(rows, [one for key in sorted(documents) for one in held.get(key, ())])

    def _view(self, within: Within) -> "_View":
        """The view of those who see some collections; the one that was asked for longest ago makes room."""
        with self._lock:
            view = self._views.pop(within, None) or _View(within)
            self._views[within] = view
            while len(self._views) > _HELD:
                self._views.pop(next(iter(self._views)))
        return view

    def _all(self, within: Within) -> list[Appointment]:
        with self._store.engine.connect() as connection:
            return self._view(within).bring_up(connection)


class _View:
    """The appointments of those who see some collections; made again when what is told or decided is another."""

    def __init__(self, within: Within) -> None:
        self.readings = Readings(within, DECREE, Told.of)
        self._lock = threading.Lock()
        self._every: list[Told] | None = None
        self._last = 0
        self._made: list[Appointment] = []

    def bring_up(self, connection: Connection) -> list[Appointment]:
        """The appointments as they are now."""
        log = Decisions(connection)
        with self._lock:
            self.readings.read(connection, VERSION)
            every, last = self.readings.every, log.last("decree")
            if every is not self._every or last != self._last:
                self._made = appointments(every, log.of_kind("decree"))
                self._every, self._last = every, last
            return self._made


def chosen(entries: Sequence[Appointment], wanted: Wanted, today: date) -> list[Appointment]:
    """The appointments that have all that is asked for: of the list that is named, else of all that nobody rejected."""
    match wanted.listed:
        case "holders":
            found = holders.holders(entries, today)
        case "representatives":
            found = holders.representatives(entries, today)
        case "rejected":
            found = [one for one in entries if one.rejected]
        case _:
            found = [one for one in entries if not one.rejected]
    for test in _tests(wanted, today):
        found = [one for one in found if test(one)]
    return found


def _tests(wanted: Wanted, today: date) -> Iterable[Callable[[Appointment], bool]]:
    if wanted.person:
        yield lambda one: one.entity == wanted.person or are_alike(wanted.person, one.person.value.name)
    if wanted.body:
        yield lambda one: bool(one.body) and _is_body(one, wanted.body)
    if wanted.office:
        office = key_of(wanted.office)
        yield lambda one: one.office is not None and office in key_of(one.office.value)
    if wanted.act:
        yield lambda one: wanted.act in (one.act, one.role)
    if wanted.q:
        words = [key_of(word) for word in wanted.q.split()]
        yield lambda one: all(word in one.folded for word in words)
    if wanted.year:
        span = year_span(wanted.year, wanted.calendar, today)
        yield lambda one: span is not None and span[0] <= one.day <= span[1]


def _is_body(one: Appointment, wanted: str) -> bool:
    return one.body is not None and (one.body_entity == wanted or alike(wanted, one.body.value))
