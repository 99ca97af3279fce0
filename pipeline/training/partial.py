"""A random field over sentences of which only some words are labelled: how likely, and what each tag weighs; pure.

A word that nobody judged may have any tag: the chance of all sequences that agree with what is known is made greater
against that of all sequences.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

type Numbers = NDArray[np.float64]

_TOGETHER = 256
"""Sentences that are summed over side by side."""
_STEPS, _RATE = 120, 0.03
_MEMORY, _SQUARES = 0.9, 0.999
"""Of Adam's means (arXiv:1412.6980)."""
_NEVER = -1e9


class Known(NamedTuple):
    """A sentence: ``(units, size)`` what the last layer reads, and ``(units, tags)`` whether a unit may have a tag."""

    states: NDArray[np.float32]
    allowed: NDArray[np.bool_]


class Sums(NamedTuple):
    """Of sentences side by side: the logarithm of the summed weight, the share of each tag at each unit, and how often
    each tag follows each, with start and end in the last rows as ``Model.transitions`` has them."""

    weight: Numbers
    shares: Numbers
    pairs: Numbers


class Weights(NamedTuple):
    """A last layer: ``(size, tags)`` with the bias as last row, and the transitions."""

    output: Numbers
    transitions: Numbers


class Batch(NamedTuple):
    """Sentences of like length: states with a 1 behind, which tags are allowed, which units are there."""

    states: Numbers
    allowed: NDArray[np.bool_]
    inside: NDArray[np.bool_]


def batches(sentences: Sequence[Known]) -> list[Batch]:
    """Sentences of like length side by side."""
    order = sorted(sentences, key=lambda one: len(one.states))
    return [_padded(order[at : at + _TOGETHER]) for at in range(0, len(order), _TOGETHER)]


def _padded(some: Sequence[Known]) -> Batch:
    longest, size = max(len(one.states) for one in some), some[0].states.shape[1]
    states = np.zeros((len(some), longest, size + 1))
    allowed = np.ones((len(some), longest, some[0].allowed.shape[1]), dtype=bool)
    inside = np.zeros((len(some), longest), dtype=bool)
    for row, one in enumerate(some):
        length = len(one.states)
        states[row, :length, :size], states[row, :length, size] = one.states, 1
        allowed[row, :length], inside[row, :length] = one.allowed, True
    return Batch(states, allowed, inside)


def sums(scores: Numbers, inside: NDArray[np.bool_], transitions: Numbers) -> Sums:
    """Forward and backward over sentences side by side; a sentence that no sequence fits weighs minus infinity."""
    between, start, end = np.exp(transitions[:-2]), np.exp(transitions[-2]), np.exp(transitions[-1])
    rows, longest, tags = scores.shape
    top = scores.max(axis=2)
    weights = np.exp(scores - top[:, :, None])
    ahead, back, scale = np.zeros_like(scores), np.zeros_like(scores), np.ones((rows, longest))
    for at in range(longest):
        now = weights[:, at] * (start if at == 0 else ahead[:, at - 1] @ between)
        total = now.sum(axis=1)
        scale[:, at] = np.where(inside[:, at], total, 1)
        with np.errstate(divide="ignore", invalid="ignore"):
            ahead[:, at] = np.where(inside[:, at, None], now / total[:, None], ahead[:, at - 1])
    last = ahead[:, -1] @ end
    with np.errstate(divide="ignore", invalid="ignore"):
        weight = (np.log(scale) + np.where(inside, top, 0)).sum(axis=1) + np.log(last)
        back[:, -1] = end / last[:, None]
        pairs = np.zeros((tags + 2, tags))
        pairs[-1] = (ahead[:, -1] * back[:, -1]).sum(axis=0)
        for at in range(longest - 2, -1, -1):
            after = weights[:, at + 1] * back[:, at + 1] / scale[:, at + 1, None]
            goes_on = inside[:, at + 1, None]
            pairs[:-2] += (ahead[:, at] * goes_on).T @ np.where(goes_on, after, 0) * between
            back[:, at] = np.where(goes_on, after @ between.T, back[:, at + 1])
    shares = ahead * back * inside[:, :, None]
    pairs[-2] = shares[:, 0].sum(axis=0)
    return Sums(weight, shares, pairs)


def _both(batch: Batch, weights: Weights) -> tuple[Sums, Sums]:
    """Over all sequences, and over those that agree with what is known."""
    scores = batch.states @ weights.output
    free = sums(scores, batch.inside, weights.transitions)
    return free, sums(np.where(batch.allowed, scores, _NEVER), batch.inside, weights.transitions)


def surprise(found: Sequence[Batch], weights: Weights) -> Numbers:
    """Of each sentence, shortest first, how unlikely what is known of it is (negative logarithm)."""
    pairs = (_both(batch, weights) for batch in found)
    return np.concatenate([free.weight - held.weight for free, held in pairs])


def fitted(found: Sequence[Batch], base: Weights, metric: Numbers, anchor: float) -> Weights:
    """The weights nearest to ``base`` under which what is known is likely.

    How far away they are is measured by how much they would change the scores of words at large: ``metric`` is the
    mean of the outer products of their states. ``anchor`` is what a change of one costs.
    """
    root = np.linalg.cholesky(metric + np.eye(len(metric)) * 1e-3 * np.trace(metric) / len(metric))
    back = np.linalg.inv(root).T
    """A change ``back @ x`` of the output costs half of ``anchor`` times the square of ``x``."""

    def at(change: Numbers) -> Weights:
        split = len(back)
        return Weights(base.output + back @ change[:split], base.transitions + change[split:])

    def slope(change: Numbers) -> Numbers:
        weights, steep = at(change), anchor * change
        for batch in found:
            free, held = _both(batch, weights)
            errors = (free.shares - held.shares).reshape(-1, steep.shape[1])
            steep[: len(back)] += back.T @ (batch.states.reshape(len(errors), -1).T @ errors)
            steep[len(back) :] += free.pairs - held.pairs
        return steep

    return at(_descended(np.zeros((len(back) + len(base.transitions), base.output.shape[1])), slope))


def _descended(start: Numbers, slope: Callable[[Numbers], Numbers]) -> Numbers:
    """Where Adam comes to with ever smaller steps."""
    here, mean, square = start, np.zeros_like(start), np.zeros_like(start)
    for step in _steps():
        steep = slope(here)
        mean = _MEMORY * mean + (1 - _MEMORY) * steep
        square = _SQUARES * square + (1 - _SQUARES) * steep**2
        rate = _RATE * 0.5 * (1 + np.cos(np.pi * (step - 1) / _STEPS))
        here = here - rate * (mean / (1 - _MEMORY**step)) / (np.sqrt(square / (1 - _SQUARES**step)) + 1e-8)
    return here


def _steps() -> Iterator[int]:
    yield from range(1, _STEPS + 1)
