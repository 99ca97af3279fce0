"""Stretches of a passage that a mark bounds: its lines, and what stands in quotation marks or brackets."""

from collections.abc import Iterator
from typing import NamedTuple

from extractors.names.candidates import exacts
from extractors.organisations.gazetteer import stops
from extractors.protocols import Passage

OPEN, CLOSED = frozenset('«"“'), frozenset('»"”')
_MOST_ITEM_WORDS = 6
_MOST_LISTED = 40


class Line(NamedTuple):
    """Words ``[first, last)`` between two ends of a line."""

    first: int
    last: int


def lines(passage: Passage) -> Iterator[Line]:
    """The lines of a passage that hold words."""
    first = 0
    for at in passage.marked:
        if 0 < at < len(passage.words) and "\n" in passage.gaps[at]:
            yield Line(first, at)
            first = at
    if passage.words:
        yield Line(first, len(passage.words))


def quotations(passage: Passage) -> Iterator[tuple[int, int]]:
    """Words ``[first, last)`` between quotation marks of their own, few enough for a name."""
    opened = -1
    for at in passage.marked:
        gap = passage.gaps[at]
        if "\n" in gap:
            opened = -1
        for sign in gap:
            if opened >= 0 and sign in CLOSED:
                if at - opened in range(1, _MOST_ITEM_WORDS + 1) and is_plain(passage, opened, at):
                    yield opened, at
                opened = -1
            elif sign in OPEN:
                opened = at


def enclosed(passage: Passage) -> Iterator[tuple[int, int]]:
    """Words ``[first, last)`` in brackets, or between two dashes, of one line and few enough for a list of names."""
    for opening, closing in (("(", ")"), ("–", "–"), ("—", "—"), (" - ", " - ")):
        opened = -1
        for at in passage.marked:
            gap = passage.gaps[at]
            if opened >= 0 and closing in gap and at - opened <= _MOST_LISTED:
                yield opened, at
                opened = -1
            elif "\n" in gap or "." in gap:
                opened = -1
            elif opening in gap:
                opened = at


def is_plain(passage: Passage, first: int, last: int) -> bool:
    """Whether words may be a name: none is a function word or a verb, and no mark stands between them."""
    inner = all(not passage.between(at).strip(" .-\N{ZERO WIDTH NON-JOINER}") for at in range(first + 1, last))
    return inner and not stops() & set(exacts(passage, first, last)) - {"با"}
