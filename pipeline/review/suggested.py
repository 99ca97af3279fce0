"""Pairs of entities that may be the same, kept up with the store for those who asked for them, as a projection.

Held are the likely pairs of those who see some collections. What is decided, and in how many documents of his a reader
finds each side, is asked when a list is shown: a pair that was decided, or of which he sees one side no more, is none.
"""

import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import batched, chain

from pipeline.records import Within
from pipeline.review.entity_log import verdict
from pipeline.review.lists import Lists, suggestions
from pipeline.review.pairs import Names, Suggestion
from pipeline.store import entities as kept
from pipeline.store.changes import Change, last_seq
from pipeline.store.decisions import Decisions
from pipeline.store.documents import Store
from pipeline.store.entities import Counted
from pipeline.store.transaction import Connection

_LOOKED_AT = 2000
"""Entities of a label, those in most documents first, among which pairs are looked for."""
_AT_ONCE = 60
"""Pairs of which it is asked at a time whether they are open."""
_QUICK_SECONDS = 0.05
"""What is made sooner than this is made when it is asked for, where it is not what the store has."""
_REST = 10
"""Times as long as it took before that a thread waits until it makes them again."""
_MOST_HELD = 32
_MOST_NAMES = 40_000
_ASKED_SECONDS = 3600.0
"""Seconds for which they are kept up for those who asked."""

_OF_PAIRS = ("different", "unsure")
"""What is said of pairs and leaves them two."""

type Judged = Mapping[frozenset[str], str]
type Of = tuple[int, int, int]
"""What pairs were made from: the last change, and the last decisions on entities and on names of lists."""


@dataclass(slots=True)
class _Held:
    """The likely pairs of those who see some collections, those in most documents first."""

    of: Of
    pairs: list[Suggestion]
    took: float
    asked: float


class Suggested:
    """The pairs as a Projection of the store. Safe to use from several threads."""

    name = "pairs"

    def __init__(self, store: Store, lists: Lists, followed: Callable[[], bool] = lambda: False) -> None:
        """Takes the store, what lists tell, and whether a thread keeps projections up. Makes nothing yet."""
        self._store, self._lists, self._followed = store, lists, followed
        self._names = Names()
        self._held: dict[Within, _Held] = {}
        self._judged: tuple[int, Judged] = (-1, {})
        self._due = 0.0
        self._lock = threading.Lock()
        self._making = threading.Lock()

    # a projection -------------------------------------------------------------------------------------------------

    def cursor(self) -> int:
        """See Projection; as long as nobody asked for pairs, or they were made just now, there is nothing to do."""
        held = self._kept_up()
        if not held or time.monotonic() < self._due:
            return self._store.last_seq()
        return min(one.of[0] for one in held.values())

    def apply(self, changes: Sequence[Change]) -> bool:  # noqa: ARG002 - counts are brought up where they are stored
        """See Projection. It takes up all that the store has, and makes the pairs again of all who asked lately."""
        began = time.monotonic()
        with self._store.engine.connect() as connection:
            for within in self._kept_up():
                self._made(connection, within)
        self._due = time.monotonic() + _REST * (time.monotonic() - began)
        return True

    def load(self) -> None:
        """Makes the pairs of those who see everything, so that who asks first need not wait for it."""
        with self._store.engine.connect() as connection:
            self._now(connection, None)

    def _kept_up(self) -> dict[Within, _Held]:
        since = time.monotonic() - _ASKED_SECONDS
        with self._lock:
            self._held = {within: one for within, one in self._held.items() if within is None or one.asked > since}
            return dict(self._held)

    # for who asks -------------------------------------------------------------------------------------------------

    def first(self, within: Within, limit: int) -> list[Suggestion]:
        """The pairs of which nobody said that they are not one, in the order of ``Entities.suggestions``."""
        with self._store.engine.connect() as connection:
            held = self._now(connection, within)
            seen, judged = self._said(connection)
            said = [(one, judged.get(_sides(one), "")) for one in held.pairs]
            first = (replace(one, seen=seen) for one, word in said if not word)
            last = (replace(one, seen=seen, unsure=True) for one, word in said if word == "unsure")
            found = list[Suggestion]()
            for some in batched(chain(first, last), _AT_ONCE):
                found += _there(connection, within, some)
                if len(found) >= limit:
                    break
        return found[:limit]

    def _now(self, connection: Connection, within: Within) -> _Held:
        """The pairs as the store has them; a little older where a thread is to make them again."""
        of = _of(connection)
        with self._lock:
            held = self._held.get(within)
            if held is not None:
                held.asked = time.monotonic()
                late = held.took > _QUICK_SECONDS and self._followed() and not _parted(connection, held.of, of)
                if held.of == of or late:
                    return held
        return self._made(connection, within)

    def _made(self, connection: Connection, within: Within) -> _Held:
        """Makes the pairs again, one thread at a time: those that waited for another find what it made."""
        with self._making:
            of, began = _of(connection), time.monotonic()
            held = self._held.get(within)
            if held is not None and held.of == of:
                return held
            pairs = sorted(self._likely(connection, within), key=_most_first)
            asked = held.asked if held else began
            made = _Held(of, pairs, time.monotonic() - began, asked)
        with self._lock:
            self._held.pop(within, None)
            self._held[within] = made
            while len(self._held) > _MOST_HELD:
                del self._held[next(iter(self._held))]
        return made

    def _likely(self, connection: Connection, within: Within) -> Iterator[Suggestion]:
        if len(self._names) > _MOST_NAMES:
            self._names = Names()
        known = set[frozenset[str]]()
        for label in ("ORG", "PERSON"):
            asked = {c.entity.id: c for c in kept.most_mentioned(connection, label, _LOOKED_AT, within=within)}
            self._names.know(one.entity for one in asked.values())
            near = self._names.near(asked)
            of = kept.countries(connection, {identity for one, other, _ in near for identity in (one, other)})
            for one, other, reason in near:
                if of.get(one, of.get(other)) == of.get(other, of.get(one)):
                    known.add(frozenset((one, other)))
                    yield Suggestion(asked[one], asked[other], reason)
        yield from (one for one in suggestions(connection, self._lists, within) if _sides(one) not in known)

    def _said(self, connection: Connection) -> tuple[int, Judged]:
        """The number of the last decision on entities, and what was said of pairs, by the ids that stand for them."""
        last, known = Decisions(connection).last("entity"), self._judged
        if known[0] != last:
            log = Decisions(connection)
            said = [one for word in _OF_PAIRS for one in log.standing_of("entity", verdict=word)]
            into = kept.currents(connection, [d.after[part] for d in said for part in ("one", "other")])
            ordered = sorted(said, key=lambda one: one.id)
            judged = {frozenset((into[d.after["one"]], into[d.after["other"]])): d.after["verdict"] for d in ordered}
            self._judged = known = last, judged
        return known


def _of(connection: Connection) -> Of:
    log = Decisions(connection)
    return last_seq(connection), log.last("entity"), log.last("name")


def _parted(connection: Connection, before: Of, now: Of) -> bool:
    """Whether since then people made entities that there were not, or a list was brought: that is seen at once.

    What was joined is left out where it is shown, and need not wait.
    """
    if before[1:] == now[1:]:
        return False
    said = Decisions(connection).of_kind("entity", before[1])
    return before[2] != now[2] or any(verdict(one) in ("apart", "undo") for one in said)


def _sides(pair: Suggestion) -> frozenset[str]:
    return frozenset((pair.one.entity.id, pair.other.entity.id))


def _there(connection: Connection, within: Within, some: Sequence[Suggestion]) -> Iterator[Suggestion]:
    """Those of some pairs whose sides stand for themselves and are there for a reader, with their counts as of now."""
    ids = sorted({identity for pair in some for identity in _sides(pair)})
    into = kept.currents(connection, ids)
    counted = {one.entity.id: one for one in kept.counted(connection, ids, within)}
    for pair in some:
        one, other = (_side(side, into, counted) for side in (pair.one, pair.other))
        if one and other:
            yield replace(pair, one=one, other=other)


def _side(held: Counted, into: Mapping[str, str], counted: Mapping[str, Counted]) -> Counted | None:
    """A side as it is now; what only a list names is in no document and stays."""
    identity = held.entity.id
    if into[identity] != identity:
        return None
    return counted.get(identity) or (None if held.documents else held)


def _most_first(suggestion: Suggestion) -> tuple[bool, int, str, str]:
    """Those in most documents first; behind all others names of which one may be that of the other's child."""
    least = min(suggestion.one.documents, suggestion.other.documents)
    return suggestion.reason == "kin", -least, suggestion.one.entity.name, suggestion.other.entity.name
