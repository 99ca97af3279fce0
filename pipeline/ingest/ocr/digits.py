"""A second reader of numbers: a small network of our own that looks at one digit at a time.

Tesseract reads a line as a whole and leaves out or doubles digits that it is sure of; digits stand apart in print, so
that each can be looked at by itself. Where both say the same, a number is sure; where they do not, it is not.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from PIL import Image

from pipeline.ingest.ocr.glyphs import Floats, Glyph, glyphs, numbers
from pipeline.ingest.ocr.images import Box, black
from pipeline.ingest.ocr.percent import parted
from pipeline.ingest.ocr.tesseract import LANGUAGES, Line, Word

MODEL = Path(__file__).parent.parent.parent.parent / "corpora/models/digits.npz"
OTHER = "x"
PERSIAN, ARABIC, LATIN = "۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩", "0123456789"
CLASSES = (*PERSIAN, *LATIN, *"/.,٬٫-:()", OTHER)
"""What a glyph may be; Arabic digits are the Persian ones, whose shapes most share. OTHER is anything else."""
_AS_ARABIC = str.maketrans(PERSIAN, ARABIC)
_READ, _SURE = 0.8, 0.97
"""Probability of its least sure glyph from which a reading counts, and from which it is believed against Tesseract."""
_MUCH_SURER = 0.3
_AGREED, _INSTEAD, _ALONE, _IN_DOUBT = 0.95, 0.9, 0.8, 0.5
"""Confidence of a number that both read, that only this reader did, only Tesseract, and that they read differently."""
_DOUBT, _GUESSED = 0.72, 0.3
"""Confidence under which a word with digits, and one without, may be a number that was not seen as one."""
_LONGEST, _LEAST_TORN = 14, 3
"""Letters of a word that may be a torn number; digits of what it turns out to be."""
_WIDER = 2.0, 8.0
"""Heights of a word that a torn number may go beyond it: at first, and where that shows a part of it only."""
_APART = 0.6, 0.4
"""Heights of white between two digits of one number, at most: beside a zero more; then what is between words."""
_MOST_GLYPHS = 30
_LEAST_SHARE = 0.2
"""Chance that a glyph is a Persian or Arabic digit or a mark beside one, from which it is looked at as such."""
_ALLOWED = tuple(at for at, name in enumerate(CLASSES) if name not in (OTHER, *LATIN))
_LATIN = tuple(at for at, name in enumerate(CLASSES) if name in (*LATIN, *"(),."))
"""The classes of the marks of a number in Persian or Arabic digits, and in Latin digits beside a sign for percent."""
_LATIN_NUMBER = re.compile(r"[()]?(?P<percent>)(?P<number>\d{1,3}(?:[.,]\d{1,3})?)[().,]?")
_NUMBER = re.compile(r"[()]?(?:(?P<percent>[۰.]?/[۰.])|/)?(?P<number>[۰-۹](?:[/.,٬٫:]?[۰-۹])*)[().,:٬]?")
"""What the glyphs of a number may say from the left; the sign for percent is a small ring, a stroke and another."""
_SAID = re.compile(r"([^\d\w]*)(\d(?:.*\d)?)([^\d\w]*)")
"""A word that is a number, with the marks before and behind it."""
_TAKEN_FOR = re.compile("[%٪/؟?]")
"""What Tesseract takes a sign for percent for, beside digits."""
_MOST_FOR_SIGN = 3
"""Digits that Tesseract takes a sign for percent for, at most."""
_HIGHER = 0.2
_LONGEST_NUMBER = 100
"""Parts of a word's height above and below it that may hold what its box cut off."""


@dataclass(frozen=True, slots=True)
class Network:
    """Two layers, ``WIDTH → H → CLASSES``, with a rectifier between."""

    inner: Floats
    inner_bias: Floats
    outer: Floats
    outer_bias: Floats

    def save(self, path: Path) -> None:
        """Writes it."""
        half = (self.inner, self.inner_bias, self.outer, self.outer_bias)
        np.savez_compressed(path, *(values.astype(np.float16) for values in half))

    @classmethod
    def read(cls, path: Path) -> "Network":
        """Reads it."""
        with np.load(path, allow_pickle=False) as file:
            return cls(*(file[name].astype(np.float32) for name in file.files))

    def chances(self, glyph_numbers: Floats) -> Floats:
        """``(glyphs, CLASSES)``: the probability of each class."""
        hidden = np.maximum(glyph_numbers @ self.inner + self.inner_bias, 0)
        scores = hidden @ self.outer + self.outer_bias
        weights = np.exp(scores - scores.max(axis=1, keepdims=True))
        shares: Floats = weights / weights.sum(axis=1, keepdims=True)
        return shares


@cache
def shipped() -> Network:
    """The model of ``corpora/models``."""
    return Network.read(MODEL)


def with_digits(grey: Image.Image, lines: Sequence[Line], language: str) -> list[Line]:
    """The lines, their Persian and Arabic numbers as both readers have them, in the digits of the language."""
    return [_with_numbers(grey, line, language) for line in lines]


def _with_numbers(grey: Image.Image, line: Line, language: str) -> Line:
    words, reader = list(line.words), shipped()
    for word in line.words:
        if word not in words or not _may_be_number(word):
            continue
        number = read_number(grey, word.box, reader)
        if number and language == LANGUAGES["ar"]:
            number = number._replace(text=number.text.translate(_AS_ARABIC))
        if number and number.chance >= _READ and (number.signed or len(number.text) > 1):
            first, last = _covered(words, number, word)
            if all(map(_may_be_number, words[first:last])):
                both = _signed if number.signed else _agreed
                words[first:last] = both(words[first:last], number)
        elif not number or number.chance < _READ or number.text != _digits(word):
            words[words.index(word)] = _alone(word)
    return replace(line, words=tuple(words))


def _alone(word: Word) -> Word:
    """The word, less sure where it has digits: only Tesseract has read them."""
    return replace(word, confidence=min(word.confidence, _ALONE)) if _digits(word) else word


def _said(word: Word) -> re.Match[str] | None:
    """The parts of a word that is a number; None for what no number is as long as."""
    return _SAID.fullmatch(word.text) if len(word.text) <= _LONGEST_NUMBER else None


def _digits(word: Word) -> str:
    return "".join(char for char in word.text if char.isdigit())


def _may_be_number(word: Word) -> bool:
    """Whether a word was read as a number, with doubt as something with digits, or as nothing at all."""
    digits = _digits(word)
    if word.confidence < _DOUBT and len(word.text) <= _LONGEST:
        return bool(digits) or word.confidence < _GUESSED
    return bool(digits) and bool(_said(word))


def _covered(words: Sequence[Word], number: "Number", seed: Word) -> tuple[int, int]:
    """The words side by side, the seed among them, whose middle lies in a number."""
    first = words.index(seed)
    last = first + 1
    while first and _is_inside(words[first - 1], number):
        first -= 1
    while last < len(words) and _is_inside(words[last], number):
        last += 1
    return first, last


def _is_inside(word: Word, number: "Number") -> bool:
    return number.box[0] <= (word.box[0] + word.box[2]) / 2 <= number.box[2]


def _agreed(words: Sequence[Word], number: "Number") -> list[Word]:
    """What both readers make of a number."""
    said = [_said(word) for word in (words[0], words[-1])]
    before, after = said[0][1] if said[0] else "", said[1][3] if said[1] else ""
    text = before + number.text + after
    if len(words) == 1 and text == words[0].text:
        return [replace(words[0], confidence=max(words[0].confidence, _AGREED))]
    digits = sum(char.isdigit() for char in text)
    surer = number.chance >= _SURE or number.chance - max(word.confidence for word in words) > _MUCH_SURER
    if surer and (said[0] or digits >= _LEAST_TORN):
        return [Word(text, number.box, _INSTEAD)]
    return [replace(word, confidence=min(word.confidence, _IN_DOUBT)) for word in words]


def _signed(words: Sequence[Word], number: "Number") -> list[Word]:
    """A number beside a sign for percent, which Tesseract takes for digits, a stroke or a question mark.

    It stands where Tesseract has these digits first or last, in the digits that it has; else the words are not sure.
    """
    told, digits = (_values("".join(map(_digits, each))) for each in (words, [Word(number.text, number.box, 1.0)]))
    agree = digits in (told[: len(digits)], told[-len(digits) :]) and len(told) - len(digits) <= _MOST_FOR_SIGN
    if not agree or not _covers(number.box, Line(tuple(words)).box):
        return [replace(word, confidence=min(word.confidence, _IN_DOUBT)) for word in words]
    seen = "".join(map(_digits, words))
    text = _values(number.text) + "%" if seen.isascii() else number.text + "٪"
    said = [_said(word) for word in (words[0], words[-1])]
    before, after = said[0][1] if said[0] else "", said[1][3] if said[1] else ""
    return [Word(_TAKEN_FOR.sub("", before) + text + _TAKEN_FOR.sub("", after), number.box, _INSTEAD)]


def _covers(number: Box, words: Box) -> bool:
    """Whether a number and its sign are as wide as what Tesseract read, but for a bracket."""
    bracket = _APART[0] * (number[3] - number[1])
    return number[0] <= words[0] + bracket and number[2] >= words[2] - bracket


def _values(text: str) -> str:
    """A number in Latin digits, whatever digits it is in."""
    return "".join(str(unicodedata.digit(char)) if char.isdigit() else char for char in text)


class Number(NamedTuple):
    """A number in Persian digits, where it stands, and the chance of its least sure glyph.

    ``signed``: a sign for percent was seen beside it; it may then be in Latin digits, and does not hold the sign.
    """

    text: str
    box: Box
    chance: float
    signed: bool = False


def read_number(grey: Image.Image, box: Box, reader: Network) -> Number | None:
    """The one number that stands where a word was read, whole, also where the box cuts it; None where it is none."""
    for wider in _WIDER:
        found, whole = _around(grey, box, reader, wider)
        if whole:
            return found
    return found


def _around(grey: Image.Image, box: Box, reader: Network, wider: float) -> tuple[Number | None, bool]:
    """The number that stands where a box is, looking so many heights beside it; whether that was far enough."""
    left, top, right, bottom = box
    high = bottom - top
    corner = max(0, round(left - wider * high)), max(0, round(top - _HIGHER * high))
    part = black(grey, (*corner, right + wider * high, bottom + _HIGHER * high))
    found = glyphs(part)
    tall = max((glyph.bottom - glyph.top for glyph in _run(found, left - corner[0], right - corner[0], 0)), default=0)
    wide, close, low = (
        _run(found, left - corner[0], right - corner[0], apart)
        for apart in (_APART[0] * high, _APART[1] * high, _APART[1] * tall)
    )
    for run in (wide, *(other for other in (close, low) if len(other) < len(wide))):
        number = _number(run, reader, corner[0], top, bottom)
        if number and (number.signed or run is not low):
            edge = _APART[0] * high
            cut = (run[0].left < edge and corner[0] > 0) or run[-1].right > part.shape[1] - edge
            return number, not cut
    return None, not close or (close[0].left > 0 and close[-1].right < part.shape[1])


def _number(run: list[Glyph], reader: Network, left: int, top: float, bottom: float) -> Number | None:
    """What glyphs that stand together say."""
    if not 0 < len(run) <= _MOST_GLYPHS:
        return None
    marks, signed, first, last = parted(run)
    chances = reader.chances(numbers(marks))
    read = _reading(chances, _ALLOWED, _NUMBER)
    if signed:
        latin = _reading(chances, _LATIN, _LATIN_NUMBER)
        read = max(read, latin, key=lambda reading: reading.fits if reading else 0.0)
    if not read:
        return None
    place = first + left, top, last + left, bottom
    return Number(read.text, place, read.chance, signed)


class _Reading(NamedTuple):
    """A number in digits of one kind: the chance of its least sure glyph among these, and that they are of the kind."""

    text: str
    chance: float
    fits: float


def _reading(chances: Floats, allowed: Sequence[int], shape: re.Pattern[str]) -> _Reading | None:
    """What glyphs say in the classes that are allowed; None where that is no number."""
    among = chances[:, allowed]
    share = among.sum(axis=1)
    parts = shape.fullmatch("".join(CLASSES[allowed[at]] for at in among.argmax(axis=1)))
    if not parts or share.min() < _LEAST_SHARE:
        return None
    percent = "٪" if parts["percent"] else ""
    return _Reading(parts["number"] + percent, float((among.max(axis=1) / share).min()), float(share.prod()))


def _run(found: list[Glyph], left: float, right: float, apart: float) -> list[Glyph]:
    """The glyphs that stand close together where a word does."""
    inside = [at for at, glyph in enumerate(found) if glyph.left < right and glyph.right > left]
    if not inside:
        return []
    first, last = inside[0], inside[-1] + 1
    while first and found[first].left - found[first - 1].right <= apart:
        first -= 1
    while last < len(found) and found[last].left - found[last - 1].right <= apart:
        last += 1
    return found[first:last]
