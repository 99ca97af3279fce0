"""How many appointments there are, and ends of them, by office, body, year or act."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal, get_args

from corpora.tabular import csv_of
from extractors.decrees.joining import office_words
from pipeline.registry.appointments import Appointment, key_of_body
from pipeline.registry.portfolio import UNDATED, parted, year_in

type By = Literal["office", "body", "year", "act"]
BY: tuple[By, ...] = get_args(By.__value__)
type Turn = Literal["appointments", "departures", "denied"]
TURNS: tuple[Turn, ...] = get_args(Turn.__value__)
"""What an entry tells: that somebody comes (or is to come), that he leaves, or that a text denies either."""
COLUMNS = ("value", "name", "decrees", *TURNS)
NONE = UNDATED
"""The value of those that name no office or body, or have no day."""
_HELD = 1 << 14


@dataclass(frozen=True, slots=True)
class Total:
    """How many entries have a value, and how many of them tell of each of TURNS."""

    value: str
    name: str
    decrees: int
    turns: Mapping[Turn, int]

    def record(self) -> dict[str, Any]:
        """The same as a record of COLUMNS."""
        counted: dict[str, Any] = {turn: self.turns.get(turn, 0) for turn in TURNS}
        return {"value": self.value, "name": self.name, "decrees": self.decrees, **counted}


def totals(entries: Iterable[Appointment], by: By, calendar: str = "jalali") -> list[Total]:
    """The totals by something, the most first, of years the newest; what has no such value stands at the end."""
    held: dict[str, list[Appointment]] = {}
    for one in entries:
        held.setdefault(value_of(one, by, calendar), []).append(one)
    found = [
        Total(value, _name(by, value, those), len(those), Counter(map(turn_of, those))) for value, those in held.items()
    ]
    return sorted(found, key=lambda one: (one.value == NONE, _rank(one, by), one.name))


def _rank(total: Total, by: By) -> int:
    return -int(total.value) if by == "year" and total.value != NONE else -total.decrees


def turn_of(one: Appointment) -> Turn:
    """Which of TURNS an entry tells of; one that is planned or reported is told as one that is so."""
    if one.modality == "denied":
        return "denied"
    return "departures" if one.leaves else "appointments"


def value_of(one: Appointment, by: By, calendar: str) -> str:
    """What an entry is counted under: the words of its office in any form, the key of its body, its year, its act."""
    match by:
        case "office":
            return _office_key(one.office.value) if one.office else NONE
        case "body":
            return key_of_body(one.body_entity, one.body.value) if one.body else NONE
        case "year":
            return year_in(calendar, one.day)
        case "act":
            return one.act


def test_of(total: str) -> Callable[[Appointment], bool]:
    """Whether an entry is among those that a number of the totals counts: «office:…», «year:jalali:1404»."""
    by, calendar, value = parted(total)
    for known in BY:
        if by == known:
            return lambda one: value_of(one, known, calendar) == value
    return lambda _: False


@lru_cache(maxsize=_HELD)
def _office_key(office: str) -> str:
    return " ".join(sorted(office_words(office))) or NONE


def _name(by: By, value: str, those: Sequence[Appointment]) -> str:
    """What a value is called: the office or body as most texts have it, else the value."""
    if by in ("year", "act") or value == NONE:
        return value
    fields = [one.office if by == "office" else one.body for one in those]
    return min(Counter(held.value for held in fields if held).items(), key=lambda one: (-one[1], one[0]))[0]


def csv_of_totals(found: Iterable[Total]) -> str:
    """Totals as CSV with a header."""
    return csv_of([COLUMNS, *([one.record()[name] for name in COLUMNS] for one in found)])
