"""XLSX: each sheet by its name, then its rows with tabs between cells, as the file last showed their values."""

import io
import re
import warnings
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from pipeline.errors import UnreadableSource
from pipeline.ingest.formats.office import draft_of, inspect
from pipeline.records import Draft, Source

_BODY = b"xl/workbook.xml"
_MOST_CELLS = 5_000_000
_DECIMALS = re.compile(r"\.([0#?]+)")


class SpreadsheetIngestor:
    """Reads Excel workbooks of the Office Open XML kind."""

    name = "xlsx"

    def claims(self, source: Source) -> int:
        """A zip archive that holds a workbook."""
        if not source.data.startswith(b"PK"):
            return 0
        return 95 if _BODY in source.data or source.name.lower().endswith((".xlsx", ".xlsm")) else 0

    def read(self, source: Source) -> Draft:
        """Raises UnreadableSource: ``corrupt``, ``bomb``, ``refused``, ``empty``."""
        inspect(source.data, "workbook")
        import openpyxl

        lines: list[str] = []
        pages: list[int] = []
        try:
            with warnings.catch_warnings(action="ignore"):  # what openpyxl leaves out (styles, rules) is no text
                book = openpyxl.load_workbook(io.BytesIO(source.data), read_only=True, data_only=True)
                for sheet in book.worksheets:
                    pages.append(len(lines))
                    lines += [sheet.title, *_rows(sheet)]
                title = str(book.properties.title or "")
                book.close()
        except (MemoryError, UnreadableSource):
            raise
        except Exception as error:  # openpyxl and lxml raise whatever the broken part makes them stumble over
            raise UnreadableSource("corrupt", f"the workbook cannot be read: {error}") from error
        if len(lines) == len(pages):
            raise UnreadableSource("empty", "the workbook holds no values")
        return draft_of(lines, "xlsx", title=title, pages=pages)


def _rows(sheet: Any) -> Iterator[str]:
    sheet.reset_dimensions()  # a file says how large a sheet is, and need not be right
    count = 0
    for row in sheet.iter_rows():
        count += len(row)
        if count > _MOST_CELLS:
            raise UnreadableSource("bomb", f"the sheet {sheet.title} has more than {_MOST_CELLS:,} cells")
        line = "\t".join(_shown(cell.value, _format(cell)) for cell in row).rstrip("\t")
        if line.strip():
            yield line


def _format(cell: Any) -> str:
    """The number format of a cell that holds a number; a cell that is left out has none."""
    return str(cell.number_format or "") if isinstance(cell.value, (int, float)) else ""


def _shown(value: Any, form: str = "") -> str:
    """A value as text on one line, as its number format shows it where that changes what it says.

    >>> _shown(12.0), _shown(datetime(2025, 8, 13)), _shown("دو\\nسطر"), _shown(None)
    ('12', '2025-08-13', 'دو سطر', '')
    >>> _shown(0.25, "0%"), _shown(0.1234, "0.0%"), _shown(1.5, "0%"), _shown(timedelta(hours=26), "[h]:mm")
    ('25%', '12.3%', '150%', '26:00')
    """
    if value is None:
        return ""
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    if isinstance(value, timedelta):
        minutes = round(value.total_seconds() / 60)
        return f"{minutes // 60}:{minutes % 60:02}"
    if isinstance(value, (int, float)) and not isinstance(value, bool) and "%" in form:
        decimals = _DECIMALS.search(form)
        return f"{value * 100:.{len(decimals[1]) if decimals else 0}f}%"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return " ".join(str(value).split())
