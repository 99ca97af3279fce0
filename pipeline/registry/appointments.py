"""Appointments of the register: which of several documents are one, and the entry that they make; pure."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from itertools import product
from operator import eq
from typing import Any

from corpora.document import Span
from extractors.agreements.candidates import Field, Signatory, When
from extractors.agreements.likeness import alike
from extractors.decrees.candidates import LEAVING, Decree
from extractors.decrees.joining import are_alike, offices_meet
from extractors.names.identity import stems_of
from extractors.text.lexicon import key_of
from pipeline.registry import told as told_of
from pipeline.registry.deadlines import Length, last_day
from pipeline.registry.entries import Judged, Value, Witness
from pipeline.registry.judging import Said, all_judged, judged
from pipeline.registry.values import value_of
from pipeline.store.decisions import Decision

type Told = told_of.Told[Decree]
_NAMES = 1 << 14
_OWN = "@"
"""What the key of a body has that is told from others of its name by its document alone."""
_DAYS = 7
"""Days between two reports of one appointment, of which one gives no day."""
_WEEK = 7
_MODALITIES = ("denied", "planned", "reported", "asserted")
_FIELDS = ("office", "body", "place", "issuer", "date", "until", "term", "predecessor")
COLUMNS = (
    *("id", "act", "role", "modality", "person", "office", "body", "place"),
    *("issuer", "issuer_title", "date", "until", "term", "predecessor", "published", "documents"),
)
"""The columns of the list as a table."""


@dataclass(frozen=True, slots=True)
class Appointment:
    """One appointment, or the end of one, whatever number of documents tell of it.

    ``ids`` are those of all that was joined to it: each leads here. What no text says is None.
    """

    id: str
    ids: tuple[str, ...]
    act: str
    role: str
    modality: str
    person: Value[Signatory]
    entity: str
    witnesses: tuple[Witness, ...]
    office: Value[str] | None = None
    body: Value[str] | None = None
    body_entity: str = ""
    place: Value[str] | None = None
    issuer: Value[Signatory] | None = None
    date: Value[When] | None = None
    until: Value[When] | None = None
    term: Value[str] | None = None
    predecessor: Value[Signatory] | None = None
    judged: tuple[Judged, ...] = ()
    rejected: bool = False
    """Whether a person said that there is no such appointment; lists leave it out."""
    seen: int = 0
    """The number of the last decision on it."""
    folded: str = field(default="", compare=False, repr=False)
    """Its words, folded, among which those that are asked for are looked for."""

    @property
    def leaves(self) -> bool:
        """Whether somebody leaves an office."""
        return self.act in LEAVING

    @property
    def published(self) -> str:
        """The day of the oldest document that tells of it."""
        return min((one.published[:10] for one in self.witnesses if one.published), default="")

    @property
    def day(self) -> str:
        """Its day, else that of the news; "" where neither is known."""
        return self.date.value.start if self.date else self.published

    def record(self) -> dict[str, Any]:
        """The entry as ``asnad decrees --json`` prints it."""
        return {
            "id": self.id,
            "act": self.act,
            "role": self.role or None,
            "modality": self.modality,
            "person": self.person.value.name,
            "office": self.office and self.office.value,
            "body": self.body and self.body.value,
            "place": self.place and self.place.value,
            "issuer": self.issuer and self.issuer.value.name,
            "issuer_title": (self.issuer and self.issuer.value.title) or None,
            "date": self.date and self.date.value.iso,
            "until": self.until and self.until.value.iso,
            "term": self.term and self.term.value,
            "predecessor": self.predecessor and self.predecessor.value.name,
            "published": self.published or None,
            "witnesses": [{"document": one.id, "start": one.span.start, "end": one.span.end} for one in self.witnesses],
        }


def row_of(entry: Appointment) -> list[str]:
    """The entry as a row of a table, in the order of COLUMNS."""
    record = entry.record()
    documents = " ".join(dict.fromkeys(one.id for one in entry.witnesses))
    return [documents if name == "documents" else str(record[name] or "") for name in COLUMNS]


def appointments(told: Iterable[Told], decisions: Iterable[Decision] = ()) -> list[Appointment]:
    """The entries, the newest first; the same for the same documents in any order.

    ``decisions`` are rows of the log on them.
    """
    held = list(told)
    return in_order(all_judged(told_entries(held), Said.of(decisions, held), as_judged))


def told_entries(told: Iterable[Told]) -> list[Appointment]:
    """The entries that documents tell of, as if nobody had decided on any."""
    return [_entry(group) for group in _joined(sorted(told, key=_oldest))]


def as_judged(entry: Appointment, said: Said) -> Appointment:
    """An entry as people say that it is, with what follows from its fields then."""
    reckoned = entry.until is not None and bool(entry.until.derived_from)
    made = judged(entry, said)
    fields = {one.field for one in made.judged}
    if reckoned and "until" not in fields and fields & {"date", "term"}:
        made = replace(made, until=None)
    return replace(made if "until" in fields else _until(made), folded=_folded(made))


@lru_cache(maxsize=_NAMES)
def key_of_body(entity: str, name: str) -> str:
    """What a body is told by: who it is where that is known beyond one document, else the words of its name."""
    return entity if entity and _OWN not in entity else " ".join(stems_of(name))


def in_order(entries: Iterable[Appointment]) -> list[Appointment]:
    """Entries in their order, the newest first."""
    return sorted(entries, key=lambda one: (one.day, one.id), reverse=True)


def _oldest(one: Told) -> tuple[str, str, Span, str]:
    return one.published or "9999", one.document, one.said.anchor, one.id


def _joined(ordered: Sequence[Told]) -> list[list[Told]]:
    """The groups of those that are one: each goes to the first group with all of which it is one."""
    groups: list[list[Told]] = []
    homes: dict[tuple[str, int], list[int]] = {}
    for one in ordered:
        places = list(product(set(stems_of(one.said.person.value.name)), _weeks(one)))
        near = sorted({at for place in places for at in homes.get(place, ())})
        home = next((at for at in near if all(_is_same(one, other) for other in groups[at])), None)
        if home is None:
            home = len(groups)
            groups.append([])
            for place in places:
                homes.setdefault(place, []).append(home)
        groups[home].append(one)
    return groups


def _weeks(one: Told) -> Sequence[int]:
    """The weeks by which it is found: those of its days, and of those near them; none where it has no day."""
    dated = one.said.date
    try:
        days = [date.fromisoformat(day).toordinal() for day in (_day(one), *((dated.value.end,) if dated else ()))]
    except ValueError:
        return ()
    return range((min(days) - _DAYS) // _WEEK, (max(days) + _DAYS) // _WEEK + 1)


def _is_same(one: Told, other: Told) -> bool:
    """Whether two documents tell of one appointment: the same person and office, and days that are near."""
    mine, theirs = one.said, other.said
    if one.document == other.document or (mine.act.value in LEAVING) != (theirs.act.value in LEAVING):
        return False
    if (mine.modality == "denied") != (theirs.modality == "denied"):
        return False
    if not are_alike(mine.person.value.name, theirs.person.value.name) or not _same_office(mine, theirs):
        return False
    if mine.date and theirs.date:
        return mine.date.value.start <= theirs.date.value.end and theirs.date.value.start <= mine.date.value.end
    return _near(_day(one), _day(other))


def _same_office(mine: Decree, theirs: Decree) -> bool:
    """Whether both name one office; where one names none, the person must be named in full in both."""
    if mine.office and theirs.office:
        return offices_meet(mine, theirs)
    return min(len(stems_of(one.person.value.name)) for one in (mine, theirs)) > 1


def _day(one: Told) -> str:
    return one.said.date.value.start if one.said.date else one.published[:10]


def _near(one: str, other: str) -> bool:
    try:
        return abs((date.fromisoformat(one) - date.fromisoformat(other)).days) <= _DAYS
    except ValueError:
        return False


def _entry(group: Sequence[Told]) -> Appointment:
    """The entry of what documents tell of one appointment: the fullest and surest says it, the others beside it."""
    best = max(group, key=lambda one: (*_weight(one.said), -group.index(one)))

    def value[T](get: Callable[[Decree], Field[T] | None], same: Callable[[T, T], bool] = eq) -> Value[T] | None:
        return value_of([(one.document, get(one.said)) for one in (best, *group)], same)

    person = value(lambda one: one.person, _one_person)
    assert person is not None
    made = Appointment(
        id=group[0].id,
        ids=tuple(one.id for one in group),
        act=best.said.act.value,
        role=best.said.role,
        modality=max((one.said.modality for one in group), key=_MODALITIES.index),
        person=person,
        entity=next((one.said.entity for one in (best, *group) if one.said.entity), ""),
        witnesses=tuple(witness for one in group for witness in _witnesses(one)),
        office=value(lambda one: one.office),
        body=value(lambda one: one.body, alike),
        body_entity=next((one.said.body_entity for one in (best, *group) if one.said.body), ""),
        place=value(lambda one: one.place),
        issuer=value(lambda one: one.issuer, _one_person),
        date=value(lambda one: one.date),
        until=value(lambda one: one.until),
        term=value(lambda one: one.term),
        predecessor=value(lambda one: one.predecessor, _one_person),
    )
    return replace(_until(made), folded=_folded(made))


def _one_person(one: Signatory, other: Signatory) -> bool:
    return are_alike(one.name, other.name)


def _weight(one: Decree) -> tuple[int, int, int]:
    return _MODALITIES.index(one.modality), len(list(one.stated())), len(one.person.value.name)


def _until(entry: Appointment) -> Appointment:
    """The last day, reckoned from the day of the decree and the term where no text states it."""
    if entry.until or not entry.term or not entry.date:
        return entry
    begin, length = entry.date.value, Length.of(entry.term.value)
    last = last_day(begin.calendar, begin.day, length) if begin.day and length else None
    if last is None:
        return entry
    day = last.isoformat()
    places = (*entry.date.places, *entry.term.places)
    return replace(entry, until=Value(When(day, day, "day"), places, 0.8, ("date", "term")))


def _folded(entry: Appointment) -> str:
    persons = (held.value.name for held in (entry.person, entry.issuer, entry.predecessor) if held)
    others = (held.value for held in (entry.office, entry.body, entry.place) if held)
    return " ".join(key_of(name) for name in (*persons, *others))


def _witnesses(one: Told) -> list[Witness]:
    """The sentence that says most, then every other."""
    stated = tuple(name for name, _ in one.said.stated())
    about = (one.document, one.given, one.title, one.published, one.collection)
    first = Witness(*about, one.said.evidence, one.text, "news", stated, one.id)
    return [first, *(Witness(*about, span, "", "news", told=one.id) for span in one.said.mentions)]
