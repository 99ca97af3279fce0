"""The agreements of a document: those it tells of, or the one whose text it is."""

from corpora.document import Document
from extractors.agreements.candidates import Candidate
from extractors.agreements.news import told

VERSION = 1
"""Raised whenever what is read changes: a register that was read by other rules is read again."""


def candidates(document: Document) -> list[Candidate]:
    """What a document with mentions says of agreements, in text order; a pure function of it."""
    return told(document)
