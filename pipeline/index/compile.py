"""A parsed query as a tantivy query: ``stem`` finds, ``exact`` and ``raw`` put the same spelling first."""

import tantivy
from tantivy import Occur
from tantivy import Query as Compiled

from extractors.text.analyzer import Token
from pipeline.index.records import term
from pipeline.query import All, Any, Exact, Node, Not, Query, Words

_BODY_BOOST = {"exact": 1.0, "raw": 0.3}
_TITLE_BOOST = 2.5
_KEYWORDS = {"lang": "lang", "source": "source", "kind": "kind", "flag": "flag", "org": "org"}


class Compiler:
    """Compiles queries for one schema."""

    def __init__(self, schema: tantivy.Schema) -> None:
        """Takes the schema of the index."""
        self._schema = schema

    def compiled(self, query: Query) -> Compiled:
        """The whole query with its filters; a query that asks for nothing finds nothing."""
        parts = [(Occur.Must, self._filter(f)) for f in query.filters]
        if query.root is not None:
            parts.append((Occur.Must, self._node(query.root)))
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
        return Compiled.term_query(self._schema, _KEYWORDS[wanted.field], wanted.value)

    def _words(self, words: Words) -> Compiled:
        if words.field == "org":
            return self._stream("org_terms", "stem", words.tokens)
        fields = ("title",) if words.field == "title" else ("title", "body")
        must = [(Occur.Should, self._boosted(f, self._stream(f"{f}_stem", "stem", words.tokens), 1.0)) for f in fields]
        parts = [(Occur.Must, Compiled.boolean_query(must))]
        for stream, boost in _BODY_BOOST.items():
            for name in fields:
                compiled = self._stream(f"{name}_{stream}", stream, words.tokens)
                parts.append((Occur.Should, self._boosted(name, compiled, boost)))
        return Compiled.boolean_query(parts)

    def _boosted(self, name: str, compiled: Compiled, boost: float) -> Compiled:
        return Compiled.boost_query(compiled, boost * (_TITLE_BOOST if name == "title" else 1.0))

    def _stream(self, name: str, stream: str, tokens: tuple[Token, ...]) -> Compiled:
        terms = [term(getattr(token, stream)) for token in tokens]
        if len(terms) == 1:
            return Compiled.term_query(self._schema, name, terms[0])
        return Compiled.phrase_query(self._schema, name, list(terms))
