"""The list of meetings: when and where, who was there, what was decided, and what has to follow by when."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from corpora.sentences import Sentence, sentence_of
from extractors.agreements.likeness import alike
from extractors.meetings.candidates import KINDS, MODALITIES, Meeting
from extractors.text.lexicon import key_of
from pipeline.errors import MeetingNotFound, QuerySyntaxError
from pipeline.people.principal import Principal
from pipeline.query.dates import NoValue, days, mended
from pipeline.registry import told as told_of
from pipeline.registry.convening import as_judged, in_order, told_entries
from pipeline.registry.gatherings import Gathering, Told
from pipeline.registry.judging import Said
from pipeline.registry.listing import Listing
from pipeline.registry.portfolio import CALENDARS, UNDATED, year_span
from pipeline.registry.quarters import quarter_in
from pipeline.store.changes import seqs
from pipeline.store.told import Kept

__all__ = ["CALENDARS", "EVERYTHING", "KINDS", "LISTS", "MODALITIES", "UNDATED", "Meetings", "Wanted"]
LISTS = ("ahead", "due", "rejected")
"""What lies ahead, whose follow-ups are due, and what a person said to be none."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which meetings are asked for; empty parts ask for all.

    ``year`` may be UNDATED; ``quarter`` is «1404-Q2», both of ``calendar``; ``since`` and ``until`` are days,
    months or years of any calendar, both included.
    """

    body: str = ""
    year: str = ""
    calendar: str = ""
    quarter: str = ""
    place: str = ""
    since: str = ""
    until: str = ""
    kind: str = ""
    modality: str = ""
    collection: str = ""
    q: str = ""
    listed: str = ""


EVERYTHING = Wanted()


class Meetings(Listing[Told, Gathering]):
    """What people ask of the meetings that documents tell of. Safe to use from several threads."""

    kind = "meeting"
    called = Sentence("meeting")
    missing = MeetingNotFound

    def read(self, kept: Kept) -> Told:
        """See Listing."""
        return told_of.Told.of(kept, Meeting)

    def tell(self, told: Iterable[Told]) -> list[Gathering]:
        """See Listing."""
        return told_entries(told)

    def judged(self, entry: Gathering, said: Said) -> Gathering:
        """See Listing."""
        return as_judged(entry, said)

    def ordered(self, entries: Iterable[Gathering]) -> list[Gathering]:
        """See Listing."""
        return in_order(entries)

    def entries(self, who: Principal, wanted: Wanted = EVERYTHING) -> list[Gathering]:
        """The meetings that somebody may see and asks for, the newest first; raises CollectionNotFound, Forbidden."""
        return chosen(self._seen(who, wanted.collection), wanted, self._today())

    def changed(self, documents: Iterable[str]) -> dict[str, int]:
        """When documents changed last: the ``seq`` of each, by key."""
        with self._store.engine.connect() as connection:
            return seqs(connection, documents)


def chosen(entries: Sequence[Gathering], wanted: Wanted, today: date) -> list[Gathering]:
    """The meetings that have all that is asked for, in their order; those ahead by day, the next one first."""
    if wanted.listed == "rejected":
        found = [one for one in entries if one.rejected]
    else:
        found = [one for one in entries if not one.rejected]
    for test in _tests(wanted, today):
        found = [one for one in found if test(one)]
    if wanted.listed == "ahead":
        return sorted((one for one in found if is_ahead(one, today)), key=lambda one: (one.day, one.id))
    return [one for one in found if any(task.day for task in one.follow_ups)] if wanted.listed == "due" else found


def is_ahead(one: Gathering, today: date) -> bool:
    """Whether a meeting has a day that is today or later, and was not given up."""
    return bool(one.date and one.date.value.end >= today.isoformat() and one.modality.value in ("held", "planned"))


def _tests(wanted: Wanted, today: date) -> Iterable[Callable[[Gathering], bool]]:
    if wanted.body:
        yield lambda one: _is_of(one, wanted.body)
    if wanted.place:
        place = key_of(wanted.place)
        yield lambda one: any(held and place in key_of(held.value) for held in (one.town, one.venue))
    if wanted.kind:
        yield lambda one: one.kind.value == wanted.kind
    if wanted.modality:
        yield lambda one: one.modality.value == wanted.modality
    if wanted.q:
        words = [key_of(word) for word in wanted.q.split()]
        yield lambda one: all(word in one.folded for word in words)
    yield from _times(wanted, today)


def _times(wanted: Wanted, today: date) -> Iterable[Callable[[Gathering], bool]]:
    if wanted.since:
        since = _day("since", wanted.since, 0)
        yield lambda one: one.date is not None and one.date.value.end >= since
    if wanted.until:
        until = _day("until", wanted.until, 1)
        yield lambda one: one.date is not None and one.date.value.start <= until
    if wanted.year == UNDATED:
        yield lambda one: one.date is None
    elif wanted.year:
        span = year_span(wanted.year, wanted.calendar, today)
        yield lambda one: _is_within(one, span)
    if wanted.quarter:
        asked, calendar = key_of(wanted.quarter).upper(), wanted.calendar or "jalali"
        yield lambda one: quarter_in(one, calendar) == asked


def _is_of(one: Gathering, body: str) -> bool:
    """Whether a body held a meeting, was there, or is in its name."""
    named = one.name is not None and key_of(body) in key_of(one.name.value)
    return named or any(body == each.entity or alike(body, each.name) for each in one.bodies)


def _day(name: str, text: str, end: int) -> str:
    """The first (0) or last (1) day, in ISO form, of a day, month or year of any calendar; raises QuerySyntaxError."""
    try:
        return date.fromordinal(days(text, anywhere=True)[end]).isoformat()
    except (NoValue, ValueError) as error:
        raise QuerySyntaxError("value", 0, mended(text), sentence_of(error), field=name) from error


def _is_within(one: Gathering, span: tuple[str, str] | None) -> bool:
    return span is not None and one.date is not None and span[0] <= one.date.value.start <= span[1]
