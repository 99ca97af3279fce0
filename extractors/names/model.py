"""A trained tagger as it is shipped: word and subword vectors, a bidirectional LSTM and a conditional random field.

The arrays lie in one ``.npz`` file of ``corpora/models``: vectors as signed bytes with a scale a row, the rest as half
floats.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from extractors.errors import ExtractorError

type Floats = NDArray[np.float32]
type Bytes = NDArray[np.int8]

MODELS = Path(__file__).parent.parent.parent / "corpora/models"
TAGS = ("O", "B-ORG", "I-ORG", "B-PERSON", "I-PERSON", "B-PLACE", "I-PLACE")


class NoModel(ExtractorError):
    """Raised when the model of a language is missing or cannot be read."""


@dataclass(frozen=True, slots=True)
class Table:
    """Vectors as signed bytes, ``(rows, size)``, each row with its scale."""

    bytes: Bytes
    scale: Floats

    @classmethod
    def of(cls, vectors: Floats) -> "Table":
        """The nearest such table."""
        scale = np.maximum(np.abs(vectors).max(axis=1), 1e-6) / 127
        return cls(np.rint(vectors / scale[:, None]).astype(np.int8), scale.astype(np.float16).astype(np.float32))

    def rows(self, indices: Any) -> Floats:
        """The vectors of some rows."""
        found: Floats = self.bytes[indices].astype(np.float32) * self.scale[indices, None]
        return found


@dataclass(frozen=True, slots=True)
class Model:
    """Everything that tagging needs; ``H`` is the size of the LSTM in one direction, gates in order i, f, g, o."""

    vocabulary: dict[str, int]
    """Word → row of ``words``; row 0 is any other word."""
    words: Table
    subwords: Table
    inputs: Floats
    """``(size of a unit, 8 H)``: forward gates, then backward."""
    bias: Floats
    recurrent: Floats
    """``(2, H, 4 H)``."""
    output: Floats
    """``(2 H, tags)``."""
    output_bias: Floats
    transitions: Floats
    """``(tags + 2, tags)``: from each tag, from the start, and (last row) to the end."""
    card: dict[str, Any]

    def save(self, path: Path) -> None:
        """Writes the model."""
        half = np.float16
        np.savez_compressed(
            path,
            vocabulary=np.frombuffer("\n".join(self.vocabulary).encode(), dtype=np.uint8),
            words=self.words.bytes,
            words_scale=self.words.scale.astype(half),
            subwords=self.subwords.bytes,
            subwords_scale=self.subwords.scale.astype(half),
            inputs=self.inputs.astype(half),
            bias=self.bias.astype(half),
            recurrent=self.recurrent.astype(half),
            output=self.output.astype(half),
            output_bias=self.output_bias.astype(half),
            transitions=self.transitions,
            card=np.frombuffer(json.dumps(self.card, ensure_ascii=False).encode(), dtype=np.uint8),
        )

    @classmethod
    def read(cls, path: Path) -> "Model":
        """Reads a model; raises NoModel."""
        try:
            with np.load(path, allow_pickle=False) as file:
                arrays = {name: file[name] for name in file.files}
            words = bytes(arrays["vocabulary"]).decode().split("\n")
            floats = {name: arrays[name].astype(np.float32) for name in _FLOATS}
            return cls(
                {word: row for row, word in enumerate(words, 1)},
                Table(arrays["words"], arrays["words_scale"].astype(np.float32)),
                Table(arrays["subwords"], arrays["subwords_scale"].astype(np.float32)),
                card=json.loads(bytes(arrays["card"])),
                **floats,
            )
        except (OSError, KeyError, ValueError) as error:
            raise NoModel(f"the model {path.name} cannot be read: {error}; install Asnad again") from error


_FLOATS = ("inputs", "bias", "recurrent", "output", "output_bias", "transitions")


@cache
def model(language: str) -> Model:
    """The shipped model of a language, read once; raises NoModel."""
    return Model.read(MODELS / f"names_{language}.npz")
