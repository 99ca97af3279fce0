"""Intervals as terms, so that every engine finds overlaps without nested documents.

A number line of ``2 ** bits`` points is a tree with ``2 ** STEP`` children a node. An interval is the few whole
nodes that cover it (``c``) and these with all nodes above them (``a``). Two intervals overlap just where a covering
node of one is a covering node of the other, or lies above or below it.
"""

import struct
from collections.abc import Iterator
from datetime import date

_STEP = 3
DAY_BITS = 24
"""More than all days of ``datetime.date``."""
NUMBER_BITS = 45
_DROPPED_BITS = 19
"""Of a double: what is left tells whole numbers apart up to 2**33."""

_ZERO = 1 << (NUMBER_BITS - 1)
"""The point of zero; numbers below it are mirrored there."""

type _Node = tuple[int, int]
"""Level, counted from the leaves, and place in it."""


def _cover(low: int, high: int, bits: int) -> Iterator[_Node]:
    """The largest whole nodes in ``[low, high]``."""
    level, most, end = 0, bits // _STEP, high + 1
    while low < end:
        size = 1 << _STEP
        if level == most:
            yield from ((level, node) for node in range(low, end))
            return
        while low < end and low % size:
            yield level, low
            low += 1
        while low < end and end % size:
            end -= 1
            yield level, end
        low, end, level = low >> _STEP, end >> _STEP, level + 1


def _above(node: _Node, bits: int) -> Iterator[_Node]:
    level, place = node
    for higher in range(level + 1, bits // _STEP + 1):
        place >>= _STEP
        yield higher, place


def _term(kind: str, prefix: str, node: _Node) -> str:
    return f"{prefix}{kind}{node[0]:x}.{node[1]:x}"


def terms(low: int, high: int, bits: int, prefix: str = "") -> set[str]:
    """What the index holds for an interval of points, both included."""
    found = set()
    for node in _cover(low, high, bits):
        found.add(_term("c", prefix, node))
        found.add(_term("a", prefix, node))
        found.update(_term("a", prefix, higher) for higher in _above(node, bits))
    return found


def wanted(low: int, high: int, bits: int, prefix: str = "") -> set[str]:
    """The terms of which an interval that overlaps this one has at least one.

    >>> [bool(terms(10, 20, DAY_BITS) & wanted(low, 30, DAY_BITS)) for low in (20, 21)]
    [True, False]
    """
    found = set()
    for node in _cover(low, high, bits):
        found.add(_term("a", prefix, node))
        found.update(_term("c", prefix, higher) for higher in _above(node, bits))
    return found


def number_point(number: float) -> int:
    """A number as a point of a line of NUMBER_BITS, in the order of numbers.

    >>> points = [number_point(n) for n in (float("-inf"), -12, -0.5, 0, 99, 99.5, 100, float("inf"))]
    >>> points == sorted(set(points)), points[0] >= 0, points[-1] < 2**NUMBER_BITS
    (True, True, True)
    """
    (bits,) = struct.unpack(">Q", struct.pack(">d", abs(number)))
    point = int(bits) >> _DROPPED_BITS
    return _ZERO + point if number >= 0 else _ZERO - 1 - point


def day_point(iso: str) -> int:
    """A Gregorian day as a point of a line of DAY_BITS; raises ValueError."""
    return date.fromisoformat(iso[:10]).toordinal()
