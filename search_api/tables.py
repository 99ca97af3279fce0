"""Rows and records as a file that is sent: CSV, an Excel workbook or JSON lines, never all of them in memory."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any, Literal, Protocol

from fastapi import Response
from fastapi.responses import StreamingResponse
from starlette.background import BackgroundTask

from corpora.tabular import BOM, csv_of
from pipeline.search.workbook import MEDIA_TYPE, Cell, Look, workbook

_CHUNK = 1 << 16


class Recorded(Protocol):
    """What has a record, as JSON has it."""

    def record(self) -> dict[str, Any]:
        """The record."""


def exported(description: str) -> dict[int | str, dict[str, Any]]:
    """What OpenAPI says of an answer that is a file of ``file_of``."""
    return {
        200: {
            "description": description,
            "content": {"application/x-ndjson": {}, "text/csv": {}, MEDIA_TYPE: {}},
        }
    }


def file_of[T: Recorded](
    format: Literal["json", "csv", "xlsx"],
    called: str,
    found: Iterable[T],
    columns: Sequence[str],
    row_of: Callable[[T], Sequence[str]],
) -> Response:
    """All that was found as a file ``called`` so: JSON lines of its records, or a table of its rows."""
    suffix = "jsonl" if format == "json" else format
    headers = {"Content-Disposition": f'attachment; filename="asnad-{called}.{suffix}"'}
    if format == "json":
        lines = (json.dumps(one.record(), ensure_ascii=False) + "\n" for one in found)
        return StreamingResponse(lines, media_type="application/x-ndjson", headers=headers)
    return table(format, columns, map(row_of, found), headers)


def table(
    format: Literal["csv", "xlsx"],
    columns: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    headers: Mapping[str, str],
    look: Look | None = None,
) -> Response:
    """A table with the names of its columns first; ``headers`` say what the file is called, ``look`` is a sheet's."""
    if format == "csv":
        return StreamingResponse(_lines(columns, rows), media_type="text/csv; charset=utf-8", headers=headers)
    book = workbook(columns, rows, look=look)
    chunks = iter(partial(book.read, _CHUNK), b"")
    return StreamingResponse(chunks, media_type=MEDIA_TYPE, headers=headers, background=BackgroundTask(book.close))


def _lines(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    yield BOM + csv_of([columns])
    for row in rows:
        yield csv_of([[str(cell) if isinstance(cell, date) else cell for cell in row]])
