"""What the tables know: names, head words, places, and the words that end a name."""

from functools import cache
from typing import NamedTuple

from corpora.tables import table, words
from extractors.sequences import Sequences
from extractors.text.lexicon import key_of


class Head(NamedTuple):
    """A head word: whether it names a body alone, and whether its modifiers may be coordinated."""

    alone: bool
    joins: bool


@cache
def names() -> Sequences:
    """Every canonical name and alias → the canonical name."""
    pairs = []
    for row in table("organisations"):
        pairs += [(name, row["name"]) for name in (row["name"], *filter(None, row["aliases"].split(";")))]
    return Sequences(pairs)


@cache
def heads(language: str) -> dict[str, Head]:
    """Exact form of a head word → what it allows."""
    rows = [row for row in table("organisation_heads") if row["language"] == language]
    return {key_of(row["word"]): Head(row["alone"] == "yes", row["joins"] == "yes") for row in rows}


@cache
def stops() -> frozenset[str]:
    """Exact forms that end a name."""
    return frozenset(map(key_of, words("organisation_boundaries", kind="stop")))


@cache
def classes() -> frozenset[str]:
    """Exact forms that, right after a head, make a class of bodies and not a name."""
    return frozenset(map(key_of, words("organisation_boundaries", kind="class")))


@cache
def determiners() -> frozenset[str]:
    """Exact forms before a head that make it common («هر سازمان», «كل وزارة»)."""
    return frozenset(map(key_of, words("organisation_boundaries", kind="determiner")))


@cache
def reported_by() -> dict[str, str]:
    """Short name, exact, of a news agency → its name; only after a word that says who reports."""
    return {key_of(row["reporter"]): row["name"] for row in table("organisations") if row["reporter"]}


@cache
def places() -> Sequences:
    """Place names → their kind."""
    return Sequences((row["word"], row["kind"]) for row in table("places"))
