"""Addresses of the web and of mail in a text, whose letters and digits are no words."""

import re

from corpora.document import Span
from extractors.spans import SpanSet

_ADDRESS = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w.-]+|https?://[!-~]+|(?<!\w)www\.[!-~]+", re.ASCII)


def addresses(text: str) -> SpanSet:
    """Where there are addresses; one ends before the first character that it cannot have, like «،».

    >>> addresses("نشانی www.example.org/?id=42، کتاب").overlaps(Span(24, 28))
    True
    >>> addresses("نشانی www.example.org/?id=42، کتاب").overlaps(Span(28, 34))
    False
    """
    return SpanSet(Span(*found.span()) for found in _ADDRESS.finditer(text))
