"""PDF with a text layer: pdfplumber's characters, put in reading order by where they stand on the page."""

import io
import logging
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from extractors.text.characters import BIDI_CONTROLS, ZWNJ
from pipeline.errors import UnreadableSource
from pipeline.ingest.bidi import PERCENT, brackets_are_visual, is_right_to_left, logical
from pipeline.ingest.formats.paged import Piece, ReadPage
from pipeline.ingest.formats.pdf_columns import Glyph, Row, blocks, gutter_of, rows_of
from pipeline.ingest.formats.pdf_frame import Frame, turn_of, upright
from pipeline.ingest.formats.pdf_pictures import Need, is_pdf, needs_ocr, pictures
from pipeline.ingest.formats.scanned import draft_of, recognised
from pipeline.ingest.ocr.tesseract import installed
from pipeline.records import Draft, Source

_GAP = 0.22
"""Part of the type size from which a gap is a space; half of it where the file has a space there too."""
_CELL = 3.0
"""Type sizes of white from which a gap parts two cells of a row; a space in a justified line is narrower."""
_SIGN = 0.8
"""The same before a percent sign that stands right of its number, as it does only where it begins a cell."""
_EDGE = 0.2
"""Part of a letter at either of its edges where a mark may be that of its neighbour."""
_STARTS, _NEXT_MARK = 0.35, 0.001
"""How far left of its letter a mark without a width may start, in type sizes; how far the next one lies beside it."""
_LEADING = 2.4
"""Lines of a paragraph lie no farther apart than so many type sizes."""
_REACH = 0.1
"""How far, in type sizes, a space glyph may start from the edge of the letters that it stands between."""


class PdfIngestor:
    """Reads the text layer; pages whose layer is missing, or not to be trusted, by OCR."""

    name = "pdf"

    def claims(self, source: Source) -> int:
        """By the file's mark, wherever in the first KiB it stands."""
        return 90 if is_pdf(source.data) else 0

    def read(self, source: Source) -> Draft:
        """Raises UnreadableSource: ``encrypted``, ``corrupt``, ``empty``, or ``ocr_missing`` for a scan."""
        return draft_of(_with_scans(source.data, _layers(source.data)), "pdf", "the PDF holds no text")


@dataclass(frozen=True, slots=True)
class _Layer:
    """The text layer of a page, and whether it is to be trusted."""

    page: ReadPage
    need: Need


def _with_scans(data: bytes, layers: Sequence[_Layer]) -> list[ReadPage]:
    """The pages, those without a layer to trust recognised."""
    least = Need.MAYBE if installed() else Need.MUST
    scans = [number for number, layer in enumerate(layers) if layer.need >= least]
    read = dict(zip(scans, recognised(pictures(data, scans)), strict=True)) if scans else {}
    return [read.get(number, layer.page) for number, layer in enumerate(layers)]


def _layers(data: bytes) -> list[_Layer]:
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect

    logging.getLogger("pdfminer").setLevel(logging.ERROR)  # what it says of odd fonts helps no reader
    gutter = None
    layers = []
    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            for number, page in enumerate(pdf.pages, 1):
                turn = turn_of(page.chars)
                rows = rows_of(over_their_letters(_glyphs(page, turn)))
                gutter = gutter_of(rows, gutter)
                read = ReadPage(_paragraphs_of(rows, gutter, Frame.of(page).turned(page, turn)), str(number))
                layers.append(_Layer(read, needs_ocr(read, page)))
                page.close()
    except MemoryError:
        raise
    except Exception as error:
        reason = error.args[0] if error.args else error
        if isinstance(reason, MemoryError):
            raise UnreadableSource("memory", "unpacking the PDF took more memory than the limit") from error
        if isinstance(error, PDFPasswordIncorrect) or isinstance(reason, PDFPasswordIncorrect):
            raise UnreadableSource("encrypted", "the PDF asks for a password") from error
        if "allocate" in str(reason):
            raise UnreadableSource("memory", "unpacking the PDF took more memory than the limit") from error
        raise UnreadableSource("corrupt", f"the PDF cannot be read: {reason or type(error).__name__}") from error
    if not layers:
        raise UnreadableSource("corrupt", "the PDF has no page that can be reached")
    return layers


def _glyphs(page: Any, turn: int) -> Iterator[Glyph]:
    seen: set[tuple[str, int, int]] = set()
    for char in page.chars:
        text = unicodedata.normalize("NFKC", str(char["text"])) if char["text"] != ZWNJ else ZWNJ
        text = "".join(c for c in text if c not in BIDI_CONTROLS and (c == ZWNJ or c >= " "))
        text = text.lstrip(" ") or text  # two marks in one glyph are a space with them in NFKC
        place = (text, round(char["x0"] * 2), round(char["top"] * 2))
        if not text or (place in seen and not text.isspace()):
            continue
        seen.add(place)
        yield upright(page, char, text, turn)


def over_their_letters(glyphs: Iterable[Glyph]) -> list[Glyph]:
    """The glyphs in the order of the file, marks without a width moved over the letter that is drawn after them.

    So they are drawn where words go from the left: where a mark starts says little of where its ink is.
    """
    found = list(glyphs)
    letter: Glyph | None = None
    moved = 0
    for at in range(len(found) - 1, -1, -1):
        glyph = found[at]
        if not unicodedata.combining(glyph.text[0]):
            letter, moved = glyph, 0
        elif letter and _is_drawn_before(glyph, letter, found[at - 1] if at else None):
            moved += 1
            middle = (letter.x0 + letter.x1) / 2 - moved * _NEXT_MARK * glyph.size
            found[at] = replace(glyph, x0=middle, x1=middle, baseline=letter.baseline)
    return found


def _is_drawn_before(mark: Glyph, letter: Glyph, earlier: Glyph | None) -> bool:
    """Whether a mark without a width starts at the letter after it, right of what is before it."""
    if mark.x1 > mark.x0 or not _arabic(letter.text[0]) or abs(mark.baseline - letter.baseline) > letter.size:
        return False
    goes_right = earlier is None or earlier.baseline != letter.baseline or earlier.x0 < letter.x0
    return goes_right and letter.x0 - _STARTS * mark.size <= mark.x0 < letter.x1


def _paragraphs_of(rows: list[Row], gutter: float | None, frame: Frame) -> list[list[Piece]]:
    """The paragraphs of a page from top to bottom, column by column, each in reading order."""
    glyphs = [glyph for row in rows for glyph in row]
    rtl = is_right_to_left([g.text for g in glyphs])
    ordered = [[(row, *_units(row, page_rtl=rtl)) for row in block] for block in blocks(rows, gutter, rtl=rtl)]
    mirrored = brackets_are_visual([units for block in ordered for _, units, right in block if right])
    return [lines for block in ordered for lines in _paragraphs(block, frame, mirrored=mirrored)]


def _paragraphs(
    block: Sequence[tuple[list[Glyph], list[str], bool]], frame: Frame, *, mirrored: bool
) -> list[list[Piece]]:
    """The lines of a block, those that went on below joined."""
    found: list[list[Piece]] = []
    last: tuple[list[Glyph], bool] | None = None
    glyphs = [glyph for row, _, _ in block for glyph in row]
    margins = (min((g.x0 for g in glyphs), default=0.0), max((g.x1 for g in glyphs), default=0.0))
    for row, units, rtl in block:
        ordered = "".join(logical(units, mirrored=mirrored) if rtl else units)
        text = "\t".join(cell for part in ordered.split("\t") if (cell := " ".join(part.split())))
        if not text:
            continue
        if last and last[1] == rtl and "\t" not in text and _wraps(last[0], row, margins, rtl=rtl):
            found[-1].append(Piece(text, frame.box(row)))
        else:
            found.append([Piece(text, frame.box(row))])
        last = None if "\t" in text else (row, rtl)
    return found


def _wraps(above: Sequence[Glyph], below: Sequence[Glyph], margins: tuple[float, float], *, rtl: bool) -> bool:
    """Whether a line went on below because the next word had no room: the rest of it is narrower than that word."""
    size = max(g.size for g in above)
    if abs(above[0].baseline - below[0].baseline) > _LEADING * size or abs(size - max(g.size for g in below)) > 1:
        return False
    inked = sorted((g for g in below if not g.text.isspace()), key=lambda g: g.x0, reverse=rtl)
    spaces = [g for g in below if g.text.isspace() and g.x1 - g.x0 > size / 10]
    edge = max((g.x0 for g in spaces), default=margins[0]) if rtl else min((g.x1 for g in spaces), default=margins[1])
    width = inked[0].x1 - edge if rtl else edge - inked[0].x0
    room = min(g.x0 for g in above) - margins[0] if rtl else margins[1] - max(g.x1 for g in above)
    return room < width


def _units(row: Sequence[Glyph], *, page_rtl: bool) -> tuple[list[str], bool]:
    """The units of a row from its reading side, spaces put in by the gaps, marks behind their letter.

    On a right-to-left page a row is right to left unless it has left-to-right letters only.
    """
    inked = [g for g in row if not g.text.isspace() and g.text != ZWNJ]
    blanks = [g for g in row if g.text.isspace() or g.text == ZWNJ]
    rtl = is_right_to_left([g.text for g in inked], within=page_rtl)
    inked.sort(key=lambda g: (g.x0 + g.x1) / 2, reverse=rtl)
    units: list[str] = []
    last: Glyph | None = None
    early = ""
    for at, glyph in enumerate(inked):
        if unicodedata.combining(glyph.text[0]) and (last or early or at + 1 < len(inked)):
            if _is_over_next(glyph, last, inked[at + 1 :]):
                early += glyph.text
            elif last:
                units[-1] += glyph.text
            else:
                units.append(glyph.text)
            continue
        if last:
            units.extend(_between(last, glyph, blanks, rtl=rtl))
        units.append(glyph.text + early)
        last, early = glyph, ""
    return units, rtl


def _is_over_next(mark: Glyph, last: Glyph | None, following: Sequence[Glyph]) -> bool:
    """Whether a mark stands over the letter that comes after it by its place, and over none before it."""
    base = next((g for g in following if not unicodedata.combining(g.text[0])), None)
    middle = (mark.x0 + mark.x1) / 2
    edge = _EDGE * (base.x1 - base.x0) if base else 0.0
    if base is None or not base.x0 + edge < middle < base.x1 - edge:
        return False
    return last is None or not last.x0 <= middle <= last.x1


def _between(last: Glyph, glyph: Glyph, blanks: Sequence[Glyph], *, rtl: bool) -> Iterator[str]:
    left, right = (glyph, last) if rtl else (last, glyph)
    gap = right.x0 - left.x1
    size = max(last.size, glyph.size)
    middle = [b for b in blanks if left.x1 - _REACH * size <= b.x0 <= right.x0 + _REACH * size]
    if gap > (_SIGN if glyph.text in PERCENT else _CELL) * size:
        yield "\t"
    elif gap > _GAP * size or (gap > _GAP * size / 2 and middle):
        yield " "
    elif middle and _arabic(last.text[-1]) and _arabic(glyph.text[0]):
        yield ZWNJ


def _arabic(char: str) -> bool:
    return unicodedata.bidirectional(char) == "AL"
