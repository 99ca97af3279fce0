"""What is read of documents as JSON and back, by the types of their fields."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from corpora.document import Span


def encoded(value: Any) -> Any:
    """A value as JSON: a span is a pair, a set a sorted list, what is at its default is left out."""
    if isinstance(value, Span):
        return [value.start, value.end]
    if is_dataclass(value):
        held = ((part, getattr(value, part.name)) for part in fields(value))
        return {part.name: encoded(one) for part, one in held if one != part.default}
    if isinstance(value, frozenset):
        return sorted(value)
    return [encoded(one) for one in value] if isinstance(value, tuple | list) else value


def decoded(kind: Any, value: Any, inner: Any = None) -> Any:
    """The value of a type that JSON has; ``inner`` is what stands for the type's own variable."""
    if value is None:
        return None
    if isinstance(kind, TypeVar):
        return decoded(inner, value)
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in (UnionType, Union):
        return decoded(next(one for one in arguments if one is not NoneType), value)
    if kind is Span:
        return Span(*value)
    if origin is tuple and len(arguments) == 2 and arguments[1] is ...:
        return tuple(decoded(arguments[0], one, inner) for one in value)
    if origin is tuple:
        return tuple(decoded(one, part, inner) for one, part in zip(arguments, value, strict=True))
    if origin is frozenset:
        return frozenset(value)
    if is_dataclass(origin or kind):
        return _made(origin or kind, value, arguments[0] if arguments else None)
    return value


def _made(kind: Any, value: Mapping[str, Any], inner: Any) -> Any:
    hints = _hints(kind)
    return kind(**{name: decoded(hints[name], part, inner) for name, part in value.items() if name in hints})


@cache
def _hints(kind: Any) -> Mapping[str, Any]:
    return get_type_hints(kind)
