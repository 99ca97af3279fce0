"""What comes up in the news: bursts, names told of more than before, names told of together, and who is quoted."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal, NamedTuple, get_args

from pipeline.errors import RefusedDecision
from pipeline.monitors.digests import day_from, within
from pipeline.monitors.monitors import Monitors
from pipeline.people.audit import Audit
from pipeline.people.principal import Principal, said
from pipeline.query.stored import StoredQuery
from pipeline.review.entities import Entities
from pipeline.search.searches import Searches
from pipeline.store import beside, digests
from pipeline.store.clock import Clock, utc
from pipeline.store.documents import Store
from pipeline.trends.ledger import Facts, Ledger
from pipeline.trends.statistics import bursts
from pipeline.trends.timelines import Event, timeline
from pipeline.trends.told import Shares, Told

type Label = Literal["ORG", "PERSON", "PLACE"]
LABELS: tuple[Label, ...] = get_args(Label.__value__)
MOST = 20
"""Names, pairs and speakers that are told at most."""
_TIMES = 4
"""What some days are compared with: so many times as many before them, within the bounds that follow."""
_LEAST_BEFORE, _MOST_BEFORE = 28, 365
_READ = 500
"""Documents that a timeline is made of at most."""
_PERIODS = 120
"""Periods of volume at most: over more days one stands for several."""


class Period(NamedTuple):
    """The stories told from one day to another, both included, and how many were to be expected."""

    first: date
    last: date
    stories: int
    expected: float


@dataclass(frozen=True, slots=True)
class Burst:
    """Days in which far more stories were told than were to be expected; ``weight`` in nats, see ``bursts``."""

    first: date
    last: date
    stories: int
    expected: float
    weight: float


@dataclass(frozen=True, slots=True)
class Rising:
    """A name that a greater share of stories tells of than before.

    ``stories`` of these days and ``before`` of those before them; ``evidence`` is G²; ``first`` the first of these
    days on which it was told of, and ``new`` whether no earlier document of the archive names it.
    """

    id: str
    name: str
    stories: int
    before: int
    evidence: float
    first: date
    new: bool


@dataclass(frozen=True, slots=True)
class Together:
    """Two names that a greater share of stories names together than before; as ``Rising``."""

    ids: tuple[str, str]
    names: tuple[str, str]
    stories: int
    before: int
    evidence: float


@dataclass(frozen=True, slots=True)
class Quoted:
    """Who is quoted: in how many stories and quotations, and what he is most often said to be ("" where nothing is)."""

    speaker: str
    office: str
    stories: int
    quotations: int


@dataclass(frozen=True, slots=True)
class TrendReport:
    """What changed from ``first`` to ``last`` against the days from ``since`` on; numbers are of stories.

    ``monitor`` is "" for all that somebody may see; ``periods`` are of all days since.
    """

    monitor: str
    query: str
    label: Label
    since: date
    first: date
    last: date
    stories: int
    before: int
    periods: tuple[Period, ...]
    bursts: tuple[Burst, ...]
    rising: tuple[Rising, ...]
    together: tuple[Together, ...]
    quoted: tuple[Quoted, ...]

    def record(self) -> dict[str, Any]:
        """As JSON has it."""
        numbers = {"stories": self.stories, "before": self.before}
        days = {"since": self.since, "first": self.first, "last": self.last}
        return {
            **{"monitor": self.monitor or None, "query": self.query, "label": self.label},
            **{name: day.isoformat() for name, day in days.items()},
            **numbers,
            "periods": [_record(one._asdict()) for one in self.periods],
            **{
                name: [_record(asdict(one)) for one in getattr(self, name)]
                for name in ("bursts", "rising", "together", "quoted")
            },
        }


def _record(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _plain(value) for name, value in fields.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return round(value, 2)
    return list(value) if isinstance(value, tuple) else value


class Trends:
    """The trends of a workspace: of what somebody may see."""

    def __init__(
        self,
        store: Store,
        monitors: Monitors,
        searches: Searches,
        entities: Entities,
        audit: Audit,
        clock: Clock = utc,
        ledger: Ledger | None = None,
    ) -> None:
        """Takes what is told of, where to note who asked, what time it is, and what holds what is counted."""
        self._store, self._monitors, self._searches = store, monitors, searches
        self._entities, self._audit, self._clock = entities, audit, clock
        self._ledger = ledger or Ledger()

    def load(self) -> None:
        """Reads what trends are counted from, so that who asks first need not wait for it."""
        with self._store.engine.connect() as connection:
            self._ledger.facts(connection)

    def make(
        self, who: Principal, query: str = "", *, monitor: str = "", since: str = "", label: Label = "ORG"
    ) -> TrendReport:
        """The trends of a query or a monitor (its name or id), or of everything, from a day until today.

        Without a day of the last seven days. They are compared with four times as many days before, at least four
        weeks and at most a year. Raises MonitorNotFound, QuerySyntaxError, and RefusedDecision where the monitor
        cannot be asked, or both are given.
        """
        moment: datetime = self._clock()
        last = moment.date()
        first = day_from(since, last)
        if monitor and query.strip():
            raise RefusedDecision("trends are of a query or of a monitor, not of both")
        one, asked = self._monitors.asked(who, monitor) if monitor else (None, StoredQuery(query))
        self._audit.note(who, "trends", one.id if one else query, said(who.within()), since=first.isoformat())
        span = min(_MOST_BEFORE, max(_LEAST_BEFORE, _TIMES * ((last - first).days + 1)))
        return self._trends(who, one.name if one else "", asked, (first - timedelta(days=span), first, last), label)

    def timeline(self, who: Principal, identity: str) -> list[Event]:
        """The days named beside an entity in the documents that changed last, by day; raises EntityNotFound.

        Of an entity in very many documents so many are read that a page can wait for it.
        """
        entity = self._entities.profile(who, identity).entity.id
        keys = list(self._searches.keys(who, f"entity:{entity}"))[-_READ:]
        with self._store.engine.connect() as connection:
            stories = beside.stories(connection, keys)
        self._audit.note(who, "trends", entity, said(who.within()))
        return timeline(self._store.get_some(keys), entity, stories)

    def _trends(
        self, who: Principal, name: str, asked: StoredQuery, days: tuple[date, date, date], label: Label
    ) -> TrendReport:
        since, first, last = days
        with self._store.engine.connect() as connection:
            facts = self._ledger.facts(connection)
            told = self._told(who, facts, asked, since, last)
            periods = _periods(told, self._others(who, facts, asked, since, last), since, last)
            seen = Shares(told, facts.names(list(told.story), label), first)
            quoted = tuple(_quoted(facts, told, first))
        return TrendReport(
            name,
            asked.text,
            label,
            *days,
            seen.now,
            seen.before,
            periods,
            tuple(_bursts(periods)),
            tuple(self._rising(who, seen, first)),
            tuple(self._together(who, seen)),
            quoted,
        )

    def _told(self, who: Principal, facts: Facts, asked: StoredQuery, first: date, last: date) -> Told:
        """The documents of some days that match; what has no day of publication counts where it came in."""
        keys = list(self._searches.keys(who, asked.parsed(*within(first, last))))
        return Told.of((key, story, min(last, max(first, day))) for key, story, day in facts.told(keys))

    def _others(self, who: Principal, facts: Facts, asked: StoredQuery, first: date, last: date) -> Told | None:
        """All documents of some days, which say how much was to be expected; None where it is asked for all of them."""
        is_all = not asked.filters and not asked.text.strip(" *")
        return None if is_all else self._told(who, facts, StoredQuery("*"), first, last)

    def _rising(self, who: Principal, seen: Shares, first: date) -> Iterator[Rising]:
        found = seen.rising(MOST)
        known = self._entities.named(who, list(found))
        with self._store.engine.connect() as connection:
            new = digests.unnamed_before(connection, list(known), first, who.within())
        for entity, (now, before, sure) in found.items():
            if entity in known:
                yield Rising(entity, known[entity].name, now, before, sure, seen.since(entity), entity in new)

    def _together(self, who: Principal, seen: Shares) -> Iterator[Together]:
        found = seen.together(MOST)
        known = self._entities.named(who, list({entity for pair in found for entity in pair}))
        for (one, other), (now, before, sure) in found.items():
            if one in known and other in known:
                yield Together((one, other), (known[one].name, known[other].name), now, before, sure)


def _quoted(facts: Facts, told: Told, first: date) -> Iterator[Quoted]:
    """Who is quoted in most stories of these days."""
    stories: dict[str, set[int]] = defaultdict(set)
    offices: dict[str, Counter[str]] = defaultdict(Counter)
    quotations = Counter[str]()
    for document, speaker, office in facts.speakers(told.since(first)):
        stories[speaker].add(told.story[document])
        quotations[speaker] += 1
        offices[speaker][office] += bool(office)
    most = sorted(stories, key=lambda speaker: (-len(stories[speaker]), -quotations[speaker], speaker))
    for speaker in most[:MOST]:
        office, number = offices[speaker].most_common(1)[0]
        yield Quoted(speaker, office if number else "", len(stories[speaker]), quotations[speaker])


def _periods(told: Told, others: Told | None, since: date, last: date) -> tuple[Period, ...]:
    """The stories period by period; as many are expected as all stories of the period, or its days, let expect."""
    width = -(-((last - since).days + 1) // _PERIODS)
    edges = []
    while since <= last:
        edges.append((since, min(last, since + timedelta(days=width - 1))))
        since += timedelta(days=width)
    counts = [len(told.stories(*edge)) for edge in edges]
    weights = [float(len(others.stories(*edge))) if others else (edge[1] - edge[0]).days + 1.0 for edge in edges]
    rate = sum(counts) / (sum(weights) or 1.0)
    return tuple(Period(*edge, many, rate * weight) for edge, many, weight in zip(edges, counts, weights, strict=True))


def _bursts(periods: Sequence[Period]) -> Iterator[Burst]:
    for one in bursts([period.stories for period in periods], [period.expected for period in periods]):
        inside = periods[one.first : one.last + 1]
        stories, expected = sum(each.stories for each in inside), sum(each.expected for each in inside)
        yield Burst(inside[0].first, inside[-1].last, stories, expected, one.weight)
