"""How many agreements there are by year, kind, state, partner or place, beside what texts claim."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from corpora.tabular import csv_of
from pipeline.registry.entries import Entry
from pipeline.registry.portfolio import UNDATED, partner_key, values_of

type By = Literal["year", "kind", "state", "partner", "place"]
BY: tuple[By, ...] = ("year", "kind", "state", "partner", "place")
COLUMNS = ("value", "name", "agreements", "claimed", "claimed_by")


@dataclass(frozen=True, slots=True)
class Total:
    """How many agreements the register holds of one value, and the greatest number that one sentence claims of it.

    ``claim`` is the entry of that sentence («۲۷ تفاهم‌نامه امضا شد»). Claims are not added up: they may be of the same.
    """

    value: str
    name: str
    agreements: int
    claimed: int = 0
    claim: Entry | None = None


def totals(entries: Iterable[Entry], by: By, calendar: str = "jalali") -> list[Total]:
    """The totals by something: the most first, of years the newest; what has no such value stands under none."""
    held = dict[str, list[Entry]]()
    names = dict[str, str]()
    for entry in entries:
        for value in values_of(entry, by, calendar):
            held.setdefault(value, []).append(entry)
        for party in entry.parties if by == "partner" else ():
            names.setdefault(partner_key(party), party.name)
    found = [_total(value, names.get(value, value), those) for value, those in held.items()]
    if by == "year":
        return sorted(found, key=lambda one: one.value if one.value != UNDATED else "", reverse=True)
    return sorted(found, key=lambda one: (-one.agreements, -one.claimed, one.name))


def _total(value: str, name: str, entries: Sequence[Entry]) -> Total:
    claims = [(entry.count.value, entry) for entry in entries if entry.count]
    most, claim = max(claims, key=lambda one: one[0], default=(0, None))
    return Total(value, name, len(entries) - len(claims), most, claim)


def record_of(total: Total) -> dict[str, Any]:
    """A total as a record; ``claimed_by`` is the id of the entry whose sentence claims the number."""
    claim = total.claim.id if total.claim else None
    about = {"value": total.value, "name": total.name, "agreements": total.agreements}
    return {**about, "claimed": total.claimed or None, "claimed_by": claim}


def row_of_total(total: Total) -> list[str | int]:
    """A total as a row of a table: numbers as such, what nothing claims empty."""
    return ["" if value is None else value for value in map(record_of(total).get, COLUMNS)]


def csv_of_totals(found: Iterable[Total]) -> str:
    """Totals as CSV with a header."""
    return csv_of([COLUMNS, *map(row_of_total, found)])
