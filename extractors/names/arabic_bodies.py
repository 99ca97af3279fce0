"""What the tagger leaves on the names of Arabic bodies: offices in them, participles, the agency that is told."""

from collections.abc import Iterable, Iterator

from extractors.names.candidates import Candidate
from extractors.names.clitics import bare
from extractors.names.places import places
from extractors.organisations.gazetteer import cues, heads, names, reported_by
from extractors.protocols import Passage
from extractors.text.lexicon import key_of


def as_named(passage: Passage, found: Iterable[Candidate]) -> Iterator[Candidate]:
    """The candidates, Arabic bodies without what is said of them and without the agency that is told of them."""
    for candidate in found:
        if passage.language == "ar" and candidate.label == "ORG" and candidate.last - candidate.first > 1:
            for body in _without_office(passage, _without_said(passage, candidate)):
                yield from _apart(passage, body)
        else:
            yield candidate


def _without_said(passage: Passage, body: Candidate) -> Candidate:
    """Without a participle at the end («الفيفا | المقررة»), unless the tables have the name with it.

    Nor what is said of its head's holder («رئيس بلدية باريس | الاشتراكي»).
    """
    last = passage.words[body.last - 1].exact
    said = last in cues("said of") or _is_of_holder(passage, body, last)
    return body._replace(last=body.last - 1) if said and not _is_known(passage, body) else body


def _is_of_holder(passage: Passage, body: Candidate, last: str) -> bool:
    """Whether a masculine adjective stands behind the place of a feminine body, which it cannot be of."""
    if body.last - body.first <= _PAIR or not bare(passage.words[body.first].exact).endswith("ه"):
        return False
    masculine = last.startswith("ال") and last.endswith("ی") and last not in cues("quarter")
    return masculine and (passage.words[body.last - 2].exact,) in places()


def _without_office(passage: Passage, body: Candidate) -> Iterator[Candidate]:
    """Without the office that somebody holds in it («رئاسة | الاتحاد الدولي», not «رئاسة الجمهورية»).

    Nothing where it is an office alone («برئاسة الشاعر»).
    """
    first, second = body.first, body.first + 1
    office = body.last - first >= _PAIR and bare(passage.words[first].exact) == _PRESIDENCY
    if not office or _is_known(passage, body) or passage.words[second].exact in cues("presided"):
        yield body
    else:
        rest = body._replace(first=second, cut=0)
        if passage.words[second].exact.removeprefix("ال") in heads("ar") or _is_known(passage, rest):
            yield rest


def _apart(passage: Passage, body: Candidate) -> Iterator[Candidate]:
    """A body and the agency after it («اتحاد الكاريبي | رويترز»), which is no agency's own name («وكالة رويترز»)."""
    last = body.last - 1
    agency = body.last - body.first >= _PAIR and passage.words[last].exact in reported_by().keys() - cues("nisba")
    if agency and not _is_known(passage, body) and bare(passage.words[last - 1].exact) not in _NEWS:
        yield body._replace(last=last)
        yield body._replace(first=last, cut=0)
    else:
        yield body


_PRESIDENCY = key_of("رئاسة")
_PAIR = 2
_NEWS = ("وکاله", "انباء", "الانباء", "شبکه", "قناه", "صحیفه")


def _is_known(passage: Passage, body: Candidate) -> bool:
    inside = names().forms(passage.words[body.first : body.last])
    match = names().at([bare(inside[0]), *inside[1:]], 0)
    return bool(match) and match is not None and match.last == len(inside)
