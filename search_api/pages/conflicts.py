"""Both sides of a decision that somebody else was faster with, for a page: what stands now, and what was asked."""

from collections.abc import Iterator
from typing import Any

from fastapi import Request

from pipeline.errors import DecisionConflict, PipelineError
from pipeline.review.edited import FIELDS
from search_api.pages.language import Interface, interface_of
from search_api.pages.ranges import edit_said

type Sides = tuple[list[str], list[str]]
_SHOWN = ("name", "names", "text", "before", "after", "verdict", "user", "at", "label", "surface", "number", "value")
"""What of a side says something to a person."""


def sides_of(request: Request, error: PipelineError | None) -> Sides | None:
    """Lines for each side, in words of the reader; None where nobody was faster."""
    if not isinstance(error, DecisionConflict):
        return None
    ui = interface_of(request)
    return list(_lines(ui, error.now)), list(_lines(ui, error.asked))


def _said(ui: Interface, name: str, value: object, field: object = "") -> str:
    """A value as its reader knows it: times, labels and verdicts are written in codes.

    >>> _said(Interface("fa"), "at", "2026-11-28T10:09:44+00:00"), _said(Interface("en"), "verdict", "reject")
    ('۷ آذر ۱۴۰۵ ۱۳:۳۹', 'wrong')
    """
    if name == "value" and field in FIELDS:
        return edit_said(ui, str(field), value)
    if name == "at":
        return ui.moment(str(value))
    coded = f"label_one_{value}" if name == "label" else f"{name}_{value}"
    return ui(coded) if name in ("label", "verdict") and ui.has(coded) else str(value)


def _lines(ui: Interface, side: Any) -> Iterator[str]:
    if isinstance(side, list):
        for part in side:
            yield from _lines(ui, part)
        return
    plain = [
        _said(ui, name, side[name], side.get("field"))
        for name in _SHOWN
        if isinstance(side.get(name), str | int) and side[name] != ""
    ]
    if plain:
        yield " · ".join(plain)
    for name, part in side.items():
        if name == "names" and isinstance(part, dict):
            yield " · ".join(map(str, part.values()))
        elif isinstance(part, dict | list) and name not in ("keys", "context", "names"):
            yield from _lines(ui, [one for one in part if isinstance(one, dict)] if isinstance(part, list) else part)
