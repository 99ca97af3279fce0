"""What somebody changed elsewhere: the marks that went out beside those that came back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpora.document import Span
from pipeline.exchange.marks import UNSEEN, Mark, digest_of
from pipeline.review.judged import Verdict


@dataclass(frozen=True, slots=True)
class Change:
    """A verdict that follows from a difference; ``base`` is what went out, ``mark`` what came back, where there is one.

    ``valued`` says that the tool gives another value than went out.
    """

    verdict: Verdict
    base: Mark | None = None
    mark: Mark | None = None
    valued: bool = False


def changes(base: Sequence[Mark], marks: Iterable[Mark], *, looked: bool) -> list[Change]:
    """The differences as verdicts, in text order; with ``looked`` what nobody judged and nobody changed is accepted.

    A mark is known again by its label and place, then by its id, then as another label of the same words, then as the
    same label of words that overlap.

    >>> out = [Mark("ORG", Span(0, 4), "a"), Mark("ORG", Span(6, 9), "b")]
    >>> [one.verdict for one in changes(out, [Mark("PLACE", Span(0, 4)), Mark("DATE", Span(10, 12))], looked=False)]
    ['correct', 'reject', 'add']
    """
    back = {mark.place: mark for mark in marks}
    out = {mark.place: mark for mark in base}
    found = [_same(mark, back[mark.place], looked=looked) for mark in base if mark.place in back]
    gone = [mark for mark in base if mark.place not in back]
    new = [mark for place, mark in back.items() if place not in out]
    for pairs in (_by_id, _by_span, _by_overlap):
        for old, mark in pairs(gone, new):
            gone.remove(old)
            new.remove(mark)
            found.append(Change("correct", old, mark, valued=mark.value is not None and _differs(old, mark)))
    found += [Change("reject", mark) for mark in gone] + [Change("add", None, mark) for mark in new]
    return sorted((one for one in found if one), key=_place)


def _place(change: Change) -> tuple[Span, str]:
    mark = change.base or change.mark
    assert mark is not None
    return mark.span, mark.label


def _same(old: Mark, mark: Mark, *, looked: bool) -> Change | None:
    if mark.value is not None and _differs(old, mark):
        return Change("correct", old, mark, valued=True)
    return Change("accept", old) if looked and old.verdict == UNSEEN else None


def _differs(old: Mark, mark: Mark) -> bool:
    return digest_of(mark.value) != old.known


type _Pairs = list[tuple[Mark, Mark]]


def _by_id(gone: Sequence[Mark], new: Sequence[Mark]) -> _Pairs:
    known = {mark.id: mark for mark in new if mark.id}
    return [(old, known.pop(old.id)) for old in gone if old.id in known]


def _by_span(gone: Sequence[Mark], new: Sequence[Mark]) -> _Pairs:
    left = list(new)
    pairs: _Pairs = []
    for old in gone:
        mark = next((mark for mark in left if mark.span == old.span), None)
        if mark:
            left.remove(mark)
            pairs.append((old, mark))
    return pairs


def _by_overlap(gone: Sequence[Mark], new: Sequence[Mark]) -> _Pairs:
    """Those of one label that share the most letters, each once."""
    near = ((o, m) for o in gone for m in new if o.label == m.label and o.span.overlaps(m.span))
    shared = [(_shared(old.span, mark.span), old, mark) for old, mark in near]
    pairs: _Pairs = []
    for _, old, mark in sorted(shared, key=lambda one: (-one[0], one[1].span, one[2].span)):
        if not any(old is o or mark is m for o, m in pairs):
            pairs.append((old, mark))
    return pairs


def _shared(one: Span, other: Span) -> int:
    return min(one.end, other.end) - max(one.start, other.start)
