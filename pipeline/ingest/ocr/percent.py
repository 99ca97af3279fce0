"""The sign for percent among the marks of a number, by its shape: a stroke that rises to the right between two rings.

Tesseract takes the sign for a question mark, a digit or a digit and a nought. Where its three parts stand apart, where
they stand tells; where ink has joined some of them, the two holes of the rings do.
"""

from collections.abc import Sequence

import numpy as np

from pipeline.ingest.ocr.glyphs import Glyph, connected, joined
from pipeline.ingest.ocr.images import Ink

_MOST_PARTS = 3
_HIGH, _WIDE = (0.65, 1.9), (0.35, 1.5)
"""Heights of the digits beside it that a sign is high; its width in its own heights."""
_RING = 0.7
"""Height of a ring, in heights of the sign, at most."""
_OFF = 0.1
"""How far the middle of a ring lies from the middle of the sign, in heights and widths of it, at least."""
_RISES = 0.6
"""How closely the stroke keeps to a line that rises to the right, as a coefficient of correlation."""
_LIKE = 0.5
"""Part of the ink of a sign and of itself turned upside down that is the same, at least."""
_FEWEST_HOLE = 3
"""Pixels of a hole in a ring, at least."""


def sign_parts(marks: Sequence[Glyph]) -> int:
    """How many of the first marks of a number, from either of its ends, are a percent sign; 0 where none is."""
    for count in range(min(_MOST_PARTS, len(marks) - 1), 0, -1):
        if _is_sign(marks[:count], max(glyph.bottom - glyph.top for glyph in marks[count:])):
            return count
    return 0


def _is_sign(parts: Sequence[Glyph], digits: float) -> bool:
    whole = joined(parts)
    high, wide = whole.bottom - whole.top, whole.right - whole.left
    if not (_HIGH[0] * digits <= high <= _HIGH[1] * digits and _WIDE[0] * high <= wide <= _WIDE[1] * high):
        return False
    *small, stroke = sorted(parts, key=lambda part: part.bottom - part.top)
    if any(part.bottom - part.top > _RING * high for part in small):
        return False
    if len(parts) == _MOST_PARTS:
        upper, lower = sorted(small, key=lambda part: part.top)
        return _are_beside(_middle(upper), _middle(lower), _middle(stroke), high, 1) and _rises(stroke.ink)
    return _has_rings(whole.ink)


def _middle(part: Glyph) -> tuple[float, float]:
    return (part.left + part.right) / 2, (part.top + part.bottom) / 2


def _are_beside(
    upper: tuple[float, float], lower: tuple[float, float], middle: tuple[float, float], high: float, wide: float
) -> bool:
    """Whether one lies up and left of a middle and another down and right of it."""
    across = upper[0] + _OFF * wide < middle[0] < lower[0] - _OFF * wide
    return across and upper[1] + _OFF * high < middle[1] < lower[1] - _OFF * high


def _rises(ink: Ink) -> bool:
    rows, columns = np.nonzero(ink)
    if len(set(rows.tolist())) < 2 or len(set(columns.tolist())) < 2:
        return False
    return bool(-np.corrcoef(rows, columns)[0, 1] > _RISES)


def _has_rings(ink: Ink) -> bool:
    """Whether ink has a hole up and left of the middle and one down and right, and a stroke that rises between them.

    A ring that the scan has opened is known by the other, and by how like itself the sign is when it is turned.
    """
    high, wide = ink.shape
    if not (ink[: high // 4, wide // 2 :].any() and ink[-(high // 4) :, : wide // 2].any()):
        return False
    middles = sorted((_middle(hole) for hole in _holes(ink) if hole.ink.sum() >= _FEWEST_HOLE), key=lambda at: at[1])
    if len(middles) == 1:
        x, y = middles[0]
        middles = sorted((middles[0], (wide - x, high - y)), key=lambda at: at[1])
        both = int((ink & ink[::-1, ::-1]).sum())
        if both < _LIKE * (2 * int(ink.sum()) - both):
            return False
    return len(middles) == 2 and _are_beside(middles[0], middles[1], (wide / 2, high / 2), high, wide)


def _holes(ink: Ink) -> list[Glyph]:
    """The parts of white that ink goes around; where it does so by corners only it is thickened."""
    thick = ink.copy()
    thick[:, 1:] |= ink[:, :-1]
    white = connected(np.pad(~thick, 1, constant_values=True))
    return [part for part in white if part.left > 0 and part.top > 0]
