"""Measures quotations on sixty news articles of our own annotation: which words are said, and by whom."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpora.document import Mention, Span
from corpora.values import Quote
from extractors.extraction import mentions_of
from extractors.scoring import f1
from extractors.text.aligned import AlignedText
from extractors.text.segmenter import words
from pipeline.annotate import in_use
from pipeline.evaluation.data import Figures, annotated_news

_HALF = 0.5
"""A quotation is found where what is found and what is said share so much of what both cover together."""
_LANGUAGES = ("fa", "ar")
_EXTRACTORS = ("dates", "names", "quotes")


@dataclass(slots=True)
class _Tally:
    """Counts that add up over articles: quotations, and those of them whose speaker is said."""

    gold: int = 0
    found: int = 0
    met: int = 0
    gold_said: int = 0
    found_said: int = 0
    right: int = 0

    def figures(self, name: str) -> Figures:
        """Precision, recall and F1 of the words and of the speakers."""
        told = {"span": (self.met, self.found, self.gold), "speaker": (self.right, self.found_said, self.gold_said)}
        figures: Figures = {}
        for what, (right, found, gold) in told.items():
            figures[f"{name} {what} precision"] = right / found if found else 0.0
            figures[f"{name} {what} recall"] = right / gold if gold else 0.0
            figures[f"{name} {what} F1"] = f1(right, found, right, gold)
        return figures


def quotes(data: Path) -> Figures:
    """Precision, recall and F1 of the words said and of their speakers.

    ``unseen`` are thirty articles that were annotated before the extractor was written and are not looked at when it
    is changed; their figures are the honest ones. ``seen`` are the other thirty. Words are found where they overlap
    by half of what both cover. A speaker is right where the name (or the office, where no name is given) is made of
    words of an annotated one, or the other way round; one of a quotation that is not annotated is wrong.
    """
    tallies = {(seen, language): _Tally() for seen in (True, False) for language in (*_LANGUAGES, "")}
    for row, text in annotated_news(data, "quotes"):
        for of in (row["language"], ""):
            _count(tallies[row["unseen"], of], row["quotes"], _found(text, row["language"]))
    figures: Figures = {}
    for (unseen, language), tally in tallies.items():
        figures |= tally.figures(" ".join(filter(None, (language, "unseen" if unseen else "seen"))))
    return figures


def _found(text: str, language: str) -> list[Mention]:
    extractors = in_use(_EXTRACTORS)
    found = mentions_of(text, key="", language=language, published=None, extractors=extractors)
    return [mention for mention in found if mention.label == Quote.LABEL]


def _count(tally: _Tally, gold: Sequence[Mapping[str, Any]], found: Sequence[Mention]) -> None:
    """Counts one article; what the annotators left open is neither right nor wrong."""
    wanted = [one for one in gold if not one.get("soft")]
    pairs = _pairs(wanted, found)
    open_ = [_span(one) for one in gold if one.get("soft")]
    met = {id(mention) for _, mention in pairs}
    counted = [m for m in found if id(m) in met or not any(_shared(m.span, one) >= _HALF for one in open_)]
    tally.gold += len(wanted)
    tally.found += len(counted)
    tally.met += len(pairs)
    tally.gold_said += sum(bool(one["speakers"]) for one in wanted)
    tally.found_said += sum(bool(_said(mention)) for mention in counted)
    tally.right += sum(_is_right(_said(mention), one["speakers"]) for one, mention in pairs)


def _pairs(gold: Sequence[Mapping[str, Any]], found: Sequence[Mention]) -> list[tuple[Mapping[str, Any], Mention]]:
    """Each annotated quotation with the one that is found there, none twice."""
    pairs, left = list[tuple[Mapping[str, Any], Mention]](), list(found)
    for one in gold:
        best = max(left, key=lambda mention: _shared(mention.span, _span(one)), default=None)
        if best and _shared(best.span, _span(one)) >= _HALF:
            pairs.append((one, best))
            left.remove(best)
    return pairs


def _span(one: Mapping[str, Any]) -> Span:
    return Span(one["start"], one["end"])


def _shared(one: Span, other: Span) -> float:
    """The part of what two spans cover together that both cover.

    >>> _shared(Span(0, 10), Span(5, 10)), _shared(Span(0, 4), Span(4, 8))
    (0.5, 0.0)
    """
    both = min(one.end, other.end) - max(one.start, other.start)
    return max(0, both) / (max(one.end, other.end) - min(one.start, other.start))


def _said(mention: Mention) -> str:
    """Who speaks: the name, or else the office."""
    value = Quote.of(mention.value)
    return value.speaker or value.office or ""


def _is_right(said: str, names: Iterable[str]) -> bool:
    """Whether the words of one are all among those of the other.

    >>> _is_right("شاکری", ["مجتبی شاکری"]), _is_right("علی شاکری", ["مجتبی شاکری"]), _is_right("", ["شاکری"])
    (True, False, False)
    """
    here = _words(said)
    return bool(here) and any(here <= there or there <= here for there in map(_words, names))


def _words(name: str) -> set[str]:
    return {word.exact for word in words(AlignedText.of(name))}
