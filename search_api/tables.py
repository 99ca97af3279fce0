"""Rows as a file that is sent: CSV or an Excel workbook, never all of them in memory."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Literal

from fastapi import Response
from fastapi.responses import StreamingResponse
from starlette.background import BackgroundTask

from corpora.tabular import BOM, csv_of
from pipeline.search.workbook import MEDIA_TYPE, workbook

_CHUNK = 1 << 16


def table(
    format: Literal["csv", "xlsx"], columns: Sequence[str], rows: Iterable[Sequence[str]], headers: Mapping[str, str]
) -> Response:
    """A table with the names of its columns first; ``headers`` say what the file is called."""
    if format == "csv":
        return StreamingResponse(_lines(columns, rows), media_type="text/csv; charset=utf-8", headers=headers)
    book = workbook(columns, rows)
    chunks = iter(partial(book.read, _CHUNK), b"")
    return StreamingResponse(chunks, media_type=MEDIA_TYPE, headers=headers, background=BackgroundTask(book.close))


def _lines(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield BOM + csv_of([columns])
    for row in rows:
        yield csv_of([row])
