"""A page of numbers: what was counted by something, a bar for each, every number leading to what it counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import Request, Response

from search_api.pages.charts import FORMS
from search_api.pages.shell import Items, page

MOST = 500
"""Rows that a page shows."""
type Link = tuple[str, str]
"""A text and where it leads; "" leads nowhere."""
type Choice = tuple[str, str, bool]
"""What can be chosen: its name, its address, and whether it is chosen."""


@dataclass(frozen=True, slots=True)
class Numbered:
    """What was counted: its name, how many, where these are, and further numbers beside."""

    name: str
    number: int
    href: str
    cells: Sequence[Link] = ()


@dataclass(frozen=True, slots=True)
class Numbers:
    """What a page of numbers says beside them: texts by their keys, the heads of the columns as they are."""

    title: str
    hint: str
    heads: Sequence[str]
    none: str
    crumbs: Sequence[Link] = ()
    ways: Sequence[Choice] = ()
    calendars: Sequence[Choice] = ()
    chosen: Sequence[tuple[str, str, str, bool]] = ()
    files: Sequence[Link] = ()


def choices(items: Items, parameter: str, names: Sequence[str], chosen: str, begins: str) -> list[Choice]:
    """What can be counted by, or the calendars that there are, each with its address; ``begins`` that of its text."""
    return [(f"{begins}{name}", items.with_value(parameter, name), name == chosen) for name in names]


def files_of(kept: Items, tables: str, chart: str, **asked: str) -> list[Link]:
    """The tables and drawings of the same numbers; ``asked`` is what they are of beside what is ``kept``."""
    free = Items([*kept.cut(*asked).pairs(), *asked.items()])
    of_tables = [(form.upper(), tables + free.with_value("format", form)) for form in ("csv", "xlsx")]
    return [*of_tables, *((form.upper(), f"{chart}.{form}{free.without()}") for form in FORMS)]


def numbers_page(request: Request, about: Numbers, rows: Sequence[Numbered]) -> Response:
    """The first rows as a table with bars."""
    values: dict[str, Any] = {"about": about, "rows": rows[:MOST]}
    return page(request, "totals.html", **values, most=max((row.number for row in rows), default=0) or 1)
