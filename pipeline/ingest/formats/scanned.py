"""Pages that only a picture shows, read by OCR."""

import os
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import ContextVar
from dataclasses import dataclass

from PIL import Image

from pipeline.errors import UnreadableSource
from pipeline.ingest.formats.furniture import furniture_lines
from pipeline.ingest.formats.paged import Piece, ReadPage, assembled
from pipeline.ingest.formats.published import published_in_head
from pipeline.ingest.formats.titles import title_of
from pipeline.ingest.ocr import pages as ocr
from pipeline.ingest.ocr import tesseract
from pipeline.ingest.ocr.layout import paragraphs
from pipeline.records import Draft

LOW = 0.7
"""Confidence of a page under which its document is flagged; on clean pages Tesseract is sure to 0.8 and more."""
page_done: ContextVar[Callable[[], None] | None] = ContextVar("page_done", default=None)
"""Called after each page, so that who waits knows that work goes on."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A page to recognise: its number in the source from 1; its grey image and resolution are made when asked."""

    number: int
    render: Callable[[], tuple[Image.Image, float]]


def recognised(pictures: Iterable[Picture]) -> list[ReadPage]:
    """The pages in order, several at a time; raises UnreadableSource, ``ocr_missing`` where Tesseract is not there.

    The first page tells the language that the others are expected in.
    """
    tesseract.require(*tesseract.LANGUAGES.values())
    found: list[ReadPage] = []
    pending: deque[tuple[int, Future[ocr.ScannedPage]]] = deque()
    size, expected = os.cpu_count() or 1, ""
    with ThreadPoolExecutor(size) as beside:
        for picture in pictures:
            grey, dpi = picture.render()  # in this thread: pdfium wants one
            pending.append((picture.number, beside.submit(ocr.read_page, grey, dpi, expected)))
            if not expected:
                expected = pending[0][1].result().language
            if len(pending) > size:
                found.append(_taken(pending))
        while pending:
            found.append(_taken(pending))
    return found


def _taken(pending: deque[tuple[int, Future[ocr.ScannedPage]]]) -> ReadPage:
    number, future = pending.popleft()
    page = future.result()
    if done := page_done.get():
        done()
    return _as_pieces(number, page)


def _as_pieces(number: int, page: ocr.ScannedPage) -> ReadPage:
    found = [[_piece(page, word) for line in lines for word in line.words] for lines in paragraphs(page.lines)]
    return ReadPage(found, str(number), round(page.confidence, 3) if found else None)


def _piece(page: ocr.ScannedPage, word: tesseract.Word) -> Piece:
    return Piece(word.text, page.image.place(word.box), round(word.confidence, 2))


def draft_of(pages: Sequence[ReadPage], kind: str, nothing: str) -> Draft:
    """The draft of pages, flagged ``ocr``, and ``low_ocr_confidence`` where one of them was read with doubt.

    Raises UnreadableSource, with what ``nothing`` says, where there is no text.
    """
    found = assembled(pages)
    if not found.text.strip():
        raise UnreadableSource("empty", nothing)
    published = published_in_head(found.text)
    scanned = [page.confidence for page in pages if page.confidence is not None]
    doubtful = any(sure < LOW for sure in scanned)
    return Draft(
        text=found.text,
        kind=kind,
        title=title_of(found.text.split("\n")),
        published=published.value,
        flags=(*published.flags, *(("ocr",) if scanned else ()), *(("low_ocr_confidence",) if doubtful else ())),
        pages=found.pages,
        furniture=(*found.furniture, *furniture_lines(found.text)),
    )
