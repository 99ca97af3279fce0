"""PDF with a text layer: pdfplumber's characters, put in reading order by where they stand on the page."""

import io
import logging
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from corpora.document import Page, Span
from extractors.text.characters import BIDI_CONTROLS, ZWNJ
from pipeline.errors import UnreadableSource
from pipeline.ingest.bidi import brackets_are_visual, is_right_to_left, logical
from pipeline.ingest.furniture import furniture_lines
from pipeline.ingest.pdf_columns import Glyph, Row, blocks, gutter_of, rows_of
from pipeline.ingest.published import published_in_head
from pipeline.records import Draft, Source

_GAP = 0.22
"""Part of the type size from which a gap is a space; half of it where the file has a space there too."""
_LEADING = 2.4
"""Lines of a paragraph lie no farther apart than so many type sizes."""
_REACH = 0.1
"""How far, in type sizes, a space glyph may start from the edge of the letters that it stands between."""
_FEWEST_LETTERS = 5


class PdfIngestor:
    """Reads the text layer; a PDF without one is a scan."""

    name = "pdf"

    def claims(self, source: Source) -> int:
        """By the file's mark, wherever in the first KiB it stands."""
        return 90 if b"%PDF-" in source.data[:1024] else 0

    def read(self, source: Source) -> Draft:
        """Raises UnreadableSource: ``encrypted``, ``corrupt``, ``empty``, or ``ocr_missing`` for a scan."""
        lines_of_pages, images = _read_pages(source.data)
        if not any(lines_of_pages):
            if images:
                raise UnreadableSource("ocr_missing", "the PDF holds page images without text; it needs OCR")
            raise UnreadableSource("empty", "the PDF holds no text")
        text, pages = _joined(lines_of_pages)
        published = published_in_head(text)
        return Draft(
            text=text,
            kind="pdf",
            title=_title(text),
            published=published.value,
            flags=published.flags,
            pages=pages,
            furniture=furniture_lines(text),
        )


def _read_pages(data: bytes) -> tuple[list[list[str]], bool]:
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect

    logging.getLogger("pdfminer").setLevel(logging.ERROR)  # what it says of odd fonts helps no reader
    images, gutter = False, None
    lines_of_pages = []
    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            for page in pdf.pages:
                rows = rows_of(_glyphs(page.chars))
                gutter = gutter_of(rows, gutter)
                lines_of_pages.append(_lines(rows, gutter))
                images = images or bool(page.images)
                page.close()
    except MemoryError:
        raise
    except Exception as error:
        reason = error.args[0] if error.args else error
        if isinstance(error, PDFPasswordIncorrect) or isinstance(reason, PDFPasswordIncorrect):
            raise UnreadableSource("encrypted", "the PDF asks for a password") from error
        if "allocate" in str(reason):
            raise UnreadableSource("memory", "unpacking the PDF took more memory than the limit") from error
        raise UnreadableSource("corrupt", f"the PDF cannot be read: {reason or type(error).__name__}") from error
    if not lines_of_pages:
        raise UnreadableSource("corrupt", "the PDF has no page that can be reached")
    return lines_of_pages, images


def _glyphs(chars: Iterable[dict[str, Any]]) -> Iterator[Glyph]:
    seen: set[tuple[str, int, int]] = set()
    for char in chars:
        text = unicodedata.normalize("NFKC", str(char["text"])) if char["text"] != ZWNJ else ZWNJ
        text = "".join(c for c in text if c not in BIDI_CONTROLS and (c == ZWNJ or c >= " "))
        place = (text, round(char["x0"] * 2), round(char["top"] * 2))
        if not text or (place in seen and not text.isspace()):
            continue
        seen.add(place)
        size = float(char["size"]) or 1.0
        yield Glyph(text, float(char["x0"]), float(char["x1"]), float(char["matrix"][5]), size)


def _lines(rows: list[Row], gutter: float | None) -> list[str]:
    """The paragraphs of a page from top to bottom, column by column, each in reading order."""
    glyphs = [glyph for row in rows for glyph in row]
    rtl = is_right_to_left([g.text for g in glyphs])
    ordered = [[(row, *_units(row, page_rtl=rtl)) for row in block] for block in blocks(rows, gutter, rtl=rtl)]
    mirrored = brackets_are_visual([units for block in ordered for _, units, right in block if right])
    return [line for block in ordered for line in _paragraphs(block, mirrored=mirrored)]


def _paragraphs(block: Sequence[tuple[list[Glyph], list[str], bool]], *, mirrored: bool) -> list[str]:
    """The lines of a block, those that went on below joined."""
    lines: list[str] = []
    last: tuple[list[Glyph], bool] | None = None
    glyphs = [glyph for row, _, _ in block for glyph in row]
    margins = (min((g.x0 for g in glyphs), default=0.0), max((g.x1 for g in glyphs), default=0.0))
    for row, units, rtl in block:
        text = " ".join("".join(logical(units, mirrored=mirrored) if rtl else units).split())
        if not text:
            continue
        if last and last[1] == rtl and _wraps(last[0], row, margins, rtl=rtl):
            lines[-1] += " " + text
        else:
            lines.append(text)
        last = (row, rtl)
    return lines


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
    for glyph in inked:
        if last and unicodedata.combining(glyph.text[0]):
            units[-1] += glyph.text
            continue
        if last:
            units.extend(_between(last, glyph, blanks, rtl=rtl))
        units.append(glyph.text)
        last = glyph
    return units, rtl


def _between(last: Glyph, glyph: Glyph, blanks: Sequence[Glyph], *, rtl: bool) -> Iterator[str]:
    left, right = (glyph, last) if rtl else (last, glyph)
    gap = right.x0 - left.x1
    size = max(last.size, glyph.size)
    middle = [b for b in blanks if left.x1 - _REACH * size <= b.x0 <= right.x0 + _REACH * size]
    if gap > _GAP * size or (gap > _GAP * size / 2 and middle):
        yield " "
    elif middle and _arabic(last.text[-1]) and _arabic(glyph.text[0]):
        yield ZWNJ


def _arabic(char: str) -> bool:
    return unicodedata.bidirectional(char) == "AL"


def _joined(lines_of_pages: Sequence[Sequence[str]]) -> tuple[str, tuple[Page, ...]]:
    parts, pages, at = [], [], 0
    for lines in lines_of_pages:
        text = "\n".join(lines)
        pages.append(Page(Span(at, at + len(text))))
        parts.append(text)
        at += len(text) + 1
    return "\n".join(parts), tuple(pages)


def _title(text: str) -> str:
    lines = (line.strip() for line in text.split("\n"))
    return next((line[:200] for line in lines if sum(c.isalpha() for c in line) >= _FEWEST_LETTERS), "")
