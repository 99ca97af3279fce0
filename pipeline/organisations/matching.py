"""Which known body a row of a list is: certainly, perhaps (then people decide), or none; pure.

Names are the same in any spelling that the one analyzer folds. What tells two bodies of one name apart, another place
or another registration number, keeps a row from being one of them for certain.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from extractors.names.identity import stems_of
from extractors.text.lexicon import key_of
from pipeline.organisations.describing import is_common, said
from pipeline.organisations.views import Bodies, Organisation
from pipeline.review.pairs import names_alike

type Near = tuple[str, str]
"""The id of a body that may be the same, and why: name, number, shorter or letters."""
_COMMON = 200
"""Bodies that share a word from which on it says nothing of which is which."""
_MOST = 3
"""Bodies that are proposed for a row."""
_LEAST = 8
"""Letters of a name in which one may be wrong."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A body as a row of a list tells of it."""

    name: str
    aliases: Sequence[str] = ()
    place: str = ""
    number: str = ""
    key: str = ""
    """The key of its name, by which names in documents lead to an entity."""


@dataclass(frozen=True, slots=True)
class Match:
    """What a row is: ``entity`` where that is certain, ``near`` those that it may be."""

    entity: str = ""
    near: tuple[Near, ...] = ()


@dataclass(slots=True)
class Known:
    """The bodies that there are, by what finds them quickly."""

    bodies: Bodies
    led: Mapping[str, str]
    """Key of a name → the id of the body that it leads to."""
    _names: dict[str, list[Organisation]] = field(default_factory=lambda: defaultdict(list))
    _numbers: dict[str, list[Organisation]] = field(default_factory=lambda: defaultdict(list))
    _stems: dict[str, list[Organisation]] = field(default_factory=lambda: defaultdict(list))
    _shorter: dict[str, list[Organisation]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        """Notes where each is found."""
        for one in self.bodies.all:
            for name in {key_of(one.name), *map(key_of, one.aliases)}:
                self._names[name].append(one)
            if number := key_of(one.field("number")):
                self._numbers[number].append(one)
            for stem in set(stems_of(one.name)):
                self._stems[stem].append(one)
            for part in _with_one_less(key_of(one.name)):
                self._shorter[part].append(one)

    def match(self, wanted: Wanted, alike: int = 1, here: int = 1) -> Match:
        """Which of them a row is; ``alike`` is how many rows of the list have that name, ``here`` also the place."""
        called = self._called(wanted)
        fitting = [one for one in called if not _apart(wanted, one)]
        if len(fitting) == 1 and (
            _told_apart(wanted, fitting[0], here) or (alike == 1 and _is_told(wanted, fitting[0]))
        ):
            return Match(fitting[0].id)
        near = [(one.id, "name") for one in called]
        near += [(one.id, "number") for one in self._numbers.get(key_of(wanted.number), ()) if wanted.number]
        near += self._near(wanted)
        once = dict(reversed(near))
        return Match(near=tuple(list(reversed(once.items()))[:_MOST]))

    def _called(self, wanted: Wanted) -> list[Organisation]:
        """Those of the name, by its letters, by its key, or by a further name of the row."""
        found = {one.id: one for one in self._names.get(key_of(wanted.name), ())}
        led = self.bodies.by_id.get(self.led.get(wanted.key, ""))
        if led is not None:
            found.setdefault(led.id, led)
        if not found:
            found = {one.id: one for name in wanted.aliases for one in self._names.get(key_of(name), ())}
        return list(found.values())

    def _near(self, wanted: Wanted) -> Iterator[Near]:
        """Those whose names are near: by a rare word that both have, or by one letter that is wrong."""
        found = dict[str, Organisation]()
        for stem in dict.fromkeys(stems_of(wanted.name)):
            some = self._stems.get(stem, ())
            if len(some) <= _COMMON:
                found |= {one.id: one for one in some}
        for part in _with_one_less(key_of(wanted.name)):
            found |= {one.id: one for one in self._shorter.get(part, ())[:_COMMON]}
        for one in found.values():
            if _places(wanted, one)[0] and _apart(wanted, one):
                continue
            if why := names_alike(wanted.name, one.name):
                yield one.id, why


def _with_one_less(key: str) -> Iterable[str]:
    """A name with any one letter left out, and as it is: two of which one letter differs have one in common."""
    if len(key) < _LEAST:
        return ()
    return dict.fromkeys((key, *(key[:at] + key[at + 1 :] for at in range(len(key)))))


def _places(wanted: Wanted, one: Organisation) -> tuple[str, str]:
    own = wanted.place or said(wanted.name).place
    return key_of(own), key_of(one.place.value) if one.place else ""


def _apart(wanted: Wanted, one: Organisation) -> bool:
    """Whether place or number say that they are two."""
    mine, theirs = _places(wanted, one)
    number = key_of(one.field("number"))
    other_place = bool(mine and theirs and mine != theirs)
    return other_place or bool(wanted.number and number and key_of(wanted.number) != number)


def _told_apart(wanted: Wanted, one: Organisation, here: int) -> bool:
    """Whether place or number say which of several of the name it is."""
    mine, theirs = _places(wanted, one)
    number = key_of(one.field("number"))
    return bool((mine and mine == theirs and here == 1) or (number and key_of(wanted.number) == number))


def _is_told(wanted: Wanted, one: Organisation) -> bool:
    """Whether the name alone says which body it is; one that many have does not, where only the row has a place."""
    mine, theirs = _places(wanted, one)
    return not is_common(wanted.name) or bool(theirs) or not mine


def counted_rows(rows: Iterable[Wanted]) -> Counter[tuple[str, str]]:
    """How many rows have each name, under ``(name, "")``, and each name and place, in any spelling."""
    found = Counter[tuple[str, str]]()
    for one in rows:
        name, place = place_of(one)
        found[name, ""] += 1
        if place:
            found[name, place] += 1
    return found


def place_of(wanted: Wanted) -> tuple[str, str]:
    """The name and the place of a row, folded."""
    return key_of(wanted.name), key_of(wanted.place or said(wanted.name).place)
