"""Who is to review which document: assignments as decisions in the one log, and how far each person is with his."""

import uuid
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import batched

from pipeline.errors import RefusedDecision
from pipeline.people.access import Found, collection_for, key_for
from pipeline.people.audit import Audit
from pipeline.people.principal import Principal, Role
from pipeline.review.state import must_take_back
from pipeline.store import collections
from pipeline.store import unseen as kept
from pipeline.store.decisions import Decision, Decisions, alive, in_force, standing
from pipeline.store.documents import Store
from pipeline.store.transaction import Connection
from pipeline.store.unseen import Which

_MANY = 400
_MOST = 100_000
"""Documents that are assigned at once."""
type MayReview = Callable[[str, str], bool]
"""Whether somebody of a name may review documents of a collection."""


@dataclass(frozen=True, slots=True)
class Assigned:
    """Who got how many documents; ``batch`` takes all of it back, and is "" where nothing was kept."""

    batch: str
    documents: Mapping[str, int]
    mentions: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Share:
    """How far a person is: documents that were assigned to him, those in which nothing waits, and what waits."""

    user: str
    documents: int
    done: int
    waiting: int


@dataclass(frozen=True, slots=True)
class Told:
    """A decision on who is to review a document; ``state`` is applied, replaced (or taken back), or undone."""

    decision: Decision
    state: str


class Assignments:
    """The assignments of a workspace. A document is one person's at a time; it is his by the newest that stands."""

    def __init__(self, store: Store, found: Found, may_review: MayReview, audit: Audit) -> None:
        """Takes the store, what finds documents, who may be given something, and where to note it."""
        self._store, self._found, self._may_review, self._audit = store, found, may_review, audit

    def assign(
        self,
        who: Principal,
        to: Sequence[str],
        which: Which,
        q: str = "",
        limit: int = 0,
        *,
        again: bool = False,
        dry: bool = False,
    ) -> Assigned:
        """Gives documents in which mentions wait to people, the next always to who has the least to look at.

        Those that are somebody's already are left out, but for ``again``. One gives himself what he may review, others
        what he is an editor of. Raises Forbidden, CollectionNotFound, RefusedDecision, QuerySyntaxError.
        """
        to = list(dict.fromkeys(name.strip() for name in to if name.strip()))
        if not to:
            raise RefusedDecision("say to whom")
        role: Role = "reviewer" if to == [who.name] else "editor"
        who.must_somewhere(role)
        for name in which.within or ():
            collection_for(self._store, who, name, role)
        within = which.within if which.within is not None else who.within(role)
        there = self._waiting(who, replace(which, within=within), q)
        held = self._held([key for key, _, _ in there])
        free = [one for one in there if again or one[0] not in held]
        batch = uuid.uuid4().hex[:12]
        shared, mentions = self._shared(who, to, free[:limit] if limit else free)
        made = [
            Decision("assign", "reviewer", {"user": held.get(key, "")}, {"user": name, "batch": batch}, key)
            for key, name in shared.items()
        ]
        if made and not dry:
            with self._store.writing() as connection:
                Decisions(connection).add(made, who.name)
            self._audit.note(who, "decide", batch, assigned=len(made))
        return Assigned(batch if made and not dry else "", Counter(shared.values()), mentions)

    def _shared(
        self, who: Principal, to: Sequence[str], free: Sequence[tuple[str, str, int]]
    ) -> tuple[dict[str, str], Mapping[str, int]]:
        """Who gets which document, and how many mentions wait for each; raises RefusedDecision."""
        shared, mentions = dict[str, str](), Counter[str]()
        for key, collection, number in free:
            mine = {who.name} if who.may("reviewer", collection) else set()
            fit = [name for name in to if name in mine or self._may_review(name, collection)]
            if not fit:
                raise RefusedDecision(
                    "none of {users} may review documents of {collection}", users=to, collection=collection
                )
            shared[key] = min(fit, key=lambda one: (mentions[one], to.index(one)))
            mentions[shared[key]] += number
        return shared, mentions

    def progress(self, who: Principal) -> list[Share]:
        """How far each person is with what was assigned to him, of documents that somebody reviews; by name.

        Raises Forbidden.
        """
        who.must_somewhere("reviewer")
        with self._store.engine.connect() as connection:
            held = _newest(Decisions(connection).of_kind("assign"))
            seen = collections.those_in(connection, sorted(held), who.within("reviewer"))
            keys = sorted(key for key in held if key in seen)
            waits = dict[str, int]()
            for some in batched(keys, _MANY):
                waits |= {key: n for key, _, n in kept.documents(connection, Which(keys=some), _MANY)}
        found: dict[str, list[int]] = {}
        for key in keys:
            sums = found.setdefault(held[key], [0, 0, 0])
            left = waits.get(key, 0)
            sums[0], sums[1], sums[2] = sums[0] + 1, sums[1] + (not left), sums[2] + left
        return [Share(user, *sums) for user, sums in sorted(found.items())]

    def undo_all(self, who: Principal, batch: str) -> int:
        """Takes all assignments of a batch back: each document is again whose it was; gives how many.

        Raises RefusedDecision, Forbidden.
        """
        with self._store.writing() as connection:
            said = Decisions(connection).together("assign", batch)
            place = collections.collections_of(connection, [str(one.document) for one in said], who.within())
            mine = [one for one in said if one.document in place]
            if not mine:
                raise RefusedDecision("there is no assignment {batch!r} in force", batch=batch)
            for one in mine:
                must_take_back(who, one, place[str(one.document)])
            Decisions(connection).add([one.undone() for one in mine], who.name)
        self._audit.note(who, "decide", batch, undone=len(mine))
        return len(mine)

    def history(self, who: Principal, reference: str) -> list[Told]:
        """To whom a document was assigned, the newest first; raises DocumentNotFound, AmbiguousDocument."""
        key = key_for(self._store, who, reference)
        with self._store.engine.connect() as connection:
            said = Decisions(connection).of_document(key, "assign")
        force, last = {one.id for one in alive(said)}, standing(said)[-1:]
        return [Told(one, _state(one, force, last)) for one in said[::-1]]

    def undo(self, who: Principal, reference: str, number: int) -> None:
        """Takes an assignment back, or one that took back; raises RefusedDecision where it is not in force."""
        key = key_for(self._store, who, reference, "reviewer")
        with self._store.writing() as connection:
            one = in_force(Decisions(connection).of_document(key, "assign"), number)
            must_take_back(who, one, collections.collection_of(connection, key))
            Decisions(connection).add([one.undone()], who.name)
        self._audit.note(who, "decide", key)

    def _waiting(self, who: Principal, which: Which, q: str) -> list[tuple[str, str, int]]:
        """Key, collection and how many mentions wait, of documents in which any do, the least certain first."""
        batches = batched(self._found(who, q), _MANY) if q.strip() else [None]
        found = list[tuple[str, str, int]]()
        with self._store.engine.connect() as connection:
            for some in batches:
                found += kept.documents(connection, replace(which, keys=some), _MOST)
        return found

    def _held(self, keys: Sequence[str]) -> dict[str, str]:
        """To whom documents are assigned, of those that are."""
        with self._store.engine.connect() as connection:
            return held_by(connection, keys)


def held_by(connection: Connection, keys: Sequence[str]) -> dict[str, str]:
    """To whom documents are assigned, of those that are."""
    said = Decisions(connection).of_documents(keys)
    return _newest([one for some in said.values() for one in some if one.kind == "assign"])


def _newest(said: Sequence[Decision]) -> dict[str, str]:
    return {str(one.document): str(one.after["user"]) for one in standing(said)}


def _state(one: Decision, force: set[int], last: Sequence[Decision]) -> str:
    if one.undoes is not None:
        return "undone"
    return "applied" if one.id in force and one in last else "replaced"
