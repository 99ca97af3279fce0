"""What the tagger runs together in Persian: a portfolio, its minister and a town («وزیر نیرو | علی رضایی | تهران»)."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from corpora.tables import table
from extractors.names.candidates import Candidate, common, exacts
from extractors.names.full_names import is_first_name
from extractors.names.ministers import portfolio
from extractors.names.persons import given_names, is_titled, known_names, last_names, whole_names
from extractors.names.places import places
from extractors.organisations.gazetteer import cues, names, stops
from extractors.protocols import Passage
from extractors.text.lexicon import key_of

_SCORE = 0.7
_LEAST, _MOST = 2, 4
"""Words of a person's name."""


def parted(passage: Passage, found: Iterable[Candidate]) -> Iterator[Candidate]:
    """The tagger's names, each Persian one that holds a person and more as what it holds."""
    found = list(found)
    if passage.language != "fa":
        yield from found
        return
    ends = dict(_portfolios(passage))
    for name in found:
        yield from _parts(passage, name, ends)


def _portfolios(passage: Passage) -> Iterator[tuple[int, int]]:
    """Where each portfolio begins and ends."""
    for at, word in enumerate(passage.words):
        if word.exact in cues("minister"):
            first, last = portfolio(passage, at)
            if last > first:
                yield first, last


def _parts(passage: Passage, name: Candidate, portfolios: dict[int, int]) -> Sequence[Candidate]:
    if name.label == "PERSON":
        return _from_town(passage, name) or [name]
    begun = portfolios.get(name.first, 0) if name.label == "ORG" else _place_until(passage, name)
    begun = begun or (_body_until(passage, name) if name.label == "ORG" else 0)
    rest = _people(passage, begun, name.last) if name.first < begun < name.last else []
    if not rest:
        return [name]
    return [name._replace(last=begun), *(c._replace(score=max(_SCORE, name.score)) for c in rest)]


def _body_until(passage: Passage, body: Candidate) -> int:
    """The end of the known body that a name begins with, where an office stands before it; 0 of none."""
    match = names().at(list(exacts(passage, body.first, body.last)), 0)
    return body.first + match.last if match and match.last > 1 and is_titled(passage, body.first) else 0


def _place_until(passage: Passage, place: Candidate) -> int:
    """The end of the country or town that a long place begins with («عراق | نصیر …»); 0 of none."""
    whole = exacts(passage, place.first, place.last)
    if place.label != "PLACE" or whole in places() or not is_titled(passage, place.first):
        return 0
    return next((place.first + size for size in range(len(whole) - 1, 0, -1) if whole[:size] in places()), 0)


def _people(passage: Passage, first: int, last: int) -> list[Candidate]:
    """A person, and the town after him, in what is left of a name; none where it is something else."""
    words = passage.words
    if words[first].exact not in given_names("fa"):
        return []
    end = first + 1
    while end < last and end - first < _MOST and passage.between(end) == " " and not _ends(passage, first, end):
        end += 1
    if end - first < _LEAST:
        return []
    town = exacts(passage, end, last)
    after = [Candidate(end, last, "PLACE", _SCORE, "place")] if town in places() else []
    person = Candidate(first, end, "PERSON", _SCORE, "pair")
    return [*(_from_town(passage, person) or [person]), *after]


def _ends(passage: Passage, first: int, at: int) -> bool:
    """Whether a word is none of a person's name: a time, a function word, or a town after the surname."""
    exact = passage.words[at].exact
    return exact in stops() or exact in _times() or (at - first >= _LEAST and _is_town(passage, at, at + 1))


def _is_town(passage: Passage, first: int, last: int) -> bool:
    name = exacts(passage, first, last)
    return name in places() and not (len(name) == 1 and (name[0] in last_names() or name[0] in known_names()))


@cache
def _times() -> frozenset[str]:
    """Words for a day («امروز»), exact."""
    return frozenset(key_of(row["word"]) for row in table("relative_dates") if " " not in row["word"])


def _from_town(passage: Passage, person: Candidate) -> list[Candidate]:
    """A person and the town that he leaves, which the tagger takes for the end of the name («حسن رضایی | تهران را»)."""
    words, at = passage.words, person.last - 1
    if exacts(passage, person.first, person.last) in whole_names() or at - person.first < _LEAST:
        return []
    after = exacts(passage, person.last, person.last + _LEAST) if passage.between(person.last) == " " else ()
    known = words[at - 1].exact in last_names() and is_first_name(words[person.first].exact, "fa")
    plain = _is_town(passage, at, at + 1) and (
        after[:1] == _LEAVES[:1] or (known and not common(words[at].exact, "fa"))
    )
    if not plain and (after != _LEAVES or (words[at].exact,) not in places()):
        return []
    return [person._replace(last=at), Candidate(at, at + 1, "PLACE", max(_SCORE, person.score), "place")]


_LEAVES = ("را", "ترک")
