"""The chart of counts: where each dated count stands, on a plain or a logarithmic scale, with the marks of its axis."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Self

from pipeline.registry.indicators import Point
from search_api.pages.bars import HEAD, Placed, Plan, Spot, across, heading
from search_api.pages.language import Interface, whole

WIDTH, HEIGHT, EDGE = 960, 240, 16
_NUMBERS = 88
"""Where the dots begin, behind the numbers of the axis."""
_MOST = 300
"""Dots of a chart; where there are more counts, of those of a time the greatest is drawn."""
_FAR = 100
"""How many times as great as the least the greatest count is where a plain scale would flatten most of them."""


@dataclass(frozen=True, slots=True)
class Dot:
    """A dated count; ``x`` grows with time in the reading direction of the page."""

    x: float
    y: float
    point: Point


@dataclass(frozen=True, slots=True)
class Chart:
    """The dots from the first day to the last; ``ticks`` are numbers of the axis with their height."""

    dots: Sequence[Dot]
    ticks: Sequence[tuple[float, float]]
    is_log: bool

    @classmethod
    def of(cls, points: Sequence[Point], scale: str) -> Self:
        """Of points in the order of time; ``scale`` is ``log``, ``linear``, or "" for what the numbers ask for."""
        dated = _thinned([p for p in points if p.document.published and p.number >= 0])
        numbers = [p.number for p in dated if p.number > 0]
        if not dated or not numbers:
            return cls((), (), scale == "log")
        least, most = min(numbers), max(numbers)
        is_log = scale == "log" or (scale == "" and most / least > _FAR)
        low = 10.0 ** math.floor(math.log10(least))
        place = _height(low, most, is_log=is_log)
        days = [date.fromisoformat(p.document.published[:10]).toordinal() for p in dated]
        across = (WIDTH - _NUMBERS - EDGE) / max(1, days[-1] - days[0])
        dots = [
            Dot(round(_NUMBERS + (day - days[0]) * across, 1), place(p.number), p)
            for day, p in zip(days, dated, strict=True)
        ]
        return cls(dots, [(number, place(number)) for number in _ticks(low, most, is_log=is_log)], is_log)

    def plan(self, ui: Interface, title: str) -> Plan:
        """The chart with its title, the numbers of its axis and its first and last day, to be drawn by itself."""

        def placed(text: str, from_start: float, y: float, *, ends: bool = False) -> Placed:
            return Placed(text, across(from_start, WIDTH, ui.direction), y, ends=ends)

        low = HEAD + HEIGHT
        texts = [heading(title, WIDTH, ui.direction)]
        texts += [placed(ui.number(number), 6, HEAD + y - 4) for number, y in self.ticks]
        if self.dots:
            first, last = (ui.day(dot.point.document.published) for dot in (self.dots[0], self.dots[-1]))
            texts.append(placed(first, _NUMBERS, low + 14))
            texts.append(placed(last if last != first else "", WIDTH - EDGE, low + 14, ends=True))
        dots = [Spot(across(dot.x, WIDTH, ui.direction), round(HEAD + dot.y, 1)) for dot in self.dots]
        rules = [round(HEAD + y, 1) for _, y in self.ticks]
        return Plan(title, WIDTH, low + 2 * EDGE, (), texts, dots, rules)


def _thinned(points: Sequence[Point]) -> list[Point]:
    """At most so many points as a chart has, of those side by side the greatest."""
    step = math.ceil(len(points) / _MOST) or 1
    return [max(points[at : at + step], key=lambda p: p.number) for at in range(0, len(points), step)]


def _height(low: float, most: float, *, is_log: bool) -> Callable[[float], float]:
    """From a number to its place from above."""
    span = HEIGHT - 2 * EDGE
    if not is_log:
        return lambda number: round(HEIGHT - EDGE - number / most * span, 1)
    decades = math.log10(most / low) or 1.0
    return lambda number: round(HEIGHT - EDGE - max(0.0, math.log10(max(number, low) / low)) / decades * span, 1)


def _ticks(low: float, most: float, *, is_log: bool) -> list[float]:
    """Numbers of the axis that people read at a glance.

    >>> _ticks(1, 340, is_log=False), _ticks(10, 3400, is_log=True)
    ([0, 100, 200, 300], [10, 100, 1000])
    """
    if is_log:
        powers = [whole(low * 10**n) for n in range(math.floor(math.log10(most / low)) + 1)]
        return powers[:: max(1, math.ceil(len(powers) / 6))]
    rough = most / 4
    unit = 10.0 ** math.floor(math.log10(rough))
    step = next(unit * by for by in (1, 2, 5, 10) if unit * by >= rough)
    return [whole(step * n) for n in range(int(most / step) + 1)]
