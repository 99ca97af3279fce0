"""Lists of organisations as offices keep them: a row a body, with whatever columns they have; pure.

Which column is which is told by the words of its heading, or by who brings the list. Cells are kept as they are.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from corpora.tables import table
from extractors.text.lexicon import key_of
from pipeline.errors import RefusedDecision
from pipeline.gazetteer.entries import folded_name
from pipeline.gazetteer.list_files import heading_at
from pipeline.gazetteer.lists import LONGEST, MOST, Wrong, is_formula, line_of

FIELDS = ("kind", "place", "parent", "number", "founded", "phone", "site")
"""What a list says of a body beside its names, each in the words of the list."""
COLUMNS = ("name", "aliases", "english", *FIELDS)
"""What a column may be."""
MOST_BYTES = 32 * 1024 * 1024
_LONGEST_CELL, _MOST_COLUMNS = 4000, 200
_OWN = "own"
"""Columns of an export that say what documents tell: they are no part of a list."""
_BETWEEN = "|"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a list: its number as a spreadsheet shows it, the names of a body, and all its cells."""

    number: int
    name: str
    aliases: tuple[str, ...]
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Databank:
    """A list: its headings, which column is which, its rows, and those that are none, each with why."""

    headings: tuple[str, ...]
    columns: Mapping[str, int]
    rows: tuple[Row, ...]
    wrong: tuple[Wrong, ...]

    def told(self, row: Row, column: str) -> str:
        """What a row says in one of COLUMNS; "" where the list has no such column."""
        at = self.columns.get(column)
        return line_of(row.cells[at]) if at is not None else ""


def databank(rows: Sequence[Sequence[str]], given: Mapping[str, str]) -> Databank:
    """A list of the rows of a table, of which the first that holds anything is the heading.

    ``given`` says which heading a column has (``{"name": "عنوان"}``). Raises RefusedDecision for what is no list.
    """
    wanted = key_of(given.get("name", ""))
    at = heading_at(
        rows, lambda cell: bool(key := key_of(line_of(cell))) and (key == wanted or _words().get(key) == "name")
    )
    if at is None:
        raise RefusedDecision("the list is empty")
    headings = tuple(line_of(cell) for cell in rows[at])
    if len(headings) > _MOST_COLUMNS:
        raise RefusedDecision(
            "a list has {most} columns at most; this one has {count:,}", most=_MOST_COLUMNS, count=len(headings)
        )
    columns = _columns(headings, given)
    own = {number for number, heading in enumerate(headings) if _words().get(key_of(heading)) == _OWN}
    kept = [number for number in range(len(headings)) if number not in own]
    found, wrong = list[Row](), list[Wrong]()
    for number, cells in enumerate(rows[at + 1 :], at + 2):
        if any(map(str.strip, cells)):
            row = _row(number, cells, headings, columns, kept)
            (found if isinstance(row, Row) else wrong).append(row)  # type: ignore[arg-type]
    if len(found) > MOST:
        raise RefusedDecision("a list has {most:,} rows at most; this one has {count:,}", most=MOST, count=len(found))
    if not found and not wrong:
        raise RefusedDecision("there is no organisation in the list")
    moved = {column: kept.index(number) for column, number in columns.items()}
    return Databank(tuple(headings[number] for number in kept), moved, tuple(found), tuple(wrong))


@cache
def _words() -> Mapping[str, str]:
    return {key_of(row["word"]): row["column"] for row in table("list_columns")}


def _columns(headings: Sequence[str], given: Mapping[str, str]) -> dict[str, int]:
    """Which column is which; raises RefusedDecision."""
    shown = [heading or "—" for heading in headings]
    keys = [key_of(heading) for heading in headings]
    found: dict[str, int] = {}
    for column, heading in given.items():
        if column not in COLUMNS:
            raise RefusedDecision("{column!r} is no column; one of {columns}", column=column, columns=COLUMNS)
        if key_of(heading) not in keys:
            raise RefusedDecision("there is no heading {heading!r}; the list has {shown}", heading=heading, shown=shown)
        found[column] = keys.index(key_of(heading))
    for number, key in enumerate(keys):
        column = _words().get(key, "")
        if column in COLUMNS and number not in found.values():
            found.setdefault(column, number)
    if "name" not in found:
        raise RefusedDecision(
            "no heading is that of the names; say which: name=HEADING (the list has {shown})", shown=shown
        )
    return found


def _row(
    number: int, cells: Sequence[str], headings: Sequence[str], columns: Mapping[str, int], kept: Sequence[int]
) -> Row | Wrong:
    name = line_of(cells[columns["name"]]) if columns["name"] < len(cells) else ""
    if len(cells) > len(headings) and any(map(str.strip, cells[len(headings) :])):
        why = f"it has {len(cells)} cells, and the heading {len(headings)}"
        return Wrong(number, name, why, "cells", len(headings))
    full = [_cell(cell) for cell in (*cells, *[""] * (len(headings) - len(cells)))][: len(headings)]
    said = line_of(full[columns["aliases"]]) if "aliases" in columns else ""
    aliases = tuple(dict.fromkeys(filter(None, map(line_of, said.split(_BETWEEN)))))
    if not name:
        return Wrong(number, name, "it has no name", "unnamed")
    if is_formula(cells[columns["name"]]):
        return Wrong(number, name, "it is a formula", "formula")
    if any(not folded_name(one) or len(one) > LONGEST for one in (name, *aliases)):
        return Wrong(number, name, f"a name has letters, and {LONGEST} characters at most", "odd", LONGEST)
    if any(len(cell) > _LONGEST_CELL for cell in full):
        return Wrong(number, name, f"a cell has {_LONGEST_CELL:,} characters at most", "long", _LONGEST_CELL)
    return Row(number, name, aliases, tuple(full[one] for one in kept))


def _cell(cell: str) -> str:
    """A cell without the apostrophe by which a table says that it is no formula."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in tuple("=+-@\t\r\n") else cell


def columns_given(text: str) -> dict[str, str]:
    """``name=عنوان,place=شهر`` as columns with their headings; raises RefusedDecision.

    >>> columns_given("name=عنوان, place=شهر")
    {'name': 'عنوان', 'place': 'شهر'}
    """
    return dict(_given(text))


def _given(text: str) -> Iterator[tuple[str, str]]:
    for part in filter(str.strip, text.split(",")):
        column, sign, heading = part.partition("=")
        if not sign or not heading.strip():
            raise RefusedDecision("{given!r} is no column=heading", given=part.strip())
        yield column.strip(), heading.strip()
