"""Pairs of entities that may be the same: their names are near each other, and nothing tells them apart."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import combinations

from rapidfuzz import fuzz

from extractors.names.identity import key_of_name, place_in, stems_of
from extractors.sequences import in_order
from extractors.text.lexicon import key_of
from pipeline.store.entities import Counted, Entity

_ALIKE = 92.0
"""Letters in common, of a hundred, from which two names may be one that was spelt two ways."""
_LONG = 6
_BLOCK = 3
_CROWD = 60
"""Names with one beginning beyond which a comparison of all pairs is left out."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Two entities that may be the same; ``reason`` is shorter or letters."""

    one: Counted
    other: Counted
    reason: str
    seen: int = 0
    """The number of the last decision on entities when it was looked at."""


def pairs(found: Sequence[Counted]) -> Iterator[Suggestion]:
    """Pairs of entities of one label whose names are near each other and do not name two places."""
    seen: set[frozenset[str]] = set()
    stems = {c.entity.id: stems_of(c.entity.name) for c in found if not _is_common(c.entity)}
    found = [c for c in found if c.entity.id in stems]
    ways = (("shorter", _by_head(found, stems), partial(_shorter, stems)), ("letters", _by_letters(found), _alike))
    for reason, blocks, near in ways:
        for block in blocks:
            for one, other in combinations(block[:_CROWD], 2):
                pair = frozenset((one.entity.id, other.entity.id))
                if pair not in seen and near(one.entity, other.entity) and not _two_places(one, other):
                    seen.add(pair)
                    yield Suggestion(one, other, reason)


def _is_common(entity: Entity) -> bool:
    """Whether the name is a surname that many have: one of a document, that fits too many others."""
    return entity.label == "PERSON" and "@" in key_of_name("PERSON", entity.name, {})


def _by_head(found: Sequence[Counted], stems: dict[str, tuple[str, ...]]) -> Iterator[list[Counted]]:
    """Bodies by their first word, persons by their last."""
    blocks: dict[str, list[Counted]] = defaultdict(list)
    for counted in found:
        own = stems[counted.entity.id]
        for stem in {own[-1]} if counted.entity.label == "PERSON" else set(own[:2]):
            blocks[stem].append(counted)
    yield from blocks.values()


def _by_letters(found: Sequence[Counted]) -> Iterator[list[Counted]]:
    blocks: dict[str, list[Counted]] = defaultdict(list)
    for counted in found:
        blocks[key_of(counted.entity.name)[:_BLOCK]].append(counted)
    yield from blocks.values()


def _shorter(stems: dict[str, tuple[str, ...]], one: Entity, other: Entity) -> bool:
    """Whether one name leaves out words of the other, and has at least two of them (of a person's, the last)."""
    short, full = sorted((stems[one.id], stems[other.id]), key=len)
    if one.label == "PERSON":
        return len(short) < len(full) and full[-len(short) :] == short
    return 1 < len(short) < len(full) and short[0] == full[0] and in_order(short, full)


def _alike(one: Entity, other: Entity) -> bool:
    first, second = key_of(one.name), key_of(other.name)
    return len(first) >= _LONG and first != second and fuzz.ratio(first, second) >= _ALIKE


def _two_places(one: Counted, other: Counted) -> bool:
    places = {place_in(counted.entity.name) for counted in (one, other)} - {""}
    return one.entity.label == "ORG" and len(places) > 1
