"""Rows as an Excel workbook (Office Open XML) whose cells are text or numbers, never formulas."""

from collections.abc import Iterable, Sequence
from tempfile import TemporaryFile
from typing import IO, Any

from corpora.unicode import in_xml

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MOST_ROWS = 1_048_576
"""Rows that a sheet may have, as Excel has it; the next ones are on a further sheet."""
_LONGEST = 32_767
"""Characters that a cell may have."""


def workbook(columns: Sequence[str], rows: Iterable[Sequence[str | float]], most: int = _MOST_ROWS) -> IO[bytes]:
    """A workbook as a file that goes when it is closed; the head of each sheet stays in sight.

    The rows are written one by one: never all are in memory.
    """
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = None
    for number, row in enumerate(rows):
        if sheet is None or number % (most - 1) == 0:
            sheet = _sheet(book, columns)
        sheet.append([_cell(sheet, value) for value in row])
    if sheet is None:
        _sheet(book, columns)
    held = TemporaryFile()  # noqa: SIM115 - whoever sends it closes it
    book.save(held)
    held.seek(0)
    return held


def _sheet(book: Any, columns: Sequence[str]) -> Any:
    sheet = book.create_sheet()
    sheet.freeze_panes = "A2"
    sheet.append([_cell(sheet, name) for name in columns])
    return sheet


def _cell(sheet: Any, value: str | float) -> Any:
    """Text, also where it looks like a formula or an error; less what XML cannot have, and what no cell can hold."""
    from openpyxl.cell import WriteOnlyCell

    if isinstance(value, int | float):
        return WriteOnlyCell(sheet, value)
    cell = WriteOnlyCell(sheet, in_xml(value)[:_LONGEST])
    cell.data_type = "s"
    return cell
