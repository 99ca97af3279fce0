"""Which names a workspace knows, as a pure function of what people decided and in which collection.

A body whose name a person confirmed, gave or added is an entry of the collection of that document, from the decision on
until it is taken back; so is each name of a list. What is in doubt waits for a word of its own, and is looked for
nowhere until then.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal, get_args

from extractors.organisations.gazetteer import names as tables
from extractors.organisations.gazetteer import places
from extractors.text.aligned import AlignedText
from extractors.text.segmenter import words
from pipeline.store.decisions import Decision
from pipeline.store.spoken import SAID, Spoken, spoken

type State = Literal["used", "waits", "avoided"]
type Reason = Literal["", "one_word", "rejected", "place"]
STATES: tuple[str, ...] = get_args(State.__value__)
REASONS = ("one_word", "rejected", "place")
_LEAST = 3
"""Letters of a name."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A name of a collection, who said so first and when, by how many decisions, and whether it is looked for.

    ``kind``, ``english`` and ``ref`` are what a list says of the body: its kind, English name and id there.
    """

    collection: str
    key: str
    name: str
    user: str
    at: str
    decision: int
    state: State = "used"
    reason: Reason = ""
    kind: str = ""
    english: str = ""
    ref: str = ""
    said: int = 1

    @property
    def value(self) -> dict[str, str]:
        """The value of a mention of it."""
        more = {"kind": self.kind, "english": self.english}
        return {"name": self.name, **{part: said for part, said in more.items() if said}}


@dataclass(slots=True)
class _Voices:
    """What was said of one name in one collection, the oldest first."""

    fore: list[tuple[Decision, str]] = field(default_factory=list)
    said: int = 0
    """How many decisions speak for it."""
    against: int = 0
    word: str = ""
    """The newest of use and avoid."""


@lru_cache(maxsize=1 << 16)
def folded_name(name: str) -> str:
    """A name folded with loss, its words apart by one space, the same for all its spellings; "" where it has no word.

    ``extractors.text.lexicon.key_of`` is another one: it leaves out the spaces, too.

    >>> folded_name("بنياد  سپهر"), folded_name("!")
    ('بنیاد سپهر', '')
    """
    return " ".join(word.exact for word in words(AlignedText.of(name)))


def entries(
    said: Iterable[Decision],
    collections: Mapping[str, str],
    named: Mapping[str, Sequence[str]],
    counted: Iterable[tuple[Spoken, Decision]] = (),
) -> list[Entry]:
    """The entries that follow from decisions that stand, oldest first, ordered by name.

    ``collections`` has that of each document, ``named`` the collections in which an organisation is named. ``counted``
    are judgements of mentions that say the same, counted, with the first of them: they need not be among ``said``.
    """
    voices: dict[tuple[str, str], _Voices] = {}
    for some, first in counted:
        name, fore = _named(some.speaks, some.name, some.surface)
        if key := folded_name(name):
            heard = voices.setdefault((some.collection, key), _Voices())
            _hear(heard, first, name, fore=fore, number=some.number)
    for one in said:
        for place, name, fore in _names(one, collections, named):
            key = folded_name(name)
            if key:
                _hear(voices.setdefault((place, key), _Voices()), one, name, fore=fore)
    found = (_entry(place, key, heard) for (place, key), heard in voices.items() if heard.fore)
    return sorted((one for one in found if one is not None), key=lambda one: (one.name, one.collection))


def _hear(heard: _Voices, one: Decision, name: str, *, fore: bool, number: int = 1) -> None:
    verdict = str(one.after["verdict"])
    if one.kind == "name" and verdict != "list":
        heard.word = verdict
    if fore:
        heard.fore.append((one, name))
        heard.said += number
    elif one.kind == "mention":
        heard.against += number


def _names(
    one: Decision, collections: Mapping[str, str], named: Mapping[str, Sequence[str]]
) -> Iterator[tuple[str, str, bool]]:
    """Collection, name, and whether it speaks for it, of each name that a decision speaks of."""
    before, after = one.before, one.after
    match one.kind:
        case "mention" if one.document in collections:
            told = spoken(one.record())
            name, fore = _named(told["speaks"], told["name"], told["surface"])
            if name:
                yield collections[str(one.document)], name, fore
        case "entity" if after["verdict"] in ("name", "alias"):
            for place in named.get(str(after["entity"]), ()):
                yield place, str(after["name"]), True
        case "name":
            for name in (after["name"], *after.get("names", ())):
                yield str({**before, **after}["collection"]), str(name), after["verdict"] != "avoid"


def _named(speaks: int, name: str, surface: str) -> tuple[str, bool]:
    """The name that judgements speak of, and whether for it; "" where they say nothing of a name.

    Where the words are a short form of the name («وزارت»), the name is one that the program gave, and nobody said more.
    """
    if speaks == SAID and folded_name(name) != folded_name(surface):
        return "", True
    return name, speaks > 0


def _entry(place: str, key: str, heard: _Voices) -> Entry | None:
    """The entry of a name; None where the tables have it, or it is too short to be one."""
    heard.fore.sort(key=lambda said: said[0].id)
    first, name = heard.fore[0]
    forms = key.split(" ")
    known = tables().at(forms, 0)
    if (known and known.last == len(forms)) or len(key) < _LEAST:
        return None
    reason = _doubt(forms, heard)
    state: State = "waits" if reason else "used"
    if heard.word:
        state = "avoided" if heard.word == "avoid" else "used"
    listed = next((one for one, _ in heard.fore[::-1] if one.kind == "name"), None)
    told = listed.after if listed else {}
    kind, english, ref = (str(told.get(part, "")) for part in ("kind", "english", "ref"))
    who = first.user, first.at, first.id
    return Entry(place, key, name, *who, state, reason, kind, english, ref, heard.said)


def _doubt(forms: Sequence[str], heard: _Voices) -> Reason:
    if heard.against:
        return "rejected"
    place = places().at(list(forms), 0)
    if place and place.last == len(forms):
        return "place"
    return "one_word" if len(forms) == 1 else ""
