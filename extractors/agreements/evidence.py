"""Whether a word that can mean an agreement does: what stands beside it, and whether it is signed."""

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from extractors.agreements.sides import is_of_sides
from extractors.agreements.words import Term, cues
from extractors.protocols import Passage
from extractors.sequences import Match

_STOPS = frozenset(".!?؟؛\n")
_SOON = 3
_EARLIER, _PLACED = 8, 12
_OBJECT, _ENDING = "را", ("", "و", "که", "تا")
_WISHED, _DOUBTED = 4, 12
"""Words before an agreement that look forward to it, and behind it that doubt it."""
_THAT, _RELATIVE = "که", 14
"""Words behind a noun in which «که» tells that it was signed."""
_ALONE = 8
"""Words after a verb of signing among which its object would stand."""
_POINTING = frozenset(("این", "ان", "همین", "هذا", "هذه"))
_SAID = frozenset(("مذکور", "یادشده", "مزبور", "مذکوره", "المذکور", "المذکوره"))


class Read(NamedTuple):
    """A word for an agreement in a passage, with what the table says of it."""

    match: Match
    term: Term


class Evidence:
    """The words around the words for agreements of one passage."""

    def __init__(self, passage: Passage) -> None:
        """Takes a passage; nothing is read before it is asked for."""
        self._exacts = [word.exact for word in passage.words]
        self._passage = passage

    def is_sure(self, read: Read) -> bool:
        """Whether a word needs nothing to speak for it, and nothing speaks against it."""
        match, term = read
        whole = term.needs == "apart" and match.last - match.first == 1
        return (not term.needs or whole) and not self._is_elsewhere(term) and not self.contradicts(read)

    def speaks(self, read: Read) -> bool:
        """Whether something speaks for a word and nothing against it."""
        match, term = read
        return not self.contradicts(read) and (
            self._has(self._following(match.last, 1), cues(term.family, "next"))
            or self._has(self._following(match.last, _SOON), cues(term.family, "after"))
            or self._has(self._preceding(match.first, 1), cues(term.family, "before"))
            or self._has(self._following(match.last, term.after), cues(term.family, "later"))
            or self._has(self._preceding(match.first, _EARLIER), cues(term.family, "earlier"))
            or self._is_of_sides(read)
            or self._is_signed(read)
        )

    def _is_of_sides(self, read: Read) -> bool:
        """Whether whose it is stands right behind, and nobody wishes or doubts it («توافق ایران و ترکیه»)."""
        match, term = read
        wished = cues(term.family, "wished")
        return (
            bool(wished)
            and is_of_sides([*self._following(match.last, _SOON)], self._passage.language)
            and not self._has(self._preceding(match.first, _WISHED), wished)
            and not self._has(self._following(match.last, _DOUBTED), cues(term.family, "doubted"))
        )

    def contradicts(self, read: Read) -> bool:
        """Whether its neighbours tell that a word means something else («عقد اجتماعا», «سند مالکیت»)."""
        match, term = read
        surely = self._has(self._following(match.last, 1), cues(term.family, "surely"))  # «إلى | عقد ملزم»
        surely = surely or self._has(self._following(match.last, _SOON), cues(term.family, "concluded"))
        return (
            self._has(self._following(match.last, 1), cues(term.family, "not_next"))
            or (not surely and self._has(self._preceding(match.first, 1), cues(term.family, "not_before")))
            or self._has(self._following(match.last, _SOON), cues(term.family, "not_soon"))
            or self._has(self._following(match.last, term.after), cues(term.family, "not_later"))
            or self._is_verb(read)
        )

    def _is_verb(self, read: Read) -> bool:
        """Whether a Persian word is a misspelt verb («مورد بررسی قرارداد.» for «قرار داد»).

        It ends its clause, so that no other verb can, and has an object and what that is put under before it.
        """
        match, term = read
        placed = cues(term.family, "placed")
        next_word = next(self._following(match.last, 1), "")
        if not placed or next_word not in _ENDING:
            return False
        before = list(self._preceding(match.first, _PLACED))
        return not placed.isdisjoint(before[1:]) and (_OBJECT in before or not next_word)

    def points_back(self, match: Match) -> bool:
        """Whether a word is said of something known: with a demonstrative, «مذکور», or the Arabic article."""
        article = self._exacts[match.first].lstrip("بفک").startswith(("ال", "لل"))
        before = self._has(self._preceding(match.first, 1), _POINTING)
        arabic = self._passage.language == "ar"
        return (arabic and article) or before or self._has(self._following(match.last, 1), _SAID)

    def stands_alone(self, read: Read, others: set[int]) -> bool:
        """Whether a verb of signing has «على» and its object after it, and no noun for an agreement in reach."""
        after = list(self._following(read.match.last, _ALONE))
        reach = range(read.match.first, read.match.last + len(after))
        objects = cues(read.term.family, "object")
        if self.contradicts(read):
            return False
        return others.isdisjoint(reach) and any(one == "علی" and other in objects for one, other in pairwise(after))

    def _is_elsewhere(self, term: Term) -> bool:
        """Whether two words of the passage tell that the whole of it speaks of something else («معاملات آتی»)."""
        told = cues(term.family, "elsewhere")
        return bool(told) and any(one + other in told for one, other in pairwise(self._exacts))

    def _is_signed(self, read: Read) -> bool:
        match, term = read
        signing = cues(self._passage.language, "sign")
        behind = [*self._following(match.last, _RELATIVE)]
        if self._passage.language == "fa" and _THAT in behind[:2] and not signing.isdisjoint(behind[2:]):
            return True  # «توافق موقتی که شش قدرت جهانی … امضا کردند»
        return self._has(self._preceding(match.first, term.before), signing) or self._has(
            self._following(match.last, term.after), signing
        )

    def _following(self, at: int, most: int) -> Iterator[str]:
        """The next words of the sentence."""
        for index in range(at, min(at + most, len(self._exacts))):
            if not _STOPS.isdisjoint(self._passage.between(index)):
                return
            yield self._exacts[index]

    def _preceding(self, at: int, most: int) -> Iterator[str]:
        """The words before, of the same sentence, the nearest first."""
        for index in range(at, max(at - most, 0), -1):
            if not _STOPS.isdisjoint(self._passage.between(index)):
                return
            yield self._exacts[index - 1]

    @staticmethod
    def _has(words: Iterator[str], known: frozenset[str]) -> bool:
        return any(word in known for word in words)
