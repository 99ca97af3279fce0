"""Things found again by their parties, so that those with like parties are found without looking at all."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Protocol

from extractors.agreements.likeness import letters_of, name_words


class Named(Protocol):
    """A party: its name, and who it is where that is known."""

    @property
    def name(self) -> str:
        """What it is called."""

    @property
    def entity(self) -> str:
        """The key or id of who it is; "" where that is not known."""


class ByParties:
    """Numbers of things by their parties.

    Names are alike where the words of one are among those of the other, so the rarest word of one of them is a word of
    the other: each is kept by its rarest word and by all its words, and asked for by all and by the rarest.

    >>> from pipeline.registry.entries import EntryParty
    >>> party = lambda name: EntryParty(name, "", name, ())
    >>> held = ByParties([[party("دانشگاه یزد"), party("شهرداری یزد")], [party("دانشگاه قم")]])
    >>> [held.put(number, some) for number, some in enumerate(held.given)]
    [None, None]
    >>> held.like(party("دانشگاه یزد")), held.with_all([party("شهرداری یزد"), party("دانشگاه یزد")])
    ({0, 1}, [0])
    """

    def __init__(self, given: Sequence[Sequence[Named]]) -> None:
        """Takes the parties of all that there will be, of which it counts the words."""
        self.given = given
        names = {party.name for some in given for party in some}
        self._often = Counter(word for name in names for word in name_words(name))
        self._by_word: dict[str, list[int]] = {}
        self._by_rarest: dict[str, list[int]] = {}
        self._by_letters: dict[str, list[int]] = {}
        self._by_entity: dict[str, list[int]] = {}

    def put(self, number: int, parties: Iterable[Named]) -> None:
        """Keeps a thing by its parties."""
        for party in parties:
            words = name_words(party.name)
            for word in words:
                self._by_word.setdefault(word, []).append(number)
            self._by_rarest.setdefault(self._rarest(words), []).append(number)
            self._by_letters.setdefault(letters_of(party.name), []).append(number)
            if party.entity:
                self._by_entity.setdefault(party.entity, []).append(number)

    def like(self, party: Named) -> set[int]:
        """The things of which a party may be this one."""
        words = name_words(party.name)
        found = set(self._by_word.get(self._rarest(words), ()))
        found.update(*(self._by_rarest.get(word, ()) for word in words or ("",)))
        found.update(self._by_letters.get(letters_of(party.name), ()), self._by_entity.get(party.entity, ()))
        return found

    def with_all(self, parties: Sequence[Named]) -> list[int]:
        """The things of which each of these may be a party, in order."""
        found = [self.like(party) for party in parties]
        return sorted(set[int].intersection(*found)) if found else []

    def _rarest(self, words: frozenset[str]) -> str:
        return min(words, key=lambda word: (self._often[word], word), default="")
