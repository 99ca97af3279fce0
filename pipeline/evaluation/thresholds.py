"""From which score on a mention is right, by what people judged: the curve of each label, and what it proposes; pure.

How likely a mention of a score is right does not hang on which scores were looked at first; the recall does, so that a
least score is proposed by the mentions that would go, never by the share of all that would stay.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

STEPS = tuple(step / 20 for step in range(20))
"""The scores at which a curve has a point: 0, 0.05 … 0.95."""
_ENOUGH = 30
"""Judged mentions on each side of a proposal: of fewer nothing is known."""
_Z = 1.96
"""Of a normal distribution: 95 % of it lie so near to its middle."""


@dataclass(frozen=True, slots=True)
class Scored:
    """A mention that somebody judged: its label and score, and whether it was right as it was found."""

    label: str
    score: float
    right: bool


@dataclass(frozen=True, slots=True)
class Point:
    """Of the mentions of at least a score how many were judged and right; and of those below it."""

    score: float
    judged: int
    right: int
    below: int
    below_right: int

    @property
    def precision(self) -> float | None:
        """The share of those at least so sure that is right."""
        return self.right / self.judged if self.judged else None


@dataclass(frozen=True, slots=True)
class Proposal:
    """Of a label the curve, the score from which mentions are certain, and that under which they are mostly wrong.

    None where too few were judged to say so with 95 % confidence. What is certain is never under that which is wrong.
    """

    label: str
    judged: int
    right: int
    curve: tuple[Point, ...]
    sure: float | None
    least: float | None


def proposals(scored: Iterable[Scored], certain: float = 0.95) -> list[Proposal]:
    """What is proposed for each label, where mentions are certain of which a share ``certain`` is right."""
    by_label: dict[str, list[Scored]] = {}
    for one in scored:
        by_label.setdefault(one.label, []).append(one)
    return [_proposal(label, some, certain) for label, some in sorted(by_label.items())]


def _proposal(label: str, some: Sequence[Scored], certain: float) -> Proposal:
    curve = tuple(_point(some, step) for step in STEPS)
    least = [p for p in curve if p.below >= _ENOUGH and bounds(p.below_right, p.below)[1] < 1 / 2]
    right_from = (p for p in curve if p.judged >= _ENOUGH and bounds(p.right, p.judged)[0] >= certain)
    sure = next((p.score for p in right_from if not any(_are_wrong(p, later) for later in least)), None)
    wrong = [p.score for p in least if sure is None or p.score <= sure]
    return Proposal(label, len(some), sum(one.right for one in some), curve, sure, max(wrong, default=None))


def _are_wrong(first: Point, later: Point) -> bool:
    """Whether mentions between two scores are mostly wrong, so that none of them is certain."""
    judged = first.judged - later.judged
    return judged >= _ENOUGH and bounds(first.right - later.right, judged)[1] < 1 / 2


def _point(some: Sequence[Scored], step: float) -> Point:
    at_least = [one.right for one in some if one.score >= step]
    below = [one.right for one in some if one.score < step]
    return Point(step, len(at_least), sum(at_least), len(below), sum(below))


def bounds(right: int, judged: int) -> tuple[float, float]:
    """Between which shares the true one lies with 95 % confidence (Wilson's interval).

    >>> [round(bound, 3) for bound in bounds(98, 100)]
    [0.93, 0.994]
    """
    share = right / judged
    middle = share + _Z**2 / (2 * judged)
    reach = _Z * math.sqrt(share * (1 - share) / judged + _Z**2 / (4 * judged**2))
    whole = 1 + _Z**2 / judged
    return (middle - reach) / whole, (middle + reach) / whole
