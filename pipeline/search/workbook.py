"""Rows as an Excel workbook (Office Open XML) whose cells are text or numbers, never formulas."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from tempfile import TemporaryFile
from typing import IO, Any

from corpora.unicode import in_xml

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MOST_ROWS = 1_048_576
"""Rows that a sheet may have, as Excel has it; the next ones are on a further sheet."""
_LONGEST = 32_767
"""Characters that a cell may have."""
_LONGEST_TITLE = 28
"""Characters of the name of a sheet; Excel has 31, of which some number further sheets."""
_NOT_IN_A_TITLE = re.compile(r"[\[\]:*?/\\'\"]")
_FIRST_YEAR = 1900
"""The first year that has days in Excel."""
type Cell = str | float | date


@dataclass(frozen=True, slots=True)
class Look:
    """How a sheet looks: its name, whether it is read from the right, and how many letters wide its columns are."""

    title: str = ""
    right_to_left: bool = False
    widths: Sequence[int] = ()

    @property
    def name(self) -> str:
        """Its name as Excel takes one.

        >>> Look("org:وزارت [نفت]").name
        'org وزارت نفت'
        """
        return " ".join(_NOT_IN_A_TITLE.sub(" ", in_xml(self.title)).split())[:_LONGEST_TITLE].strip()


def workbook(
    columns: Sequence[str], rows: Iterable[Sequence[Cell]], most: int = _MOST_ROWS, look: Look | None = None
) -> IO[bytes]:
    """A workbook as a file that goes when it is closed; the head of each sheet stays in sight.

    The rows are written one by one: never all are in memory.
    """
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = None
    for number, row in enumerate(rows):
        if sheet is None or number % (most - 1) == 0:
            sheet = _sheet(book, columns, look or Look())
        sheet.append([_cell(sheet, value) for value in row])
    if sheet is None:
        _sheet(book, columns, look or Look())
    held = TemporaryFile()  # noqa: SIM115 - whoever sends it closes it
    book.save(held)
    held.seek(0)
    return held


def _sheet(book: Any, columns: Sequence[str], look: Look) -> Any:
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(look.name or None)
    sheet.freeze_panes = "A2"
    sheet.sheet_view.rightToLeft = look.right_to_left
    for number, width in enumerate(look.widths, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.append([_cell(sheet, name) for name in columns])
    return sheet


def _cell(sheet: Any, value: Cell) -> Any:
    """A day, a number, or text, never a formula or an error: less what XML cannot have and no cell can hold."""
    from openpyxl.cell import WriteOnlyCell

    if isinstance(value, int | float):
        return WriteOnlyCell(sheet, value)
    if isinstance(value, date):
        if value.year < _FIRST_YEAR:
            return _cell(sheet, value.isoformat())
        day = WriteOnlyCell(sheet, value)
        day.number_format = "yyyy-mm-dd"
        return day
    cell = WriteOnlyCell(sheet, in_xml(value)[:_LONGEST])
    cell.data_type = "s"
    return cell
