"""A unit and the body that it belongs to, inside one name: «دفتر امور اجتماعی استانداری»."""

from extractors.names.candidates import Candidate
from extractors.organisations.gazetteer import names, whole_bodies
from extractors.protocols import Passage
from extractors.text.spelling import phrase


def parent(passage: Passage, candidate: Candidate) -> str:
    """The name of the body that a unit belongs to, "" where the name holds none."""
    for at in range(candidate.first + 1, candidate.last):
        exact = passage.words[at].exact
        if exact in whole_bodies() or exact.removeprefix("ال") in whole_bodies():
            inside = passage.words[at : candidate.last]
            match = names().at(names().forms(inside), 0)
            return match.entry if match else phrase(passage.folded, inside, passage.language)
    return ""
