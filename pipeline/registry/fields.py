"""The fields of an entry of whatever kind: their values as JSON has them, and those that a person puts there; pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from corpora.document import Span
from extractors.agreements.candidates import Signatory, When
from extractors.meetings.candidates import Attendee, Headcount
from extractors.numerals import whole
from extractors.organisations.gazetteer import heads
from extractors.text.lexicon import key_of
from pipeline.registry.codec import decoded, encoded
from pipeline.registry.entries import Entry, EntryParty, Place, Value
from pipeline.registry.gatherings import Present, Task

type EntryKind = Literal["entry", "decree", "meeting"]
"""An agreement, an appointment, a meeting, as the log of decisions calls them."""
WHOLE = ""
"""The entry itself, where a field is named."""
JUDGED = (
    *("kind", "parties", "number", "subject", "place", "signed", "valid_from", "valid_until", "duration"),
    *("renewal", "amount", "count", "state"),
)
"""The fields of agreements that people judge."""
JUDGED_DECREE = (
    *("act", "role", "modality", "person", "office", "body", "place", "issuer", "date", "until", "term"),
    "predecessor",
)
"""Those of appointments."""
JUDGED_MEETING = (
    *("kind", "modality", "name", "subject", "date", "time", "venue", "town", "recurrence"),
    *("chair", "hosts", "attendees", "counts", "decisions", "follow_ups"),
)
"""Those of meetings."""
NEEDED = ("kind", "act", "modality", "person")
"""Fields without which there is no entry: they are corrected, and not emptied."""
_BESIDE: Mapping[str, Mapping[str, str]] = {
    "state": {"modality": "asserted"},
    "person": {"entity": ""},
    "body": {"body_entity": ""},
}
"""What else an entry has by a field, and what it is once a person says another value."""
_SPANS = (("valid_from", "valid_until"), ("signed", "valid_until"), ("date", "until"))
"""Fields of which the second cannot end before the first begins."""
_OF_PARTIES = ("party_unresolved", "one_party_named")
"""What an agreement is marked with by how few parties it has: none, one."""
_NOWHERE = Span(0, 0)


def value_in(entry: Any, name: str) -> Any:
    """What an entry has in a field, as JSON; None where nothing says it."""
    if name == WHOLE:
        return None
    held = getattr(entry, name)
    if isinstance(held, tuple):
        return [_said(one) for one in held] or None
    return (held or None) if isinstance(held, str | NoneType) else _said(held)


def places_of(entry: Any, name: str) -> Iterable[Place]:
    """Where documents say a field; none where nothing does, or it follows from the whole."""
    held = None if name == WHOLE else getattr(entry, name)
    values = held if isinstance(held, tuple) else () if isinstance(held, str | NoneType) else (held,)
    return [place for one in values for place in (one.what if isinstance(one, Task) else one).places]


def with_value[E](entry: E, name: str, value: Any) -> E:
    """The entry with a value of JSON in a field; None empties it.

    What texts say stays beside it, and a value that a text says too keeps the places that say it.
    """
    of: Any = type(entry)
    held, kind = getattr(entry, name), _kind_of(of, name)
    changes: dict[str, Any]
    if kind is str:
        changes = {name: value or ""}
    elif get_origin(kind) is tuple:
        changes = {name: _listed(get_args(kind)[0], held, value or ())}
    else:
        changes = {name: None if value is None else _valued(get_args(kind)[0], held, value)}
    made: E = replace(entry, **changes)  # type: ignore[type-var]
    if value is not None and (name == "state" or value_in(made, name) != value_in(entry, name)):
        made = replace(made, **_BESIDE.get(name, {}))  # type: ignore[type-var]
    if isinstance(made, Entry) and name == "parties":
        rest = tuple(flag for flag in made.flags if flag not in _OF_PARTIES)
        made = replace(made, flags=(*rest, *_OF_PARTIES[len(made.parties) : len(made.parties) + 1]))
    return made


@cache
def _kind_of(entry: type, name: str) -> Any:
    """The type of a field, without the None of what may be missing."""
    hint = get_type_hints(entry)[name]
    if get_origin(hint) in (UnionType, Union):
        return next(one for one in get_args(hint) if one is not NoneType)
    return hint


def _valued(kind: Any, held: Value[Any] | None, value: Any) -> Value[Any]:
    """The value that a person gave, with the places that say the same; what texts say instead stands beside it."""
    if held is None:
        return Value(_made(kind, value), ())
    if _is(_said(held), value):
        return replace(held, confidence=1.0)
    rest = tuple(pair for pair in held.others if not _is(_said(pair[0]), value))
    same = next((pair for pair in held.others if _is(_said(pair[0]), value)), None)
    made, places = same or (_made(kind, value), ())
    return Value(made, places, others=((held.value, held.places), *rest))


def _listed(kind: Any, held: Sequence[Any], values: Sequence[Any]) -> tuple[Any, ...]:
    """What a person listed; what is there already stays as it is, with its places."""
    known = [(_said(one), one) for one in held]
    return tuple(next((one for said, one in known if _is(said, value)), None) or _made(kind, value) for value in values)


def backwards(entry: Any, name: str) -> tuple[str, str] | None:
    """A first and a last day of an entry that stand the wrong way round, one of them in a field; None where none do.

    What was reckoned from other fields follows them, and is not looked at.
    """
    for first, last in _SPANS:
        held, until = (getattr(entry, one, None) for one in (first, last))
        if name in (first, last) and held and until and not held.derived_from and not until.derived_from:
            begins, ends = held.value.start, until.value.end
            if ends < begins:
                return begins, ends
    return None


def _is(said: Any, value: Any) -> bool:
    """Whether what an entry has is what a person gave: of a body or person, or a number, all that he said of it."""
    if isinstance(said, str) and isinstance(value, str):
        return " ".join(said.split()) == " ".join(value.split())
    if isinstance(value, Mapping) and ("name" in value or "number" in value):
        return all(said.get(part) == one for part, one in value.items())
    return bool(said == value)


def _said(one: Any) -> Any:
    """A value, or one of several, as JSON."""
    match one:
        case Value():
            return _said(one.value)
        case Present():
            return _named(one.attendee, "role", "title", "entity")
        case EntryParty():
            return _named(one, "entity")
        case Signatory():
            return _named(one, "title")
        case Task():
            parts = (("what", one.what), ("who", one.who), ("due", one.due))
            return {name: encoded(part.value) for name, part in parts if part}
        case _:
            return encoded(one)


def _named(one: Any, *further: str) -> dict[str, str]:
    return {"name": one.name, **{name: held for name in further if (held := getattr(one, name))}}


def _made(kind: Any, value: Any) -> Any:
    """The value of a type that a person gave: no text says it, so it has no place."""
    if get_origin(kind) is Value:
        return Value(_made(get_args(kind)[0], value), ())
    if kind is EntryParty:
        return EntryParty(value["name"], value.get("entity", ""), value["name"], ())
    if kind is Signatory:
        return Signatory(value["name"], _NOWHERE, value.get("title", ""))
    if kind is Present:
        name, role = value["name"], value.get("role") or _role_of(value["name"])
        return Present(Attendee(name, name, _NOWHERE, role, value.get("title", ""), value.get("entity", "")), ())
    if kind is Task:
        who, due = value.get("who"), decoded(When, value.get("due"))
        return Task(Value(value["what"], ()), Value(who, ()) if who else None, Value(due, ()) if due else None)
    if kind is Headcount:
        return Headcount(**{**value, "number": whole(value["number"])})
    return decoded(kind, value)


def _role_of(name: str) -> str:
    """Whether a name is of a body, as its first word says («شهرداری میبد»), or of a person."""
    first = key_of(name.split()[0])
    return "body" if any(first in heads(language) for language in ("fa", "ar")) else "person"
