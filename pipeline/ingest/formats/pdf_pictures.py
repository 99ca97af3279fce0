"""Pages of a PDF as pictures; and whether a page's text layer can be trusted, or only its picture."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import IntEnum
from functools import partial
from typing import Any

from PIL import Image

from extractors.text.aligned import AlignedText
from extractors.text.characters import ARABIC_LETTERS, ZWNJ
from extractors.text.lexicon import is_word
from pipeline.errors import UnreadableSource
from pipeline.ingest.formats.paged import ReadPage
from pipeline.ingest.formats.scanned import Picture
from pipeline.ingest.ocr.images import MOST_PIXELS

DPI = 300
"""Small type needs so much; the rest is read at less."""
_POINTS = 72
_FEWEST_LETTERS = 20
"""A page with a picture and fewer letters is a scan (research/ingest.md, step 7)."""
_UNMAPPED = 0.05
"""Part of the characters that may have no meaning: U+FFFD, private use, glyphs without a map."""
_NO_MEANING = re.compile(r"\(cid:\d+\)|[\ufffd\ue000-\uf8ff]")
_ARABIC_WORD = re.compile(f"[{ARABIC_LETTERS}]{{2,}}")
_SAMPLE, _FEWEST_WORDS = 200, 15
_KNOWN = 0.35
"""Part of the words of a page that the word lists have, at least; of real pages they have 0.6 and more."""
_COVER = 0.25
"""Part of a page that its pictures cover from which it may be a scan."""


def is_pdf(data: bytes) -> bool:
    """By the file's mark, wherever in the first KiB it stands."""
    return b"%PDF-" in data[:1024]


class Need(IntEnum):
    """Whether a page is to be recognised: no; where it can be, since it may be a drawing; or it is not read."""

    NONE, MAYBE, MUST = range(3)


def needs_ocr(page: ReadPage, layer: Any) -> Need:
    """Whether the text layer of a pdfplumber page is missing or says nothing that can be true."""
    text = "\n".join(page.lines)
    if sum(char.isalpha() for char in text) < _FEWEST_LETTERS:
        return Need.MUST if _covered(layer) else Need.MAYBE if _has_curves(layer) else Need.NONE
    unmapped = sum(len(found) if found.startswith("(") else 1 for found in _NO_MEANING.findall(text))
    return Need.MUST if unmapped > _UNMAPPED * len(text) or not _has_words(text) else Need.NONE


def _covered(layer: Any) -> bool:
    area = float(layer.width) * float(layer.height)
    pictures = sum(float(i["width"]) * float(i["height"]) for i in layer.images)
    return pictures > _COVER * area


def _has_curves(layer: Any) -> bool:
    """Whether a page without letters is drawn in curves, as some programs do with type."""
    return len(layer.curves) > _FEWEST_LETTERS


def _has_words(text: str) -> bool:
    """Whether the words in Arabic letters are words; True where there are too few to tell."""
    words = _ARABIC_WORD.findall(AlignedText.of(text[: 20 * _SAMPLE]).key.replace(ZWNJ, ""))[:_SAMPLE]
    return len(words) < _FEWEST_WORDS or sum(map(is_word, words)) >= _KNOWN * len(words)


@contextmanager
def _opened(data: bytes) -> Iterator[Any]:
    """The document as pdfium sees it; raises UnreadableSource."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise UnreadableSource("corrupt", f"the pages of the PDF cannot be drawn: {error}") from error
    try:
        yield document
    finally:
        document.close()


def pictures(data: bytes, numbers: Sequence[int]) -> Iterator[Picture]:
    """The pages of those numbers, from 0, in grey; raises UnreadableSource."""
    with _opened(data) as document:
        for number in numbers:
            yield Picture(number + 1, partial(_grey, document, number))


def _grey(document: Any, number: int) -> tuple[Image.Image, float]:
    return _drawn(document, number, DPI / _POINTS, grayscale=True).convert("L"), DPI


def page_of(data: bytes, number: int, width: int, *, bare: bool = False) -> Image.Image:
    """The page of that number, from 1, so many pixels wide, ``bare`` without notes, stamps and fields.

    Raises UnreadableSource.
    """
    with _opened(data) as document:
        return _drawn(document, number - 1, 0.0, width=width, draw_annots=not bare)


def _drawn(document: Any, number: int, scale: float, *, width: int = 0, **how: bool) -> Image.Image:
    import pypdfium2

    try:
        page = document[number]
        wide, high = page.get_size()
        scale = min(scale or width / max(1.0, wide), (MOST_PIXELS / 3 / max(1.0, wide * high)) ** 0.5)
        image: Image.Image = page.render(scale=scale, **how).to_pil()
        page.close()
    except (pypdfium2.PdfiumError, IndexError, ValueError) as error:
        raise UnreadableSource("corrupt", f"page {number + 1} of the PDF cannot be drawn: {error}") from error
    return image
