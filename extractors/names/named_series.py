"""Lists of bodies that names by themselves make: «هتل‌های پارسیان و هما», «مستشفيات الكندي وابن النفيس واليرموك»."""

from collections.abc import Iterator, Sequence

from extractors.names.candidates import Candidate, exacts
from extractors.names.clitics import bare
from extractors.names.persons import known_names
from extractors.names.places import places
from extractors.organisations.gazetteer import classes, cues, heads, named, names, plurals, stops, weak
from extractors.organisations.persian import is_verb
from extractors.protocols import Passage
from extractors.text.characters import ZWNJ
from extractors.text.lemmas import lemmas
from extractors.text.lexicon import is_word

type Item = tuple[int, int]
_AND = "و"
_COMMAS = ("،", ",")
_LONGEST = 8
_LEAST = 2
_FATHERS = ("ابن", "ابو", "ابی", "ام", "عبد")
_ENDINGS = ("ی", "ای", "ها", "های", "تر", "ترین", "ان", "ات", "ین", "گان")


def named_items(passage: Passage, found: Sequence[Candidate], head: str, first: int) -> list[Item]:
    """The items of a list after a plural, as ranges of words; none where they may be common words.

    At least one must be a name and nothing else, and none a place: hospitals of towns have no name.
    """
    if head not in named(passage.language) or first >= len(passage.words) or passage.between(first).strip(f" {ZWNJ}"):
        return []
    persons = {c.first: c.last for c in found if c.label == "PERSON"}
    items = list(_items(passage, persons, head, first))
    clear = [item for item in items if _is_clear(passage, persons, head, item)]
    towns = [item for item in items if item not in clear and _is_place(passage, item)]
    return items if len(items) >= _LEAST and clear and not (towns and items[0] in towns) else []


def _items(passage: Passage, persons: dict[int, int], head: str, first: int) -> Iterator[Item]:
    words, at = passage.words, first
    while 0 <= at < len(words):
        end = persons.get(at) or _known_until(passage, head, at) or _until(passage, at, glued=at > first)
        if end <= at:
            return
        yield at, end
        at = _next(passage, end)


def _next(passage: Passage, at: int) -> int:
    """The first word of the next item: after a comma, or after «و», which Arabic glues to it; -1 where none is."""
    if at >= len(passage.words) or "\n" in passage.between(at):
        return -1
    gap, exact = passage.between(at).strip(), passage.words[at].exact
    if gap in _COMMAS:
        return at
    if gap:
        return -1
    if exact == _AND:
        return at + 1
    return at if passage.language == "ar" and exact[0] == _AND and len(exact) > _LEAST + 1 else -1


def _own(passage: Passage, at: int, *, glued: bool = True) -> str:
    """A word without an Arabic «و» before it."""
    exact = passage.words[at].exact
    joined = glued and passage.language == "ar" and exact[0] == _AND and exact not in known_names()
    return exact[1:] if joined and len(exact) > _LEAST + 1 else exact


def _known_until(passage: Passage, head: str, at: int) -> int:
    """The end of the name of the tables that begins with a word, 0 where none does."""
    match = names().at([head, *exacts(passage, at, at + _LONGEST)], 0)
    return at + match.last - 1 if match and match.last > 1 else 0


def _until(passage: Passage, at: int, *, glued: bool) -> int:
    """The end of an item that is one word, or two of a person («ابن سينا»); the word itself where it can be none."""
    exact = _own(passage, at, glued=glued)
    plain = exact.isalpha() and not exact.isascii() and len(exact) > 1
    if not plain or exact in stops() or exact in heads(passage.language) or exact in weak() | classes():
        return at
    if passage.language == "fa":
        return at if is_verb(exact) else at + 1
    if exact in _FATHERS:
        return at + 2 if at + 1 < len(passage.words) and passage.between(at + 1) == " " else at
    several = exact.endswith(("ات", "ون", "ین"))
    if exact in known_names() or _is_son(exact):
        return at + 1
    thing = exact in cues("region") or exact in cues("nisba") or exact.removeprefix("ال") in plurals("ar")
    return at + 1 if exact.startswith("ال") and not (several or thing or exact.removeprefix("ال") in weak()) else at


def _is_clear(passage: Passage, persons: dict[int, int], head: str, item: Item) -> bool:
    """Whether an item is a name and nothing else: a person's, one of the tables, or no word at all."""
    at, _ = item
    exact = _own(passage, at)
    if at in persons or _known_until(passage, head, at) == item[1] or exact in _FATHERS or _is_son(exact):
        return True
    if passage.language == "ar":
        return exact in known_names() or exact.removeprefix("ال") in known_names()
    return exact in known_names() or not _is_common(exact)


def _is_son(exact: str) -> bool:
    """Whether «ابن» and its name are one word («ابن سينا»)."""
    return exact.startswith(_FATHERS[0]) and len(exact) > len(_FATHERS[0]) + 1


def _is_common(exact: str) -> bool:
    """Whether a word, or what it is a form of, is in the lists."""
    if is_word(exact) or exact in lemmas():
        return True
    return any(exact.endswith(end) and is_word(exact.removesuffix(end)) for end in _ENDINGS)


def _is_place(passage: Passage, item: Item) -> bool:
    name = exacts(passage, *item)
    return name in places() or (bare(name[0]), *name[1:]) in places()
