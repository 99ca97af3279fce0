"""The words that tell of appointments, in every spelling, and what begins an office."""

from collections.abc import Iterator, Mapping
from functools import cache
from itertools import product
from typing import NamedTuple

from corpora.tables import table
from extractors.text.aligned import AlignedText
from extractors.text.segmenter import words

_ARTICLE = "ال"
_WITHOUT_ARTICLE = ("", "ب", "ل", "ک")
_SPELLINGS = {"ی": "یيى", "ي": "يیى", "ک": "کك", "ك": "كک"}
_AND = "و"

type Index[T] = Mapping[str, list[tuple[tuple[str, ...], T]]]
"""First word → sequences of words that begin with it, the longest first, with what each says."""


class Office(NamedTuple):
    """What a word for an office says: ``role`` is one of ROLES, ``duty`` or ``none``; «مديرا» is ``accusative``."""

    role: str
    accusative: bool = False


@cache
def stems(language: str, kind: str = "stem") -> tuple[str, ...]:
    """Letters of which a sentence has some where it tells of an appointment, in each spelling of ی and ک."""
    rows = (row["words"].split(";") for row in table("decree_words") if _is(row, language, kind))
    return tuple({"".join(one) for row in rows for word in row for one in product(*map(_letters, word))})


def _letters(letter: str) -> str:
    return _SPELLINGS.get(letter, letter)


def _is(row: Mapping[str, str], language: str, cue: str) -> bool:
    return (row["language"], row["cue"]) == (language, cue)


@cache
def cues(language: str) -> Index[str]:
    """Every cue by its words; in Arabic also behind «و» where the segmenter leaves it on the word."""
    rows = (row for row in table("decree_words") if row["language"] == language and not row["cue"].startswith("stem"))
    return _indexed((key, row["cue"]) for row in rows for word in row["words"].split(";") for key in _keys(word))


@cache
def offices(language: str) -> Index[Office]:
    """Every word for an office, in Arabic in the forms that it takes behind a verb or a preposition."""
    rows = [row for row in table("decree_offices") if row["language"] == language]
    if language == "fa":
        return _indexed((key, Office(row["role"])) for row in rows for key in _keys(row["office"]))
    found = ((form, row["role"]) for row in rows for form in _forms(row["office"]))
    return _indexed((key, Office(role, accusative)) for (form, accusative), role in found for key in _keys(form))


def _forms(office: str) -> Iterator[tuple[str, bool]]:
    """The forms of an Arabic office; those that only an object of a verb takes are marked.

    >>> list(_forms("مدير عام"))[1:3]
    [('مديرا عاما', True), ('مديرا', True)]
    """
    first, *rest = office.split(" ")
    tail = "".join(" " + word for word in rest)
    yield office, False
    if not first.endswith("ة"):
        if all(not word.startswith(_ARTICLE) and not word.endswith("ة") for word in rest) and rest:
            yield " ".join(word + "ا" for word in (first, *rest)), True
        yield first + "ا" + ("" if rest else tail), True
        if rest:
            yield first + "ا" + tail, True
    for before in _WITHOUT_ARTICLE[1:]:
        yield before + office, False
    yield _ARTICLE + first + "".join(" " + _ARTICLE + word for word in rest), False


def _keys(word: str) -> Iterator[tuple[str, ...]]:
    key = tuple(one.exact for one in words(AlignedText.of(word)))
    if key:
        yield key


def _indexed[T](entries: Iterator[tuple[tuple[str, ...], T]]) -> Index[T]:
    found: dict[str, list[tuple[tuple[str, ...], T]]] = {}
    for key, says in entries:
        if (key, says) not in found.setdefault(key[0], []):
            found[key[0]].append((key, says))
    for options in found.values():
        options.sort(key=lambda option: -len(option[0]))
    return found


def bare(exact: str) -> str:
    """A word without the conjunction that is written with it."""
    return exact.removeprefix(_AND) if len(exact) > 2 else exact
