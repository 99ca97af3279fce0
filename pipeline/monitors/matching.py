"""Matches monitors as a projection of the store: each new text is asked for by all of them, in its effective form.

What is found is kept in the transaction that moves the cursor, so nothing is told twice and nothing is left out.
"""

import logging
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product

from corpora.document import Document, Span
from pipeline.errors import QuerySyntaxError
from pipeline.index.embedded.percolation import Percolator
from pipeline.index.highlight import Indexed, passages
from pipeline.index.records import IndexRecord, Refused
from pipeline.index.shown import excerpt, held
from pipeline.monitors.monitors import Monitor, query_of
from pipeline.monitors.watch_lists import WatchList, edition_of, is_list
from pipeline.people.accounts import Accounts
from pipeline.query.parser import Query
from pipeline.query.stored import NoFilter
from pipeline.records import Within
from pipeline.review.entities import Entities, keys_asked, names_somebody
from pipeline.search.found import Found as Marks
from pipeline.store import deliveries, firing
from pipeline.store import monitors as kept
from pipeline.store.alerts import Found
from pipeline.store.changes import Change
from pipeline.store.clock import Clock, utc
from pipeline.store.documents import Store
from pipeline.store.monitors import Far
from pipeline.sync.catch_up import dated
from pipeline.sync.making import RecordMaker
from pipeline.sync.projection import BATCH

log = logging.getLogger(__name__)

_TRIES = 3
"""Times that a batch is matched again, where monitors change meanwhile."""


@dataclass(frozen=True, slots=True)
class _Loaded:
    """A monitor with its query as it is asked at present, and the keys of the names in it."""

    monitor: Monitor
    query: Query
    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Text:
    """The text of a document as it is marked for every monitor that fires for it: laid out once."""

    document: Document
    there: Indexed
    begins: int
    """Where the text begins in what is marked, behind the title."""
    body: Sequence[Span]

    @staticmethod
    def of(record: IndexRecord) -> "_Text":
        there, begins = held(record)
        return _Text(record.document, there.laid_out(), begins, record.document.body())

    def passage(self, query: Query) -> str:
        """What of the text an alert shows: around the words asked for, else its beginning."""
        marks = Marks.of(query, self.there, self.begins)
        return excerpt(passages(self.document.text, marks.text, self.body), self.document)


class Matching:
    """The monitors of a workspace as a Projection. Safe to use from several threads and processes."""

    name = kept.NAME

    def __init__(
        self, store: Store, accounts: Accounts, entities: Entities, maker: RecordMaker, clock: Clock = utc
    ) -> None:
        """Takes what is followed, whose rights hold, who is who, what analyses documents, and what time it is."""
        self._clock = clock
        self._store, self._accounts, self._entities, self._maker = store, accounts, entities, maker
        self._lock = threading.Lock()
        self._far = Far(0, -1, watched=False)
        self._percolator = Percolator()
        self._loaded: dict[str, _Loaded] = {}
        self._lists: dict[str, WatchList] = {}
        self._of_generation, self._decided = -1, -1
        self._known: set[str] = set()
        """Entities that were known when queries were expanded last."""

    def cursor(self) -> int:
        """See Projection."""
        with self._store.engine.connect() as connection:
            self._far = kept.far(connection)
        self._maker.shared = self._far.watched
        return self._far.cursor

    def apply(self, changes: Sequence[Change]) -> bool:
        """See Projection."""
        with self._lock:
            for _ in range(_TRIES):
                found = self._matched(changes)
                if self._kept(found, changes[-1].seq):
                    return True
                before = self._far.cursor
                if self.cursor() != before:
                    return False
        return False

    def catch_up(self) -> None:
        """Matches all that waits, where no Follower does."""
        while changes := self._store.changes(self.cursor(), BATCH):
            if not self.apply(changes):
                return

    def _kept(self, found: Sequence[Found], cursor: int) -> bool:
        with self._store.writing() as connection:
            if not kept.advance(connection, self._far, cursor):
                return False
            told = firing.note(connection, found)
            deliveries.queue(connection, [(one.monitor, number) for one, number in told], self._clock())
        return True

    # matching -----------------------------------------------------------------------------------------------------

    def _matched(self, changes: Sequence[Change]) -> list[Found]:
        """What is to be told of changes, in their order: only of texts that are new, and were not read before."""
        self._load()
        fresh = [change for change in changes if change.document is not None and change.reason == "content"]
        if not (self._loaded or self._lists) or not fresh:
            return []
        made = self._maker.begin(dated(self._store, fresh))()
        records = {record.key: record for record in made if isinstance(record, IndexRecord)}
        self._expand_for(records.values())
        found, refused = self._percolator.matches(list(records.values()))
        for each in (*refused, *(record for record in made if isinstance(record, Refused))):
            log.error("no monitor is asked of a document: %s", each.message, extra={"document": each.key})
        within = self._rights([*found, *self._lists])
        order = {change.key: change for change in fresh}
        told: dict[str, list[Found]] = {key: [] for key in order}
        texts = {key: _Text.of(records[key]) for key in {key for keys in found.values() for key in keys}}
        for identity, keys in found.items():
            asked = self._loaded[identity]
            for key in keys:
                if _may_tell(asked.monitor, order[key], within[asked.monitor.owner, asked.monitor.owner_kind]):
                    told[key].append(_alert(asked.monitor, records[key], texts[key].passage(asked.query)))
        for one, record in product(self._lists.values(), records.values()):
            names, passage = one.found(record)
            if names and _may_tell(one.monitor, order[record.key], within[one.monitor.owner, one.monitor.owner_kind]):
                told[record.key].append(_alert(one.monitor, record, passage, names))
        return [one for some in told.values() for one in some]

    def _rights(self, identities: Iterable[str]) -> dict[tuple[str, str], Within]:
        """What the owners of some monitors may see now."""
        owners = {(m.owner, m.owner_kind) for m in map(self._monitor, identities)}
        return {owner: self._accounts.as_now(*owner).within() for owner in owners}

    def _monitor(self, identity: str) -> Monitor:
        held: _Loaded | WatchList = self._loaded.get(identity) or self._lists[identity]
        return held.monitor

    # loading ------------------------------------------------------------------------------------------------------

    def _load(self) -> None:
        """Brings up which monitors there are, and how queries with names are expanded by what was decided."""
        decided = self._entities.decided()
        if (self._far.generation, decided) == (self._of_generation, self._decided):
            return
        if self._of_generation != self._far.generation:
            self._load_monitors()
        if self._decided != decided:
            self._expand([one for one in self._loaded.values() if names_somebody(one.query)])
        self._of_generation, self._decided, self._known = self._far.generation, decided, set()

    def _load_monitors(self) -> None:
        with self._store.engine.connect() as connection:
            there = {monitor.id: monitor for monitor in kept.everybodys(connection)}
        for identity in self._loaded.keys() - there.keys():
            self._percolator.remove(identity)
            del self._loaded[identity]
        for identity in self._lists.keys() - there.keys():
            del self._lists[identity]
        for identity, monitor in there.items():
            if is_list(monitor):
                held = self._lists.get(identity)
                if held is None or edition_of(held.monitor) != edition_of(monitor):
                    self._lists[identity] = WatchList.of(self._store, monitor)
            elif identity not in self._loaded:
                self._put(monitor)

    def _put(self, monitor: Monitor) -> None:
        """Keeps a monitor; one that cannot be asked waits, and its owner sees why."""
        try:
            query = query_of(monitor)
        except (QuerySyntaxError, NoFilter) as error:
            log.warning("a monitor cannot be asked: %s", error, extra={"monitor": monitor.id})
            return
        one = _Loaded(monitor, query, frozenset(keys_asked(query)))
        self._loaded[monitor.id] = one
        self._expand([one])

    def _expand(self, some: Iterable[_Loaded]) -> None:
        for one in some:
            self._percolator.put(one.monitor.id, self._entities.expanded(one.query))

    def _expand_for(self, records: Iterable[IndexRecord]) -> None:
        """Expands again the queries whose names lead to an entity that was not known when they were: it is new."""
        entities = {identity for record in records for ids in record.entities.values() for identity in ids}
        fresh = entities - self._known
        if fresh and any(one.names for one in self._loaded.values()):
            keys = self._entities.bases(fresh)
            self._expand([one for one in self._loaded.values() if not one.names.isdisjoint(keys)])
        self._known |= fresh


def _may_tell(monitor: Monitor, change: Change, within: Within) -> bool:
    """Whether a text came after the monitor, and its owner may see it now."""
    assert change.document is not None
    return change.content_seq > monitor.since and (within is None or change.document.collection in within)


def _alert(monitor: Monitor, record: IndexRecord, passage: str, names: tuple[str, ...] = ()) -> Found:
    document = record.document
    return Found(
        monitor.id,
        record.story,
        record.key,
        document.content_hash,
        document.uri,
        document.title,
        passage,
        document.language,
        document.published,
        names,
    )
