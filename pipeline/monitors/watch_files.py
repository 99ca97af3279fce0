"""Lists of names as files: CSV, a workbook or a name a line; what was read of one, and what was not."""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any
from unicodedata import category, normalize

from corpora.sentences import Sentence
from corpora.tables import words
from extractors.text.characters import TATWEEL
from extractors.text.lexicon import key_of
from pipeline.errors import RefusedDecision
from pipeline.gazetteer.list_files import Tables, csv_rows, heading_at, is_workbook, list_text, workbook_rows
from pipeline.gazetteer.lists import is_formula, line_of
from pipeline.index.phrases import runs_of

MOST = 100_000
"""Names of one list."""
LONGEST = 300
"""Characters of a name."""
SHOWN = 100
"""Rows that cannot be taken which are told one by one."""
WHY = {
    "long": Sentence("a name has {longest} characters at most", longest=LONGEST),
    "wordless": Sentence("there is no word in it"),
    "formula": Sentence("it is a formula"),
}
"""Why a row is no name."""
_WORKBOOK = "XLSX"
_LOOKED_AT = 50
"""Rows among which it is looked which column has words."""
_JOINERS = "\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"
_JOINT = re.compile(f"[{_JOINERS} ]+")
_LETTERS = str.maketrans("يىك", "ییک", TATWEEL)
_MARKS = (
    (b"\xef\xbb\xbf", "UTF-8 (BOM)"),
    (b"\xff\xfe\0\0", "UTF-32"),
    (b"\0\0\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)
_CODECS = (
    ("utf-8", "UTF-8"),
    ("cp1256", "windows-1256"),
    ("utf-16-le", "UTF-16"),
    ("utf-16-be", "UTF-16"),
    ("iso8859_6", "ISO 8859-6"),
    ("mac_arabic", "MacArabic"),
)


@dataclass(frozen=True, slots=True)
class Wrong:
    """A row that is no name: its number in the file, how it begins, and why (``long``, ``wordless``, ``formula``)."""

    row: int
    said: str
    why: str


@dataclass(frozen=True, slots=True)
class ListFile:
    """What a file has: the names, each once, and how many rows are empty or say one again.

    ``heading`` is a first row that was taken for one, ``wrong`` the first rows that cannot be taken of ``wrongs``.
    """

    names: Sequence[str]
    encoding: str
    rows: int
    empty: int
    doubles: int
    heading: str
    wrong: tuple[Wrong, ...]
    wrongs: int

    def record(self) -> dict[str, Any]:
        """As JSON, without the names."""
        told = asdict(self)
        del told["names"]
        return told | {"names": len(self.names), "wrong": [asdict(one) for one in self.wrong]}


def read_list(data: bytes, file: str = "", column: str = "", tables: Tables | None = None) -> ListFile:
    """The names of a file: of a table the first column, or the one that its first row calls so; of ``.txt`` the lines.

    ``tables`` reads the first sheet of workbooks. Raises RefusedDecision where it is no list, has no name, or too many.

    >>> found = read_list("الاسم\\nنادي يزد\\n\\nنادي  يزد\\n…\\n".encode("cp1256"), "names.csv")
    >>> found.names, found.encoding, found.heading, found.empty, found.doubles, found.wrongs
    (['نادي يزد'], 'windows-1256', 'الاسم', 1, 1, 1)
    """
    rows, encoding = _read(data, file, tables)
    above = _titles(rows, column)
    at, heading = _column(rows[above:], column)
    empty, doubles = sum(not any(map(str.strip, cells)) for cells in rows[:above]), 0
    above += bool(heading)
    names, wrong = dict[str, str](), list[Wrong]()
    for number, cells in enumerate(rows[above:], 1 + above):
        name = _name(cells[at]) if len(cells) > at else ""
        if not name:
            empty += 1
        elif (plain := _plain(name)) in names:
            doubles += 1
        elif why := _why_not(name, cells[at]):
            wrong.append(Wrong(number, name[:60], why))
        else:
            names[plain] = name
    if not names:
        if wrong:
            raise RefusedDecision("there is no name in the list: {why}", why=WHY[wrong[0].why])
        raise RefusedDecision("there is no name in the list")
    if len(names) > MOST:
        raise RefusedDecision("a list has {most:,} names at most; this one has {count:,}", most=MOST, count=len(names))
    return ListFile(
        list(names.values()), encoding, len(rows), empty, doubles, heading, tuple(wrong[:SHOWN]), len(wrong)
    )


def _read(data: bytes, file: str, tables: Tables | None) -> tuple[list[list[str]], str]:
    """The rows of a file, and the encoding or the form that it was in."""
    if tables is not None and is_workbook(data):
        return workbook_rows(data, tables), _WORKBOOK
    text = list_text(data)
    rows = [[line] for line in text.splitlines()] if _is_of_lines(text, file) else csv_rows(text)
    return rows, _encoding(data, text)


def _encoding(data: bytes, text: str) -> str:
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name
    for codec, name in _CODECS:
        try:
            if data.decode(codec) == text:
                return name
        except UnicodeDecodeError:
            continue
    return ""


def _is_of_lines(text: str, file: str) -> bool:
    """Whether a file has a name a line, and not columns: Excel calls a table with tabs ``.txt`` too."""
    head = next((line for line in text.splitlines() if line.strip()), "")
    return file.lower().endswith(".txt") and "\t" not in head.strip()


def _titles(rows: Sequence[Sequence[str]], column: str) -> int:
    """How many rows stand above the headings, where there are such."""
    return heading_at(rows, lambda cell: (name := _name(cell)) == column != "" or key_of(name) in _headings()) or 0


def _column(rows: Sequence[Sequence[str]], column: str) -> tuple[int, str]:
    """Which column has the names, and what the first row calls it, where it is a heading."""
    head = [_name(cell) for cell in rows[0]] if rows else []
    if column:
        if column not in head:
            raise RefusedDecision(
                "the list has no column {column!r}, but {head}", column=column, head=head or Sentence("no row")
            )
        return head.index(column), column
    known = next((at for at, cell in enumerate(head) if key_of(cell) in _headings()), None)
    return (_first_of_words(rows), "") if known is None else (known, head[known])


def _first_of_words(rows: Sequence[Sequence[str]]) -> int:
    """The first column that has more than numbers: rows are often numbered. The first one where none has."""
    looked_at = rows[:_LOOKED_AT]
    width = max(map(len, looked_at), default=0)
    worded = (any(len(row) > at and any(map(str.isalpha, row[at])) for row in looked_at) for at in range(width))
    return next((at for at, has in enumerate(worded) if has), 0)


@cache
def _headings() -> frozenset[str]:
    return frozenset(map(key_of, words("list_columns", column="name")))


def _name(cell: str) -> str:
    """A cell in one line, without what tables put around text that is no formula, and without marks of direction."""
    shown = "".join(letter for letter in cell.replace("\0", " ") if category(letter) != "Cf" or letter in _JOINERS)
    said = line_of(shown)
    return said[1:] if said.startswith("'") and not said.endswith("'") else said


def _plain(name: str) -> str:
    """A name as it is looked for, whatever its letters, joints and cases are written like; marks tell names apart."""
    return _JOINT.sub(" ", normalize("NFKC", name).translate(_LETTERS)).casefold()


def _why_not(name: str, cell: str) -> str:
    if len(name) > LONGEST:
        return "long"
    if is_formula(cell):
        return "formula"
    has_letters = any(letter.isalnum() and letter != TATWEEL for letter in name)
    return "" if has_letters or runs_of(name) else "wordless"
