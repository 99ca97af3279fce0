"""Measures dates on the development halves of public suites, each as the data README says what is right in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from corpora.document import Mention, Span
from extractors.extraction import mentions_of
from extractors.text.language import language_of
from pipeline.annotate import in_use
from pipeline.evaluation.data import Figures, rows

_NAMES = {
    "hengam": "fa Hengam",
    "timex": "ar TIMEX3",
    "duckling_time": "ar Duckling",
    "recognizers_date": "ar Recognizers dates",
    "recognizers_period": "ar Recognizers periods",
}
_HALF = {"duckling_time": 0.5}
"""The share of a phrase that a date must cover; elsewhere one letter is enough."""


@dataclass
class _Suite:
    """What is counted of one suite."""

    gold: int = 0
    found: int = 0
    given: int = 0
    good: int = 0
    dated: int = 0
    right: int = 0

    @property
    def lenient(self) -> float:
        """F1 of spans."""
        recall, precision = self.found / self.gold, self.good / max(self.given, 1)
        return 2 * recall * precision / max(recall + precision, 1e-9)


def suites(data: Path) -> Figures:
    """F1 of spans, and the share of dates of a known day whose first day (and last, where it is known) are right."""
    scores: dict[str, _Suite] = {}
    extractors = in_use(("dates",))
    for row in rows(data / "dates" / "dev_dates.jsonl"):
        text, published = row["text"], row["published"]
        day = date.fromisoformat(published[:10]) if published else None
        language = row["language"] or language_of(text)
        found = mentions_of(text, key="", language=language, published=day, extractors=extractors)
        _count(scores.setdefault(row["set"], _Suite()), row, [m for m in found if m.label == "DATE"])
    figures = {f"{_NAMES[name]} lenient F1": suite.lenient for name, suite in scores.items()}
    right = {f"{_NAMES[name]} right": suite.right / suite.dated for name, suite in scores.items() if suite.dated}
    return figures | right


def _count(suite: _Suite, row: dict[str, Any], found: list[Mention]) -> None:
    share = _HALF.get(row["set"], 0.0)
    for item in row["dates"]:
        met = [mention for mention in found if _covers(mention.span, item, share)]
        suite.gold += 1
        suite.found += bool(met)
        if "first" in item:
            suite.dated += 1
            suite.right += any(_is_right(mention, item) for mention in met)
    neutral = [Span(*place) for place in row["neutral"]]
    for mention in found:
        good = any(mention.span.overlaps(span) for item in row["dates"] for span in _spans(item))
        if good or not any(mention.span.overlaps(span) for span in neutral):
            suite.given += 1
            suite.good += good


def _spans(item: dict[str, Any]) -> Iterator[Span]:
    yield Span(item["start"], item["end"])
    yield from (Span(*place) for place in item.get("also", ()))


def _covers(span: Span, item: dict[str, Any], share: float) -> bool:
    common = (min(span.end, other.end) - max(span.start, other.start) for other in _spans(item))
    return any(letters > 0 and letters >= share * (item["end"] - item["start"]) for letters in common)


def _is_right(mention: Mention, item: dict[str, Any]) -> bool:
    firsts = {item["first"], *item.get("or_first", ())}
    ends = "last" not in item or mention.value.get("end") == item["last"]
    return mention.value.get("start") in firsts and ends
