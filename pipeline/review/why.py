"""Why a mention was suggested: who found it, by which rule, table or tagger, and which words carried it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from corpora.document import Document, Mention, Span
from corpora.values import plain
from extractors.reasons.reason import Reason
from pipeline.errors import DocumentNotFound
from pipeline.people.access import key_for
from pipeline.people.audit import Audit
from pipeline.people.principal import Principal
from pipeline.records import WhyAsked
from pipeline.review.judged import Judgement
from pipeline.review.reviewed import Reviewed
from pipeline.review.state import MentionState
from pipeline.sandbox.explaining import Explained
from pipeline.store.decisions import Decision
from pipeline.store.documents import Store

type Finds = Literal["same", "other", "gone", "elsewhere", "gazetteer", "person"]
type Standing = Finds | Literal["corrected"]
_GAZETTEER = "gazetteer"
_NOTHING = Explained("", found=False, value={}, reasons=())


@dataclass(frozen=True, slots=True)
class Why:
    """A mention, what the machine found there and who, what a person made of it, and what the extractors say now.

    ``mention`` is as people see it. ``machine`` is what was found: as the document has it now, or as it was judged
    where nothing finds it any more; None where a person marked what nothing had found. ``finds`` is ``same`` where the
    extractors find that with its value, ``other`` with another, ``gone`` where they find none there any more (the
    reasons of then are not known), ``elsewhere`` where a model outside found it and says no reason, ``gazetteer`` where
    it is a name that people added (``decision`` says by which), ``person`` where somebody marked it. ``version`` is
    that of the extractor now; places are those of the text.
    """

    document: Document
    mention: Mention
    machine: Mention | None
    judgement: Judgement | None
    finds: Finds
    version: str
    reasons: tuple[Reason, ...]

    @property
    def standing(self) -> Standing:
        """``finds``; ``corrected`` where the label, the place or the value that people see is not what was found."""
        return "corrected" if self.machine and _said(self.machine) != _said(self.mention) else self.finds

    @property
    def decision(self) -> int:
        """The number of the decision that made the name of a gazetteer; 0 for anything else."""
        named = self.finds == "gazetteer" and self.machine
        return int(self.machine.version) if named and self.machine else 0

    def words(self, span: Span) -> str:
        """What stands in the text at a clue."""
        return self.document.text[span.start : span.end]

    def record(self) -> dict[str, Any]:
        """The same as JSON has it."""
        found, said = self.machine, self.judgement.decision if self.judgement else None
        return {
            "document": self.document.key,
            "mention": self.mention.id,
            **_stands(self.mention),
            "standing": self.standing,
            "machine": {**_stands(found), "finds": self.finds} if found else None,
            "judgement": {**_judged(said), "state": self.judgement.state} if said and self.judgement else None,
            "extractor": (found.extractor or None) if found else None,
            "version": (found.version or None) if found else None,
            "score": found.score if found and found.extractor else None,
            "version_now": self.version or None,
            "decision": self.decision or (said.id if said else None),
            "user": said.user if said else None,
            "verdict": self.judgement.verdict if self.judgement else None,
            "reasons": [self._reason(one) for one in self.reasons],
        }

    def _reason(self, one: Reason) -> dict[str, Any]:
        clues = [
            {"part": c.part, "start": c.span.start, "end": c.span.end, "surface": self.words(c.span)}
            | {"table": c.table or None, "row": c.row or None}
            for c in one.clues
        ]
        chance = None if one.chance is None else round(one.chance, 4)
        return {"rule": one.rule, "chance": chance, "words": clues}


def _said(mention: Mention) -> tuple[object, ...]:
    """What a mention says: its label, its place, and its value."""
    return mention.label, mention.span, plain(mention.value)


def _stands(mention: Mention) -> dict[str, Any]:
    place = {"label": mention.label, "start": mention.span.start, "end": mention.span.end, "surface": mention.surface}
    return {**place, "value": {name: part for name, part in mention.value.items() if name != "entity"}}


def _judged(said: Decision) -> dict[str, Any]:
    who = {"user": said.user, "at": said.at, "note": said.note}
    return {"decision": said.id, "verdict": str(said.after["verdict"]), **who}


class Reasons:
    """Tells why mentions were suggested; the extractors are run again for it, so that what is said is what they do."""

    def __init__(self, store: Store, explain: Callable[[WhyAsked], Explained], audit: Audit) -> None:
        """Takes the store, what runs extractors with their reasons, and where to note who asked."""
        self._store, self._explain, self._audit = store, explain, audit

    def of(self, who: Principal, reference: str, mention: str) -> Why:
        """Why a mention of a document, by its id, was suggested.

        Raises DocumentNotFound, also where there is no such mention, AmbiguousDocument, UnreadableSource.
        """
        key = key_for(self._store, who, reference)
        with self._store.engine.connect() as connection:
            state = MentionState.on(self._store, connection, key)
        row = row_of(state.rows, mention)
        found = _found(row) if row else None
        marked = (row.marked or found) if row else None
        if row is None or marked is None:
            raise not_there(mention, row.judgement if row else None)
        self._audit.note(who, "read", key, state.document.collection)
        finds, now = self._now(state.document, found, row)
        return Why(state.document, marked, found, row.judgement, finds, now.version, now.reasons)

    def _now(self, document: Document, found: Mention | None, row: Reviewed) -> tuple[Finds, Explained]:
        if found is None:
            return "person", _NOTHING
        if row.machine is None:
            return "gone", _NOTHING
        if found.extractor == _GAZETTEER:
            return "gazetteer", _NOTHING
        now = self._explain(WhyAsked(document, found.id))
        if not now.version:
            return "elsewhere", now
        if not now.found:
            return "gone", now
        return ("same" if plain(found.value) == now.value else "other"), now


def row_of(rows: Sequence[Reviewed], mention: str) -> Reviewed | None:
    """The mention of an id; where there is none by now, that which was judged by it."""
    there = (one for one in rows if one.known and one.known.id == mention)
    judged = (one for one in rows if one.judgement and one.judgement.decision.subject == mention)
    return next(there, None) or next(judged, None)


def _found(row: Reviewed) -> Mention | None:
    """What the machine finds there; where it finds nothing any more, what it had found that was judged."""
    said = row.judgement
    if row.machine or said is None or said.span is None or said.decision.before["value"] is None:
        return row.machine
    before = said.decision.before
    verdict = "rejected" if said.verdict == "reject" else "unseen"
    place = before["label"], said.span, before["surface"]
    return Mention(said.decision.subject, *place, before["value"], "", "", verdict=verdict)


def not_there(mention: str, said: Judgement | None) -> DocumentNotFound:
    """Why there is nothing to tell of an id."""
    if said is None:
        return DocumentNotFound("there is no mention {mention!r} in the text as it stands", mention=mention)
    one = said.decision
    surface, day = str(one.before["surface"]), one.at[:10]
    if said.span is not None:
        return DocumentNotFound(
            "nothing finds mention {mention!r} in the text any more: {surface!r}, judged by {user} on {day}",
            mention=mention,
            surface=surface,
            user=one.user,
            day=day,
        )
    return DocumentNotFound(
        "the text has changed since mention {mention!r} was judged: {surface!r}, by {user} on {day}, has no sure place "
        "in it any more",
        mention=mention,
        surface=surface,
        user=one.user,
        day=day,
    )
