"""Word lists with weights: which folded forms are words, which are compounds, what must stay whole.

A weight is ten times the decimal logarithm of a count, so that two forms can be compared.
"""

from functools import cache

from corpora.tables import table, words
from extractors.text.aligned import AlignedText
from extractors.text.characters import ZWNJ


def key_of(word: str) -> str:
    """The exact form of a written word: folded with loss, without joints.

    >>> key_of("تفاهم‌نامه")
    'تفاهمنامه'
    """
    return AlignedText.of(word).key.replace(ZWNJ, "").replace(" ", "")


@cache
def persian() -> dict[str, int]:
    """Folded Persian word → weight."""
    weights: dict[str, int] = {}
    for row in (*table("lexicon_fa"), *table("compounds")):
        key = key_of(row["word"])
        weights[key] = max(int(row["weight"]), weights.get(key, 0))
    return weights


@cache
def arabic() -> dict[str, int]:
    """Folded Arabic word form, clitics included, → weight."""
    return {row["word"]: int(row["weight"]) for row in table("lexicon_ar")}


@cache
def compounds() -> frozenset[str]:
    """Folded words that may be written in parts."""
    rows = (*table("lexicon_fa"), *table("compounds"))
    return frozenset(key_of(row["word"]) for row in rows if ZWNJ in row["word"])


@cache
def protected() -> frozenset[str]:
    """Folded words that no stemmer cuts; among them the duals that count by themselves (يومين)."""
    duals = (row["word"] for row in table("time_units") if row["number"])
    return frozenset(map(key_of, (*words("protected"), *duals)))


@cache
def variants() -> dict[str, str]:
    """Folded spelling → the spelling that stands for the word."""
    return {key_of(row["from"]): key_of(row["to"]) for row in table("variants")}


@cache
def question_words() -> frozenset[str]:
    """Exact forms that a question holds and its answer need not."""
    return frozenset(map(key_of, words("question_words")))


def is_word(key: str) -> bool:
    """Whether either list has the form."""
    return key in persian() or key in arabic()
