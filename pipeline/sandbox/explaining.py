"""Why a mention is found: the extractors over its document once more, this time with what they go by."""

from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from corpora.document import Document, Mention, Span
from corpora.values import plain
from extractors.reasons.reason import Clue, Reason
from extractors.reasons.telling import Telling
from pipeline.annotate import annotate, heads_in_use
from pipeline.records import WhyAsked


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
    told = _told(asked.document.with_mentions(())) if version else None
    found = told.mentions.get((asked.mention, wanted.extractor)) if told else None
    if told is None or found is None:
        return {"version": version, "found": False, "value": {}, "reasons": []}
    reasons = [_record(reason) for reason in told.by[found.extractor].why(found.label, found.span)]
    return {"version": version, "found": True, "value": plain(found.value), "reasons": reasons}


@dataclass(frozen=True, slots=True)
class _Told:
    """What the extractors find in a document, by id and extractor, and the extractors by name, which say why."""

    document: Document
    heads: tuple[bytes, ...]
    mentions: Mapping[tuple[str, str], Mention]
    by: Mapping[str, Telling]


_last: ContextVar[_Told | None] = ContextVar("last_told", default=None)
"""The document that was asked about last: who reviews asks of one mention after the other."""


def _told(document: Document) -> _Told:
    from extractors.registry import build

    heads, last = heads_in_use.get(), _last.get()
    if last is not None and last.heads == heads and last.document == document:
        return last
    telling = [Telling(extractor) for extractor in build(heads=heads)]
    found = {(one.id, one.extractor): one for one in annotate(document, telling).mentions}
    told = _Told(document, heads, found, {one.name: one for one in telling})
    _last.set(told)
    return told


def _record(reason: Reason) -> dict[str, Any]:
    clues = [[one.part, one.span.start, one.span.end, one.table, one.row] for one in reason.clues]
    return {"rule": reason.rule, "chance": reason.chance, "clues": clues}


def explained_of(record: Mapping[str, Any]) -> Explained:
    """From JSON."""
    reasons = [
        Reason(one["rule"], tuple(Clue(part, Span(a, b), *row) for part, a, b, *row in one["clues"]), one["chance"])
        for one in record["reasons"]
    ]
    return Explained(record["version"], record["found"], record["value"], tuple(reasons))
