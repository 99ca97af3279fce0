"""The sign for percent among the marks of a number, by its shape: a stroke that rises to the right between two rings.

Tesseract takes the sign for a question mark, a stroke, a digit or two. Only where its three parts stand apart, as in
clean print, are they taken for one: no digits stand that way, the one at its head and the other at its foot.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from pipeline.ingest.ocr.glyphs import Glyph
from pipeline.ingest.ocr.images import Ink

_PARTS = 3
_HIGH = 0.65, 1.5
"""Heights of the highest mark beside it that a sign is high."""
_RING = 0.65
"""Height of a ring, in heights of the sign, at most."""
_EDGE = 0.12
"""How far the rings end from the head and the foot of the stroke, in heights of it, at most."""
_LEAN = 0.2, 1.0
"""Width of the stroke in its heights: what is less is a digit one, what is more no stroke."""
_BRACKET = 1.12, 1.6
"""Heights of the digits that a bracket is high; a digit beside noughts alone is higher."""
_RISES = 0.8
"""How closely the stroke keeps to a line that rises to the right, as a coefficient of correlation."""
_ASIDE = 0.25
"""How far the middle of a ring lies beside the middle of the stroke, in widths of it, at least."""


class Parted(NamedTuple):
    """The marks of a number, whether a sign for percent is at an end of them, and where both stand, left to right."""

    marks: list[Glyph]
    signed: bool
    left: int
    right: int


def parted(run: Sequence[Glyph]) -> Parted:
    """The marks less those of a sign for percent at the left or the right end, and less one mark beyond it."""
    for beyond in (0, 1):
        from_left, from_right = run[beyond:], run[: len(run) - beyond]
        for sign, rest in ((from_left[:_PARTS], from_left[_PARTS:]), (from_right[-_PARTS:], from_right[:-_PARTS])):
            if rest and _is_sign(sign, max(map(_height, rest))):
                return _parted(_without_bracket(rest), sign)
    return _parted(run, ())


def _without_bracket(marks: Sequence[Glyph]) -> Sequence[Glyph]:
    """The digits, less a mark at an end of them that is higher than they are."""
    for end, others in ((marks[0], marks[1:]), (marks[-1], marks[:-1])):
        high = max(map(_height, others), default=0)
        if _BRACKET[0] * high < _height(end) < _BRACKET[1] * high:
            return others
    return marks


def _parted(marks: Sequence[Glyph], sign: Sequence[Glyph]) -> Parted:
    both = (*sign, *marks)
    return Parted(list(marks), bool(sign), min(mark.left for mark in both), max(mark.right for mark in both))


def _is_sign(parts: Sequence[Glyph], digits: int) -> bool:
    upper, stroke, lower = parts
    high = _height(stroke)
    if not _HIGH[0] * digits <= high <= _HIGH[1] * digits or not _leans(stroke, high):
        return False
    if max(_height(upper), _height(lower)) > _RING * high:
        return False
    edge, half = _EDGE * high, (stroke.top + stroke.bottom) / 2
    at_head = abs(upper.top - stroke.top) <= edge and upper.bottom < half + edge
    at_foot = abs(lower.bottom - stroke.bottom) <= edge and lower.top > half - edge
    aside = _ASIDE * (stroke.right - stroke.left)
    return at_head and at_foot and _middle(upper) + aside <= _middle(stroke) <= _middle(lower) - aside


def _leans(stroke: Glyph, high: int) -> bool:
    wide = stroke.right - stroke.left
    return _LEAN[0] * high <= wide <= _LEAN[1] * high and _rises(stroke.ink)


def _height(part: Glyph) -> int:
    return part.bottom - part.top


def _middle(part: Glyph) -> float:
    return (part.left + part.right) / 2


def _rises(ink: Ink) -> bool:
    rows, columns = np.nonzero(ink)
    if len(set(rows.tolist())) < 2 or len(set(columns.tolist())) < 2:
        return False
    return bool(-np.corrcoef(rows, columns)[0, 1] > _RISES)
