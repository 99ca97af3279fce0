"""Statements of one document that tell of one appointment, as one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache

from corpora.document import Span
from corpora.tables import table
from extractors.agreements.candidates import Field, When
from extractors.decrees.candidates import LEAVING, Decree
from extractors.names.identity import stems_of

_TELLING = ("replaced", "appointed", "elected", "reappointed", "retired", "dismissed", "resigned")
"""Acts, the one that says least first."""
_FIELDS = ("office", "body", "place", "issuer", "date", "until", "term", "predecessor")


def joined(found: Iterable[Decree]) -> list[Decree]:
    """Each appointment once, in text order, with all that its statements say."""
    kept: list[Decree] = []
    for one in sorted(found, key=lambda decree: (decree.evidence.start, decree.anchor)):
        place = next((at for at, other in enumerate(kept) if is_same(one, other)), -1)
        if place < 0:
            kept.append(one)
        else:
            kept[place] = _both(kept[place], one)
    return _apart(kept)


def is_same(one: Decree, other: Decree) -> bool:
    """Whether two statements of one document can tell of one appointment."""
    if (one.act.value in LEAVING) != (other.act.value in LEAVING):
        return False
    if one.act.value in LEAVING and one.act.value != other.act.value:
        return False
    if not are_alike(one.person.value.name, other.person.value.name) or (one.modality == "denied") != (
        other.modality == "denied"
    ):
        return False
    if one.date and other.date and not _meet(one.date.value, other.date.value):
        return False
    if one.office is None or other.office is None:
        return True
    return offices_meet(one, other)


def offices_meet(one: Decree, other: Decree) -> bool:
    """Whether two offices can be one: their words, and their bodies where both are named."""
    mine, theirs = (office_words(each.office.value) if each.office else frozenset[str]() for each in (one, other))
    if one.body and other.body:
        first, second = set(stems_of(one.body.value)), set(stems_of(other.body.value))
        near = first <= second or second <= first or len(first & second) * 2 >= min(len(first), len(second)) * 2 - 1
        return near and (mine <= theirs or theirs <= mine or bool(mine & theirs))
    return mine <= theirs or theirs <= mine or len(mine & theirs) * 3 >= len(mine | theirs) * 2


def office_words(office: str) -> frozenset[str]:
    """The stems of an office; «رئاسة» is that of a «رئيس».

    >>> office_words("رئاسة التحرير") == office_words("رئيس تحرير"), office_words("ریاست") == office_words("رئیس")
    (True, True)
    """
    held = _holders()
    return frozenset(held.get(stem, stem) for stem in stems_of(office)) - {"و"}


@cache
def _holders() -> Mapping[str, str]:
    """The stem of what one does in an office → that of who has it."""
    rows = [row for row in table("decree_offices") if row["holder"]]
    return {stems_of(row["office"])[0]: stems_of(row["holder"])[0] for row in rows}


def _meet(one: When, other: When) -> bool:
    return one.start <= other.end and other.start <= one.end


def are_alike(one: str, other: str) -> bool:
    """Whether the words of one name are all among those of the other."""
    mine, theirs = set(stems_of(one)), set(stems_of(other))
    return bool(mine) and bool(theirs) and (mine <= theirs or theirs <= mine)


def _both(one: Decree, other: Decree) -> Decree:
    """Two statements as one: that which says more is told first, and takes what only the other says."""
    first, second = (one, other) if _weight(one) >= _weight(other) else (other, one)
    taken = {name: getattr(first, name) or getattr(second, name) for name in _FIELDS}
    longer = max((first.person, second.person), key=lambda field: len(field.value.name))
    person = Field(longer.value, tuple(sorted({*first.person.spans, *second.person.spans})), longer.confidence)
    places = {*first.mentions, *second.mentions, second.evidence} - {first.evidence}
    act = max((first.act, second.act), key=lambda field: _TELLING.index(field.value))
    return replace(
        first,
        act=act,
        person=person,
        anchor=min(one.anchor, other.anchor),
        role=first.role or second.role,
        mentions=tuple(sorted(places)),
        entity=first.entity or second.entity,
        body_entity=(first.body_entity if first.body else second.body_entity),
        **taken,
    )


def _weight(one: Decree) -> tuple[bool, int, int]:
    return one.modality == "asserted", len(list(one.stated())), len(one.person.value.name)


def _apart(found: Sequence[Decree]) -> list[Decree]:
    """Each with an anchor of its own: where a person has two acts, the second is known by its office or its verb."""
    taken, apart = set[Span](), list[Decree]()
    for one in found:
        office = one.office.spans if one.office else ()
        places = [one.anchor, *one.person.spans, *office, *one.act.spans]
        anchor = next((place for place in places if place not in taken), None)
        if anchor is not None:
            taken.add(anchor)
            apart.append(replace(one, anchor=anchor))
    return apart
