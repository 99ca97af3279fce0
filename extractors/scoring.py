"""Precision, recall and F1 of found spans against trusted ones."""

from collections.abc import Iterable
from dataclasses import dataclass

from corpora.document import Span
from extractors.spans import SpanSet


@dataclass(slots=True)
class Score:
    """Counts that add up over documents. Strict: the same span; lenient: at least one shared code point."""

    gold: int = 0
    found: int = 0
    same: int = 0
    gold_met: int = 0
    found_met: int = 0

    def add(self, gold: Iterable[Span], found: Iterable[Span]) -> None:
        """Counts one document."""
        wanted, given = set(gold), set(found)
        trusted, seen = SpanSet(wanted), SpanSet(given)
        self.gold += len(wanted)
        self.found += len(given)
        self.same += len(wanted & given)
        self.gold_met += sum(seen.overlaps(span) for span in wanted)
        self.found_met += sum(trusted.overlaps(span) for span in given)

    @property
    def strict(self) -> float:
        """F1 of equal spans.

        >>> score = Score()
        >>> score.add([Span(0, 4), Span(6, 9)], [Span(0, 4), Span(7, 9)])
        >>> score.strict, score.lenient
        (0.5, 1.0)
        """
        return f1(self.same, self.found, self.same, self.gold)

    @property
    def lenient(self) -> float:
        """F1 of overlapping spans."""
        return f1(self.found_met, self.found, self.gold_met, self.gold)

    @property
    def recall(self) -> float:
        """The share of trusted spans that a found one overlaps."""
        return self.gold_met / self.gold if self.gold else 0.0


def f1(right: int, found: int, met: int, gold: int) -> float:
    """The harmonic mean of precision and recall; 0 where either is."""
    precision, recall = right / found if found else 0.0, met / gold if gold else 0.0
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0
