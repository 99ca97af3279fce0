"""The pieces of queries as tantivy has them."""

import re
from collections.abc import Sequence

import tantivy
from tantivy import Query

from pipeline.index.compile import Occur

_OCCUR = {"must": tantivy.Occur.Must, "should": tantivy.Occur.Should, "not": tantivy.Occur.MustNot}


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

    def phrase(self, field: str, terms: Sequence[str], slop: int) -> Query:
        """See compile.Builder."""
        return Query.phrase_query(self._schema, field, list(terms), slop=slop)

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
