"""Where a search finds nothing because of its filters: what it finds without each of them, and without any."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.index.results import View
from search_api.pages.asked import Asked
from search_api.pages.facets import Chip, Reader, filters_in
from search_api.pages.shell import Items

_MOST = 3
"""Filters that are tried without; each is a query of its own."""
_COUNT = View(limit=1, passages=False)


@dataclass(frozen=True, slots=True)
class Lifted:
    """How many documents have the words, whatever the filters, and filters with how many there are without each."""

    total: int
    each: list[tuple[Chip, int]]


def lifted(reader: Reader, asked: Asked, chips: Sequence[Chip]) -> Lifted | None:
    """What the filters keep from a search that finds nothing; None where it has none, or finds nothing without them."""
    if not chips:
        return None

    def count(items: Items) -> int:
        free = replace(asked, filters=filters_in(items))
        return free.search(reader.workspace, reader.who, _COUNT, relax=False).total

    total = count(Items([]))
    if not total:
        return None
    each = [(chip, count(reader.items.less(*chip.pair))) for chip in chips[:_MOST]] if len(chips) > 1 else []
    return Lifted(total, [one for one in each if one[1]] if each else [(chips[0], total)])
