"""The town that an Arabic local body is named with: a court's, a directorate's, a regional union's («… بالقصرين»)."""

from collections.abc import Sequence

from extractors.names.candidates import Candidate, exacts, words_of
from extractors.names.clitics import bare
from extractors.names.settlements import every
from extractors.organisations.gazetteer import cues
from extractors.protocols import Passage
from extractors.sequences import Match

_MOST_WORDS = 3


def with_seats(passage: Passage, found: Sequence[Candidate]) -> list[Candidate]:
    """The candidates, each Arabic local body with the town behind it («محكمة الاستئناف بالقصرين»), no place then.

    A body of the whole country is not named with it («البنك الوطني الفلاحي | بفريانة»).
    """
    if passage.language != "ar":
        return list(found)
    longer = [_seated(passage, candidate) for candidate in found]
    grown = words_of(c for c, old in zip(longer, found, strict=True) if c != old)
    return [c for c, old in zip(longer, found, strict=True) if c != old or c.first not in grown or c.label == "ORG"]


def _seated(passage: Passage, body: Candidate) -> Candidate:
    at = body.last
    if body.label != "ORG" or body.last - body.first < 2 or at >= len(passage.words) or passage.between(at) != " ":
        return body
    exact = passage.words[at].exact
    if not exact.startswith("ب") or not _is_local(passage, body):
        return body
    forms = [exact[1:], *exacts(passage, at + 1, at + _MOST_WORDS)]
    town: Match | None = every("ar").at(forms, 0)
    parted = town and any(passage.between(at + inner) != " " for inner in range(1, town.last))
    return body if town is None or parted else body._replace(last=at + town.last)


def _is_local(passage: Passage, body: Candidate) -> bool:
    """Whether each town has one: a court, a directorate, or what is called regional."""
    first, second = exacts(passage, body.first, body.first + 2)
    return bare(first).removeprefix("ال") in cues("local head") or second in cues("local")
