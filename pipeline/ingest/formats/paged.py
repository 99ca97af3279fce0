"""Pages of pieces to one text: paragraphs, page furniture, and where each piece stands."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from corpora.document import Page, Region, Span
from extractors.text.aligned import AlignedText

type Box = tuple[int, int, int, int]
"""Left, top, right and bottom in ten-thousandths of a page."""

_EDGE = 2
"""So many paragraphs at the head and at the foot of a page may be its furniture."""
_REPEATED = 3
"""On so many pages a line stands that is a header or a footer; of a document of two pages, on both."""
_LONGEST = 160
_NUMBERED = re.compile(
    r"\W*(?:(?:صفحه|صفحة|الصفحة|ص|page)\W*)?\d{1,4}(?:\W*(?:از|من|of)?\W*\d{1,4})?\W*", re.IGNORECASE
)
_ENDED = re.compile(r"[.!?؟:؛…»)\]]\s*$")
_RUNNING = 80
"""A paragraph that goes on over the page has so many characters already; a heading has fewer."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A word or a line as it stands on a page."""

    text: str
    box: Box
    confidence: float | None = None


type Paragraph = Sequence[Piece]


@dataclass(frozen=True, slots=True)
class ReadPage:
    """A page as it was read, paragraph by paragraph; ``image`` as in a Page."""

    paragraphs: Sequence[Paragraph]
    image: str | None = None
    confidence: float | None = None

    @property
    def lines(self) -> list[str]:
        """The text of each paragraph."""
        return [" ".join(piece.text for piece in paragraph) for paragraph in self.paragraphs]


@dataclass(frozen=True, slots=True)
class Assembled:
    """The text of all pages, and what stands where in it."""

    text: str
    pages: tuple[Page, ...]
    furniture: tuple[Span, ...]


def assembled(pages: Sequence[ReadPage]) -> Assembled:
    """One text: pieces joined by spaces, paragraphs and pages by line breaks.

    A paragraph that goes on over a page without anything between its halves is joined by a space.
    """
    listed = _page_furniture(pages)
    text, at, made, furniture = list[str](), 0, list[Page](), list[Span]()
    for number, page in enumerate(pages):
        start, regions = at, list[Region]()
        for index, paragraph in enumerate(page.paragraphs):
            first = at
            for piece in paragraph:
                regions.append(Region(Span(at, at + len(piece.text)), piece.box, piece.confidence))
                text += [piece.text, " "]
                at += len(piece.text) + 1
            text[-1] = "\n"
            if (number, index) in listed:
                furniture.append(Span(first, at - 1))
        span = Span(start, at - 1) if page.paragraphs else Span(max(0, start - 1), max(0, start - 1))
        made.append(Page(span, page.image, page.confidence, tuple(regions)))
        if page.paragraphs and number + 1 < len(pages) and _goes_on(pages, number, listed):
            text[-1] = " "
    return Assembled("".join(text[:-1]), tuple(made), tuple(furniture))


def _page_furniture(pages: Sequence[ReadPage]) -> frozenset[tuple[int, int]]:
    """Page and paragraph of headers, footers and page numbers: what stands at the edge of page after page."""
    edges: list[tuple[int, int, str]] = []
    for number, page in enumerate(pages):
        lines = page.lines
        for index in sorted({*range(min(_EDGE, len(lines))), *range(max(0, len(lines) - _EDGE), len(lines))}):
            if len(lines[index]) <= _LONGEST:
                folded = AlignedText.of(lines[index]).text
                numbered = re.sub(rf"(?<!\d){number + 1}(?!\d)", "#", folded)
                edges.append((number, index, "#" if _NUMBERED.fullmatch(folded) else numbered))
    counts = Counter(key for _, key in {(number, key) for number, _, key in edges})
    least = min(_REPEATED, max(2, len(pages)))
    return frozenset((number, index) for number, index, key in edges if counts[key] >= least)


def _goes_on(pages: Sequence[ReadPage], number: int, listed: frozenset[tuple[int, int]]) -> bool:
    """Whether the last paragraph of a page goes on at the head of the next."""
    page, following = pages[number], pages[number + 1]
    last = len(page.paragraphs) - 1
    if not following.paragraphs or (number, last) in listed or (number + 1, 0) in listed:
        return False
    text = page.lines[last]
    return len(text) >= _RUNNING and not _ENDED.search(text)
