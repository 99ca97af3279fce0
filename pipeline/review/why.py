"""Why a mention was suggested: who found it, by which rule, table or tagger, and which words carried it."""

from collections.abc import Callable
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
from pipeline.review.state import MentionState
from pipeline.sandbox.explaining import Explained
from pipeline.store.documents import Store

type Standing = Literal["same", "other", "gone", "elsewhere", "gazetteer", "person"]
_GAZETTEER = "gazetteer"
_NOTHING = Explained("", found=False, value={}, reasons=())


@dataclass(frozen=True, slots=True)
class Why:
    """A mention, who found it, and what the extractors say of it now.

    ``standing`` is ``same`` where they find it with this value, ``other`` with another, ``gone`` where they find none
    there any more (the reasons of then are not known), ``elsewhere`` where a model outside found it and says no reason,
    ``gazetteer`` where it is a name that people added (``decision`` says by which), ``person`` where somebody marked
    it. ``version`` is that of the extractor now, ``machine`` what it found then; places are those of the text.
    """

    document: Document
    mention: Mention
    machine: Mention | None
    judgement: Judgement | None
    standing: Standing
    version: str
    reasons: tuple[Reason, ...]

    @property
    def decision(self) -> int:
        """The number of the decision that made the name of a gazetteer; 0 for anything else."""
        named = self.standing == "gazetteer" and self.machine
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
            "label": self.mention.label,
            "surface": self.mention.surface,
            "standing": self.standing,
            "extractor": found.extractor if found else None,
            "version": found.version if found else None,
            "score": found.score if found else None,
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
        row = next((one for one in state.rows if one.known and one.known.id == mention and one.marked), None)
        if row is None or row.marked is None:
            raise DocumentNotFound("there is no mention {mention!r} in the text as it stands", mention=mention)
        self._audit.note(who, "read", key, state.document.collection)
        standing, now = self._now(state.document, row.machine)
        return Why(state.document, row.marked, row.machine, row.judgement, standing, now.version, now.reasons)

    def _now(self, document: Document, machine: Mention | None) -> tuple[Standing, Explained]:
        if machine is None:
            return "person", _NOTHING
        if machine.extractor == _GAZETTEER:
            return "gazetteer", _NOTHING
        now = self._explain(WhyAsked(document, machine.id))
        if not now.version:
            return "elsewhere", now
        if not now.found:
            return "gone", now
        return ("same" if plain(machine.value) == now.value else "other"), now
