"""The value of a field that several documents give."""

from collections.abc import Callable, Sequence
from operator import eq

from extractors.agreements.candidates import Field
from pipeline.registry.entries import Place, Value


def value_of[T](given: Sequence[tuple[str, Field[T] | None]], same: Callable[[T, T], bool] = eq) -> Value[T] | None:
    """The value of the first that has one, with all places that give it; what others give stands beside it.

    ``given`` has the key of each document with what it says, the fullest one first; ``same`` tells whether two say one
    thing. None where nothing says it.
    """
    held = [(document, field) for document, field in given if field is not None]
    if not held:
        return None
    value = held[0][1]
    agreeing = [(document, field) for document, field in held if same(field.value, value.value)]
    places = dict.fromkeys(Place(document, span) for document, field in agreeing for span in field.spans)
    others: dict[int, tuple[T, tuple[Place, ...]]] = {}
    for document, field in held:
        if not same(field.value, value.value):
            others[id(field)] = (field.value, tuple(Place(document, span) for span in field.spans))
    return Value(value.value, tuple(places), value.confidence, value.derived_from, tuple(others.values()))
