"""XLSX: each sheet by its name, its rows with tabs between cells as the file last showed their values, its comments.

Sheets that are hidden are furniture: kept, and no part of what the document says.
"""

import io
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from pipeline.errors import UnreadableSource
from pipeline.ingest.formats.number_formats import formatted
from pipeline.ingest.formats.office import draft_of, inspect, transitional
from pipeline.ingest.formats.spreadsheet_comments import comments
from pipeline.records import Draft, Source

_BODY = b"xl/workbook.xml"
_MOST_CELLS = 5_000_000
_STYLES = "xl/styles.xml"


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
        data = transitional(source.data)
        try:
            with warnings.catch_warnings(action="ignore"):  # what openpyxl leaves out (styles, rules) is no text
                book = _opened(data)
                sheets = [(sheet, [sheet.title, *_rows(sheet)], _remarks(data, sheet)) for sheet in book.worksheets]
                title = str(book.properties.title or "")
                book.close()
        except (MemoryError, UnreadableSource):
            raise
        except Exception as error:  # openpyxl and lxml raise whatever the broken part makes them stumble over
            raise UnreadableSource("corrupt", f"the workbook cannot be read: {error}") from error
        if not any(len(rows) > 1 or remarks for _, rows, remarks in sheets):
            raise UnreadableSource("empty", "the workbook holds no values")
        shown = [[*rows, *remarks] for sheet, rows, remarks in sheets if sheet.sheet_state == "visible"]
        hidden = [line for sheet, rows, remarks in sheets if sheet.sheet_state != "visible" for line in rows + remarks]
        if not any(len(lines) > 1 for lines in shown):
            shown, hidden = [[*rows, *remarks] for _, rows, remarks in sheets], []
        lines = [line for sheet in shown for line in sheet]
        pages = [sum(map(len, shown[:at])) for at in range(len(shown))]
        return draft_of(lines, "xlsx", title=title, pages=pages, after=hidden)


def rows_of(data: bytes) -> list[list[str]]:
    """The rows of the first sheet in sight, each under its number, as the file last showed their values.

    Raises UnreadableSource: ``corrupt``, ``bomb``, ``refused``, ``empty``.
    """
    inspect(data, "workbook")
    try:
        with warnings.catch_warnings(action="ignore"):
            book = _opened(transitional(data))
            sheet = next((one for one in book.worksheets if one.sheet_state == "visible"), book.worksheets[0])
            rows = [[_shown(cell.value, _format(cell)) for cell in row] for row in _cells(sheet)]
            book.close()
    except (MemoryError, UnreadableSource):
        raise
    except Exception as error:  # as above
        raise UnreadableSource("corrupt", f"the workbook cannot be read: {error}") from error
    for row in rows:
        while row and not row[-1]:
            row.pop()
    return rows


def _opened(data: bytes) -> Any:
    """The workbook; where its styles are not as they should be, with those that say how numbers are shown."""
    import openpyxl

    try:
        return openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except (TypeError, ValueError, AttributeError, KeyError):
        return openpyxl.load_workbook(io.BytesIO(_bare(data)), read_only=True, data_only=True)


def _bare(data: bytes) -> bytes:
    """A workbook whose styles hold number formats only: fonts, fills and borders are often broken, and no text."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bared:
        for info in archive.infolist():
            part = archive.read(info)
            bared.writestr(info, _formats_of(part) if info.filename == _STYLES else part)
    return out.getvalue()


def _formats_of(styles: bytes) -> bytes:
    from lxml import etree

    root = etree.fromstring(styles, etree.XMLParser(resolve_entities=False, no_network=True))
    for part in list(root):
        name = part.tag.rpartition("}")[2] if isinstance(part.tag, str) else ""
        if name not in ("numFmts", "cellXfs"):
            root.remove(part)
        for cell in part if name == "cellXfs" else ():
            form = cell.get("numFmtId", "0")
            cell.clear()
            cell.set("numFmtId", form)
    return bytes(etree.tostring(root))


def _remarks(data: bytes, sheet: Any) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return list(comments(archive, sheet._worksheet_path))


def _cells(sheet: Any) -> Iterator[Any]:
    sheet.reset_dimensions()  # a file says how large a sheet is, and need not be right
    count = 0
    for row in sheet.iter_rows():
        count += len(row)
        if count > _MOST_CELLS:
            raise UnreadableSource("bomb", f"the sheet {sheet.title} has more than {_MOST_CELLS:,} cells")
        yield row


def _rows(sheet: Any) -> Iterator[str]:
    for row in _cells(sheet):
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
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return formatted(value, form)
    return " ".join(str(value).split())
