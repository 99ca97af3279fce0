"""A page of numbers: what was counted by something, a bar for each, every number leading to what it counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import Request, Response

from search_api.pages.shell import page

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


def numbers_page(request: Request, about: Numbers, rows: Sequence[Numbered]) -> Response:
    """The first rows as a table with bars."""
    values: dict[str, Any] = {"about": about, "rows": rows[:MOST]}
    return page(request, "totals.html", **values, most=max((row.number for row in rows), default=0) or 1)
