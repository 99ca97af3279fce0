"""Names beside what was found before them: an amount is no part of a body, a month none, a currency no person."""

from collections.abc import Iterator, Mapping, Sequence

from corpora.document import Span
from extractors.names.candidates import Candidate, common, span_of
from extractors.names.endings import Days
from extractors.protocols import Found, Passage
from extractors.spans import SpanSet

_MEASURED = ("MONEY", "PERCENT")
_NUMBERED = ("COUNT", "DATE")


def without_figures(passage: Passage, found: Sequence[Candidate], earlier: Sequence[Found]) -> list[Candidate]:
    """The candidates: bodies end where an amount begins, and no body or person lies inside a date or an amount."""
    if not earlier:
        return list(found)
    amounts = [item.span for item in earlier if item.label in _MEASURED]
    dates = [item for item in earlier if item.label == "DATE"]
    inside = SpanSet([*amounts, *(item.span for item in dates)])
    counted = {item.span for item in earlier if item.label == "COUNT"}
    numbered = {item.start: _after(passage, item) for item in earlier if item.label in _NUMBERED}
    fitting = (_before_number(passage, one, numbered) for one in _fitting(passage, found, amounts, inside))
    fitting = (one for one in fitting if one.last > one.first)
    unplaced = SpanSet([*amounts, *(item.span for item in dates if _has_no_place(item))])
    whole = SpanSet(item.span for item in dates if item.value.get("relative"))
    days = Days.of(passage, earlier)
    kept = [named for one in fitting if (named := _named(passage, one, unplaced, whole, days))]
    return [one for one in kept if one.label != "PERSON" or span_of(passage, one) not in counted]  # «مدرستين»


def _after(passage: Passage, item: Found) -> int:
    """Where what is numbered ends; past all else for a length in hours or days, which no body is called by."""
    length = item.label == "DATE" and "duration" in item.value and "relative" not in item.value
    return len(passage.folded.key) + 1 if length and passage.folded.key[item.end - 1] != "ه" else item.end


def _before_number(passage: Passage, name: Candidate, numbered: Mapping[int, int]) -> Candidate:
    """A body or person without the number that counts what comes after it («کمیسیون مشترک | سه ساعت»).

    Empty where but a common word stays («رضایت | دو طرف»).
    """
    if name.label == "PLACE":
        return name
    words, end = passage.words, span_of(passage, name).end
    ends = (at for at in range(name.first + 1, name.last) if numbered.get(words[at].start, 0) > end)
    last = next(ends, name.last)
    lone = last < name.last and last - name.first == 1 and common(words[name.first].exact, passage.language)
    return name._replace(last=name.first if lone else last)


def _has_no_place(date: Found) -> bool:
    """Whether no place can be in a date; one with a time may say whose («به وقت تهران»)."""
    return "time" not in date.value


def _named(passage: Passage, candidate: Candidate, inside: SpanSet, whole: SpanSet, days: Days) -> Candidate | None:
    """A body without the date that it runs into, and no place that is a currency's or a date's («ليرة سورية»)."""
    if candidate.label == "ORG":
        return days.before(candidate)
    if candidate.label != "PLACE":
        return candidate
    span = span_of(passage, candidate)
    longer = inside.covers(Span(span.start - 1, span.end)) or inside.covers(Span(span.start, span.end + 1))
    return None if longer or whole.covers(span) else candidate


def _fitting(
    passage: Passage, found: Sequence[Candidate], amounts: Sequence[Span], inside: SpanSet
) -> Iterator[Candidate]:
    words, starts = passage.words, {span.start for span in amounts}
    for candidate in found:
        span = span_of(passage, candidate)
        if candidate.label != "PLACE" and inside.covers(span):
            continue
        if candidate.label == "ORG":
            begun = (at for at in range(candidate.first + 1, candidate.last) if words[at].start in starts)
            candidate = candidate._replace(last=next(begun, candidate.last))
        yield candidate
