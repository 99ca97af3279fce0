"""Facets whose values lie in each other, a level at a time: folders, months with days, currencies with sums."""

import re
from collections.abc import Sequence

from pipeline.query.values import value_of_field

type Counted = Sequence[tuple[str, int]]

LEVELS = ("path", "added", "amount")
_MONTH = re.compile(r"(?:hijri:)?[0-9]{4}-[0-9]{2}")


def parent(name: str, value: str) -> str:
    """What a value lies in; "" for one of the first level.

    >>> parent("path", "/srv/a"), parent("path", "/srv"), parent("added", "2026-11-27"), parent("amount", "USD>=10")
    ('/srv', '', '2026-11', 'USD')
    """
    if name == "path":
        return value.rpartition("/")[0]
    if name == "added":
        month = _MONTH.match(value)
        return month[0] if month and month[0] != value else ""
    code = value.replace(">=", ":").partition(":")[0]
    return code if code != value else ""


def level(name: str, counted: Counted, chosen: Sequence[str], total: int) -> Counted:
    """The values right under the one that is chosen last; where one holds all matches, those in it.

    >>> level("path", [("/srv", 4), ("/srv/a", 3), ("/srv/b", 1), ("/srv/a/c", 1), ("/srv/b/d", 1)], [], 4)
    [('/srv/a', 3), ('/srv/b/d', 1)]
    """
    above = chosen[-1].rstrip("/") if chosen else ""
    while True:
        found = [(value, count) for value, count in counted if parent(name, value) == above and value not in chosen]
        within = [value for value, _ in counted if parent(name, value) == (found[0][0] if found else None)]
        if len(found) != 1 or found[0][1] < total or not within:
            return in_order(name, [_whole(counted, *pair) for pair in found] if name == "path" else found)
        above = found[0][0]


def _whole(counted: Counted, value: str, count: int) -> tuple[str, int]:
    """A folder, or the one in it where all of its matches lie."""
    while len(within := [one for one, number in counted if parent("path", one) == value and number == count]) == 1:
        value = within[0]
    return value, count


def in_order(name: str, counted: Counted) -> Counted:
    """The newest first of days, the least first of sums and sizes; others as they are, the most frequent first."""
    if name == "added":
        return sorted(counted, reverse=True)
    if name == "size" or (name == "amount" and any(parent(name, value) for value, _ in counted)):
        return sorted(counted, key=lambda pair: _least(name, pair[0]))
    return counted


def _least(name: str, value: str) -> float:
    return float(getattr(value_of_field(name, value), "low", 0))


def under(value: str, chosen: Sequence[str]) -> str:
    """A folder as it is called within the one that is chosen.

    >>> under("/srv/news/1404", ["/srv"]), under("/srv/news", [])
    ('news/1404', '/srv/news')
    """
    within = f"{chosen[-1].rstrip('/')}/" if chosen else ""
    return value.removeprefix(within) or value
