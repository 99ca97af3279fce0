"""What people put right in recognised text: the document as read stays, and a corrected one stands in for it."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from corpora.document import Document, Page, Region, Span

_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Correction:
    """``after`` stands in for ``before``, which was read at ``span`` of the text as read."""

    span: Span
    before: str
    after: str


def in_force(corrections: Iterable[Correction]) -> list[Correction]:
    """Those that nothing newer at their place stands in for, the oldest given first.

    One whose ``after`` is what was read takes back what was said before, and is none itself.
    """
    kept: list[Correction] = []
    for one in corrections:
        kept = [other for other in kept if not other.span.overlaps(one.span)]
        if one.after != one.before:
            kept.append(one)
    return kept


class Alignment:
    """Offsets of a text as read, and of the same text with corrections, which do not overlap."""

    def __init__(self, corrections: Sequence[Correction]) -> None:
        """Takes them in any order."""
        self.corrections = sorted(corrections, key=lambda correction: correction.span)
        grown = accumulate((len(one.after) - len(one.before) for one in self.corrections), initial=0)
        self._read = [one.span for one in self.corrections]
        self._ends = [span.end for span in self._read]
        self._grown = list(grown)
        self._made = [
            Span(span.start + by, span.start + by + len(one.after))
            for one, span, by in zip(self.corrections, self._read, self._grown, strict=False)
        ]

    def corrected(self, span: Span) -> Span:
        """Where a span of the text as read stands now; one that ends in a correction takes all of it."""
        return Span(self._moved(span.start, at_end=False), self._moved(span.end, at_end=True))

    def _moved(self, offset: int, *, at_end: bool) -> int:
        number = bisect_right(self._ends, offset)
        if number < len(self._read) and self._read[number].start < offset:
            return self._made[number].end if at_end else self._made[number].start
        return offset + self._grown[number]

    def as_read(self, span: Span) -> Span:
        """What was read where a span of the corrected text is, with all of the corrections that it touches."""
        before = [at for at, made in enumerate(self._made) if made.end <= span.start]
        until = [at for at, made in enumerate(self._made) if made.end <= span.end and made.start < span.end]
        start = span.start - self._grown[len(before)]
        end = span.end - self._grown[len(until)]
        touched = [
            self._read[at] for at, made in enumerate(self._made) if made.start < span.end and made.end > span.start
        ]
        return Span(min([start, *(one.start for one in touched)]), max([end, *(one.end for one in touched)]))


def corrected(document: Document, corrections: Sequence[Correction]) -> Document:
    """A document as read, without mentions, with its text put right and everything else where it belongs.

    A corrected word is as sure as can be. Where a correction has as many words as it stands in for, each keeps its
    place on the page; else all share the place of what was read.
    """
    if not corrections:
        return document
    moved = Alignment(corrections)
    title = document.text.find(document.title) if document.title else -1
    text = _text(document.text, moved.corrections)
    named = moved.corrected(Span(title, title + len(document.title))) if title >= 0 else None
    return replace(
        document,
        text=text,
        title=text[named.start : named.end] if named else document.title,
        furniture=tuple(map(moved.corrected, document.furniture)),
        pages=tuple(_page(page, moved, text) for page in document.pages),
    )


def _text(text: str, corrections: Sequence[Correction]) -> str:
    parts, at = [], 0
    for one in corrections:
        parts += [text[at : one.span.start], one.after]
        at = one.span.end
    return "".join([*parts, text[at:]])


def _page(page: Page, moved: Alignment, text: str) -> Page:
    return replace(page, span=moved.corrected(page.span), regions=tuple(_regions(page.regions, moved, text)))


def _regions(regions: Sequence[Region], moved: Alignment, text: str) -> Iterator[Region]:
    """The regions of a page, those under a correction made anew."""
    waiting = list(regions)
    for one in moved.corrections:
        under = [region for region in waiting if region.span.overlaps(one.span)]
        if under:
            place = waiting.index(under[0])
            yield from (replace(region, span=moved.corrected(region.span)) for region in waiting[:place])
            yield from _anew(under, moved.corrected(one.span), text)
            waiting = waiting[place + len(under) :]
    yield from (replace(region, span=moved.corrected(region.span)) for region in waiting)


def _anew(under: Sequence[Region], span: Span, text: str) -> Iterator[Region]:
    words = [Span(found.start(), found.end()) for found in _WORD.finditer(text, span.start, span.end)]
    if len(words) == len(under):
        yield from (Region(word, region.box, 1.0) for word, region in zip(words, under, strict=True))
    elif words:
        lefts, tops, rights, bottoms = zip(*(region.box for region in under), strict=True)
        box = min(lefts), min(tops), max(rights), max(bottoms)
        yield Region(Span(words[0].start, words[-1].end), box, 1.0)


def anchored(text: str, span: Span, other: str, reach: int = 20) -> Span | None:
    """Where the words at a span stand in another text, known by what is around them; None where that is in doubt."""
    start = max(0, span.start - reach)
    around = text[start : span.end + reach]
    if len(around) <= span.end - span.start or other.count(around) != 1:
        return None
    found = other.index(around) + span.start - start
    return Span(found, found + span.end - span.start)
