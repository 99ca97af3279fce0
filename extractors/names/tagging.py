"""What the tagger finds in a passage, as ranges of its words."""

from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from extractors.names.candidates import Candidate
from extractors.names.features import LONGEST
from extractors.names.units import sentences
from extractors.protocols import Passage

if TYPE_CHECKING:
    from extractors.names.tagger import Tagger

_FORMULA = ("بسم", "بسمالله")
_GOES_ON = "الرح"


@cache
def threads() -> Any:
    """Matrices of this size are multiplied several times faster by one thread than by two that wait for each other."""
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()


class TaggerOutput(NamedTuple):
    """What the tagger finds in a passage, in order, and how likely each word is in a name."""

    names: list[Candidate]
    named: list[float]

    def doubt(self, candidate: Candidate) -> float:
        """How far the tagger is from calling the words of a proposal a name: 1 where it sees none at all."""
        inside = self.named[candidate.first : candidate.last]
        return 1 - sum(inside) / len(inside)


def tagged(passage: Passage, tagger: "Tagger | None") -> TaggerOutput:
    """What a tagger sees; nothing where there is none for the language."""
    seen = TaggerOutput([], [0.0] * len(passage.words))
    if tagger is None:
        return seen
    every = list(sentences(passage))
    with threads().limit(limits=1, user_api="blas"):
        readings = tagger.tag(every)
    for sentence, reading in zip(every, readings, strict=True):
        for unit, chance in zip(sentence, reading.named.tolist(), strict=True):
            if unit.word >= 0:
                seen.named[unit.word] = chance
        for name in reading.names:
            words = [unit.word for unit in sentence[name.first : name.last] if unit.word >= 0]
            last = _closed(passage, words[0], words[-1] + 1) if words else 0
            if words and last > words[0] and _is_sense(passage, words[0], last):
                seen.names.append(Candidate(words[0], last, name.label, name.probability, "tagger"))
    return seen


def _is_sense(passage: Passage, first: int, last: int) -> bool:
    """Whether words can be a name: none is too long for a word, and it is no formula («بسم الله الرحمن الرحيم»)."""
    words = passage.words[first:last]
    formula = words[0].exact == _FORMULA[0] or (
        words[0].exact == _FORMULA[1] and len(words) > 1 and words[1].exact.startswith(_GOES_ON)
    )
    return not formula and all(len(word.exact) <= LONGEST for word in words)


def _closed(passage: Passage, first: int, last: int) -> int:
    """The end of a name without the words after a bracket that is not closed in it («امام خمینی (ره»)."""
    key = passage.folded.key
    opened = key.rfind("(", passage.words[first].start, passage.words[last - 1].end)
    if opened < 0 or ")" in key[opened : passage.words[last - 1].end]:
        return last
    return next(at for at in range(last, first - 1, -1) if at == first or passage.words[at - 1].end <= opened)
