"""Which matches a page shows, the same for every engine: in order, aged where that is asked, a story once."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any

from pipeline.index.compile import TIER
from pipeline.index.facts import SECONDS
from pipeline.index.results import View

COPIES = 20
"""Near-duplicates that a hit shows."""
_RESCORED = 200
"""Matches, best first, among which age tells."""
_HALF_LIFE = 90.0
"""Days in which a document loses half of its relevance; never more than nine tenths of it."""
_FLOOR = 0.1
_DEEPEST_GROUPS = 100_000


class Paging[T](ABC):
    """One search of an engine, whose matches are of type T, each with its score."""

    def __init__(self, view: View) -> None:
        """Takes what is to be shown."""
        self.view = view

    @abstractmethod
    def found(self, start: int, end: int) -> list[tuple[float, T]]:
        """The matches from ``start`` to ``end``, best first or by date."""

    @abstractmethod
    def moments(self, matches: Sequence[T]) -> Sequence[Any]:
        """When each was published, in seconds; None where that is not known."""

    @abstractmethod
    def stories(self, matches: Sequence[T]) -> Sequence[object]:
        """The story that each tells."""

    def page(self) -> tuple[list[tuple[float, T]], int | None]:
        """What is shown, and where the next page begins; None where this is the last."""
        view, end = self.view, self.view.offset + self.view.limit
        matches = self._groups(end + 1) if view.group else self._window(view.offset, end + 1)
        return matches[: view.limit], end if len(matches) > view.limit else None

    def _window(self, start: int, end: int) -> list[tuple[float, T]]:
        """The matches from ``start`` to ``end`` in the order asked for."""
        if self.view.order == "recent" and start < _RESCORED:
            first = self._aged(self.found(0, _RESCORED))
            rest = self.found(_RESCORED, end) if end > _RESCORED and len(first) == _RESCORED else []
            return (first + rest)[start:end]
        return self.found(start, end)

    def _aged(self, matches: Sequence[tuple[float, T]]) -> list[tuple[float, T]]:
        """The same by score, of which the part below the tier is halved by age; the newest of them is of today."""
        moments = self.moments([match for _, match in matches])
        newest = max((int(moment) for moment in moments if moment), default=0)
        aged = []
        for (score, match), moment in zip(matches, moments, strict=True):
            tier = score // TIER * TIER
            kept = 2.0 ** (-(newest - int(moment)) / SECONDS / _HALF_LIFE) if moment else 0.0
            aged.append((tier + (score - tier) * max(_FLOOR, kept), match))
        return sorted(aged, key=lambda pair: -pair[0])

    def _groups(self, end: int) -> list[tuple[float, T]]:
        """The first match of each story from the page's start; looks deeper until there are enough."""
        size = 2 * end + 20
        while True:
            matches = self._window(0, size)
            by_story: dict[object, tuple[float, T]] = {}
            for each, story in zip(matches, self.stories([match for _, match in matches]), strict=True):
                by_story.setdefault(story, each)
            firsts = list(by_story.values())
            if len(firsts) >= end or len(matches) < size or size >= _DEEPEST_GROUPS:
                return firsts[self.view.offset : end]
            size *= 4


def counted(buckets: Sequence[dict[str, Any]]) -> tuple[tuple[str, int], ...]:
    """The buckets of a facet as values with counts, most frequent first."""
    pairs = [(str(bucket["key"]), int(bucket["doc_count"])) for bucket in buckets]
    return tuple(sorted(pairs, key=lambda pair: (-pair[1], pair[0])))
