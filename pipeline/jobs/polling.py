"""Looks at the sources that are due, fetches what is new there, and reads it into the archive.

Each step is kept before the next begins: what is new with the look that found it, a page as it came before it is read.
A program that is killed goes on where it was, and asks nobody twice for what it has.
"""

import logging
import random
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from pipeline.errors import DocumentNotFound, PipelineError, RefusedDecision, StoreUnavailable
from pipeline.ingest.build import identity
from pipeline.ingest.sources.web import Fetcher, Robots
from pipeline.jobs.mailboxes import Mailboxes
from pipeline.jobs.watching import Watched, Watcher
from pipeline.people.access import acting
from pipeline.people.principal import Principal, local
from pipeline.records import IngestReport, Source
from pipeline.runs.runs import Told
from pipeline.sources.dates import differ
from pipeline.sources.fetching import Bench, at_hand, fetch
from pipeline.sources.looking import Looked
from pipeline.sources.schedule import hours_of
from pipeline.sources.sources import FOLDER, MAILBOX, Brought, wanted_of
from pipeline.sources.turns import Turns
from pipeline.sources.watching import Looker
from pipeline.store import source_items
from pipeline.store import sources as kept
from pipeline.store.clock import stamp
from pipeline.store.source_items import Item
from pipeline.store.sources import Kept
from pipeline.workspace import Workspace

log = logging.getLogger(__name__)

_AT_ONCE = 4
"""Hosts that are asked at once."""
_PAGES = 50
"""Pages of one source that are fetched in a round, so that others have their turn."""
_BETWEEN = 5.0
"""Seconds between two rounds."""
type OnReport = Callable[[Kept, IngestReport], None]


class Poller:
    """Looks at sources again and again; one process does so at a time, of all that share the store."""

    def __init__(
        self,
        workspace: Workspace,
        *,
        stop: threading.Event | None = None,
        chance: random.Random | None = None,
        on_report: OnReport = lambda _, __: None,
    ) -> None:
        """Starts nothing; ``on_report`` is told of what was read from a source."""
        self._space, self._on_report = workspace, on_report
        self._clock = workspace.clock
        self._robots = Robots()
        self._stop = stop or threading.Event()
        turns = Turns(workspace.settings.fetch_pause, self._robots, self._stop)
        self._bench = Bench(workspace.store, workspace.blobs, self._clock, turns, chance or random.Random())  # noqa: S311
        self._looker = Looker(self._bench, workspace.sources.read)
        self._folders: dict[str, Watcher] = {}
        self._reading = threading.Lock()
        self._mailboxes = Mailboxes(workspace, self._bench, self._looker, self._reading, self._stop, on_report)

    def run(self) -> None:
        """Rounds until it is stopped; a store that is away is waited for."""
        self.begin()
        while not self._stop.is_set():
            try:
                self.round()
            except PipelineError as error:
                log.warning("sources are looked at later: %s", error)
            self._stop.wait(_BETWEEN)

    def begin(self) -> None:
        """Brings in the list of sources that the settings name, where there is such a file."""
        path = self._space.settings.sources
        if path.is_file():
            bring(self._space, local(self._space.settings.user), path.read_bytes(), path.name)

    def round(self) -> int | None:
        """Looks at what is due and reads what is new; how many were due, None where another process does so already."""
        with self._space.polling() as mine:
            if not mine:
                return None
            groups = self._groups()
            with self._space.upkeep.following(), ThreadPoolExecutor(_AT_ONCE) as pool:
                for _ in pool.map(self._host, groups):
                    pass
            return sum(due for group in groups for _, due in group)

    def _groups(self) -> list[list[tuple[Kept, bool]]]:
        """The sources that have anything to do, by host, each with whether it is due."""
        at = self._clock()
        with self._space.store.engine.connect() as connection:
            due = {one.id: one for one in kept.due(connection, stamp(at)) if _may(one, at)}
            working = source_items.with_work(connection, stamp(at)) - due.keys()
            more = [one for name in sorted(working) if (one := kept.source(connection, name)) and not one.paused]
        hosts: dict[str, list[tuple[Kept, bool]]] = {}
        for one in (*due.values(), *more):
            hosts.setdefault(urlsplit(one.url).netloc, []).append((one, one.id in due))
        return list(hosts.values())

    def _host(self, group: Sequence[tuple[Kept, bool]]) -> None:
        with Fetcher(self._space.settings.fetch_limits(), self._robots) as fetcher:
            for source, due in group:
                if self._stop.is_set():
                    return
                try:
                    self._source(fetcher, source, due=due)
                except StoreUnavailable:
                    raise
                except Exception as error:
                    log.exception("a source broke", extra={"source": source.id})
                    said = f"{type(error).__name__}: {error}"
                    self._looker.failed(source, Looked(trouble="internal", detail={"said": said}))

    def _source(self, fetcher: Fetcher, source: Kept, *, due: bool) -> None:
        if source.kind == FOLDER:
            self._folder(source)
            return
        if source.kind == MAILBOX:
            self._mailboxes.look(source, due=due)
            return
        if due:
            self._looker.look(fetcher, source)
        with self._space.store.engine.connect() as connection:
            now = kept.source(connection, source.id)
            if now is None:
                return
            waiting = source_items.waiting(connection, source.id, stamp(self._clock()), _PAGES)
        for item in waiting:
            if self._stop.is_set() or not fetch(self._bench, fetcher, now, item):
                break
        self._read(now)

    # reading --------------------------------------------------------------------------------------------------

    def _read(self, source: Kept) -> None:
        """Reads what was fetched, as one run, and says what is odd about its dates."""
        with self._space.store.engine.connect() as connection:
            items = source_items.fetched(connection, source.id)
        if not items:
            return
        who = acting(source.user, source.collection)
        told = Told(source.name, "watch", source.name, source.collection, len(items))
        met: dict[str, Source] = {}

        def sources() -> Iterator[Source]:
            for item in items:
                met[item.item] = at_hand(self._bench, source, item)
                yield met[item.item]

        with self._reading, self._space.runs.reading(who, told) as going:
            report = self._space.ingest_sources(who, sources(), source.collection, run=going.id, restore=False)
            report.run = going.id
        for item in items:
            self._read_item(source, item, met[item.item])
        self._on_report(source, report)

    def _read_item(self, source: Kept, item: Item, read: Source) -> None:
        """Says that a story was read, or could not be; and where the dates of listing and page differ."""
        now, store = stamp(self._clock()), self._space.store
        known = store.known(identity(read)[0], source.collection)
        stated = str(item.record.get("published", ""))
        days, page = 0, ""
        if stated and known and not known.withdrawn:
            with suppress(DocumentNotFound):  # somebody took it out just now
                page = store.get(known.key).published
                days = differ(stated, page)
        values: dict[str, Any] = {"state": "read" if known else "failed", "read_at": now}
        with store.writing() as connection:
            source_items.change(connection, item, **values, record={"published": stated})
            if days:
                detail = {"url": item.url[:500], "listing": stated[:10], "page": page[:10]}
                kept.note(connection, source.id, now, "date_differs", detail)

    def _folder(self, source: Kept) -> None:
        """A folder of this machine: what is put into it is read once it stays as it is."""
        path = Path(unquote(urlsplit(source.url).path))
        if not path.is_dir():
            self._looker.failed(source, Looked(trouble="gone"))
            return
        if source.id not in self._folders:
            watched = Watched([path], source.name, source.collection)
            who = acting(source.user, source.collection)
            self._folders[source.id] = Watcher(self._space, who, watched, lambda report: self._brought(source, report))
            self._folders[source.id].look()  # the first look only sees what is there
        at = self._clock()
        with self._reading:
            self._folders[source.id].look()
        values: dict[str, Any] = {"failures": 0, "failing_since": "", "trouble": "", "detail": {}}
        with self._space.store.writing() as connection:
            following = self._bench.next_look(source, at)
            kept.change(connection, source.id, **values, polled_at=stamp(at), next_at=following)

    def _brought(self, source: Kept, report: IngestReport) -> None:
        at = stamp(self._clock())
        with self._space.store.writing() as connection:
            kept.change(connection, source.id, new_at=at)
            kept.note(connection, source.id, at, "new", {"stories": report.added, "changed": report.changed})
        self._on_report(source, report)


def bring(workspace: Workspace, who: Principal, data: bytes, name: str, collection: str = "") -> Brought:
    """Keeps the sources of a list, OPML or TOML by its name, and makes their collections where somebody may.

    Raises UnreadableExchange; see ``Sources.bring``.
    """
    wanted = wanted_of(data, name, collection)
    if who.may("admin"):
        for one in sorted({each.collection for each in wanted}):
            with suppress(RefusedDecision):  # each source of it is refused then
                workspace.collections.add(who, one)
    return workspace.sources.bring(who, wanted, web=not name.lower().endswith(".toml"))


def _may(source: Kept, at: datetime) -> bool:
    """Whether a source may be asked at this hour."""
    hours = hours_of(source.hours)
    return hours is None or hours.holds(at)
