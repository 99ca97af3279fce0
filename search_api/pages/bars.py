"""Charts as drawings that stand by themselves (SVG), for a letter or a report: bars with their names, and others."""

from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

_WIDTH, _ROW = 760, 30
HEAD, EDGE, DOT = 52, 16, 5
"""Units of the drawing that the title takes, that stay free at the sides, and from the middle of a dot to its edge."""
_NAMES, _NUMBERS = 300, 70
"""Units of the drawing that names and numbers take beside the bars."""
_LONGEST = 36
"""Code points of a name."""
_FONT = "Vazirmatn, Tahoma, 'Segoe UI', sans-serif"
_PLAIN, _HEADING = 14, 18
INK, PAPER, BAR, RULE = "#1c1f23", "#ffffff", "#0b5d57", "#c4c9cf"


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
class Spot:
    """The middle of a dot."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Placed:
    """Text that begins at a place of the drawing, on a base line, and goes in the direction of it."""

    text: str
    x: float
    y: float
    size: int = _PLAIN
    bold: bool = False
    ends: bool = False
    """Whether the place is where the text ends."""

    @property
    def isolated(self) -> str:
        """The text with marks that keep its own direction in what it holds."""
        return f"\N{FIRST STRONG ISOLATE}{self.text}\N{POP DIRECTIONAL ISOLATE}"


@dataclass(frozen=True, slots=True)
class Plan:
    """What a drawing holds, and where."""

    title: str
    width: int
    height: int
    boxes: Sequence[Box]
    texts: Sequence[Placed]
    dots: Sequence[Spot] = ()
    rules: Sequence[float] = ()
    """Heights of lines across the whole drawing."""


def laid_out(title: str, bars: Sequence[NamedBar], direction: str) -> Plan:
    """Bars below each other, from the side that the language reads from."""
    most = max((bar.number for bar in bars), default=0) or 1
    space = _WIDTH - _NAMES - _NUMBERS - 2 * EDGE
    begin = EDGE + _NAMES
    boxes, texts = [], [heading(title, _WIDTH, direction)]
    for at, bar in enumerate(bars):
        top = HEAD + _ROW * at
        width = max(round(space * bar.number / most, 1), 1.0) if bar.number else 0.0
        left = begin if direction == "ltr" else _WIDTH - begin - width
        name = bar.name if len(bar.name) <= _LONGEST else f"{bar.name[: _LONGEST - 1]}…"
        if bar.number:
            boxes.append(Box(left, top + 5, width, _ROW - 10))
        texts.append(Placed(name, across(EDGE, _WIDTH, direction), top + 20))
        texts.append(Placed(bar.written, across(begin + width + 8, _WIDTH, direction), top + 20))
    return Plan(title, _WIDTH, HEAD + _ROW * len(bars) + EDGE, boxes, texts)


def heading(title: str, width: int, direction: str) -> Placed:
    """The title of a drawing, at its head."""
    return Placed(title, across(EDGE, width, direction), 30, _HEADING, bold=True)


def across(from_start: float, width: float, direction: str) -> float:
    """A distance from the side that the language reads from, as one from the left of a width."""
    return round(from_start if direction == "ltr" else width - from_start, 1)


def drawing(plan: Plan, language: str, direction: str) -> str:
    """An SVG of a plan; black on white, also in print."""
    parts = [
        _box(Box(0, 0, plan.width, plan.height, PAPER)),
        *(_box(Box(0, y, plan.width, 1, RULE)) for y in plan.rules),
        *map(_box, plan.boxes),
        *(f'<circle cx="{dot.x}" cy="{dot.y}" r="{DOT}" fill="{BAR}"/>' for dot in plan.dots),
        *map(_text, plan.texts),
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {plan.width} {plan.height}" width="{plan.width}" '
        f'height="{plan.height}" role="img" aria-label={quoteattr(plan.title)} lang={quoteattr(language)} '
        f'direction="{direction}" font-family="{_FONT}" font-size="{_PLAIN}">{"".join(parts)}</svg>'
    )


def _box(box: Box) -> str:
    return f'<rect x="{box.x}" y="{box.y}" width="{box.width}" height="{box.height}" fill="{box.fill}"/>'


def _text(text: Placed) -> str:
    more = f' font-size="{text.size}" font-weight="bold"' if text.bold else ""
    shown, anchor = escape(text.isolated), "end" if text.ends else "start"
    return f'<text x="{text.x}" y="{text.y}" text-anchor="{anchor}" fill="{INK}"{more}>{shown}</text>'
