"""Many spans asked about many times, in the time that a bisection takes."""

from bisect import bisect_left
from collections.abc import Iterable

from corpora.document import Span


class SpanSet:
    """Spans, of which the question is only whether one overlaps another.

    >>> taken = SpanSet([Span(3, 5), Span(8, 9)])
    >>> taken.overlaps(Span(4, 8)), taken.overlaps(Span(5, 8))
    (True, False)
    """

    def __init__(self, spans: Iterable[Span]) -> None:
        """Spans that touch or overlap are held as one."""
        merged: list[Span] = []
        for span in sorted(spans):
            if merged and span.start < merged[-1].end:
                merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
            else:
                merged.append(span)
        self._starts = [span.start for span in merged]
        self._ends = [span.end for span in merged]

    def covers(self, span: Span) -> bool:
        """Whether a span lies inside one of them."""
        before = bisect_left(self._starts, span.start + 1) - 1
        return before >= 0 and self._ends[before] >= span.end

    def overlaps(self, span: Span) -> bool:
        """Whether a span shares a code point with one of them."""
        before = bisect_left(self._starts, span.end) - 1
        return before >= 0 and self._ends[before] > span.start
