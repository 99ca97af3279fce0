"""Pairs of entities that may be the same: their names are near each other, and nothing tells them apart."""

import threading
import time
from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import combinations

from rapidfuzz import fuzz

from corpora.tables import words
from extractors.names.identity import key_of_name, place_in, stems_of
from extractors.sequences import in_order
from extractors.text.lexicon import key_of
from pipeline.store.entities import Counted, Entity

_ALIKE = 92.0
"""Letters in common, of a hundred, from which two names may be one that was spelt two ways."""
_LONG = 6
_BLOCK = 3
_LONG_SECONDS = 0.05
"""A comparison that took longer is not waited for again."""
_MOST_KNOWN = 32
"""Sets of entities whose pairs are kept at hand."""
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
    unsure: bool = False
    """Whether somebody said that he cannot tell."""


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
        return len(short) < len(full) and full[-len(short) :] == short and not _is_child(short, full)
    return 1 < len(short) < len(full) and short[0] == full[0] and in_order(short, full)


def names_alike(one: str, other: str) -> str:
    """Why two names of bodies may be of one: shorter, letters, or "" where nothing says so.

    >>> names_alike("انجمن یاس کویر", "انجمن یاس کویر یزد"), names_alike("انجمن یاس", "بانک سپه")
    ('shorter', '')
    """
    first, second = Entity("1", "ORG", one), Entity("2", "ORG", other)
    if _shorter({"1": stems_of(one), "2": stems_of(other)}, first, second):
        return "shorter"
    return "letters" if _alike(first, second) else ""


@cache
def _patronymics() -> frozenset[str]:
    return frozenset(stem for word in words("patronymics") for stem in stems_of(word))


def _is_child(short: tuple[str, ...], full: tuple[str, ...]) -> bool:
    """Whether the longer name is that of a child of who has the shorter one («محمد بن سلمان» and «سلمان»)."""
    return full[-len(short) - 1] in _patronymics()


def _alike(one: Entity, other: Entity) -> bool:
    first, second = key_of(one.name), key_of(other.name)
    return len(first) >= _LONG and first != second and fuzz.ratio(first, second) >= _ALIKE


def _two_places(one: Counted, other: Counted) -> bool:
    places = {place_in(counted.entity.name) for counted in (one, other)} - {""}
    return one.entity.label == "ORG" and len(places) > 1


type Near = tuple[str, str, str]
"""Two entities by their ids, and why they may be one."""


class Compared:
    """What was found near each other among some entities, kept until they are others. Safe to use from threads."""

    def __init__(self) -> None:
        """Knows nothing yet."""
        self._known: dict[Hashable, tuple[tuple[tuple[str, str], ...], list[Near], float]] = {}
        self._busy: set[Hashable] = set()
        self._lock = threading.Lock()

    def near(self, key: Hashable, found: Sequence[Counted]) -> list[Near]:
        """The pairs of those entities, ``key`` says which; what took long before is compared anew in a thread."""
        names = tuple((c.entity.id, c.entity.name) for c in found)
        with self._lock:
            known = self._known.get(key)
            if known and known[0] == names:
                return known[1]
            late = known is not None and known[2] > _LONG_SECONDS
            if late and key not in self._busy:
                self._busy.add(key)
                threading.Thread(target=self._compare, args=(key, names, found), daemon=True).start()
        if late and known is not None:
            return known[1]
        return self._compare(key, names, found)

    def _compare(self, key: Hashable, names: tuple[tuple[str, str], ...], found: Sequence[Counted]) -> list[Near]:
        began = time.monotonic()
        made = [(pair.one.entity.id, pair.other.entity.id, pair.reason) for pair in pairs(found)]
        with self._lock:
            self._known.pop(key, None)
            self._known[key] = (names, made, time.monotonic() - began)
            self._busy.discard(key)
            while len(self._known) > _MOST_KNOWN:
                del self._known[next(iter(self._known))]
        return made
