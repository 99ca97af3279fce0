"""The drawing of agreements that are related: a box each, the oldest above, and beside them a line for each relation.

It is laid out for a phone's width and drawn larger where there is room; what it says stands as a list below it.
"""

import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Self

from pipeline.registry.entries import Entry
from pipeline.registry.network import Edge, Network
from pipeline.registry.portfolio import state_of
from pipeline.registry.views import Made
from search_api.pages.agreement_texts import date_of, title_of
from search_api.pages.language import Interface

WIDTH = 360
MOST = 7
"""Agreements that are drawn beside one; a list has further ones."""
_LINE, _PAD, _GAP = 21, 9, 14
_LANE, _FIRST_LANE, _HEAD = 14, 16, 6
_LETTER = 6.0
"""How wide a letter is, on average; a line that turns out longer is cut by its box."""
_TITLE_LINES = 2

type Words = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a box: ``kind`` is title, about or relation."""

    text: str
    y: float
    kind: str


@dataclass(frozen=True, slots=True)
class Box:
    """An agreement; ``x`` is its left edge."""

    entry: Entry
    title: str
    x: float
    y: float
    width: float
    height: float
    lines: tuple[Line, ...]
    here: bool


@dataclass(frozen=True, slots=True)
class Arrow:
    """The line of a relation: its path, and the head where it arrives."""

    path: str
    head: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """Boxes and arrows; ``text_x`` is where lines of text begin, in the direction of the page."""

    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    height: float
    text_x: float

    @classmethod
    def of(
        cls, net: Network, here: str, titles: Sequence[tuple[str, str]], relation: Words, *, from_right: bool
    ) -> Self:
        """Of a network: ``titles`` are of each entry its title and what is said below, ``relation`` names a kind."""
        rows = {entry.id: row for row, entry in enumerate(net.entries)}
        edges = sorted(net.edges, key=lambda one: (rows[one.source], abs(rows[one.target] - rows[one.source]), one))
        lanes = _lanes([(rows[one.source], rows[one.target]) for one in edges])
        rail = _FIRST_LANE + _LANE * (max(lanes, default=0) + 1)
        width = WIDTH - rail - 1
        boxes, starts, y = [], dict[Edge, float](), 1.0
        for entry, (title, about) in zip(net.entries, titles, strict=True):
            mine = [one for one in edges if one.source == entry.id]
            said = [(f"{relation(one.kind)} {'↑' if rows[one.target] < rows[entry.id] else '↓'}", one) for one in mine]
            lines = _lines(title, about, [text for text, _ in said], y, width)
            starts |= {one: line.y for (_, one), line in zip(said, lines[len(lines) - len(said) :], strict=True)}
            height = _PAD * 2 + _LINE * len(lines)
            x = 1.0 if from_right else float(rail)
            boxes.append(Box(entry, title, x, y, width, height, lines, entry.id == here))
            y += height + _GAP
        edge = float(width + 1 if from_right else rail)
        toward = 1 if from_right else -1
        arrows = tuple(
            _arrow(edge, toward, _FIRST_LANE + _LANE * lane, starts[one], boxes[rows[one.target]].lines[0].y)
            for one, lane in zip(edges, lanes, strict=True)
        )
        return cls(tuple(boxes), arrows, y - _GAP + 1, edge - _PAD if from_right else edge + _PAD)


def related(ui: Interface, made: Made, entry: Entry) -> dict[str, Any]:
    """What the page of an entry needs for its relations: lists of them, and the drawing where there are any.

    ``further`` are relations that the drawing shows among others than the entry itself.
    """
    net = made.network(entry, MOST)
    if not net.edges:
        return {}
    known = {one.id: title_of(ui, one) for one in net.entries}
    mine = [(one.kind, made.by_id[one.entry]) for one in entry.relations if one.entry in made.by_id]
    theirs = [edge for edge in net.edges if entry.id not in (edge.source, edge.target)]
    titles = [(known[one.id], _about(ui, one)) for one in net.entries]
    from_right = ui.direction == "rtl"
    return {
        "drawing": Drawing.of(net, entry.id, titles, lambda kind: ui(f"relation_{kind}"), from_right=from_right),
        "left_out": net.left_out,
        "relations": [(kind, one, title_of(ui, one)) for kind, one in mine],
        "relating": [(kind, one, title_of(ui, one)) for kind, one in made.relating(entry.id)],
        "further": [(made.by_id[a], known[a], kind, made.by_id[b], known[b]) for a, kind, b in theirs],
    }


def _about(ui: Interface, entry: Entry) -> str:
    """When it was signed, where a text says it, and its state."""
    day = date_of(ui, entry.signed.value) if entry.signed else ""
    return " · ".join(filter(None, (day, ui(f"state_{state_of(entry)}"))))


def _lines(title: str, about: str, relations: Sequence[str], top: float, width: float) -> tuple[Line, ...]:
    """The lines of a box, each by the middle of its height."""
    letters = int((width - 2 * _PAD) / _LETTER)
    wrapped = textwrap.wrap(title, letters, max_lines=_TITLE_LINES, placeholder=" …") or ["—"]
    texts = [(text, "title") for text in wrapped]
    texts += [(textwrap.shorten(about, letters, placeholder=" …"), "about")] if about else []
    texts += [(text, "relation") for text in relations]
    return tuple(Line(text, top + _PAD + _LINE * (at + 0.5), kind) for at, (text, kind) in enumerate(texts))


def _lanes(spans: Sequence[tuple[int, int]]) -> list[int]:
    """A lane for each span of rows, so that none runs over another; short ones nearest to the boxes.

    >>> _lanes([(1, 0), (3, 2), (3, 0)])
    [0, 0, 1]
    """
    order = sorted(range(len(spans)), key=lambda at: (abs(spans[at][1] - spans[at][0]), min(spans[at])))
    taken: list[list[tuple[int, int]]] = []
    found = [0] * len(spans)
    for at in order:
        low, high = sorted(spans[at])
        free = (lane for lane, held in enumerate(taken) if all(high < first or last < low for first, last in held))
        lane = next(free, len(taken))
        if lane == len(taken):
            taken.append([])
        taken[lane].append((low, high))
        found[at] = lane
    return found


def _arrow(edge: float, toward: int, out: float, start: float, end: float) -> Arrow:
    """From one box out to a lane, along it, and back to another box, where the head points to."""
    lane, tip = edge + toward * out, edge + toward
    back = tip + toward * _HEAD
    path = f"M{edge:.1f} {start:.1f}H{lane:.1f}V{end:.1f}H{back:.1f}"
    return Arrow(path, f"{tip:.1f},{end:.1f} {back:.1f},{end - 4:.1f} {back:.1f},{end + 4:.1f}")
