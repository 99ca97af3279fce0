"""A range of words that may be a name, and how common a word is."""

from collections.abc import Iterable
from typing import NamedTuple

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
    """``tagger``, ``gazetteer``, ``reporter``, ``rule``, ``alias``, ``short`` or ``repeat``."""

    def covers(self, other: "Candidate") -> bool:
        """Whether the other lies inside."""
        return self.first <= other.first and other.last <= self.last


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
