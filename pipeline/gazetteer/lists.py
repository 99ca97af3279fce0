"""Lists of names as people keep them: CSV with a name a row, and what else is known of the body; pure."""

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from corpora.tabular import delimiter_of
from pipeline.errors import RefusedDecision, UnreadableSource
from pipeline.gazetteer.entries import folded_name

COLUMNS = ("name", "aliases", "kind", "english", "id")
"""The columns that are read; of another heading the first column is the name."""
MOST, LONGEST = 20_000, 300
_BETWEEN = "|"
_ARCHIVE = b"PK\x03\x04"
type Tables = Callable[[bytes], list[list[str]]]
"""The rows of a workbook, read where a hostile one harms nothing; raises UnreadableSource."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A row of a list: a name, further names of the same body, its kind, English name and id there."""

    name: str
    aliases: Sequence[str] = ()
    kind: str = ""
    english: str = ""
    ref: str = ""
    row: int = 0


@dataclass(frozen=True, slots=True)
class Wrong:
    """A row that cannot be taken, and why: in English, and for pages as the name of a text with its number."""

    row: int
    said: str
    why: str
    reason: str
    number: int = 0


def rows_of(data: bytes) -> tuple[list[Listed], list[Wrong]]:
    """The names of a list, each once, and the rows that are none; raises RefusedDecision for what is no list.

    >>> rows_of("name,kind\\nبنیاد سپهر,foundation\\n!,x\\n".encode())[0]
    [Listed(name='بنیاد سپهر', aliases=(), kind='foundation', english='', ref='', row=2)]
    """
    head, rows = _table(data)
    found: dict[str, Listed] = {}
    wrong = list[Wrong]()
    for number, cells in rows:
        told = {column: line_of(cells[at]) for column, at in head.items() if at < len(cells)}
        name = told.get("name", "")
        if not any(told.values()):
            continue
        names = [name, *filter(None, map(line_of, told.get("aliases", "").split(_BETWEEN)))]
        odd = next((one for one in names if not folded_name(one) or len(one) > LONGEST), None)
        if odd is not None:
            wrong.append(Wrong(number, name, f"a name has letters, and {LONGEST} characters at most", "odd", LONGEST))
        elif folded_name(name) in found:
            first = found[folded_name(name)].row
            wrong.append(Wrong(number, name, f"it stands in row {first} already", "twice", first))
        else:
            kind, english, ref = (told.get(column, "")[:LONGEST] for column in ("kind", "english", "id"))
            found[folded_name(name)] = Listed(name, tuple(names[1:]), kind, english, ref, number)
    if not found:
        raise RefusedDecision("there is no name in the list")
    if len(found) > MOST:
        raise RefusedDecision("a list has {most:,} names at most; this one has {count:,}", most=MOST, count=len(found))
    return list(found.values()), wrong


def _table(data: bytes) -> tuple[dict[str, int], list[tuple[int, list[str]]]]:
    """Which column is where, and the numbered rows below the heading, where there is one."""
    try:
        text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
        rows = list(csv.reader(io.StringIO(text), delimiter=delimiter_of(text)))
    except UnicodeDecodeError as error:
        raise RefusedDecision("the list is not UTF-8: {reason}", reason=error) from error
    except csv.Error as error:
        raise RefusedDecision("the list is no CSV: {reason}", reason=error) from error
    numbered = list(enumerate(rows, 1))
    first = [cell.strip().casefold() for cell in rows[0]] if rows else []
    if "name" in first:
        return {column: first.index(column) for column in COLUMNS if column in first}, numbered[1:]
    return {"name": 0}, numbered


def is_workbook(data: bytes) -> bool:
    """Whether a list is a workbook of Office Open XML, or another archive, which its reader refuses."""
    return data.startswith(_ARCHIVE)


def workbook_rows(data: bytes, tables: Tables) -> list[list[str]]:
    """The rows of a workbook; raises RefusedDecision, which says why it cannot be read."""
    try:
        return tables(data)
    except UnreadableSource as error:
        raise RefusedDecision("the workbook cannot be read: {reason}", reason=error) from error


def line_of(cell: str) -> str:
    """A cell in one line, without the apostrophe by which a table says that it is no formula."""
    said = " ".join(cell.split())
    return said[1:] if said[:2] in ("'=", "'+", "'-", "'@") else said
