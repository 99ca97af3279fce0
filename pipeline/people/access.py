"""Which documents and collections somebody may see or change: what he may not see is not there for him."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress

from pipeline.errors import CollectionNotFound, DocumentNotFound
from pipeline.people.principal import Principal, Role
from pipeline.records import Within
from pipeline.store import collections as kept
from pipeline.store.documents import Store

type Found = Callable[[Principal, str], Iterator[str]]
"""Gives the keys of all documents that a query finds of those that somebody may see."""


def key_for(store: Store, who: Principal, reference: str, role: Role = "viewer") -> str:
    """The key of a document named by key, id or address, that somebody may see and for which he has a role.

    Raises DocumentNotFound and AmbiguousDocument as if there were no others than he may see; Forbidden.
    """
    key = store.key_of(reference, who.within())
    if role != "viewer":
        with store.engine.connect() as connection:
            who.must(role, kept.collection_of(connection, key))
    return key


def keys_for(store: Store, who: Principal, references: Sequence[str], role: Role = "viewer") -> dict[str, str]:
    """The keys of documents, by what they are asked for by; what is not there for him is left out.

    Raises AmbiguousDocument; Forbidden where he has not the role.
    """
    with store.engine.connect() as connection:
        held = kept.collections_of(connection, references, who.within())
    found = {}
    for reference in references:
        if reference in held:
            who.must(role, held[reference])
            found[reference] = reference
        else:
            with suppress(DocumentNotFound):
                found[reference] = key_for(store, who, reference, role)
    return found


def collection_for(store: Store, who: Principal, name: str, role: Role) -> str:
    """A collection that somebody may see and in which he has a role; raises CollectionNotFound, Forbidden."""
    within = who.within()
    if within is None:
        with store.engine.connect() as connection:
            there = kept.is_there(connection, name)
    else:
        there = name in within
    if not there:
        raise CollectionNotFound("there is no collection {name!r}", name=name)
    who.must(role, name)
    return name


def seen_by(store: Store, who: Principal, collection: str = "") -> Within:
    """The collections that somebody may see, or the one of them that is asked for.

    Raises CollectionNotFound, Forbidden.
    """
    return frozenset((collection_for(store, who, collection, "viewer"),)) if collection else who.within()


def acting(user: str, collection: str, role: Role = "editor") -> Principal:
    """Who works off what somebody asked for and was allowed: it goes no further than that collection."""
    return Principal(user, "person", {collection: role})
