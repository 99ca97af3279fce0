"""What the tables know: names, head words, places, and the words that end a name."""

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from corpora.tables import table, words
from extractors.sequences import Sequences
from extractors.text.lexicon import key_of


class Head(NamedTuple):
    """A head word: whether it names a body alone, and whether its modifiers may be coordinated."""

    alone: bool
    joins: bool


def called() -> Iterator[tuple[str, str]]:
    """Every canonical name and alias, as written, with the canonical name."""
    for row in table("organisations"):
        for name in (row["name"], *filter(None, row["aliases"].split(";"))):
            yield name, row["name"]


@cache
def names() -> Sequences:
    """Every canonical name and alias → the canonical name."""
    return Sequences(called())


@cache
def heads(language: str) -> dict[str, Head]:
    """Exact form of a head word → what it allows."""
    rows = [row for row in table("organisation_heads") if row["language"] == language]
    return {key_of(row["word"]): Head(row["alone"] == "yes", row["joins"] == "yes") for row in rows}


@cache
def whole_bodies() -> frozenset[str]:
    """Exact forms of heads that stand for a whole body wherever they come in a name."""
    return frozenset(key_of(row["word"]) for row in table("organisation_heads") if row["body"] or row["alone"])


@cache
def offices() -> frozenset[str]:
    """Exact forms of heads that name an office wherever they begin a name."""
    rows = (row for row in table("organisation_heads") if row["body"] or row["alone"] or row["local"])
    return frozenset(key_of(row["word"]) for row in rows)


@cache
def shortened() -> dict[str, str]:
    """Exact form of a word → the body that it stands for once a document has named that in full (حوزه)."""
    pairs = (
        (key_of(short), row["name"]) for row in table("organisations") for short in row["short"].split(";") if short
    )
    return dict(pairs)


@cache
def stops() -> frozenset[str]:
    """Exact forms that end a name."""
    return frozenset(map(key_of, words("organisation_boundaries", kind="stop")))


@cache
def classes() -> frozenset[str]:
    """Exact forms that, right after a head, make a class of bodies and not a name."""
    return frozenset(map(key_of, words("organisation_boundaries", kind="class")))


@cache
def determiners(language: str) -> frozenset[str]:
    """Exact forms before a head that make it common («هر سازمان», «كل وزارة»)."""
    return frozenset(map(key_of, words("organisation_boundaries", kind="determiner", language=language)))


@cache
def reported_by() -> dict[str, str]:
    """Short name, exact, of a news agency → its name; only after a word that says who reports."""
    return {key_of(row["reporter"]): row["name"] for row in table("organisations") if row["reporter"]}


@cache
def places() -> Sequences:
    """Place names → their kind."""
    return Sequences((row["word"], row["kind"]) for row in table("places"))
