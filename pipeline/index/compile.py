"""A parsed query as a tantivy query: ``stem`` finds, ``exact`` and ``raw`` put the same spelling first."""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

import tantivy
from tantivy import Occur
from tantivy import Query as Compiled

from extractors.text.analyzer import Token, grams
from pipeline.index import intervals
from pipeline.index.facts import SECONDS
from pipeline.index.terms import joined, marked, term
from pipeline.query import All, Any, Count, Days, Exact, Filter, Near, Node, Not, Pattern, Query, Words

_SPELLING_BOOST = {"exact": 1.0, "raw": 0.3}
"""What the same spelling adds where all words must be there; a question is ranked by ``_GRAM_BOOST`` instead."""
TIER = 4096.0
"""More than any BM25 score: a document that has every word spelt as asked comes before all others."""
_SAME_SPELLING, _SAME_JOINTS = 2 * TIER, TIER
_GRAM_BOOST = 0.6
"""On the development questions (asnad evaluate search): +.03 MRR@10 in Persian, +.04 in Arabic; 0.4 to 1 are alike."""
_TITLE_BOOST = 2.5
_MOST_GRAMS = 200
_PROXIMITY_SLOP, _PROXIMITY_BOOST = 8, 1.0


class Compiler:
    """Compiles one query for one schema."""

    def __init__(self, schema: tantivy.Schema, query: Query, finding: str = "stem") -> None:
        """Takes the schema of the index, what is asked of it, and the stream that words are found in."""
        self._schema = schema
        self._query = query
        self._finding = finding
        self._boosts = _SPELLING_BOOST if query.operator == "and" and finding == "stem" else {}

    def compiled(self) -> Compiled:
        """The whole query with its filters; a query that asks for nothing finds nothing."""
        query = self._query
        parts = [(Occur.Must, self._free(self._filter(f))) for f in query.filters]
        if query.root is not None:
            parts.append((Occur.Must, self._node(query.root)))
            better = self._grams() if query.operator == "or" else [*self._spelt_alike(query.root), *self._close()]
            parts.extend((Occur.Should, each) for each in better)
        if not parts:
            return Compiled.empty_query()
        return Compiled.boolean_query(parts)

    def _node(self, node: Node) -> Compiled:
        match node:
            case Words():
                return self._words(node)
            case Pattern():
                return self._pattern(node)
            case Near():
                return self._near(node)
            case Exact() | Days() | Count():
                return self._free(self._filter(node))
            case Any():
                return _any([self._node(part) for part in node.parts])
            case Not():
                return self._all((node,))
            case All():
                return self._all(node.parts)

    def _all(self, parts: tuple[Node, ...]) -> Compiled:
        compiled = [
            (Occur.MustNot, self._node(p.part)) if isinstance(p, Not) else (Occur.Must, self._node(p)) for p in parts
        ]
        if all(isinstance(p, Not) for p in parts):
            compiled.append((Occur.Must, self._free(Compiled.all_query())))
        return Compiled.boolean_query(compiled)

    # values ---------------------------------------------------------------------------------------------------

    def _filter(self, wanted: Filter) -> Compiled:
        match wanted:
            case Exact():
                return self._exact(wanted)
            case Days("published", low, high):
                field_type = tantivy.FieldType.Unsigned
                return Compiled.range_query(
                    self._schema, "moment", field_type, low * SECONDS, (high + 1) * SECONDS, include_upper=False
                )
            case Days():
                return self._terms("dates", intervals.wanted(wanted.low, wanted.high, intervals.DAY_BITS))
            case Count():
                low, high = intervals.number_point(wanted.low), intervals.number_point(wanted.high)
                unit = term(wanted.unit) + "|"
                return self._terms("counts", intervals.wanted(low, high, intervals.NUMBER_BITS, unit))

    def _exact(self, wanted: Exact) -> Compiled:
        name = wanted.field
        if name in ("year", "month") and wanted.value[:2] in ("12", "13", "14"):
            name = f"jalali_{name}"
        return self._term(name, wanted.value)

    def _terms(self, name: str, values: Iterable[str]) -> Compiled:
        return Compiled.term_set_query(self._schema, name, sorted(values))

    # words ----------------------------------------------------------------------------------------------------

    def _words(self, words: Words) -> Compiled:
        if words.field not in ("", "title"):
            return self._stream(f"{words.field}_terms", "stem", words.tokens)
        fields = _fields_of(words)
        finding = "raw" if words.spelling else self._finding
        parts = [(Occur.Must, _any([self._in(name, finding, words.tokens) for name in fields]))]
        if not words.spelling:
            parts += [(Occur.Must, self._marks(token)) for token in words.tokens if token.marks]
            for stream, boost in self._boosts.items():
                parts += [(Occur.Should, self._in(name, stream, words.tokens, boost)) for name in fields]
        return Compiled.boolean_query(parts)

    def _pattern(self, pattern: Pattern) -> Compiled:
        names = ("title_exact", "body_exact")
        if pattern.slips is None:
            starts = re.escape(pattern.text) + ".*"
            found = [Compiled.regex_query(self._schema, name, starts) for name in names]
        else:
            slips = min(pattern.slips, 2)
            found = [Compiled.fuzzy_term_query(self._schema, name, pattern.text, distance=slips) for name in names]
        return _any(found)

    def _near(self, near: Near) -> Compiled:
        """Both in one field; of a phrase its words may be parted here as long as it stands whole elsewhere there."""
        left, right = near.left.tokens, near.right.tokens
        finding = "raw" if near.left.spelling or near.right.spelling else self._finding
        fields = []
        for name in ("title", "body"):
            orders = [self._stream(f"{name}_{finding}", finding, o, near.within) for o in (left + right, right + left)]
            whole = [self._stream(f"{name}_{finding}", finding, side) for side in (left, right) if len(side) > 1]
            fields.append(Compiled.boolean_query([(Occur.Must, each) for each in (_any(orders), *whole)]))
        return _any(fields)

    # ranking --------------------------------------------------------------------------------------------------

    def _grams(self) -> list[Compiled]:
        """Letter runs of a question's words: they lift what is spelt alike, among what its words find."""
        runs = [gram for words in self._query.words() for token in words.tokens for gram in grams(token.exact)]
        terms = [self._term("grams", term(run)) for run in runs[:_MOST_GRAMS]]
        return [Compiled.boost_query(found, _GRAM_BOOST) for found in terms]

    def _spelt_alike(self, root: Node) -> list[Compiled]:
        """What puts documents first that have the words in the spelling, and with the joints, of the query."""
        exactly = Compiler(self._schema, self._query, "exact")._node(root)
        joints = [joined(token) for words in self._query.words() for token in words.tokens if token.joints]
        tiers = [(exactly, _SAME_SPELLING)]
        if joints:
            tiers.append((_every([self._term("marks", term(each)) for each in joints]), _SAME_JOINTS))
        return [Compiled.const_score_query(compiled, score) for compiled, score in tiers]

    def _close(self) -> list[Compiled]:
        """What lifts documents in which neighbours in the query stand close to each other."""
        asked = [words.tokens for words in self._query.words() if not words.field and len(words.tokens) == 1]
        pairs = [one + other for one, other in pairwise(asked)]
        found = [self._in(n, "stem", pair, _PROXIMITY_BOOST, _PROXIMITY_SLOP) for pair in pairs for n in _BOTH]
        return found[:_MOST_GRAMS]

    def _marks(self, token: Token) -> Compiled:
        """Documents that have the stem with marks that agree, or without any."""
        agreeing, any_marks = (Compiled.regex_query(self._schema, "marks", each) for each in marked(token))
        found = _any([self._term(f"{name}_stem", term(token.stem)) for name in _BOTH])
        unmarked = Compiled.boolean_query([(Occur.Must, found), (Occur.MustNot, any_marks)])
        return self._free(_any([agreeing, unmarked]))

    # pieces ---------------------------------------------------------------------------------------------------

    def _free(self, compiled: Compiled) -> Compiled:
        return Compiled.const_score_query(compiled, 0.0)

    def _term(self, name: str, value: str) -> Compiled:
        return Compiled.term_query(self._schema, name, value)

    def _in(self, name: str, stream: str, tokens: Sequence[Token], boost: float = 1.0, slop: int = 0) -> Compiled:
        """The tokens in title or body; in the title they count more."""
        compiled = self._stream(f"{name}_{stream}", stream, tokens, slop)
        return Compiled.boost_query(compiled, boost * (_TITLE_BOOST if name == "title" else 1.0))

    def _stream(self, name: str, stream: str, tokens: Sequence[Token], slop: int = 0) -> Compiled:
        terms = [term(getattr(token, stream)) for token in tokens]
        if len(terms) == 1:
            return self._term(name, terms[0])
        return Compiled.phrase_query(self._schema, name, list(terms), slop=slop)


_BOTH = ("title", "body")


def _fields_of(words: Words) -> tuple[str, ...]:
    return ("title",) if words.field == "title" else _BOTH


def _any(parts: Sequence[Compiled]) -> Compiled:
    return parts[0] if len(parts) == 1 else Compiled.boolean_query([(Occur.Should, part) for part in parts])


def _every(parts: Sequence[Compiled]) -> Compiled:
    return Compiled.boolean_query([(Occur.Must, part) for part in parts])
