"""The matches of a search in tantivy, its copies and facets."""

from collections.abc import Sequence
from typing import Any

import tantivy

from extractors.text.analyzer import forms_of
from pipeline.index.compile import Compiled, Compiler
from pipeline.index.embedded.queries import TantivyQueries
from pipeline.index.embedded.schema import stored_of
from pipeline.index.paging import COPIES, Paging, counted
from pipeline.index.results import SORTED_BY, Copy, View
from pipeline.index.shown import copy_of
from pipeline.index.suggest import suggestion
from pipeline.query.parser import Query

_FIELDS = {order: "seq" if order == "changed" else f"by_{order}" for order in SORTED_BY}
"""Order → the field of it, the greatest first."""


class Ranking(Paging[tantivy.DocAddress]):
    """One search; ``total`` is how many matches there are, once some were found."""

    def __init__(
        self, schema: tantivy.Schema, searcher: tantivy.Searcher, compiled: Compiled[tantivy.Query], view: View
    ) -> None:
        """Takes what is asked."""
        super().__init__(view)
        self._schema, self._searcher, self._compiled = schema, searcher, compiled
        self.total = 0

    def found(self, start: int, end: int) -> list[tuple[float, tantivy.DocAddress]]:
        """See Paging."""
        limit = max(1, end - start)
        by = _FIELDS.get(self.view.order)
        if by:
            found = self._searcher.search(self._compiled.found, limit=limit, offset=start, order_by_field=by)
        else:
            found = self._searcher.search(self._compiled.ranked, limit=limit, offset=start)
        self.total = int(found.count)  # type: ignore[attr-defined]  # the stub lacks it
        return [(0.0 if by else float(score), address) for score, address in found.hits]

    def moments(self, matches: Sequence[tantivy.DocAddress]) -> Sequence[Any]:
        """See Paging."""
        return self._searcher.fast_field_values("moment", list(matches))

    def stories(self, matches: Sequence[tantivy.DocAddress]) -> Sequence[object]:
        """See Paging."""
        return self._searcher.fast_field_values("story", list(matches))

    def copies(self, address: tantivy.DocAddress, key: str) -> tuple[Copy, ...]:
        """The other matches of the same story."""
        (story,) = self._searcher.fast_field_values("story", [address])
        if self._searcher.doc_freq("story", story) == 1:  # it is its own story, as most are: nothing to look for
            return ()
        same = tantivy.Query.term_query(self._schema, "story", story)
        found = self._searcher.search(tantivy.Query.and_must_match(same, self._compiled.ranked), limit=COPIES).hits
        if len(found) == 1:
            return ()
        copies = (copy_of(stored_of(self._searcher.doc(where))) for _, where in found)
        return tuple(copy for copy in copies if copy.key != key)


type _Counted = dict[str, tuple[tuple[str, int], ...]]
_KEPT = 64
"""Questions whose counts are kept."""


class FacetCounts:
    """The counts of facets of what was asked lately, for as long as an index stays as it is.

    Who turns a page, sorts anew or comes back from a document asks the same, and to count costs as much as to find.
    """

    def __init__(self) -> None:
        """Knows nothing yet."""
        self._kept: dict[tuple[Query, tuple[str, ...], int], _Counted] = {}

    def of(self, searcher: tantivy.Searcher, query: Query, found: tantivy.Query, view: View) -> _Counted:
        """The most frequent values of each facet that a view asks for, with how many matches have them."""
        if not view.facets:
            return {}
        asked = (query, view.facets, view.facet_size)
        counts = self._kept.pop(asked, None) or _counted(searcher, found, view)
        self._kept[asked] = counts
        for oldest in [*self._kept][:-_KEPT]:
            self._kept.pop(oldest, None)
        return counts


_OF_A_SEGMENT = 3000
"""Values of a facet that each segment of an index tells of at least: a segment that tells of few leaves out a value
that is rare in it and frequent in others, whose count is too low then."""


def _counted(searcher: tantivy.Searcher, asked: tantivy.Query, view: View) -> _Counted:
    told = {"size": view.facet_size, "segment_size": max(_OF_A_SEGMENT, 10 * view.facet_size)}
    wanted = {name: {"terms": {"field": name, **told}} for name in view.facets}
    found = searcher.aggregate(asked, wanted)
    return {name: counted(found.get(name, {}).get("buckets", [])) for name in view.facets}


def suggested(queries: TantivyQueries, searcher: tantivy.Searcher, query: Query) -> str:
    """What was probably meant, by the words of the documents that may be seen."""
    within = Compiler(queries, query).within()

    def asked(exact: str) -> tantivy.Query:
        return queries.combined([("must", part) for part in (queries.term("whole_exact", exact), *within)])

    def frequency(exact: str) -> int:
        everywhere = int(searcher.doc_freq("whole_exact", exact))
        if not within or not everywhere:
            return everywhere
        return int(searcher.search(asked(exact), limit=1).count)  # type: ignore[attr-defined]  # the stub lacks it

    def written(exact: str) -> str:
        found = searcher.search(asked(exact), limit=1).hits
        there = stored_of(searcher.doc(found[0][1])).indexed() if found else None
        surfaces = (there.surface(i) for i in range(len(there.stems))) if there else iter(())
        return next((surface for surface in surfaces if forms_of(surface).exact == exact), exact)

    return suggestion(query, frequency, written)
