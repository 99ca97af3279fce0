"""Persian affixes that are written with a joint, after a space or with nothing (``corpora/data/affixes.tsv``)."""

from functools import cache

from corpora.tables import table
from extractors.text.lexicon import joined_key

_ANY = "*"


@cache
def prefixes() -> frozenset[str]:
    """Of verbs: «می», «نمی»."""
    return frozenset(row["word"] for row in table("affixes") if row["kind"] == "prefix")


@cache
def inflections() -> tuple[str, ...]:
    """What the stemmer cuts off after a joint, the longest first."""
    found = [joined_key(row["word"]) for row in table("affixes") if row["kind"] == "inflection"]
    return tuple(sorted(found, key=len, reverse=True))


@cache
def endings() -> dict[str, str]:
    """Affix that may stand apart with a space → the letters after which; ``*`` is any."""
    return {row["word"]: row["space"] for row in table("affixes") if row["space"] and row["kind"] != "prefix"}


_SHORT = 2
"""Letters of a word («و», «به») that a single letter after a space does not belong to."""


def joins(word: str, after: str) -> bool:
    """Whether a space between an exact form and an affix is a joint.

    >>> joins("کتاب", "ها"), joins("خانه", "ی"), joins("کتاب", "ی"), joins("به", "ی")
    (True, True, False, False)
    """
    letters = endings().get(after)
    if letters is None or word.isascii() or (len(after) == 1 and len(word) <= _SHORT):
        return False
    return letters == _ANY or word[-1] in letters
