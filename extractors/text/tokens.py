"""Cuts folded text into written words and numbers. A ZWNJ is inside a word; a digit never is."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from extractors.text.aligned import AlignedText
from extractors.text.characters import ZWNJ

_LETTERS = r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036F])*"
TOKEN = re.compile(rf"(?P<word>{_LETTERS}(?:{ZWNJ}+{_LETTERS})*)|(?P<number>\d+(?:[.,]\d+)*)")


class WrittenToken(NamedTuple):
    """A word or a number as written: ``[start, end)`` in the folded text."""

    start: int
    end: int
    kind: str


def tokens(folded: AlignedText) -> Iterator[WrittenToken]:
    """Words and numbers in order; what lies between them is space and punctuation.

    >>> folded = AlignedText.of("بیش از۲۷ ستاد")
    >>> [folded.text[t.start : t.end] for t in tokens(folded)]
    ['بیش', 'از', '27', 'ستاد']
    """
    for match in TOKEN.finditer(folded.key):
        yield WrittenToken(match.start(), match.end(), str(match.lastgroup))
