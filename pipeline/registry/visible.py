"""An entry of the register as somebody sees it: without what only documents say that he may not see."""

from collections.abc import Callable, Iterable
from dataclasses import fields, replace
from typing import Any

from pipeline.records import Within
from pipeline.registry.entries import DatedState, Entry, EntryParty, Place, Value

_SIGNED = "asserted"


def seen_by(entry: Entry, within: Within) -> Entry | None:
    """The entry of the witnesses that lie in some collections (None is all); None where none does.

    A value that no visible document gives is gone, and so is one that was reckoned from it; where visible ones give
    another value, that is shown. Relations lead to entries that may not be seen: see ``related``.
    """
    if within is None:
        return entry
    witnesses = tuple(one for one in entry.witnesses if one.collection in within)
    if len(witnesses) == len(entry.witnesses):
        return entry
    if not witnesses:
        return None
    keys = {one.document for one in witnesses}

    def is_seen(place: Place) -> bool:
        return place.document in keys

    kind = _value(entry.kind, is_seen)
    if kind is None:
        return None
    history = tuple(one for one in entry.history if is_seen(one.place))
    values: dict[str, Any] = {name: _value(getattr(entry, name), is_seen) for name in VALUES}
    state, modality = _newest(history)
    shown = replace(
        entry,
        kind=kind,
        parties=tuple(_parties(entry.parties, is_seen)),
        state=state,
        modality=modality,
        history=history,
        witnesses=witnesses,
        derived_state="",
        **values,
    )
    return _without_orphans(shown)


def related(entry: Entry, ids: Iterable[str]) -> Entry:
    """The entry with relations to the entries of some ids alone."""
    kept = frozenset(ids)
    relations = tuple(one for one in entry.relations if one.entry in kept)
    return entry if len(relations) == len(entry.relations) else replace(entry, relations=relations)


VALUES = tuple(one.name for one in fields(Entry) if "Value[" in str(one.type) and one.name != "kind")
"""The fields that have a value with its places, but for the kind, which every entry has."""


def _value[T](held: Value[T] | None, is_seen: Callable[[Place], bool]) -> Value[T] | None:
    """A value with the places that may be seen; of several the one that has any, the first of them where more have."""
    if held is None:
        return None
    said = [(held.value, held.places), *held.others]
    left = [(value, shown) for value, places in said if (shown := tuple(filter(is_seen, places)))]
    if not left:
        return None
    (value, places), *others = left
    derived = held.derived_from if value == held.value else ()
    return replace(held, value=value, places=places, others=tuple(others), derived_from=derived)


def _parties(parties: Iterable[EntryParty], is_seen: Callable[[Place], bool]) -> Iterable[EntryParty]:
    for party in parties:
        places = tuple(filter(is_seen, party.places))
        if places:
            yield replace(party, places=places)


def _newest(history: Iterable[DatedState]) -> tuple[str, str]:
    """State and modality of the newest statement that a text asserts, or else of the newest."""
    said = sorted(history, key=lambda one: one.at)
    asserted = [one for one in said if one.modality == _SIGNED] or said
    return (asserted[-1].state, asserted[-1].modality) if asserted else ("", "asserted")


def _without_orphans(entry: Entry) -> Entry:
    """Without values that were reckoned from others which are gone."""
    held: dict[str, Value[Any] | None] = {name: getattr(entry, name) for name in VALUES}
    orphans = [name for name, value in held.items() if value and any(not held.get(of) for of in value.derived_from)]
    gone: dict[str, Any] = dict.fromkeys(orphans)
    return replace(entry, **gone) if gone else entry
