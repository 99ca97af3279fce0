"""Names of organisations that the rules extend from a head word, as ranges of words."""

from collections.abc import Iterator
from typing import NamedTuple

from extractors.organisations import arabic, persian
from extractors.organisations.gazetteer import determiners, heads
from extractors.protocols import Passage


class RuleMatch(NamedTuple):
    """Words ``[first, last)`` of a passage are a name; ``clitic`` letters of the first are none of it."""

    first: int
    last: int
    clitic: int


def ruled(passage: Passage) -> Iterator[RuleMatch]:
    """The names in text order, none overlapping another."""
    return _arabic(passage) if passage.language == "ar" else _persian(passage)


def _persian(passage: Passage) -> Iterator[RuleMatch]:
    place_ends, known, at = persian.place_ends(passage), heads("fa"), 0
    while at < len(passage.words):
        named = passage.words[at].exact in known and not is_common(passage, at)
        end = persian.extent(passage, at, place_ends) if named else at
        if end > at:
            yield RuleMatch(at, end, 0)
        at = max(at + 1, end)


def _arabic(passage: Passage) -> Iterator[RuleMatch]:
    at = 0
    while at < len(passage.words):
        head = None if is_common(passage, at) else arabic.head_at(passage, at)
        end = arabic.extent(passage, at, head[0], definite=head[2]) if head else at
        if head and end > at:
            yield RuleMatch(at, end, head[1])
        at = max(at + 1, end)


def is_common(passage: Passage, at: int) -> bool:
    """Whether a determiner or a number before the head makes it a common noun («۲۸ جامعة», «هر سازمان»)."""
    if not at:
        return False
    before = passage.words[at - 1].exact
    return before in determiners(passage.language) or before[0].isdigit()
