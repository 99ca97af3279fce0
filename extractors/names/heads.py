"""What a shipped tagger was taught beyond its training: the last layer and the transitions, in a file of some 10 kB.

Words, letters and the LSTM stay as they are shipped, so that such a head fits one shipped model and no other.
"""

import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

import numpy as np

from corpora.ids import digest
from extractors.names.extractor import LANGUAGES, NameExtractor, shipped
from extractors.names.model import Floats, Model, NoModel, model

if TYPE_CHECKING:
    from extractors.names.tagger import Tagger

_WEIGHTS = ("output", "output_bias", "transitions")
_LETTERS = 8
"""Letters of a digest that name a head in the version of the extractor."""


@dataclass(frozen=True, slots=True)
class Head:
    """The last layer of a tagger; ``base`` names the shipped model that it was learnt on, ``card`` says from what."""

    language: str
    base: str
    output: Floats
    output_bias: Floats
    transitions: Floats
    card: Mapping[str, Any]

    @property
    def name(self) -> str:
        """Letters that no other weights have."""
        return digest(b"".join(getattr(self, part).astype(np.float32).tobytes() for part in _WEIGHTS))[:_LETTERS]

    def data(self) -> bytes:
        """It as the bytes of a file."""
        out = io.BytesIO()
        told = {"language": self.language, "base": self.base, **self.card}
        card = np.frombuffer(json.dumps(told, ensure_ascii=False).encode(), dtype=np.uint8)
        weights = {part: getattr(self, part).astype(np.float32) for part in _WEIGHTS}
        np.savez_compressed(out, card=card, **weights)
        return out.getvalue()

    def on(self, base: Model) -> Model:
        """The shipped model with this last layer; raises NoModel where it was learnt on another."""
        if self.base != base_of(base):
            raise NoModel(
                f"the model of names ({self.language}) was learnt on another version of Asnad; "
                "learn it again: asnad train --gold decisions"
            )
        return replace(base, **{part: getattr(self, part) for part in _WEIGHTS})


def base_of(shipped_model: Model) -> str:
    """What names a shipped model: a digest of what a head builds on."""
    parts = (shipped_model.words.scale, shipped_model.subwords.scale, shipped_model.recurrent, shipped_model.output)
    return digest(b"".join(part.tobytes() for part in parts))


def head_of(data: bytes) -> Head:
    """The head that a file holds, which fits the shipped model of its language; raises NoModel."""
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as file:
            weights = {part: file[part].astype(np.float32) for part in _WEIGHTS}
            card = json.loads(bytes(file["card"]))
        language, base = card.pop("language"), card.pop("base")
    except (OSError, KeyError, ValueError, EOFError, AttributeError, BadZipFile) as error:
        raise NoModel(f"that is no model of names: {error}") from error
    if language not in LANGUAGES:
        raise NoModel(f"there is no shipped model of names for the language {language!r}")
    head, base_model = Head(language, base, card=card, **weights), model(language)
    fits = all(getattr(head, part).shape == getattr(base_model, part).shape for part in _WEIGHTS)
    if not fits or not all(np.isfinite(getattr(head, part)).all() for part in _WEIGHTS):
        raise NoModel("that is no model of names: its weights have another shape, or are no numbers")
    head.on(base_model)
    return head


@cache
def taught(files: Sequence[bytes]) -> NameExtractor:
    """The extractor of names with the heads of some files, each of another language; raises NoModel.

    Its version names them, so that what they found can be told from what is found as shipped.
    """
    heads = {head.language: head for head in map(head_of, files)}
    taggers = {language: _tagger(head) for language, head in heads.items()}
    named = ".".join(head.name for _, head in sorted(heads.items()))
    return NameExtractor(
        lambda language: taggers.get(language) or shipped(language), f"{NameExtractor.version}+{named}"
    )


def _tagger(head: Head) -> "Tagger":
    from extractors.names.tagger import Tagger

    return Tagger(head.on(model(head.language)), head.language)
