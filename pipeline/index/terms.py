"""Single terms of an index."""

import re
from collections.abc import Iterable

from extractors.text.analyzer import Token
from extractors.text.diacritics import pattern

BREAK = "\N{SYMBOL FOR UNIT SEPARATOR}"
"""A term that no query holds, between two names or stretches of body: no phrase runs from one into the next."""
WRITTEN = "="
"""Before a term of constituents as they are written."""
_TERM = re.compile(r"[\s\uD800-\uDFFF]")


def written(tokens: Iterable[Token]) -> set[str]:
    """How words were written: their diacritics, for stems that have any, and the boundaries of their affixes."""
    tokens = list(tokens)
    stems = {token.stem for token in tokens if token.diacritics}
    terms = {f"{token.stem}|{token.diacritics}" for token in tokens if token.stem in stems}
    return terms | {joined(token) for token in tokens if token.boundaries}


def marked(token: Token) -> tuple[str, str]:
    """Regular expressions of the terms of a stem whose diacritics agree with a token's, and of all with that stem.

    What is written on a plural of the tables (رُسُل) tells nothing of its singular (رَسول).
    """
    stem = re.escape(term(token.stem))
    other = "[^=].*" if token.diacritics.startswith("=") else "=.*"
    return rf"{stem}\|({pattern(token.diacritics)}|{other})?", rf"{stem}\|.*"


def joined(token: Token) -> str:
    """The term of a word that was written with these boundaries of affixes."""
    return f"{token.exact}+{token.boundaries}"


def term(value: str) -> str:
    """A value as one term: without white space or lone surrogates."""
    return _TERM.sub("_", value)
