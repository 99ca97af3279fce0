"""Which contracts are purchases: a public body buys, a company sells; both read from their names alone."""

import re
from typing import NamedTuple

from corpora.ids import digest
from pipeline.organisations.describing import said
from pipeline.registry.entries import Entry, EntryParty

_ID = re.compile(r"[0-9a-zA-Z]([0-9a-zA-Z.\-]*[0-9a-zA-Z])?")
BUYERS = frozenset(("ministry", "municipality", "governorate", "agency", "court"))
"""Kinds of bodies that spend public money."""
_UNSURE = ("denied", "conditional")
SUPPLIERS = frozenset(("company", "bank"))


class Purchase(NamedTuple):
    """Who buys and who sells by a contract."""

    buyer: EntryParty
    supplier: EntryParty


def purchase_of(entry: Entry) -> Purchase | None:
    """The purchase that an entry is: a contract of exactly one public body and one company; None of all others.

    What a text denies, or says on a condition, is none.
    """
    if entry.kind.value != "contract" or len(entry.parties) != 2 or entry.count is not None:
        return None
    if entry.modality in _UNSURE:
        return None
    kinds = {said(party.name).kind: party for party in entry.parties}
    buyers = [party for kind, party in kinds.items() if kind in BUYERS]
    suppliers = [party for kind, party in kinds.items() if kind in SUPPLIERS]
    return Purchase(buyers[0], suppliers[0]) if len(buyers) == len(suppliers) == 1 else None


def party_id(party: EntryParty) -> str:
    """What a party is known by: who it is where that is known, else a digest of its name.

    FollowTheMoney takes Latin letters, digits, hyphens and dots for an id, and nothing else.
    """
    known = party.entity or f"name:{party.name}"
    return known if _ID.fullmatch(known) else digest(known.encode("utf-8", "surrogatepass"))[:20]


def day(value: object) -> str:
    """The one day that a value of a date is, in ISO form; "" of a month, a year, an interval, or where there is none.

    >>> day(None)
    ''
    """
    found = getattr(getattr(value, "value", None), "day", None)
    return found.isoformat() if found else ""
