"""Towns and provinces that the tagger missed and our own list knows, and the places whose end it missed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache

from corpora.tables import table
from extractors.names.candidates import Candidate, weight, words_of
from extractors.names.clitics import bare, parted
from extractors.names.homographs import are_words, needs_more
from extractors.names.persons import known_names
from extractors.names.places import DOUBTFUL, Key, key, places
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
    return Sequences.of((words, _told(row)) for row in rows for words in _written(row["word"]) if words[0] != _AND)


def _told(row: Mapping[str, str]) -> str:
    """The kind of a place of our own list, as far as its name alone tells it."""
    return DOUBTFUL if row["doubtful"] else row["kind"]


@cache
def anywhere() -> Sequences:
    """The places of our own list that are hardly anything else in a Persian text («ننگرهار»)."""
    rows = (row for row in table("places") if row["language"] == "fa" and row["anywhere"])
    return Sequences.of((words, row["kind"]) for row in rows for words in _written(row["word"]))


def _written(word: str) -> set[Key]:
    """The words of a place of our own list, its joint also as a space («مزار شریف»)."""
    apart = word.replace(ZWNJ, " ")
    return {key(word), key(apart), tuple(key(part)[0] for part in apart.split(" "))}


@cache
def every(language: str) -> Sequences:
    """Every place of the tables that a text of a language may mean, but for those of two letters."""
    others = {key(row["word"]) for row in table("places") if row["language"] != language}
    ours = {words for row in table("places") if row["language"] == language for words in _written(row["word"])}
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
        if candidate.label == "PERSON" and passage.language == "ar" and (place := _mistaken(passage, candidate)):
            yield place
        elif candidate.label == "PLACE":
            yield from (_fitted(passage, part) for part in _two(passage, candidate))
        else:
            yield candidate


def _mistaken(passage: Passage, person: Candidate) -> Candidate | None:
    """The place that the tagger took for a person: after «ك» («وكعمّان»), or of two words («وأم درمان»)."""
    exact = passage.words[person.first].exact
    city = places().get((bare(exact),), {}).get("kind") == "city"
    if city and person.last - person.first == 1 and bare(exact) not in known_names():
        return person._replace(label="PLACE")
    if person.first and person.last - person.first == 1:
        whole = _before(passage, person.first - 1)
        if whole and whole.last >= person.last:
            return whole._replace(score=max(whole.score, person.score))
    if not exact.startswith(("ک", "وک")) or person.score >= _SURE:
        return None
    place = _own_at(passage, person.first)
    return place if place and place.cut and person.first == place.first else None


def _two(passage: Passage, place: Candidate) -> Iterator[Candidate]:
    """The two known places that «و» joins in a Persian one («نیمروز و فراه»)."""
    inside = [word.exact for word in passage.words[place.first : place.last]]
    at = place.first + inside.index(_AND) if passage.language == "fa" and _AND in inside else place.last
    halves = ((place.first, at), (at + 1, place.last))
    if at < place.last and all((name := _at(passage, every("fa"), a)) and name.last == b for a, b in halves):
        yield from (place._replace(first=first, last=last) for first, last in halves)
    else:
        yield place


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
    """«ولایت هلمند», «والی ننگرهار», «ولایت‌های غزنی و پکتیا», «زلزله خوی», «در کنر و نیمروز»."""
    yield from _led(passage)
    at = 0
    while at < len(passage.words):
        name = _at(passage, anywhere(), at) if anywhere().begins(passage.words[at].exact) else None
        if name:
            yield Candidate(at, name.last, "PLACE", _SAID, "place")
            yield from _beside(passage, at, name.last)
        at = name.last if name else at + 1


def _beside(passage: Passage, first: int, last: int) -> Iterator[Candidate]:
    """The doubtful places of our own list right before and after one that is not («نیمروز، فراه و هلمند»)."""
    while (at := _after(passage, last)) >= 0 and (name := _at(passage, own("fa"), at)):
        yield Candidate(at, name.last, "PLACE", _SAID, "place")
        last = name.last
    while (at := _before_joint(passage, first)) >= 0 and (name := _at(passage, own("fa"), at)) and name.last == at + 1:
        yield Candidate(at, name.last, "PLACE", _SAID, "place")
        first = at


def _after(passage: Passage, at: int) -> int:
    """The word that a comma or «و» joins to what ends before a word; -1 where none does."""
    if at >= len(passage.words) or "\n" in passage.between(at):
        return -1
    gap, joined = passage.between(at).strip(), passage.words[at].exact in _JOINTS and at + 1 < len(passage.words)
    return at if gap in _COMMAS else at + 1 if joined and not gap else -1


def _before_joint(passage: Passage, at: int) -> int:
    """The word that a comma or «و» joins to the one that begins there; -1 where none does."""
    if not at or "\n" in passage.between(at):
        return -1
    gap, joined = passage.between(at).strip(), at > 1 and passage.words[at - 1].exact in _JOINTS
    return at - 1 if gap in _COMMAS else at - 2 if joined and not gap else -1


_COMMAS, _JOINTS = ("،", ","), (_AND, "تا")


def _led(passage: Passage) -> Iterator[Candidate]:
    leads = cues("province") | cues("governor") | cues("provinces") | cues("struck")
    for at, word in enumerate(passage.words[:-1]):
        exact = word.exact
        if exact not in leads or not _follows(passage, at + 1):
            continue
        if exact in cues("province") and (name := _at(passage, every(passage.language), at + 1)):
            yield Candidate(at, name.last, "PLACE", _NAMED, "province")
        elif exact in cues("governor") and (name := _governed(passage, at + 1)):
            yield Candidate(name.first, name.last, "PLACE", _NAMED, "province")
        elif exact in cues("provinces"):
            yield from _several(passage, at + 1)
        elif exact in cues("struck") and (name := _at(passage, own("fa"), at + 1)) and name.entry == "city":
            yield Candidate(name.first, name.last, "PLACE", _SAID, "struck")


def _governed(passage: Passage, at: int) -> Match | None:
    """The place of a governor, after what says which one he is («والی پیشین ننگرهار»)."""
    while at + 1 < len(passage.words) and passage.words[at].exact in cues("former") and _follows(passage, at + 1):
        at += 1
    return _at(passage, every(passage.language), at)


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
    at, end = 0, -1
    while at < len(passage.words):
        place = _own_at(passage, at, listed=at == end)
        if place:
            yield place
        at = place.last if place else at + 1
        end = at if place else end


def _own_at(passage: Passage, at: int, *, listed: bool = False) -> Candidate | None:
    """The place of our own list that begins with a word; ``listed`` says that another ends right before it."""
    words = passage.words
    for exact, cut in _begun(words[at].exact):
        rest = [word.exact for word in words[at + 1 : at + _MOST_WORDS]]
        match = own("ar").at([exact, *rest], 0)
        if match is None or any(not _follows(passage, at + inner) for inner in range(1, match.last)):
            continue
        place = Candidate(at, at + match.last, "PLACE", _SAID, "place", cut)
        if listed and exact not in cues("nisba"):
            return place
        if _is_named(passage, place, exact, doubtful=match.entry == DOUBTFUL):
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
    if exact.startswith("وک") and len(exact) > len("وک") + 1:
        yield exact[2:], 2  # «وكعمّان»


@cache
def _with_hamza() -> frozenset[str]:
    """First words of places that are written with a hamza below."""
    return frozenset(key(row["word"])[0] for row in table("places") if row["word"].startswith("إ"))


def _is_named(passage: Passage, place: Candidate, exact: str, *, doubtful: bool) -> bool:
    """Whether nothing makes a place of the list a common word; a doubtful one needs a word for its kind before it."""
    first, cut = passage.words[place.first].exact, place.cut
    if exact in cues("nisba"):
        return False
    if cut and place.last - place.first == 1 and weight(first, "ar") > weight(exact, "ar"):
        return False
    if doubtful or needs_more(passage, place, exact):
        start = passage.words[place.first].start + cut
        if passage.folded.text[start : start + 1] == "إ" and key("إ" + exact[1:])[0] in _with_hamza():
            return True  # «بإفران»: the word that it is otherwise has its hamza above
        before = passage.words[place.first - 1].exact if place.first else ""
        return not cut and before in cues("area") | cues("of province")
    return True
