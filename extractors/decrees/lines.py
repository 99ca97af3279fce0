"""A sentence that may tell of an appointment: what its words say, and the names and days in it."""

from collections.abc import Iterator
from functools import cached_property

from corpora.document import Document, Mention
from extractors.agreements.sentences import Placed, Sentence, sentences_as
from extractors.decrees.words import Office, bare, cues, offices, stems
from extractors.text.spelling import phrase

LANGUAGES = ("fa", "ar")


class Line(Sentence):
    """A sentence with the cues of appointments in place of those of agreements."""

    @cached_property
    def said(self) -> dict[int, dict[str, int]]:
        """Word → the cues that begin there, each with the word that it ends before."""
        known, found = cues(self.language), dict[int, dict[str, int]]()
        for at, exact in enumerate(self.exacts):
            options = known.get(exact) or (known.get(bare(exact)) if self.language == "ar" else None)
            for key, cue in options or ():
                if list(key[1:]) == self.exacts[at + 1 : at + len(key)]:
                    found.setdefault(at, {}).setdefault(cue, at + len(key))
        return found

    def has(self, at: int, *wanted: str) -> bool:
        """Whether one of some cues begins at a word."""
        return not self.said.get(at, {}).keys().isdisjoint(wanted)

    def end_of(self, at: int, *wanted: str) -> int:
        """Where the longest of some cues that begin at a word ends; the word itself where none does."""
        there = self.said.get(at, {})
        return max((there[cue] for cue in wanted if cue in there), default=at)

    def cued(self, first: int, last: int, *wanted: str) -> list[int]:
        """The words of ``[first, last)`` at which one of some cues begins."""
        return [at for at in sorted(self.said) if first <= at < last and self.has(at, *wanted)]

    def office_at(self, at: int) -> tuple[int, Office] | None:
        """Where the longest word for an office that begins at a word ends, and what it says."""
        if not 0 <= at < len(self.words):
            return None
        for key, office in offices(self.language).get(self.exacts[at], ()):
            if list(key[1:]) == self.exacts[at + 1 : at + len(key)]:
                return at + len(key), office
        return None

    def spelt(self, first: int, last: int) -> str:
        """Words as a careful writer spells them."""
        return phrase(self.folded, tuple(self.words[first:last]), self.language).strip()

    def mentions_of(self, label: str) -> list[Mention]:
        """All mentions of a label in the document."""
        return [mention for mention in self._all if mention.label == label]

    @cached_property
    def persons(self) -> list[Placed]:
        """The persons that are named, in order."""
        return self.of("PERSON")

    def ends_clause(self, at: int) -> bool:
        """Whether a mark stands before a word that parts what is said before from what follows."""
        return any(sign in self.between(at) for sign in "؛;:")

    def has_comma(self, at: int) -> bool:
        """Whether a comma stands before a word."""
        return any(sign in self.between(at) for sign in "،,")


def lines(document: Document) -> Iterator[Line]:
    """Every sentence of the body, in order; of each the mentions that lie in it."""
    return sentences_as(Line, document)


def is_cued(text: str, language: str) -> bool:
    """Whether a text has letters without which none tells of an appointment."""
    if any(stem in text for stem in stems(language)):
        return True
    deed = any(stem in text for stem in stems(language, "stem_deed"))
    return deed and any(stem in text for stem in stems(language, "stem_with"))
