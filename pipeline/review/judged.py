"""What people judged of what was found: which mention a decision is of by now, and what stands in its place."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

from corpora.document import Document, Mention, Span
from corpora.errors import InvalidValue
from corpora.ids import mention_id
from corpora.values import ELSEWHERE, plain, validate
from pipeline.store.decisions import Decision
from pipeline.store.stored import PERSON

type Verdict = Literal["accept", "reject", "correct", "add", "ignore"]
type State = Literal["applied", "stale"]
VERDICTS: tuple[str, ...] = get_args(Verdict.__value__)
_SHOWN = {"accept": "accepted", "correct": "corrected", "add": "added", "reject": "rejected"}
"""Verdict of a decision → what a mention says of it (corpora.document.VERDICTS)."""
_REACH = 30
"""Characters on each side by which the place of a mention is known in another text."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """A decision on a mention, and what came of it in the document as it is now.

    ``machine`` is what the extractors find there now, ``mention`` what people see, ``span`` where the judged mention
    stands; each is None where it is not. ``state`` is stale where the machine says something else than what was judged
    (the decision holds until somebody looks), where its place is not found in the text any more, or where the value
    that it gave is none of its label.
    """

    decision: Decision
    state: State
    span: Span | None
    machine: Mention | None
    mention: Mention | None

    @property
    def verdict(self) -> str:
        """What was said."""
        return str(self.decision.after["verdict"])

    @property
    def rejected(self) -> Mention | None:
        """What the machine finds there and a person rejected; None where he did not, or it finds nothing."""
        if self.machine is None or self.verdict != "reject":
            return None
        return replace(self.machine, verdict=_SHOWN["reject"])


def judged(document: Document, said: Sequence[Decision]) -> list[Judgement]:
    """The decisions on mentions that hold, oldest first; at one place the newest does.

    ``document`` has its text as it was put right, and the mentions as extractors found them.
    """
    machine = {(mention.label, mention.span): mention for mention in document.mentions}
    taken: set[object] = set()
    found: list[Judgement] = []
    for decision in reversed([one for one in said if one.kind == "mention"]):
        if decision.subject in taken:
            continue
        span = place_of(document.text, decision.before)
        label = decision.before["label"]
        place = (label, span) if span else decision.subject
        if place in taken:
            continue
        taken |= {place, decision.subject}
        found.append(_judgement(document, decision, span, machine.get((label, span)) if span else None))
    return found[::-1]


def upheld(text: str, said: Sequence[Decision]) -> set[tuple[str, Span]]:
    """Where a text has what people accepted, corrected or added, as it was found and as it is to stand, each by label.

    ``said`` are the decisions on its document that stand, oldest first; of one mention the newest holds.
    """
    newest = {one.subject: one for one in said if one.kind == "mention"}
    found = set[tuple[str, Span]]()
    for one in newest.values():
        before, after = one.before, one.after
        place = place_of(text, before) if after["verdict"] in ("accept", "correct", "add") else None
        if place is None:
            continue
        found.add((before["label"], place))
        if "start" in after:
            by = place.start - before["start"]
            found.add((after["label"], Span(after["start"] + by, after["end"] + by)))
    return found


def _judgement(document: Document, decision: Decision, span: Span | None, machine: Mention | None) -> Judgement:
    if span is None:
        return Judgement(decision, "stale", None, None, None)
    before, after = decision.before, decision.after
    verdict = after["verdict"]
    value = after["value"] if verdict == "add" else before["value"]
    same = machine is not None and plain(machine.value) == plain(value)
    if verdict in ("reject", "ignore"):
        state: State = "applied" if same or machine is None else "stale"
        return Judgement(decision, state, span, machine, machine if verdict == "ignore" else None)
    said = before if verdict == "accept" else after
    if verdict == "accept" and same and machine:
        mention: Mention | None = replace(machine, score=1.0, verdict=_SHOWN["accept"])
    elif _is_of_its_type(said):
        mention = _made(document, decision, said, span, machine)
    else:
        return Judgement(decision, "stale", span, machine, machine)
    agrees = same or (verdict == "add" and machine is None)
    return Judgement(decision, "applied" if agrees and mention else "stale", span, machine, mention)


def _is_of_its_type(said: Mapping[str, Any]) -> bool:
    """Whether a value that a person gave is one of its label; it may have been kept before values had types."""
    try:
        validate(said["label"], said["value"])
    except InvalidValue:
        return False
    return True


def _made(
    document: Document, decision: Decision, said: Mapping[str, Any], at: Span, machine: Mention | None
) -> Mention | None:
    """The mention that a person sees; ``at`` is where the judged one stands. None where its words are gone."""
    before = decision.before
    moved = at.start - before["start"]
    span = Span(said["start"] + moved, said["end"] + moved)
    if span.start < 0 or document.text[span.start : span.end] != said["surface"]:
        return None
    own = machine.id if machine else mention_id(document.key, before["label"], at, before["surface"])
    value = moved_value(said["value"], moved)
    verdict = _SHOWN[decision.after["verdict"]]
    return Mention(own, said["label"], span, said["surface"], value, PERSON, str(decision.id), verdict=verdict)


def moved_value(value: Mapping[str, Any], by: int) -> dict[str, Any]:
    """A value in a text where its mention stands further on; what points elsewhere is not known there."""
    if not by:
        return dict(value)
    kept = {name: part for name, part in value.items() if name not in ELSEWHERE}
    if "number_span" in kept:
        kept["number_span"] = [offset + by for offset in kept["number_span"]]
    return kept


def context(text: str, span: Span) -> list[str]:
    """The characters on both sides of a place, by which it is found again."""
    return [text[max(0, span.start - _REACH) : span.start], text[span.end : span.end + _REACH]]


def place_of(text: str, before: Mapping[str, Any]) -> Span | None:
    """Where a judged mention stands in a text, known by its surface and what is around it; None where in doubt."""
    surface, (left, right), start = str(before["surface"]), before["context"], int(before["start"])
    here = text.startswith(surface, start)
    if here and text.endswith(left, 0, start) and text.startswith(right, start + len(surface)):
        return Span(start, start + len(surface))
    for lead, around in _around(surface, left, right):
        if text.count(around) == 1:
            at = text.index(around) + lead
            return Span(at, at + len(surface))
    return Span(start, start + len(surface)) if here else None


def _around(surface: str, left: str, right: str) -> Iterator[tuple[int, str]]:
    """What to look for, the most first, each with where the surface begins in it."""
    near = _REACH // 3
    for before, after in ((left, right), (left, ""), ("", right), (left[-near:], right[:near])):
        if before or after:
            yield len(before), before + surface + after
