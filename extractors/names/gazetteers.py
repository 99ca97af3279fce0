"""Names that the tables know, as hints to the tagger: each unit gets a bit where a name of a kind begins or goes on."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from corpora.tables import table
from extractors.names.places import Key, keys, places
from extractors.names.units import Unit
from extractors.organisations.gazetteer import called

KINDS = ("place", "first", "last", "organisation", "head")
_RULED = 2 * len(KINDS)
_SHAPES = 4
WIDTH = _RULED + 2 + _SHAPES
"""Hints of a unit: two for each kind of name, two for what the rules take for an organisation, then its shape."""
PREFIXES = ("و", "ب", "ل", "ف", "ک", "ال", "وال", "بال", "لل")
_LEAST = 2
"""Letters that must be left of a word without its clitic, beyond one."""

type Entry = tuple[int, tuple[str, ...]]
"""The column of a kind, and the words of the name after its first."""


def _names() -> Iterable[tuple[int, Key]]:
    for place in places():
        yield 0, place
    persons = table("person_names")
    for row, name in zip(persons, keys(row["word"] for row in persons), strict=True):
        yield (1 if row["kind"] == "first" else 2), name
    yield from ((3, name) for name in keys(name for name, _ in called()))
    yield from ((4, name) for name in keys(row["word"] for row in table("organisation_heads")))


@cache
def _entries() -> dict[str, tuple[Entry, ...]]:
    """First word → the names that it begins, longest first."""
    entries: dict[str, set[Entry]] = defaultdict(set)
    for kind, (first, *rest) in _names():
        if len(first) > 1:
            entries[first].add((2 * kind, tuple(rest)))
    return {first: tuple(sorted(found, key=lambda e: (-len(e[1]), e))) for first, found in entries.items()}


@lru_cache(maxsize=1 << 14)
def _starting(exact: str, language: str) -> tuple[Entry, ...]:
    """The names that may begin with a word, in Arabic also without its clitics."""
    found = _entries().get(exact, ())
    if language == "ar":
        for prefix in PREFIXES:
            if exact.startswith(prefix) and len(exact) > len(prefix) + _LEAST:
                found += _entries().get(exact[len(prefix) :], ())
    return found


def known(sentence: Sequence[Unit], language: str) -> Iterator[tuple[int, int, int]]:
    """Units ``[first, last)`` that the tables have as a name, and the column of its kind (half of it is in ``KINDS``).

    Names of one kind do not overlap.
    """
    free = [0] * (2 * len(KINDS))
    for at, unit in enumerate(sentence):
        for column, rest in _starting(unit.exact, language):
            if at < free[column] or any(
                at + i >= len(sentence) or sentence[at + i].exact != word for i, word in enumerate(rest, 1)
            ):
                continue
            free[column] = at + 1 + len(rest)
            yield at, free[column], column


def hints(sentence: Sequence[Unit], language: str) -> NDArray[np.float32]:
    """``(units, WIDTH)``: what the tables and its shape say of each unit."""
    bits = np.zeros((len(sentence), WIDTH), dtype=np.float32)
    for first, last, column in known(sentence, language):
        bits[first, column] = 1
        bits[first + 1 : last, column + 1] = 1
    for at, unit in enumerate(sentence):
        if unit.ruled:
            bits[at, _RULED + unit.ruled - 1] = 1
        shape = _shape(unit)
        if shape:
            bits[at, shape] = 1
    return bits


def _shape(unit: Unit) -> int:
    """The column of a letter alone, a mark, a number or a Latin word; 0 for any other word."""
    exact = unit.exact
    if unit.word < 0:
        return WIDTH - 3
    if exact[0].isdigit():
        return WIDTH - 2
    if exact.isascii():
        return WIDTH - 1
    return WIDTH - 4 if len(exact) == 1 else 0
