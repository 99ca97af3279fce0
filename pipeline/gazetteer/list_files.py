"""Lists of names as files, whatever they are of: a workbook, or text in any encoding; as rows of cells, pure."""

import re
from collections.abc import Callable, Sequence

from corpora.tabular import Unclosed, rows_of
from pipeline.errors import RefusedDecision, UnreadableSource
from pipeline.ingest.encoding import decode

type Tables = Callable[[bytes], list[list[str]]]
"""The rows of a workbook, read where a hostile one harms nothing; raises UnreadableSource."""
_ARCHIVE = b"PK\x03\x04"
_NO_TEXT = (_ARCHIVE, b"%PDF-", b"\xd0\xcf\x11\xe0", b"Rar!", b"\x89PNG", b"\xff\xd8\xff", b"\x1f\x8b")
"""How workbooks, PDFs, archives and pictures begin."""
_TITLES = 9
"""Rows above the headings that may be titles, with one cell each."""
_BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
_SEPARATOR = re.compile(r"sep=(?P<sign>[,;\t])\r?\n", re.IGNORECASE)
"""The line by which a table says what parts its columns."""


def list_rows(data: bytes, tables: Tables | None = None) -> list[list[str]]:
    """The rows of a list; ``tables`` reads the first sheet of workbooks. Raises RefusedDecision.

    >>> list_rows("الاسم;النوع\\nنادي يزد;club\\n".encode("cp1256"))
    [['الاسم', 'النوع'], ['نادي يزد', 'club']]
    """
    if tables is not None and is_workbook(data):
        return workbook_rows(data, tables)
    return csv_rows(list_text(data))


def is_workbook(data: bytes) -> bool:
    """Whether a list is a workbook of Office Open XML, or another archive, which its reader refuses."""
    return data.startswith(_ARCHIVE)


def workbook_rows(data: bytes, tables: Tables) -> list[list[str]]:
    """The rows of a workbook; raises RefusedDecision, which says why it cannot be read."""
    try:
        return tables(data)
    except UnreadableSource as error:
        raise RefusedDecision("the workbook cannot be read: {reason}", reason=error) from error


def list_text(data: bytes) -> str:
    """The text of a list in whatever encoding; raises RefusedDecision where it has none."""
    if not data.strip():
        raise RefusedDecision("the file is empty")
    if data.startswith(_NO_TEXT):
        raise RefusedDecision("the list is no text but a workbook, a PDF or a picture: save it as CSV or XLSX first")
    try:
        return decode(data).text.removeprefix(_BOM)
    except UnreadableSource as error:
        raise RefusedDecision("the list is no text: {reason}", reason=error) from error


def heading_at(rows: Sequence[Sequence[str]], is_heading: Callable[[str], bool]) -> int | None:
    """The row of the headings: the first that holds anything, or one below titles that stand alone; None of no rows.

    >>> heading_at([["مؤسسه‌های خیریه", ""], [], ["ردیف", "نام"], ["1", "بنیاد سپهر"]], "نام".__eq__)
    2
    >>> heading_at([["بنیاد سپهر"], ["انجمن نور"]], "نام".__eq__), heading_at([[""]], bool)
    (0, None)
    """
    first = next((at for at, cells in enumerate(rows) if any(map(str.strip, cells))), None)
    if first is None:
        return None
    for at, cells in enumerate(rows[first : first + _TITLES + 1], first):
        if any(map(is_heading, cells)):
            return at
        if sum(bool(cell.strip()) for cell in cells) > 1:
            break
    return first


def csv_rows(text: str) -> list[list[str]]:
    """The rows of a CSV; raises RefusedDecision, which says at which line."""
    said = _SEPARATOR.match(text)
    try:
        return rows_of(text[said.end() :], said["sign"]) if said else rows_of(text)
    except Unclosed as error:
        raise RefusedDecision(
            "the list is no CSV: what begins at line {begun} is not closed or not apart", begun=error.line
        ) from error
