"""Pairs of entities that may be the same: their names are near each other, and nothing tells them apart."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz import fuzz, process

from corpora.tables import words
from extractors.names.identity import key_of_name, place_in, stems_of
from extractors.names.persons import titles
from extractors.names.places import key
from extractors.sequences import in_order
from extractors.text.language import language_of
from extractors.text.lexicon import key_of, listed_first_names
from pipeline.review.spelt import one_name
from pipeline.store.entities import Counted, Entity

_ALIKE = 92.0
"""Letters in common, of a hundred, from which two names may be one that was spelt two ways."""
_LONG = 6
_BLOCK = 3
_KNOWN = 1 << 15
_SERVANT, _ARTICLE = "عبد", "ال"

type Stems = tuple[str, ...]
type Near = tuple[str, str, str]
"""Two entities by their ids, and why they may be one."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Two entities that may be the same.

    ``reason`` is shorter, letters, or kin, where the longer name may be that of a child of who has the shorter one.
    """

    one: Counted
    other: Counted
    reason: str
    seen: int = 0
    """The number of the last decision on entities when it was looked at."""
    unsure: bool = False
    """Whether somebody said that he cannot tell."""


def pairs(found: Sequence[Counted]) -> Iterator[Suggestion]:
    """Pairs of entities of one label whose names are near each other and do not name two places."""
    by_id = {c.entity.id: c for c in found}
    names = Names()
    names.know(c.entity for c in found)
    for one, other, reason in names.near(list(by_id)):
        yield Suggestion(by_id[one], by_id[other], reason)


class Names:
    """Entities by their names, each compared once with those before it that share enough to be near. Not for threads.

    What is near is a matter of the two names alone, so that it can be kept for all readers together.
    """

    def __init__(self) -> None:
        """Knows none yet."""
        self._known: dict[str, Entity] = {}
        self._near: dict[str, dict[str, str]] = {}
        self._short: dict[tuple[str, Stems], set[str]] = defaultdict(set)
        """Those that could be the short name of another: by what that would have to have."""
        self._full: dict[tuple[str, Stems], set[str]] = defaultdict(set)
        """Those that could be the full name: by what they have."""
        self._begin: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
        """Folded names, by their label and first letters."""

    def __len__(self) -> int:
        return len(self._known)

    def know(self, found: Iterable[Entity]) -> None:
        """Compares those that are new, or called otherwise by now."""
        for entity in found:
            known = self._known.get(entity.id)
            if known is not None and known.name == entity.name:
                continue
            if known is not None:
                self._forget(known)
            self._known[entity.id] = entity
            if not _is_common(entity):
                self._put(entity)

    def near(self, identities: Iterable[str]) -> list[Near]:
        """The pairs among some of those that are known, in the order of these."""
        place = {identity: at for at, identity in enumerate(identities)}
        found: list[Near] = []
        for one, at in place.items():
            both = ((place[other], other, why) for other, why in self._near.get(one, {}).items() if other in place)
            found += [(one, other, why) for there, other, why in sorted(both) if there > at]
        return found

    def _put(self, entity: Entity) -> None:
        short, full = _shared(entity)
        begin = self._begin[entity.label, _folded(entity.name)[:_BLOCK]]
        likely = set[str]().union(*(self._short.get(one, ()) for one in full), self._full.get(short, ()))
        alike = process.extract(
            _folded(entity.name), begin, scorer=fuzz.ratio, processor=None, score_cutoff=_ALIKE, limit=None
        )
        for other in sorted(likely | {identity for _, _, identity in alike}):
            if why := _why(entity, self._known[other]):
                self._near.setdefault(entity.id, {})[other] = why
                self._near.setdefault(other, {})[entity.id] = why
        self._short[short].add(entity.id)
        for one in full:
            self._full[one].add(entity.id)
        begin[entity.id] = _folded(entity.name)

    def _forget(self, entity: Entity) -> None:
        short, full = _shared(entity)
        self._short[short].discard(entity.id)
        for one in full:
            self._full[one].discard(entity.id)
        self._begin[entity.label, _folded(entity.name)[:_BLOCK]].pop(entity.id, None)
        for other in self._near.pop(entity.id, {}):
            del self._near[other][entity.id]


_folded = lru_cache(maxsize=_KNOWN)(key_of)
_stems = lru_cache(maxsize=_KNOWN)(stems_of)
_place = lru_cache(maxsize=_KNOWN)(place_in)


def _shared(entity: Entity) -> tuple[tuple[str, Stems], set[tuple[str, Stems]]]:
    """What a full name has to have if this is its short form, and what short forms have if this is the full name.

    Persons by the words that they end with, bodies by their first word and another.
    """
    label, own = entity.label, _stems(entity.name)
    if label == "PERSON":
        return (label, own), {(label, own[at:]) for at in range(1, len(own))}
    return (label, own[:2]), {(label, (own[0], other)) for other in own[1:]}


def _why(one: Entity, other: Entity) -> str:
    """Why two entities of one label may be one; "" where nothing says so, or their names have two places."""
    if _shorter(one, other):
        why = "kin" if one.label == "PERSON" and _is_kin(one.name, other.name) else "shorter"
    elif _alike(one, other):
        why = "letters"
    else:
        return ""
    return "" if _two_places(one, other) else why


def _is_common(entity: Entity) -> bool:
    """Whether the name is a surname that many have: one of a document, that fits too many others."""
    return entity.label == "PERSON" and "@" in key_of_name("PERSON", entity.name, {})


def _shorter(one: Entity, other: Entity) -> bool:
    """Whether one name leaves out words of the other, and has at least two of them (of a person's, the last)."""
    short, full = sorted((_stems(one.name), _stems(other.name)), key=len)
    if one.label == "PERSON":
        return 0 < len(short) < len(full) and full[-len(short) :] == short and not _is_child(short, full)
    return 1 < len(short) < len(full) and short[0] == full[0] and in_order(short, full)


def names_alike(one: str, other: str) -> str:
    """Why two names of bodies may be of one: shorter, letters, or "" where nothing says so.

    >>> names_alike("انجمن یاس کویر", "انجمن یاس کویر یزد"), names_alike("انجمن یاس", "بانک سپه")
    ('shorter', '')
    """
    first, second = Entity("1", "ORG", one), Entity("2", "ORG", other)
    if _shorter(first, second):
        return "shorter"
    return "letters" if _alike(first, second) else ""


@cache
def _patronymics() -> frozenset[str]:
    return frozenset(stem for word in words("patronymics") for stem in stems_of(word))


def _is_child(short: Stems, full: Stems) -> bool:
    """Whether the longer name is that of a descendant of who has the shorter one («محمد بن سلمان» and «سلمان»)."""
    before, patronymics = full[: -len(short)], _patronymics()
    return before[-1] in patronymics or (len(short) > 1 and not patronymics.isdisjoint(before))


@lru_cache(maxsize=_KNOWN)
def _is_kin(one: str, other: str) -> bool:
    """Whether of two names that end alike the longer may be that of a child («بشار حافظ الأسد» and «حافظ الأسد»).

    In Arabic names the father's name follows one's own. Words that are a title, or say whence, are nobody's own name.
    """
    short, full = sorted((key(one), key(other)), key=len)
    before, tail = full[: -len(short)], full[-len(short) :]
    if len(tail) < 2 or language_of(one + other) != "ar" or any(word in titles() for word in before):
        return False
    given = tail[0] in listed_first_names() or tail[0] == _SERVANT
    return given and not before[0].startswith(_ARTICLE)


def _alike(one: Entity, other: Entity) -> bool:
    first, second = _folded(one.name), _folded(other.name)
    if len(first) < _LONG or first == second or fuzz.ratio(first, second) < _ALIKE:
        return False
    return one.label != "PERSON" or one_name(one.name, other.name)


def _two_places(one: Entity, other: Entity) -> bool:
    places = {_place(entity.name) for entity in (one, other)} - {""}
    return one.label == "ORG" and len(places) > 1
