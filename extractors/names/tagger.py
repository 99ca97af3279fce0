"""Tags the units of sentences with a model: what is a name, of which kind, and how sure that is."""

import threading
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from extractors.names.features import parts
from extractors.names.gazetteers import hints
from extractors.names.model import TAGS, Floats, Model
from extractors.names.units import Unit

_BATCH = 48
"""Sentences that go through the network side by side."""
_HALVED = np.float32(-2)
"""Gates are worked out times -2, so that ``1 / (1 + exp(gate))`` is ``(1 + tanh) / 2`` and costs one exponential."""
_STEEPEST = np.float32(80)
"""Beyond it a gate is as shut as it gets, and its exponential would overflow."""
_MOST_CACHED = 6144
"""Words whose part of the gates is kept at hand; half floats, 9 MB with the shipped models."""


class Tagged(NamedTuple):
    """Units ``[first, last)`` of a sentence are a name, with the least probability of any of them."""

    label: str
    first: int
    last: int
    probability: float


class Reading(NamedTuple):
    """What the tagger makes of a sentence: its names, and of each unit the probability that it is in a name."""

    names: list[Tagged]
    named: Floats


class Tagger:
    """A model at work. Safe to use from several threads."""

    def __init__(self, model: Model, language: str) -> None:
        """Takes a model and the language whose words it knows."""
        self._model = model
        self._inputs, self._bias, self._recurrent = (
            _HALVED * weights for weights in (model.inputs, model.bias, model.recurrent)
        )
        self._language = language
        self._known: dict[str, int] = {}
        self._gates = np.zeros((0, 0), dtype=np.float16)
        self._lock = threading.Lock()

    def tag(self, sentences: Sequence[Sequence[Unit]]) -> list[Reading]:
        """What each sentence says, in order."""
        found: list[Reading] = [Reading([], np.zeros(0, dtype=np.float32))] * len(sentences)
        for some, lengths, states in self._batches(sentences):
            for index, reading in zip(some, _readings(states, lengths, self._model), strict=True):
                found[index] = reading
        return found

    def states(self, sentences: Sequence[Sequence[Unit]]) -> list[Floats]:
        """``(units, 2 H)`` of each sentence, in order: what the last layer reads."""
        found = [np.zeros((0, 0), dtype=np.float32)] * len(sentences)
        for some, lengths, states in self._batches(sentences):
            for index, own in zip(some, np.split(states, np.cumsum(lengths)[:-1]), strict=True):
                found[index] = own
        return found

    def _batches(self, sentences: Sequence[Sequence[Unit]]) -> Iterator[tuple[list[int], NDArray[np.int64], Floats]]:
        """Which sentences go together, how long they are, and their states one behind the other."""
        order = sorted(range(len(sentences)), key=lambda i: -len(sentences[i]))
        for at in range(0, len(order), _BATCH):
            some = order[at : at + _BATCH]
            batch = [sentences[i] for i in some]
            lengths = np.array([len(sentence) for sentence in batch])
            yield some, lengths, self._states(batch, lengths)

    def _states(self, batch: Sequence[Sequence[Unit]], lengths: NDArray[np.int64]) -> Floats:
        """``(units, 2 H)``: what the LSTM makes of the units of sentences in order of falling length."""
        gates = self._word_gates([unit.exact for sentence in batch for unit in sentence])
        hinted = np.concatenate([hints(sentence, self._language) for sentence in batch])
        gates += hinted @ self._inputs[-hinted.shape[1] :]
        size = self._recurrent.shape[1]
        starts = np.concatenate(([0], np.cumsum(lengths)[:-1]))
        hidden = np.zeros((len(gates), 2 * size), dtype=np.float32)
        state = np.zeros((2, len(batch), size), dtype=np.float32)
        cell = np.zeros_like(state)
        active = len(batch)
        for step in range(int(lengths[0])):
            while lengths[active - 1] <= step:
                active -= 1
            ahead = starts[:active] + step
            back = starts[:active] + lengths[:active] - 1 - step
            now = np.matmul(state[:, :active], self._recurrent)
            now[0] += gates[ahead, : 4 * size]
            now[1] += gates[back, 4 * size :]
            rate = _opened(now)
            fresh = rate[..., 2 * size : 3 * size] * 2 - 1
            cell = rate[..., size : 2 * size] * cell[:, :active] + rate[..., :size] * fresh
            state = rate[..., 3 * size :] * np.tanh(cell)
            hidden[ahead, :size] = state[0]
            hidden[back, size:] = state[1]
        return hidden

    def _word_gates(self, words: Sequence[str]) -> Floats:
        """``(words, 8 H)``: what each word brings to the gates, bias included; worked out once a word."""
        with self._lock:
            fresh = [word for word in dict.fromkeys(words) if word not in self._known]
            if len(self._known) + len(fresh) > len(self._gates):
                fresh = list(dict.fromkeys(words))
                self._known = {}
                self._gates = np.empty((max(_MOST_CACHED, len(fresh)), len(self._model.bias)), dtype=np.float16)
            if fresh:
                vectors = self._vectors(fresh)
                rows = range(len(self._known), len(self._known) + len(fresh))
                self._gates[rows.start : rows.stop] = vectors @ self._inputs[: vectors.shape[1]] + self._bias
                self._known.update(zip(fresh, rows, strict=True))
            return self._gates[[self._known[word] for word in words]].astype(np.float32)

    def _vectors(self, words: Sequence[str]) -> Floats:
        """``(words, size)``: the vector of each word itself, then the mean of those of its parts."""
        model = self._model
        whole = model.words.rows([model.vocabulary.get(word, 0) for word in words])
        cut = [parts(word, len(model.subwords.scale)) for word in words]
        sizes = np.array([len(some) for some in cut])
        sums = np.add.reduceat(model.subwords.rows(list(chain.from_iterable(cut))), np.cumsum(sizes) - sizes, axis=0)
        return np.concatenate((whole, sums / sizes[:, None].astype(np.float32)), axis=1)


def _opened(gates: Floats) -> Floats:
    """How far each gate is open, 0–1, in place; takes gates times ``_HALVED``."""
    np.minimum(gates, _STEEPEST, out=gates)
    np.exp(gates, out=gates)
    gates += 1
    return np.reciprocal(gates, out=gates)


def _readings(states: Floats, lengths: NDArray[np.int64], model: Model) -> Iterator[Reading]:
    """What the random field makes of each sentence."""
    scores = np.zeros((len(lengths), int(lengths[0]), len(TAGS)), dtype=np.float32)
    every = states @ model.output + model.output_bias
    ends = np.cumsum(lengths)
    for row, (end, length) in enumerate(zip(ends, lengths, strict=True)):
        scores[row, :length] = every[end - length : end]
    paths, chances = _best(scores, lengths, model.transitions)
    sure = np.take_along_axis(chances, paths[:, :, None], axis=2)[:, :, 0]
    for row, length in enumerate(lengths):
        names = list(_spans(paths[row, :length].tolist(), sure[row, :length]))
        yield Reading(names, 1 - chances[row, :length, 0])


def _best(
    scores: Floats, lengths: NDArray[np.int64], transitions: Floats
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """The best sequence of tags of each sentence, and the probability of each tag at each unit.

    Viterbi's path and the marginals of the forward and backward sums, over sentences side by side; what stands beyond
    the end of a sentence means nothing.
    """
    longest = scores.shape[1]
    inside = np.arange(longest)[None, :] < lengths[:, None]
    paths = _viterbi(scores, inside, transitions)
    weights = np.exp(scores - scores.max(axis=2, keepdims=True))
    between, start, end = np.exp(transitions[:-2]), np.exp(transitions[-2]), np.exp(transitions[-1])
    ahead = np.empty_like(scores)
    back = np.empty_like(scores)
    ahead[:, 0] = _share(weights[:, 0] * start)
    for at in range(1, longest):
        ahead[:, at] = _share((ahead[:, at - 1] @ between) * weights[:, at])
    back[:, -1] = end
    for at in range(longest - 2, -1, -1):
        summed = _share((weights[:, at + 1] * back[:, at + 1]) @ between.T)
        back[:, at] = np.where(inside[:, at + 1, None], summed, end)
    return paths, _share(ahead * back)


def _viterbi(scores: Floats, inside: NDArray[np.bool_], transitions: Floats) -> NDArray[np.int64]:
    between, start, end = transitions[:-2], transitions[-2], transitions[-1]
    rows, longest, tags = scores.shape
    came = np.zeros((rows, longest, tags), dtype=np.int64)
    best = scores[:, 0] + start
    for at in range(1, longest):
        options = best[:, :, None] + between
        came[:, at] = options.argmax(axis=1)
        best = np.where(inside[:, at, None], options.max(axis=1) + scores[:, at], best)
    paths = np.zeros((rows, longest), dtype=np.int64)
    which = np.arange(rows)
    paths[:, -1] = (best + end).argmax(axis=1)
    for at in range(longest - 1, 0, -1):
        paths[:, at - 1] = np.where(inside[:, at], came[which, at, paths[:, at]], paths[:, at])
    return paths


def _share(weights: Floats) -> Floats:
    """The same, adding up to one over the tags."""
    shares: Floats = weights / weights.sum(axis=-1, keepdims=True)
    return shares


def _spans(path: list[int], sure: NDArray[np.float32]) -> Iterator[Tagged]:
    at = 0
    while at < len(path):
        tag = TAGS[path[at]]
        last = at + 1
        if tag[0] == "B":
            inside = path[at] + 1
            while last < len(path) and path[last] == inside:
                last += 1
            yield Tagged(tag[2:], at, last, float(sure[at:last].min()))
        at = last
