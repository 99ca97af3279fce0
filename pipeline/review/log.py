"""The log of what people decided, each decision with what became of it, and undo by its number, of whatever kind."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from itertools import batched
from typing import Any, Protocol, runtime_checkable

from corpora.codec import json_text
from corpora.sentences import sentence_of
from pipeline.errors import DocumentNotFound, QuerySyntaxError, RefusedDecision
from pipeline.people.access import key_for
from pipeline.people.principal import Principal, Role
from pipeline.query.dates import days
from pipeline.review import entity_log
from pipeline.review.edited import edits
from pipeline.review.entities import Entities
from pipeline.review.state import must_take_back
from pipeline.store import audited, collections
from pipeline.store.audited import Filter, Sight
from pipeline.store.decisions import Decision, Decisions, Kind, alive, standing
from pipeline.store.documents import Store
from pipeline.store.transaction import Connection

__all__ = ["COLUMNS", "Filter", "Kind", "Logged", "OfDocuments", "Part", "ReviewLog", "filtered"]
COLUMNS = (
    *("id", "at", "user", "kind", "document", "subject", "verdict", "label", "words"),
    *("before", "after", "undoes", "note", "state"),
)
"""The columns of the log as a table."""
COUNTED = 1_000
"""Decisions, or mentions that wait, up to which a page says how many there are."""
_AT_ONCE = 500
"""Decisions that are read at once."""

_MANY: Kind = "mention"
"""The kind of most decisions, which are told of many documents at once."""
_LOOK_THEMSELVES = ("mention", "entry", "decree", "meeting")
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

    def row(self) -> list[object]:
        """It as a row of a table has it, in the order of COLUMNS."""
        one, now = self.decision, {**self.decision.before, **self.decision.after}
        said = "undo" if one.undoes is not None else one.after.get("verdict", "")
        what = [said, now.get("label", ""), now.get("surface", now.get("name", ""))]
        sides = [json_text(dict(side)) for side in (one.before, one.after)]
        place = [one.id, one.at, one.user, one.kind, one.document or "", one.subject]
        return [*place, *what, *sides, one.undoes or "", one.note, self.state]


@dataclass(frozen=True, slots=True)
class Part:
    """Some of the log for people, the newest first, with the titles of documents by key.

    ``total`` is how many there are, None where they are more than are counted; ``more`` says whether any follow.
    """

    rows: Sequence[Logged]
    total: int | None
    titles: Mapping[str, str]
    more: bool = False


def filtered(since: str = "", until: str = "", **more: str) -> Filter:
    """Which decisions are asked for; days are of UTC, in any calendar, both within. Raises QuerySyntaxError.

    >>> filtered("1404-05-01", "2025-07-31", user="زهرا")
    Filter(document='', user='زهرا', entity='', kind='', since='2025-07-23', until='2025-08-01', batch='')
    """
    first = _bound("since", since, 0) if since else ""
    last = _bound("until", until, 1) if until else ""
    return Filter(since=first, until=last, **more)


def _bound(name: str, text: str, end: int) -> str:
    """The first day that is asked for (0), or the one behind the last (1)."""
    try:
        return date.fromordinal(days(text)[end] + end).isoformat()
    except (ValueError, OverflowError) as error:
        today = datetime.now(UTC).date().isoformat()
        raise QuerySyntaxError("value", 0, today, sentence_of(error), field=name) from error


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


@runtime_checkable
class OfMany(Protocol):
    """A review that tells of many documents at once: there are more decisions of its kind than of all others."""

    def histories(self, who: Principal, references: Sequence[str], /) -> Mapping[str, Sequence[_Told]]:
        """What was decided on documents that are there, by what they were asked for by."""
        ...


class OfNone(Protocol):
    """A room whose decisions are on no document: of names, of collections."""

    def undo(self, who: Principal, number: int, /) -> object:
        """Takes a decision back, or one that took back."""
        ...


class ReviewLog:
    """The one log, over the reviews of each kind."""

    def __init__(
        self, store: Store, of_documents: Mapping[str, OfDocuments], entities: Entities, elsewhere: Mapping[str, OfNone]
    ) -> None:
        """Takes the store, and who knows what became of a decision of each kind."""
        self._store = store
        self._elsewhere = elsewhere
        self._entities = entities
        self._of_documents = of_documents

    def entries(self, who: Principal, asked: Filter | str = "", after: int = 0, limit: int = 0) -> Iterator[Logged]:
        """What was decided, oldest first: on a document, or as a filter asks; newer than a number, at most so many.

        Without a document it is what somebody may see who is a reviewer somewhere. What is on documents that he may
        not see, or joins one with such, is not there for him; of entities he sees what ``Entities.profile`` shows.
        Raises DocumentNotFound, AmbiguousDocument, EntityNotFound, Forbidden.
        """
        found = [number for number in self._numbers(who, asked) if number > after]
        return self._told(who, found[:limit] if limit else found)

    def part(self, who: Principal, asked: Filter, limit: int, offset: int = 0) -> Part:
        """A part of the same for a page, the newest first; raises as ``entries`` does."""
        end = offset + limit
        found = self._numbers(who, asked, max(end, COUNTED) + 1)
        total = len(found) if len(found) <= max(end, COUNTED) else None
        shown = list(self._told(who, sorted(found[offset:end])))[::-1]
        keys = sorted({one.decision.document for one in shown if one.decision.document})
        with self._store.engine.connect() as connection:
            titles = audited.titles(connection, keys)
            for key, said in Decisions(connection).of_documents(keys, but=_MANY).items():
                edit = edits(standing(said)).get("title")
                titles |= {key: str(edit.after["value"])} if edit else {}
        return Part(shown, total, titles, len(found) > end)

    def _numbers(self, who: Principal, asked: Filter | str, newest: int = 0) -> list[int]:
        asked = Filter(document=asked) if isinstance(asked, str) else asked
        role: Role = "viewer" if asked.document else "reviewer"
        who.must_somewhere(role)
        if asked.document:
            asked = replace(asked, document=key_for(self._store, who, asked.document))
        if asked.entity:
            self._entities.profile(who, asked.entity)
        within = who.within(role)
        with self._store.engine.connect() as connection:
            others = None if within is None else entity_log.unhidden(connection, who.name, within)
            if others is not None and within is not None:
                others |= audited.of_collections(connection, within)
            return audited.numbers(connection, asked, Sight(within, others, everything=who.may("admin")), newest)

    def _told(self, who: Principal, found: Sequence[int]) -> Iterator[Logged]:
        """Decisions with what became of them; what is needed of their documents is read once."""
        states: dict[int, str] = {}
        for some in batched(found, _AT_ONCE):
            with self._store.engine.connect() as connection:
                rows = audited.rows(connection, some)
                wanted = [one for one in rows if one.id not in states]
                many = {one.document for one in wanted if one.kind == _MANY and one.document}
                said = _beside(connection, [one for one in wanted if one.kind != _MANY or not one.document])
            states |= self._states_of_many(who, sorted(many))
            for document, all_of_it in said.items():
                states |= self._states(who, document, all_of_it)
            yield from (Logged(one, states[one.id]) for one in rows if one.id in states)

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
                raise RefusedDecision("there is no decision {number} in force", number=number)
        except DocumentNotFound:  # nobody learns of what he may not see
            raise RefusedDecision("there is no decision {number} in force", number=number) from None
        if one.document is not None and one.kind not in _LOOK_THEMSELVES:
            with self._store.engine.connect() as connection:
                must_take_back(who, one, collections.collection_of(connection, one.document))
        if one.kind in self._elsewhere:
            self._elsewhere[one.kind].undo(who, number)
        elif one.document is None:
            self._entities.undo(who, number)
        else:
            self._of_documents[one.kind].undo(who, one.document, number)
        return one

    def _states_of_many(self, who: Principal, documents: Sequence[str]) -> dict[int, str]:
        """Number → state, of the decisions on documents of the kind of which there are most."""
        review = self._of_documents[_MANY]
        assert isinstance(review, OfMany)
        told = review.histories(who, documents)
        states = {one.decision.id: one.state for some in told.values() for one in some}
        with self._store.engine.connect() as connection:
            aside = Decisions(connection).of_documents([key for key in documents if key not in told])
        for said in aside.values():
            states |= _waiting(_by_the_log([one for one in said if one.kind == _MANY]))
        return states

    def _states(self, who: Principal, document: str | None, said: Sequence[Decision]) -> dict[int, str]:
        """Number → state, of the decisions on a document, or on none."""
        states = _by_the_log(said)
        if document is None:
            return states
        try:
            for kind in {one.kind for one in said}:
                states |= {told.decision.id: told.state for told in self._of_documents[kind].history(who, document)}
        except DocumentNotFound:
            return _waiting(states)
        return states


def _by_the_log(said: Sequence[Decision]) -> dict[int, str]:
    """Number → state, as the log alone says it."""
    force = {one.id for one in alive(said)}
    return {one.id: _state(one, one.id in force) for one in said}


def _waiting(states: Mapping[int, str]) -> dict[int, str]:
    """The same where the document was set aside: what was decided on it waits."""
    return {number: "stale" if state == "applied" else state for number, state in states.items()}


def _state(one: Decision, in_force: bool) -> str:
    if one.undoes is not None:
        return "undone"
    return "applied" if in_force else "replaced"


def _beside(connection: Connection, wanted: Sequence[Decision]) -> dict[str | None, list[Decision]]:
    """All that was decided on the documents of some decisions, or on none, from which follows what became of each.

    Decisions of the kind that is asked for at once are left out.
    """
    keys = sorted({one.document for one in wanted if one.document})
    said: dict[str | None, list[Decision]] = dict(Decisions(connection).of_documents(keys, but=_MANY).items())
    if any(one.document is None for one in wanted):
        log = Decisions(connection)
        kinds: tuple[Kind, ...] = ("entity", "name", "collection")
        said[None] = [one for kind in kinds for one in log.of_kind(kind)]
    return said
