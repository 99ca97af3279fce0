"""The whole way from a folder of data to a model that can be shipped, for each language."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch

from extractors.names.model import Model
from extractors.names.units import Unit, sentences
from extractors.protocols import Passage
from pipeline.training.labelled import CORPORA, Sentence, articles, labelled
from pipeline.training.names import Encoded, Recipe, shipped, train
from pipeline.training.network import Network, Shape
from pipeline.training.pretrain import pretrain
from pipeline.training.silver import silver
from pipeline.training.vectors import word_vectors

type Say = Callable[[str], None]
_GENTLE = Shape(input_dropout=0.1, hidden_dropout=0.1)
"""For guessing words, of which there are enough not to be learnt by heart."""


class Way(NamedTuple):
    """What differs between the languages."""

    news: int
    """Units of news to learn the language from, at most."""
    pretraining: int
    epochs: int
    again: int
    """Epochs of a second model, which learns from what the first one found in the news as well; 0 for none."""
    shipped: str
    """The corpus whose way of labelling is shipped."""


WAYS = {"fa": Way(10_000_000, 2, 9, 0, "peyma"), "ar": Way(6_000_000, 1, 12, 9, "anercorp")}
_SILVER = 400_000
"""Units of news that the first model labels for the second."""


def build(data: Path, language: str, seed: int, say: Say) -> Model:
    """Learns the words, the language, the labels, and the labels again; raises NoCorpus.

    Takes about an hour and a half on one core.
    """
    _seeded(seed)
    way, recipe = WAYS[language], Recipe(seed=seed)
    news = articles(data / "news", language)
    corpora = {name: labelled(data / "ner", corpus, language) for name, corpus in CORPORA[language].items()}
    texts = [units for article in news for units in sentences(Passage.of(article, language))]
    known = [sentence.units for rows in corpora.values() for sentence in rows]
    say(f"{len(texts):,} sentences of news, {len(known):,} labelled ones")
    vocabulary, vectors = word_vectors([*texts, *known], language, seed)
    say(f"vectors of {len(vocabulary):,} words")
    first = Network(_GENTLE, vectors, tuple(corpora))
    encoded = Encoded({word: row for row, word in enumerate(vocabulary, 1)}, language, _GENTLE.buckets)
    pretrain(first, encoded, [*_some(texts, way.news), *known], way.pretraining, _steps(say))
    learnt = first.language_state()

    def trained(rows: Mapping[str, Sequence[Sentence]], epochs: int) -> Model:
        network = Network(recipe.shape, vectors, tuple(rows))
        network.load_state_dict(learnt, strict=False)
        train(rows, vocabulary, vectors, language, replace(recipe, epochs=epochs), _epochs(say), network)
        return shipped(network, vocabulary, way.shipped, _card(language, seed, tuple(rows)))

    model = trained(corpora, way.epochs)
    if not way.again:
        return model
    taught = silver(news, model, language, _SILVER)
    say(f"{len(taught):,} sentences labelled for the second model")
    return trained({**corpora, "silver": [*taught, *corpora["wojood"]]}, way.again)


def _seeded(seed: int) -> None:
    random.seed(seed)
    np.random.seed(seed)
    torch.manual_seed(seed)


def _some(texts: list[list[Unit]], units: int) -> list[list[Unit]]:
    """Sentences in random order, up to so many units."""
    random.shuffle(texts)
    kept, total = 0, 0
    while kept < len(texts) and total < units:
        total += len(texts[kept])
        kept += 1
    return texts[:kept]


def _steps(say: Say) -> Callable[[int, int, float], None]:
    return lambda step, steps, loss: say(f"step {step:,} of {steps:,}: {loss:.3f}")


def _epochs(say: Say) -> Callable[[int, float, Network], None]:
    return lambda epoch, loss, _: say(f"epoch {epoch + 1}: {loss:.3f}")


def _card(language: str, seed: int, corpora: tuple[str, ...]) -> dict[str, object]:
    return {"language": language, "corpora": corpora, "seed": seed, "date": datetime.now(UTC).date().isoformat()}
