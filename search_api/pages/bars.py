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
_PLAIN, _HEADING = 14, 18
INK, PAPER, BAR = "#1c1f23", "#ffffff", "#0b5d57"


@dataclass(frozen=True, slots=True)
class NamedBar:
    """A value with its name, how many there are, and that number as the language writes it."""

    name: str
    number: int
    written: str


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in units of the drawing."""

    x: float
    y: float
    width: float
    height: float
    fill: str = BAR


@dataclass(frozen=True, slots=True)
class Placed:
    """Text that begins at a place of the drawing, on a base line, and goes in the direction of it."""

    text: str
    x: float
    y: float
    size: int = _PLAIN
    bold: bool = False

    @property
    def isolated(self) -> str:
        """The text with marks that keep its own direction in what it holds."""
        return f"\N{FIRST STRONG ISOLATE}{self.text}\N{POP DIRECTIONAL ISOLATE}"


@dataclass(frozen=True, slots=True)
class Plan:
    """What a drawing holds, and where."""

    width: int
    height: int
    boxes: Sequence[Box]
    texts: Sequence[Placed]


def laid_out(title: str, bars: Sequence[NamedBar], direction: str) -> Plan:
    """Bars below each other, from the side that the language reads from."""
    most = max((bar.number for bar in bars), default=0) or 1
    space = _WIDTH - _NAMES - _NUMBERS - 2 * _EDGE
    begin = _EDGE + _NAMES
    boxes, texts = [], [Placed(title, _x(_EDGE, direction), 30, _HEADING, bold=True)]
    for at, bar in enumerate(bars):
        top = _HEAD + _ROW * at
        width = max(round(space * bar.number / most, 1), 1.0) if bar.number else 0.0
        left = begin if direction == "ltr" else _WIDTH - begin - width
        name = bar.name if len(bar.name) <= _LONGEST else f"{bar.name[: _LONGEST - 1]}…"
        if bar.number:
            boxes.append(Box(left, top + 5, width, _ROW - 10))
        texts.append(Placed(name, _x(_EDGE, direction), top + 20))
        texts.append(Placed(bar.written, _x(begin + width + 8, direction), top + 20))
    return Plan(_WIDTH, _HEAD + _ROW * len(bars) + _EDGE, boxes, texts)


def drawing(title: str, bars: Sequence[NamedBar], language: str, direction: str) -> str:
    """An SVG of bars below each other; black on white, also in print."""
    plan = laid_out(title, bars, direction)
    parts = [_box(Box(0, 0, plan.width, plan.height, PAPER)), *map(_box, plan.boxes), *map(_text, plan.texts)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {plan.width} {plan.height}" width="{plan.width}" '
        f'height="{plan.height}" role="img" aria-label={quoteattr(title)} lang={quoteattr(language)} '
        f'direction="{direction}" font-family="{_FONT}" font-size="{_PLAIN}">{"".join(parts)}</svg>'
    )


def _x(from_start: float, direction: str) -> float:
    return round(from_start if direction == "ltr" else _WIDTH - from_start, 1)


def _box(box: Box) -> str:
    return f'<rect x="{box.x}" y="{box.y}" width="{box.width}" height="{box.height}" fill="{box.fill}"/>'


def _text(text: Placed) -> str:
    more = f' font-size="{text.size}" font-weight="bold"' if text.bold else ""
    shown = escape(text.isolated)
    return f'<text x="{text.x}" y="{text.y}" text-anchor="start" fill="{INK}"{more}>{shown}</text>'
