"""Marks from the offsets that were stored with the document: never from the engine, never by analysing again."""

import itertools
import operator
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from heapq import nlargest

from rapidfuzz.distance import OSA

from corpora.document import Span
from extractors.text.analyzer import Forms, Token, forms_of, meets
from extractors.text.constituents import Piece, constituents, may_be_one, stretch
from extractors.text.lexicon import compounds, keys_of
from extractors.text.segmenter import first_letters
from pipeline.index.results import Passage
from pipeline.query.parser import Fuzzy, Leaf, Near, Phrase, Prefix, Query

_WINDOW = 240
"""Code points of a passage; about three lines."""
_MOST = 3


@dataclass(frozen=True)
class Indexed:
    """A text as it was indexed: its stems, and where each begins and how long it is."""

    text: str
    stems: Sequence[str]
    starts: Sequence[int]
    lengths: Sequence[int]
    where: Mapping[str, Sequence[int]] | None = None
    """The positions of each stem, where they were laid out."""

    def span(self, at: int) -> Span:
        """Where the word at a position is."""
        start = self.starts[at]
        return Span(start, start + self.lengths[at])

    def surface(self, at: int) -> str:
        """The word at a position as it is written."""
        start = self.starts[at]
        return self.text[start : start + self.lengths[at]]

    def laid_out(self) -> "Indexed":
        """The same for many queries: stems are looked up, which pays from some ten queries on."""
        found = defaultdict[str, list[int]](list)
        for at, stem in enumerate(self.stems):
            found[stem].append(at)
        return replace(self, where=found)

    def at(self, stem: str) -> Iterable[int]:
        """The positions of a stem, in order."""
        if self.where is not None:
            return self.where.get(stem, ())
        return self._looked_up(stem)

    def _looked_up(self, stem: str) -> Iterator[int]:
        at = -1
        with suppress(ValueError):
            while True:
                at = self.stems.index(stem, at + 1)
                yield at

    @cached_property
    def _parted(self) -> Mapping[int, tuple[Forms | None, ...]]:
        """The constituents of compounds with a space, by their positions; other words with one are not analysed."""
        ends = map(operator.add, self.starts, self.lengths)
        spaces = enumerate(map(self.text.find, itertools.repeat(" "), self.starts, ends))
        spaced = [at for at, space in spaces if space >= 0]
        keys = keys_of(self.surface(at).replace("\n", " ") for at in spaced) if spaced else ()
        known = compounds()
        may_be = [at for at, key in zip(spaced, keys, strict=True) if key in known or self.stems[at] in known]
        return {at: found for at in may_be if (found := constituents(self.surface(at)))}

    @cached_property
    def compounds(self) -> tuple[list[Piece], ...]:
        """The stretches around compounds with a space, by their constituents."""
        size = len(self.stems)
        return tuple(one for at in self._parted for one in stretch(self.surface(at), at, size, self._token))

    @cached_property
    def in_compounds(self) -> tuple[frozenset[str], frozenset[str]]:
        """The stems of all constituents of compounds, and how these are written; not those of the words beside."""
        forms = [form for found in self._parted.values() for form in found if form is not None]
        return frozenset(form.stem for form in forms), frozenset(form.raw for form in forms)

    @cached_property
    def by_exact(self) -> tuple[list[str], Mapping[str, Sequence[int]]]:
        """The folded spellings in their order, and the positions of each."""
        found = defaultdict[str, list[int]](list)
        for at in range(len(self.stems)):
            found[self.forms(at).exact].append(at)
        return sorted(found), found

    def _token(self, at: int) -> Token:
        span = self.span(at)
        return Token(span.start, span.end, *self.forms(at))

    def forms(self, at: int) -> Forms:
        """Its terms."""
        return forms_of(self.surface(at))


def places(query: Query, there: Indexed) -> list[int]:
    """The positions of the words that the query matches; those of a phrase only where it stands whole."""
    found: set[int] = set()
    for leaf in query.leaves():
        found.update(_places(leaf, there))
    return sorted(found)


def spans(positions: Iterable[int], there: Indexed) -> list[Span]:
    """The ranges of words; neighbours one space apart are one."""
    merged: list[Span] = []
    for at in positions:
        span = there.span(at)
        if merged and span.start - merged[-1].end <= 1:
            merged[-1] = Span(merged[-1].start, span.end)
        else:
            merged.append(span)
    return merged


def other_spellings(query: Query, positions: Iterable[int], there: Indexed) -> list[str]:
    """How words that match are written where the query writes them otherwise."""
    asked = {token.raw for words in query.phrases() for token in words.tokens}
    written = [there.surface(at) for at in positions]
    return [" ".join(surface.split()) for surface in written if forms_of(surface).raw not in asked]


def _places(leaf: Leaf, there: Indexed) -> Iterator[int]:
    match leaf:
        case Prefix() | Fuzzy():
            yield from _pattern(leaf, there)
        case Near():
            yield from _near(leaf, there)
        case Phrase():
            for way in (leaf, *(replace(leaf, tokens=tokens) for tokens in leaf.also)):
                for at in _starts(way, there):
                    yield from range(at, at + len(way.tokens))
                yield from _in_compounds(way, there)


def _starts(words: Phrase, there: Indexed) -> list[int]:
    """Where the words stand, one after the other."""
    first = words.tokens[0]
    if words.spelling:
        candidates: Iterable[int] = (i for i in range(len(there.stems)) if there.forms(i).raw == first.raw)
    else:
        candidates = there.at(first.stem)
    return [at for at in candidates if _stands(words, there, at)]


def _in_compounds(words: Phrase, there: Indexed) -> Iterator[int]:
    """The positions of words one of which is a constituent of a compound, as the index has them."""
    size = len(words.tokens)
    if words.field not in ("", "title") or not any(map(may_be_one, words.tokens)):
        return
    stems, written = there.in_compounds
    if not any(token.raw in written if words.spelling else token.stem in stems for token in words.tokens):
        return
    for pieces in there.compounds:
        for at in range(len(pieces) - size + 1):
            run = pieces[at : at + size]
            if all(_is(token, form, words.spelling) for token, (_, form) in zip(words.tokens, run, strict=True)):
                yield from (position for position, _ in run)


def _is(token: Token, form: Token, spelling: bool) -> bool:
    return token.raw == form.raw if spelling else meets(token, form)


def _stands(words: Phrase, there: Indexed, at: int) -> bool:
    if at + len(words.tokens) > len(there.stems):
        return False
    return all(_meets(token, there, at + i, words.spelling) for i, token in enumerate(words.tokens))


def _meets(token: Token, there: Indexed, at: int, spelling: bool) -> bool:
    if spelling:
        return there.forms(at).raw == token.raw
    same = there.stems[at] == token.stem
    return same and (not token.diacritics or meets(token, there.forms(at)))


def _pattern(pattern: Prefix | Fuzzy, there: Indexed) -> Iterator[int]:
    """Each word that begins with a letter that it may begin with is looked at; of a laid out text each spelling."""
    if there.where is not None:
        yield from _laid_out(pattern, *there.by_exact)
        return
    candidates: Iterable[int] = range(len(there.stems))
    if isinstance(pattern, Prefix):
        text = there.text
        first = {letter for start in pattern.starts for letter in first_letters(start)}
        candidates = (at for at, start in enumerate(there.starts) if text[start] in first)
    for at in candidates:
        if _agrees(there.forms(at).exact, pattern):
            yield at


def _laid_out(
    pattern: Prefix | Fuzzy, spellings: Sequence[str], positions: Mapping[str, Sequence[int]]
) -> Iterator[int]:
    """The same by the spellings of a text, in their order."""
    if isinstance(pattern, Fuzzy):
        agreeing = [exact for exact in spellings if _agrees(exact, pattern)]
    else:
        agreeing = []
        for start in pattern.starts:
            at = bisect_left(spellings, start)
            while at < len(spellings) and spellings[at].startswith(start):
                agreeing.append(spellings[at])
                at += 1
    yield from sorted(at for exact in dict.fromkeys(agreeing) for at in positions[exact])


def _agrees(exact: str, pattern: Prefix | Fuzzy) -> bool:
    if isinstance(pattern, Prefix):
        return exact.startswith(pattern.starts)
    return bool(OSA.distance(exact, pattern.text, score_cutoff=pattern.max_edits) <= pattern.max_edits)


def _near(near: Near, there: Indexed) -> Iterator[int]:
    ways = [(replace(near.left, tokens=left), replace(near.right, tokens=right)) for left, right in near.ways()]
    for first, second in [*ways, *((right, left) for left, right in ways)]:
        later, size, other = _starts(second, there), len(first.tokens), len(second.tokens)
        for at in _starts(first, there):
            end = at + size
            for there_at in later[bisect_left(later, end) : bisect_right(later, end + near.within)]:
                yield from range(at, end)
                yield from range(there_at, there_at + other)


def passages(text: str, marks: Sequence[Span], body: Sequence[Span]) -> tuple[Passage, ...]:
    """Up to three windows of the text that hold the most marks, in text order; the beginning where there is none.

    A window stays inside one stretch of the body, so that no furniture shows.
    """
    if not body:
        return ()
    if not marks:
        return (_passage(text, max(body, key=lambda s: s.end - s.start), ()),)
    best = nlargest(_MOST, _windows(marks, body), key=lambda window: _telling(text, window[1]))
    return tuple(sorted((_passage(text, *window) for window in best), key=lambda p: p.span.start))


def _telling(text: str, marks: Sequence[Span]) -> tuple[int, int]:
    """How many different words a window shows, and how many in all."""
    return len({text[mark.start : mark.end] for mark in marks}), len(marks)


def _windows(marks: Sequence[Span], body: Sequence[Span]) -> Iterable[tuple[Span, Sequence[Span]]]:
    """The marks cut into windows that are no wider than a passage, each with the stretch of body that it lies in."""
    starts, at = [stretch.start for stretch in body], 0
    while at < len(marks):
        stretch = body[max(0, bisect_right(starts, marks[at].start) - 1)]
        limit, last = min(marks[at].start + _WINDOW, stretch.end), at
        while last + 1 < len(marks) and marks[last + 1].end <= limit:
            last += 1
        yield stretch, marks[at : last + 1]
        at = last + 1


def _passage(text: str, stretch: Span, marks: Sequence[Span]) -> Passage:
    """A window around marks that begins and ends between words and stays in its stretch."""
    held = marks[-1].end - marks[0].start if marks else 0
    start = max(stretch.start, marks[0].start - max(0, _WINDOW - held) // 2) if marks else stretch.start
    end = min(stretch.end, max(start + _WINDOW, marks[-1].end if marks else 0))
    first, last = (marks[0].start, marks[-1].end) if marks else (end, start)
    if start > stretch.start:
        cut = max(text.find(" ", start, first), text.rfind("\n", start, first))
        start = cut + 1 if cut >= 0 else start
    if end < stretch.end:
        cut = text.rfind(" ", last, end)
        end = cut if cut > start else end
    while start < first and text[start].isspace():
        start += 1
    stop = text.find("\n", last, end) if marks else -1
    end = stop if stop > last else end
    while end > last and text[end - 1].isspace():
        end -= 1
    return Passage(Span(start, end), text[start:end], tuple(marks))
