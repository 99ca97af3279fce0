"""Digests: what some days brought, of a monitor or of all that somebody may see, by story and not by document."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from corpora.document import Document
from corpora.sentences import Sentence
from corpora.values import Count
from pipeline.errors import QuerySyntaxError, RefusedDecision
from pipeline.index.highlight import passages
from pipeline.index.shown import excerpt
from pipeline.monitors.monitors import Monitors
from pipeline.monitors.watch_lists import any_of, is_list
from pipeline.people.access import collection_for
from pipeline.people.audit import Audit
from pipeline.people.principal import Principal, said
from pipeline.query.dates import NoValue, days
from pipeline.query.nodes import Days, Exact, Filter, Or, Undated
from pipeline.query.stored import StoredQuery
from pipeline.query.units import unit_key
from pipeline.registry.entries import Entry
from pipeline.registry.indicators import Cited, Point, sentence_of
from pipeline.registry.register import Register
from pipeline.review.entities import Entities
from pipeline.search.searches import Searches
from pipeline.store import digests as kept
from pipeline.store.clock import Clock, stamp, utc
from pipeline.store.documents import Store

TOP, NEW, AGREEMENTS, COUNTS, LATE, NAMES = 10, 12, 10, 6, 5, 12
"""Stories, new organisations, agreements, counted things, late stories and names of a list that a digest shows."""
WEEK = 7
"""Days of a digest where nobody says how many."""
_LONGEST = timedelta(days=3653)
_BARS = 31
"""Bars of volume at most: over more days a bar stands for several."""
_COPIES = 20
"""Documents of one story that are named; how many there are is told."""
_UNDATED = "9999"
_READ = 100
"""Stories whose first document is read for counts, those that most documents tell first."""


@dataclass(frozen=True, slots=True)
class TopStory:
    """A story of a digest: the document that told it first, what to show of it, and the others that tell it.

    ``told`` is how many documents tell it in these days, ``names`` those of a watch list that it was found by.
    """

    story: int
    document: Document
    passage: str
    told: int
    also: tuple[Document, ...] = ()
    names: tuple[str, ...] = ()


type Found = Mapping[str, tuple[str, ...]]
"""Key of a document → the names of a watch list that it was found by."""


@dataclass(frozen=True, slots=True)
class NameTold:
    """A name of a watch list, and how many stories of these days it was found in."""

    name: str
    stories: int


@dataclass(frozen=True, slots=True)
class Subject:
    """What a digest is of: its name, the id of the monitor ("" of a collection or everything), what it asks for.

    ``names`` says that it is a watch list, whose query is the documents that it has found.
    """

    name: str
    monitor: str
    asked: StoredQuery
    names: bool = False


@dataclass(frozen=True, slots=True)
class Newcomer:
    """An organisation that no earlier document of the archive names, and how many documents of these days do."""

    id: str
    name: str
    documents: int


@dataclass(frozen=True, slots=True)
class Counted:
    """Something that the stories of these days count: in how many of them, and the greatest number told."""

    unit: str
    stories: int
    greatest: Point


@dataclass(frozen=True, slots=True)
class Bar:
    """How many documents there were from one day to another, both included."""

    first: date
    last: date
    documents: int


@dataclass(frozen=True, slots=True)
class Digest:
    """What was published from ``first`` to ``last``; what has no day of publication counts where it came in.

    ``monitor`` is what it is of, a collection too; "" for all that somebody may see. ``before`` is the number of
    documents of as many days before. ``late`` are stories of those days before that came in only now. ``names`` are
    those of a watch list that were found in the most stories.
    """

    monitor: str
    query: str
    first: date
    last: date
    documents: int
    before: int
    stories: int
    top: tuple[TopStory, ...]
    organisations: tuple[Newcomer, ...]
    agreements: tuple[Entry, ...]
    counts: tuple[Counted, ...]
    volume: tuple[Bar, ...]
    late: tuple[TopStory, ...] = ()
    names: tuple[NameTold, ...] = ()

    @property
    def days(self) -> int:
        """How many days it is of."""
        return (self.last - self.first).days + 1


def within(first: date, last: date) -> tuple[Filter, ...]:
    """The filters of documents that were published in some days; what has no such day counts where it came in."""
    low, high = first.toordinal(), last.toordinal()
    published, added = Days("published", low, high), Days("added", low, high)
    return Or((published, Undated())), Or((published, added))


def came_late(first: date, last: date) -> tuple[Filter, ...]:
    """The filters of documents that were published in as many days before, and came in from the first day on."""
    low, high = first.toordinal(), last.toordinal()
    return Days("published", low - (high - low) - 1, low - 1), Days("added", low, high + 1)


def day_from(text: str, today: date) -> date:
    """A day as people write it, that of a week that ends today where they write none.

    Raises QuerySyntaxError where it is none, lies ahead or more than ten years back.
    """
    if not text.strip():
        return today - timedelta(days=WEEK - 1)
    try:
        first = date.fromordinal(days(text)[0])
    except NoValue as error:
        raise QuerySyntaxError(
            "value", 0, today.isoformat(), Sentence("{reason}", reason=error), field="since"
        ) from error
    if not timedelta(0) <= today - first < _LONGEST:
        why = Sentence(
            "the first day is today ({today}) at the latest, and ten years before at the earliest",
            today=today.isoformat(),
        )
        raise QuerySyntaxError("value", 0, today.isoformat(), why, field="since")
    return first


class Digests:
    """The digests of a workspace: of what somebody may see."""

    def __init__(
        self,
        store: Store,
        monitors: Monitors,
        searches: Searches,
        register: Register,
        entities: Entities,
        audit: Audit,
        clock: Clock = utc,
    ) -> None:
        """Takes what is told of, where to note who asked, and what time it is."""
        self._store, self._monitors, self._searches = store, monitors, searches
        self._register, self._entities, self._audit, self._clock = register, entities, audit, clock

    def make(self, who: Principal, monitor: str = "", since: str = "", *, collection: str = "") -> Digest:
        """The digest of a monitor (its name or id), of a collection, or of everything, from a day until today.

        The day is written as in a query (1404-05-01, 2025-07-23); it is of a week without one. Raises MonitorNotFound,
        CollectionNotFound, QuerySyntaxError, and RefusedDecision where the monitor cannot be asked.
        """
        today = self._today()
        return self.of_days(who, day_from(since, today), today, monitor, collection)

    def of_days(
        self,
        who: Principal,
        first: date,
        last: date,
        monitor: str = "",
        collection: str = "",
        *,
        told_at: datetime | None = None,
    ) -> Digest:
        """The same from one day to another, both included.

        Late is what came in since ``told_at``, when the digest of the days before was made; else since the first day.
        """
        about = self.of(who, monitor, collection)
        self._audit.note(who, "digest", about.monitor, said(who.within()), since=first.isoformat())
        return self._digest(who, about, first, last, told_at)

    def of(self, who: Principal, monitor: str, collection: str) -> Subject:
        """What a digest is of; raises as ``make`` does."""
        if monitor and collection:
            raise RefusedDecision("a digest is of a monitor or of a collection, not of both")
        if monitor:
            one, asked = self._monitors.watched(who, monitor)
            return Subject(one.name, one.id, asked, is_list(one))
        if collection:
            collection = collection_for(self._store, who, collection, "viewer")
            return Subject(collection, "", StoredQuery("", (Exact("collection", collection),)))
        return Subject("", "", StoredQuery(""))

    def _digest(self, who: Principal, about: Subject, first: date, last: date, told_at: datetime | None) -> Digest:
        asked = about.asked
        keys = list(self._searches.keys(who, asked.parsed(*within(first, last))))
        told, span = self._stories(keys), last - first + timedelta(days=1)
        names = self._found(who, about, keys)
        return Digest(
            about.name,
            asked.text,
            first,
            last,
            len(keys),
            self._number(who, asked, first - span, last - span),
            len(told),
            tuple(self._top(who, about, story, some, names) for story, some in told[:TOP]),
            tuple(self._newcomers(who, keys, first)),
            self._agreements(who, frozenset(keys)),
            counted(self._store.get_some([some[0] for _, some in told[:_READ]])),
            tuple(self._volume(who, asked, first, last)),
            tuple(self._late(who, about, {story for story, _ in told}, came_late(first, last), told_at)),
            tuple(_names(told, names)),
        )

    def _today(self) -> date:
        moment: datetime = self._clock()
        return moment.date()

    def _number(self, who: Principal, asked: StoredQuery, first: date, last: date) -> int:
        return self._searches.number(who, asked.parsed(*within(first, last)))

    def _volume(self, who: Principal, asked: StoredQuery, first: date, last: date) -> Iterator[Bar]:
        """The documents day by day; a bar stands for several days where there are many. The last one ends today."""
        width = timedelta(days=-(-((last - first).days + 1) // _BARS))
        while first <= last:
            end = min(last, first + width - timedelta(days=1))
            yield Bar(first, end, self._number(who, asked, first, end))
            first = end + timedelta(days=1)

    # what it tells ------------------------------------------------------------------------------------------------

    def _stories(self, keys: Sequence[str]) -> list[tuple[int, list[str]]]:
        """The stories that documents tell, each with those: what most tell first, then what was told last."""
        with self._store.engine.connect() as connection:
            of = kept.stories(connection, keys)
        told: dict[int, list[str]] = defaultdict(list)
        last: dict[int, str] = defaultdict(str)
        for at, key in enumerate(keys):
            story, published = of.get(key, (None, ""))
            story = -1 - at if story is None else story  # one that was given none is its own
            told[story].append(key)
            last[story] = max(last[story], published[:10])
        newest = sorted(told.items(), key=lambda pair: last[pair[0]], reverse=True)
        return sorted(newest, key=lambda pair: -len(pair[1]))

    def _top(self, who: Principal, about: Subject, story: int, keys: Sequence[str], found: Found) -> TopStory:
        """A story, led by the document that told it first."""
        documents = self._store.get_some(keys[: _COPIES + 1])
        first, *also = sorted(documents, key=lambda one: (one.published[:10] or _UNDATED, keys.index(one.key)))
        names = tuple(dict.fromkeys(name for key in keys for name in found.get(key, ())))
        text = any_of(names) if about.names else about.asked.text
        marks = self._searches.marks(who, "" if text.strip() == "*" else text, first, spelling=about.asked.spelling)
        passage = excerpt(passages(first.text, marks.text, first.body()), first)
        return TopStory(story, first, passage, len(keys), tuple(also), names)

    def _found(self, who: Principal, about: Subject, keys: Sequence[str]) -> Found:
        """The names of a watch list that documents were found by; none of another monitor."""
        if not about.names:
            return {}
        with self._store.engine.connect() as connection:
            return kept.entries(connection, about.monitor, keys, who.within())

    def _late(
        self,
        who: Principal,
        about: Subject,
        told: Set[int],
        filters: tuple[Filter, ...],
        told_at: datetime | None,
    ) -> Iterator[TopStory]:
        """The stories that an earlier digest would have had, if they had been there; not those that this one tells."""
        keys: Sequence[str] = list(self._searches.keys(who, about.asked.parsed(*filters)))
        if told_at is not None:
            with self._store.engine.connect() as connection:
                keys = kept.added_since(connection, keys, stamp(told_at))
        late = [(story, some) for story, some in self._stories(keys) if story not in told]
        names = self._found(who, about, [key for _, some in late[:LATE] for key in some])
        return (self._top(who, about, story, some, names) for story, some in late[:LATE])

    def _newcomers(self, who: Principal, keys: Sequence[str], first: date) -> Iterator[Newcomer]:
        """Organisations that no document from before the first day names, those in most documents first."""
        with self._store.engine.connect() as connection:
            found = kept.newcomers(connection, keys, "ORG", first, who.within(), NEW)
        known = self._entities.named(who, list(found))
        return (Newcomer(one, known[one].name, number) for one, number in found.items() if one in known)

    def _agreements(self, who: Principal, keys: Set[str]) -> tuple[Entry, ...]:
        """The agreements that documents tell of, as the register has them, the newest first."""
        entries = self._register.entries(who)
        return tuple([one for one in entries if any(each.document in keys for each in one.witnesses)][:AGREEMENTS])


def _names(told: Sequence[tuple[int, list[str]]], found: Found) -> Iterator[NameTold]:
    """The names of a watch list by how many stories they were found in."""
    stories = Counter[str]()
    for _, keys in told:
        stories.update({name for key in keys for name in found.get(key, ())})
    most = sorted(stories.items(), key=lambda pair: (-pair[1], pair[0]))[:NAMES]
    return (NameTold(name, number) for name, number in most)


def counted(documents: Iterable[Document]) -> tuple[Counted, ...]:
    """What documents count, each of another story: what most of them count first, with the greatest number."""
    told: dict[str, dict[str, Point]] = defaultdict(dict)
    for document in documents:
        for mention in document.mentions:
            unit = unit_key(Count.of(mention.value).unit or "") if mention.label == "COUNT" else ""
            if not unit:
                continue
            sentence = sentence_of(document.text, mention.span)
            text = document.text[sentence.start : sentence.end]
            point, other = Point(Cited.of(document), mention, sentence, text), told[unit].get(document.key)
            if other is None or other.number < point.number:
                told[unit][document.key] = point
    most = sorted(told.values(), key=lambda points: (-len(points), -max(one.number for one in points.values())))
    found = [(len(points), max(points.values(), key=lambda one: one.number)) for points in most[:COUNTS]]
    return tuple(Counted(point.count.unit or "", number, point) for number, point in found)


# as JSON ----------------------------------------------------------------------------------------------------------


def record(digest: Digest) -> dict[str, Any]:
    """A digest as JSON has it."""
    named = {"monitor": digest.monitor or None, "query": digest.query}
    span = {"since": digest.first.isoformat(), "until": digest.last.isoformat()}
    numbers = {"documents": digest.documents, "before": digest.before, "stories": digest.stories}
    return {
        **named,
        **span,
        **numbers,
        "volume": [
            {"from": bar.first.isoformat(), "to": bar.last.isoformat(), "documents": bar.documents}
            for bar in digest.volume
        ],
        "top": [_top_record(one) for one in digest.top],
        "late": [_top_record(one) for one in digest.late],
        "organisations": [{"id": one.id, "name": one.name, "documents": one.documents} for one in digest.organisations],
        "agreements": [one.record() for one in digest.agreements],
        "counts": [_counted_record(one) for one in digest.counts],
        "names": [{"name": one.name, "stories": one.stories} for one in digest.names],
    }


def _document_record(document: Document) -> dict[str, Any]:
    return {"document": document.key, "uri": document.uri, "title": document.title, "published": document.published}


def _top_record(one: TopStory) -> dict[str, Any]:
    also = [_document_record(each) for each in one.also]
    about = {"passage": one.passage, "told": one.told, "also": also, "names": list(one.names)}
    return {"story": f"{max(one.story, 0):x}", **_document_record(one.document), **about}


def _counted_record(one: Counted) -> dict[str, Any]:
    document = one.greatest.document
    cited = {"sentence": one.greatest.text, "document": document.key, "uri": document.uri}
    return {"unit": one.unit, "stories": one.stories, "number": one.greatest.number, **cited}
