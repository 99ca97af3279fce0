"""The pieces of queries as Elasticsearch has them; its BM25 scores as tantivy's does."""

from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.index.compile import Occur

type Json = Mapping[str, Any]

_OCCUR = {"must": "must", "should": "should", "not": "must_not"}
_EXPANSIONS = 1000


def _side_by_side(terms: Sequence[str]) -> Json:
    return {"query": " ".join(terms), "analyzer": "whitespace"}


def _phrase(terms: Sequence[str]) -> Json:
    """An interval of terms side by side."""
    return {"match": {**_side_by_side(terms), "ordered": True, "max_gaps": 0}}


def _as_another(interval: Json) -> Json:
    """The same, said otherwise: Lucene takes two equal phrases for one that repeats, and counts its gaps wrongly."""
    return {"match": {**interval["match"], "filter": {"contained_by": interval}}}


class ElasticQueries:
    """See compile.Builder."""

    def nothing(self) -> Json:
        """See compile.Builder."""
        return {"match_none": {}}

    def everything(self) -> Json:
        """See compile.Builder."""
        return {"match_all": {}}

    def combined(self, parts: Sequence[tuple[Occur, Json]]) -> Json:
        """See compile.Builder."""
        clauses: dict[str, list[Json]] = {}
        for occur, query in parts:
            clauses.setdefault(_OCCUR[occur], []).append(query)
        return {"bool": clauses}

    def term(self, field: str, value: str) -> Json:
        """See compile.Builder."""
        return {"term": {field: {"value": value}}}

    def terms(self, field: str, values: Sequence[str]) -> Json:
        """See compile.Builder."""
        return {"terms": {field: list(values)}}

    def phrase(self, field: str, terms: Sequence[str]) -> Json:
        """See compile.Builder."""
        return {"match_phrase": {field: _side_by_side(terms)}}

    def near(self, field: str, left: Sequence[str], right: Sequence[str], within: int) -> Json:
        """See compile.Builder: intervals find, as a phrase whose words may be parted scores."""
        sides = [_phrase(left), _as_another(_phrase(right))]
        orders = [
            {"all_of": {"intervals": order, "ordered": True, "max_gaps": within}} for order in (sides, sides[::-1])
        ]
        found = {"intervals": {field: {"any_of": {"intervals": orders}}}}
        scored = [
            {"match_phrase": {field: {**_side_by_side(both), "slop": within}}}
            for both in ([*left, *right], [*right, *left])
        ]
        return {"bool": {"filter": [found], "should": scored}}

    def prefix(self, field: str, start: str) -> Json:
        """See compile.Builder."""
        return {"prefix": {field: {"value": start}}}

    def fuzzy(self, field: str, text: str, max_edits: int) -> Json:
        """See compile.Builder."""
        settings = {"value": text, "fuzziness": max_edits, "max_expansions": _EXPANSIONS, "rewrite": "constant_score"}
        return {"fuzzy": {field: settings}}

    def matching(self, field: str, pattern: str) -> Json:
        """See compile.Builder."""
        return {"regexp": {field: {"value": pattern, "flags": "NONE"}}}

    def between(self, field: str, low: int, high: int) -> Json:
        """See compile.Builder."""
        return {"range": {field: {"gte": low, "lt": high}}}

    def boosted(self, query: Json, by: float) -> Json:
        """The boost goes into a term or phrase itself: a query around it costs as much as the term."""
        ((kind, asked),) = query.items()
        if by == 1.0:
            return query
        if kind in ("term", "match_phrase"):
            ((field, settings),) = asked.items()
            return {kind: {field: {**settings, "boost": by}}}
        return {"bool": {"must": [query], "boost": by}}

    def constant(self, query: Json, score: float) -> Json:
        """See compile.Builder."""
        return {"constant_score": {"filter": query, "boost": score}}
