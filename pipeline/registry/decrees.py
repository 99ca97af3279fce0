"""The list of appointments: who was appointed to what, by whom, since when, and who holds which office now."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from corpora.sentences import Sentence
from extractors.agreements.likeness import alike
from extractors.decrees.candidates import ACTS, ROLES, Decree
from extractors.decrees.joining import are_alike
from extractors.text.lexicon import key_of
from pipeline.errors import AppointmentNotFound
from pipeline.people.principal import Principal
from pipeline.registry import holders
from pipeline.registry import told as told_of
from pipeline.registry.appointments import Appointment, Told, as_judged, in_order, told_entries
from pipeline.registry.decree_totals import By, Total, test_of, totals, turn_of
from pipeline.registry.judging import Said
from pipeline.registry.listing import Listing
from pipeline.registry.portfolio import CALENDARS, year_span
from pipeline.store.told import Kept

__all__ = ["CALENDARS", "EVERYTHING", "KINDS", "LISTS", "Decrees", "Wanted"]
LISTS = ("holders", "representatives", "rejected")
"""Who holds an office now, who represents whom where, and what a person said to be none."""
KINDS = (*ACTS, *(role for role in ROLES if role))
"""What can be asked for as an act: what is done, or to what kind of office."""


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
    total: str = ""
    """Those that a number of the totals counts, see ``decree_totals.test_of``."""
    turn: str = ""
    """One of ``decree_totals.TURNS``."""


EVERYTHING = Wanted()


class Decrees(Listing[Told, Appointment]):
    """What people ask of the appointments that documents tell of. Safe to use from several threads."""

    kind = "decree"
    called = Sentence("appointment")
    missing = AppointmentNotFound

    def read(self, kept: Kept) -> Told:
        """See Listing."""
        return told_of.Told.of(kept, Decree)

    def tell(self, told: Iterable[Told]) -> list[Appointment]:
        """See Listing."""
        return told_entries(told)

    def judged(self, entry: Appointment, said: Said) -> Appointment:
        """See Listing."""
        return as_judged(entry, said)

    def ordered(self, entries: Iterable[Appointment]) -> list[Appointment]:
        """See Listing."""
        return in_order(entries)

    def entries(self, who: Principal, wanted: Wanted = EVERYTHING) -> list[Appointment]:
        """The appointments that somebody may see and asks for, the newest first; of LISTS those by body.

        Raises CollectionNotFound, Forbidden.
        """
        every, today = self._seen(who, wanted.collection), self._today()
        if not wanted.collection and wanted.listed in ("holders", "representatives"):
            held = self.following(
                who, f"{wanted.listed} {today}", lambda some: chosen(some, Wanted(listed=wanted.listed), today)
            )
            return chosen(held, replace(wanted, listed=""), today)
        return chosen(every, wanted, today)

    def totals(self, who: Principal, by: By, calendar: str) -> list[Total]:
        """How many of all that somebody may see there are by something; raises Forbidden."""
        self._seen(who, "")
        return self.following(who, f"totals {by} {calendar}", lambda some: totals(some, by, calendar))


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
    if wanted.total:
        yield test_of(wanted.total)
    if wanted.turn:
        yield lambda one: turn_of(one) == wanted.turn
    if wanted.q:
        words = [key_of(word) for word in wanted.q.split()]
        yield lambda one: all(word in one.folded for word in words)
    if wanted.year:
        span = year_span(wanted.year, wanted.calendar, today)
        yield lambda one: span is not None and span[0] <= one.day <= span[1]


def _is_body(one: Appointment, wanted: str) -> bool:
    return one.body is not None and (one.body_entity == wanted or alike(wanted, one.body.value))
