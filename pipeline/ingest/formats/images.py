"""Scanned pages and photos: PNG, JPEG, TIFF of many pages, WebP, BMP, GIF, JPEG 2000."""

import io
import warnings
from collections.abc import Iterator
from functools import partial

from PIL import Image, UnidentifiedImageError

from pipeline.errors import UnreadableSource
from pipeline.ingest.formats.scanned import Picture, draft_of, recognised
from pipeline.ingest.ocr.images import MOST_PIXELS, grey_of, resolution
from pipeline.records import Draft, Source

FORMATS = ("PNG", "JPEG", "TIFF", "WEBP", "BMP", "GIF", "JPEG2000")
_MARKS = (
    b"\x89PNG\r\n",
    b"\xff\xd8\xff",
    b"II*\0",
    b"MM\0*",
    b"II+\0",
    b"MM\0+",
    b"BM",
    b"GIF8",
    b"\0\0\0\x0cjP  ",
    b"\xff\x4f\xff\x51",
)
_MOST_PAGES = 5000
_LEAST_SIDE = 8
"""Pixels: in fewer no letter can be read, and recognising a line without an end takes for ever."""


class ImageIngestor:
    """Reads pictures of pages by OCR."""

    name = "image"

    def claims(self, source: Source) -> int:
        """By the first bytes."""
        head = source.data[:16]
        return 85 if head.startswith(_MARKS) or (head.startswith(b"RIFF") and head[8:12] == b"WEBP") else 0

    def read(self, source: Source) -> Draft:
        """Raises UnreadableSource: ``corrupt``, ``bomb``, ``empty`` for a picture without text, ``ocr_missing``."""
        return draft_of(recognised(_pictures(source.data)), "image", "no text was recognised in the picture")


def _opened(data: bytes, number: int, *, load: bool) -> Image.Image:
    """The page of that number, from 1, decoded where ``load`` says so; raises UnreadableSource."""
    Image.MAX_IMAGE_PIXELS = None  # our own limit is checked before anything is decoded
    try:
        with warnings.catch_warnings(action="ignore"):  # what is odd about tags helps no reader
            image = Image.open(io.BytesIO(data), formats=FORMATS)
            if image.width * image.height > MOST_PIXELS:
                raise UnreadableSource("bomb", f"the picture has {image.width:,} × {image.height:,} pixels")
            if min(image.size) < _LEAST_SIDE:
                raise UnreadableSource("empty", f"a picture of {image.width:,} × {image.height:,} pixels holds no text")
            image.seek(number - 1)
            if load:
                image.load()
    except EOFError as error:
        raise UnreadableSource("corrupt", f"the picture has no page {number}") from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, IndexError, KeyError, TypeError) as error:
        raise UnreadableSource("corrupt", f"the picture cannot be read: {error}") from error
    return image


def frame(data: bytes, number: int) -> Image.Image:
    """The page of that number, from 1, decoded; raises UnreadableSource."""
    return _opened(data, number, load=True)


def _pictures(data: bytes) -> Iterator[Picture]:
    first = _opened(data, 1, load=False)
    count = getattr(first, "n_frames", 1) if first.format == "TIFF" else 1
    if count > _MOST_PAGES:
        raise UnreadableSource("bomb", f"the picture has {count:,} pages")
    for number in range(1, count + 1):
        yield Picture(number, partial(_grey, data, number))


def _grey(data: bytes, number: int) -> tuple[Image.Image, float]:
    image = frame(data, number)
    return grey_of(image), resolution(image)
