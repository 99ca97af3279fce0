"""What comes due of the register: what ends soon, whose notice is over, what was announced and never signed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, cast

from pipeline.registry.deadlines import Deadlines, Mode, Terms, deadlines
from pipeline.registry.entries import DatedState, Entry

type Field = Literal["valid_until", "notice", "planned"]
type Listed = Literal["ending", "notice_passed", "unsigned"]
LISTS: tuple[Listed, ...] = ("ending", "notice_passed", "unsigned")
"""Ends within SOON days; its last day of notice passed and it holds still; announced, and nobody says it was signed."""
SOON = 90
_PATIENCE = timedelta(days=30)
"""How long after the day for which a signing was announced it counts as not done."""
_OVER = ("expired", "terminated")
_BEFORE = ("planned", "under_review")
_UNHELD = ("planned", "conditional")


@dataclass(frozen=True, slots=True)
class Due:
    """A day of an entry: it ends or renews itself, notice can be given for the last time, or it is to be signed.

    ``renewals`` is how often it renewed itself before.
    """

    entry: Entry
    field: Field
    day: date
    renews: bool = False
    renewals: int = 0


def terms_of(entry: Entry) -> Terms:
    """What an entry says of its time. Of a date that is no day nothing can be counted: it is left out."""
    begin, until = (held.value.day if held else None for held in (entry.valid_from, entry.valid_until))
    stated = until if entry.valid_until and (not entry.valid_until.derived_from or begin is None) else None
    renewal = entry.renewal.value if entry.renewal else None
    written = entry.valid_from if begin else entry.valid_until
    return Terms(
        begin=begin,
        term=entry.duration.value if entry.duration else "",
        mode=cast(Mode, renewal.mode) if renewal else "",
        period=renewal.term if renewal else "",
        notice=renewal.notice if renewal else "",
        until=stated,
        calendar=written.value.calendar if written else "gregorian",
    )


def deadlines_of(entry: Entry, on: date) -> Deadlines:
    """The deadlines of an entry on a day; none of one that is over, or not yet signed."""
    return Deadlines() if entry.state in (*_OVER, *_BEFORE) else deadlines(terms_of(entry), on)


def dues(entries: Iterable[Entry], on: date) -> Iterator[Due]:
    """The days of entries that lie ahead or are today, in no order."""
    for entry in entries:
        found = deadlines_of(entry, on)
        if found.expiry and found.expiry >= on:
            yield Due(entry, "valid_until", found.expiry, entry.renews, found.renewals)
            if found.notice and found.notice >= on:
                yield Due(entry, "notice", found.notice, entry.renews, found.renewals)
        planned = _planned(entry)
        if planned and planned.dated and (day := _last(planned)) and day >= on:
            yield Due(entry, "planned", day)


def listed(entries: Iterable[Entry], name: Listed, on: date) -> list[tuple[date, Entry]]:
    """The entries of one of LISTS, each with the day it is listed for, the earliest first."""
    found = ((day, entry) for entry in entries if (day := _listed(entry, name, on)))
    return sorted(found, key=lambda one: (one[0], one[1].id))


def _listed(entry: Entry, name: Listed, on: date) -> date | None:
    if name == "unsigned":
        planned = _planned(entry)
        day = _last(planned) if planned else None
        return day if day and day + _PATIENCE < on else None
    found = deadlines_of(entry, on)
    if found.expiry is None or found.expiry < on:
        return None
    if name == "notice_passed":
        return found.notice if found.notice and found.notice < on else None
    return found.expiry if (found.expiry - on).days <= SOON else None


def _planned(entry: Entry) -> DatedState | None:
    """The newest announcement of an entry of which nobody says that it was signed; None of any other."""
    said = [one for one in entry.history if one.modality != "denied"]
    done = (one for one in said if one.state not in _BEFORE and one.modality not in _UNHELD)
    if entry.state not in ("", *_BEFORE) or any(done):
        return None
    announced = [one for one in said if one.state == "planned" or one.modality == "planned"]
    return max(announced, key=lambda one: (one.dated, one.at), default=None)


def _last(said: DatedState) -> date | None:
    """The last day of what a statement is dated with: a day, a month or a year."""
    try:
        if len(said.at) == len("2025"):
            return date(int(said.at), 12, 31)
        if len(said.at) == len("2025-08"):
            first = date.fromisoformat(f"{said.at}-01")
            return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        return date.fromisoformat(said.at[:10])
    except ValueError:
        return None
