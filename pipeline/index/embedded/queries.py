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
        """See compile.Builder; of phrases that are farther apart than most ask for, only one word each is near."""
        orders = ((left, right), (right, left)) if list(left) != list(right) else ((left, right),)
        found = [query for one, other in orders for query in self._before(field, one, other, within)]
        return self.combined([("should", query) for query in found])

    def _before(self, field: str, left: Sequence[str], right: Sequence[str], within: int) -> Iterator[Query]:
        """tantivy's slop moves each word of a phrase, both ways, and takes one place for two of the same term.

        So it serves two words, that differ or are no nearer than side by side. Of phrases each distance is one with a
        gap of its own (slower); where it is farther, both are to be there, and the words that face each other so near.
        """
        if len(left) == len(right) == 1:
            yield from self._words(field, left[0], right[0], within)
            return
        for between in range(min(within, _EXACTLY) + 1):
            yield self._apart(field, left, right, between)
        if within > _EXACTLY:
            middle = (_EXACTLY + 1 + within) // 2
            facing = self._apart(field, left[-1:], right[:1], middle, slop=within - middle)
            whole = [self.phrase(field, side) for side in (left, right) if len(side) > 1]
            yield self.combined([("must", query) for query in (facing, *whole)])

    def _words(self, field: str, left: str, right: str, within: int) -> Iterator[Query]:
        """One word before another; the same word at a distance from which no slop reaches back to its place."""
        if left != right:
            yield Query.phrase_query(self._schema, field, [left, right], slop=within)
            return
        middle = (within + 1) // 2
        yield self._apart(field, [left], [right], middle, slop=within - middle)
        if within % 2:
            yield self._apart(field, [left], [right], 0)

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
