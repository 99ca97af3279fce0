"""Which agreements of several documents are one, and the entry that they make."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date

from corpora.document import Span
from extractors.agreements.candidates import Candidate, Field, Party, Statement, When
from extractors.agreements.likeness import alike, name_words
from pipeline.registry import told as told_of
from pipeline.registry.blocking import ByParties
from pipeline.registry.deadlines import Length, last_day
from pipeline.registry.entries import (
    DatedState,
    Entry,
    EntryParty,
    Place,
    Relation,
    Value,
    Witness,
)
from pipeline.registry.judging import NOTHING, Said, judged, regrouped
from pipeline.registry.portfolio import folded_of
from pipeline.registry.values import value_of
from pipeline.store.decisions import Decision

_DAYS = 3
"""Days between two reports of one signing, of which one gives no day."""
_ALIKE = 0.4
"""The share of the words of two subjects that are one."""
_RANK = ("planned", "under_review", "signed", "in_force", "renewed", "suspended", "downgraded", "upgraded", "expired")
_MODALITIES = ("denied", "conditional", "planned", "reported", "asserted")

type Told = told_of.Told[Candidate]


class Held:
    """Entries that were made before, which those of the same agreements and decisions are again."""

    def __init__(self) -> None:
        self._made: dict[tuple[int, ...], tuple[tuple[Told, ...], tuple[int, ...], date | None, Entry]] = {}
        self._next: dict[tuple[int, ...], tuple[tuple[Told, ...], tuple[int, ...], date | None, Entry]] = {}
        self._told: Iterable[Told] | None = None
        self._joined: tuple[list[Told], list[list[Told]]] = [], []

    def joined(self, told: Iterable[Told]) -> tuple[list[Told], list[list[Told]]]:
        """Agreements in order, and the groups of those that are one: those of last time where they are the same."""
        if told is not self._told:
            ordered = sorted(told, key=_oldest)
            self._told, self._joined = told, (ordered, _joined(ordered))
        return self._joined

    def entry(
        self, group: Sequence[Told], said: Said, today: date | None, make: Callable[[Sequence[Told]], Entry]
    ) -> Entry:
        """The entry of a group: that of last time where nothing changed, else one that is made."""
        key, on = tuple(map(id, group)), said.numbers([one.id for one in group])
        held = self._made.get(key)
        if held is None or held[1:3] != (on, today) or held[3].relations:
            held = tuple(group), on, today, make(group)  # the agreements are held too, so that no other has their id()
        self._next[key] = held
        return held[3]

    def turn(self) -> None:
        """Forgets what was not asked for since the last turn."""
        self._made, self._next = self._next, {}


def entries(
    told: Iterable[Told], today: date | None = None, decisions: Iterable[Decision] = (), held: Held | None = None
) -> list[Entry]:
    """The entries of the register, the newest signature first; the same for the same documents in any order.

    ``today`` says what has expired by its date; without it nothing has. ``decisions`` are rows of the log on entries.
    ``held`` has the entries that were made last time.
    """
    held = held or Held()
    ordered, joined = held.joined(told)
    said = Said.of(decisions, ordered) if decisions else NOTHING
    groups = [group if len(group) == 1 else sorted(group, key=_oldest) for group in regrouped(joined, said)]
    related = any(one.said.relations for one in ordered)
    ids = {one.id: group[0].id for group in groups for one in group} if related else {}
    numbers = {(one.document, place): one.id for place, one in _placed(ordered)} if related else {}

    def make(group: Sequence[Told]) -> Entry:
        return _finished(judged(_entry(group, ids, numbers), said), today)

    made = [held.entry(group, said, today, make) for group in groups]
    held.turn()
    return sorted(made, key=_newest, reverse=True)


def as_one(told: Iterable[Told], today: date | None, decisions: Iterable[Decision]) -> Entry:
    """The entry that some agreements would be if they were one, without its relations."""
    group = sorted(told, key=_oldest)
    return _finished(judged(_entry(group, {}, {}), Said.of(decisions, group)), today)


def _joined(ordered: Sequence[Told]) -> list[list[Told]]:
    """The groups of those that are one: each goes to the first group with all of which it is one."""
    groups: list[list[Told]] = []
    homes = ByParties([one.said.parties for one in ordered])
    for one in ordered:
        parties = one.said.parties
        near = homes.with_all(parties) if len(parties) > 1 else []
        home = next((groups[at] for at in near if all(_is_same(one, other) for other in groups[at])), None)
        if home is None:
            homes.put(len(groups), parties)
            home = []
            groups.append(home)
        home.append(one)
    return groups


def _oldest(one: Told) -> tuple[str, str, Span, str]:
    return one.published or "9999", one.document, one.said.anchor, one.id


def _finished(entry: Entry, today: date | None) -> Entry:
    """With what follows from its values, but for what a person rejected."""
    rejected = {one.field for one in entry.judged if one.verdict == "reject"}
    entry = replace(entry, folded=folded_of(entry))
    return _expired(entry if "valid_until" in rejected else _until(entry), today)


def _placed(told: Sequence[Told]) -> list[tuple[int, Told]]:
    """Each with its number among those of its document."""
    counts: dict[str, int] = {}
    placed = []
    for one in sorted(told, key=lambda each: (each.document, each.said.anchor)):
        placed.append((counts.get(one.document, 0), one))
        counts[one.document] = counts.get(one.document, 0) + 1
    return placed


def _newest(entry: Entry) -> tuple[str, str]:
    day = entry.signed.value.start if entry.signed else max((one.at for one in entry.history), default="")
    return day, entry.id


def _is_same(one: Told, other: Told) -> bool:
    """Whether two documents tell of one agreement: the same parties, and the day (or nearly) or the text's number."""
    mine, theirs = one.said, other.said
    if one.document == other.document or len(mine.parties) < 2 or len(mine.parties) != len(theirs.parties):
        return False
    if mine.kind.value != theirs.kind.value or not _same_parties(mine.parties, theirs.parties):
        return False
    if _tally(mine) != _tally(theirs):
        return False
    if mine.number and theirs.number:
        return mine.number.value == theirs.number.value
    if not _same_subject(mine, theirs):
        return False
    if mine.signed and theirs.signed:
        return _overlap(mine.signed.value, theirs.signed.value)
    if mine.state in ("planned", "under_review") or theirs.state in ("planned", "under_review"):
        return False
    return _near(_day(one), _day(other))


def _tally(candidate: Candidate) -> float | None:
    return candidate.count.value.number if candidate.count else None


def _same_parties(mine: Sequence[Party], theirs: Sequence[Party]) -> bool:
    met = all(any(_is_party(one, other) for other in theirs) for one in mine)
    return met and all(any(_is_party(one, other) for other in mine) for one in theirs)


def _is_party(one: Party, other: Party) -> bool:
    if one.entity and one.entity == other.entity:
        return True
    return name_words(one.name) == name_words(other.name) or alike(one.name, other.name)


def _same_subject(mine: Candidate, theirs: Candidate) -> bool:
    first = name_words(mine.subject.value) if mine.subject else frozenset()
    second = name_words(theirs.subject.value) if theirs.subject else frozenset()
    if not first or not second:
        return True
    return len(first & second) / min(len(first), len(second)) >= _ALIKE


def _overlap(one: When, other: When) -> bool:
    return one.start <= other.end and other.start <= one.end


def _day(one: Told) -> str:
    signed = one.said.signed
    return signed.value.start if signed else one.published[:10]


def _near(one: str, other: str) -> bool:
    try:
        return abs((date.fromisoformat(one) - date.fromisoformat(other)).days) <= _DAYS
    except ValueError:
        return False


def _entry(group: Sequence[Told], ids: dict[str, str], numbers: dict[tuple[str, int], str]) -> Entry:
    best = max(group, key=lambda one: (one.said.form == "text", len(one.said.looked_for), -group.index(one)))
    history = _history(group)
    newest = history[-1] if history else None
    count = _value(group, best, lambda one: one.count)
    return Entry(
        id=group[0].id,
        ids=tuple(one.id for one in group),
        kind=_value(group, best, lambda one: one.kind) or Value(best.said.kind.value, ()),
        word=best.said.word,
        parties=_parties(group, best),
        state=newest.state if newest else "",
        modality=newest.modality if newest else "asserted",
        history=history,
        witnesses=tuple(witness for one in group for witness in _witnesses(one)),
        title=_value(group, best, lambda one: one.title),
        number=_value(group, best, lambda one: one.number),
        subject=_value(group, best, lambda one: one.subject),
        place=_value(group, best, lambda one: one.place),
        signed=_value(group, best, lambda one: one.signed),
        valid_from=_value(group, best, lambda one: one.valid_from),
        valid_until=_value(group, best, lambda one: one.valid_until),
        duration=_value(group, best, lambda one: one.duration),
        renewal=_value(group, best, lambda one: one.renewal),
        amount=_value(group, best, lambda one: one.amount),
        count=Value(int(count.value.number), count.places, count.confidence) if count else None,
        count_modifier=count.value.modifier if count else "exact",
        flags=tuple(dict.fromkeys(flag for one in group for flag in one.said.flags)),
        relations=_relations(group, ids, numbers),
    )


def _until(entry: Entry) -> Entry:
    """The last day, reckoned from the first one and the term where no text states it."""
    if entry.valid_until or not entry.duration or not entry.valid_from:
        return entry
    begin = entry.valid_from
    length = Length.of(entry.duration.value)
    last = last_day(begin.value.calendar, begin.value.day, length) if begin.value.day and length else None
    if last is None:
        return entry
    day = last.isoformat()
    made = Value(When(day, day, "day"), (*begin.places, *entry.duration.places), 0.8, ("valid_from", "duration"))
    return replace(entry, valid_until=made)


def _expired(entry: Entry, today: date | None) -> Entry:
    until = entry.valid_until
    over = today is not None and until is not None and until.value.end < today.isoformat()
    if over and not entry.renews and entry.state in ("signed", "in_force", "renewed"):
        return replace(entry, derived_state="expired_by_date")
    return entry


def _value[T](group: Sequence[Told], best: Told, field: Callable[[Candidate], Field[T] | None]) -> Value[T] | None:
    """The value of the fullest document, with all places that give it; what others give stands beside it."""
    return value_of([(one.document, field(one.said)) for one in (best, *group)])


def _parties(group: Sequence[Told], best: Told) -> tuple[EntryParty, ...]:
    made = []
    for party in best.said.parties:
        places = [Place(best.document, party.span)]
        signer = party.signatory
        for one in group:
            for other in one.said.parties:
                if one is not best and _is_party(party, other):
                    places.append(Place(one.document, other.span))
                    signer = signer or other.signatory
        name, title = (signer.name, signer.title) if signer else ("", "")
        made.append(
            EntryParty(
                party.name,
                party.entity,
                party.surface,
                tuple(places),
                party.role,
                party.called,
                name,
                title,
                party.confidence,
            )
        )
    return tuple(made)


def _history(group: Sequence[Told]) -> tuple[DatedState, ...]:
    """What all say of its state, the newest and surest last."""
    said = [(one, statement, place) for one in group for place, statement in enumerate(one.said.statements)]
    return tuple(_dated(one, statement) for one, statement, _ in sorted(said, key=_order))


def _order(said: tuple[Told, Statement, int]) -> tuple[str, int, int]:
    """By the document's day, for what was last said holds; then what is asserted before what is planned."""
    one, statement, place = said
    return (one.published[:10], _MODALITIES.index(statement.modality), place)


def _dated(one: Told, statement: Statement) -> DatedState:
    place = Place(one.document, statement.span)
    return DatedState(
        statement.state, statement.modality, statement.at, place, statement.dated, statement.party, statement.confidence
    )


def _witnesses(one: Told) -> list[Witness]:
    """The statement that says most, then every other."""
    candidate = one.said
    stated = tuple(name for name, _ in candidate.stated())
    about = (one.document, one.given, one.title, one.published, one.collection)
    first = Witness(*about, candidate.evidence, one.text, candidate.form, stated, one.id)
    return [first, *(Witness(*about, span, "", candidate.form, told=one.id) for span in candidate.mentions)]


def _relations(group: Sequence[Told], ids: dict[str, str], numbers: dict[tuple[str, int], str]) -> tuple[Relation, ...]:
    found = (
        Relation(kind, ids[other])
        for one in group
        for kind, place in one.said.relations
        if (other := numbers.get((one.document, place), "")) in ids
    )
    return tuple(dict.fromkeys(found))
