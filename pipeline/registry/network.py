"""The agreements around one: what it is to others, others are to it, and these are to further ones; pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.registry.entries import Entry

_STEPS = 2
"""Relations that lie between an agreement and the farthest one that is drawn with it."""


class Edge(NamedTuple):
    """What the agreement of an id (``source``) is to another one: ``kind`` is one of RELATIONS."""

    source: str
    kind: str
    target: str


@dataclass(frozen=True, slots=True)
class Network:
    """Some agreements, the oldest first, and the relations among them; ``left_out`` are too many to be drawn."""

    entries: tuple[Entry, ...]
    edges: tuple[Edge, ...]
    left_out: int = 0


type Relating = Mapping[str, Sequence[tuple[str, Entry]]]
"""Id of an entry → the entries that are related to it, each with how."""


def relating_of(entries: Iterable[Entry]) -> dict[str, list[tuple[str, Entry]]]:
    """The entries that are related to each; see Relating."""
    found: dict[str, list[tuple[str, Entry]]] = {}
    for one in entries:
        for relation in one.relations:
            found.setdefault(relation.entry, []).append((relation.kind, one))
    return found


def network(entry: Entry, by_id: Mapping[str, Entry], relating: Relating, most: int) -> Network:
    """An agreement with at most so many others, the nearest first; those that a person rejected are left out."""
    found, ring = {entry.id: entry}, [entry]
    for _ in range(_STEPS):
        beside = (other for one in ring for other in _beside(one, by_id, relating))
        ring = list({other.id: other for other in beside if other.id not in found}.values())
        found |= {one.id: one for one in ring}
    kept = dict(list(found.items())[: most + 1])
    edges = (
        Edge(one.id, relation.kind, by_id[relation.entry].id)
        for one in kept.values()
        for relation in one.relations
        if relation.entry in by_id and by_id[relation.entry].id in kept
    )
    return Network(tuple(sorted(kept.values(), key=_age)), tuple(dict.fromkeys(edges)), len(found) - len(kept))


def _beside(entry: Entry, by_id: Mapping[str, Entry], relating: Relating) -> Iterable[Entry]:
    mine = (by_id[one.entry] for one in entry.relations if one.entry in by_id)
    theirs = (one for _, one in relating.get(entry.id, ()))
    return (one for one in (*mine, *theirs) if not one.rejected)


def _age(entry: Entry) -> tuple[str, str]:
    """By the day of signing, else that on which something was said of it; without one, last."""
    day = entry.signed.value.start if entry.signed else min((one.at for one in entry.history if one.at), default="")
    return day or "9999", entry.id
