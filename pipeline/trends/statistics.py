"""The statistics of trends: bursts by a two-state model, and how surely something is told more than before."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log

_SCALE = 2.0
"""A burst has twice the usual rate."""
_EFFORT = 1.0
"""What it costs to begin a burst, times the logarithm of the number of periods (gamma in the paper)."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Periods ``[first, last]`` of a burst, and by how many nats it explains them better than the usual rate."""

    first: int
    last: int
    weight: float


def bursts(counts: Sequence[int], expected: Sequence[float]) -> list[Stretch]:
    """The stretches of periods in which far more happened than was to be expected, in order.

    J. Kleinberg, "Bursty and hierarchical structure in streams" (KDD 2002), section 4, with two states and Poisson
    counts: the cheapest sequence of states, where a state costs minus the logarithm of the probability that it gives
    to the count of a period, and to enter the state of bursts costs ``log(len(counts))``.

    >>> [(one.first, one.last, round(one.weight, 1)) for one in bursts([2, 1, 2, 2, 9, 8, 1, 2], [3.4] * 8)]
    [(4, 5, 5.0)]
    >>> bursts([2, 1, 2, 3, 2], [2.0] * 5)
    []
    """
    gains = [many * log(_SCALE) - (_SCALE - 1) * usual for many, usual in zip(counts, expected, strict=True)]
    begin = _EFFORT * log(max(2, len(counts)))
    quiet, bursting = 0.0, float("-inf")
    came: list[tuple[bool, bool]] = []
    """Of each period, whether a burst was on before it: where it is quiet, and where it bursts."""
    for gain in gains:
        came.append((bursting > quiet, bursting >= quiet - begin))
        quiet, bursting = max(quiet, bursting), max(bursting, quiet - begin) + gain
    is_on, on = bursting > quiet, list[bool]()
    for when_quiet, when_bursting in reversed(came):
        on.append(is_on)
        is_on = when_bursting if is_on else when_quiet
    return list(_stretches(on[::-1], gains))


def _stretches(on: Sequence[bool], gains: Sequence[float]) -> Iterator[Stretch]:
    first = 0
    for at, (bursting, after) in enumerate(zip(on, [*on[1:], False], strict=True)):
        if bursting and (not at or not on[at - 1]):
            first = at
        if bursting and not after:
            yield Stretch(first, at, sum(gains[first : at + 1]))


def evidence(now: int, of: int, before: int, of_before: int) -> float:
    """How surely something is told in a greater share of stories than before; 0 where the share did not grow.

    The log-likelihood ratio G² (T. Dunning, "Accurate methods for the statistics of surprise and coincidence",
    Computational Linguistics 19, 1993) of ``now`` of ``of`` against ``before`` of ``of_before``; chi-squared with one
    degree of freedom where nothing changed, so that 15.13 happens by chance once in ten thousand times.

    >>> round(evidence(12, 100, 3, 400), 1), evidence(3, 100, 12, 400), evidence(5, 10, 0, 0)
    (26.0, 0.0, 0.0)
    """
    if not of or not of_before or now * of_before <= before * of:
        return 0.0
    share = (now + before) / (of + of_before)
    each = ((now, of), (before, of_before))
    return 2 * sum(_likelihood(many, all_, many / all_) - _likelihood(many, all_, share) for many, all_ in each)


def _likelihood(many: int, of: int, share: float) -> float:
    """The logarithm of the probability of so many of so many, less what depends on no share."""
    return (many * log(share) if many else 0.0) + ((of - many) * log(1 - share) if of > many else 0.0)
