"""Rows as CSV (RFC 4180) that a spreadsheet shows and never runs."""

import csv
import io
from collections.abc import Iterable, Sequence
from itertools import islice

BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
"""What a file begins with that Excel shall take for UTF-8."""
_DELIMITERS = ",;\t"
_LOOKED_AT = 20
"""Lines by which it is told what parts the columns."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""How a cell begins that spreadsheets take for a formula, or whose first letter they skip before they look."""


def delimiter_of(text: str) -> str:
    """What parts the columns of a table: of comma, semicolon and tab the one that its first line has most often.

    A first line that has none may be a title: what then each of the lines below has equally often does.

    >>> delimiter_of("\\nنام;سمت\\nزهرا;شهردار, یزد"), delimiter_of("فهرست\\n\\nنام;سمت\\nزهرا;شهردار\\n")
    (';', ';')
    """
    lines = [line for line in islice(text.splitlines(), _LOOKED_AT) if line.strip()]
    head = lines[0] if lines else ""
    if not any(map(head.count, _DELIMITERS)):
        even = (sign for sign in _DELIMITERS if len({line.count(sign) for line in lines[1:]} - {0}) == 1)
        return next((sign for sign in even if all(sign in line for line in lines[1:])), _DELIMITERS[0])
    return max(_DELIMITERS, key=head.count)


class Unclosed(ValueError):
    """Raised for a row of CSV that does not end; ``line`` is where it begins."""

    def __init__(self, line: int) -> None:
        """Keeps the line."""
        super().__init__(f"what begins at line {line} does not end")
        self.line = line


def rows_of(text: str, delimiter: str = "") -> list[list[str]]:
    """The rows of a CSV, by whatever parts its columns; raises Unclosed where a quotation mark is not closed.

    ``delimiter`` is what parts them, where that is said.

    >>> rows_of("نام;شهر\\nسارا;یزد")
    [['نام', 'شهر'], ['سارا', 'یزد']]
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter or delimiter_of(text), strict=True)
    rows, begun = list[list[str]](), 1
    try:
        for cells in reader:
            rows.append(cells)
            begun = reader.line_num + 1
    except csv.Error as error:
        raise Unclosed(begun) from error
    return rows


def csv_of(rows: Iterable[Sequence[object]]) -> str:
    """Rows as lines of CSV. Numbers stay numbers, text that would be a formula gets an apostrophe before it.

    Lone surrogates, which no encoding has, become question marks.

    >>> csv_of([("=HYPERLINK(1)", -5, "یزد، میبد", None)])
    "'=HYPERLINK(1),-5,یزد، میبد,\\r\\n"
    """
    out = io.StringIO()
    csv.writer(out).writerows([_cell(value) for value in row] for row in rows)
    return out.getvalue().encode("utf-8", "replace").decode("utf-8")


def written(cell: str) -> str:
    """A cell as it was before ``csv_of`` kept it from being a formula.

    >>> written("'=HYPERLINK(1)"), written("'تا'"), written("یزد")
    ('=HYPERLINK(1)', "'تا'", 'یزد')
    """
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA) else cell


def _cell(value: object) -> object:
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return value
