"""A parsed query in an engine's own form: ``stem`` finds, ``exact`` and ``raw`` put the same spelling first.

What is asked is the same for every engine; a ``Builder`` knows how the engine says it.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Literal, Protocol

from extractors.text.analyzer import Token, grams
from pipeline.index import intervals
from pipeline.index.facts import SECONDS
from pipeline.index.terms import joined, marked, term
from pipeline.query import All, Any, Count, Days, Exact, Filter, Near, Node, Not, Pattern, Query, Words

_SPELLING_BOOST = 3.0
"""What a word spelt as asked adds where all words must be there; a question is ranked by ``_GRAM_BOOST`` instead.

By ``make bench BENCH=known_items``: MRR@10 of single words .27 without, .29 or .33 (two samples) with it, and as much
with 1 of ``exact`` and .3 of ``raw``, which is twice the clauses.
"""
TIER = 4096.0
"""More than any BM25 score: a document that has every word spelt as asked comes before all others."""
_SAME_SPELLING, _SAME_JOINTS = 2 * TIER, TIER
_GRAM_BOOST = 0.6
"""On the development questions (asnad evaluate search): +.03 MRR@10 in Persian, +.04 in Arabic; 0.4 to 1 are alike."""
_TITLE_BOOST = 2.5
_MOST_GRAMS = 200
_PROXIMITY_SLOP, _PROXIMITY_SCORE = 8, 24.0
"""Words between neighbours of the query at most, and what that adds, as much as a rare word or two.

By ``make bench BENCH=known_items``: MRR@10 of three words .80 without, .83 scored by BM25 as a sloppy phrase (two
positional queries a field in Elasticsearch), .84 with 24; of two words .68, .70, .71.
"""


type Occur = Literal["must", "should", "not"]


class Builder[Q](Protocol):
    """The pieces of queries in the form of an engine. Scores are BM25 with k1 1.2 and b 0.75, as tantivy has them."""

    def nothing(self) -> Q:
        """Finds no document."""
        ...

    def everything(self) -> Q:
        """Finds every document."""
        ...

    def combined(self, parts: Sequence[tuple[Occur, Q]]) -> Q:
        """All of ``must``, none of ``not``, of ``should`` one at least where nothing must be; scores add up."""
        ...

    def term(self, field: str, value: str) -> Q:
        """Documents that have a term."""
        ...

    def one_of(self, field: str, values: Sequence[str]) -> Q:
        """Documents that have one of the terms; all score alike."""
        ...

    def phrase(self, field: str, terms: Sequence[str], slop: int) -> Q:
        """Documents that have the terms in this order, with so many others between them at most."""
        ...

    def close(self, field: str, terms: Sequence[str], slop: int) -> Q:
        """The same documents, where their scores do not matter."""
        ...

    def beginning(self, field: str, start: str) -> Q:
        """Documents with a term that begins so."""
        ...

    def like(self, field: str, text: str, slips: int) -> Q:
        """Documents with a term so many slips away at most."""
        ...

    def matching(self, field: str, pattern: str) -> Q:
        """Documents with a term that a regular expression matches whole."""
        ...

    def between(self, field: str, low: int, high: int) -> Q:
        """Documents whose number is in ``[low, high)``."""
        ...

    def boosted(self, query: Q, by: float) -> Q:
        """The same, its score so many times as high."""
        ...

    def constant(self, query: Q, score: float) -> Q:
        """The same, every match with this score."""
        ...


class Compiler[Q]:
    """Compiles one query for one engine."""

    def __init__(self, builder: Builder[Q], query: Query, finding: str = "stem") -> None:
        """Takes the engine's pieces, what is asked, and the stream that words are found in."""
        self._build = builder
        self._query = query
        self._finding = finding
        self._spelling = query.operator == "and" and finding == "stem"

    def compiled(self) -> Q:
        """The whole query with its filters; a query that asks for nothing finds nothing."""
        query = self._query
        if isinstance(query.root, Words) and self._is_plain(query.root) and not query.filters:
            return self._any([*self._found(query.root), *self._spelt_alike(query.root)])
        parts: list[tuple[Occur, Q]] = [("must", self._free(self._filter(f))) for f in query.filters]
        if query.root is not None:
            parts.append(("must", self._node(query.root)))
            better = self._grams() if query.operator == "or" else [*self._spelt_alike(query.root), *self._close()]
            parts.extend(("should", each) for each in better)
        if not parts:
            return self._build.nothing()
        return self._build.combined(parts)

    def _node(self, node: Node) -> Q:
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
                return self._any([self._node(part) for part in node.parts])
            case Not():
                return self._all((node,))
            case All():
                return self._all(node.parts)

    def _all(self, parts: tuple[Node, ...]) -> Q:
        compiled: list[tuple[Occur, Q]] = [
            ("not", self._node(p.part)) if isinstance(p, Not) else ("must", self._node(p)) for p in parts
        ]
        if all(isinstance(p, Not) for p in parts):
            compiled.append(("must", self._free(self._build.everything())))
        return self._build.combined(compiled)

    # values ---------------------------------------------------------------------------------------------------

    def _filter(self, wanted: Filter) -> Q:
        match wanted:
            case Exact():
                return self._exact(wanted)
            case Days("published", low, high):
                return self._build.between("moment", low * SECONDS, (high + 1) * SECONDS)
            case Days():
                return self._terms("dates", intervals.wanted(wanted.low, wanted.high, intervals.DAY_BITS))
            case Count():
                low, high = intervals.number_point(wanted.low), intervals.number_point(wanted.high)
                unit = term(wanted.unit) + "|"
                return self._terms("counts", intervals.wanted(low, high, intervals.NUMBER_BITS, unit))

    def _exact(self, wanted: Exact) -> Q:
        name = wanted.field
        if name in ("year", "month") and wanted.value[:2] in ("12", "13", "14"):
            name = f"jalali_{name}"
        return self._term(name, wanted.value)

    def _terms(self, name: str, values: Iterable[str]) -> Q:
        return self._build.one_of(name, sorted(values))

    # words ----------------------------------------------------------------------------------------------------

    def _words(self, words: Words) -> Q:
        if words.field not in ("", "title"):
            return self._stream(f"{words.field}_terms", "stem", words.tokens)
        if self._is_plain(words):
            return self._any(self._found(words))
        finding = "raw" if words.spelling else self._finding
        found = self._any([self._in(name, finding, words.tokens) for name in _fields_of(words)])
        marks = [] if words.spelling else [self._marks(token) for token in words.tokens if token.marks]
        parts: list[tuple[Occur, Q]] = [("must", found), *(("must", each) for each in marks)]
        if self._spelling and not words.spelling:
            parts += [("should", each) for each in self._as_written(words)]
        return self._build.combined(parts)

    def _is_plain(self, words: Words) -> bool:
        """Whether all that lifts the words finds only what they find themselves, so that one level says it all.

        Engines add up one flat list of terms faster than a list beside what must be there.
        """
        free = words.field in ("", "title") and not words.spelling
        return self._spelling and free and not any(token.marks for token in words.tokens)

    def _found(self, words: Words) -> list[Q]:
        """What finds plain words: their stems, and those that are written so too."""
        return [*(self._in(name, "stem", words.tokens) for name in _fields_of(words)), *self._as_written(words)]

    def _as_written(self, words: Words) -> list[Q]:
        return [self._in(name, "raw", words.tokens, _SPELLING_BOOST) for name in _fields_of(words)]

    def _pattern(self, pattern: Pattern) -> Q:
        names = ("title_exact", "body_exact")
        if pattern.slips is None:
            found = [self._build.beginning(name, pattern.text) for name in names]
        else:
            slips = min(pattern.slips, 2)
            found = [self._build.like(name, pattern.text, slips) for name in names]
        return self._any(found)

    def _near(self, near: Near) -> Q:
        """Both in one field; of a phrase its words may be parted here as long as it stands whole elsewhere there."""
        left, right = near.left.tokens, near.right.tokens
        finding = "raw" if near.left.spelling or near.right.spelling else self._finding
        fields = []
        for name in ("title", "body"):
            orders = [self._stream(f"{name}_{finding}", finding, o, near.within) for o in (left + right, right + left)]
            whole = [self._stream(f"{name}_{finding}", finding, side) for side in (left, right) if len(side) > 1]
            fields.append(self._build.combined([("must", each) for each in (self._any(orders), *whole)]))
        return self._any(fields)

    # ranking --------------------------------------------------------------------------------------------------

    def _grams(self) -> list[Q]:
        """Letter runs of a question's words: they lift what is spelt alike, among what its words find."""
        runs = [gram for words in self._query.words() for token in words.tokens for gram in grams(token.exact)]
        terms = [self._term("grams", term(run)) for run in runs[:_MOST_GRAMS]]
        return [self._build.boosted(found, _GRAM_BOOST) for found in terms]

    def _spelt_alike(self, root: Node) -> list[Q]:
        """What puts documents first that have the words in the spelling, and with the joints, of the query."""
        exactly = Compiler(self._build, self._query, "exact")._node(root)
        joints = [joined(token) for words in self._query.words() for token in words.tokens if token.joints]
        tiers = [(exactly, _SAME_SPELLING)]
        if joints:
            tiers.append((self._every([self._term("marks", term(each)) for each in joints]), _SAME_JOINTS))
        return [self._build.constant(compiled, score) for compiled, score in tiers]

    def _close(self) -> list[Q]:
        """What lifts documents in which neighbours in the query stand close to each other."""
        asked = [words.tokens for words in self._query.words() if not words.field and len(words.tokens) == 1]
        pairs = [[term(token.stem) for token in one + other] for one, other in pairwise(asked)]
        found = [self._any([self._build.close(f"{n}_stem", pair, _PROXIMITY_SLOP) for n in _BOTH]) for pair in pairs]
        return [self._build.constant(each, _PROXIMITY_SCORE) for each in found[:_MOST_GRAMS]]

    def _marks(self, token: Token) -> Q:
        """Documents that have the stem with marks that agree, or without any."""
        agreeing, any_marks = (self._build.matching("marks", each) for each in marked(token))
        found = self._any([self._term(f"{name}_stem", term(token.stem)) for name in _BOTH])
        unmarked = self._build.combined([("must", found), ("not", any_marks)])
        return self._free(self._any([agreeing, unmarked]))

    # pieces ---------------------------------------------------------------------------------------------------

    def _free(self, compiled: Q) -> Q:
        return self._build.constant(compiled, 0.0)

    def _any(self, parts: Sequence[Q]) -> Q:
        return parts[0] if len(parts) == 1 else self._build.combined([("should", part) for part in parts])

    def _every(self, parts: Sequence[Q]) -> Q:
        return self._build.combined([("must", part) for part in parts])

    def _term(self, name: str, value: str) -> Q:
        return self._build.term(name, value)

    def _in(self, name: str, stream: str, tokens: Sequence[Token], boost: float = 1.0) -> Q:
        """The tokens in title or body; in the title they count more."""
        compiled = self._stream(f"{name}_{stream}", stream, tokens)
        return self._build.boosted(compiled, boost * (_TITLE_BOOST if name == "title" else 1.0))

    def _stream(self, name: str, stream: str, tokens: Sequence[Token], slop: int = 0) -> Q:
        terms = [term(getattr(token, stream)) for token in tokens]
        if len(terms) == 1:
            return self._term(name, terms[0])
        return self._build.phrase(name, terms, slop)


_BOTH = ("title", "body")


def _fields_of(words: Words) -> tuple[str, ...]:
    return ("title",) if words.field == "title" else _BOTH
