"""Tesseract, as a library or as a command: images in, lines of words with their boxes and confidence out."""

import os
import re
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from PIL import Image

from pipeline.errors import UnreadableSource
from pipeline.ingest.ocr import library
from pipeline.ingest.ocr.images import Box

PAGE, BLOCK, STRIP, RAW = 3, 6, 7, 13
"""Page segmentation modes: a page, a block of lines, a line, a line that the others take for no text."""
LANGUAGES = {"fa": "fas", "ar": "ara", "en": "eng"}
INSTALL = "apt-get install tesseract-ocr tesseract-ocr-fas tesseract-ocr-ara tesseract-ocr-eng"
_BIDI = dict.fromkeys(map(ord, "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"))
_LETTERS = {"fas": str.maketrans("يىك", "ییک"), "ara": str.maketrans("یک", "يك")}
_HAMZA_AS_DOTS = re.compile(r"ة(?![\w\u200c])")
_WORD = "5"
_DPI = 200
_SECONDS = 300.0
_TOO_LONG = f"Tesseract took longer than {_SECONDS:g} s for a page"


@dataclass(frozen=True, slots=True)
class Word:
    """A word as Tesseract read it; ``confidence`` is 0…1."""

    text: str
    box: Box
    confidence: float
    as_seen: bool = False
    """Whether its brackets are as they look on the page, as a model that knows only Latin gives them."""

    def moved(self, left: float, top: float) -> "Word":
        """The same word with its box farther right and down."""
        box = self.box
        return replace(self, box=(box[0] + left, box[1] + top, box[2] + left, box[3] + top))

    def scaled(self, by: float) -> "Word":
        """The same word on a page of another size."""
        left, top, right, bottom = self.box
        return replace(self, box=(left * by, top * by, right * by, bottom * by))


@dataclass(frozen=True, slots=True)
class Line:
    """The words of a line in reading order; ``block`` numbers the part of the page that it stands in."""

    words: tuple[Word, ...]
    block: int = 0

    @property
    def box(self) -> Box:
        """Around all words."""
        boxes = [word.box for word in self.words]
        return min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)

    @property
    def text(self) -> str:
        """The words with spaces between them."""
        return " ".join(word.text for word in self.words)

    @property
    def confidence(self) -> float:
        """The mean over its letters."""
        letters = sum(len(word.text) for word in self.words)
        return sum(word.confidence * len(word.text) for word in self.words) / max(1, letters)


@cache
def installed() -> frozenset[str]:
    """The languages that Tesseract has here; none where it is not installed."""
    try:
        told = subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True, check=True, timeout=20)  # noqa: S607
    except (OSError, subprocess.SubprocessError):
        return frozenset()
    return frozenset(told.stdout.split("\n")[1:]) - {""}


def require(*languages: str) -> None:
    """Raises UnreadableSource with ``ocr_missing`` where Tesseract lacks a language."""
    missing = [name for name in languages if name not in installed()]
    if missing:
        what = "Tesseract" if not installed() else f"the Tesseract language {' and '.join(missing)}"
        raise UnreadableSource("ocr_missing", f"it is a scan, and {what} is not installed: {INSTALL}")


def read(images: Sequence[Image.Image], language: str, mode: int) -> list[list[Line]]:
    """The lines of each grey image; raises UnreadableSource where Tesseract is missing, breaks or takes too long."""
    if not images:
        return []
    require(language)
    try:
        tables = library.tables(images, language, mode, _DPI, _SECONDS)
    except library.OutOfTimeError as error:
        raise UnreadableSource("timeout", _TOO_LONG) from error
    if tables is None:
        return _read_by_command(images, language, mode)
    return [[line for _, line in _lines(table)] for table in tables]


def _read_by_command(images: Sequence[Image.Image], language: str, mode: int) -> list[list[Line]]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.tif"
        images[0].save(path, "TIFF", save_all=True, append_images=images[1:])
        command = ["tesseract", str(path), "-", "-l", language, "--psm", str(mode), "--dpi", str(_DPI), "tsv"]
        try:
            told = subprocess.run(  # noqa: S603 - a fixed program, a language of ours, a file of ours
                command, capture_output=True, timeout=_SECONDS, env={**os.environ, "OMP_THREAD_LIMIT": "1"}
            )
        except subprocess.TimeoutExpired as error:
            raise UnreadableSource("timeout", _TOO_LONG) from error
    if told.returncode:
        last = told.stderr.decode("utf-8", "replace").strip().rsplit("\n", 1)[-1][:200]
        raise UnreadableSource("corrupt", f"Tesseract cannot read the page: {last}")
    pages: list[list[Line]] = [[] for _ in images]
    for page, line in _lines(told.stdout.decode("utf-8", "replace")):
        pages[page].append(line)
    return pages


def spelt(line: Line, language: str) -> Line:
    """The line in the letters of its language, where Tesseract gave one that looks the same in the other's.

    The Persian model reads «زمینهٔ» as «زمینة», whose two dots are no Persian ending.
    """
    letters = _LETTERS.get(language, {})
    words = (replace(word, text=word.text.translate(letters)) for word in line.words)
    if language == LANGUAGES["fa"]:
        words = (
            replace(word, text=_HAMZA_AS_DOTS.sub("\N{ARABIC LETTER HEH}\N{ARABIC HAMZA ABOVE}", word.text))
            for word in words
        )
    return replace(line, words=tuple(words))


def _lines(table: str) -> Iterator[tuple[int, Line]]:
    words: list[Word] = []
    place: tuple[str, ...] = ()
    for row in table.split("\n"):
        cells = row.split("\t", 11)
        if len(cells) < 12 or cells[0] != _WORD:
            continue
        text = cells[11].translate(_BIDI).strip()
        if tuple(cells[1:5]) != place:
            if words:
                yield int(place[0]) - 1, Line(tuple(words), int(place[1]))
            words, place = [], tuple(cells[1:5])
        if text:
            left, top, width, height = map(float, cells[6:10])
            words.append(Word(text, (left, top, left + width, top + height), max(0.0, float(cells[10]) / 100)))
    if words:
        yield int(place[0]) - 1, Line(tuple(words), int(place[1]))
