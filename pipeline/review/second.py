"""A second look at what one person judged, without his word; and what two say differently, for a third to settle."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from pipeline.people.principal import Principal
from pipeline.review.agreement import is_disputed, voices
from pipeline.review.mentions import MentionReview, Opened
from pipeline.review.queue import Waiting, around, reviewable
from pipeline.review.reviewed import Reviewed
from pipeline.store import unseen as kept
from pipeline.store.decisions import Decision
from pipeline.store.documents import Store
from pipeline.store.unseen import Which

__all__ = ["Decision", "Dispute", "Part", "Second", "SecondLook"]
type _Said = tuple[str, str, list[Decision]]
"""Key of a document, id of a mention, and what each person says of it, the earliest first."""


@dataclass(frozen=True, slots=True)
class Second(Waiting):
    """A mention as the machine has it, for who judges it without knowing what another said; see Asked for the rest."""

    judged: Mapping[str, Any] | None
    seen: int


@dataclass(frozen=True, slots=True)
class Dispute(Second):
    """A mention of which two people say different things, each in ``said``, the earlier first."""

    said: tuple[Decision, ...]


@dataclass(frozen=True, slots=True)
class Part[T]:
    """Some of what waits, and how much does in all."""

    rows: list[T]
    total: int


class SecondLook:
    """What is judged twice. Every judgement of a mention is read for an answer: some seconds at a million of them."""

    def __init__(self, store: Store, mentions: MentionReview) -> None:
        """Takes the store, and who opens documents for review."""
        self._store, self._mentions = store, mentions

    def waiting(self, who: Principal, which: Which, limit: int = 20, offset: int = 0) -> Part[Second]:
        """Mentions of the machine that one other person judged and nobody else, those judged first first.

        Of ``which`` label, documents and collections count. Raises Forbidden.
        """
        once = [one for one in self._said(who, which) if len(one[2]) == 1 and one[2][0].user != who.name]
        found = islice(self._opened(who, once), offset, offset + limit)
        shown = [Second(one.document, one.mention, one.before, one.after, one.judged, one.seen) for one in found]
        return Part(shown, len(once))

    def disputed(self, who: Principal, which: Which, limit: int = 20, offset: int = 0) -> Part[Dispute]:
        """Mentions of the machine of which two people say different things and no third, as ``waiting`` has them."""
        twice = [one for one in self._said(who, which) if is_disputed(one[2])]
        return Part(list(islice(self._opened(who, twice), offset, offset + limit)), len(twice))

    def _said(self, who: Principal, which: Which) -> list[_Said]:
        """What people say of mentions that somebody may judge; of none that was added: there is but one word on it."""
        which = reviewable(who, which)
        with self._store.engine.connect() as connection:
            found = voices(kept.judgements(connection, which.within, which.keys))
        return [
            (str(key), mention, said)
            for (key, mention), said in found.items()
            if which.label in ("", said[0].before["label"]) and all(one.after["verdict"] != "add" for one in said)
        ]

    def _opened(self, who: Principal, wanted: Iterable[_Said]) -> "Iterable[Dispute]":
        """The same with their documents, opened as they are asked for; what is not in its text any more is left out."""
        opened: dict[str, Opened] = {}
        for key, identity, said in wanted:
            if key not in opened:
                opened |= self._mentions.for_review(who, [key])
            if key not in opened:
                continue
            one = next((r for r in opened[key].reviewed if identity in _names(r)), None)
            if one is None or one.machine is None:
                continue
            shown = around(opened[key].document, one.machine)
            place = shown.document, shown.mention, shown.before, shown.after
            yield Dispute(*place, one.judged, one.seen, tuple(said))


def _names(one: Reviewed) -> set[str]:
    """What decisions call a mention: by its id, or by that which it had in the text of then."""
    said = {one.judgement.decision.subject} if one.judgement else set()
    return said | ({one.machine.id} if one.machine else set())
