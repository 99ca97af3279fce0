"""Who holds which office now, and who represents whom where: what the newest acts leave in force; pure."""

from collections.abc import Iterable, Sequence
from datetime import date
from operator import attrgetter

from extractors.decrees.joining import office_words
from extractors.names.identity import stems_of
from pipeline.registry.appointments import Appointment, key_of_body

_SEVERAL = ("member", "representative")
"""Kinds of offices that several people hold at one time."""

type Seat = tuple[str, frozenset[str], str]
"""A body, an office, and of an office that several hold the person."""


def holders(entries: Iterable[Appointment], today: date) -> list[Appointment]:
    """The newest asserted appointment to each office, where nobody says that its holder left; by body and office.

    An office without body and place is none that one can look up, and a term that is over holds no more.
    """
    newest: dict[Seat, Appointment] = {}
    for one in sorted(entries, key=attrgetter("day", "id")):
        seat = _seat(one)
        if seat is None or one.modality != "asserted" or one.rejected:
            continue
        if one.leaves:
            _vacate(newest, one, seat)
        else:
            newest[seat] = one
    held = [one for one in newest.values() if not _is_over(one, today)]
    return sorted(held, key=lambda one: (_name(one), one.office.value if one.office else "", one.id))


def representatives(entries: Iterable[Appointment], today: date) -> list[Appointment]:
    """Who stands for a body or country somewhere, of those that hold their office now."""
    return [one for one in holders(entries, today) if one.role == "representative"]


def bodies(held: Sequence[Appointment]) -> list[tuple[str, list[Appointment]]]:
    """Holders by the name of their body, else of their place, in order of names."""
    found: dict[str, list[Appointment]] = {}
    for one in held:
        found.setdefault(_name(one), []).append(one)
    return sorted(found.items())


def _name(one: Appointment) -> str:
    held = one.body or one.place
    return held.value if held else ""


def _seat(one: Appointment) -> Seat | None:
    """Which office it is of; None where the text names no office, or neither body nor place."""
    if one.office is None or not (one.body or one.place):
        return None
    several = one.role in _SEVERAL
    return key_of_body(one.body_entity, _name(one)), office_words(one.office.value), _person(one) if several else ""


def _person(one: Appointment) -> str:
    return " ".join(sorted(stems_of(one.person.value.name)))


def _vacate(newest: dict[Seat, Appointment], one: Appointment, seat: Seat) -> None:
    """Takes out whom a text says that he left: of the same body or office the person with that name."""
    gone = set(stems_of(one.person.value.name))
    for key, held in list(newest.items()):
        names = set(stems_of(held.person.value.name))
        same = names <= gone or gone <= names
        if same and (key[0] == seat[0] or key[1] == seat[1]):
            del newest[key]


def _is_over(one: Appointment, today: date) -> bool:
    return one.until is not None and one.until.value.end < today.isoformat()
