"""One search in Elasticsearch: the order of its matches, their marks, copies and facets."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import batched
from typing import Any

from elasticsearch import Elasticsearch

from pipeline.index.compile import Compiled
from pipeline.index.elastic import mapping
from pipeline.index.elastic.queries import Json
from pipeline.index.paging import COPIES, Paging, counted
from pipeline.index.results import SORTED_BY, Copy, Hit, Results, View
from pipeline.index.shown import copy_of, hit_of
from pipeline.query.parser import Query

_AT_ONCE = 200
"""Hits whose text is fetched in one answer."""
_FIELDS = [{"field": "story"}, {"field": "moment"}]


class Search(Paging[Json]):
    """One search; its matches are hits without their text."""

    def __init__(
        self, client: Elasticsearch, index: str, compiled: Compiled[Json], query: Query, view: View, *, exact: bool
    ) -> None:
        """Takes what is asked; ``exact`` counts words over all shards before it scores."""
        super().__init__(view)
        self._client, self._index, self._compiled, self._query = client, index, compiled, query
        self._scoring = "dfs_query_then_fetch" if exact else "query_then_fetch"
        self._by = SORTED_BY.get(view.order)
        self._total = 0
        self._shown: Any = True if view.passages else {"includes": list(mapping.HEAD)}
        """Fields of what is shown; all of them are sent sooner than some."""

    def results(self) -> Results:
        """Runs it."""
        matches, following = self.page()
        shown = self._hits(matches)
        facets = self._facets() if self.view.facets else {}
        return Results(tuple(shown), self._total, following, facets)

    def _sort(self) -> list[Mapping[str, Any]]:
        by_key = {"key": "asc"}
        if not self._by:
            return [{"_score": "desc"}, by_key]
        field, falling = self._by
        return [{field: {"order": "desc" if falling else "asc", "missing": "_last"}}, by_key]

    def found(self, start: int, end: int) -> list[tuple[float, Json]]:
        """See Paging."""
        size = max(1, end - start)
        if end > mapping.LARGEST_WINDOW:
            hits: Iterable[Json] = self._walked(start, end)
        elif size <= min(self.view.limit + 1, _AT_ONCE):  # about as many as are shown: their text comes along
            hits = self._page({"from_": start, "size": size, "source": self._shown})
        else:
            hits = self._page({"from_": start, "size": size})
        return [(0.0 if self._by else float(hit["_score"]), hit) for hit in hits]

    def moments(self, matches: Sequence[Json]) -> Sequence[Any]:
        """See Paging."""
        return [_field(hit, "moment") for hit in matches]

    def stories(self, matches: Sequence[Json]) -> Sequence[object]:
        """See Paging."""
        return [_field(hit, "story") for hit in matches]

    def _page(self, part: Mapping[str, Any]) -> list[Json]:
        options: dict[str, Any] = {"index": self._index, "source": False, **part}
        found = self._client.search(
            query=self._compiled.found if self._by else self._compiled.ranked,
            sort=self._sort(),
            docvalue_fields=_FIELDS,
            track_total_hits=mapping.LARGEST_WINDOW,
            search_type=self._scoring,
            **options,
        )
        total = found["hits"]["total"]
        self._total = int(total["value"]) if total["relation"] == "eq" else self._counted()
        hits: list[Json] = found["hits"]["hits"]
        return hits

    def _counted(self) -> int:
        """How many match, where they are many: counting them without their scores lets the best be found sooner."""
        if self._total <= mapping.LARGEST_WINDOW:
            found = self._client.search(index=self._index, query=self._compiled.found, size=0, track_total_hits=True)
            self._total = int(found["hits"]["total"]["value"])
        return self._total

    def _walked(self, start: int, end: int) -> Iterator[Json]:
        """Hits beyond the largest window: page after page of one state of the index, each after the last."""
        pit = self._client.open_point_in_time(index=self._index, keep_alive="2m")["id"]
        at, after = 0, None
        try:
            while at < end:
                size = min(mapping.LARGEST_WINDOW, end - at)
                part = {"pit": {"id": pit, "keep_alive": "2m"}, "size": size, "index": None}
                hits = self._page(part | ({"search_after": after} if after else {}))
                yield from hits[max(0, start - at) :]
                if len(hits) < size:
                    return
                at, after = at + len(hits), hits[-1]["sort"]
        finally:
            self._client.close_point_in_time(id=pit)

    def _hits(self, found: Sequence[tuple[float, Json]]) -> Iterator[Hit]:
        """The hits with their marks; their text is fetched for these alone."""
        if not found:
            return
        sources = {hit["_id"]: hit["_source"] for _, hit in found if hit.get("_source")}
        ids = [hit["_id"] for _, hit in found if hit["_id"] not in sources]
        for some in batched(ids, _AT_ONCE):
            query: Json = {"ids": {"values": list(some)}}
            answer = self._client.search(index=self._index, query=query, size=len(some), source=self._shown)
            sources |= {hit["_id"]: hit["_source"] for hit in answer["hits"]["hits"]}
        for score, hit in found:
            if hit["_id"] not in sources:
                continue  # it was withdrawn in between
            made = hit_of(mapping.stored_of(sources[hit["_id"]]), score, self._query, marked=self.view.passages)
            yield replace(made, copies=self._copies(hit)) if self.view.group else made

    def _copies(self, hit: Json) -> tuple[Copy, ...]:
        """The other matches of the same story."""
        same = {"term": {"story": _field(hit, "story")}}
        both: Json = {"bool": {"filter": [same], "must": [self._compiled.ranked]}}
        found = self._client.search(index=self._index, query=both, size=COPIES, source={"includes": list(mapping.HEAD)})
        copies = (copy_of(mapping.stored_of(each["_source"])) for each in found["hits"]["hits"])
        return tuple(copy for copy in copies if copy.key != hit["_id"])

    def _facets(self) -> dict[str, tuple[tuple[str, int], ...]]:
        wanted = {name: {"terms": {"field": name, "size": self.view.facet_size}} for name in self.view.facets}
        found = self._client.search(index=self._index, query=self._compiled.found, size=0, aggs=wanted)["aggregations"]
        return {name: counted(found[name]["buckets"]) for name in self.view.facets}


def _field(hit: Json, name: str) -> Any:
    values = hit.get("fields", {}).get(name)
    return values[0] if values else None
