"""The agreements of a document: those it tells of, or the one whose text it is."""

from collections.abc import Mapping
from dataclasses import replace

from corpora.document import Document
from extractors.agreements.candidates import Candidate
from extractors.agreements.news import told
from extractors.agreements.sentences import sentences
from extractors.agreements.texts import as_text, points_to, sections_of, titled

VERSION = 25
"""Raised whenever what is read changes: a register that was read by other rules is read again."""


def candidates(document: Document) -> list[Candidate]:
    """What a document with mentions says of agreements, in text order; a pure function of it.

    Of the text of an agreement the first is the one whose text it is; others are those that it speaks of.
    """
    held = list(sentences(document))
    found = told(document, held)
    named = any(mention.label == "AGREEMENT" for mention in document.mentions)
    sections = sections_of(document) if named else ()
    if not sections:
        return found
    own = titled(document, found)
    others = [one for one in found if one is not own and not points_to(document, one)]
    places = {id(one): place for place, one in enumerate(found)}
    moved = {places[id(one)]: at for at, one in enumerate(others, 1)} | {places.get(id(own), -1): 0}
    return [as_text(own, document, held, sections), *(_moved(one, moved) for one in others)]


def _moved(one: Candidate, places: Mapping[int, int]) -> Candidate:
    """An agreement with what it is to others, which stand at other places or are left out."""
    return replace(one, relations=tuple((kind, places[at]) for kind, at in one.relations if at in places))
