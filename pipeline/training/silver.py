"""Labels news with a first model, gazetteers, rules and what a document says twice, for a second one to learn from."""

import random
from collections.abc import Iterator, Sequence

from extractors.names.candidates import Candidate
from extractors.names.extractor import NameExtractor
from extractors.names.model import TAGS, Model
from extractors.names.tagger import Tagger
from extractors.names.units import Unit, sentences
from extractors.protocols import Passage
from pipeline.training.labelled import Sentence

_SIZES = range(200, 8000)
"""Code points of an article that is worth the time."""
_LEAST = 5
"""Units of a sentence."""
_DOUBTFUL = 0.55
"""A sentence with a name of the tagger below this is left out."""
_EMPTY = 0.35
"""Share that is kept of sentences without a name."""


def silver(articles: Sequence[str], model: Model, language: str, units: int) -> list[Sentence]:
    """Labelled sentences of articles in random order, until there are so many units."""
    tagger = Tagger(model, language)
    extractor = NameExtractor(lambda _: tagger)
    kept: list[Sentence] = []
    total = 0
    for article in random.sample(articles, len(articles)):
        if total >= units:
            break
        if len(article) in _SIZES:
            passage = Passage.of(article, language)
            fresh = list(_labelled(passage, extractor.candidates(passage)))
            kept += fresh
            total += sum(len(sentence.units) for sentence in fresh)
    return kept


def _labelled(passage: Passage, found: Sequence[Candidate]) -> Iterator[Sentence]:
    tags = [0] * len(passage.words)
    doubtful: set[int] = set()
    for name in found:
        begins = TAGS.index(f"B-{name.label}")
        tags[name.first : name.last] = [begins] + [begins + 1] * (name.last - name.first - 1)
        if name.origin == "tagger" and name.score < _DOUBTFUL:
            doubtful.update(range(name.first, name.last))
    for units in sentences(passage):
        own = _with_marks([tags[unit.word] if unit.word >= 0 else 0 for unit in units], units)
        clear = not any(unit.word in doubtful for unit in units)
        if len(units) >= _LEAST and clear and (any(own) or random.random() < _EMPTY):
            yield Sentence(units, own)


def _with_marks(tags: list[int], units: Sequence[Unit]) -> list[int]:
    """The tags, with marks inside a name («وزارت علوم، تحقیقات») tagged as part of it."""
    for at in range(1, len(units) - 1):
        if units[at].word < 0 and TAGS[tags[at + 1]][0] == "I":
            tags[at] = tags[at + 1]
    return tags
