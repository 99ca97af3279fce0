"""A chart of volume: how much there was, day by day or week by week."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from search_api.pages.language import Interface

SIZE = (700.0, 90.0)
"""Width and height of the chart, in its own units."""
_GAP = 2.0


@dataclass(frozen=True, slots=True)
class Bar:
    """How much there was from one day to another, both included; ``said`` is that in words, ``marked`` stands out."""

    first: date
    last: date
    number: int
    said: str
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A bar of the chart, in its units; ``title`` says what it stands for."""

    x: float
    y: float
    width: float
    height: float
    title: str
    marked: bool


def columns(ui: Interface, bars: Sequence[Bar]) -> list[Column]:
    """The bars drawn; time goes the way that the language of the page is read."""
    width, tallest = SIZE
    most = max((bar.number for bar in bars), default=0) or 1
    step = width / max(1, len(bars))
    found = []
    for at, bar in enumerate(bars):
        start = at * step if ui.direction == "ltr" else width - (at + 1) * step
        height = tallest * bar.number / most
        days = ui.day(bar.first.isoformat())
        days += f" – {ui.day(bar.last.isoformat())}" if bar.last != bar.first else ""
        sides = round(start, 1), round(tallest - height, 1), round(max(1.0, step - _GAP), 1), round(height, 1)
        found.append(Column(*sides, f"{days}: {bar.said}", bar.marked))
    return found
