"""Why a mention is found: the extractors over its document once more, this time with what they go by.

Of a long document the paragraphs around the mention are read first: where they alone give it with the same value and
score, what they say is why. Else all of it is, which takes seconds.
"""

import re
from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import Any

from corpora.document import Document, Mention, Span
from corpora.values import plain
from extractors.reasons.reason import Clue, Reason
from extractors.reasons.telling import Telling
from pipeline.annotate import annotate, heads_in_use
from pipeline.records import WhyAsked

_LONG, _NEAR = 20_000, 3_000
"""Letters from which a document is long, and those on each side of a mention that are read first."""
_ENDS = re.compile(r"\n|[.!?\N{ARABIC QUESTION MARK}\N{HORIZONTAL ELLIPSIS}]\s+")
_SAME = 1e-3
"""How far two scores may be apart that are the same: a tagger reads many sentences at once."""


@dataclass(frozen=True, slots=True)
class Explained:
    """What the extractors make of a mention's document now: whether they find it, its value then, and why.

    ``version`` is that of the extractor that found it, as it is now; "" where there is none of its name.
    """

    version: str
    found: bool
    value: Mapping[str, Any]
    reasons: tuple[Reason, ...]


def explained(asked: WhyAsked) -> dict[str, Any]:
    """The same as JSON has it; who finds mentions without being one of our extractors is not asked."""
    from extractors.registry import build

    wanted = next(one for one in asked.document.mentions if one.id == asked.mention)
    versions = {one.name: one.version for one in build(heads=heads_in_use.get())}
    version = versions.get(wanted.extractor, "")
    document = asked.document.with_mentions(())
    near = _near(document, wanted) if version and not _is_told(document) else None
    if near:
        return {"version": version, "found": True, "value": plain(wanted.value), "reasons": near}
    told = _told(document) if version else None
    found = told.mentions.get((asked.mention, wanted.extractor)) if told else None
    if told is None or found is None:
        return {"version": version, "found": False, "value": {}, "reasons": []}
    reasons = [_record(reason) for reason in told.by[found.extractor].why(found.label, found.span)]
    return {"version": version, "found": True, "value": plain(found.value), "reasons": reasons}


def _near(document: Document, wanted: Mention) -> list[dict[str, Any]] | None:
    """The reasons that the paragraphs around a mention of a long document give; None where they do not give it so."""
    if len(document.text) < _LONG or any(page.regions for page in document.pages):
        return None
    start, end = _around(document.text, wanted.span)
    told = _read(_piece(document, start, end))
    place = Span(wanted.span.start - start, wanted.span.end - start)
    for found in told.mentions.values():
        if (found.label, found.span, found.extractor) == (wanted.label, place, wanted.extractor):
            same = plain(found.value) == plain(wanted.value)
            if same and abs(found.score - wanted.score) < _SAME:
                return [_record(one, start) for one in told.by[found.extractor].why(found.label, found.span)]
    return None


def _around(text: str, span: Span) -> tuple[int, int]:
    """The letters around a mention, from the end of a line or sentence to another."""
    first, last = max(0, span.start - _NEAR), min(len(text), span.end + _NEAR)
    start = next((end.end() for end in _ENDS.finditer(text, first, span.start)), first) if first else 0
    ends = [end.end() for end in _ENDS.finditer(text, span.end, last)]
    return start, ends[-1] if ends and last < len(text) else last


def _piece(document: Document, start: int, end: int) -> Document:
    """A part of a document as one of its own."""
    within = (Span(max(one.start, start), min(one.end, end)) for one in document.furniture)
    furniture = tuple(Span(one.start - start, one.end - start) for one in within if one.start < one.end)
    return replace(document, text=document.text[start:end], pages=(), furniture=furniture)


@dataclass(frozen=True, slots=True)
class _Told:
    """What the extractors find in a document, by id and extractor, and the extractors by name, which say why."""

    document: Document
    heads: tuple[bytes, ...]
    mentions: Mapping[tuple[str, str], Mention]
    by: Mapping[str, Telling]


_last: ContextVar[_Told | None] = ContextVar("last_told", default=None)
"""The document that was asked about last: who reviews asks of one mention after the other."""


def _is_told(document: Document) -> bool:
    last = _last.get()
    return last is not None and last.heads == heads_in_use.get() and last.document == document


def _told(document: Document) -> _Told:
    last = _last.get()
    if last is not None and _is_told(document):
        return last
    told = _read(document)
    _last.set(told)
    return told


def _read(document: Document) -> _Told:
    from extractors.registry import build

    heads = heads_in_use.get()
    telling = [Telling(extractor) for extractor in build(heads=heads)]
    found = {(one.id, one.extractor): one for one in annotate(document, telling).mentions}
    return _Told(document, heads, found, {one.name: one for one in telling})


def _record(reason: Reason, by: int = 0) -> dict[str, Any]:
    """A reason as JSON has it, its places so many letters further on."""
    clues = [[one.part, one.span.start + by, one.span.end + by, one.table, one.row] for one in reason.clues]
    return {"rule": reason.rule, "chance": reason.chance, "clues": clues}


def explained_of(record: Mapping[str, Any]) -> Explained:
    """From JSON."""
    reasons = [
        Reason(one["rule"], tuple(Clue(part, Span(a, b), *row) for part, a, b, *row in one["clues"]), one["chance"])
        for one in record["reasons"]
    ]
    return Explained(record["version"], record["found"], record["value"], tuple(reasons))
