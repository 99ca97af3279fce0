"""Where lines and pictures of a PDF stand on what is shown of a page, also of one whose text lies on its side."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.ingest.formats.paged import Box
from pipeline.ingest.formats.pdf_columns import Glyph, Row

_WHOLE = 10_000
_ASCENT, _DESCENT = 0.9, 0.3
"""How far letters reach over and under their baseline, in type sizes."""
_ALL_BUT_FEW = 0.9
"""Of the letters of a page, those that go one way where it is read that way."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What of a page is shown: its left and lower edge, width and height in points."""

    x0: float
    y0: float
    width: float
    height: float
    turn: int = 0
    """By how many degrees its lines are turned, against the clock."""

    @classmethod
    def of(cls, page: Any) -> "Frame":
        """The crop box of a pdfplumber page as it is turned, in the coordinates of its characters and pictures.

        They are counted from the lower left corner of the media box as it is turned; to x its left edge is added, with
        the sides of the box exchanged where the page lies.
        """
        whole, crop = page.page_obj.mediabox, page.page_obj.cropbox
        (x0, y0), (x1, y1) = (_turned(corner, whole, page.rotation) for corner in (crop[:2], crop[2:]))
        (a, b), (c, d) = (_turned(corner, whole, page.rotation) for corner in (whole[:2], whole[2:]))
        left, right = max(0.0, min(x0, x1)), min(max(a, c), max(x0, x1))
        lower, upper = max(0.0, min(y0, y1)), min(max(b, d), max(y0, y1))
        return cls(left + float(page.mediabox[0]), lower, max(1.0, right - left), max(1.0, upper - lower))

    def turned(self, page: Any, turn: int) -> "Frame":
        """The same for glyphs of ``upright``."""
        if not turn:
            return self
        left, width, height = self.x0 - float(page.mediabox[0]), float(page.width), float(page.height)
        right, upper = width - left - self.width, height - self.y0 - self.height
        match turn:
            case 90:
                return Frame(self.y0, right, self.height, self.width, turn)
            case 180:
                return Frame(right, upper, self.width, self.height, turn)
        return Frame(upper, left, self.height, self.width, turn)

    def box(self, row: Row) -> Box:
        """Where a row stands, in ten-thousandths of the page; that of a page whose lines are turned is turned back."""
        size, baseline = max(g.size for g in row), row[0].baseline
        top = self.height - (baseline + _ASCENT * size - self.y0)
        bottom = self.height - (baseline - _DESCENT * size - self.y0)
        x0, y0, x1, y1 = self._parts(min(g.x0 for g in row) - self.x0, top, max(g.x1 for g in row) - self.x0, bottom)
        match self.turn:
            case 90:
                return y0, _WHOLE - x1, y1, _WHOLE - x0
            case 180:
                return _WHOLE - x1, _WHOLE - y1, _WHOLE - x0, _WHOLE - y0
            case 270:
                return _WHOLE - y1, x0, _WHOLE - y0, x1
        return x0, y0, x1, y1

    def box_of(self, placed: Mapping[str, Any]) -> Box:
        """Where a picture stands, likewise."""
        top, bottom = (self.height - (float(placed[edge]) - self.y0) for edge in ("y1", "y0"))
        return self._parts(float(placed["x0"]) - self.x0, top, float(placed["x1"]) - self.x0, bottom)

    def _parts(self, left: float, top: float, right: float, bottom: float) -> Box:
        across, down = _WHOLE / self.width, _WHOLE / self.height
        edges = left * across, top * down, right * across, bottom * down
        x0, y0, x1, y1 = (min(_WHOLE, max(0, round(edge))) for edge in edges)
        return x0, y0, x1, y1


def _turned(point: Sequence[float], whole: Sequence[float], by: int) -> tuple[float, float]:
    """A point of a page in the coordinates of its media box, counted from the lower left once it is turned.

    >>> [_turned((10, 20), (0, 0, 100, 300), by) for by in (0, 90, 180, 270)]
    [(10, 20), (20, 90), (90, 280), (280, 10)]
    """
    x, y = point[0] - whole[0], point[1] - whole[1]
    across, up = whole[2] - whole[0], whole[3] - whole[1]
    return {90: (y, across - x), 180: (across - x, up - y), 270: (up - y, x)}.get(by, (x, y))


def turn_of(chars: Sequence[Mapping[str, Any]]) -> int:
    """By how many degrees the lines of a page are turned against the clock, where nearly all go one way; else 0."""
    ways = Counter(_way(*char["matrix"][:4]) for char in chars)
    (way, number), *_ = ways.most_common(1) or [(0, 0)]
    return way if number > _ALL_BUT_FEW * len(chars) else 0


def _way(a: float, b: float, _: float, d: float) -> int:
    if abs(b) > abs(a):
        return 90 if b > 0 else 270
    return 180 if a < 0 and d < 0 else 0


def upright(page: Any, char: Mapping[str, Any], text: str, turn: int) -> Glyph:
    """A character of a page as it stands once the page is turned so that its lines are level."""
    size, x, y = float(char["size"]) or 1.0, float(char["matrix"][4]), float(char["matrix"][5])
    if not turn:
        return Glyph(text, float(char["x0"]), float(char["x1"]), y, size)
    left, right = (float(char[edge]) - float(page.mediabox[0]) for edge in ("x0", "x1"))
    lower, upper = float(char["y0"]), float(char["y1"])
    width, height = float(page.width), float(page.height)
    match turn:
        case 90:
            return Glyph(text, lower, upper, width - x, right - left or 1.0)
        case 180:
            return Glyph(text, width - right, width - left, height - y, size)
    return Glyph(text, height - upper, height - lower, x, right - left or 1.0)
