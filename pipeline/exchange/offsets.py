"""Offsets as other programs count them: code points, or the UTF-16 units of JavaScript, Java and C#."""

from bisect import bisect_left
from collections.abc import Mapping
from typing import Literal

from corpora.document import Span
from pipeline.errors import UnreadableExchange

type Unit = Literal["codepoints", "utf16"]
_ASTRAL = 0x10000


class Offsets:
    """Turns the spans of one text into those of a unit, and back.

    >>> text = "🌱 یزد"
    >>> Offsets(text, "utf16").out(Span(2, 5)), Offsets(text, "utf16").back(3, 6)
    ((3, 6), Span(start=2, end=5))
    """

    def __init__(self, text: str, unit: Unit) -> None:
        """Looks once for the letters that UTF-16 counts twice."""
        astral = [at for at, letter in enumerate(text) if ord(letter) >= _ASTRAL] if unit == "utf16" else []
        self._before = astral
        self._units = [at + number for number, at in enumerate(astral)]
        """Where each of them begins, in units."""
        self._size = len(text)

    def out(self, span: Span) -> tuple[int, int]:
        """The span in the unit."""
        return self._out(span.start), self._out(span.end)

    def back(self, start: int, end: int) -> Span:
        """The span in code points; raises UnreadableExchange for one that is none of the text, or parts a letter."""
        span = Span(self._back(start), self._back(end))
        if not 0 <= span.start < span.end <= self._size or self.out(span) != (start, end):
            raise UnreadableExchange(
                "{start}–{end} is no part of the text; are its offsets counted otherwise?", start=start, end=end
            )
        return span

    def _out(self, at: int) -> int:
        return at + bisect_left(self._before, at)

    def _back(self, at: int) -> int:
        return at - bisect_left(self._units, at)


def unit_of(record: Mapping[str, object], otherwise: Unit) -> Unit:
    """The unit that a record of our own says it is counted in."""
    named = record.get("offsets")
    return "utf16" if named == "utf16" else "codepoints" if named == "codepoints" else otherwise
