"""What the tagger reads: lexical words and punctuation marks, cut into sentences."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from extractors.organisations.rules import ruled
from extractors.protocols import Passage

_MARK = re.compile(r"\n|\t| {4,}|[^\w\s]")
"""A tab or many spaces part the cells of a line, as where two people sign side by side."""
_ENDS = frozenset(".!?؟؛")
_LONGEST = 100
"""Units of a sentence; a text without stops is cut here, so that its cost stays linear."""


class Unit(NamedTuple):
    """A word (``word`` is its index in the passage) or a mark (-1): ``[start, end)`` in the folded text.

    ``ruled`` is 1 where the rules see the head of an organisation, 2 further on in its name, else 0.
    """

    start: int
    end: int
    exact: str
    word: int
    ruled: int = 0


def sentences(passage: Passage) -> Iterator[list[Unit]]:
    """The units of a passage by sentence; a sentence ends with its paragraph, at a stop, or when it is too long."""
    sentence: list[Unit] = []
    for unit in _units(passage):
        if unit.exact != "\n":
            sentence.append(unit)
        ended = unit.exact == "\n" or unit.exact in _ENDS
        if sentence and (ended or len(sentence) >= _LONGEST):
            yield sentence
            sentence = []
    if sentence:
        yield sentence


def _units(passage: Passage) -> Iterator[Unit]:
    key, at = passage.folded.key, 0
    parts = bytearray(len(passage.words))
    for name in ruled(passage):
        parts[name.first] = 1
        parts[name.first + 1 : name.last] = b"\2" * (name.last - name.first - 1)
    for index, word in enumerate(passage.words):
        if word.start > at + 1 or (word.start > at and key[at] != " "):
            yield from _marks(key, at, word.start)
        yield Unit(word.start, word.end, word.exact, index, parts[index])
        at = word.end
    yield from _marks(key, at, len(key))


def _marks(key: str, start: int, end: int) -> Iterator[Unit]:
    for match in _MARK.finditer(key, start, end):
        mark = match.group()
        yield Unit(match.start(), match.end(), "\n" if mark.isspace() else mark, -1)
