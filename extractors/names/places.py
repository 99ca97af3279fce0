"""The places that the tables know, each name cut into words once."""

from collections.abc import Mapping
from functools import cache

from corpora.tables import table
from extractors.sequences import Sequences
from extractors.text.aligned import AlignedText
from extractors.text.segmenter import words

DOUBTFUL = "doubtful"
"""The kind of places that a word for their kind alone tells."""
type Key = tuple[str, ...]


@cache
def key(name: str) -> Key:
    """The exact forms of the words of a name."""
    return tuple(word.exact for word in words(AlignedText.of(name)))


@cache
def places() -> Mapping[Key, Mapping[str, str]]:
    """Words of a place's name → ``kind`` and, where they are known, ``country`` (ISO 3166) and ``english`` name."""
    found: dict[Key, Mapping[str, str]] = {}
    for row in table("place_names"):
        found[key(row["word"])] = {"kind": row["kind"], "country": row["country"], "english": row["en"]}
    for row in table("places"):
        if row["kind"] != DOUBTFUL:
            found.setdefault(key(row["word"]), {"kind": row["kind"]})
    return found


@cache
def settled() -> Sequences:
    """Cities and provinces → what stands for the place: its English name with its country, else its words."""
    return Sequences.of(
        (words_of, f"{said['english']}, {said['country']}" if "english" in said else " ".join(words_of))
        for words_of, said in places().items()
        if said["kind"] != "country"
    )
