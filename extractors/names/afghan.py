"""Afghan offices of a ministry in a province: «ریاست معارف ولایت بلخ», «قوماندانی امنیه کابل»."""

from collections.abc import Iterator

from extractors.names.candidates import Candidate
from extractors.names.ministers import portfolio_until
from extractors.names.settlements import place_until
from extractors.organisations.gazetteer import cues
from extractors.protocols import Passage

_SCORE = 0.9
_GENERAL = "عمومی"


def provincial_offices(passage: Passage) -> Iterator[Candidate]:
    """An office, what it is for, and the province or town that it is in."""
    if passage.language != "fa":
        return
    for at in range(len(passage.words) - 2):
        if passage.words[at].exact in cues("province office"):
            first = at + 1 + (passage.words[at + 1].exact == _GENERAL)
            field = portfolio_until(passage, first)
            last = place_until(passage, field) if field > first else field
            if last > field:
                yield Candidate(at, last, "ORG", _SCORE, "gazetteer")
