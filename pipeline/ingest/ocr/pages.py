"""A page image to lines of words: prepared, read, and what was missed or doubtful read again."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from PIL import Image, ImageFilter

from extractors.text.language import clear_language, language_of
from pipeline.ingest.ocr.digits import with_digits
from pipeline.ingest.ocr.doubts import late_lines, read_strip, with_commas, with_large_type, with_latin
from pipeline.ingest.ocr.images import Ink, PageImage, half_size, ink, prepared
from pipeline.ingest.ocr.layout import in_order, inserted, left_out, text_levels
from pipeline.ingest.ocr.tesseract import BLOCK, LANGUAGES, PAGE, Line, read, spelt

_STRIP_HEIGHT, _STRIP_WIDTH = 160, 3.0
"""A picture up to so many pixels high, and so many times as wide, shows one line."""
_POOR = 0.6
"""Confidence of a page under which a heavier chain is tried."""
_SAMPLE = 3
"""Lines that tell the language of a page, at most; it is looked at again when the page was read."""
_HINT = 1
_HALF = 0.5
"""The scale at which lines are looked for."""
_LARGE = 1.5
_SLIP = 480
"""Pixels of height of a picture of a few lines, whose wide gaps Tesseract may take for columns."""
_BLANK = 200
"""A page whose darkest pixel is lighter is blank."""


@dataclass(frozen=True, slots=True)
class ScannedPage:
    """The lines of a page, the image that they were read from, and how it was read."""

    image: PageImage
    lines: tuple[Line, ...]
    language: str
    """``fa`` or ``ar``: the one that it was read in."""
    heavier: bool = False

    @property
    def confidence(self) -> float:
        """The mean over its letters, 0…1; 0 for a page without text."""
        return Line(tuple(word for line in self.lines for word in line.words)).confidence


def read_page(grey: Image.Image, dpi: float, expected: str = "") -> ScannedPage:
    """Reads a page in the one language that it is in, Persian or Arabic.

    ``expected`` is the language of the page before it: it is tried first, and believed where what was read is in it.
    Where Tesseract is unsure of the page, smoother, larger and turned images are tried, and the surest kept.
    """
    if grey.height <= _STRIP_HEIGHT and grey.width >= _STRIP_WIDTH * grey.height:
        return _strip(grey)
    first = _read(prepared(grey, dpi), expected)
    if first.confidence >= _POOR or not any(grey.histogram()[:_BLANK]):
        return first
    others = [_read(image) for image in _heavier(grey, dpi)]
    return max((first, *(replace(page, heavier=True) for page in others)), key=_worth)


def _worth(page: ScannedPage) -> float:
    """How much was read, each letter as far as it is sure; what is nearly a guess counts against."""
    return _much(page.lines)


def _much(lines: Sequence[Line]) -> float:
    return sum((word.confidence - 0.3) * len(word.text) for line in lines for word in line.words)


def _heavier(grey: Image.Image, dpi: float) -> list[PageImage]:
    base = prepared(grey, dpi)
    smooth = base.grey.filter(ImageFilter.GaussianBlur(1))
    larger = smooth.resize((round(_LARGE * smooth.width), round(_LARGE * smooth.height)), Image.Resampling.BICUBIC)
    turned = [prepared(grey, dpi, quarter) for quarter in (1, 2, 3)]
    return [replace(base, grey=larger), *turned]


def _read(page: PageImage, expected: str = "") -> ScannedPage:
    marks = ink(half_size(page.grey))
    levels = text_levels(marks)
    chosen = expected or _language(page.grey, levels, marks)
    lines = _lines(page.grey, chosen, len(levels))
    if (seen := language_read(lines)) != chosen:
        chosen, lines = seen, _lines(page.grey, seen, len(levels))
    language = LANGUAGES[chosen]
    for late in late_lines(page.grey, left_out(marks, lines, _HALF), language):
        lines = inserted(lines, late)
    lines = with_large_type(page.grey, lines, language)
    return ScannedPage(page, _finished(page.grey, lines, language), chosen)


def _lines(grey: Image.Image, language: str, levels: int) -> list[Line]:
    """The lines of a page; of a slip that shows fewer than were read, as one block where that reads more."""
    lines = read([grey], LANGUAGES[language], PAGE)[0]
    if grey.height > _SLIP or len(lines) <= levels:
        return lines
    block = read([grey], LANGUAGES[language], BLOCK)[0]
    return max(lines, block, key=_much)


def _finished(grey: Image.Image, lines: list[Line], language: str) -> tuple[Line, ...]:
    """The lines with numbers, Latin words and commas, in reading order, in the letters of their language."""
    lines = with_digits(grey, [spelt(line, language) for line in lines], language)
    lines = with_commas(grey, with_latin(grey, lines))
    return tuple(in_order(line) for line in lines)


def _language(grey: Image.Image, levels: list[tuple[int, int]], marks: Ink) -> str:
    """``ar`` or ``fa``: halves of lines from the middle, as many as tell, which the Persian model reads well enough."""
    first = max(0, len(levels) // 2 - _SAMPLE // 2)
    lines: list[Line] = []
    for top, bottom in levels[first : first + _SAMPLE]:
        across = np.flatnonzero(marks[top:bottom].any(axis=0))
        edges = (int(across[0]) + int(across[-1])) // 2, top, int(across[-1]), bottom
        left, upper, right, lower = (int(edge / _HALF) for edge in edges)
        box = max(0, left - 10), max(0, upper - 10), min(grey.width, right + 10), min(grey.height, lower + 10)
        lines += read([grey.crop(box)], LANGUAGES["fa"], BLOCK)[0]
        if clear := clear_language(_persian(lines), _HINT):
            return clear
    return language_read(lines)


def language_read(lines: Sequence[Line]) -> str:
    """``ar`` or ``fa``, by words: each model gives the letters of its own language, also to words of the other's."""
    return "ar" if language_of(_persian(lines)) == "ar" else "fa"


def _persian(lines: Sequence[Line]) -> str:
    return " ".join(spelt(line, LANGUAGES["fa"]).text for line in lines)


def _strip(grey: Image.Image) -> ScannedPage:
    page = PageImage(grey, 0.0)
    persian, arabic = read_strip(grey, LANGUAGES["fa"]), read_strip(grey, LANGUAGES["ar"])
    is_persian = language_of(persian.text) == "fa" and persian.confidence > arabic.confidence
    line = persian if is_persian else arabic
    chosen = "fa" if is_persian else "ar"
    return ScannedPage(page, _finished(grey, [line] if line.words else [], LANGUAGES[chosen]), chosen)
