"""Both sides of a decision that somebody else was faster with, for a page: what stands now, and what was asked."""

from collections.abc import Iterator
from typing import Any

from pipeline.errors import DecisionConflict, PipelineError

type Sides = tuple[list[str], list[str]]
_SHOWN = ("name", "names", "text", "before", "after", "verdict", "user", "at", "label", "surface", "number", "value")
"""What of a side says something to a person."""


def sides_of(error: PipelineError) -> Sides | None:
    """Lines for each side; None where nobody was faster."""
    if not isinstance(error, DecisionConflict):
        return None
    return list(_lines(error.now)), list(_lines(error.asked))


def _lines(side: Any) -> Iterator[str]:
    if isinstance(side, list):
        for part in side:
            yield from _lines(part)
        return
    plain = [str(side[name]) for name in _SHOWN if isinstance(side.get(name), str | int) and side[name] != ""]
    if plain:
        yield " · ".join(plain)
    for name, part in side.items():
        if name == "names" and isinstance(part, dict):
            yield " · ".join(map(str, part.values()))
        elif isinstance(part, dict | list) and name not in ("keys", "context", "names"):
            yield from _lines([one for one in part if isinstance(one, dict)] if isinstance(part, list) else part)
