"""What lists of bodies tell of entities, for who decides which of them are the same; lists themselves lie elsewhere."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from pipeline.records import Within
from pipeline.review.pairs import Suggestion
from pipeline.store import entities as kept
from pipeline.store.entities import Counted, Entity
from pipeline.store.transaction import Connection


class Lists(Protocol):
    """The rows of lists, as far as they are of entities."""

    def told(self, connection: Connection, within: Within, identities: Iterable[str]) -> bool:
        """Whether a list of some collections has a row of one of these."""
        ...

    def near(self, connection: Connection, within: Within) -> Sequence[tuple[str, str, str]]:
        """Entities of rows, each with another that it may be, and why."""
        ...

    def names(self, connection: Connection, within: Within) -> Mapping[str, str]:
        """What rows of lists of some collections call their entities."""
        ...


class NoLists:
    """Where there are none."""

    def told(self, connection: Connection, within: Within, identities: Iterable[str]) -> bool:  # noqa: ARG002
        """There is none."""
        return False

    def near(self, connection: Connection, within: Within) -> Sequence[tuple[str, str, str]]:  # noqa: ARG002
        """There is none."""
        return ()

    def names(self, connection: Connection, within: Within) -> Mapping[str, str]:  # noqa: ARG002
        """There is none."""
        return {}


def is_listed(connection: Connection, lists: Lists, within: Within, identity: str) -> bool:
    """Whether a list of some collections has a row of an entity, or of one that became part of it."""
    return lists.told(connection, within, [identity, *kept.merged_into(connection, identity)])


def suggestions(connection: Connection, lists: Lists, within: Within) -> list[Suggestion]:
    """Pairs of a body of a list and one that it may be; those that are one by now are none."""
    found = list(lists.near(connection, within))
    if not found:
        return []
    ids = sorted({identity for one, other, _ in found for identity in (one, other)})
    into = kept.currents(connection, ids)
    counted = {one.entity.id: one for one in kept.counted(connection, sorted(set(into.values())), within)}
    listed = lists.names(connection, within)
    sides = counted | {
        now: Counted(Entity(now, "ORG", listed[identity]), 0, 0)
        for identity, now in into.items()
        if now not in counted and identity in listed
    }
    pairs = ((into[other], into[one], why) for one, other, why in found)
    real = ((one, other, why) for one, other, why in pairs if one != other and {one, other} <= sides.keys())
    return [Suggestion(sides[one], sides[other], why) for one, other, why in real]
