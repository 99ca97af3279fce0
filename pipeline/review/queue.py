"""What waits to be judged: doubtful mentions first, or the words most mentions have; and one judgement for many."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import batched, groupby
from types import MappingProxyType
from typing import Any

from corpora.document import Document, Mention, Span
from pipeline.errors import RefusedDecision
from pipeline.people.access import collection_for
from pipeline.people.audit import Audit
from pipeline.people.principal import Principal
from pipeline.review.agreement import Agreement, agreements
from pipeline.review.mentions import MentionReview
from pipeline.review.reviewed import Asked
from pipeline.store import collections, judgements
from pipeline.store import unseen as kept
from pipeline.store.decisions import Decisions
from pipeline.store.documents import Store
from pipeline.store.stored import stored
from pipeline.store.unseen import Alike, Unseen, Which

__all__ = ["Alike", "MentionQueue", "Share", "Together", "Waiting", "Which", "around", "reviewable"]
_AROUND = 90
"""Characters on each side that are shown of the text around a mention."""
_MOST = 5_000
"""Mentions that one judgement is of."""
_DOCUMENTS = 50
"""Documents whose judgements are kept in one transaction."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A mention that waits, and the words around it. ``before`` and ``after`` end with its paragraph, or between words.

    Of a document's other mentions some may be left out. ``judged`` and ``seen`` are what a judgement says was looked at
    (see Asked): the value as the machine has it, where the mention has the name of its entity.
    """

    document: Document
    mention: Mention
    before: str
    after: str
    judged: Mapping[str, Any] | None
    seen: int = 0


@dataclass(frozen=True, slots=True)
class Together:
    """What came of one judgement for many mentions: its name, how many were judged, and where it was refused."""

    batch: str
    mentions: int
    documents: int
    refused: tuple[tuple[str, str], ...] = ()
    left: int = 0
    """How many of them wait still: those that were excepted, and what is more than is judged at once."""


@dataclass(frozen=True, slots=True)
class Share:
    """How many mentions of a label a person judged so."""

    user: str
    label: str
    verdict: str
    mentions: int


class MentionQueue:
    """The queue of a workspace. What somebody may not see is in no part of it."""

    def __init__(
        self,
        store: Store,
        mentions: MentionReview,
        settle: Callable[[], None],
        audit: Audit,
        sure: Mapping[str, float] = MappingProxyType({}),
    ) -> None:
        """Takes the store, who keeps judgements, what to do after many, where to note it, and what is certain."""
        self._store, self._mentions, self._settle, self._audit = store, mentions, settle, audit
        self._sure = sure

    def waiting(
        self, who: Principal, which: Which, limit: int = 20, offset: int = 0, *, newest: bool = False
    ) -> list[Waiting]:
        """Mentions that nobody judged, of the lowest score first, or of the documents that were stored last."""
        with self._store.engine.connect() as connection:
            found = kept.unseen(connection, self._which(who, which), limit, offset, newest=newest)
            keys = list(dict.fromkeys(one.key for one in found))
            parts = stored(connection, keys, [one.mention.id for one in found])
        documents = {key: self._store.effective_of(one.whole()) for key, one in parts.items()}
        shown = ((documents.get(one.key), one.mention) for one in found)
        return [
            replace(around(document, mention), judged=machine.value)
            for document, machine in shown
            if document is not None
            for mention in document.mentions
            if mention.id == machine.id
        ]

    def alike(self, who: Principal, which: Which, limit: int = 50, offset: int = 0) -> list[Alike]:
        """Words that several mentions of a label have, the most frequent first."""
        with self._store.engine.connect() as connection:
            return kept.alike(connection, self._which(who, which), limit, offset)

    def count(self, who: Principal, which: Which, most: int = 0) -> int:
        """How many wait, or (``most``) that or one more where there are more."""
        with self._store.engine.connect() as connection:
            return kept.count(connection, self._which(who, which), most)

    def _which(self, who: Principal, which: Which) -> Which:
        return replace(reviewable(who, which), sure=self._sure)

    def progress(self, who: Principal) -> list[Share]:
        """Who judged how many mentions of which label, and how."""
        with self._store.engine.connect() as connection:
            return [Share(*row) for row in judgements.shares(connection, who.within("reviewer"))]

    def agreement(self, who: Principal) -> list[Agreement]:
        """How far people agree who judged the same mention, by label and last over all; raises Forbidden."""
        who.must_somewhere("reviewer")
        with self._store.engine.connect() as connection:
            return agreements(judgements.pairs(connection, who.within("reviewer")))

    def judge_alike(
        self,
        who: Principal,
        label: str,
        surface: str,
        verdict: str,
        but: Sequence[str] = (),
        note: str = "",
        collection: str = "",
    ) -> Together:
        """Accepts or rejects all mentions of a label with the same words that nobody judged, less those of some ids.

        With a ``collection`` those in its documents alone. All of them have one name in the log (``batch``), by which
        they can be taken back. Raises RefusedDecision, Forbidden, CollectionNotFound.
        """
        who.must_somewhere("reviewer")
        within = frozenset({collection_for(self._store, who, collection, "reviewer")}) if collection else None
        if verdict not in ("accept", "reject") or not label or not surface:
            raise RefusedDecision("many mentions are accepted or rejected, and share a label and their words")
        which = reviewable(who, Which(label, surface, within=within, doubtful=False))
        with self._store.engine.connect() as connection:
            found = kept.unseen(connection, which, _MOST)
        asked = Asked("accept" if verdict == "accept" else "reject", note=note, batch=uuid.uuid4().hex[:12])
        wanted = [one for one in found if one.mention.id not in set(but)]
        if not wanted:
            raise RefusedDecision("nobody waits for that: it was judged, or it is in no document any more")
        return self._kept(who, asked, wanted)

    def undo(self, who: Principal, batch: str) -> int:
        """Takes all judgements of one name back; gives how many. Raises RefusedDecision, Forbidden."""
        who.must_somewhere("reviewer")
        with self._store.engine.connect() as connection:
            mine = Decisions(connection).together("mention", batch)
            seen = collections.those_in(connection, [str(one.document) for one in mine], who.within("reviewer"))
        numbers: dict[str, list[int]] = {}
        for one in mine:
            if one.document in seen:
                numbers.setdefault(str(one.document), []).append(one.id)
        done = 0
        for some in batched(numbers, _DOCUMENTS):
            done += self._mentions.undo_many(who, {key: numbers[key] for key in some})
        if not done:
            raise RefusedDecision("there is no judgement {batch!r} in force", batch=batch)
        self._settle()
        self._audit.note(who, "decide", batch, undone=done)
        return done

    def _kept(self, who: Principal, asked: Asked, wanted: Sequence[Unseen]) -> Together:
        by_document = groupby(sorted(wanted, key=lambda one: one.key), lambda one: one.key)
        judged = {
            key: [replace(asked, mention=one.mention.id, judged=one.mention.value) for one in some]
            for key, some in by_document
        }
        refused: list[tuple[str, str]] = []
        for some in batched(judged, _DOCUMENTS):
            refused += self._mentions.decide_many(who, {key: judged[key] for key in some})
        self._settle()
        lost = {key for key, _ in refused}
        kept_ones = {key: some for key, some in judged.items() if key not in lost}
        number = sum(map(len, kept_ones.values()))
        self._audit.note(who, "decide", asked.batch, mentions=number, documents=len(kept_ones))
        left = self.count(who, Which(wanted[0].mention.label, wanted[0].mention.surface, doubtful=False))
        return Together(asked.batch, number, len(kept_ones), tuple(refused), left)


def reviewable(who: Principal, which: Which) -> Which:
    """The same of what somebody may judge; raises Forbidden where that is nothing."""
    who.must_somewhere("reviewer")
    mine = who.within("reviewer")
    if which.within is not None:
        mine = which.within if mine is None else frozenset(which.within) & mine
    return replace(which, within=mine)


def around(document: Document, mention: Mention) -> Waiting:
    """A mention that nobody judged, as the machine has it, with the words around it."""
    text, span = document.text, mention.span
    start, end = _paragraph(text, span)
    return Waiting(
        document,
        mention,
        _tail(text[start : span.start]),
        _tail(text[span.end : end][::-1])[::-1],
        mention.value,
    )


def _tail(text: str) -> str:
    """The end of a text in whole words, with a mark where it is cut.

    >>> _tail("سیل " * 40)[:9], _tail("سیل در گیلان "), _tail("س" * 100)[:2]
    ('… سیل سیل', 'سیل در گیلان ', '…س')
    """
    if len(text) <= _AROUND:
        return text
    cut, blank, whole = text[-_AROUND:].partition(" ")
    return f"…{blank}{whole}" if blank else f"…{cut}"


def _paragraph(text: str, span: Span) -> tuple[int, int]:
    start, end = text.rfind("\n", 0, span.start) + 1, text.find("\n", span.end)
    return start, len(text) if end < 0 else end
