"""Bars with their names as a drawing that stands by itself (SVG), for a letter or a report."""

from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

_WIDTH, _ROW, _HEAD, _EDGE = 760, 30, 52, 16
_NAMES, _NUMBERS = 300, 70
"""Units of the drawing that names and numbers take beside the bars."""
_LONGEST = 36
"""Code points of a name."""
_FONT = "Vazirmatn, Tahoma, 'Segoe UI', sans-serif"


@dataclass(frozen=True, slots=True)
class NamedBar:
    """A value with its name, how many there are, and that number as the language writes it."""

    name: str
    number: int
    written: str


def drawing(title: str, bars: Sequence[NamedBar], language: str, direction: str) -> str:
    """An SVG of bars below each other, from the side that the language reads from; black on white, also in print."""
    height = _HEAD + _ROW * len(bars) + _EDGE
    most = max((bar.number for bar in bars), default=0) or 1
    rows = "".join(_row(bar, at, most, direction) for at, bar in enumerate(bars))
    head = _text(title, _x(_EDGE, direction), 30, 'font-size="18" font-weight="bold"')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" height="{height}" '
        f'role="img" aria-label={quoteattr(title)} lang={quoteattr(language)} direction="{direction}" '
        f'font-family="{_FONT}" font-size="14"><rect width="{_WIDTH}" height="{height}" '
        f'fill="#ffffff"/>{head}{rows}</svg>'
    )


def _row(bar: NamedBar, at: int, most: int, direction: str) -> str:
    top = _HEAD + _ROW * at
    space = _WIDTH - _NAMES - _NUMBERS - 2 * _EDGE
    width = max(round(space * bar.number / most, 1), 1.0 if bar.number else 0.0)
    begin = _EDGE + _NAMES
    left = begin if direction == "ltr" else _WIDTH - begin - width
    name = bar.name if len(bar.name) <= _LONGEST else f"{bar.name[: _LONGEST - 1]}…"
    drawn = f'<rect x="{left}" y="{top + 5}" width="{width}" height="{_ROW - 10}" fill="#0b5d57"/>'
    named = _text(name, _x(_EDGE, direction), top + 20)
    return f"{named}{drawn}{_text(bar.written, _x(begin + width + 8, direction), top + 20)}"


def _x(from_start: float, direction: str) -> float:
    return round(from_start if direction == "ltr" else _WIDTH - from_start, 1)


def _text(text: str, x: float, y: float, more: str = "") -> str:
    """Text that begins at a place, in the direction of the drawing; what it holds keeps its own."""
    isolated = f"\N{FIRST STRONG ISOLATE}{escape(text)}\N{POP DIRECTIONAL ISOLATE}"
    return f'<text x="{x}" y="{y}" text-anchor="start" fill="#1c1f23" {more}>{isolated}</text>'
