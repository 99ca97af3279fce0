"""Which meetings of several documents are one, and the entry that they make; pure."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache

from corpora.document import Span
from extractors.agreements.candidates import Field
from extractors.agreements.likeness import alike, letters_of, name_words
from extractors.meetings.candidates import Attendee, FollowUp, Headcount, Meeting
from extractors.meetings.words import is_ordinal
from extractors.text.lexicon import key_of as folded
from pipeline.registry.entries import Place, Value, Witness
from pipeline.registry.gatherings import Gathering, Present, Task, Told
from pipeline.registry.judging import Said, all_judged, judged
from pipeline.registry.values import value_of
from pipeline.store.decisions import Decision

key_of = lru_cache(maxsize=1 << 16)(folded)
"""The folded form of a name or town, kept: each is compared with many."""
_DAYS = 3
"""Days between two reports of one meeting, of which one gives no day."""
_ALIKE = 0.5
"""The share of the words of the shorter of two names that the other has."""
_TOGETHER = 2
"""Persons whom two reports of talks share."""


def gatherings(told: Iterable[Told], decisions: Iterable[Decision] = ()) -> list[Gathering]:
    """The entries, the newest first; the same for the same documents in any order.

    ``decisions`` are rows of the log on them.
    """
    held = list(told)
    return in_order(all_judged(told_entries(held), Said.of(decisions, held), as_judged))


def told_entries(told: Iterable[Told]) -> list[Gathering]:
    """The entries that documents tell of, as if nobody had decided on any."""
    return [_entry(group) for group in _joined(sorted(told, key=_oldest))]


def as_judged(entry: Gathering, said: Said) -> Gathering:
    """An entry as people say that it is, to be found by its words then."""
    made = judged(entry, said)
    return replace(made, folded=_folded(made))


def in_order(entries: Iterable[Gathering]) -> list[Gathering]:
    """Entries in their order, the newest first."""
    return sorted(entries, key=lambda one: (one.day or one.published, one.id), reverse=True)


def _oldest(one: Told) -> tuple[str, str, Span, str]:
    return one.published or "9999", one.document, one.said.anchor, one.id


def _joined(ordered: Sequence[Told]) -> list[list[Told]]:
    """The groups of those that are one: each goes to the first group with all of which it is one."""
    groups: list[list[Told]] = []
    joints: list[set[str]] = []
    homes: dict[str, list[int]] = {}
    for one in ordered:
        days, mine = _days(one), _joints(one.said)
        near = {at for day in days for at in homes.get(day, ())}
        likely = sorted(at for at in near if not mine.isdisjoint(joints[at]))
        home = next((at for at in likely if all(_is_same(one, other) for other in groups[at])), None)
        if home is None:
            home = len(groups)
            groups.append([])
            joints.append(set())
        groups[home].append(one)
        joints[home] |= mine
        for day in days:
            homes.setdefault(day, []).append(home)
    return groups


def _joints(one: Meeting) -> set[str]:
    """What may join it to another: words of its name, and who its hosts, or those who talk, are; no two lack all."""
    bodies = [*one.hosts, *(_persons(one) if one.kind.value == "talks" else ())]
    found = {word for each in bodies for word in (*name_words(each.name), letters_of(each.name), f"={each.entity}")}
    return found | _telling(one)


def _days(one: Told) -> list[str]:
    """The days by which it is found: its own, and those around the day of the news; of a month or year the first."""
    found = [one.said.date.value.start] if one.said.date else []
    try:
        told = date.fromisoformat(one.published[:10]).toordinal()
    except ValueError:
        return found
    around = range(max(1, told - _DAYS), min(date.max.toordinal(), told + _DAYS) + 1)
    return [*found, *(date.fromordinal(day).isoformat() for day in around)]


def _is_same(one: Told, other: Told) -> bool:
    """Whether two documents tell of one meeting: nothing parts them, and a name, a host or those who talk join them."""
    mine, theirs = one.said, other.said
    if one.document == other.document or not _kinds_meet(mine, theirs) or _parted(mine, theirs):
        return False
    dated = mine.date is not None and theirs.date is not None
    if not dated and not _near(one, other):
        return False
    named, hosted, persons = _same_name(mine, theirs), _same_hosts(mine, theirs), _same_persons(mine, theirs)
    placed = bool(mine.town and theirs.town) or bool(mine.venue and theirs.venue)
    if mine.kind.value == theirs.kind.value == "talks":
        return persons and (dated or placed)
    if dated:
        return named or (hosted and not _named_otherwise(mine, theirs))
    return named and (hosted or placed or _is_own_name(mine))


def _kinds_meet(mine: Meeting, theirs: Meeting) -> bool:
    """Whether two kinds can be of one meeting: «جلسه» of any but talks of two."""
    kinds = {mine.kind.value, theirs.kind.value}
    return len(kinds) == 1 or "meeting" in kinds


def _parted(mine: Meeting, theirs: Meeting) -> bool:
    """Whether days, towns or ordinals of two meetings differ."""
    if mine.date and theirs.date:
        here, there = mine.date.value, theirs.date.value
        if here.start > there.end or there.start > here.end:
            return True
    if mine.town and theirs.town and key_of(mine.town.value) != key_of(theirs.town.value):
        return True
    numbers = [_numbers(one.name.value) if one.name else frozenset[str]() for one in (mine, theirs)]
    return bool(numbers[0] and numbers[1] and not numbers[0] & numbers[1])


@lru_cache(maxsize=1 << 16)
def _numbers(name: str) -> frozenset[str]:
    """The numbers and ordinals in the name of a meeting."""
    words = (key_of(word) for word in name.split())
    return frozenset(word for word in words if word.isdecimal() or is_ordinal(word))


def _words(one: Meeting) -> frozenset[str]:
    return name_words(one.name.value) if one.name else frozenset()


def _telling(one: Meeting) -> frozenset[str]:
    """The words of its name beside the word for a meeting itself."""
    return _words(one) - name_words(one.word)


def _persons(one: Meeting) -> list[Attendee]:
    return [each for each in one.attendees if each.role == "person"]


def _same_name(mine: Meeting, theirs: Meeting) -> bool:
    """Whether most words of the shorter name are of the other, beside the word for a meeting itself."""
    here, there = _telling(mine), _telling(theirs)
    shorter = min(len(here), len(there))
    return shorter > 0 and len(here & there) > _ALIKE * shorter and len(here & there) > (shorter > 1)


def _named_otherwise(mine: Meeting, theirs: Meeting) -> bool:
    """Whether both have a name, and share nothing of it («کارگروه امنیت غذایی», «کارگروه اشتغال»)."""
    here, there = _telling(mine), _telling(theirs)
    return bool(here and there and not here & there)


def _is_own_name(one: Meeting) -> bool:
    """Whether a name is long enough to be of no other meeting."""
    return len(_words(one)) > _DAYS


def _same_hosts(mine: Meeting, theirs: Meeting) -> bool:
    return any(
        (one.entity and one.entity == other.entity) or alike(one.name, other.name)
        for one in mine.hosts
        for other in theirs.hosts
    )


def _same_persons(mine: Meeting, theirs: Meeting) -> bool:
    """Whether the same persons talk: two whom both name, or all of the fewer."""
    here, there = _persons(mine), _persons(theirs)
    shared = sum(any(one.entity == other.entity or alike(one.name, other.name) for other in there) for one in here)
    return shared >= _TOGETHER


def _near(one: Told, other: Told) -> bool:
    """Whether one meeting, whose day one of two texts does not give, can be told by both: by the days of the news."""
    try:
        days = [date.fromisoformat((_day(each) or each.published)[:10]) for each in (one, other)]
    except ValueError:
        return False
    return abs((days[0] - days[1]).days) <= _DAYS


def _day(one: Told) -> str:
    return one.said.date.value.start if one.said.date else ""


def _entry(group: Sequence[Told]) -> Gathering:
    """The entry of what documents tell of one meeting: the fullest says it, the others beside it."""
    best = max(group, key=lambda one: (one.said.form == "minutes", len(list(one.said.stated()))))
    ordered = (best, *(one for one in group if one is not best))

    def value[T](get: Callable[[Meeting], Field[T] | None]) -> Value[T] | None:
        return value_of([(one.document, get(one.said)) for one in ordered])

    kind = value(lambda one: one.kind)
    assert kind is not None
    made = Gathering(
        id=group[0].id,
        ids=tuple(one.id for one in group),
        kind=kind,
        word=best.said.word,
        modality=_modality(group),
        witnesses=tuple(witness for one in group for witness in _witnesses(one)),
        name=value(lambda one: one.name),
        subject=value(lambda one: one.subject),
        date=value(lambda one: one.date),
        time=value(lambda one: one.time),
        venue=value(lambda one: one.venue),
        town=value(lambda one: one.town),
        recurrence=value(lambda one: one.recurrence),
        chair=_present(ordered, lambda one: one.chair),
        hosts=_present(ordered, lambda one: one.hosts),
        attendees=_present(ordered, lambda one: one.attendees),
        counts=_counts(ordered),
        decisions=_decisions(ordered),
        follow_ups=_tasks(ordered),
    )
    return replace(made, folded=_folded(made))


def _modality(group: Sequence[Told]) -> Value[str]:
    """What the newest text says: a meeting that was planned was held, or put off, since."""
    said = [(one, one.said.modality) for one in group if one.said.modality]
    if not said:
        return Value("held", (Place(group[0].document, group[0].said.evidence),), 0.5)
    newest = max(said, key=lambda pair: (pair[0].published[:10], pair[1].confidence if pair[1] else 0.0))
    found = value_of([(one.document, mode) for one, mode in (newest, *(pair for pair in said if pair is not newest))])
    assert found is not None
    return found


def _present(group: Sequence[Told], get: Callable[[Meeting], Sequence[Attendee]]) -> tuple[Present, ...]:
    """Each person and body once, with all places."""
    found: dict[tuple[str, str], Present] = {}
    for one in group:
        for each in get(one.said):
            key = each.role, each.entity or key_of(each.name)
            place = Place(one.document, each.span)
            held = found.get(key)
            found[key] = Present(each, (place,)) if held is None else replace(held, places=(*held.places, place))
    return tuple(found.values())


def _counts(group: Sequence[Told]) -> tuple[Value[Headcount], ...]:
    found: dict[tuple[float, str], Value[Headcount]] = {}
    for one in group:
        for each in one.said.counts:
            places = tuple(Place(one.document, span) for span in each.spans)
            found.setdefault((each.value.number, each.value.unit), Value(each.value, places, each.confidence))
    return tuple(found.values())


def _decisions(group: Sequence[Told]) -> tuple[Value[str], ...]:
    found: dict[str, Value[str]] = {}
    for one in group:
        for each in one.said.decisions:
            places = tuple(Place(one.document, span) for span in each.spans)
            found.setdefault(key_of(each.value), Value(each.value, places, each.confidence))
    return tuple(found.values())


def _tasks(group: Sequence[Told]) -> tuple[Task, ...]:
    """What has to follow, each once: two texts that set one day for the same words tell of one."""
    found: dict[tuple[str, str], Task] = {}
    for one in group:
        for each in one.said.follow_ups:
            task = _task_of(one, each)
            found.setdefault((key_of(task.what.value), task.day), task)
    return tuple(found.values())


def _task_of(one: Told, given: FollowUp) -> Task:
    def value[T](held: Field[T] | None) -> Value[T] | None:
        return value_of([(one.document, held)])

    what = value(given.what)
    assert what is not None
    return Task(what, value(given.who), value(given.due))


def _witnesses(one: Told) -> list[Witness]:
    """The sentence that says most, then every other."""
    meeting = one.said
    stated = tuple(name for name, _ in meeting.stated())
    about = (one.document, one.given, one.title, one.published, one.collection)
    first = Witness(*about, meeting.evidence, one.text, meeting.form, stated, one.id)
    return [first, *(Witness(*about, span, "", meeting.form, told=one.id) for span in meeting.mentions)]


def _folded(entry: Gathering) -> str:
    held = (entry.name, entry.subject, entry.venue, entry.town, *entry.decisions)
    people = (one.attendee.name for one in (*entry.chair, *entry.hosts, *entry.attendees))
    return " ".join(map(key_of, (entry.word, *(one.value for one in held if one), *people)))
