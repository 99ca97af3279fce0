"""Text folded so that every folded character knows the code point it came from."""

import re
from array import array
from dataclasses import dataclass

from corpora.document import Span
from extractors.text.characters import (
    ARABIC_LETTERS,
    HARAKAT,
    JOINT_SIGNS,
    TATWEEL,
    ZWNJ,
    lossless,
    lossy,
    replaced,
    resizing,
)

_TRAILING = HARAKAT | {TATWEEL}
_ARABIC = rf"[{ARABIC_LETTERS}\uFB50-\uFDFF\uFE70-\uFEFC]"
_JOINT = re.compile(rf"[{JOINT_SIGNS}](?<={_ARABIC}.)(?={_ARABIC})")
_DASH = re.compile(rf"(?<=[\d\s]){TATWEEL}+(?=[\d\s])")
"""A tatweel that lengthens no letter stands for a dash («۲۰ ـ ۳۰»)."""


@dataclass(frozen=True, slots=True)
class AlignedText:
    """``text`` is ``raw`` folded without loss, ``key`` the same folded with loss; both have one length.

    >>> folded = AlignedText.of("مُذَكِّرة")
    >>> folded.text, folded.key, folded.span(0, 5)
    ('مذکرة', 'مذکره', Span(start=0, end=9))
    >>> AlignedText.of("می\\xacشود").text == f"می{ZWNJ}شود"
    True
    """

    raw: str
    text: str
    key: str
    starts: array[int] | None
    """Raw index of each folded character; None where both have the same."""

    @classmethod
    def of(cls, raw: str) -> "AlignedText":
        """Folds any string; never raises."""
        starts: array[int] | None = None
        # a sign that stands for ZWNJ becomes one, code point for code point, so that no offset moves
        written = _JOINT.sub(ZWNJ, raw)
        if TATWEEL in written:
            written = _DASH.sub(lambda match: "-" * len(match.group()), written)
        odd = [match.start() for match in resizing().finditer(written)]
        if odd:
            text, starts = _resized(written, odd)
        else:
            text = replaced(written, lossless())
        return cls(raw, text, replaced(text, lossy()), starts)

    def bounds(self, start: int, end: int) -> tuple[int, int]:
        """The raw start and end of a folded range that is not empty, with the marks that sit on its last letter."""
        if self.starts is None:
            return start, end
        last, size = self.starts[end - 1] + 1, self.starts[end] if end < len(self.starts) else len(self.raw)
        while last < size and self.raw[last] in _TRAILING:
            last += 1
        return self.starts[start], last

    def span(self, start: int, end: int) -> Span:
        """``bounds`` as a span."""
        return Span(*self.bounds(start, end))


def _resized(raw: str, odd: list[int]) -> tuple[str, array[int]]:
    """The folded text and the raw index of each of its characters, where those at ``odd`` change its length."""
    fold = lossless()
    parts, starts, at = [], array("Q"), 0
    for place in odd:
        parts.append(replaced(raw[at:place], fold))
        starts.extend(range(at, place))
        to = fold[raw[place]]
        parts.append(to)
        starts.extend([place] * len(to))
        at = place + 1
    parts.append(replaced(raw[at:], fold))
    starts.extend(range(at, len(raw)))
    return "".join(parts), starts
