"""Teaches the LSTM of a tagger the language before it sees a label: each direction guesses the next word.

A sampled softmax: the words of the batch against words drawn from the vocabulary by frequency.
"""

import random
from collections.abc import Callable, Sequence

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from extractors.names.units import Unit
from pipeline.training.labelled import Sentence
from pipeline.training.names import Encoded, shuffled, step_on
from pipeline.training.network import Network

_DRAWN = 1500
_BATCH = 48
_LEAST = 5
"""Units of a sentence worth learning from."""
_FLAT = 0.75
"""Power of the frequencies that words are drawn by (Mikolov et al. 2013)."""
_RATE = 2e-3
_EVERY = 200


def pretrain(
    network: Network,
    encoded: Encoded,
    sentences: Sequence[Sequence[Unit]],
    epochs: int,
    on_step: Callable[[int, int, float], None] = lambda *_: None,
) -> None:
    """Changes the network in place; calls back now and then with step, steps and the mean loss since."""
    rows = [Sentence(list(s), [0] * len(s)) for s in sentences if len(s) >= _LEAST]
    size = len(network.words.weight)
    guess = nn.Embedding(size, network.shape.hidden)
    nn.init.normal_(guess.weight, std=0.1)
    drawn = _frequencies(encoded, rows, size)
    adam = torch.optim.Adam([*network.parameters(), *guess.parameters()], lr=_RATE)
    batches = [some for _ in range(epochs) for some in shuffled(rows, _BATCH)]
    total = 0.0
    network.train()
    for step, some in enumerate(batches):
        for group in adam.param_groups:
            group["lr"] = _RATE * (1 - step / len(batches)) * min(1.0, (step + 1) / _EVERY)
        total += step_on(network, _loss(network, encoded, some, guess, drawn), adam)
        if step % _EVERY == _EVERY - 1:
            on_step(step + 1, len(batches), total / _EVERY)
            total = 0.0


def _frequencies(encoded: Encoded, rows: Sequence[Sentence], size: int) -> Tensor:
    """How often to draw each row of the vocabulary."""
    counts = np.zeros(size)
    for row in random.sample(rows, min(len(rows), 50_000)):
        for unit in row.units:
            counts[encoded.row(unit.exact)] += 1
    shares = (counts + 1) ** _FLAT
    shares[0] = 0
    return torch.from_numpy((shares / shares.sum()).astype(np.float32))


def _loss(network: Network, encoded: Encoded, some: Sequence[Sentence], guess: nn.Embedding, drawn: Tensor) -> Tensor:
    batch = encoded.batch(some, unknown=0.05, blind=random.random() < 0.5)
    targets = torch.from_numpy(encoded.rows(some))
    hidden = network(batch)
    size = network.shape.hidden
    inside = batch.tags >= 0
    pairs = (
        (hidden[:, :-1, :size], targets[:, 1:], inside[:, 1:]),
        (hidden[:, 1:, size:], targets[:, :-1], inside[:, 1:]),
    )
    negatives = torch.multinomial(drawn, _DRAWN, replacement=False)
    losses = [_guessed(states[live], wanted[live], negatives, guess, drawn) for states, wanted, live in pairs]
    return torch.stack(losses).mean()


def _guessed(states: Tensor, wanted: Tensor, negatives: Tensor, guess: nn.Embedding, drawn: Tensor) -> Tensor:
    states, wanted = states[wanted > 0], wanted[wanted > 0]
    options = torch.cat([wanted.unique(), negatives]).unique()
    place = torch.searchsorted(options, wanted)
    scores = states @ guess(options).T - torch.log(drawn[options] * _DRAWN + 1e-9)
    return functional.cross_entropy(scores, place)
