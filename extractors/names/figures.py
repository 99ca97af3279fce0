"""Names beside what was found before them: an amount is no part of a body, a month none, a currency no person."""

from collections.abc import Iterator, Sequence

from corpora.document import Span
from extractors.names.candidates import Candidate
from extractors.protocols import Found, Passage
from extractors.spans import SpanSet

_MEASURED = ("MONEY", "PERCENT")


def without_figures(passage: Passage, found: Sequence[Candidate], earlier: Sequence[Found]) -> list[Candidate]:
    """The candidates: bodies end where an amount begins, and no body or person lies inside a date or an amount."""
    amounts = [item.span for item in earlier if item.label in _MEASURED]
    inside = SpanSet([*amounts, *(item.span for item in earlier if item.label == "DATE")])
    return list(_fitting(passage, found, amounts, inside)) if earlier else list(found)


def _fitting(
    passage: Passage, found: Sequence[Candidate], amounts: Sequence[Span], inside: SpanSet
) -> Iterator[Candidate]:
    words, starts = passage.words, {span.start for span in amounts}
    for candidate in found:
        span = Span(words[candidate.first].start, words[candidate.last - 1].end)
        if candidate.label != "PLACE" and inside.covers(span):
            continue
        if candidate.label == "ORG":
            begun = (at for at in range(candidate.first + 1, candidate.last) if words[at].start in starts)
            candidate = candidate._replace(last=next(begun, candidate.last))
        yield candidate
