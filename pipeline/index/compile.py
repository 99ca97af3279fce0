"""A parsed query in an engine's own form: ``stem`` finds, ``exact`` puts the same spelling first.

What is asked is the same for every engine; a ``Builder`` knows how the engine says it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, Protocol

from extractors.text.analyzer import Token, grams
from extractors.text.constituents import may_be_one
from pipeline.index import intervals
from pipeline.index.facts import SECONDS
from pipeline.index.folders import path_term
from pipeline.index.terms import WRITTEN, joined, marked, term
from pipeline.query.dates import periods_named
from pipeline.query.nodes import Amount, Count, Days, Exact, Keys, Sized, Undated
from pipeline.query.nodes import Value as Wanted
from pipeline.query.parser import And, Fuzzy, Near, Node, Not, Or, Phrase, Prefix, Query

TIER = 4096.0
"""More than any BM25 score: a document that has every word spelt as asked comes before all others."""
_SAME_SPELLING, _SAME_BOUNDARIES = 2 * TIER, TIER
_GRAM_BOOST = 0.7
"""On the development questions (asnad evaluate search): +.03 MRR@10 in Persian, +.04 in Arabic; 0.4 to 1 are alike."""
_TITLE_BOOST = 3.0
"""What a word spelt as asked in a title adds, beside what it adds as a word of the whole document.

By ``make bench BENCH=known_items``: MRR@10 of single words .25 without, .34 with 1.5 to 6; 6 is worse for several.
"""
_QUESTION_TITLE_BOOST = 1.5
_MOST_GRAMS = 200
_MOST_EDITS = 2
"""That engines look for."""
_END_OF_TIME = 2**62
"""More than any second of publication, and than any number of bytes."""
_NEIGHBOURS_SCORE = 24.0
"""What words that are neighbours in the query and in a document add, as much as a rare word or two.

By ``make bench BENCH=known_items``: MRR@10 of two words .69 without, .73 with it, of three .81 and .84.
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

    def terms(self, field: str, values: Sequence[str]) -> Q:
        """Documents that have one of the terms; all score alike."""
        ...

    def phrase(self, field: str, terms: Sequence[str]) -> Q:
        """Documents that have the terms side by side, in this order."""
        ...

    def near(self, field: str, left: Sequence[str], right: Sequence[str], within: int) -> Q:
        """Documents that have both phrases, in any order, with so many terms between them at most; they share none."""
        ...

    def prefix(self, field: str, start: str) -> Q:
        """Documents with a term that begins so."""
        ...

    def fuzzy(self, field: str, text: str, max_edits: int) -> Q:
        """Documents with a term so many edits away at most."""
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


@dataclass(frozen=True, slots=True)
class Compiled[Q]:
    """A query for an engine: ``found`` finds, ``ranked`` finds the same and scores it."""

    found: Q
    ranked: Q


class Compiler[Q]:
    """Compiles one query for one engine."""

    def __init__(self, builder: Builder[Q], query: Query, finding: str = "stem") -> None:
        """Takes the engine's pieces, what is asked, and the stream that words are found in."""
        self._build = builder
        self._query = query
        self._finding = finding

    def compiled(self) -> Compiled[Q]:
        """The whole query with its filters; a query that asks for nothing finds nothing."""
        must, root = self._must(), self._query.root
        found = self._every(must)
        if root is None:
            return Compiled(found, found)
        better = self._better(root)
        if len(must) == 1 and self._is_plain(root):
            return Compiled(found, self._any([found, *better]))
        parts: list[tuple[Occur, Q]] = [("must", each) for each in must]
        return Compiled(found, self._build.combined([*parts, *(("should", each) for each in better)]))

    def found(self) -> Q:
        """What finds, alone: for who asks whether a document matches, and not how well."""
        return self._every(self._must())

    def _must(self) -> list[Q]:
        """What a match must have: filters, a collection that may be seen, and last what is asked for."""
        query = self._query
        if query.asks_for_nothing or (query.root is None and not query.filters):
            return [self._build.nothing()]
        asked = [] if query.root is None else [self._node(query.root)]
        return [*(self._free(self._node(each)) for each in query.filters), *self.within(), *asked]

    def within(self) -> list[Q]:
        """What leaves out the documents that whoever asks may not see; nothing where he may see all."""
        names = self._query.within
        if names is None:
            return []
        return [self._free(self._build.terms("collection", sorted(names)) if names else self._build.nothing())]

    def _is_plain(self, root: Node) -> bool:
        """Whether all that lifts a match finds only what the words find themselves, so that one level says it all.

        Engines add up one flat list of terms faster than a list beside what must be there.
        """
        if not isinstance(root, Phrase) or root.field or root.spelling or self._query.operator == "or":
            return False
        return not any(token.diacritics or (token.boundaries and len(root.tokens) > 1) for token in root.tokens)

    def _better(self, root: Node) -> list[Q]:
        """What puts some of the matches before others."""
        if self._query.operator == "or":
            return [*self._in_title("stem", _QUESTION_TITLE_BOOST), *self._grams()]
        return [*self._in_title("exact", _TITLE_BOOST), *self._spelt_alike(root), *self._neighbours()]

    def _node(self, node: Node) -> Q:
        match node:
            case Phrase():
                return self._words(node)
            case Prefix():
                return self._any([self._build.prefix("whole_exact", start) for start in node.starts])
            case Fuzzy():
                return self._build.fuzzy("whole_exact", node.text, min(node.max_edits, _MOST_EDITS))
            case Near():
                return self._near(node)
            case Exact() | Days() | Count() | Amount() | Sized() | Undated() | Keys():
                return self._free(self._filter(node))
            case Or():
                return self._any([self._node(part) for part in node.parts])
            case Not():
                return self._all((node,))
            case And():
                return self._all(node.parts)

    def _all(self, parts: tuple[Node, ...]) -> Q:
        compiled: list[tuple[Occur, Q]] = [
            ("not", self._node(p.part)) if isinstance(p, Not) else ("must", self._node(p)) for p in parts
        ]
        if all(isinstance(p, Not) for p in parts):
            compiled.append(("must", self._free(self._build.everything())))
        return self._build.combined(compiled)

    # values ---------------------------------------------------------------------------------------------------

    def _filter(self, wanted: Wanted) -> Q:
        match wanted:
            case Undated():
                dated = self._build.between("moment", 0, _END_OF_TIME)
                return self._build.combined([("must", self._build.everything()), ("not", dated)])
            case Exact():
                return self._exact(wanted)
            case Days("published" | "added" as name, low, high):
                clock = "moment" if name == "published" else name
                return self._build.between(clock, low * SECONDS, (high + 1) * SECONDS)
            case Days():
                return self._terms("dates", intervals.wanted(wanted.low, wanted.high, intervals.DAY_BITS))
            case Count() | Amount():
                low, high = intervals.number_point(wanted.low), intervals.number_point(wanted.high)
                line = "counts" if isinstance(wanted, Count) else "amounts"
                return self._terms(line, intervals.wanted(low, high, intervals.NUMBER_BITS, f"{term(wanted.unit)}|"))
            case Keys():
                return self._terms("key", wanted.keys)
            case Sized():
                return self._build.between(
                    "bytes", wanted.low, _END_OF_TIME if wanted.high is None else wanted.high + 1
                )

    def _exact(self, wanted: Exact) -> Q:
        name = wanted.field
        if name == "path":
            return self._path(wanted.value)
        if name in ("year", "month"):
            return self._any([self._term(field, value) for field, value in periods_named(name, wanted.value)])
        return self._term(name, wanted.value)

    def _path(self, value: str) -> Q:
        """A folder with all that is in it; one that begins so where a star stands last."""
        if value.endswith("*"):
            return self._build.prefix("paths", path_term(value[:-1]))
        return self._term("paths", path_term(value))

    def _terms(self, name: str, values: Iterable[str]) -> Q:
        return self._build.terms(name, sorted(values))

    # words ----------------------------------------------------------------------------------------------------

    def _words(self, words: Phrase) -> Q:
        if words.field not in ("", "title"):
            name, finding = f"{words.field}_terms", "stem"
        else:
            finding = "raw" if words.spelling else self._finding
            name = f"{words.field or 'whole'}_{finding}"
        found = self._whole_or_part(name, finding, words.tokens)
        if words.field in ("", "title") and not words.spelling:
            found = self._every([found, *(self._diacritics(token) for token in words.tokens if token.diacritics)])
        # in the exact spelling there is no other way to write it
        also = words.also if finding == "stem" else ()
        return self._any([found, *(self._whole_or_part(name, finding, way) for way in also)])

    def _whole_or_part(self, name: str, finding: str, tokens: Sequence[Token]) -> Q:
        """Where the words stand by themselves, or one of them in a compound that is written with a space."""
        found = self._stream(name, finding, tokens)
        part = name.removesuffix(f"_{finding}")
        if finding == "exact" or part not in ("title", "whole") or not any(map(may_be_one, tokens)):
            return found
        terms = [WRITTEN + term(token.raw) if finding == "raw" else term(token.stem) for token in tokens]
        in_compound = self._side_by_side(f"{part}_parts", terms)
        # of a question, where any word may match, the parts of other words find and do not rank: MRR falls by .001
        return self._any([found, self._free(in_compound) if self._query.operator == "or" else in_compound])

    def _near(self, near: Near) -> Q:
        spelt = near.left.spelling or near.right.spelling
        return self._any([self._near_each_other(left, right, near.within, spelt=spelt) for left, right in near.ways()])

    def _near_each_other(self, left: Sequence[Token], right: Sequence[Token], within: int, *, spelt: bool) -> Q:
        finding = "raw" if spelt else self._finding
        one, other = ([term(getattr(token, finding)) for token in side] for side in (left, right))
        return self._build.near(f"whole_{finding}", one, other, within)

    # ranking --------------------------------------------------------------------------------------------------

    def _in_title(self, stream: str, boost: float) -> list[Q]:
        """What lifts documents that have a word, or a phrase, in their title."""
        asked = [words.tokens for words in self._query.phrases() if not words.spelling]
        return [self._build.boosted(self._stream(f"title_{stream}", stream, tokens), boost) for tokens in asked]

    def _grams(self) -> list[Q]:
        """Letter runs of a question's words: they lift what is spelt alike, among what its words find."""
        runs = [gram for words in self._query.phrases() for token in words.tokens for gram in grams(token.exact)]
        terms = [self._term("grams", term(run)) for run in runs[:_MOST_GRAMS]]
        return [self._build.boosted(found, _GRAM_BOOST) for found in terms]

    def _spelt_alike(self, root: Node) -> list[Q]:
        """What puts documents first that spell the words, and part them from their affixes, as the query does."""
        exactly = Compiler(self._build, self._query, "exact")._node(root)
        boundaries = [joined(token) for words in self._query.phrases() for token in words.tokens if token.boundaries]
        tiers = [(exactly, _SAME_SPELLING)]
        if boundaries:
            tiers.append((self._every([self._term("written", term(each)) for each in boundaries]), _SAME_BOUNDARIES))
        return [self._build.constant(compiled, score) for compiled, score in tiers]

    def _neighbours(self) -> list[Q]:
        """What lifts documents in which neighbours in the query are neighbours."""
        asked = [words.tokens for words in self._query.phrases() if not words.field and len(words.tokens) == 1]
        pairs = [self._stream("whole_stem", "stem", one + other) for one, other in pairwise(asked)]
        return [self._build.constant(each, _NEIGHBOURS_SCORE) for each in pairs[:_MOST_GRAMS]]

    def _diacritics(self, token: Token) -> Q:
        """Documents that have the stem with diacritics that agree, or without any."""
        agreeing, any_diacritics = (self._build.matching("written", each) for each in marked(token))
        stem = self._whole_or_part("whole_stem", "stem", (token,))
        unmarked = self._build.combined([("must", stem), ("not", any_diacritics)])
        return self._free(self._any([agreeing, unmarked]))

    # pieces ---------------------------------------------------------------------------------------------------

    def _free(self, compiled: Q) -> Q:
        return self._build.constant(compiled, 0.0)

    def _any(self, parts: Sequence[Q]) -> Q:
        return parts[0] if len(parts) == 1 else self._build.combined([("should", part) for part in parts])

    def _every(self, parts: Sequence[Q]) -> Q:
        return parts[0] if len(parts) == 1 else self._build.combined([("must", part) for part in parts])

    def _term(self, name: str, value: str) -> Q:
        return self._build.term(name, value)

    def _stream(self, name: str, stream: str, tokens: Sequence[Token]) -> Q:
        return self._side_by_side(name, [term(getattr(token, stream)) for token in tokens])

    def _side_by_side(self, name: str, terms: Sequence[str]) -> Q:
        if len(terms) == 1:
            return self._term(name, terms[0])
        return self._build.phrase(name, terms)
