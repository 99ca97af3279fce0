"""The index as a projection of the store: filled by who holds the writer lock, what people decided before the rest."""

import logging
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from itertools import batched

from pipeline.errors import BackendUnavailable, WorkspaceError
from pipeline.index.backend import SearchBackend
from pipeline.store import changes as order
from pipeline.store.changes import Change
from pipeline.store.documents import Store
from pipeline.sync.catch_up import behind, catch_up, dated, put, rebuild, repair
from pipeline.sync.making import RecordMaker
from pipeline.sync.turns import Turns

log = logging.getLogger(__name__)

_PATIENCE = 30.0
"""Seconds to wait for another process that holds the writer lock to index what this one stored."""
_TURN = 1.0
"""Seconds to wait for the writer lock of another process, which it takes a batch."""
_PAUSE = 0.2
_POLL = 0.02
_SLICE = 8
"""Documents that are indexed before it is looked whether a person decided something."""
_TURN_SLICE = 6
"""Documents that are taken from each end of what people decided."""
_SEEN = 1.0
"""Seconds after which what was indexed is made visible."""
_SOON = 0.3
"""The same where all documents of a decision are; the first of it are made visible at once."""
type Lock = Callable[[str], AbstractContextManager[bool]]
"""Tries to take a lock by its name, without waiting; gives whether it did."""


class Indexing:
    """The index of a workspace as a Projection, and its upkeep. Safe to use from several threads."""

    name = "index"

    def __init__(self, store: Store, backend: SearchBackend, lock: Lock, workers: int) -> None:
        """Takes what it reads, what it fills, and how many processes make records."""
        self._store, self._backend, self._lock, self._workers = store, backend, lock, workers
        self._indexing = threading.RLock()
        self._holding = False
        self._cursor = 0
        self._turns, self.maker = Turns(), RecordMaker()
        self._refreshed = -_SEEN
        self._before: dict[str, int] = {}
        """Key → ``seq`` of what was indexed before its turn: as long as the index is as this process left it."""
        self._left = (0, 0)
        """Checkpoint and how far ahead the index was when this process last made something visible."""
        self._identity = store.identity()
        self.refilling = ""
        """Why the index was set aside, until it is full again."""

    @contextmanager
    def writer(self) -> Iterator[bool]:
        """Holds the writer lock where no other process does; the index keeps its writer open meanwhile.

        An index that is damaged, or ahead of its store, is mended first.
        """
        with self._indexing:
            if self._holding:
                yield True
                return
            with self._lock("writer") as self._holding:
                try:
                    if self._holding:
                        self._mend()
                    yield self._holding
                finally:
                    if self._holding:
                        self._backend.release_writer()
                    self._holding = False

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Holds the writer lock, which others give back after each batch; raises WorkspaceError while they do not."""
        patience = time.monotonic() + _TURN
        while True:
            with self.writer() as ours:
                if ours:
                    yield
                    return
            if time.monotonic() > patience:
                raise WorkspaceError("another process is writing to this workspace; try again when it has ended")
            time.sleep(_POLL)

    def _mend(self) -> None:
        """Sets a damaged index aside, and takes a store that lost its last commits past what the index has seen."""
        identity, origin = self._identity, self._backend.origin()
        if damage := self._backend.damage():
            log.warning("the index is damaged (%s): it is set aside, and filled again from the store", damage)
            self._backend.reset()
            self._forget_turns()
            self.refilling = damage
        if origin not in ("", identity):
            return  # ``lag`` says so, and a person decides
        self._backend.adopt(identity)
        seen = max(self._backend.checkpoint(), self._backend.ahead())
        if origin and seen > self._store.last_seq():
            log.warning("the store lost changes that the index has seen; both are compared")
            with self._store.writing() as connection:
                order.skip_to(connection, seen)
            repair(self._store, self._backend)

    # a projection -------------------------------------------------------------------------------------------------

    def cursor(self) -> int:
        """See Projection; raises WorkspaceError where the index was filled from another store."""
        self.lag()
        self._cursor = self._backend.checkpoint()
        return self._cursor

    def apply(self, changes: Sequence[Change]) -> bool:
        """See Projection. Between a few documents and the next it takes up what people decided meanwhile."""
        with self.writer() as ours:
            at = self._backend.checkpoint()
            if not ours or at < self._cursor:  # it was set aside just now, and begins anew
                return ours
            if self._left != (at, self._backend.ahead()):  # others wrote, or began it anew
                self._before = {}
            try:
                self._refresh(self._indexed(changes, at))
            except BaseException:
                self._forget_turns()
                raise
        return True

    def _forget_turns(self) -> None:
        """What was taken before its turn and is not visible, as the writer ended before, is to be taken again."""
        self._turns, self._before = Turns(), {}

    def close(self) -> None:
        """Ends the process that makes records, if there is one."""
        self.maker.close()

    def _indexed(self, changes: Sequence[Change], at: int) -> int:
        """Indexes changes, the records of a few being made while those before are written; gives how far it is."""
        under_way: Callable[[], int] | None = None
        for some in batched(changes, _SLICE):
            self._decided(at)
            following = self._begun(some)
            at, under_way = under_way() if under_way else at, following
            if time.monotonic() - self._refreshed > _SEEN:
                self._refresh(at)
        self._decided(at)
        return under_way() if under_way else at

    def _begun(self, some: Sequence[Change]) -> Callable[[], int]:
        """Begins to make records of changes; what it gives puts them into the index, and says how far that is."""
        wanted = [change for change in some if self._before.get(change.key) != change.seq]
        records = self.maker.begin(dated(self._store, wanted))

        def finish() -> int:
            put(self._store, self._backend, wanted, records())
            return some[-1].seq

        return finish

    def _refresh(self, at: int) -> None:
        ahead = max(at, self._turns.ahead, self._backend.ahead())
        self._backend.refresh(at, ahead)
        self._left, self._refreshed = (at, ahead), time.monotonic()
        self._before = {key: seq for key, seq in self._before.items() if seq > at}
        if self.refilling and at >= self._store.last_seq():
            self.refilling = ""

    def _decided(self, at: int) -> None:
        """Indexes what people decided, before its turn, and makes it visible; ``at`` is how far the rest is."""
        hidden = ended = False
        while changes := self._next_decided(at):
            self._begun(changes)()
            self._before |= {change.key: change.seq for change in changes}
            hidden, ended = True, ended or self._turns.ended
            if time.monotonic() - self._refreshed > (_SOON if ended else _SEEN):
                self._refresh(at)
                hidden = ended = False
        if hidden:
            self._refresh(at)

    def _next_decided(self, at: int) -> list[Change]:
        self._turns.look(self._store.last_seq(), max(at, self._backend.ahead()))
        return self._turns.take(self._store.decided, _TURN_SLICE)

    # for who waits ------------------------------------------------------------------------------------------------

    def sync(self) -> int:
        """Indexes what the store has and the index lacks; 0 where there is nothing, or another process is at it."""
        if not self.lag() and not self._backend.damage():
            return 0
        done = catch_up(self._store, self._backend, workers=self._workers, lock=self.writer)
        if not self.lag():
            self.refilling = ""
        return done

    def settle(self) -> None:
        """Waits until the index holds what the store does, by this process or by the one that has the lock."""
        patience = time.monotonic() + _PATIENCE
        try:
            while self.lag() and not self.sync() and time.monotonic() < patience:
                time.sleep(_PAUSE)
        except BackendUnavailable as error:
            log.warning("the index is behind the store, run asnad index sync later: %s", error)

    def wait(self, seconds: float, *, decisions: bool = True) -> bool:
        """Waits for who keeps the index up: until all decisions made so far are visible, or all changes.

        Indexes nothing; False where it takes longer, which costs nothing but that it is seen later.
        """
        wanted = self._store.last_decided() if decisions else self._store.last_seq()
        patience = time.monotonic() + seconds
        try:
            while max(self._backend.checkpoint(), self._backend.ahead() if decisions else 0) < wanted:
                if time.monotonic() > patience:
                    return False
                time.sleep(_POLL)
        except BackendUnavailable as error:
            log.warning("the index is behind the store, and follows later: %s", error)
            return False
        return True

    def lag(self) -> int:
        """How many changes of the store the index does not hold yet.

        Raises WorkspaceError where the index was filled from another store.
        """
        if self._backend.origin() not in ("", self._identity):
            raise WorkspaceError("the index was filled from another store: run asnad reindex")
        self.align()
        return behind(self._store, self._backend.checkpoint())

    def align(self) -> None:
        """Mends what a store that lost its last commits and an index that has seen them do not agree on.

        To be done before anything is stored: the numbers of what was lost would be given again.
        """
        if self._backend.origin() == self._identity:
            seen = max(self._backend.checkpoint(), self._backend.ahead())
            if seen > self._store.last_seq():
                with self.writer():
                    log.info("index and store were compared")

    def trouble(self) -> str:
        """What is wrong with the index, though it may answer; "" where nothing is."""
        damage = self._backend.damage()
        if damage:
            return f"it is damaged ({damage}), and waits to be filled again"
        return f"it was damaged ({self.refilling}), and is being filled again" if self.refilling else ""

    # upkeep -------------------------------------------------------------------------------------------------------

    def reindex(self, on_batch: Callable[[int], None] | None = None) -> int:
        """Builds the index anew from the store, while others search and write.

        Raises WorkspaceError where another process is at it, or the new index does not find what it should.
        """
        with self._lock("rebuild") as ours:
            if not ours:
                raise WorkspaceError("another process is building the index anew")
            return rebuild(self._store, self._backend, self.writer, on_batch, self._workers)

    def roll_back(self) -> None:
        """Puts the index that the last ``reindex`` replaced back in its place; raises BackendUnavailable."""
        with self.alone():
            self._backend.roll_back()
            catch_up(self._store, self._backend)

    def inspect(self) -> str:
        """Reads all of the index; what is damaged in it, "" where nothing is. Who writes next fills it anew."""
        return self._backend.inspect()

    def verify(self) -> tuple[int, int]:
        """Compares index and store, and repairs; how many documents the index lacked, and how many it had too many.

        Raises WorkspaceError while another process writes.
        """
        self.inspect()
        with self.alone():
            return repair(self._store, self._backend)
