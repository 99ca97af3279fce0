"""Columns of a page, parted where lines of text leave one gutter free; a table is not parted."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from statistics import median

_LINE_TOLERANCE = 0.35
"""Part of the type size within which two baselines are one line (research/ingest.md, step 3)."""
_GUTTER = 1.2
"""Type sizes that a gutter is wide, at least; a wide space in a justified line is narrower, or lies elsewhere."""
_NARROW = 0.7
"""The same of a gutter that hardly a row crosses: in the spaces of justified lines no such strip stays white."""
_FEWEST_ROWS, _FEWEST_NARROW = 4, 6
_ALL_BUT_FEW = 0.9
"""Of the rows with text on both sides of a narrow gutter, those that leave it free."""
_LARGER, _CENTRED = 1.2, 0.1
"""Type sizes of its page that a heading over columns has; how far from their middle it stands, in their width."""
_SHARE = 0.4
"""Of the rows of a page that leave the gutter free while they have text on both sides of it."""
_ALIGNED = 0.1
"""Type sizes within which the lines of a column begin at one edge."""
_FEWEST_LINES, _FEWEST_LETTERS, _MANY_LETTERS = 3, 12, 24
"""Lines of a column whose lines lie between those of the other; letters of such a line, and of one level with it."""
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
    headings = _headings(rows)
    found: list[list[Row]] = [list(rows[:headings])] if headings else []
    band: list[Row] = []
    least = _least(rows, gutter)
    for row in [*rows[headings:], None]:
        if row is not None and not _crosses(row, gutter, least):
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


def _headings(rows: Sequence[Row]) -> int:
    """How many rows at the top are in larger type and stand over the middle of all others, in whatever column."""
    spans = [sides for row in rows if (sides := _sides(row))]
    if not spans:
        return 0
    left, right = min(low for low, _ in spans), max(high for _, high in spans)
    size = median(glyph.size for row in rows for glyph in row)
    count = 0
    for row in rows:
        sides = _sides(row)
        off = abs(sum(sides) / 2 - (left + right) / 2) if sides else right - left
        if max(glyph.size for glyph in row) < _LARGER * size or off > _CENTRED * (right - left):
            break
        count += 1
    return count if count < len(rows) else 0


def _parted(band: Sequence[Row], gutter: float, *, rtl: bool) -> list[list[Row]]:
    left = [side for row in band if (side := [g for g in row if (g.x0 + g.x1) / 2 < gutter])]
    right = [side for row in band if (side := [g for g in row if (g.x0 + g.x1) / 2 >= gutter])]
    sides = (right, left) if rtl else (left, right)
    return [block for side in sides if side for block in blocks(side, gutter_of(side), rtl=rtl)]


def _is_column(block: Sequence[Row], gutter: float) -> bool:
    """Whether a block lies on one side of the gutter."""
    inked = [g for row in block for g in row if not g.text.isspace()]
    return not inked or max(g.x1 for g in inked) < gutter or min(g.x0 for g in inked) > gutter


def _crosses(row: Row, gutter: float, least: float = _GUTTER) -> bool:
    """Whether a row goes on over the gutter: it has ink there, or only a space."""
    return _sides(row) is not None and not _leaves(row, gutter, least) and _spans(row, gutter)


def _leaves(row: Row, gutter: float, least: float) -> bool:
    return any(low < gutter < high for low, high in _gaps(row, least))


def _least(rows: Sequence[Row], gutter: float) -> float:
    """How wide, in type sizes, the gap is by which a row leaves a gutter free: less where nearly all leave it so."""
    spanning = [row for row in rows if _sides(row) and _spans(row, gutter)]
    free = sum(_leaves(row, gutter, _NARROW) for row in spanning)
    if free >= max(_FEWEST_NARROW, _ALL_BUT_FEW * len(spanning)):
        return _NARROW
    return _NARROW if any(low <= gutter <= high for _, low, high in _by_edges(rows)) else _GUTTER


def _spans(row: Row, gutter: float) -> bool:
    inked = [g for g in row if not g.text.isspace()]
    return min(g.x0 for g in inked) < gutter < max(g.x1 for g in inked)


def _sides(row: Row) -> tuple[float, float] | None:
    inked = [g for g in row if not g.text.isspace()]
    return (min(g.x0 for g in inked), max(g.x1 for g in inked)) if inked else None


def _gaps(row: Row, wide: float = _GUTTER) -> list[tuple[float, float]]:
    """The stretches of a row without ink that are as wide as a gutter, in type sizes."""
    inked = sorted((g for g in row if not g.text.isspace()), key=lambda g: g.x0)
    found, last = [], inked[0] if inked else None
    for glyph in inked[1:]:
        # beside a heading of the other column the type of the text counts
        if last and glyph.x0 - last.x1 >= wide * min(last.size, glyph.size):
            found.append((last.x1, glyph.x0))
        last = glyph if last is None or glyph.x1 > last.x1 else last
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
    least = _least(rows, before)
    free = not any(_crosses(row, before, least) for row in rows)
    return (
        before if free and any(low > before for low, _ in inked) and any(high < before for _, high in inked) else None
    )


def _own_gutter(rows: Sequence[Row]) -> float | None:
    wide, narrow = _gutter(rows, _GUTTER), _gutter(rows, _NARROW)
    if narrow and (wide is None or len(wide[1]) < len(narrow[1])) and _least(rows, narrow[0]) == _NARROW:
        return narrow[0]
    return wide[0] if wide else _between_columns(rows)


type _Line = tuple[float, float, int]
"""A stretch of a row: its edges, and how many letters it has."""


@dataclass(frozen=True, slots=True)
class _Column:
    """Lines that begin at one edge: the numbers of their rows, how far they reach, letters of a line in the middle."""

    rows: tuple[int, ...]
    low: float
    high: float
    letters: float

    def beside(self, other: "_Column", gap: float) -> bool:
        """Whether a column to the right of it is read by itself: its lines lie between the others, or are long ones."""
        if other.low - self.high < gap:
            return False
        level = len({*self.rows} & {*other.rows})
        if 2 * level > min(len(self.rows), len(other.rows)):  # as the cells of a table are, but for their length
            return level >= _FEWEST_ROWS and min(self.letters, other.letters) >= _MANY_LETTERS
        among = sum(other.rows[0] < row < other.rows[-1] for row in self.rows)
        return among + sum(self.rows[0] < row < self.rows[-1] for row in other.rows) >= _FEWEST_LINES


def _by_edges(rows: Sequence[Row]) -> Iterator[tuple[int, float, float]]:
    """Pairs of columns by the edges at which their lines begin: how many lines they have, and the gutter's edges."""
    size = median(glyph.size for row in rows for glyph in row)
    lines = [(at, line) for at, row in enumerate(rows) for line in _lines(row, size)]
    for edge in (1, 0):
        columns = sorted(_columns(lines, edge, size), key=lambda column: column.low)
        for (at, left), (other, right) in combinations(enumerate(columns), 2):
            if left.beside(right, _NARROW * size):
                wide = right.low - left.high if other == at + 1 else _NARROW * size
                gutter = (left.high, left.high + wide) if edge else (right.low - wide, right.low)
                yield len(left.rows) + len(right.rows), *gutter


def _between_columns(rows: Sequence[Row]) -> float | None:
    """The gutter of columns whose lines stand on baselines of their own, or are few."""
    if len(rows) < 2 * _FEWEST_LINES and len(rows) < _FEWEST_ROWS:
        return None
    _, low, high = max(_by_edges(rows), default=(0, 0.0, 0.0))
    return (low + high) / 2 if high else None


def _columns(stretches: Sequence[tuple[int, _Line]], edge: int, size: float) -> Iterator[_Column]:
    """The lines that share an edge, the left (0) or the right one (1), and fill their column as running text does."""
    lines = sorted(((line[edge], at, line) for at, line in stretches), key=lambda one: one[:2])
    starts = [0, *(at for at in range(1, len(lines)) if lines[at][0] - lines[at - 1][0] > _ALIGNED * size), len(lines)]
    for first, last in pairwise(starts):
        together = lines[first:last]
        if len(together) < _FEWEST_LINES:
            continue
        usual = median(line[1] - line[0] for _, _, line in together)
        # what is much wider goes over several columns and begins where one does
        own = [(at, line) for _, at, line in together if line[1] - line[0] < usual / _FULL]
        if len(own) < _FEWEST_LINES:
            continue
        low, high = min(line[0] for _, line in own), max(line[1] for _, line in own)
        letters = median(line[2] for _, line in own)
        if usual >= _FULL * (high - low) and letters >= _FEWEST_LETTERS:
            yield _Column(tuple(sorted({at for at, _ in own})), low, high, letters)


def _lines(row: Row, size: float) -> Iterator[_Line]:
    """The stretches of a row between gaps, left to right: their edges and how many letters they have."""
    sides = _sides(row)
    if sides is None or max(glyph.size for glyph in row) > _LARGER * size:
        return
    gaps = _gaps(row, _NARROW)
    for low, high in zip((sides[0], *(end for _, end in gaps)), (*(start for start, _ in gaps), sides[1]), strict=True):
        yield low, high, sum(low <= g.x0 < high and not g.text.isspace() for g in row)


def _gutter(rows: Sequence[Row], least: float) -> tuple[float, list[Row]] | None:
    """Where most rows leave a gap of so many type sizes, with running text beside it, and these rows."""
    gaps = [gap for row in rows for gap in _gaps(row, least)]
    if len(gaps) < _FEWEST_ROWS:
        return None
    best = _most_covered(gaps)
    two_sided = [row for row in rows if _leaves(row, best, least)]
    if len(two_sided) < max(_FEWEST_ROWS, _SHARE * len(rows)) or not _running(two_sided, best):
        return None
    return best, two_sided


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
