"""«وزیر نیرو», «وزیران نفت و اقتصاد»: a minister's portfolio, which is no organisation unless the ministry is named."""

from collections.abc import Iterator, Sequence
from functools import cache

from corpora.tables import words
from extractors.names.candidates import Candidate, exacts
from extractors.names.places import key, places
from extractors.organisations.gazetteer import called, cues, heads, names, stops
from extractors.protocols import Passage
from extractors.sequences import Joined

_MINISTRY = "وزارت "
_AND = "و"
_TAIL = 0.8
_LONGEST = 8
"""Words of a portfolio."""


@cache
def portfolios() -> Joined:
    """What Persian ministries are for («نیرو», «آموزش و پرورش») → itself."""
    known = [name.removeprefix(_MINISTRY) for name, _ in called() if name.startswith(_MINISTRY)]
    own = [field for field in known if (key(field)[-1],) not in places()]
    return Joined((field, field) for field in (*own, *words("organisation_cues", cue="portfolio")))


def portfolio(passage: Passage, at: int) -> tuple[int, int]:
    """Words ``[first, last)`` of the portfolio of the minister at a word; an empty range where there is none."""
    if passage.language != "fa" or passage.words[at].exact not in cues("minister"):
        return at + 1, at + 1
    first = at + 1
    while first < len(passage.words) and passage.words[first].exact in cues("former"):
        first += 1
    last = portfolio_until(passage, first)
    while last > first and _joins(passage, last):
        more = portfolio_until(passage, last + 1)
        if more == last + 1:
            break
        last = more
    return first, last


def portfolio_until(passage: Passage, first: int) -> int:
    """The end of the portfolio that begins with a word; the word itself where none does."""
    if first >= len(passage.words) or passage.between(first).strip(" \N{ZERO WIDTH NON-JOINER}"):
        return first
    return portfolio_at(passage, first)


def portfolio_at(passage: Passage, first: int) -> int:
    """The same, whatever stands before the word."""
    match = portfolios().at([word.exact for word in passage.words[first : first + _LONGEST]], 0)
    return first + match.last if match else first


def _joins(passage: Passage, at: int) -> bool:
    return at + 1 < len(passage.words) and passage.words[at].exact == _AND


def without_portfolios(passage: Passage, found: Sequence[Candidate]) -> list[Candidate]:
    """The candidates without those that are a minister's portfolio; a body or country after it stays."""
    if passage.language != "fa":
        return list(found)
    inside = dict(_begun(passage, found))
    kept = list[Candidate]()
    for candidate in found:
        if candidate.label != "ORG" or candidate.first not in inside:
            kept.append(candidate)
        elif inside[candidate.first] < candidate.last:
            kept += _tail(passage, candidate, inside[candidate.first])
    return kept


def _begun(passage: Passage, found: Sequence[Candidate]) -> Iterator[tuple[int, int]]:
    """Every word of a portfolio, and where the portfolio ends; one that no table has is as long as what was found."""
    bodies = {c.first: c.last for c in found if c.label == "ORG"}
    for at, word in enumerate(passage.words):
        if word.exact in cues("minister"):
            first, last = portfolio(passage, at)
            if first == last and first in bodies and not _is_body(passage, first, bodies[first]):
                last = bodies[first]
            yield from ((inner, last) for inner in range(first, last))


def _is_body(passage: Passage, first: int, last: int) -> bool:
    """Whether what follows a minister is the body that he serves («وزرای دولت نهم», «وزیر طالبان»)."""
    if passage.words[first].exact in heads("fa") or passage.words[first].exact in cues("served"):
        return True
    known = names().at(list(exacts(passage, first, last)), 0)
    return known is not None and known.last == last - first


def _tail(passage: Passage, candidate: Candidate, first: int) -> Iterator[Candidate]:
    """What stands after the portfolio in a candidate, where it is a place or a body that the tables know."""
    rest = exacts(passage, first, candidate.last)
    known = names().at(list(rest), 0)
    if rest in places() or (len(rest) == 1 and rest[0] not in stops() and not known):
        yield candidate._replace(first=first, label="PLACE", score=_TAIL)
    elif known and known.last == len(rest) and rest[0] not in stops():
        yield candidate._replace(first=first, score=_TAIL)
