"""Monitors as their owners have them: made, listed, tried on the last days, shared, removed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Literal

from corpora.sentences import Sentence
from pipeline.errors import CollectionNotFound, MonitorNotFound, QuerySyntaxError, RefusedDecision
from pipeline.index.results import Results, View
from pipeline.monitors.watch_lists import MADE, entries_of, is_list
from pipeline.people.access import collection_for
from pipeline.people.accounts import Accounts
from pipeline.people.audit import Audit
from pipeline.people.principal import Principal
from pipeline.query.nodes import Keys
from pipeline.query.parser import Days, Exact, Query
from pipeline.query.stored import GRAMMAR, NoFilter, StoredQuery
from pipeline.records import Within
from pipeline.search.searches import Searches
from pipeline.store import digests as kept_digests
from pipeline.store import monitors as kept
from pipeline.store import watch_names
from pipeline.store.clock import Clock, utc
from pipeline.store.documents import Store
from pipeline.store.monitors import Monitor as Monitor  # search_api shows them
from pipeline.store.watch_names import Entry

MOST = 500
"""Monitors that one person has."""
LONGEST_NAME = 120
DAYS = 30
"""Days that a preview looks back."""
_SHOWN = 10
_COUNTED = 5000
"""Matches up to which the stories of a preview are counted."""


type Volume = Literal["none", "rare", "week", "day"]


@dataclass(frozen=True, slots=True)
class Preview:
    """What a query would have found in the last days: documents, the stories that they tell, and the newest.

    ``days`` are those of which the archive has anything, DAYS at most.
    """

    days: int
    documents: int
    stories: int
    newest: Results

    @property
    def a_day(self) -> float:
        """Alerts to expect in a day, in hundredths."""
        return round(self.stories / self.days, 2)

    @property
    def volume(self) -> tuple[Volume, int]:
        """Alerts to expect as one says it: so many in a day or in a week, fewer than one a week, or none.

        >>> nothing = Results((), 0)
        >>> [Preview(30, n, n, nothing).volume for n in (0, 1, 4, 5, 27, 30, 52)]
        [('none', 0), ('rare', 0), ('rare', 0), ('week', 1), ('week', 6), ('day', 1), ('day', 2)]
        """
        a_week, a_day = self.stories * 7 / self.days, self.stories / self.days
        if a_week < 1:
            return ("rare" if self.stories else "none"), 0
        return ("day", round(a_day)) if round(a_week) >= 7 else ("week", round(a_week))


@dataclass(frozen=True, slots=True)
class Shown:
    """A monitor, and what is wrong with it: why it cannot be asked, "" where it can."""

    monitor: Monitor
    problem: str = ""
    own: bool = True


def asked_of(monitor: Monitor) -> StoredQuery:
    """What a monitor asks for; raises NoFilter, also where it watches for names."""
    if is_list(monitor):
        raise NoFilter(Sentence("it watches for a list of names"))
    return StoredQuery.of(monitor.query, monitor.asked, monitor.grammar)


def query_of(monitor: Monitor) -> Query:
    """The query of a monitor, in its collection; raises QuerySyntaxError, NoFilter."""
    more = [Exact("collection", monitor.collection)] if monitor.collection else []
    return asked_of(monitor).parsed(*more)


def problem_of(monitor: Monitor) -> str:
    """Why the query of a monitor cannot be asked, in a sentence; "" where it can."""
    if is_list(monitor):
        return ""
    try:
        query_of(monitor)
    except (QuerySyntaxError, NoFilter) as error:
        if monitor.grammar == GRAMMAR:
            return Sentence("{reason}", reason=error)
        return Sentence(
            "{reason} (it was written for version {old} of the query language, this is {new})",
            reason=error,
            old=monitor.grammar,
            new=GRAMMAR,
        )
    return ""


def _blind(monitor: Monitor, within: Within) -> str:
    """That a monitor looks where its owner may not see any more; "" where he may."""
    sees = within is None or (monitor.collection in within if monitor.collection else bool(within))
    return "" if sees else Sentence("its owner may not see any more what it looks in")


class Monitors:
    """The monitors of a workspace. One belongs to a person; who else may see its collection sees it where shared."""

    def __init__(self, store: Store, accounts: Accounts, searches: Searches, audit: Audit, clock: Clock = utc) -> None:
        """Takes the store, whose rights hold, what a preview searches, where to note, and what time it is."""
        self._store, self._accounts, self._searches, self._audit = store, accounts, searches, audit
        self._clock = clock

    def add(
        self, who: Principal, name: str, asked: StoredQuery, collection: str = "", *, shared: bool = False
    ) -> Monitor:
        """Makes a monitor, for texts that come from now on.

        Raises QuerySyntaxError, CollectionNotFound, Forbidden, and RefusedDecision where it makes no sense.
        """
        if asked.asks_for_nothing:
            raise RefusedDecision("a monitor wants a query; a star alone asks for everything")
        asked.parsed()
        row = {"query": asked.text, "grammar": asked.grammar, "asked": asked.record()}
        return self._make(who, name, row, collection, shared=shared)

    def watch(
        self, who: Principal, name: str, names: Sequence[str], collection: str = "", *, shared: bool = False
    ) -> Monitor:
        """Makes a monitor of a list of names, for texts that come from now on; raises as ``add`` does."""
        entries = list(entries_of(names))
        row = {"query": "", "grammar": GRAMMAR, "asked": {"names": len(entries), "made": MADE}}
        return self._make(who, name, row, collection, entries, shared=shared)

    def _make(
        self,
        who: Principal,
        name: str,
        asked: Mapping[str, Any],
        collection: str,
        entries: Sequence[Entry] = (),
        *,
        shared: bool,
    ) -> Monitor:
        name = " ".join(name.split())
        if not name or len(name) > LONGEST_NAME or "/" in name:
            raise RefusedDecision(
                "a monitor has a name, of {longest} characters at most and without a slash", longest=LONGEST_NAME
            )
        if shared and not collection:
            raise RefusedDecision("a monitor is shared within a collection: say which one it looks in")
        self._must_see(who, collection)
        row: dict[str, Any] = {"name": name, "owner": who.name}
        row |= {"owner_kind": "local" if who.kind == "local" else "account"}
        row |= {"collection": collection, "shared": shared, **asked}
        with self._store.writing() as connection:
            own = kept.seen_by(connection, who.name, frozenset())
            if any(one.name == name for one in own):
                raise RefusedDecision("there is a monitor {name} already", name=name)
            if len(own) >= MOST:
                raise RefusedDecision("a person has {most} monitors at most", most=MOST)
            made = kept.add(connection, row)
            watch_names.put(connection, made.id, entries)
        self._audit.note(who, "monitor", made.id, collection, change="add", query=made.query)
        return made

    def _must_see(self, who: Principal, collection: str) -> None:
        if collection:
            collection_for(self._store, who, collection, "viewer")
        elif who.within() == frozenset():
            raise CollectionNotFound("there is no collection that this could look in")

    def seen(self, who: Principal, reference: str = "") -> list[Monitor]:
        """Those that somebody has or that are shared with him, by name; or those of a name or an id, his own first."""
        with self._store.engine.connect() as connection:
            return kept.seen_by(connection, who.name, who.within(), reference)

    def all(self, who: Principal) -> list[Shown]:
        """Those that somebody sees, by name, each with what is wrong with it."""
        return self._shown(who, self.seen(who))

    def named(self, who: Principal, reference: str) -> Monitor:
        """The monitor of a name or an id, his own first; raises MonitorNotFound."""
        for monitor in self.seen(who, reference):
            return monitor
        raise MonitorNotFound("there is no monitor {reference!r}", reference=reference)

    def asked(self, who: Principal, reference: str) -> tuple[Monitor, StoredQuery]:
        """A monitor and what it asks for, in its collection; raises MonitorNotFound, and RefusedDecision for a list."""
        one = self.named(who, reference)
        try:
            asked = asked_of(one)
        except NoFilter as error:
            raise RefusedDecision("the monitor cannot be asked: {reason}", reason=error) from error
        inside = (Exact("collection", one.collection),) if one.collection else ()
        return one, replace(asked, filters=(*asked.filters, *inside))

    def watched(self, who: Principal, reference: str) -> tuple[Monitor, StoredQuery]:
        """As ``asked``; of a list of names what it has found so far, which is all that can be said of it."""
        one = self.named(who, reference)
        if not is_list(one):
            return self.asked(who, reference)
        with self._store.engine.connect() as connection:
            found = kept_digests.fired_for(connection, one.id)
        return one, StoredQuery("", (Keys(frozenset(found)),))

    def askable(self, who: Principal) -> list[Monitor]:
        """Those that somebody sees and that ask a query, and not for a list of names."""
        return [one for one in self.seen(who) if not is_list(one)]

    def one(self, who: Principal, reference: str) -> Shown:
        """The same with what is wrong with it; raises MonitorNotFound."""
        return self._shown(who, [self.named(who, reference)])[0]

    def _shown(self, who: Principal, some: Sequence[Monitor]) -> list[Shown]:
        """Each with what is wrong with its query or, of his own, with his rights by now."""
        kinds = {monitor.owner_kind for monitor in some if monitor.owner == who.name}
        rights = {kind: self._accounts.as_now(who.name, kind).within() for kind in kinds}
        return [
            Shown(monitor, problem_of(monitor) or _blind(monitor, rights[monitor.owner_kind]))
            if monitor.owner == who.name
            else Shown(monitor, problem_of(monitor), own=False)
            for monitor in some
        ]

    def is_seen_by(self, who: Principal, reference: str, name: str) -> bool:
        """Whether a person of a name sees a monitor that somebody sees; raises MonitorNotFound."""
        one = self.named(who, reference)
        if one.owner == name:
            return True
        person = self._accounts.as_now(name, "account")
        return bool(one.shared) and person.kind == "person" and person.may("viewer", one.collection)

    def own(self, who: Principal, reference: str) -> Monitor:
        """One that somebody may change; raises MonitorNotFound."""
        monitor = self.named(who, reference)
        if monitor.owner != who.name:
            raise MonitorNotFound("there is no monitor {reference!r} of yours", reference=reference)
        return monitor

    def remove(self, who: Principal, reference: str) -> Monitor:
        """Takes away one of somebody's own, with all that it found; raises MonitorNotFound."""
        monitor = self.own(who, reference)
        with self._store.writing() as connection:
            kept.remove(connection, monitor.id)
        self._audit.note(who, "monitor", monitor.id, monitor.collection, change="remove")
        return monitor

    def preview(self, who: Principal, asked: StoredQuery, collection: str = "") -> Preview:
        """What a query would have found among what was published in the last days.

        Raises QuerySyntaxError, CollectionNotFound.
        """
        if collection:
            collection_for(self._store, who, collection, "viewer")
        where = [Exact("collection", collection)] if collection else []
        last = self._today()
        recent = Days("published", (last - timedelta(days=DAYS - 1)).toordinal(), last.toordinal())
        asked = replace(asked, filters=(*asked.filters, *where, recent))
        view = View(_SHOWN, order="newest", group=True)
        found = self._searches.search(
            who, asked.text, view, filters=asked.filters, spelling=asked.spelling, relax=False
        )
        keys = self._searches.found(who, asked.parsed(), _COUNTED)
        stories = self._stories(keys)
        if found.total > len(keys) > 0:  # so many that those counted stand for all
            stories = round(stories * found.total / len(keys))
        return Preview(self._days_there(who, where, last), found.total, stories, found)

    def _days_there(self, who: Principal, where: Sequence[Exact], last: date) -> int:
        """The days of a preview of which there is anything: where papers came in for five days alone, these.

        Where something is older than a preview, its days are there, even if there were few papers.
        """
        some = Days("published", (last - timedelta(days=2 * DAYS - 1)).toordinal(), last.toordinal())
        view = View(1, order="oldest", passages=False)
        found = self._searches.search(who, "*", view, filters=(*where, some), relax=False, typed=False).hits
        first = date.fromisoformat(found[0].published[:10]) if found and found[0].published else None
        return min(DAYS, (last - first).days + 1) if first else DAYS

    def _stories(self, keys: Sequence[str]) -> int:
        with self._store.engine.connect() as connection:
            return kept.stories(connection, keys)

    def _today(self) -> date:
        moment: datetime = self._clock()
        return moment.date()
