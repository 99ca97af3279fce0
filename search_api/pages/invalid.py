"""What is wrong with a form or an address that does not fit, in the reader's language: a line for each mistake."""

from collections.abc import Iterable, Mapping
from typing import Any

from search_api.pages.language import Interface
from search_api.pages.refusals import isolated

_KINDS = {
    "missing": "missing",
    "string_too_long": "long",
    "too_long": "many",
    "string_too_short": "short",
    "too_short": "few",
    "int_parsing": "number",
    "int_parsing_size": "number",
    "int_from_float": "number",
    "float_parsing": "number",
    "less_than_equal": "most",
    "less_than": "below",
    "greater_than_equal": "least",
    "greater_than": "above",
    "literal_error": "choice",
    "enum": "choice",
    "bool_parsing": "choice",
    "date_parsing": "day",
    "date_from_datetime_parsing": "day",
    "date_from_datetime_inexact": "day",
}
"""What pydantic calls a mistake → how the key of its text ends."""
_BOUNDS = ("max_length", "min_length", "le", "lt", "ge", "gt")
_CALLED = ("input_", "facet_", "edit_", "field_", "")
"""How the keys of the names of values begin."""


def invalid(ui: Interface, errors: Iterable[Mapping[str, Any]]) -> list[str]:
    """A line for each mistake, as ``RequestValidationError.errors`` has them.

    >>> invalid(Interface("fa"), [{"type": "missing", "loc": ("body", "note")}])
    ['«یادداشت» لازم است']
    >>> invalid(Interface("ar"), [{"type": "less_than_equal", "loc": ("query", "limit"), "ctx": {"le": 100}}])
    ['لا يمكن أن تزيد قيمة «العدد» على ١٠٠']
    """
    return list(dict.fromkeys(_line(ui, error) for error in errors))


def _line(ui: Interface, error: Mapping[str, Any]) -> str:
    text = f"invalid_{_KINDS.get(error['type'], 'other')}"
    context = error.get("ctx") or {}
    bound = next((context[name] for name in _BOUNDS if name in context), 0)
    names = [str(part) for part in error["loc"][1:] if isinstance(part, str)] or [str(error["loc"][-1])]
    return ui(text, field=_called(ui, names[-1]), bound=ui.number(bound) if isinstance(bound, int | float) else bound)


def _called(ui: Interface, name: str) -> str:
    """What the reader calls a value: by its label in forms, else by its name in addresses."""
    key = next((f"{begin}{name}" for begin in _CALLED if ui.has(f"{begin}{name}")), "")
    return ui(key) if key else isolated(name)
