"""Document × extractors → Document with mentions."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from corpora.document import Document
from extractors.extraction import mentions_of
from extractors.names.identity import identities
from extractors.protocols import Extractor


def day_of(published: str) -> date | None:
    """The day that relative dates are counted from; None where the publication date is not known."""
    try:
        return date.fromisoformat(published[:10])
    except ValueError:
        return None


def annotate(document: Document, extractors: Sequence[Extractor]) -> Document:
    """The document with what the extractors find in its body, and the flags that follow from it.

    The value of an organisation, person or place has as ``entity`` the key of who it is; the store knows whose it is.
    """
    mentions = mentions_of(
        document.text,
        key=document.key,
        language=document.language,
        published=day_of(document.published),
        extractors=extractors,
        furniture=document.furniture,
    )
    two = any("same_as" in mention.value for mention in mentions)
    flags = {flag for flag in document.flags if flag != "two_calendars"} | ({"two_calendars"} if two else set())
    return _identified(replace(document, flags=tuple(sorted(flags))).with_mentions(mentions))


def _identified(document: Document) -> Document:
    keys = identities(document)
    known = ((mention, keys.get(mention.id)) for mention in document.mentions)
    return document.with_mentions(
        replace(mention, value={**mention.value, "entity": key}) if key else mention for mention, key in known
    )
