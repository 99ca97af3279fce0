"""Whose turn it is among decisions that wait to be indexed: an entity of thousands keeps no other decision waiting."""

from collections.abc import Callable
from dataclasses import dataclass

from pipeline.store.changes import Change

type Ask = Callable[[int, int, int], list[Change]]
"""What people decided after a ``seq`` and until one, oldest first, at most so many."""


@dataclass(slots=True)
class _Stretch:
    """What was decided between two looks; it is taken from its beginning."""

    after: int
    until: int


class Turns:
    """A queue that is served from both ends: what was decided last, and what waits longest, a few of each in turn.

    First come, first served would let whoever decides on one document wait for the thousand that another person's
    rename moved before; the newest first alone would let those wait as long as anybody decides.
    """

    def __init__(self) -> None:
        """Has seen nothing yet."""
        self._seen = 0
        self._stretches: list[_Stretch] = []
        self.ended = False
        """Whether all of something that was decided between two looks was taken last time."""

    @property
    def ahead(self) -> int:
        """The ``seq`` up to which all decisions were taken."""
        return self._stretches[0].after if self._stretches else self._seen

    def look(self, last: int, done: int) -> None:
        """Takes note that there is something until ``last``; until ``done`` it needs no turn any more."""
        begin = max(self._seen, done)
        if last > begin:
            self._stretches.append(_Stretch(begin, last))
        self._seen = max(begin, last)
        for stretch in self._stretches:
            stretch.after = max(stretch.after, done)
        self._stretches = [stretch for stretch in self._stretches if stretch.after < stretch.until]

    def take(self, ask: Ask, limit: int) -> list[Change]:
        """The next decisions, at most ``limit`` from each end; none where all were taken."""
        found: list[Change] = []
        self.ended = False
        while self._stretches and not found:
            for stretch in {id(self._stretches[at]): self._stretches[at] for at in (-1, 0)}.values():
                some = ask(stretch.after, stretch.until, limit)
                if len(some) < limit:
                    self._stretches.remove(stretch)
                    self.ended = self.ended or bool(some)
                else:
                    stretch.after = some[-1].seq
                found += some
        return found
