"""The pages of a document as pictures, with the place of each mention on them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from corpora.document import Document, Mention, Page, Region, Span
from corpora.values import Quote
from search_api.pages.language import RIGHT_TO_LEFT

_FLAT = 0.5
"""Part of the height of a word by which the next one on the same line is level with it."""
type Box = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a mention stands on a page; ``boxes`` are left, top, width and height in ten-thousandths, one a line."""

    id: str
    label: str
    surface: str
    boxes: tuple[Box, ...]
    first: bool
    """Whether it is the first spot of its mention, which others lead to."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page that can be shown; ``confidence`` in per cent where it was recognised."""

    number: int
    confidence: int | None
    spots: tuple[Spot, ...] = field(default=())


def sheets(document: Document) -> list[Sheet]:
    """The pages of a document that can be shown, in order."""
    found, seen = list[Sheet](), set[str]()
    for number, page in enumerate(document.pages, 1):
        if page.image:
            sure = None if page.confidence is None else round(100 * page.confidence)
            spots = tuple(_spots(document, page, seen))
            seen.update(spot.id for spot in spots)
            found.append(Sheet(number, sure, spots))
    return found


def _spots(document: Document, page: Page, seen: set[str]) -> Iterator[Spot]:
    for mention in document.mentions:
        if mention.label != Quote.LABEL and mention.span.overlaps(page.span):
            parts = [_part(document, region, mention) for region in page.regions if region.span.overlaps(mention.span)]
            if parts:
                first = mention.id not in seen
                yield Spot(mention.id, mention.label.lower(), mention.surface, tuple(map(_sized, _lines(parts))), first)


def _part(document: Document, region: Region, mention: Mention) -> Box:
    """The part of a region that a mention takes: of a line as much as its characters are of all."""
    left, top, right, bottom = region.box
    text = document.text[region.span.start : region.span.end]
    shared = Span(max(region.span.start, mention.span.start), min(region.span.end, mention.span.end))
    if " " not in text or not text:
        return region.box
    before, after = (shared.start - region.span.start) / len(text), (region.span.end - shared.end) / len(text)
    if document.language in RIGHT_TO_LEFT:
        before, after = after, before
    return left + round((right - left) * before), top, right - round((right - left) * after), bottom


def _lines(boxes: Sequence[Box]) -> list[Box]:
    """Boxes that stand level as one."""
    lines: list[Box] = []
    for box in boxes:
        last = lines[-1] if lines else None
        if last and abs(last[1] + last[3] - box[1] - box[3]) / 2 <= _FLAT * (last[3] - last[1]):
            joined = min(last[0], box[0]), min(last[1], box[1]), max(last[2], box[2]), max(last[3], box[3])
            lines[-1] = joined
        else:
            lines.append(box)
    return lines


def _sized(box: Box) -> Box:
    return box[0], box[1], box[2] - box[0], box[3] - box[1]
