"""The separate marks of ink in a word, from the left, as numbers: in print, digits do not touch each other."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from pipeline.ingest.ocr.images import Ink

SIDE = 16
"""A glyph is drawn into a square of so many pixels."""
EXTRA = 5
WIDTH = SIDE * SIDE + EXTRA
"""Numbers of a glyph: its picture, then how high, how wide, where and how dark it is beside the tallest of its word."""
_SPECK = 0.01
"""Parts of the square of the tallest glyph's height; less ink is dirt."""
_OVER = 0.6
"""Parts of its width that a glyph lies over another."""

type Floats = NDArray[np.float32]


class Glyph(NamedTuple):
    """A connected mark: its box in the word ``[left, right) × [top, bottom)`` and its pixels."""

    left: int
    top: int
    right: int
    bottom: int
    ink: Ink


class Run(NamedTuple):
    """Pixels of ink side by side in a row: ``[left, right)``."""

    row: int
    left: int
    right: int


def glyphs(word: Ink) -> list[Glyph]:
    """The connected marks of a word, from the left; dirt is left out."""
    found = [_glyph(runs) for runs in _connected(word)]
    tall = max((glyph.bottom - glyph.top for glyph in found), default=0)
    kept = [glyph for glyph in found if glyph.ink.sum() > max(3.0, _SPECK * tall * tall)]
    return _stacked(sorted(kept, key=lambda glyph: (glyph.left + glyph.right, glyph.top)), tall)


def _glyph(runs: Sequence[Run]) -> Glyph:
    """The mark that runs of ink make, in the order of their rows."""
    top, bottom = runs[0].row, runs[-1].row + 1
    left, right = min(run.left for run in runs), max(run.right for run in runs)
    ink = np.zeros((bottom - top, right - left), dtype=np.bool_)
    for run in runs:
        ink[run.row - top, run.left - left : run.right - left] = True
    return Glyph(left, top, right, bottom, ink)


def _stacked(found: list[Glyph], tall: int) -> list[Glyph]:
    """The glyphs, two small ones over each other as one: a colon."""
    joined: list[Glyph] = []
    for glyph in found:
        under = joined[-1] if joined else None
        small = under and max(g.bottom - g.top for g in (under, glyph)) < tall / 2
        if (
            under
            and small
            and min(under.right, glyph.right) - max(under.left, glyph.left) > _OVER * (glyph.right - glyph.left)
        ):
            joined[-1] = _one(under, glyph)
        else:
            joined.append(glyph)
    return joined


def _one(one: Glyph, other: Glyph) -> Glyph:
    left, top = min(one.left, other.left), min(one.top, other.top)
    right, bottom = max(one.right, other.right), max(one.bottom, other.bottom)
    ink = np.zeros((bottom - top, right - left), dtype=np.bool_)
    for glyph in (one, other):
        ink[glyph.top - top : glyph.bottom - top, glyph.left - left : glyph.right - left] |= glyph.ink
    return Glyph(left, top, right, bottom, ink)


def _connected(word: Ink) -> list[list[Run]]:
    """The runs of ink of each mark, from its top; runs of two rows touch also across corners."""
    runs = _runs(word)
    parents = list(range(len(runs)))
    first = 0
    for at, run in enumerate(runs):
        while runs[first].row < run.row - 1 or (runs[first].row < run.row and runs[first].right < run.left):
            first += 1
        for above in range(first, at):
            if runs[above].row == run.row or runs[above].left > run.right:
                break
            parents[_root(parents, above)] = _root(parents, at)
    marks: dict[int, list[Run]] = {}
    for at, run in enumerate(runs):
        marks.setdefault(_root(parents, at), []).append(run)
    return list(marks.values())


def _runs(word: Ink) -> list[Run]:
    """The runs of ink, row by row, from the left."""
    edges = np.diff(np.pad(word, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    rows, lefts = np.nonzero(edges > 0)
    return list(map(Run, rows.tolist(), lefts.tolist(), np.nonzero(edges < 0)[1].tolist()))


def _root(parents: list[int], label: int) -> int:
    while parents[label] != label:
        label = parents[label]
    return label


def numbers(found: list[Glyph]) -> Floats:
    """``(glyphs, WIDTH)``."""
    tall = max((glyph.bottom - glyph.top for glyph in found), default=1)
    top = min((glyph.top for glyph in found if glyph.bottom - glyph.top == tall), default=0)
    rows = [np.concatenate((_drawn(glyph).ravel(), _beside(glyph, tall, top))) for glyph in found]
    return np.array(rows, dtype=np.float32).reshape(len(found), WIDTH)


def _beside(glyph: Glyph, tall: int, top: int) -> Any:
    high, wide = glyph.bottom - glyph.top, glyph.right - glyph.left
    middle = (glyph.top + glyph.bottom) / 2 - top
    return np.array((high / tall, wide / tall, middle / tall, wide / (wide + high), float(glyph.ink.mean())))


def _drawn(glyph: Glyph) -> Any:
    """The glyph in the middle of the square, as large as fits."""
    high, wide = glyph.ink.shape
    by = SIDE / max(high, wide)
    size = max(1, round(wide * by)), max(1, round(high * by))
    small = Image.fromarray((glyph.ink * np.uint8(255)).astype(np.uint8)).resize(size, Image.Resampling.BOX)
    square = np.zeros((SIDE, SIDE), dtype=np.float32)
    x, y = (SIDE - size[0]) // 2, (SIDE - size[1]) // 2
    square[y : y + size[1], x : x + size[0]] = np.asarray(small, dtype=np.float32) / 255
    return square
