"""The places that the tables know, each name cut into words once."""

import re
from collections.abc import Iterable, Mapping
from functools import cache

from corpora.tables import table
from corpora.tables import words as words_of_table
from extractors.sequences import Sequences
from extractors.text.aligned import AlignedText
from extractors.text.segmenter import words, words_of_each

DOUBTFUL = "doubtful"
"""The kind of places that a word for their kind alone tells."""
type Key = tuple[str, ...]


@cache
def key(name: str) -> Key:
    """The exact forms of the words of a name."""
    return tuple(word.exact for word in words(AlignedText.of(name)))


def keys(names: Iterable[str]) -> list[Key]:
    """``key`` of each of many names, none with a line break, folded all at once."""
    return [tuple(word.exact for word in found) for found in words_of_each(tuple(names))]


@cache
def _named() -> tuple[tuple[Key, Mapping[str, str]], ...]:
    rows = table("place_names")
    return tuple(zip(keys(row["word"] for row in rows), rows, strict=True))


def _told(row: Mapping[str, str]) -> Mapping[str, str]:
    return {"kind": row["kind"], "country": row["country"], "english": row["en"]}


@cache
def places() -> Mapping[Key, Mapping[str, str]]:
    """Words of a place's name → ``kind`` and, where they are known, ``country`` (ISO 3166) and ``english`` name.

    Of places that are written alike the one that comes first in the table, where the likelier ones stand first.
    """
    found: dict[Key, Mapping[str, str]] = {}
    for name, row in _named():
        found.setdefault(name, _told(row))
    own = [row for row in table("places") if not row["doubtful"]]
    for name, row in zip(keys(row["word"] for row in own), own, strict=True):
        found.setdefault(name, _own(row))
    return found


def _own(row: Mapping[str, str]) -> Mapping[str, str]:
    """What our own list says of a place."""
    return {"kind": row["kind"], "country": row["country"]} if row["country"] else {"kind": row["kind"]}


@cache
def spelt(language: str) -> Mapping[Key, Mapping[str, str]]:
    """The same for texts of a language: of two places the one in its letters («مراكش» is Marrakesh, «مراکش» Morocco).

    Our own list knows of its language which country's a place is («بابل» is Babol in Persian, Babylon in Arabic), and
    what the doubtful ones are. A name that several towns have tells none of them («المنصورة»).
    """
    found = dict[Key, Mapping[str, str]]()
    for name, row in _named() if language in _FOREIGN else ():
        if not _FOREIGN[language].search(row["word"]):
            found.setdefault(name, _told(row))
    found = {**places(), **found}
    own = [row for row in table("places") if row["language"] == language]
    for name, row in zip(keys(row["word"] for row in own), own, strict=True):
        other = row["country"] and found.get(name, {}).get("country", row["country"]) != row["country"]
        found[name] = _own(row) if other else found.get(name, _own(row))
    for word in words_of_table("homographs", label="PLACE", sense="several"):
        found[key(word)] = {"kind": "city"}
    return found


_FOREIGN = {"fa": re.compile("[يكةىأإ]"), "ar": re.compile("[یکپچژگ]")}
"""Letters that a language does not write its places with."""


@cache
def settled() -> Sequences:
    """Cities and provinces → what stands for the place: its English name with its country, else its words."""
    return Sequences.of(
        (words_of, f"{said['english']}, {said['country']}" if "english" in said else " ".join(words_of))
        for words_of, said in places().items()
        if said["kind"] != "country"
    )


@cache
def provinces(language: str) -> Sequences:
    """The provinces of a language's own list, also those that are towns too («بامیان»)."""
    rows = (row for row in table("places") if row["language"] == language and row["kind"] == "province")
    return Sequences.of((key(row["word"]), row["country"]) for row in rows)
