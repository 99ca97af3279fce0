"""The log of what people decided, each decision with what became of it, and undo by its number, of whatever kind."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Protocol

from pipeline.errors import DocumentNotFound, RefusedDecision
from pipeline.people.access import key_for
from pipeline.people.principal import Principal
from pipeline.review.entities import Entities
from pipeline.review.state import must_take_back
from pipeline.store import collections
from pipeline.store.decisions import Decision, Decisions, alive
from pipeline.store.documents import Store

_LOOK_THEMSELVES = ("mention", "entry")
"""Kinds whose reviews look in their own transaction who may take back."""


@dataclass(frozen=True, slots=True)
class Logged:
    """A decision and what became of it.

    ``state`` is applied; stale, where the machine says something else since, or its place is gone; replaced by a newer
    decision, or taken back; undone, where it takes back one before it.
    """

    decision: Decision
    state: str

    def record(self) -> dict[str, Any]:
        """It as JSON has it."""
        return {**self.decision.record(), "state": self.state}


class _Told(Protocol):
    @property
    def decision(self) -> Decision: ...

    @property
    def state(self) -> str: ...


class OfDocuments(Protocol):
    """A review whose decisions are on documents."""

    def history(self, who: Principal, reference: str, /) -> Sequence[_Told]:
        """What was decided on a document, the newest first."""
        ...

    def undo(self, who: Principal, reference: str, number: int, /) -> object:
        """Takes a decision on a document back, or one that took back."""
        ...


class ReviewLog:
    """The one log, over the reviews of each kind."""

    def __init__(self, store: Store, of_documents: Mapping[str, OfDocuments], entities: Entities) -> None:
        """Takes the store, and who knows what became of a decision of each kind."""
        self._store = store
        self._entities = entities
        self._of_documents = of_documents

    def entries(self, who: Principal, reference: str = "") -> Iterator[Logged]:
        """What was decided on a document, or everything, oldest first.

        Raises DocumentNotFound, AmbiguousDocument, and Forbidden where everything is asked for by other than an admin.
        """
        if not reference:
            who.must("admin")
        key = key_for(self._store, who, reference) if reference else ""
        with self._store.engine.connect() as connection:
            log = Decisions(connection)
            said = log.of_document(key) if key else list(log.all())
        states: dict[int, str] = {}
        for document, some in groupby(sorted(said, key=lambda one: one.document or ""), lambda one: one.document):
            states |= self._states(who, document, list(some))
        return (Logged(one, states[one.id]) for one in said)

    def undo(self, who: Principal, number: int) -> Decision:
        """Takes a decision back, or one that took back; gives the one that was taken back.

        Raises RefusedDecision where there is none in force, or a newer one rests on it; Forbidden where it is of
        another person, and whoever asks is no editor of the document's collection.
        """
        who.must_somewhere("reviewer")
        with self._store.engine.connect() as connection:
            one = Decisions(connection).get(number)
        try:
            if one is None or (one.document and not key_for(self._store, who, one.document)):
                raise RefusedDecision(f"there is no decision {number} in force")
        except DocumentNotFound:  # nobody learns of what he may not see
            raise RefusedDecision(f"there is no decision {number} in force") from None
        if one.document is not None and one.kind not in _LOOK_THEMSELVES:
            with self._store.engine.connect() as connection:
                must_take_back(who, one, collections.collection_of(connection, one.document))
        if one.document is None:
            self._entities.undo(who, number)
        else:
            self._of_documents[one.kind].undo(who, one.document, number)
        return one

    def _states(self, who: Principal, document: str | None, said: Sequence[Decision]) -> dict[int, str]:
        """Number → state, of the decisions on a document, or on none."""
        force = {one.id for one in alive(said)}
        states = {one.id: _state(one, one.id in force) for one in said}
        if document is None:
            return states
        try:
            for kind in {one.kind for one in said}:
                states |= {told.decision.id: told.state for told in self._of_documents[kind].history(who, document)}
        except DocumentNotFound:  # it was set aside: what was decided on it waits
            return {number: "stale" if state == "applied" else state for number, state in states.items()}
        return states


def _state(one: Decision, in_force: bool) -> str:
    if one.undoes is not None:
        return "undone"
    return "applied" if in_force else "replaced"
