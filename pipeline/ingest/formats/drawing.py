"""A page of a source as a picture for people."""

import io
from typing import TYPE_CHECKING

from pipeline.errors import UnreadableSource
from pipeline.ingest.formats.images import frame
from pipeline.ingest.formats.pdf_frame import Frame
from pipeline.ingest.formats.pdf_pictures import is_pdf, page_of
from pipeline.ingest.ocr.images import upright
from pipeline.ingest.ocr.tesseract import installed
from pipeline.records import PictureAsked

if TYPE_CHECKING:
    from PIL import Image

_QUALITY = 80
_MUCH = 0.25 * 10_000**2
"""A quarter of a page, in the parts of boxes: a picture of so much may be a scan with a text layer over it."""


def drawn(asked: PictureAsked) -> bytes:
    """The page as a JPEG file, as wide as was asked for or its own width; raises UnreadableSource."""
    if is_pdf(asked.data):
        image = page_of(asked.data, asked.number, asked.width, bare=asked.bare)
        image = _without_pictures(image, asked) if asked.bare else image
    else:
        image = upright(frame(asked.data, asked.number))
    if image.width < 1 or image.height < 1:
        raise UnreadableSource("corrupt", "the page has no size")
    image.thumbnail((asked.width, 4 * asked.width))
    out = io.BytesIO()
    image.convert("L" if image.mode in ("1", "L") else "RGB").save(out, "JPEG", quality=_QUALITY)
    return out.getvalue()


def _without_pictures(image: "Image.Image", asked: PictureAsked) -> "Image.Image":
    """The drawn page of a PDF with its pictures black: nobody knows what stands in them.

    One of much of the page stays where what is drawn can be recognised afterwards.
    """
    import pdfplumber
    from PIL import ImageDraw

    try:
        with pdfplumber.open(io.BytesIO(asked.data), pages=[asked.number]) as pdf:
            (page,) = pdf.pages
            frame = Frame.of(page)
            boxes = [frame.box_of(placed) for placed in page.images]
    except MemoryError:
        raise
    except Exception as error:
        raise UnreadableSource("corrupt", f"the pictures of page {asked.number} cannot be found: {error}") from error
    draw, across, down = ImageDraw.Draw(image), image.width / 10_000, image.height / 10_000
    for left, top, right, bottom in boxes:
        if (right - left) * (bottom - top) <= _MUCH or not installed():
            draw.rectangle((left * across, top * down, right * across, bottom * down), fill=0)
    return image
