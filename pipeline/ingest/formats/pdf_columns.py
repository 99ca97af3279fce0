"""Columns of a page, parted where lines of text leave one gutter free; a table is not parted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

_LINE_TOLERANCE = 0.35
"""Part of the type size within which two baselines are one line (research/ingest.md, step 3)."""
_GUTTER = 1.2
"""Type sizes that a gutter is wide, at least; a wide space in a justified line is narrower, or lies elsewhere."""
_FEWEST_ROWS = 4
_SHARE = 0.4
"""Of the rows of a page that leave the gutter free while they have text on both sides of it."""
_FULL = 0.6
"""How much of its column a line of running text fills, in the middle; a cell of a table fills less."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character cell of a page: its text (a ligature stays one), its box and baseline in points."""

    text: str
    x0: float
    x1: float
    baseline: float
    size: float


type Row = list[Glyph]


def rows_of(glyphs: Iterable[Glyph]) -> list[Row]:
    """The glyphs of each baseline, from top to bottom."""
    rows: list[Row] = []
    for glyph in sorted(glyphs, key=lambda g: -g.baseline):
        tolerance = _LINE_TOLERANCE * max(glyph.size, rows[-1][0].size) if rows else 0.0
        if rows and abs(rows[-1][0].baseline - glyph.baseline) <= tolerance:
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    return rows


def blocks(rows: Sequence[Row], gutter: float | None, *, rtl: bool) -> list[list[Row]]:
    """The rows of a page in blocks that are read one after the other, the right column first where ``rtl``."""
    if gutter is None:
        return [list(rows)]
    found: list[list[Row]] = []
    band: list[Row] = []
    for row in [*rows, None]:
        if row is not None and not _crosses(row, gutter):
            band.append(row)
            continue
        found += _parted(band, gutter, rtl=rtl)
        band = []
        if row is not None:
            if found and not _is_column(found[-1], gutter):
                found[-1].append(row)
            else:
                found.append([row])
    return found


def _parted(band: Sequence[Row], gutter: float, *, rtl: bool) -> list[list[Row]]:
    left = [side for row in band if (side := [g for g in row if (g.x0 + g.x1) / 2 < gutter])]
    right = [side for row in band if (side := [g for g in row if (g.x0 + g.x1) / 2 >= gutter])]
    sides = (right, left) if rtl else (left, right)
    return [block for side in sides if side for block in blocks(side, gutter_of(side), rtl=rtl)]


def _is_column(block: Sequence[Row], gutter: float) -> bool:
    """Whether a block lies on one side of the gutter."""
    inked = [g for row in block for g in row if not g.text.isspace()]
    return not inked or max(g.x1 for g in inked) < gutter or min(g.x0 for g in inked) > gutter


def _crosses(row: Row, gutter: float) -> bool:
    """Whether a row goes on over the gutter: it has ink there, or only a space."""
    return _sides(row) is not None and not any(low < gutter < high for low, high in _gaps(row)) and _spans(row, gutter)


def _spans(row: Row, gutter: float) -> bool:
    inked = [g for g in row if not g.text.isspace()]
    return min(g.x0 for g in inked) < gutter < max(g.x1 for g in inked)


def _sides(row: Row) -> tuple[float, float] | None:
    inked = [g for g in row if not g.text.isspace()]
    return (min(g.x0 for g in inked), max(g.x1 for g in inked)) if inked else None


def _gaps(row: Row) -> list[tuple[float, float]]:
    """The stretches of a row without ink that are as wide as a gutter."""
    inked = sorted((g for g in row if not g.text.isspace()), key=lambda g: g.x0)
    least = _GUTTER * max((g.size for g in inked), default=0.0)
    found, reach = [], inked[0].x1 if inked else 0.0
    for glyph in inked[1:]:
        if glyph.x0 - reach >= least:
            found.append((reach, glyph.x0))
        reach = max(reach, glyph.x1)
    return found


def gutter_of(rows: Sequence[Row], before: float | None = None) -> float | None:
    """Where the columns of a page part, if it has any; ``before`` is where they did on the page before it.

    That is where most rows leave a gap with running text on both sides, or where the page before has its gutter
    and this one leaves it free, as the last page of a document with short columns does.
    """
    found = _own_gutter(rows)
    if found is not None or before is None:
        return found
    inked = [sides for row in rows if (sides := _sides(row))]
    free = not any(_crosses(row, before) for row in rows)
    return (
        before if free and any(low > before for low, _ in inked) and any(high < before for _, high in inked) else None
    )


def _own_gutter(rows: Sequence[Row]) -> float | None:
    gaps = [gap for row in rows for gap in _gaps(row)]
    if len(gaps) < _FEWEST_ROWS:
        return None
    best = _most_covered(gaps)
    two_sided = [row for row in rows if any(low < best < high for low, high in _gaps(row))]
    if len(two_sided) < max(_FEWEST_ROWS, _SHARE * len(rows)) or not _running(two_sided, best):
        return None
    return best


def _most_covered(gaps: Sequence[tuple[float, float]]) -> float:
    """The middle of the stretch that lies in the most gaps."""
    events = sorted([(low, 1) for low, _ in gaps] + [(high, -1) for _, high in gaps])
    depth, most, best = 0, 0, events[0][0]
    for (at, step), (following, _) in pairwise([*events, events[-1]]):
        depth += step
        if depth > most and following > at:
            most, best = depth, (at + following) / 2
    return best


def _running(rows: Sequence[Row], gutter: float) -> bool:
    """Whether the rows fill their columns on both sides, as lines of running text do."""
    for right in (False, True):
        sides = [[g for g in row if not g.text.isspace() and (g.x0 > gutter) == right] for row in rows]
        spans = [(min(g.x0 for g in side), max(g.x1 for g in side)) for side in sides if side]
        width = max(high for _, high in spans) - min(low for low, _ in spans)
        if not width or median(high - low for low, high in spans) < _FULL * width:
            return False
    return True
