"""The names of a watch list, as its owner changes them: a file is looked at, taken in, and taken back."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from pipeline.errors import MonitorNotFound, RefusedDecision
from pipeline.gazetteer.list_files import Tables
from pipeline.monitors.monitors import Monitors
from pipeline.monitors.watch_files import MOST, read_list
from pipeline.monitors.watch_lists import MADE, edition_of, is_list, kept_runs, names_in
from pipeline.people.audit import Audit
from pipeline.people.principal import Principal
from pipeline.store import monitors as kept_monitors
from pipeline.store import watch_names as kept
from pipeline.store.documents import Store
from pipeline.store.monitors import Monitor
from pipeline.store.watch_names import Edition as Edition  # search_api shows them

type How = Literal["replace", "add"]
_AT_ONCE = 2000
"""Names that are made ready while one waits; those of more are made by who looks for them, before he does."""


@dataclass(frozen=True, slots=True)
class ListState:
    """A watch list: how many names it has, which file waits to be taken, and what can be gone back to."""

    monitor: Monitor
    names: int
    own: bool
    waiting: Edition | None
    before: Edition | None


class WatchNames:
    """The names of the watch lists of a workspace; who owns a list changes it."""

    def __init__(self, store: Store, monitors: Monitors, audit: Audit, tables: Tables | None = None) -> None:
        """Takes the store, which monitors there are, where to note what is done, and what reads workbooks."""
        self._store, self._monitors, self._audit, self._tables = store, monitors, audit, tables

    def watch(
        self,
        who: Principal,
        name: str,
        data: bytes,
        file: str,
        column: str = "",
        collection: str = "",
        *,
        shared: bool = False,
    ) -> Monitor:
        """Makes a monitor of the names of a file, all of which must be names; raises as ``Monitors.watch`` does."""
        found = names_in(data, column, file, self._tables)
        return self._monitors.watch(who, name, found, collection, shared=shared)

    def begin(
        self, who: Principal, name: str, data: bytes, file: str, collection: str = "", *, shared: bool = False
    ) -> Monitor:
        """Makes a monitor without names, for which a file waits to be taken; raises as ``Monitors.watch`` does."""
        read_list(data, file, tables=self._tables)
        made = self._monitors.watch(who, name, [], collection, shared=shared)
        self.look(who, made.id, data, "add", file)
        return made

    def state(self, who: Principal, reference: str) -> ListState:
        """How a list is; raises MonitorNotFound, also where it is none."""
        one = self._monitors.named(who, reference)
        if not is_list(one):
            raise MonitorNotFound("the monitor {reference!r} has a query, and no list of names", reference=reference)
        own = one.owner == who.name
        with self._store.engine.connect() as connection:
            number = kept.number(connection, one.id)
            waiting = kept.edition(connection, one.id, "waiting") if own else None
            before = kept.edition(connection, one.id, "before") if own else None
        return ListState(one, number, own, waiting, before)

    def names(self, who: Principal, reference: str) -> list[str]:
        """The names of a list, in its order; raises MonitorNotFound."""
        one = self.state(who, reference).monitor
        with self._store.engine.connect() as connection:
            found = kept.names(connection, one.id)
        self._audit.note(who, "export", one.id, one.collection, names=len(found))
        return found

    def look(self, who: Principal, reference: str, data: bytes, how: How, file: str = "", column: str = "") -> Edition:
        """Reads a file that is to take the place of a list, or to be added; nothing changes until it is taken.

        Raises MonitorNotFound, and RefusedDecision where it is no list, or too long.
        """
        one = self._own(who, reference)
        detail, lines = self._planned(one, data, how, file, column)
        with self._store.writing() as connection:
            return kept.keep(connection, one.id, "waiting", lines, how, detail, who.name)

    def _planned(self, one: Monitor, data: bytes, how: How, file: str, column: str) -> tuple[dict[str, Any], list[str]]:
        """What a file would make of a list: in numbers, and the names that it would have."""
        read = read_list(data, file, column, self._tables)
        with self._store.engine.connect() as connection:
            there = dict.fromkeys(kept.names(connection, one.id))
        given = dict.fromkeys(read.names)
        lines = list(given) if how == "replace" else list(there | given)
        if len(lines) > MOST:
            raise RefusedDecision(
                "a list has {most:,} names at most; with these it would have {count:,}", most=MOST, count=len(lines)
            )
        fresh = len(given.keys() - there.keys())
        gone = len(there.keys() - given.keys()) if how == "replace" else 0
        numbers = {"there": len(there), "fresh": fresh, "gone": gone, "total": len(lines)}
        return {**read.record(), "file": file[:200], **numbers, "edition": edition_of(one)}, lines

    def take(self, who: Principal, reference: str) -> int:
        """Takes the file that waits; gives how many names the list has. Raises MonitorNotFound, RefusedDecision."""
        one = self._own(who, reference)
        with self._store.engine.connect() as connection:
            waiting = kept.edition(connection, one.id, "waiting")
        if waiting is None:
            raise RefusedDecision("no file waits to be taken")
        if waiting.detail.get("edition") != edition_of(one):
            raise RefusedDecision("the list was changed since the file was looked at: look at it once more")
        return self._put(who, one, waiting.lines(), waiting.how)

    def discard(self, who: Principal, reference: str) -> None:
        """Takes the file that waits away; raises MonitorNotFound."""
        one = self._own(who, reference)
        with self._store.writing() as connection:
            kept.drop(connection, one.id, "waiting")

    def undo(self, who: Principal, reference: str) -> int:
        """Goes back to the names that were there before, and so again to those; raises as ``take`` does."""
        one = self._own(who, reference)
        with self._store.engine.connect() as connection:
            before = kept.edition(connection, one.id, "before")
        if before is None:
            raise RefusedDecision("there is nothing to go back to")
        return self._put(who, one, before.lines(), "undo")

    def bring(
        self,
        who: Principal,
        reference: str,
        data: bytes,
        how: How,
        file: str = "",
        column: str = "",
        *,
        dry: bool = False,
    ) -> dict[str, Any]:
        """What a file makes of a list, in numbers, and unless ``dry`` does so; raises as ``look`` and ``take`` do."""
        one = self._own(who, reference)
        detail, lines = self._planned(one, data, how, file, column)
        if not dry:
            self._put(who, one, lines, how)
        return {name: value for name, value in detail.items() if name != "edition"}

    def _put(self, who: Principal, one: Monitor, lines: Sequence[str], how: str) -> int:
        """Gives a list other names, keeps those that it had, and lets who looks for them know."""
        with self._store.engine.connect() as connection:
            there = dict(kept.entries(connection, one.id))
        fresh = [name for name in lines if name not in there]
        ready = one.asked.get("made") == MADE and len(fresh) <= _AT_ONCE
        runs = {**there, **{name: kept_runs(name) if ready else [] for name in fresh}}
        asked = {**one.asked, "names": len(lines), "made": MADE if ready else 0, "edition": edition_of(one) + 1}
        with self._store.writing() as connection:
            now = kept_monitors.get(connection, one.id)
            if now is None or edition_of(now) != edition_of(one):
                raise RefusedDecision("the list was changed meanwhile: look at it once more")
            kept.keep(connection, one.id, "before", list(there), how, {"names": len(there)}, who.name)
            kept.drop(connection, one.id, "waiting")
            kept.put(connection, one.id, ((name, runs[name]) for name in lines))
            kept_monitors.change_asked(connection, one.id, asked)
        self._audit.note(who, "monitor", one.id, one.collection, change=f"names {how}", names=len(lines))
        return len(lines)

    def _own(self, who: Principal, reference: str) -> Monitor:
        one = self._monitors.own(who, reference)
        if not is_list(one):
            raise RefusedDecision("the monitor {name} has a query, and no list of names", name=one.name)
        return one
