"""Document × extractors → Document with mentions."""

import math
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from datetime import date
from itertools import takewhile

from corpora.document import Document, Mention, Region
from extractors.extraction import mentions_of
from extractors.names.identity import identities
from extractors.protocols import Extractor

heads_in_use = ContextVar[tuple[bytes, ...]]("heads_in_use", default=())
"""What the extractor of names was taught beyond what is shipped: files of ``asnad train``, one a language."""


@contextmanager
def taught(heads: tuple[bytes, ...]) -> Iterator[None]:
    """Whatever is extracted meanwhile is extracted with what the extractor of names was taught, if anything."""
    before = heads_in_use.set(heads)
    try:
        yield
    finally:
        heads_in_use.reset(before)


def in_use(names: Sequence[str] = ()) -> tuple[Extractor, ...]:
    """The extractors of these names, else all, with what that of names was taught; loaded when they are asked for."""
    from extractors.registry import FACTORIES, build

    return build(names or tuple(FACTORIES), heads_in_use.get())


def day_of(published: str) -> date | None:
    """The day that relative dates are counted from; None where the publication date is not known."""
    try:
        return date.fromisoformat(published[:10])
    except ValueError:
        return None


def annotate(document: Document, extractors: Sequence[Extractor]) -> Document:
    """The document with what the extractors find in its body, and the flags that follow from it.

    On a scan a mention is at most as sure as its words were read. The value of an organisation, person or place has as
    ``entity`` the key of who it is; the store knows whose it is.
    """
    mentions = mentions_of(
        document.text,
        key=document.key,
        language=document.language,
        published=day_of(document.published),
        extractors=extractors,
        furniture=document.furniture,
    )
    mentions = _as_sure_as_the_scan(document, mentions)
    two = any("same_as" in mention.value for mention in mentions)
    flags = {flag for flag in document.flags if flag != "two_calendars"} | ({"two_calendars"} if two else set())
    return _identified(replace(document, flags=tuple(sorted(flags))).with_mentions(mentions))


def with_suggestions(document: Document, suggested: Sequence[Mention]) -> Document:
    """The document with what an outside model finds as well, less what stands there already under the same label.

    On a scan it is at most as sure as its words were read; it has an ``entity`` as what extractors find.
    """
    there = {(mention.label, mention.span) for mention in document.mentions}
    fresh = tuple(mention for mention in suggested if (mention.label, mention.span) not in there)
    if not fresh:
        return document
    return _identified(document.with_mentions([*document.mentions, *_as_sure_as_the_scan(document, fresh)]))


def annotated(document: Document) -> Document:
    """The same with all extractors; they are loaded when the first document is seen."""
    return annotate(document, in_use())


def _as_sure_as_the_scan(document: Document, mentions: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """The mentions with their scores lowered by how surely the least sure of their words was recognised."""
    words = [region for page in document.pages for region in page.regions if region.confidence is not None]
    if not words:
        return mentions
    starts = [word.span.start for word in words]
    return tuple(replace(m, score=round(m.score * _surety(document, m, words, starts), 4)) for m in mentions)


def _surety(document: Document, mention: Mention, words: Sequence[Region], starts: Sequence[int]) -> float:
    """How likely what was recognised is right, 0…1.

    Of numbers that Tesseract read with a confidence of .9 and more 95 % were right on the development scans, of those
    with .8 to .9 80 %, .7 to .8 50 %, below that 40 %; a wrong letter of a word is seldom another word.
    """
    first = max(0, bisect_right(starts, mention.span.start) - 1)
    under = list(takewhile(lambda word: word.span.start < mention.span.end, words[first:]))
    sure = [word.confidence or 0.0 for word in under]
    digits = [word.confidence or 0.0 for word in under if _DIGIT.search(document.text[word.span.start : word.span.end])]
    numbers = max(_LEAST, min(1.0, (min(digits) - 0.5) / 0.45)) if digits else 1.0
    return min(numbers, math.sqrt(min(sure, default=1.0)))


_DIGIT = re.compile(r"\d")
_LEAST = 0.2


def _identified(document: Document) -> Document:
    keys = identities(document)
    known = ((mention, keys.get(mention.id)) for mention in document.mentions)
    return document.with_mentions(
        replace(mention, value={**mention.value, "entity": key}) if key else mention for mention, key in known
    )
