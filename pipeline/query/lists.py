"""Queries of a list that somebody pastes or sends as a file: one a line, or a column of a table."""

import csv
from collections.abc import Sequence

from corpora.tabular import delimiter_of

MOST = 500
"""Queries that are asked at once."""
_HEADS = frozenset(("query", "queries", "q", "عبارت", "عبارت جست‌وجو", "جست‌وجو", "جستجو", "عبارة البحث", "البحث", "بحث"))
"""What the column of queries is called, where a table names its columns."""


def of_lines(text: str) -> list[str]:
    """The lines of a text that are not blank, each once.

    >>> of_lines("نفت، گاز\\n\\n نفت، گاز \\n-آب")
    ['نفت، گاز', '-آب']
    """
    return list(dict.fromkeys(stripped for line in text.splitlines() if (stripped := line.strip())))


def of_table(text: str) -> list[str]:
    """The queries of a table in CSV: of the column that is named so, else of the first; each once.

    >>> of_table('id,query\\n1,"نفت OR گاز"\\n2,آب')
    ['نفت OR گاز', 'آب']
    """
    rows = [row for row in csv.reader(text.splitlines(), delimiter=delimiter_of(text)) if any(map(str.strip, row))]
    at = _column(rows[0]) if rows else None
    cells = [row[at or 0] for row in (rows if at is None else rows[1:]) if len(row) > (at or 0)]
    return of_lines("\n".join(" ".join(cell.split()) for cell in cells))


def _column(head: Sequence[str]) -> int | None:
    """Which column has the queries; None where the first row is no head."""
    named = [name.strip().casefold() for name in head]
    return next((at for at, name in enumerate(named) if name in _HEADS), None)
