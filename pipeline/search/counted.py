"""What was counted of a unit, kept while neither index nor store nor what people decided is another.

A common word is counted in thousands of documents, and a page of its counts is followed by the next, by its chart and
by its table.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property

from corpora.document import Document
from pipeline.query.parser import Filter
from pipeline.records import Within
from pipeline.registry.indicators import OfBody, Point, by_body, folded, points

_HELD, _MOST = 24, 60_000
"""Questions that are kept, and counts of all of them together."""

type Asked = tuple[Within, str, tuple[Filter, ...]]
"""Collections, the key of a unit, and what narrows it."""
type State = tuple[int, ...]
"""Numbers of which one is another whenever there may be another answer."""


class Counts:
    """The counts of a unit, the oldest first, and what follows from them; made once."""

    def __init__(self, found: Iterable[Point], stories: Mapping[str, int]) -> None:
        """Takes them in any order; undated ones come last."""
        self.points: Sequence[Point] = sorted(found, key=_day)
        self._stories = stories

    @cached_property
    def single(self) -> Sequence[tuple[Point, int]]:
        """Each by itself: no near-duplicate says it again."""
        return [(point, 0) for point in self.points]

    @cached_property
    def folded(self) -> Sequence[tuple[Point, int]]:
        """Each number of a story once, with how many near-duplicates say it again."""
        return folded(self.points, self._stories)

    def told(self, *, folds: bool) -> Sequence[tuple[Point, int]]:
        """The one or the other."""
        return self.folded if folds else self.single

    def bodies(self, *, folds: bool) -> Sequence[OfBody]:
        """The bodies that the sentences name, those of the most counts first."""
        return self._of_folded if folds else self._of_single

    @cached_property
    def _of_folded(self) -> Sequence[OfBody]:
        return by_body(point for point, _ in self.folded)

    @cached_property
    def _of_single(self) -> Sequence[OfBody]:
        return by_body(self.points)


def _day(point: Point) -> tuple[bool, str, int]:
    return not point.document.published, point.document.published, point.mention.span.start


class Counted:
    """Answers that were given, and what each document that was read for them said. Safe to use from several threads."""

    def __init__(self) -> None:
        """Holds none."""
        self._lock = threading.Lock()
        self._answers: OrderedDict[Asked, tuple[State, Counts]] = OrderedDict()
        self._read: OrderedDict[tuple[Within, str, str], tuple[int, list[Point]]] = OrderedDict()
        self._held = 0

    def answer(self, asked: Asked, state: State, make: Callable[[], Counts]) -> Counts:
        """The answer to a question in a state; made where there is none of that state."""
        with self._lock:
            kept = self._answers.get(asked)
            if kept and kept[0] == state:
                self._answers.move_to_end(asked)
                return kept[1]
        made = make()
        with self._lock:
            self._answers[asked] = state, made
            self._answers.move_to_end(asked)
            while len(self._answers) > 1 and (len(self._answers) > _HELD or self._sum() > _MOST):
                self._answers.popitem(last=False)
        return made

    def _sum(self) -> int:
        return sum(len(counts.points) for _, counts in self._answers.values())

    def points(
        self,
        within: Within,
        unit: str,
        turns: Sequence[tuple[int, str]],
        read: Callable[[Sequence[str]], Iterable[Document]],
    ) -> list[Point]:
        """The counts of a unit in documents, each of a ``seq`` and a key; only those are read that were not yet.

        What was read for those who see some collections is shown to nobody else: a document may have been moved.
        """
        told = self._kept(within, unit, turns)
        fresh = [key for _, key in turns if key not in told]
        for point in points(read(fresh), unit):
            told.setdefault(point.document.key, []).append(point)
        seqs = {key: seq for seq, key in turns}
        with self._lock:
            for key in fresh:
                if key in told:
                    self._keep((within, unit, key), seqs[key], told[key])
        return [point for _, key in turns for point in told.get(key, ())]

    def _kept(self, within: Within, unit: str, turns: Sequence[tuple[int, str]]) -> dict[str, list[Point]]:
        """What the documents said that were read before and are the same."""
        with self._lock:
            found = ((seq, key, self._read.get((within, unit, key))) for seq, key in turns)
            return {key: held[1] for seq, key, held in found if held and held[0] == seq}

    def _keep(self, name: tuple[Within, str, str], seq: int, those: list[Point]) -> None:
        before = self._read.pop(name, None)
        self._held += len(those) - (len(before[1]) if before else 0)
        self._read[name] = seq, those
        while self._held > _MOST and len(self._read) > 1:
            _, (_, gone) = self._read.popitem(last=False)
            self._held -= len(gone)
