"""A passage of a text as an address names it: where it stands, and a check by which its words are found again.

``START-END`` are code points; ``START-END-COUNT-CHECK`` also says how many letters and marks there are between them,
and a fingerprint of those (Rabin and Karp's). White space is left out of both: lines may be broken elsewhere.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from corpora.document import Span

type State = Literal["unchecked", "there", "moved", "gone"]
"""Nobody said which words they are; they stand where they stood; elsewhere; nowhere any more."""
_NAMED = re.compile(r"([0-9]{1,9})-([0-9]{1,9})(?:-([0-9]{1,9})-([0-9a-f]{8}))?")
_BASE, _PRIME = 1_000_003, 2**31 - 1
"""Products of them are exact in a browser, too, which makes the same check (``selection.js``)."""
_SPACE = frozenset(
    map(chr, (*range(0x21), 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000))
)
_SURE = 20
"""Letters by which words are taken for the same wherever they stand; fewer must begin and end with a word."""


@dataclass(frozen=True, slots=True)
class Passage:
    """What an address names: a span of the text that it was made for, and how many letters with which check."""

    span: Span
    count: int = 0
    check: str = ""

    @classmethod
    def of(cls, span: Span, words: str) -> "Passage":
        """The passage of a span that has some words; without a check where the words are not all of it."""
        if len(words) != span.end - span.start:
            return cls(span)
        held = [letter for letter in words if letter not in _SPACE]
        return cls(span, len(held), f"{_sum(held):08x}")

    @classmethod
    def parsed(cls, at: str) -> "Passage | None":
        """As an address has it; None where it names none.

        >>> Passage.parsed("5-9"), Passage.parsed("9-5")
        (Passage(span=Span(start=5, end=9), count=0, check=''), None)
        """
        match = _NAMED.fullmatch(at)
        if not match or int(match[1]) >= int(match[2]):
            return None
        return cls(Span(int(match[1]), int(match[2])), int(match[3] or 0), match[4] or "")

    def __str__(self) -> str:
        """As an address has it.

        >>> str(Passage.of(Span(5, 9), "شورا"))
        '5-9-4-59b02a32'
        """
        return f"{self.span.start}-{self.span.end}" + (f"-{self.count}-{self.check}" if self.check else "")

    def stands(self, text: str) -> bool:
        """Whether a text has these words where the address says."""
        return self.span.end <= len(text) and Passage.of(self.span, text[self.span.start : self.span.end]) == self

    def found(self, text: str) -> tuple[Span | None, State]:
        """Where a text has these words: there, or else where they are nearest.

        >>> Passage.of(Span(0, 4), "شورا").found("نشست شورا"), Passage.of(Span(0, 4), "شورا").found("نشست شوراها")
        ((Span(start=5, end=9), 'moved'), (None, 'gone'))
        """
        if not self.check:
            return (self.span, "unchecked") if self.span.end <= len(text) else (None, "gone")
        if self.stands(text):
            return self.span, "there"
        near = min(self._everywhere(text), key=lambda span: abs(span.start - self.span.start), default=None)
        return near, "moved" if near else "gone"

    def _everywhere(self, text: str) -> Iterator[Span]:
        places = [place for place, letter in enumerate(text) if letter not in _SPACE]
        if not 0 < self.count <= len(places):
            return
        codes = [ord(text[place]) for place in places]
        wanted, out = int(self.check, 16), pow(_BASE, self.count - 1, _PRIME)
        value = _sum(text[place] for place in places[: self.count - 1])
        for last in range(self.count - 1, len(codes)):
            value = (value * _BASE + codes[last]) % _PRIME
            first = last - self.count + 1
            if value == wanted and self._is_whole(text, span := Span(places[first], places[last] + 1)):
                yield span
            value = (value - codes[first] * out) % _PRIME

    def _is_whole(self, text: str, span: Span) -> bool:
        return self.count >= _SURE or not cuts_a_word(text, span)


def cuts_a_word(text: str, span: Span) -> bool:
    """Whether a span begins or ends between two letters of a word."""
    around = (text[max(0, span.start - 1) : span.start + 1], text[span.end - 1 : span.end + 1])
    return any(one.isalnum() and other.isalnum() for ends in around for one, other in pairwise(ends))


def _sum(letters: Iterable[str]) -> int:
    value = 0
    for letter in letters:
        value = (value * _BASE + ord(letter)) % _PRIME
    return value
