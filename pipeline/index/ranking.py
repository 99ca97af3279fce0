"""The order of matches in tantivy: by relevance, age or date, with near-duplicates as one where that is asked."""

from collections.abc import Sequence
from typing import Any

import tantivy

from pipeline.index.compile import TIER
from pipeline.index.facts import SECONDS
from pipeline.index.records import Copy, View
from pipeline.index.shown import copy_of
from pipeline.index.stored import stored_of

type Ranked = list[tuple[float, tantivy.DocAddress]]

RESCORED = 200
"""Matches, best first, among which age tells."""
_HALF_LIFE = 90.0
"""Days in which a document loses half of its relevance; never more than nine tenths of it."""
_FLOOR = 0.1
DEEPEST_GROUPS = 100_000
COPIES = 20


class Ranking:
    """One search: what is shown of it, how many matches there are, and where the next page begins."""

    def __init__(self, schema: tantivy.Schema, searcher: tantivy.Searcher, compiled: tantivy.Query, view: View) -> None:
        """Runs the search."""
        self._schema, self._searcher, self._compiled, self._view = schema, searcher, compiled, view
        self.total = 0
        end = view.offset + view.limit
        found = self._groups(end + 1) if view.group else self._window(view.offset, end + 1)
        self.shown = found[: view.limit]
        self.next = end if len(found) > view.limit else None

    def _window(self, start: int, end: int) -> Ranked:
        """The matches from ``start`` to ``end`` in the order asked for."""
        if self._view.order == "recent" and start < RESCORED:
            first = _aged(self._searcher, self._found(0, RESCORED))
            rest = self._found(RESCORED, end) if end > RESCORED and len(first) == RESCORED else []
            return (first + rest)[start:end]
        return self._found(start, end)

    def _found(self, start: int, end: int) -> Ranked:
        limit = max(1, end - start)
        if self._view.order in ("newest", "oldest"):
            order = tantivy.Order.Desc if self._view.order == "newest" else tantivy.Order.Asc
            found = self._searcher.search(
                self._compiled, limit=limit, offset=start, order_by_field="moment", order=order
            )
        else:
            found = self._searcher.search(self._compiled, limit=limit, offset=start)
        self.total = int(found.count)  # type: ignore[attr-defined]  # the stub lacks it
        dated = self._view.order in ("newest", "oldest")
        return [(0.0 if dated else float(score), address) for score, address in found.hits]

    def _groups(self, end: int) -> Ranked:
        """The first match of each story from the page's start; looks deeper until there are enough."""
        size = 2 * end + 20
        while True:
            ranked = self._window(0, size)
            stories = self._searcher.fast_field_values("story", [address for _, address in ranked])
            by_story: dict[object, tuple[float, tantivy.DocAddress]] = {}
            for each, story in zip(ranked, stories, strict=True):
                by_story.setdefault(story, each)
            firsts = list(by_story.values())
            if len(firsts) >= end or len(ranked) < size or size >= DEEPEST_GROUPS:
                return firsts[self._view.offset : end]
            size *= 4

    def copies(self, address: tantivy.DocAddress, key: str) -> tuple[Copy, ...]:
        """The other matches of the same story."""
        (story,) = self._searcher.fast_field_values("story", [address])
        same = tantivy.Query.term_query(self._schema, "story", story)
        found = self._searcher.search(tantivy.Query.and_must_match(same, self._compiled), limit=COPIES).hits
        copies = (copy_of(stored_of(self._searcher.doc(where))) for _, where in found)
        return tuple(copy for copy in copies if copy.key != key)


def _aged(searcher: tantivy.Searcher, ranked: Ranked) -> Ranked:
    moments = searcher.fast_field_values("moment", [address for _, address in ranked])
    return aged([(*each, moment) for each, moment in zip(ranked, moments, strict=True)])


def aged[T](ranked: Sequence[tuple[float, T, Any]]) -> list[tuple[float, T]]:
    """The same by score, of which the part below the tier is halved by age; the newest of them is of today."""
    newest = max((int(moment) for _, _, moment in ranked if moment), default=0)
    found = []
    for score, what, moment in ranked:
        tier = score // TIER * TIER
        kept = 2.0 ** (-(newest - int(moment)) / SECONDS / _HALF_LIFE) if moment else 0.0
        found.append((tier + (score - tier) * max(_FLOOR, kept), what))
    return sorted(found, key=lambda pair: -pair[0])


def facets(searcher: tantivy.Searcher, compiled: tantivy.Query, view: View) -> dict[str, tuple[tuple[str, int], ...]]:
    """The most frequent values of each facet that is asked for, with how many matches have them."""
    wanted = {name: {"terms": {"field": name, "size": view.facet_size}} for name in view.facets}
    found = searcher.aggregate(compiled, wanted)
    return {name: counted(found.get(name, {}).get("buckets", [])) for name in view.facets}


def counted(buckets: Sequence[dict[str, Any]]) -> tuple[tuple[str, int], ...]:
    """The buckets of a facet as values with counts, most frequent first."""
    pairs = [(str(bucket["key"]), int(bucket["doc_count"])) for bucket in buckets]
    return tuple(sorted(pairs, key=lambda pair: (-pair[1], pair[0])))
