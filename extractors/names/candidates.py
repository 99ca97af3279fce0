"""A range of words that may be a name, and how common a word is."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from corpora.document import Span
from extractors.protocols import Passage
from extractors.text.lexicon import arabic, persian

_COMMON = 20
"""Weight (a hundred in the counts) from which a word is too common to be a name by itself."""


class Candidate(NamedTuple):
    """Words ``[first, last)`` of a passage, how likely they are a name of this kind, and who says so."""

    first: int
    last: int
    label: str
    score: float
    origin: str
    """``tagger``, ``gazetteer``, ``seated``, ``reporter``, ``rule``, ``alias``, ``short`` or ``repeat``."""
    cut: int = -1
    """Letters of the first word that are none of the name; -1 where its spelling tells."""

    def covers(self, other: "Candidate") -> bool:
        """Whether the other lies inside."""
        return self.first <= other.first and other.last <= self.last


def span_of(passage: Passage, candidate: Candidate) -> Span:
    """Where a candidate stands in its passage."""
    return Span(passage.words[candidate.first].start, passage.words[candidate.last - 1].end)


def laid_over(found: Sequence[Candidate], more: Iterable[Candidate], size: int) -> list[Candidate]:
    """What was found with what comes later, which stands in place of shorter names that lie inside it.

    ``size`` is the number of words of the passage.
    """
    owners: list[Candidate | None] = [None] * size
    for candidate in (*found, *more):
        words = slice(candidate.first, candidate.last)
        met = {owner for owner in owners[words] if owner}
        if all(candidate.covers(c) and c.last - c.first < candidate.last - candidate.first for c in met):
            owners[words] = [candidate] * (candidate.last - candidate.first)
    return sorted(set(filter(None, owners)))


def grown(found: Sequence[Candidate], longer: Sequence[Candidate], kept: str = "") -> list[Candidate]:
    """The candidates as they are now, without those that one has grown over, unless they are of a label that is kept.

    ``longer`` has each of ``found`` in its place, some of them with more words.
    """
    pairs = list(zip(longer, found, strict=True))
    over = words_of(now for now, was in pairs if now != was)
    return [now for now, was in pairs if now != was or now.label == kept or now.first not in over]


def words_of(found: Iterable[Candidate]) -> set[int]:
    """The words that candidates take."""
    return {at for candidate in found for at in range(candidate.first, candidate.last)}


def exacts(passage: Passage, first: int, last: int) -> tuple[str, ...]:
    """The exact forms of words ``[first, last)``."""
    return tuple(word.exact for word in passage.words[first:last])


def common(exact: str, language: str) -> bool:
    """Whether a word is so frequent that it may mean anything."""
    return weight(exact, language) >= _COMMON


def weight(exact: str, language: str) -> int:
    """Of a word in the list of its language, 0 where that lacks it."""
    return (arabic() if language == "ar" else persian()).get(exact, 0)
