"""The pieces of queries as tantivy has them."""

import re
from collections.abc import Iterator, Sequence

import tantivy
from tantivy import Query

from pipeline.index.compile import Occur

_OCCUR = {"must": tantivy.Occur.Must, "should": tantivy.Occur.Should, "not": tantivy.Occur.MustNot}
_EXACTLY = 32
"""Words between two phrases up to which each distance is asked for by itself."""


class TantivyQueries:
    """Builds queries for one schema; see compile.Builder."""

    def __init__(self, schema: tantivy.Schema) -> None:
        """Takes the schema of the index."""
        self._schema = schema

    def nothing(self) -> Query:
        """See compile.Builder."""
        return Query.empty_query()

    def everything(self) -> Query:
        """See compile.Builder."""
        return Query.all_query()

    def combined(self, parts: Sequence[tuple[Occur, Query]]) -> Query:
        """See compile.Builder."""
        return Query.boolean_query([(_OCCUR[occur], query) for occur, query in parts])

    def term(self, field: str, value: str) -> Query:
        """See compile.Builder."""
        return Query.term_query(self._schema, field, value)

    def terms(self, field: str, values: Sequence[str]) -> Query:
        """See compile.Builder."""
        return Query.term_set_query(self._schema, field, list(values))

    def phrase(self, field: str, terms: Sequence[str]) -> Query:
        """See compile.Builder."""
        return Query.phrase_query(self._schema, field, list(terms))

    def near(self, field: str, left: Sequence[str], right: Sequence[str], within: int) -> Query:
        """See compile.Builder; where more than so many words lie between, the words of a phrase may lie apart too."""
        orders = ((left, right), (right, left)) if list(left) != list(right) else ((left, right),)
        found = [query for one, other in orders for query in self._before(field, one, other, within)]
        return self.combined([("should", query) for query in found])

    def _before(self, field: str, left: Sequence[str], right: Sequence[str], within: int) -> Iterator[Query]:
        """tantivy's slop moves each word of a phrase, both ways, and takes one place for two of the same term.

        So it serves two words that differ. Otherwise each distance is a phrase with a gap of its own (slower), and
        those that are farther than most ask for are one with a slop that does not reach back to the same place.
        """
        if len(left) == len(right) == 1 and left[0] != right[0]:
            yield Query.phrase_query(self._schema, field, [*left, *right], slop=within)
            return
        for between in range(min(within, _EXACTLY) + 1):
            yield self._apart(field, left, right, between)
        if within > _EXACTLY:
            middle = (_EXACTLY + 1 + within) // 2
            yield self._apart(field, left, right, middle, slop=within - middle)

    def _apart(self, field: str, left: Sequence[str], right: Sequence[str], between: int, slop: int = 0) -> Query:
        """Two phrases with so many words between them."""
        second = enumerate(right, len(left) + between)
        return Query.phrase_query(self._schema, field, [*enumerate(left), *second], slop=slop)

    def prefix(self, field: str, start: str) -> Query:
        """See compile.Builder."""
        return Query.regex_query(self._schema, field, re.escape(start) + ".*")

    def fuzzy(self, field: str, text: str, max_edits: int) -> Query:
        """See compile.Builder."""
        return Query.fuzzy_term_query(self._schema, field, text, distance=max_edits)

    def matching(self, field: str, pattern: str) -> Query:
        """See compile.Builder."""
        return Query.regex_query(self._schema, field, pattern)

    def between(self, field: str, low: int, high: int) -> Query:
        """See compile.Builder."""
        kind = tantivy.FieldType.Unsigned
        return Query.range_query(self._schema, field, kind, low, high, include_upper=False)

    def boosted(self, query: Query, by: float) -> Query:
        """See compile.Builder."""
        return Query.boost_query(query, by)

    def constant(self, query: Query, score: float) -> Query:
        """See compile.Builder."""
        return Query.const_score_query(query, score)
