"""Bodies of one kind after its plural or dual: «وزارتخانه‌های اقتصاد، صمت و کشاورزی», «وزارتا الصحة والتعليم»."""

from collections.abc import Iterator, Sequence

from extractors.names.candidates import Candidate, exacts
from extractors.names.clitics import bare
from extractors.names.ministers import portfolio_at
from extractors.names.named_series import named_items
from extractors.names.places import places as known_places
from extractors.names.settlements import place_until
from extractors.organisations.gazetteer import (
    cues,
    duals,
    names,
    oblique_duals,
    places,
    seated,
    singulars,
    stops,
)
from extractors.protocols import Passage
from extractors.text.characters import ZWNJ
from extractors.text.lexicon import key_of

_AND, _MINISTRY = "و", "وزارت"
_COMMAS = ("،", ",")
_LONGEST = 8
_MOST_SHARED = 3
"""Words that all of the names begin with («دانشگاه‌های علوم پزشکی تهران و شیراز»)."""


def series(passage: Passage, found: Sequence[Candidate] = ()) -> Iterator[list[tuple[int, int]]]:
    """The names of each such list of two and more, as ranges of words.

    Where the tables know none, what was found for persons and places after a Persian plural are its bodies' names.
    """
    if passage.language == "ar":
        yield from _arabic(passage, found)
    if passage.language != "fa":
        return
    singular = singulars("fa")
    for at, word in enumerate(passage.words):
        if word.exact in singular:
            head = key_of(singular[word.exact])
            tried = (list(_items(passage, head, at + 1, shared)) for shared in range(_MOST_SHARED, -1, -1))
            items = next((found for found in tried if len(found) > 1), None)
            items = items or list(_called(passage, found, head, at + 1)) or named_items(passage, found, head, at + 1)
            if len(items) > 1:
                yield items


def _called(passage: Passage, found: Sequence[Candidate], head: str, first: int) -> Iterator[tuple[int, int]]:
    """The persons and places of a list that begins with a word («بیمارستان‌های سینا و فارابی»)."""
    labels = ("PERSON", "PLACE") if head in seated() else ("PERSON",)
    names_of = {c.first: c.last for c in found if c.label in labels}
    at = first
    while 0 <= at < len(passage.words) and at in names_of and (at > first or _is_open(passage, first, first)):
        if _is_country(passage.words[at].exact):
            return
        yield at, names_of[at]
        at = _next(passage, names_of[at])


def _is_country(exact: str) -> bool:
    """Whether a word is a country, so that bodies are those of countries («دانشگاه‌های ایران و عراق»)."""
    return known_places().get((exact,), {}).get("kind") == "country"


def _items(passage: Passage, head: str, first: int, shared: int) -> Iterator[tuple[int, int]]:
    """The items of a list that begins after ``shared`` words of the name of each."""
    kind = [head, *exacts(passage, first, first + shared)]
    at = first + shared
    while 0 <= at < len(passage.words) and (at > first + shared or _is_open(passage, first, at)):
        end = _item(passage, kind, at)
        if end == at:
            return
        yield at, end
        at = _next(passage, end)


def _is_open(passage: Passage, first: int, last: int) -> bool:
    """Whether nothing but space stands between the plural and the first item."""
    return not any(passage.between(at).strip(f" {ZWNJ}") for at in range(first, last + 1))


def _item(passage: Passage, kind: list[str], at: int) -> int:
    """The end of the name of the tables that begins with a word; the word itself where none does."""
    match = names().at([*kind, *exacts(passage, at, at + _LONGEST)], 0)
    end = at + match.last - len(kind) if match else at
    field = portfolio_at(passage, at) if kind == [_MINISTRY] and passage.between(at).strip() in ("", *_COMMAS) else at
    town = _are_of_places(kind) or (
        kind == kind[:1] and kind[0] in seated() and not _is_country(passage.words[at].exact)
    )
    place = place_until(passage, at) if town else at
    return max(end, field, place, at)


def _are_of_places(kind: list[str]) -> bool:
    """Whether bodies of that kind differ by their place («بانک مرکزی», «دانشگاه علوم پزشکی»; not «بیمارستان شهر»)."""
    if len(kind) == 1:
        return False
    match = names().at(kind, 0)
    return names().has_begun(kind) or (match is not None and match.last == len(kind))


def _arabic(passage: Passage, found: Sequence[Candidate]) -> Iterator[list[tuple[int, int]]]:
    """Lists after an Arabic plural or dual, which is of two."""
    two_of, one_of = duals(), singulars("ar")
    for at, word in enumerate(passage.words):
        forms = (word.exact, bare(word.exact))
        two = next((two_of[form] for form in forms if form in two_of), "") or _oblique(passage, at, forms)
        head = two or next((one_of[form] for form in forms if form in one_of), "")
        items = list(_arabic_items(passage, key_of(head), at + 1, dual=bool(two))) if head else []
        if head and not two and len(items) < _TWO:
            items = named_items(passage, found, key_of(head), at + 1)
        if len(items) == _TWO or (len(items) > _TWO and not two):
            yield items


def _oblique(passage: Passage, at: int, forms: Sequence[str]) -> str:
    """The head of a dual that may be an adjective, where two definite words that «و» joins follow it; "" else."""
    head = next((oblique_duals()[form] for form in forms if form in oblique_duals()), "")
    one, *two = exacts(passage, at + 1, at + 2 + _TWO) or ("",)
    joined = head and one.startswith("ال") and "".join(two).startswith("وال")
    return (
        head if joined and not any(passage.between(after).strip(" ") for after in range(at + 1, at + 1 + _TWO)) else ""
    )


_TWO = 2


def _arabic_items(passage: Passage, head: str, first: int, *, dual: bool) -> Iterator[tuple[int, int]]:
    """The items of a list whose head stands before ``first``: after a comma or «و», which may be glued to them."""
    at, words = first, passage.words
    shared = 0
    while at < len(words) and "\n" not in passage.between(at):
        gap, apart = passage.between(at).strip(), at > first and words[at].exact == _AND
        at += apart
        if at == len(words):
            return
        glued = not apart and at > first and words[at].exact[0] == _AND and len(words[at].exact) > _LEAST
        if gap if at == first or apart or glued else gap not in _COMMAS:
            return
        end = _arabic_item(passage, head, at, words[at].exact[glued:], dual=dual, of_places=bool(shared))
        if end == at:
            return
        yield at, end
        shared = shared or (end - at - 1 if _is_of_place(passage, at, end) else 0)
        if dual and (apart or glued):
            return
        at = end


def _is_of_place(passage: Passage, first: int, last: int) -> bool:
    """Whether an item is a field and its place («خارجية مصر»), so that a place alone may follow."""
    return last - first > 1 and (passage.words[last - 1].exact,) in known_places()


def _arabic_item(passage: Passage, head: str, at: int, exact: str, *, dual: bool, of_places: bool) -> int:
    """The end of an item; its first word where that is none.

    Of two each is named by one word, or by a field and a place («نفط البصرة»); of more only what the tables know, a
    town's university, or a ministry's field. A country names none: «جامعات العراق وسوريا» are those of countries, but
    «وزارتا خارجية مصر والسودان» are two.
    """
    rest = exacts(passage, at + 1, at + _LONGEST)
    match = names().at([head, exact, *rest], 0)
    if not match and _is_country(exact):
        return at + 1 if of_places else at
    place = places().at([exact, *rest], 0)
    known = max(match.last - 1 if match else 0, place.last if place and (dual or head in _SEATED) else 0)
    if known:
        return at + known
    of_place = places().at(list(rest), 0) if dual and not exact.startswith("ال") and rest else None
    plain = exact.isalpha() and exact not in stops() and passage.between(at + 1) == " "
    if of_place and plain:
        return at + 1 + of_place.last
    if dual and of_places and plain and not exact.startswith("ال") and rest and rest[0].startswith("ال"):
        return at + 2
    ministry = head == _MINISTRY_AR and exact.startswith("ال")
    named = exact.isalpha() and len(exact) > _LEAST and exact not in stops() and exact not in cues("nisba")
    return at + 1 if ministry or (dual and named) else at


_LEAST = 3
_MINISTRY_AR = key_of("وزارة")
_SEATED = frozenset(map(key_of, ("جامعة", "بلدية")))


def _next(passage: Passage, at: int) -> int:
    """The first word of the next item: after a comma, or after «و»; -1 where the list ends."""
    if at + 1 >= len(passage.words):
        return -1
    gap = passage.between(at).strip()
    if gap in _COMMAS:
        return at
    return at + 1 if not gap and passage.words[at].exact == _AND else -1
