"""A parsed query as a tantivy query: ``stem`` finds, ``exact`` and ``raw`` put the same spelling first."""

import tantivy
from tantivy import Occur
from tantivy import Query as Compiled

from extractors.text.analyzer import UNMARKED, Token, grams
from pipeline.index.records import marked, term
from pipeline.query import All, Any, Exact, Node, Not, Query, Words

_SPELLING_BOOST = {"exact": 1.0, "raw": 0.3}
"""What the same spelling adds where all words must be there; a question is ranked by ``_GRAM_BOOST`` instead."""
_GRAM_BOOST = 0.5
"""On the development questions (asnad evaluate search): +.02 MRR@10 in Persian, +.04 in Arabic; 0.3 to 1 are alike."""
_TITLE_BOOST = 2.5
_MOST_GRAMS = 200


class Compiler:
    """Compiles one query for one schema."""

    def __init__(self, schema: tantivy.Schema, query: Query) -> None:
        """Takes the schema of the index and what is asked of it."""
        self._schema = schema
        self._query = query
        self._boosts = _SPELLING_BOOST if query.operator == "and" else {}

    def compiled(self) -> Compiled:
        """The whole query with its filters; a query that asks for nothing finds nothing."""
        query = self._query
        parts = [(Occur.Must, self._filter(f)) for f in query.filters]
        if query.root is not None:
            parts.append((Occur.Must, self._node(query.root)))
            parts.extend((Occur.Should, run) for run in self._grams())
        if not parts:
            return Compiled.empty_query()
        return Compiled.boolean_query(parts)

    def _filter(self, wanted: Exact) -> Compiled:
        return Compiled.const_score_query(self._exact(wanted), 0.0)

    def _node(self, node: Node) -> Compiled:
        match node:
            case Words():
                return self._words(node)
            case Exact():
                return self._filter(node)
            case Any():
                return Compiled.boolean_query([(Occur.Should, self._node(p)) for p in node.parts])
            case Not():
                return self._all((node,))
            case All():
                return self._all(node.parts)

    def _all(self, parts: tuple[Node, ...]) -> Compiled:
        compiled = [
            (Occur.MustNot, self._node(p.part)) if isinstance(p, Not) else (Occur.Must, self._node(p)) for p in parts
        ]
        if all(isinstance(p, Not) for p in parts):
            compiled.append((Occur.Must, Compiled.const_score_query(Compiled.all_query(), 0.0)))
        return Compiled.boolean_query(compiled)

    def _exact(self, wanted: Exact) -> Compiled:
        if wanted.field == "year":
            year = int(wanted.value) if wanted.value.isdecimal() and len(wanted.value) == 4 else 0
            return Compiled.term_query(self._schema, "year", year)
        return Compiled.term_query(self._schema, wanted.field, wanted.value)

    def _words(self, words: Words) -> Compiled:
        if words.field == "org":
            return self._stream("org_terms", "stem", words.tokens)
        fields = ("title",) if words.field == "title" else ("title", "body")
        must = [(Occur.Should, self._boosted(f, self._stream(f"{f}_stem", "stem", words.tokens), 1.0)) for f in fields]
        parts = [(Occur.Must, Compiled.boolean_query(must))]
        parts += [(Occur.Must, self._marks(token)) for token in words.tokens if token.mark not in UNMARKED]
        for stream, boost in self._boosts.items():
            for name in fields:
                compiled = self._stream(f"{name}_{stream}", stream, words.tokens)
                parts.append((Occur.Should, self._boosted(name, compiled, boost)))
        return Compiled.boolean_query(parts)

    def _grams(self) -> list[Compiled]:
        """Letter runs of a question's words: they lift what is spelt alike, among what its words find."""
        if self._query.operator == "and":
            return []
        runs = [gram for words in self._query.words() for token in words.tokens for gram in grams(token.exact)]
        terms = [Compiled.term_query(self._schema, "grams", term(run)) for run in runs[:_MOST_GRAMS]]
        return [Compiled.boost_query(found, _GRAM_BOOST) for found in terms]

    def _marks(self, token: Token) -> Compiled:
        """Documents that have the stem with this mark, or with none."""
        terms = [term(marked(token.stem, mark)) for mark in (token.mark, UNMARKED[-1])]
        options = [(Occur.Should, Compiled.term_query(self._schema, "marks", each)) for each in terms]
        return Compiled.const_score_query(Compiled.boolean_query(options), 0.0)

    def _boosted(self, name: str, compiled: Compiled, boost: float) -> Compiled:
        return Compiled.boost_query(compiled, boost * (_TITLE_BOOST if name == "title" else 1.0))

    def _stream(self, name: str, stream: str, tokens: tuple[Token, ...]) -> Compiled:
        terms = [term(getattr(token, stream)) for token in tokens]
        if len(terms) == 1:
            return Compiled.term_query(self._schema, name, terms[0])
        return Compiled.phrase_query(self._schema, name, list(terms))
