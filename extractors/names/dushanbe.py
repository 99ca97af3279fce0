"""Dushanbe, which is written as Monday is: a place, or the town of a body («شهرداری دوشنبه»)."""

from collections.abc import Iterator

from extractors.dates.dushanbe import TOWN, is_town
from extractors.names.candidates import Candidate
from extractors.organisations.gazetteer import heads
from extractors.protocols import Passage

_SCORE = 0.9


def dushanbe(passage: Passage) -> Iterator[Candidate]:
    """The town, with the word for a body right before it."""
    if passage.language != "fa":
        return
    for at, word in enumerate(passage.words):
        if word.exact != TOWN or not is_town(passage.folded.key, word.start, word.end):
            continue
        body = at > 0 and passage.words[at - 1].exact in heads("fa") and passage.between(at) == " "
        yield Candidate(at - body, at + 1, "ORG" if body else "PLACE", _SCORE, "rule")
