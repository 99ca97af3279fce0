"""Learns the last layer of the taggers of names from decisions, and tells by others whether that made them better."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import numpy as np

from corpora.document import Document
from extractors.names.extractor import NameExtractor, shipped
from extractors.names.heads import Head, base_of, head_of
from extractors.names.model import model
from extractors.names.tagging import threads
from extractors.registry import build
from extractors.spans import SpanSet
from pipeline.annotate import annotate
from pipeline.evaluation.decisions import Judged, Measure, Place
from pipeline.training.decided import LABELS, known, names_in, share_of
from pipeline.training.partial import Batch, Known, Numbers, Weights, batches, fitted, surprise

type Say = Callable[[str], None]
type Lesson = tuple[Document, Judged]

LEAST, LEAST_KEPT = 100, 30
"""Judged names that there must be to learn from, and to measure by."""
_KEPT = 0.2
"""The share of the documents that nothing is learnt from; and of the rest, that the anchor is chosen by."""
_MOST, _MOST_KEPT = 5_000, 500
"""Documents that are looked at, the last ones; and those of them that it is measured by."""
_ANCHORS = (10.0, 3.0, 1.0, 0.3, 0.1)
"""What a changed score of words at large costs, a judged sentence; from the strongest."""
_ENOUGH = 0.8
"""The strongest anchor with this share of the best one's gain is taken: what changes less harms less."""
_SURE, _DRAWS = 0.9, 2_000
"""F1 must rise in this share of so many draws of the documents kept back, each with some of them more than once."""
_LOWER = 0.02
"""So much the F1 of one label may fall where that of all rises."""
_DOUBTED = 0.5
"""The share taken for wrong of names that nobody judged and that only what was learnt finds: people could not have
rejected them."""


@dataclass(frozen=True, slots=True)
class Found:
    """What is found in documents that were judged: figures by label, of all, and how many names nobody judged."""

    rows: tuple[dict[str, object], ...]
    each: tuple[tuple[float, float, float], ...]
    """Of each document what is right, wrong, and stands."""
    unjudged: tuple[frozenset[Place], ...]
    """Of each document the finds that meet nothing judged."""

    @property
    def open(self) -> int:
        """How many names nobody judged."""
        return sum(map(len, self.unjudged))

    @property
    def right(self) -> float:
        """How many finds are right."""
        return sum(right for right, _, _ in self.each)

    @property
    def f1(self) -> float:
        """Of all labels together."""
        right, wrong, gold = (sum(column) for column in zip(*self.each, strict=True))
        return 2 * right / (right + wrong + gold) if right else 0.0

    def record(self) -> dict[str, object]:
        """It as JSON has it."""
        return {"f1": round(self.f1, 4), "labels": list(self.rows), "unjudged": self.open}

    def of(self, label: str) -> float:
        """The F1 of a label; 0 where there is none of it."""
        return next((float(str(row["f1"])) for row in self.rows if row["label"] == label), 0.0)


@dataclass(frozen=True, slots=True)
class Learnt:
    """What came of the decisions on documents in one language.

    ``judged`` and ``kept`` count names, learnt from and measured by. ``before`` and ``after`` are None, and so is
    ``head``, where there was too little to learn from or it taught nothing. ``why_not`` says why a head that there is
    should not be used, or why there is none; "" where it is better.
    """

    language: str
    documents: int
    judged: int
    kept: int
    why_not: str
    head: Head | None = None
    before: Found | None = None
    after: Found | None = None

    def record(self) -> dict[str, object]:
        """It as JSON has it, without what was learnt."""
        told = {name: getattr(self, name) for name in ("language", "documents", "judged", "kept", "why_not")}
        return {
            **told,
            **{name: one and one.record() for name, one in (("before", self.before), ("after", self.after))},
        }


def learn(lessons: Iterable[Lesson], language: str, in_use: tuple[bytes, ...], say: Say) -> Learnt:
    """Learns from the documents in a language; what is ``in_use`` is what it is measured against.

    Which documents are kept back does not change from one time to the next, so that nothing is measured by what was
    learnt from earlier. Always begins with what is shipped.
    """
    own = [(document, judged) for document, judged in lessons if document.language == language][-_MOST:]
    kept = [one for one in own if share_of(one[0], "kept") < _KEPT]
    taught = [one for one in own if share_of(one[0], "kept") >= _KEPT]
    judged, measured = (sum(names_in(judged) for _, judged in some) for some in (taught, kept))
    told = Learnt(language, len(own), judged, measured, "")
    if judged < LEAST or measured < LEAST_KEPT:
        why = f"{judged} judged names to learn from ({LEAST} are needed) and {measured} to measure by ({LEAST_KEPT})"
        return replace(told, why_not=f"too few decisions: {why}")
    say(f"{language}: learning from {judged:,} judged names in {len(taught):,} documents")
    with threads().limit(limits=1, user_api="blas"):
        weights = _learnt(taught, language, say)
    if weights is None:
        return replace(told, why_not="what was judged teaches nothing that holds for other documents")
    card = {"documents": len(taught), "judged": judged, "extractor": NameExtractor.version}
    head = _head(language, weights, {**card, "date": datetime.now(UTC).date().isoformat()})
    say(f"{language}: measuring by {measured:,} judged names in {len(kept[-_MOST_KEPT:]):,} documents kept back")
    before = found_in(kept[-_MOST_KEPT:], in_use)
    after = found_in(kept[-_MOST_KEPT:], (*(one for one in in_use if head_of(one).language != language), head.data()))
    return replace(told, head=head, before=before, after=after, why_not=_why_not(before, after))


def _why_not(before: Found, after: Found) -> str:
    """Why what was learnt should not be used; "" where nothing speaks against it."""
    figures = f"F1 {before.f1:.3f} before, {after.f1:.3f} after"
    if after.f1 <= before.f1:
        return f"it is no better on what was kept back: {figures}"
    doubted = _doubted(before, after)
    if doubted.f1 <= before.f1:
        told = f"{doubted.f1:.3f} where names are counted that nobody judged and that are found only before or after"
        return f"it may be no better: {figures}, but {told}"
    if _chance(before, after) < _SURE:
        return f"it may be better by chance alone: {figures} on {len(after.each):,} documents"
    lower = [label for label in LABELS if after.of(label) < before.of(label) - _LOWER]
    if lower:
        return f"it is worse on {', '.join(lower)}"
    return ""


def found_in(lessons: Sequence[Lesson], heads: tuple[bytes, ...]) -> Found:
    """What the extractors find of names in documents, beside what people said."""
    extractors, measure, each, unjudged = build(heads=heads), Measure(), [], []
    for document, judged in lessons:
        names = [one for one in annotate(document.with_mentions(()), extractors).mentions if one.label in LABELS]
        own = Measure()
        for one in (own, measure):
            one.add(judged, names)
        counts = own.counts.values()
        stands = sum(own.gold[label] for label in LABELS)
        each.append((sum(one.right for one in counts), sum(one.wrong for one in counts), stands))
        said = SpanSet(span for _, span in (*judged.wrong, *((one.label, one.span) for one in judged.right)))
        unjudged.append(frozenset((one.label, one.span) for one in names if not said.overlaps(one.span)))
    rows = tuple(row for row in measure.rows() if row["label"] in LABELS)
    return Found(rows, tuple(each), tuple(unjudged))


def _doubted(before: Found, after: Found) -> Found:
    """What is found after, with a guess at what nobody judged and only one of both finds.

    People judged finds of the first, so that only its mistakes could be rejected. What it alone found is taken for
    right as often as its judged finds were, half of what the second alone finds for wrong, and the rest counts neither
    way.
    """
    finds = sum(right + wrong for right, wrong, _ in before.each)
    trusted = before.right / finds if finds else 0.0
    each = []
    for (right, wrong, gold), one, other in zip(after.each, before.unjudged, after.unjudged, strict=True):
        fresh, lost = len(other - one), len(one - other)
        each.append((right, wrong + fresh * _DOUBTED, gold + lost * trusted))
    return replace(after, each=tuple(each))


def _chance(before: Found, after: Found) -> float:
    """The share of draws of the documents, with some of them more than once, in which F1 rises (the bootstrap)."""
    draws = np.random.default_rng(1).integers(0, len(before.each), size=(_DRAWS, len(before.each)))
    shares = []
    for found in (before, after):
        right, wrong, gold = np.array(found.each)[draws].sum(axis=1).T
        shares.append(2 * right / np.maximum(1, right + wrong + gold))
    return float((shares[1] > shares[0]).mean())


def _learnt(taught: Sequence[Lesson], language: str, say: Say) -> Weights | None:
    """The weights under which what was judged is likely; None where what is shipped tells the tried part as well."""
    first = model(language)
    base = Weights(
        np.vstack([first.output, first.output_bias]).astype(np.float64), first.transitions.astype(np.float64)
    )
    tried = [one for one in taught if share_of(one[0], "tried") < _KEPT]
    rest = [one for one in taught if share_of(one[0], "tried") >= _KEPT]
    (some, metric), (other, _) = _read(rest, language, base), _read(tried, language, base)
    if not some or not other:
        return None
    shipped_as = float(surprise(other, base).mean())
    gains = dict[float, float]()
    for anchor in _ANCHORS:
        weights = fitted(some, base, metric, anchor * _size(some))
        gains[anchor] = shipped_as - float(surprise(other, weights).mean())
        told = f"surprise at judged sentences of others {shipped_as:.3f} → {shipped_as - gains[anchor]:.3f}"
        say(f"{language}: anchor {anchor:g}: {told}")
        if gains[anchor] < max(gains.values()):
            break
    most = max(gains.values())
    if most <= 0:
        return None
    best = max(anchor for anchor, gain in gains.items() if gain >= most * _ENOUGH)
    every = [*some, *other]
    return fitted(every, base, metric, best * _size(every))


def _size(found: Sequence[Batch]) -> int:
    return sum(len(batch.states) for batch in found)


def _read(lessons: Sequence[Lesson], language: str, base: Weights) -> tuple[list[Batch], Numbers]:
    """The judged sentences, as far as the shipped field can tell them, and the mean outer product of all states."""
    tagger = shipped(language)
    assert tagger is not None
    size = len(base.output)
    metric, seen, judged = np.zeros((size, size)), 0, list[Known]()
    for document, said in lessons:
        rows = list(known(document, said, language))
        for states, (_, allowed) in zip(tagger.states([units for units, _ in rows]), rows, strict=True):
            wide = np.hstack([states, np.ones((len(states), 1), dtype=np.float32)]).astype(np.float64)
            metric += wide.T @ wide
            seen += len(wide)
            if allowed is not None:
                judged.append(Known(states, allowed))
    possible = [one for one in judged if np.isfinite(surprise(batches([one]), base)).all()]
    return batches(possible), metric / max(1, seen)


def _head(language: str, weights: Weights, card: dict[str, object]) -> Head:
    output = weights.output.astype(np.float32)
    base = base_of(model(language))
    return Head(language, base, output[:-1], output[-1], weights.transitions.astype(np.float32), card)
