"""Word vectors from news without labels: skip-gram with negative sampling (Gensim)."""

from collections.abc import Iterable, Sequence

import numpy as np

from extractors.names.model import Floats
from extractors.names.units import Unit

SIZE = 100
_EPOCHS = {"fa": 12, "ar": 4}
"""There is far more Arabic than Persian news at hand."""
_MOST_WORDS = 45_000


def word_vectors(sentences: Iterable[Sequence[Unit]], language: str, seed: int) -> tuple[list[str], Floats]:
    """The words that occur at least three times, most frequent first, with a vector each."""
    from gensim.models import Word2Vec

    texts = [[unit.exact for unit in sentence] for sentence in sentences]
    model = Word2Vec(
        texts,
        vector_size=SIZE,
        window=3,
        sg=1,
        negative=8,
        min_count=3,
        sample=1e-3,
        max_final_vocab=_MOST_WORDS,
        epochs=_EPOCHS[language],
        workers=1,
        seed=seed,
    )
    vectors: Floats = model.wv.vectors.astype(np.float32)
    return list(model.wv.index_to_key), vectors
