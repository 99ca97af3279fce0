"""The meetings of a document: those it tells of, or the one whose minutes it is."""

from corpora.document import Document
from extractors.agreements.sentences import sentences_as
from extractors.meetings.candidates import Meeting
from extractors.meetings.minutes import minutes_of
from extractors.meetings.news import meetings_told
from extractors.meetings.words import MeetingSentence, may_tell

VERSION = 3
"""Raised whenever what is read changes: a register that was read by other rules is read again."""


def meetings(document: Document) -> list[Meeting]:
    """What a document with mentions says of meetings, in text order; a pure function of it."""
    if not may_tell(document):
        return []
    told = meetings_told(document, list(sentences_as(MeetingSentence, document)))
    own = minutes_of(document, told)
    return [own, *told[1:]] if own else told
