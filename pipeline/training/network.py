"""The tagger as PyTorch trains it: word and subword vectors, hints, a bidirectional LSTM, a random field a corpus."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor, nn

from extractors.names.gazetteers import WIDTH
from extractors.names.model import TAGS, Floats, Model, Table

_FAR = -1e4


class Shape(NamedTuple):
    """Sizes and dropout of a network."""

    subword_size: int = 64
    buckets: int = 30_000
    hidden: int = 160
    input_dropout: float = 0.3
    hidden_dropout: float = 0.5


class Batch(NamedTuple):
    """Sentences side by side: rows of words ``(B, L)``, buckets of subwords with the offset of each unit, hints
    ``(B, L, WIDTH)``, tags ``(B, L)`` with -1 outside, lengths ``(B,)``."""

    words: Tensor
    buckets: Tensor
    offsets: Tensor
    hints: Tensor
    tags: Tensor
    lengths: Tensor


class Field(nn.Module):
    """A linear-chain conditional random field over TAGS; a name cannot go on that has not begun."""

    def __init__(self) -> None:
        super().__init__()
        size = len(TAGS)
        self.between = nn.Parameter(torch.zeros(size, size))
        self.start = nn.Parameter(torch.zeros(size))
        self.end = nn.Parameter(torch.zeros(size))
        never = torch.zeros(size + 1, size)
        for to, tag in enumerate(TAGS):
            if tag[0] == "I":
                never[:, to] = _FAR
                never[to - 1, to] = never[to, to] = 0
        self.register_buffer("never", never)

    def tables(self) -> tuple[Tensor, Tensor]:
        """Scores between tags and at the start."""
        never = self.get_buffer("never")
        return self.between + never[:-1], self.start + never[-1]

    def loss(self, scores: Tensor, tags: Tensor) -> Tensor:
        """The negative log likelihood, summed over the sentences."""
        between, start = self.tables()
        inside, tags = tags >= 0, tags.clamp(min=0)
        given = start[tags[:, 0]] + scores[:, 0].gather(1, tags[:, :1]).squeeze(1)
        every = start + scores[:, 0]
        for at in range(1, scores.shape[1]):
            live = inside[:, at]
            step = between[tags[:, at - 1], tags[:, at]] + scores[:, at].gather(1, tags[:, at : at + 1]).squeeze(1)
            given = given + torch.where(live, step, torch.zeros(()))
            summed = torch.logsumexp(every.unsqueeze(2) + between, 1) + scores[:, at]
            every = torch.where(live.unsqueeze(1), summed, every)
        last = tags.gather(1, (inside.sum(1) - 1).unsqueeze(1)).squeeze(1)
        return (torch.logsumexp(every + self.end, 1) - given - self.end[last]).sum()


class Network(nn.Module):
    """Vectors and LSTM shared by all corpora, an output and a field for each."""

    def __init__(self, shape: Shape, vectors: Floats, corpora: Sequence[str]) -> None:
        super().__init__()
        self.shape = shape
        self.words = nn.Embedding(len(vectors) + 1, vectors.shape[1])
        self.subwords = nn.EmbeddingBag(shape.buckets, shape.subword_size, mode="mean")
        with torch.no_grad():
            self.words.weight[0] = 0
            self.words.weight[1:] = torch.from_numpy(vectors / vectors.std() * 0.5)
            self.subwords.weight.normal_(0, 0.5)
        size = vectors.shape[1] + shape.subword_size + WIDTH
        self.lstm = nn.LSTM(size, shape.hidden, bidirectional=True, batch_first=True)
        self.outputs = nn.ModuleDict({name: nn.Linear(2 * shape.hidden, len(TAGS)) for name in corpora})
        self.fields = nn.ModuleDict({name: Field() for name in corpora})

    def forward(self, batch: Batch) -> Tensor:
        """``(B, L, 2 H)``: what the LSTM makes of each unit."""
        rows, longest = batch.words.shape
        subwords = self.subwords(batch.buckets, batch.offsets).view(rows, longest, -1)
        units = torch.cat([self.words(batch.words), subwords, batch.hints], 2)
        packed = nn.utils.rnn.pack_padded_sequence(
            self._dropped(units, self.shape.input_dropout), batch.lengths, batch_first=True, enforce_sorted=False
        )
        hidden, _ = nn.utils.rnn.pad_packed_sequence(self.lstm(packed)[0], batch_first=True, total_length=longest)
        return self._dropped(hidden, self.shape.hidden_dropout)

    def language_state(self) -> dict[str, Tensor]:
        """The weights that no corpus owns: vectors and LSTM."""
        return {k: v for k, v in self.state_dict().items() if not k.startswith(("outputs", "fields"))}

    def _dropped(self, values: Tensor, share: float) -> Tensor:
        """The same features left out along a whole sentence (variational dropout)."""
        if not self.training:
            return values
        kept = torch.bernoulli(torch.full((values.shape[0], 1, values.shape[2]), 1 - share))
        return values * kept / (1 - share)

    def loss(self, batch: Batch, corpus: str) -> Tensor:
        """The mean loss of a sentence."""
        field = self.fields[corpus]
        assert isinstance(field, Field)
        return field.loss(self.outputs[corpus](self(batch)), batch.tags) / len(batch.tags)

    def model(self, vocabulary: Sequence[str], corpus: str, card: dict[str, object]) -> Model:
        """What is shipped, with the output of one corpus."""
        output, field = self.outputs[corpus], self.fields[corpus]
        assert isinstance(field, Field)
        assert isinstance(output, nn.Linear)
        between, start = field.tables()
        half = np.repeat(np.array([0.5, 0.5, 1, 0.5], dtype=np.float32), self.shape.hidden)
        """The sigmoid of x is that of tanh of x/2, moved: one call of tanh does all gates."""
        weights = {name: value.detach().numpy() for name, value in self.lstm.named_parameters()}
        ways = ("l0", "l0_reverse")
        return Model(
            {word: row for row, word in enumerate(vocabulary, 1)},
            Table.of(self.words.weight.detach().numpy()),
            Table.of(self.subwords.weight.detach().numpy()),
            np.concatenate([(weights[f"weight_ih_{way}"].T * half) for way in ways], axis=1),
            np.concatenate([(weights[f"bias_ih_{way}"] + weights[f"bias_hh_{way}"]) * half for way in ways]),
            np.stack([weights[f"weight_hh_{way}"].T * half for way in ways]),
            output.weight.detach().numpy().T.copy(),
            output.bias.detach().numpy(),
            torch.cat([between, start[None], field.end[None]]).detach().numpy(),
            card,
        )
