"""A second look at what one person judged, without his word; and what two say differently, for a third to settle."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import islice

from pipeline.errors import RefusedDecision
from pipeline.people.access import collection_for
from pipeline.people.audit import Audit
from pipeline.people.principal import Principal
from pipeline.review.mentions import MentionReview, Opened
from pipeline.review.queue import Waiting, around, reviewable
from pipeline.review.reviewed import Reviewed
from pipeline.store import collections, judgements
from pipeline.store.changes import bump_seq
from pipeline.store.decisions import Decision, Decisions, in_force, standing
from pipeline.store.documents import Store
from pipeline.store.judgements import Asked, voices
from pipeline.store.unseen import Which

__all__ = ["Decision", "Dispute", "Part", "Second", "SecondLook"]
_AT_ONCE = 20
"""Mentions whose documents are opened at once."""


@dataclass(frozen=True, slots=True)
class Second(Waiting):
    """A mention as the machine has it, for who judges it without knowing what another said."""


@dataclass(frozen=True, slots=True)
class Dispute(Second):
    """A mention of which two people say different things, each in ``said``, the earlier first."""

    said: tuple[Decision, ...] = ()


@dataclass(frozen=True, slots=True)
class Part[T]:
    """Some of what waits, and how much does in all, or one more than is counted."""

    rows: list[T]
    total: int


class SecondLook:
    """What is judged twice."""

    def __init__(self, store: Store, mentions: MentionReview, settle: Callable[[], None], audit: Audit) -> None:
        """Takes the store, who opens documents for review, what to do after a decision, and where to note it."""
        self._store, self._mentions, self._settle, self._audit = store, mentions, settle, audit

    def asking(self, who: Principal) -> list[str]:
        """The collections that somebody reviews in which each mention is to be judged by two people, by name."""
        mine = who.within("reviewer")
        with self._store.engine.connect() as connection:
            return sorted(name for name in collections.asking_two(connection) if mine is None or name in mine)

    def ask(self, who: Principal, collection: str, reviewers: int) -> Decision:
        """Says by how many people, one or two, each mention of a collection is to be judged.

        Raises CollectionNotFound, Forbidden where he is no admin of it, RefusedDecision.
        """
        collection_for(self._store, who, collection, "admin")
        if reviewers not in (1, collections.TWO):
            raise RefusedDecision("a mention is judged by one person or by two")
        with self._store.writing() as connection:
            now = collections.TWO if collection in collections.asking_two(connection) else 1
            if now == reviewers:
                raise RefusedDecision("that is what holds already")
            before = {"reviewers": now, "collection": collection}
            after = {"verdict": "ask", "reviewers": reviewers, "collection": collection}
            (made,) = Decisions(connection).add([Decision("collection", collection, before, after)], who.name)
            bump_seq(connection, collections.decided(connection, collection), "decision")
        self._audit.note(who, "decide", collection, collection, reviewers=reviewers)
        self._settle()
        return made

    def undo(self, who: Principal, number: int) -> None:
        """Takes such a decision back, or one that took back; raises RefusedDecision, Forbidden."""
        with self._store.writing() as connection:
            log, within = Decisions(connection).of_kind("collection"), who.within()
            one = in_force(log, number, lambda each: within is None or each.subject in within)
            who.must("admin", one.subject)
            Decisions(connection).add([one.undone()], who.name)
            bump_seq(connection, collections.decided(connection, one.subject), "decision")
        self._audit.note(who, "decide", one.subject, one.subject)
        self._settle()

    def waiting(self, who: Principal, which: Which, limit: int = 20, offset: int = 0, most: int = 0) -> Part[Second]:
        """Mentions of the machine that one other person judged and nobody else, those judged first first.

        Of ``which`` label, documents and collections count; where any collection asks for two reviewers, those alone.
        They are counted, with ``most`` up to one more than that. Raises Forbidden.
        """
        asking = frozenset(self.asking(who))
        if asking:
            which = replace(which, within=asking if which.within is None else asking & frozenset(which.within))
        found = self._part(who, which, (limit, offset, most), disputed=False)
        shown = [Second(one.document, one.mention, one.before, one.after, one.judged, one.seen) for one in found.rows]
        return Part(shown, found.total)

    def disputed(self, who: Principal, which: Which, limit: int = 20, offset: int = 0, most: int = 0) -> Part[Dispute]:
        """Mentions of the machine of which two people say different things and no third, as ``waiting`` has them."""
        return self._part(who, which, (limit, offset, most), disputed=True)

    def _part(self, who: Principal, which: Which, part: tuple[int, int, int], *, disputed: bool) -> Part[Dispute]:
        """Those of a part that are in their texts, and how many there are."""
        which, (limit, offset, most) = reviewable(who, which), part
        asked = Asked(disputed, which.within, which.label, which.keys, who.name)
        with self._store.engine.connect() as connection:
            total = judgements.number(connection, asked, most)
        return Part(list(islice(self._opened(who, asked, offset), limit)), total)

    def _opened(self, who: Principal, asked: Asked, offset: int) -> Iterator[Dispute]:
        """Mentions with their documents, opened as they are asked for; what is not in its text any more is left out."""
        while True:
            with self._store.engine.connect() as connection:
                places = judgements.places(connection, asked, offset, _AT_ONCE)
            opened = self._mentions.for_review(who, list(dict.fromkeys(key for key, _ in places)))
            for key, identity in places:
                if key in opened and (one := _dispute(opened[key], key, identity)):
                    yield one
            if len(places) < _AT_ONCE:
                return
            offset += _AT_ONCE


def _dispute(opened: Opened, key: str, identity: str) -> Dispute | None:
    """A mention with what each person says of it, the earliest first; None where it is not in the text any more."""
    one = next((r for r in opened.reviewed if identity in _names(r)), None)
    if one is None or one.machine is None:
        return None
    shown = around(opened.document, one.machine)
    said = voices(standing(told.decision for told in opened.told)).get((key, identity), [])
    return Dispute(shown.document, shown.mention, shown.before, shown.after, one.judged, one.seen, tuple(said))


def _names(one: Reviewed) -> set[str]:
    """What decisions call a mention: by its id, or by that which it had in the text of then."""
    said = {one.judgement.decision.subject} if one.judgement else set()
    return said | ({one.machine.id} if one.machine else set())
