"""A query as it is kept: its text, filters and spelling as JSON, with the version of the grammar that it is of."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from pipeline.query.nodes import Amount, Days, Exact, Filter, Not, Or, Sized, Undated
from pipeline.query.parser import Query, parse_to_act

GRAMMAR = 5
"""Is raised when a query that parsed means something else, or parses no more."""


class NoFilter(ValueError):
    """Raised for JSON that is no filter."""


@dataclass(frozen=True, slots=True)
class StoredQuery:
    """What somebody asks for again and again: words, what a match must have beside them, and whether spelt so."""

    text: str
    filters: tuple[Filter, ...] = ()
    spelling: bool = False
    grammar: int = GRAMMAR

    def parsed(self, *more: Filter) -> Query:
        """The query, with further filters; raises QuerySyntaxError."""
        return parse_to_act(self.text, (*self.filters, *more), spelling=self.spelling)

    @property
    def asks_for_nothing(self) -> bool:
        """Whether it is blank; a star asks for everything."""
        return not self.text.strip() and not self.filters

    def record(self) -> dict[str, Any]:
        """The filters and the spelling as JSON keeps them."""
        return {"filters": [filter_record(one) for one in self.filters], "spelling": self.spelling}

    @classmethod
    def of(cls, text: str, record: Mapping[str, Any], grammar: int) -> "StoredQuery":
        """From a text and what ``record`` gave; raises NoFilter."""
        kept = record.get("filters", ())
        if not isinstance(kept, list):
            raise NoFilter("the filters are no list")
        return cls(text, tuple(filter_of(one) for one in kept), bool(record.get("spelling")), grammar)


def filter_record(node: Filter) -> dict[str, Any]:
    """A filter as JSON.

    >>> filter_record(Not(Exact("lang", "fa")))
    {'not': {'field': 'lang', 'value': 'fa'}}
    """
    match node:
        case Exact() | Days():
            return asdict(node)
        case Sized():
            return {"bytes": asdict(node)}
        case Amount():
            ends = {"low": node.low, "high": node.high}
            return {"amount": node.unit} | {name: end for name, end in ends.items() if math.isfinite(end)}
        case Undated():
            return {"undated": True}
        case Not():
            return {"not": filter_record(node.part)}
        case Or():
            return {"or": [filter_record(part) for part in node.parts]}
    raise NoFilter(f"{type(node).__name__} is no filter")


def filter_of(record: Mapping[str, Any]) -> Filter:
    """The filter of ``filter_record``; raises NoFilter.

    >>> filter_of({"or": [{"field": "lang", "value": "fa"}, {"undated": True}]})
    Or(parts=(Exact(field='lang', value='fa'), Undated()))
    """
    match record:
        case {"field": str(name), "value": str(value)}:
            return Exact(name, value)
        case {"field": str(name), "low": int(low), "high": int(high)}:
            return Days(name, low, high)
        case {"bytes": {"low": int(low), "high": int() | None as high}}:
            return Sized(low, high)
        case {"amount": str(unit)}:
            low, high = record.get("low", -math.inf), record.get("high", math.inf)
            if isinstance(low, int | float) and isinstance(high, int | float):
                return Amount(unit, low, high)
        case {"undated": True}:
            return Undated()
        case {"not": Mapping() as part}:
            return Not(filter_of(part))
        case {"or": list() as parts}:
            return Or(_all_of(parts))
    raise NoFilter(f"{record!r:.80} is no filter")


def _all_of(parts: Sequence[Any]) -> tuple[Filter, ...]:
    return tuple(filter_of(part) for part in parts)
