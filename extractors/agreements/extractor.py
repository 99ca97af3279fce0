"""AGREEMENT: mentions of an MoU, agreement, contract or annex by their words, inflected or not."""

from collections.abc import Sequence

from extractors.agreements.evidence import Evidence, Read
from extractors.agreements.words import cues, forms, terms
from extractors.protocols import Found, Passage
from extractors.text.lexicon import key_of

_SURE, _SPOKEN_FOR, _AGAIN = 0.9, 0.8, 0.75
RULES = {_SURE: "sure", _SPOKEN_FOR: "spoken_for", _AGAIN: "again"}
"""Score → what speaks for a word: itself or its neighbours, a word of signing, an agreement named before."""


class AgreementExtractor:
    """Finds AGREEMENT mentions; the value is the kind.

    A word that means other things as well (سند, پیمان, عقد, بروتوكول) is one where its neighbours or a word of signing
    say so, and where the document comes back to one («این سند», «العقد»).
    """

    name = "agreements"
    version = "18"

    def extract(self, passage: Passage, earlier: Sequence[Found]) -> list[Found]:
        """Agreement words in text order."""
        evidence = Evidence(passage)
        read = [Read(match, terms()[match.entry]) for match in forms(passage.language).find(passage.words)]
        scores = {one: _score(evidence, one) for one in read}
        sure = [one for one, score in scores.items() if score]
        known = {one.term.family for one in sure} | {one.match.entry.split(" ")[0] for one in sure}
        known |= {word for one in sure for word in cues(one.term.family, "recalls")}
        taken = {one.match.first for one in sure}
        found = []
        for one, score in scores.items():
            if one.term.needs == "alone":
                score = _SPOKEN_FOR if evidence.stands_alone(one, taken) else 0.0
            elif not score and one.term.family in known and not evidence.contradicts(one):
                score = _AGAIN if evidence.points_back(one.match) else 0.0
            if score:
                found.append(_found(passage, one, score))
        return found


def _score(evidence: Evidence, one: Read) -> float:
    if evidence.is_sure(one):
        return _SURE
    return _SPOKEN_FOR if one.term.needs != "alone" and evidence.speaks(one) else 0.0


def _found(passage: Passage, one: Read, score: float) -> Found:
    first, last = passage.words[one.match.first], passage.words[one.match.last - 1]
    clitic = _clitic(passage.folded.key[first.start : first.end], key_of(one.match.entry.split(" ")[0]))
    return Found("AGREEMENT", first.start + clitic, last.end, {"kind": one.term.kind}, score)


def _clitic(key: str, word: str) -> int:
    """How many letters of ب, ل, ك or ف stand before an Arabic agreement word.

    >>> _clitic("بمذکره", "مذکره"), _clitic("تفاهمنامه", "تفاهمنامه"), _clitic("للعقد", "عقد"), _clitic("بالعقد", "عقد")
    (1, 0, 1, 1)
    """
    at = key.find(word[:-1])
    return 1 if at > 0 and key[0] in "بلفک" else 0
