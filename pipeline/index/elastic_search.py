"""One search in Elasticsearch: the order of its matches, their marks, copies and facets."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from elasticsearch import Elasticsearch

from pipeline.index import elastic_layout as layout
from pipeline.index.elastic_queries import Json
from pipeline.index.ranking import COPIES, DEEPEST_GROUPS, RESCORED, aged, counted
from pipeline.index.records import Copy, Hit, Results, View
from pipeline.index.shown import copy_of, hit_of
from pipeline.query import Query

_FIELDS = [{"field": "story"}, {"field": "moment"}]


class Search:
    """One search: what is shown of it, how many matches there are, and where the next page begins."""

    def __init__(
        self, client: Elasticsearch, index: str, compiled: Json, query: Query, view: View, *, exact: bool
    ) -> None:
        """Takes what is asked; ``exact`` counts words over all shards before it scores."""
        self._client, self._index, self._compiled, self._query, self._view = client, index, compiled, query, view
        self._scoring = "dfs_query_then_fetch" if exact else "query_then_fetch"
        self._dated = view.order in ("newest", "oldest")
        self._total = 0

    def results(self) -> Results:
        """Runs it."""
        view, end = self._view, self._view.offset + self._view.limit
        found = self._groups(end + 1) if view.group else self._window(view.offset, end + 1)
        shown = self._hits(found[: view.limit])
        facets = self._facets() if view.facets else {}
        return Results(tuple(shown), self._total, end if len(found) > view.limit else None, facets)

    def _sort(self) -> list[Mapping[str, Any]]:
        by_key = {"key": "asc"}
        if not self._dated:
            return [{"_score": "desc"}, by_key]
        order = "desc" if self._view.order == "newest" else "asc"
        return [{"moment": {"order": order, "missing": "_last"}}, by_key]

    def _window(self, start: int, end: int) -> list[Json]:
        """The matches from ``start`` to ``end`` in the order asked for, without their text."""
        if self._view.order == "recent" and start < RESCORED:
            scored = [(hit["_score"], hit, _field(hit, "moment")) for hit in self._found(0, RESCORED)]
            first: list[Json] = [{**hit, "_score": score} for score, hit in aged(scored)]
            rest = self._found(RESCORED, end) if end > RESCORED and len(first) == RESCORED else []
            return (first + rest)[start:end]
        return self._found(start, end)

    def _found(self, start: int, end: int) -> list[Json]:
        if end <= layout.LARGEST_WINDOW:
            return self._page({"from_": start, "size": max(1, end - start)})
        return list(self._walked(start, end))

    def _page(self, part: Mapping[str, Any]) -> list[Json]:
        found = self._client.search(
            query=self._compiled,
            sort=self._sort(),
            source=False,
            docvalue_fields=_FIELDS,
            track_total_hits=True,
            search_type=self._scoring,
            **({"index": self._index} | dict(part)),
        )
        self._total = int(found["hits"]["total"]["value"])
        return [{**hit, "_score": hit["_score"] or 0.0} for hit in found["hits"]["hits"]]

    def _walked(self, start: int, end: int) -> Iterator[Json]:
        """Hits beyond the largest window: page after page of one state of the index, each after the last."""
        pit = self._client.open_point_in_time(index=self._index, keep_alive="2m")["id"]
        at, after = 0, None
        try:
            while at < end:
                size = min(layout.LARGEST_WINDOW, end - at)
                part = {"pit": {"id": pit, "keep_alive": "2m"}, "size": size, "index": None}
                hits = self._page(part | ({"search_after": after} if after else {}))
                yield from hits[max(0, start - at) :]
                if len(hits) < size:
                    return
                at, after = at + len(hits), hits[-1]["sort"]
        finally:
            self._client.close_point_in_time(id=pit)

    def _groups(self, end: int) -> list[Json]:
        """The first match of each story from the page's start; looks deeper until there are enough."""
        size = 2 * end + 20
        while True:
            ranked = self._window(0, size)
            by_story: dict[object, Json] = {}
            for hit in ranked:
                by_story.setdefault(_field(hit, "story"), hit)
            firsts = list(by_story.values())
            if len(firsts) >= end or len(ranked) < size or size >= DEEPEST_GROUPS:
                return firsts[self._view.offset : end]
            size *= 4

    def _hits(self, found: Sequence[Json]) -> Iterator[Hit]:
        """The hits with their marks; their text is fetched for these alone."""
        if not found:
            return
        fields = [*layout.HEAD, *(layout.BODY if self._view.passages else ())]
        ids = [hit["_id"] for hit in found]
        query: Json = {"ids": {"values": ids}}
        answer = self._client.search(index=self._index, query=query, size=len(ids), source={"includes": fields})
        sources = {hit["_id"]: hit["_source"] for hit in answer["hits"]["hits"]}
        for hit in found:
            if hit["_id"] not in sources:
                continue  # it was withdrawn in between
            score = 0.0 if self._dated else hit["_score"]
            made = hit_of(layout.stored_of(sources[hit["_id"]]), score, self._query, marked=self._view.passages)
            yield replace(made, copies=self._copies(hit)) if self._view.group else made

    def _copies(self, hit: Json) -> tuple[Copy, ...]:
        """The other matches of the same story."""
        same = {"term": {"story": _field(hit, "story")}}
        both: Json = {"bool": {"filter": [same], "must": [self._compiled]}}
        found = self._client.search(index=self._index, query=both, size=COPIES, source={"includes": list(layout.HEAD)})
        copies = (copy_of(layout.stored_of(each["_source"])) for each in found["hits"]["hits"])
        return tuple(copy for copy in copies if copy.key != hit["_id"])

    def _facets(self) -> dict[str, tuple[tuple[str, int], ...]]:
        wanted = {name: {"terms": {"field": name, "size": self._view.facet_size}} for name in self._view.facets}
        found = self._client.search(index=self._index, query=self._compiled, size=0, aggs=wanted)["aggregations"]
        return {name: counted(found[name]["buckets"]) for name in self._view.facets}


def _field(hit: Json, name: str) -> Any:
    values = hit.get("fields", {}).get(name)
    return values[0] if values else None
