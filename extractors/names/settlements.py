"""Towns and provinces that the tagger missed and our own list knows, and the places whose end it missed."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache

from corpora.tables import table
from extractors.names.candidates import Candidate, weight, words_of
from extractors.names.clitics import parted
from extractors.names.homographs import are_words, needs_more
from extractors.names.places import key, places
from extractors.organisations.gazetteer import cues
from extractors.protocols import Passage
from extractors.sequences import Match, Sequences
from extractors.text.characters import ZWNJ

_SAID, _NAMED = 0.75, 0.9
_SURE = 0.6
"""Probability from which the tagger knows where a place ends."""
_MOST_WORDS = 4
_AND = "و"
_SHORT = 3
"""Letters of a clitic and a word of two letters."""


@cache
def own(language: str) -> Sequences:
    """The places of our own list of a language; one is doubtful that only a word for its kind tells."""
    rows = (row for row in table("places") if row["language"] == language)
    return Sequences.of((key(row["word"]), row["kind"]) for row in rows if key(row["word"])[0] != _AND)


@cache
def every(language: str) -> Sequences:
    """Every place of the tables that a text of a language may mean, but for those of two letters."""
    others = {key(row["word"]) for row in table("places") if row["language"] != language}
    ours = {key(row["word"]) for row in table("places") if row["language"] == language}
    known = {*places(), *ours} - (others - ours)
    return Sequences.of((words, "place") for words in known if len("".join(words)) >= _SHORT and words[0] != _AND)


def with_places(passage: Passage, found: Sequence[Candidate]) -> list[Candidate]:
    """What was found with the places that their word for a kind, or our own list, gives away."""
    longer = list(found)
    taken = words_of(longer)
    added = _persian(passage) if passage.language == "fa" else _arabic(passage)
    for place in added:
        if taken.isdisjoint(range(place.first, place.last)) and not are_words(passage, place):
            longer.append(place)
            taken |= set(range(place.first, place.last))
    return sorted(longer)


def as_known(passage: Passage, found: Iterable[Candidate]) -> Iterator[Candidate]:
    """The candidates, each place as long as the tables have it."""
    for candidate in found:
        yield _fitted(passage, candidate) if candidate.label == "PLACE" else candidate


def _fitted(passage: Passage, place: Candidate) -> Candidate:
    """A place as long as the name that the tables know there («مكة المكرمة», «ولایت هلمند», «أم درمان»)."""
    first, fa = place.first, passage.language == "fa"
    province = fa and passage.words[first].exact in cues("province")
    name = _at(passage, every(passage.language), first + province) if first + province < len(passage.words) else None
    if name and (name.last > place.last or _goes_too_far(passage, place, name, province=province)):
        place = place._replace(last=name.last)
    elif not fa and first and (whole := _before(passage, first - 1)) and whole.last >= place.last:
        place = place._replace(first=whole.first, last=whole.last, cut=whole.cut)
    led = fa and first and not province and _follows(passage, first)
    return place._replace(first=first - 1) if led and passage.words[first - 1].exact in cues("province") else place


def _goes_too_far(passage: Passage, place: Candidate, name: Match, *, province: bool) -> bool:
    """Whether the tagger, in doubt, went on from a known place over words that are none of it («بنغازي الحداد»)."""
    if place.score >= _SURE or name.last >= place.last:
        return False
    joined = any(word.exact == _AND for word in passage.words[name.last : place.last])
    return not joined and (province or _is_own(passage, name))


def _is_own(passage: Passage, name: Match) -> bool:
    """Whether our own list has a place."""
    own_name = _at(passage, own(passage.language), name.first)
    return own_name is not None and own_name.last == name.last


def _before(passage: Passage, at: int) -> Candidate | None:
    """The place of two words and more that our own list knows from a word on («وأم درمان»)."""
    place = _own_at(passage, at)
    return place if place and place.last - place.first > 1 else None


def place_until(passage: Passage, at: int) -> int:
    """The end of the place that begins with a word, or with a word for a province; the word itself where none does."""
    words = passage.words
    if at >= len(words) or not _follows(passage, at):
        return at
    province = words[at].exact in cues("province")
    name = _at(passage, every(passage.language), at + province) if at + province < len(words) else None
    return name.last if name else at


def _at(passage: Passage, known: Sequences, at: int) -> Match | None:
    """The known place that begins with a word, written in one stretch."""
    forms = [word.exact for word in passage.words[at : at + _MOST_WORDS]]
    match = known.at(forms, 0)
    if match is None or any(not _follows(passage, at + inner) for inner in range(1, match.last)):
        return None
    return Match(at, at + match.last, match.entry)


def _follows(passage: Passage, at: int) -> bool:
    """Whether nothing but space stands before a word."""
    return not passage.between(at).strip(f" {ZWNJ}") and "\n" not in passage.between(at)


def _persian(passage: Passage) -> Iterator[Candidate]:
    """«ولایت هلمند», «والی ننگرهار», «ولایت‌های غزنی و پکتیا», «زلزله خوی»."""
    leads = cues("province") | cues("governor") | cues("provinces") | cues("struck")
    for at, word in enumerate(passage.words[:-1]):
        exact = word.exact
        if exact not in leads or not _follows(passage, at + 1):
            continue
        if exact in cues("province") and (name := _at(passage, every(passage.language), at + 1)):
            yield Candidate(at, name.last, "PLACE", _NAMED, "province")
        elif exact in cues("governor") and (name := _at(passage, every(passage.language), at + 1)):
            yield Candidate(name.first, name.last, "PLACE", _NAMED, "province")
        elif exact in cues("provinces"):
            yield from _several(passage, at + 1)
        elif exact in cues("struck") and (name := _at(passage, own("fa"), at + 1)) and name.entry == "city":
            yield Candidate(name.first, name.last, "PLACE", _SAID, "struck")


def _several(passage: Passage, at: int) -> Iterator[Candidate]:
    """The places of a list after a word for several provinces."""
    while at < len(passage.words) and (name := _at(passage, every(passage.language), at)):
        yield Candidate(name.first, name.last, "PLACE", _NAMED, "province")
        at = name.last
        gap = passage.between(at).strip() if at < len(passage.words) else "."
        if gap not in ("", "،"):
            return
        at += at < len(passage.words) and passage.words[at].exact == _AND


def _arabic(passage: Passage) -> Iterator[Candidate]:
    """The places of our own list, with their clitics («لصنعاء», «ولرفح»)."""
    at = 0
    while at < len(passage.words):
        place = _own_at(passage, at)
        if place:
            yield place
        at = place.last if place else at + 1


def _own_at(passage: Passage, at: int) -> Candidate | None:
    words = passage.words
    for exact, cut in _begun(words[at].exact):
        rest = [word.exact for word in words[at + 1 : at + _MOST_WORDS]]
        match = own("ar").at([exact, *rest], 0)
        if match is None or any(not _follows(passage, at + inner) for inner in range(1, match.last)):
            continue
        place = Candidate(at, at + match.last, "PLACE", _SAID, "place", cut)
        if _is_named(passage, place, exact, cut):
            return place
    return None


@lru_cache(maxsize=1 << 14)
def _begun(exact: str) -> tuple[tuple[str, int], ...]:
    """The first words of places that a word may be, and the letters that are none of them."""
    return tuple(way for way in (*parted(exact), *_and(exact)) if own("ar").begins(way[0]))


def _and(exact: str) -> Iterator[tuple[str, int]]:
    """«و» before the first of two words, which may be short («وأم درمان»)."""
    if len(exact) == _SHORT and exact[0] in "وبل":
        yield exact[1:], 1


def _is_named(passage: Passage, place: Candidate, exact: str, cut: int) -> bool:
    """Whether nothing makes a place of the list a common word; a doubtful one needs a word for its kind before it."""
    first = passage.words[place.first].exact
    if exact in cues("nisba"):
        return False
    if cut and place.last - place.first == 1 and weight(first, "ar") > weight(exact, "ar"):
        return False
    if needs_more(passage, place, exact):
        before = passage.words[place.first - 1].exact if place.first else ""
        return not cut and before in cues("area")
    return True
