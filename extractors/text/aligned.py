"""Text folded so that every folded character knows the code point it came from."""

from array import array
from dataclasses import dataclass

from corpora.document import Span
from extractors.text.characters import HARAKAT, TATWEEL, lossless, lossless_table, lossy_table, resizing

_TRAILING = HARAKAT | {TATWEEL}


@dataclass(frozen=True, slots=True)
class AlignedText:
    """``text`` is ``raw`` folded without loss, ``key`` the same folded with loss; both have one length.

    >>> folded = AlignedText.of("مُذَكِّرة")
    >>> folded.text, folded.key, folded.span(0, 5)
    ('مذکرة', 'مذکره', Span(start=0, end=9))
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
        if resizing().search(raw):
            fold, starts, parts = lossless(), array("Q"), []
            for at, char in enumerate(raw):
                to = fold.get(char, char)
                if to:
                    parts.append(to)
                    starts.extend([at] * len(to))
            text = "".join(parts)
        else:
            text = raw.translate(lossless_table())
        return cls(raw, text, text.translate(lossy_table()), starts)

    def raw_index(self, index: int) -> int:
        """The code point of ``raw`` that the folded character came from; the length of ``raw`` at the end."""
        if self.starts is None:
            return index
        return self.starts[index] if index < len(self.starts) else len(self.raw)

    def span(self, start: int, end: int) -> Span:
        """The raw span of a folded range that is not empty, with the marks that sit on its last letter."""
        last = self.raw_index(end - 1) + 1
        while last < len(self.raw) and self.raw[last] in _TRAILING:
            last += 1
        return Span(self.raw_index(start), last)
