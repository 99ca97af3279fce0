"""The sentences, lines and quotation marks of a passage, by the numbers of its words."""

from bisect import bisect_right
from functools import cached_property

from extractors.protocols import Passage

_OPEN, _CLOSE, _EITHER = frozenset("«“"), frozenset("»”"), frozenset('"„')
SIGNS = _OPEN | _CLOSE | _EITHER
_STOPS = frozenset(".!؟?")
_COMMAS = frozenset("،,؛;")
_MOST_LATER = 250
"""Words of the lines behind the first of a quotation that is closed in a later one."""
_INITIAL = 1
"""Letters of a word before a stop that ends no sentence («د. محمد»)."""


class Layout:
    """What stands between the words of a passage, and what that says."""

    def __init__(self, passage: Passage) -> None:
        """Looks at every gap once."""
        self.passage, self.words = passage, passage.words
        self.exacts = [word.exact for word in passage.words]
        self.gaps = passage.gaps

    @property
    def size(self) -> int:
        """The number of words."""
        return len(self.words)

    @cached_property
    def _lines(self) -> list[int]:
        return [0, *(at for at in range(1, self.size) if "\n" in self.gaps[at])]

    @cached_property
    def _sentences(self) -> list[int]:
        return [0, *(at for at in range(1, self.size) if self._ends(at))]

    def _ends(self, at: int) -> bool:
        """Whether a sentence ends before a word."""
        gap = self.gaps[at]
        if "\n" in gap or (not _STOPS.isdisjoint(gap) and ("!" in gap or "؟" in gap or "?" in gap)):
            return True
        if "." not in gap or ".." in gap or "…" in gap:
            return False
        return len(self.exacts[at - 1]) > _INITIAL or self.exacts[at - 1].isdecimal() or "\n" in gap

    def sentence(self, at: int) -> tuple[int, int]:
        """The words ``[first, last)`` of the sentence of a word."""
        return self._around(self._sentences, at)

    def line(self, at: int) -> tuple[int, int]:
        """The words ``[first, last)`` of the line of a word."""
        return self._around(self._lines, at)

    def _around(self, starts: list[int], at: int) -> tuple[int, int]:
        found = bisect_right(starts, at)
        return starts[found - 1], starts[found] if found < len(starts) else self.size

    def sentences(self, first: int, last: int) -> list[int]:
        """The first words of the sentences that begin in ``(first, last)``."""
        return self._sentences[bisect_right(self._sentences, first) : bisect_right(self._sentences, last - 1)]

    def raw(self, at: int) -> str:
        """A word as the text has it."""
        folded, word = self.passage.folded, self.words[at]
        start, end = folded.bounds(word.start, word.end)
        return folded.raw[start:end]

    def has_comma(self, at: int) -> bool:
        """Whether a comma or semicolon stands before a word."""
        return not _COMMAS.isdisjoint(self.gaps[at])

    def is_parted(self, at: int) -> bool:
        """Whether more than space stands before a word."""
        gap = self.gaps[at]
        return bool(gap.strip(" \N{ZERO WIDTH NON-JOINER}\t")) or "\n" in gap

    def _opens(self, at: int, place: int) -> bool:
        """Whether a sign in the gap before a word, at a place in it, opens what it marks."""
        gap, sign = self.gaps[at], self.gaps[at][place]
        if ":" in gap[:place]:
            return at < self.size  # «گفت: " … "»
        after, before = place + 1 == len(gap) and at < self.size, place == 0 and at > 0
        if before and after:
            return sign in _OPEN or len(self.exacts[at - 1]) == 1
        if after != before:
            return after
        return sign in _OPEN or (sign in _EITHER and after)

    def opened(self, at: int) -> bool:
        """Whether a quotation mark opens right before a word."""
        gap = self.gaps[at]
        places = [place for place, sign in enumerate(gap) if sign in SIGNS]
        return bool(places) and (self._opens(at, places[-1]) or gap[places[-1]] in _OPEN)

    def closing(self, first: int) -> int:
        """The word before which what opens before ``first`` is closed; the end of its line where nothing closes it.

        It may be closed in one of the next lines, where nothing else is opened before.
        """
        depth, last = 1, self.line(first)[1]
        for at in range(first + 1, last + 1):
            for place, sign in enumerate(self.gaps[at]):
                if sign in SIGNS:
                    depth += 1 if at < last and self._opens(at, place) else -1
                if depth == 0:
                    return at
        return self._closed_later(last) if depth == 1 else last

    def _closed_later(self, last: int) -> int:
        """Where a sign in a line behind the one that ends before ``last`` closes what is open; ``last`` elsewhere."""
        for at in range(last, min(self.size, last + _MOST_LATER) + 1):
            for place, sign in enumerate(self.gaps[at]):
                if sign in SIGNS:
                    opens = at < self.size and self._opens(at, place)
                    return at if at > last and not opens and (sign not in _EITHER or self.ends_after(at)) else last
        return last

    def ends_after(self, at: int) -> bool:
        """Whether a sentence, or a part of one, ends before a word."""
        return at == self.size or self._ends(at) or self.has_comma(at)
