"""Persian bodies of one kind that are named after its plural: «وزارتخانه‌های اقتصاد، صمت و کشاورزی»."""

from collections.abc import Iterator

from extractors.names.candidates import exacts
from extractors.names.ministers import portfolio_until
from extractors.names.settlements import place_until
from extractors.organisations.gazetteer import names, singulars
from extractors.protocols import Passage
from extractors.text.characters import ZWNJ
from extractors.text.lexicon import key_of

_AND, _MINISTRY = "و", "وزارت"
_COMMAS = ("،", ",")
_LONGEST = 8
_MOST_SHARED = 3
"""Words that all of the names begin with («دانشگاه‌های علوم پزشکی تهران و شیراز»)."""


def series(passage: Passage) -> Iterator[list[tuple[int, int]]]:
    """The names of each such list of two and more, as ranges of words."""
    if passage.language != "fa":
        return
    singular = singulars("fa")
    for at, word in enumerate(passage.words):
        if word.exact in singular:
            head = key_of(singular[word.exact])
            tried = (list(_items(passage, head, at + 1, shared)) for shared in range(_MOST_SHARED, -1, -1))
            items = next((found for found in tried if len(found) > 1), None)
            if items:
                yield items


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
    field = (
        portfolio_until(passage, at) if kind == [_MINISTRY] and passage.between(at).strip() in ("", *_COMMAS) else at
    )
    place = place_until(passage, at) if len(kind) > 1 else at
    return max(end, field, place, at)


def _next(passage: Passage, at: int) -> int:
    """The first word of the next item: after a comma, or after «و»; -1 where the list ends."""
    if at + 1 >= len(passage.words):
        return -1
    gap = passage.between(at).strip()
    if gap in _COMMAS:
        return at
    return at + 1 if not gap and passage.words[at].exact == _AND else -1
