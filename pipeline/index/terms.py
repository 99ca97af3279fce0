"""Single terms of an index."""

import re

from extractors.text.analyzer import Token

BREAK = "\N{SYMBOL FOR UNIT SEPARATOR}"
"""A term that no query holds, between two names or stretches of body: no phrase runs from one into the next."""
_TERM = re.compile(r"[\s\uD800-\uDFFF]")


def marked(stem: str, mark: str) -> str:
    """The term of a stem whose first alef was written so."""
    return f"{stem}|{mark}"


def joined(token: Token) -> str:
    """The term of a word that was written with these joints."""
    return f"{token.exact}|{token.joints}"


def term(value: str) -> str:
    """A value as one term: without white space or lone surrogates."""
    return _TERM.sub("_", value)
