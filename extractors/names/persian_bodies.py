"""Where a Persian body that the tagger found ends before others («سازمان ملل | و طرف‌های درگیر»)."""

from collections.abc import Iterable, Iterator

from extractors.names.candidates import Candidate, exacts
from extractors.organisations.gazetteer import cues, names
from extractors.protocols import Passage

_AND = "و"


def without_others(passage: Passage, found: Iterable[Candidate]) -> Iterator[Candidate]:
    """The candidates, a Persian body of the tables without «و» and the other parties after it."""
    for candidate in found:
        if passage.language == "fa" and candidate.label == "ORG":
            own = _own(exacts(passage, candidate.first, candidate.last))
            yield candidate._replace(last=candidate.first + own)
        else:
            yield candidate


def _own(inside: tuple[str, ...]) -> int:
    """How many words are the body's own."""
    match = names().at(list(inside), 0)
    if match is None or match.last + 1 >= len(inside) or inside[match.last] != _AND:
        return len(inside)
    return match.last if inside[match.last + 1] in cues("others") else len(inside)
