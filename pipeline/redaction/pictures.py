"""Pages as pictures with black boxes: what is under a box is not in the file, and no text lies behind the picture."""

import io
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from corpora.document import Document, Page, Region, Span
from pipeline.errors import InvalidRedaction
from pipeline.redaction.places import Blackened

if TYPE_CHECKING:
    from PIL import Image

WIDTH = 1654
"""Pixels that a page is wide: 200 a line of an inch of A4, at which small type prints clearly."""
_PARTS = 10_000
"""What the boxes of a document divide a page into."""
_BEYOND, _BEYOND_LINE = 4, 8
"""Black reaches beyond the box of a word that was recognised by a part of its height of so many: marks and the ends of
letters leave it. A line of a text layer has some room for them in its box."""
_DOTS = 200.0
type Box = tuple[int, int, int, int]


def can_be_drawn(document: Document) -> bool:
    """Whether the places of words are known on every page that has text."""
    pages = document.pages
    return bool(pages) and all(page.image for page in pages) and any(page.regions for page in pages)


def boxes(document: Document, page: Page, spans: Sequence[Span]) -> list[Box]:
    """The boxes of a page that are black: of a scan those of the words, of a text layer those of whole lines.

    Of furniture all is black, and a page of which nothing was read is black altogether. Raises InvalidRedaction where
    it is not known where on the page a span stands.
    """
    if not page.regions:
        return [(0, 0, _PARTS, _PARTS)]
    within = [span for span in (*spans, *document.furniture) if span.overlaps(page.span)]
    for span in within:
        told = [region.span for region in page.regions if region.span.overlaps(span)]
        start, end = max(span.start, page.span.start), min(span.end, page.span.end)
        if any(not _covered(at, told) for at in range(start, end) if document.text[at].isalnum()):
            raise InvalidRedaction("it is not known where on the page all of it stands; ask for HTML or text instead")
    return [_box(region) for region in page.regions if any(region.span.overlaps(span) for span in within)]


def _box(region: Region) -> Box:
    left, top, right, bottom = region.box
    if region.confidence is None and bottom - top > right - left:  # a line that runs up or down
        more = (right - left) // _BEYOND_LINE
        return left - more, top - more // 2, right + more, bottom + more // 2
    more = (bottom - top) // (_BEYOND if region.confidence is not None else _BEYOND_LINE)
    return left - more // 2, top - more, right + more // 2, bottom + more


def _covered(at: int, spans: Sequence[Span]) -> bool:
    return any(span.start <= at < span.end for span in spans)


def blackened(picture: bytes, black: Sequence[Box]) -> "Image.Image":
    """A page as a picture with its boxes black."""
    from PIL import Image

    image = Image.open(io.BytesIO(picture)).convert("L")
    _draw(image, black)
    return image


def _draw(image: "Image.Image", black: Sequence[Box]) -> None:
    from PIL import ImageDraw

    draw, scale = ImageDraw.Draw(image), (image.width / _PARTS, image.height / _PARTS)
    for box in black:
        draw.rectangle([side * scale[at % 2] for at, side in enumerate(box)], fill=0)


def has_layer(page: Page) -> bool:
    """Whether the text of a page is its own: of a scan it was recognised in all that the page shows."""
    return bool(page.regions) and all(region.confidence is None for region in page.regions)


def png(image: "Image.Image") -> bytes:
    """A page as a file that can be read."""
    out = io.BytesIO()
    image.save(out, "PNG", dpi=(_DOTS, _DOTS))
    return out.getvalue()


def read_again(image: "Image.Image", seen: Document, black: Blackened) -> bool:
    """Blackens what can still be read in a page, by what was recognised of it; gives whether that was anything."""
    spans = black.spans(seen.text)
    found = [r for page in seen.pages for r in page.regions if any(r.span.overlaps(span) for span in spans)]
    _draw(image, [_box(region) for region in found])
    return bool(spans)


def pdf(pages: Iterable["Image.Image"]) -> bytes:
    """Pages as a PDF of pictures. The file has no text, no title, no author and nothing else of the document."""
    first, *rest = pages
    out = io.BytesIO()
    first.save(out, "PDF", save_all=True, append_images=rest, resolution=_DOTS, title="", producer="")
    return out.getvalue()
