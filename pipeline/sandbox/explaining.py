"""Why a mention is found: the extractors over its document once more, this time with what they go by."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from corpora.document import Span
from corpora.values import plain
from extractors.reasons.reason import Clue, Reason
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
    from extractors.reasons.telling import Telling
    from extractors.registry import build

    telling = [Telling(extractor) for extractor in build(heads=heads_in_use.get())]
    wanted = next(one for one in asked.document.mentions if one.id == asked.mention)
    version = next((one.version for one in telling if one.name == wanted.extractor), "")
    now = annotate(asked.document.with_mentions(()), telling) if version else asked.document.with_mentions(())
    again = next((one for one in now.mentions if one.id == asked.mention and one.extractor == wanted.extractor), None)
    if again is None:
        return {"version": version, "found": False, "value": {}, "reasons": []}
    teller = next(one for one in telling if one.name == again.extractor)
    reasons = [_record(reason) for reason in teller.reasons.get((again.label, again.span), ())]
    return {"version": version, "found": True, "value": plain(again.value), "reasons": reasons}


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
