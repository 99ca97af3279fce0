"""How well mentions are found, by what people judged: the decisions of the log as gold."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from corpora.document import Mention, Span
from corpora.values import plain
from extractors.scoring import f1
from extractors.spans import SpanSet

_ADDED = "gazetteer"
"""The extractor of names that people added; its version is the decision that each is from, and no version of it."""
type Place = tuple[str, Span]


@dataclass(frozen=True, slots=True)
class Judged:
    """What people say of one text: the mentions that stand, and the places of those that do not."""

    right: Sequence[Mention]
    wrong: Sequence[Place]


@dataclass(slots=True)
class Counts:
    """Of one extractor and label: finds at a place that people let stand, and at one that they did not.

    ``gold`` is how many stand in all, ``values`` how many of the right finds have the value that stands too.
    """

    right: int = 0
    wrong: int = 0
    gold: int = 0
    values: int = 0

    def record(self, extractor: str, version: str, label: str) -> dict[str, Any]:
        """It as JSON has it; a share of nothing is None."""
        found = self.right + self.wrong
        named = {"extractor": extractor, "version": version, "label": label}
        counts = {"judged": found, "right": self.right, "wrong": self.wrong, "missed": self.gold - self.right}
        shares = {
            "precision": _share(self.right, found),
            "recall": _share(self.right, self.gold),
            "f1": round(f1(self.right, found, self.right, self.gold), 4),
            "values": _share(self.values, self.right),
        }
        return {**named, **counts, **shares}


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


@dataclass(slots=True)
class Measure:
    """Adds up texts. A find that nobody judged, and that meets nothing judged, is neither right nor wrong."""

    gold: Counter[str] = field(default_factory=Counter)
    counts: defaultdict[tuple[str, str, str], Counts] = field(default_factory=lambda: defaultdict(Counts))

    def add(self, judged: Judged, found: Iterable[Mention]) -> None:
        """Counts one text: what is found there beside what people say.

        A find is wrong where its very place was rejected or put right, and where it lies over a mention of its label
        that stands elsewhere.

        >>> stands = Mention("a", "ORG", Span(0, 8), "دانشگاه", {"name": "دانشگاه"}, "person", "1")
        >>> finds = [Mention("b", "ORG", Span(0, 4), "دانش", {}, "names", "1")]
        >>> measure = Measure()
        >>> measure.add(Judged([stands], []), finds)
        >>> [(row["wrong"], row["missed"], row["recall"]) for row in measure.rows()]
        [(1, 1, 0.0)]
        >>> named = [Mention(i, "ORG", Span(0, 8), "دانشگاه", stands.value, "gazetteer", i) for i in ("1", "2")]
        >>> measure.add(Judged([stands], []), named)
        >>> [(row["extractor"], row["version"], row["right"]) for row in measure.rows()]
        [('gazetteer', '', 2), ('names', '1', 0)]
        """
        stands = {(mention.label, mention.span): mention for mention in judged.right}
        self.gold.update(label for label, _ in stands)
        near: Mapping[str, SpanSet] = {
            label: SpanSet(span for own, span in stands if own == label) for label, _ in stands
        }
        refused = set(judged.wrong) - stands.keys()
        for mention in found:
            place = mention.label, mention.span
            version = "" if mention.extractor == _ADDED else mention.version
            counts = self.counts[mention.extractor, version, mention.label]
            if place in stands:
                counts.right += 1
                counts.values += plain(stands[place].value) == plain(mention.value)
            elif place in refused or (mention.label in near and near[mention.label].overlaps(mention.span)):
                counts.wrong += 1

    def rows(self) -> list[dict[str, Any]]:
        """A row an extractor and label; a label that stands and nothing finds has one without an extractor."""
        found = {label for _, _, label in self.counts}
        for label in self.gold.keys() - found:
            self.counts["", "", label] = Counts()
        rows = []
        for (extractor, version, label), counts in sorted(self.counts.items()):
            counts.gold = self.gold[label]
            if counts.gold or counts.right or counts.wrong:
                rows.append(counts.record(extractor, version, label))
        return rows
