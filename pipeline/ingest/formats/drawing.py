"""A page of a source as a picture for people."""

import io

from pipeline.errors import UnreadableSource
from pipeline.ingest.formats.images import frame
from pipeline.ingest.formats.pdf_pictures import is_pdf, page_of
from pipeline.ingest.ocr.images import upright
from pipeline.records import PictureAsked

_QUALITY = 80


def drawn(asked: PictureAsked) -> bytes:
    """The page as a JPEG file, as wide as was asked for or its own width; raises UnreadableSource."""
    if is_pdf(asked.data):
        image = page_of(asked.data, asked.number, asked.width)
    else:
        image = upright(frame(asked.data, asked.number))
    if image.width < 1 or image.height < 1:
        raise UnreadableSource("corrupt", "the page has no size")
    image.thumbnail((asked.width, 4 * asked.width))
    out = io.BytesIO()
    image.convert("L" if image.mode in ("1", "L") else "RGB").save(out, "JPEG", quality=_QUALITY)
    return out.getvalue()
