"""A second look at words that were read with doubt: Latin words by the English model, commas by their height.

Tesseract's Persian and Arabic models read Latin letters as digits and marks, with little confidence; the English one
reads them well, but must not see the rest of the page (research/ingest.md).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from statistics import median

import numpy as np
from PIL import Image, ImageOps

from extractors.text.characters import ARABIC_LETTERS, ZWNJ
from extractors.text.lexicon import is_word, key_of
from pipeline.ingest.ocr.images import Box, black
from pipeline.ingest.ocr.layout import height, overlap, rtl
from pipeline.ingest.ocr.tesseract import RAW, STRIP, Line, Word, read

_DOUBT = 0.72
"""Confidence under which a word is looked at again; of true Persian and Arabic words on clean pages one in ten."""
_MUCH_DOUBT = 0.1
"""The same of letters alone, which Latin words are seldom taken for."""
_STOPS = ".,،:؛؟!»"
_SURE = 0.75
"""Confidence from which the English model's reading is believed; of what is not Latin it is seldom so sure."""
_ADDRESS_SURE = 0.4
_BELIEVED, _HALF_BELIEVED = 0.5, 0.25
"""Confidence of a line that was left out, and then read, from which it is kept."""
_LINE_DOUBT = 0.7
_LARGE, _BEST = 50.0, 32.0
"""Pixels: a line that is higher is read again at the height that is read best, that of type of 12 points."""
_ADDRESS = re.compile(r"[^\s@]{1,64}@[^\s@]{1,200}\.\w|(?:https?://|www\.)\S", re.ASCII)
_LATIN = re.compile(r"[A-Za-z]{2}")
_ARABIC_LETTER = re.compile(f"[{ARABIC_LETTERS}]")
_LETTERS = re.compile(rf"(?:[{ARABIC_LETTERS}][\u064b-\u0655\u0670]*{ZWNJ}?|(?<=\w\w)/(?=\w\w))+")
_MARGIN, _FRAME = 6, 12
_STRIPS = ((STRIP, 0.5), (RAW, 1.0), (RAW, 1.3))
_COMMA = (1.2, 0.17, 0.45)
"""How high a comma is: so many times its width at least, and parts of its line; a full stop has 0.15 of it."""


def _crop(grey: Image.Image, box: Box) -> Image.Image:
    """A part of a page with a margin, in a white frame."""
    left, top, right, bottom = (round(edge) for edge in box)
    edges = max(0, left - _MARGIN), max(0, top - _MARGIN), right + _MARGIN, bottom + _MARGIN
    part = grey.crop((*edges[:2], min(grey.width, edges[2]), min(grey.height, edges[3])))
    return ImageOps.expand(part, _FRAME, 255)


def read_parts(
    grey: Image.Image, boxes: Sequence[Box], language: str, mode: int, scales: Sequence[float] = ()
) -> list[tuple[Word, ...]]:
    """The words of parts of a page, each read at a scale of its own; their boxes on the page."""
    scales = scales or [1.0] * len(boxes)
    found = read([_scaled(_crop(grey, box), by) for box, by in zip(boxes, scales, strict=True)], language, mode)
    corners = [(max(0, round(box[0]) - _MARGIN) - _FRAME, max(0, round(box[1]) - _MARGIN) - _FRAME) for box in boxes]
    return [
        tuple(word.scaled(1 / by).moved(left, top) for line in lines for word in line.words)
        for lines, (left, top), by in zip(found, corners, scales, strict=True)
    ]


def _scaled(image: Image.Image, by: float) -> Image.Image:
    size = max(1, round(image.width * by)), max(1, round(image.height * by))
    return image if by == 1.0 else image.resize(size, Image.Resampling.LANCZOS)


def read_strip(grey: Image.Image, language: str) -> Line:
    """A picture of one line, read at several sizes; the reading that Tesseract is surest of."""
    readings = []
    for mode, scale in _STRIPS:
        part = ImageOps.expand(_scaled(grey, scale), _FRAME, 255)
        words = (word for line in read([part], language, mode)[0] for word in line.words)
        readings.append(Line(tuple(word.moved(-_FRAME, -_FRAME).scaled(1 / scale) for word in words)))
    return max(readings, key=lambda line: line.confidence if line.words else -1.0)


def with_large_type(grey: Image.Image, lines: Sequence[Line], language: str) -> list[Line]:
    """The lines, those in large type or read with doubt once more, at the height that Tesseract reads best.

    Of two readings of one place that overlap, as of the halves of a headline, the surer one is kept.
    """
    again = [at for at, line in enumerate(lines) if _is_large(line) or line.confidence < _LINE_DOUBT]
    scales = [min(1.5, _BEST / height(lines[at])) for at in again]
    parts = read_parts(grey, [lines[at].box for at in again], language, STRIP, scales)
    changed = list(lines)
    for at, words in zip(again, parts, strict=True):
        new = replace(lines[at], words=words)
        if words and new.confidence > lines[at].confidence:
            changed[at] = new
    return [line for at, line in enumerate(changed) if not _doubled(line, [*changed[:at], *changed[at + 1 :]])]


def _is_large(line: Line) -> bool:
    """Whether most of its words are high: the line itself is also where it slants or one mark stands above it."""
    return median(word.box[3] - word.box[1] for word in line.words) > _LARGE


def _doubled(line: Line, others: Sequence[Line]) -> bool:
    """Whether a surer line stands where this one does."""
    return line.confidence < _BELIEVED and any(
        other.confidence > line.confidence and overlap(line.box, other.box) > _BELIEVED for other in others
    )


def late_lines(grey: Image.Image, boxes: Sequence[Box], language: str) -> list[Line]:
    """The lines in boxes that were left out at first, those that can be read."""
    scales = [min(1.5, _BEST / max(1.0, box[3] - box[1])) for box in boxes]
    both = read_parts(grey, boxes, language, RAW), read_parts(grey, boxes, language, STRIP, scales)
    surest = (max(map(Line, readings), key=lambda line: line.confidence) for readings in zip(*both, strict=True))
    lines = [line for line in surest if line.words]
    return [line for line in lines if line.confidence >= _BELIEVED or _mostly_words(line)]


def _mostly_words(line: Line) -> bool:
    """Whether a line that was read with some doubt says words."""
    known = [_is_known(word.text) for word in line.words]
    return line.confidence >= _HALF_BELIEVED and len(known) > 1 and 2 * sum(known) >= len(known)


def with_latin(grey: Image.Image, lines: Sequence[Line]) -> list[Line]:
    """The lines, with Latin words as the English model reads them."""
    doubtful = [(at, first, last) for at, line in enumerate(lines) for first, last in _runs(line)]
    boxes = [Line(lines[at].words[first:last]).box for at, first, last in doubtful]
    changed = list(lines)
    for (at, first, last), found in reversed(list(zip(doubtful, read_parts(grey, boxes, "eng", STRIP), strict=True))):
        words = changed[at].words
        if _is_latin(found, Line(words[first:last])):
            seen = tuple(replace(word, as_seen=True) for word in sorted(found, key=lambda w: -w.box[0]))
            changed[at] = replace(changed[at], words=(*words[:first], *seen, *words[last:]))
    return changed


def _runs(line: Line) -> Iterator[tuple[int, int]]:
    """The stretches of words side by side that may be Latin."""
    start = None
    for at, word in enumerate((*line.words, None)):
        doubtful = word is not None and _may_be_latin(word)
        if doubtful and start is None:
            start = at
        elif not doubtful and start is not None:
            yield start, at
            start = None


def _may_be_latin(word: Word) -> bool:
    """Whether a word was read with doubt, and is no word: letters alone with much doubt, or digits and marks in it."""
    if word.confidence >= _DOUBT or _is_known(word.text):
        return False
    return word.confidence < _MUCH_DOUBT or not _is_letters(word.text)


def _is_letters(text: str) -> bool:
    """Whether a word has Arabic letters only, but for stops at its end, and joints, vowels and slashes in it.

    >>> _is_letters("کمّی،"), _is_letters("علذل()"), _is_letters("/خ.")
    (True, False, False)
    """
    return bool(_LETTERS.fullmatch(text.rstrip(_STOPS)))


def _is_known(text: str) -> bool:
    """Whether the letters of a word, two at least, are a word of the lists."""
    letters = "".join(_ARABIC_LETTER.findall(text))
    return len(letters) > 1 and is_word(key_of(letters))


def _is_latin(found: Sequence[Word], old: Line) -> bool:
    """Whether the English model is to be believed."""
    new = Line(tuple(found))
    sure = _ADDRESS_SURE if _ADDRESS.search(new.text) else _SURE
    return bool(_LATIN.search(new.text)) and new.confidence >= max(sure, old.confidence)


def with_commas(grey: Image.Image, lines: Sequence[Line]) -> list[Line]:
    """The lines, with a comma for a mark at the end of a word that has the shape of one.

    Tesseract takes «،» for a full stop, a hamza or a closing quotation mark; but a stop is as high as it is wide, and
    a quotation mark has two parts.
    """
    return [
        replace(line, words=tuple(_with_comma(grey, word, line) for word in line.words)) if rtl(line) else line
        for line in lines
    ]


def _with_comma(grey: Image.Image, word: Word, line: Line) -> Word:
    bare, end = word.text[:-1], word.text[-1]
    if not _may_be_comma(bare, end, line.text):
        return word
    left, top, right, bottom = word.box
    part = black(grey, (left - 2, top - 2, right, bottom + 8))
    columns = np.flatnonzero(part.any(axis=0))
    gaps = np.flatnonzero(np.diff(columns) > 1)
    if not len(columns) or not (len(gaps) or not bare):
        return word
    first, last = int(columns[0]), int(columns[gaps[0] if len(gaps) else -1]) + 1
    rows = np.flatnonzero(part[:, first:last].any(axis=1))
    high = rows[-1] - rows[0] + 1
    tall = max(_COMMA[0] * (last - first), _COMMA[1] * (line.box[3] - line.box[1]))
    return replace(word, text=bare + "،") if tall <= high <= _COMMA[2] * (line.box[3] - line.box[1]) else word


def _may_be_comma(bare: str, end: str, line: str) -> bool:
    if bare and not _ARABIC_LETTER.search(bare[-1]):
        return False
    if end == "»":
        return line.count("«") < line.count("»")
    if end == "ء":
        return not bare or (is_word(key_of(bare)) and not is_word(key_of(bare + end)))
    return end in ".," or (not bare and end == "\N{ARABIC-INDIC DIGIT ZERO}")
