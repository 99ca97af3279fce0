"""Lists of names as people keep them: tables with a name a row, and what else is known of the body; pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from corpora.tables import table
from extractors.text.lexicon import key_of
from pipeline.errors import RefusedDecision
from pipeline.gazetteer.entries import folded_name
from pipeline.gazetteer.list_files import Tables, heading_at, list_rows

COLUMNS = ("name", "aliases", "kind", "english", "id")
"""The columns that are read, by their headings in any of the languages; without them a list has names alone."""
MOST, LONGEST = 20_000, 300
_BETWEEN = "|"
_TEXT_FORMULA = re.compile(r'="(?P<text>[^"]*)"')
"""How tables keep a text from being taken for a number."""


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


def rows_of(data: bytes, tables: Tables | None = None) -> tuple[list[Listed], list[Wrong]]:
    """The names of a list, each once, and the rows that are none; raises RefusedDecision for what is no list.

    ``tables`` reads workbooks.

    >>> rows_of("name,kind\\nبنیاد سپهر,foundation\\n!,x\\n".encode())[0]
    [Listed(name='بنیاد سپهر', aliases=(), kind='foundation', english='', ref='', row=2)]
    """
    head, rows = _table(list_rows(data, tables))
    found: dict[str, Listed] = {}
    wrong = list[Wrong]()
    for number, cells in rows:
        told = {column: line_of(cells[at]) for column, at in head.items() if at < len(cells)}
        name = told.get("name", "")
        if not any(told.values()):
            continue
        names = [name, *filter(None, map(line_of, told.get("aliases", "").split(_BETWEEN)))]
        odd = next((one for one in names if not folded_name(one) or len(one) > LONGEST), None)
        if name and is_formula(cells[head["name"]]):
            wrong.append(Wrong(number, name, "it is a formula", "formula"))
        elif odd is not None:
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


def _table(rows: Sequence[Sequence[str]]) -> tuple[dict[str, int], list[tuple[int, Sequence[str]]]]:
    """Which column is where, and the numbered rows below the heading, where there is one; raises RefusedDecision."""
    numbered = list(enumerate(rows, 1))
    at = heading_at(rows, lambda cell: _columns().get(_heading(cell)) == "name")
    if at is None:
        raise RefusedDecision("there is no name in the list")
    found = dict[str, int]()
    for number, cell in enumerate(rows[at]):
        if column := _columns().get(_heading(cell)):
            found.setdefault(column, number)
    if "name" in found:
        return found, numbered[at + 1 :]
    worded = [number for number in range(max(map(len, rows))) if any(_has_letters(cells, number) for cells in rows)]
    if found or len(worded) > 1:
        shown = [line_of(cell) or "—" for cell in rows[at]]
        raise RefusedDecision(
            "no heading is that of the names: a list has the columns {columns}, or names alone (this one has {shown})",
            columns=COLUMNS,
            shown=shown,
        )
    return {"name": worded[0] if worded else 0}, numbered


@cache
def _columns() -> Mapping[str, str]:
    """Which column a heading is, by what it says."""
    known = {key_of(row["word"]): row["column"] for row in table("list_columns")}
    return {**{word: column for word, column in known.items() if column in COLUMNS}, key_of("id"): "id"}


def _heading(cell: str) -> str:
    return key_of(line_of(cell).replace("_", " ").casefold())


def _has_letters(cells: Sequence[str], at: int) -> bool:
    return len(cells) > at and any(map(str.isalpha, cells[at]))


def line_of(cell: str) -> str:
    """A cell in one line, without the apostrophe by which a table says that it is no formula.

    >>> line_of("'=5"), line_of('="بنیاد سپهر"'), line_of("=1+1")
    ('=5', 'بنیاد سپهر', '=1+1')
    """
    said = " ".join(cell.split())
    if text := _TEXT_FORMULA.fullmatch(said):
        said = text["text"].strip()
    return said[1:] if said[:2] in ("'=", "'+", "'-", "'@") else said


def is_formula(cell: str) -> bool:
    """Whether a cell is a formula of a table, which is never run, and no text that is kept from being one.

    >>> is_formula("=1+1"), is_formula("'=1+1"), is_formula('="بنیاد سپهر"')
    (True, False, False)
    """
    return cell.lstrip().startswith("=") and line_of(cell).startswith("=")
