"""Trains a tagger of names for one language, with fixed seeds, and measures it on what it did not see."""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from extractors.names.features import parts
from extractors.names.gazetteers import KINDS, hints
from extractors.names.model import Floats, Model
from pipeline.training.labelled import Sentence
from pipeline.training.network import Batch, Network, Shape

_SORTED = 20
"""Batches whose sentences are sorted by length together, so that little is padded."""
_NO_HINTS = 0.15
"""Share of batches without gazetteer hints, so that names in no table are found too."""
_LONGEST_NORM = 5.0
_WARM = 200


@dataclass(frozen=True, slots=True)
class Recipe:
    """How to train; the numbers that were found best on the development parts."""

    epochs: int = 10
    batch: int = 32
    rate: float = 2e-3
    vector_rate: float = 0.5
    """Of the vectors, as a share of ``rate``."""
    unknown: float = 0.08
    """Share of words read as unknown, so that their letters count."""
    seed: int = 1
    shape: Shape = field(default_factory=Shape)


class Encoded:
    """Sentences as numbers, for one vocabulary."""

    def __init__(self, vocabulary: Mapping[str, int], language: str, buckets: int) -> None:
        self._vocabulary = vocabulary
        self._language = language
        self._buckets = buckets
        self._parts: dict[str, list[int]] = {}

    def batch(self, sentences: Sequence[Sentence], unknown: float = 0.0, *, blind: bool = False) -> Batch:
        """Sentences side by side; some words unknown; no gazetteer hints where ``blind``."""
        longest = max(len(s.units) for s in sentences)
        words = self.rows(sentences)
        tags = np.full((len(sentences), longest), -1, dtype=np.int64)
        seen = np.stack([self._hints(s, longest) for s in sentences])
        if blind:
            seen[:, :, : 2 * len(KINDS)] = 0
        buckets: list[int] = []
        offsets = []
        for row, sentence in enumerate(sentences):
            tags[row, : len(sentence.tags)] = sentence.tags
            for at in range(longest):
                offsets.append(len(buckets))
                if at < len(sentence.units):
                    buckets += self._bucketed(sentence.units[at].exact)
        words[np.random.random(words.shape) < unknown] = 0
        return Batch(
            words=torch.from_numpy(words),
            buckets=torch.tensor(buckets),
            offsets=torch.tensor(offsets),
            hints=torch.from_numpy(seen),
            tags=torch.from_numpy(tags),
            lengths=torch.tensor([len(s.units) for s in sentences]),
        )

    def row(self, exact: str) -> int:
        """The row of a word in the vocabulary, 0 for one that it lacks."""
        return self._vocabulary.get(exact, 0)

    def rows(self, sentences: Sequence[Sentence]) -> NDArray[np.int64]:
        """``(B, L)``: the rows of their words, 0 outside."""
        longest = max(len(s.units) for s in sentences)
        found = np.zeros((len(sentences), longest), dtype=np.int64)
        for at, sentence in enumerate(sentences):
            found[at, : len(sentence.units)] = [self.row(unit.exact) for unit in sentence.units]
        return found

    def _hints(self, sentence: Sentence, longest: int) -> Floats:
        found = hints(sentence.units, self._language)
        return np.pad(found, ((0, longest - len(found)), (0, 0)))

    def _bucketed(self, exact: str) -> list[int]:
        if exact not in self._parts:
            self._parts[exact] = parts(exact, self._buckets)
        return self._parts[exact]


def shuffled(sentences: Sequence[Sentence], size: int) -> Iterator[list[Sentence]]:
    """Batches in random order, sentences of like length together."""
    order = random.sample(range(len(sentences)), len(sentences))
    for at in range(0, len(order), size * _SORTED):
        some = sorted(order[at : at + size * _SORTED], key=lambda i: len(sentences[i].units))
        for start in range(0, len(some), size):
            yield [sentences[i] for i in some[start : start + size]]


def train(
    corpora: Mapping[str, Sequence[Sentence]],
    vocabulary: Sequence[str],
    vectors: Floats,
    language: str,
    recipe: Recipe,
    on_epoch: Callable[[int, float, Network], None] = lambda *_: None,
    network: Network | None = None,
) -> Network:
    """The network trained on all corpora, each with its own output; calls back after each epoch with the mean loss."""
    random.seed(recipe.seed)
    np.random.seed(recipe.seed)
    torch.manual_seed(recipe.seed)
    encoded = Encoded({w: row for row, w in enumerate(vocabulary, 1)}, language, recipe.shape.buckets)
    network = network or Network(recipe.shape, vectors, tuple(corpora))
    slow = [network.words.weight, network.subwords.weight]
    fast = [value for value in network.parameters() if not any(value is other for other in slow)]
    adam = torch.optim.Adam([{"params": fast}, {"params": slow}], lr=recipe.rate)
    for epoch in range(recipe.epochs):
        network.train()
        batches = [(name, some) for name, rows in corpora.items() for some in shuffled(rows, recipe.batch)]
        random.shuffle(batches)
        total = 0.0
        for step, (name, some) in enumerate(batches):
            done = (epoch + step / len(batches)) / recipe.epochs
            rate = recipe.rate * (1 - done) * min(1.0, (epoch * len(batches) + step + 1) / _WARM)
            adam.param_groups[0]["lr"], adam.param_groups[1]["lr"] = rate, rate * recipe.vector_rate
            batch = encoded.batch(some, recipe.unknown, blind=random.random() < _NO_HINTS)
            total += step_on(network, network.loss(batch, name), adam)
        on_epoch(epoch, total / len(batches), network)
    network.eval()
    return network


def step_on(network: Network, loss: Tensor, adam: torch.optim.Adam) -> float:
    """One step down a loss; gives it."""
    adam.zero_grad()
    loss.backward()
    torch.nn.utils.clip_grad_norm_(network.parameters(), _LONGEST_NORM)
    adam.step()
    return float(loss.item())


def shipped(network: Network, vocabulary: Sequence[str], corpus: str, card: dict[str, object]) -> Model:
    """The model of a network with the output of one corpus."""
    network.eval()
    return network.model(vocabulary, corpus, card)
