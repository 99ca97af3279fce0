"""Appointments are looked for by the words of a name and by weeks, and joined as if each were compared with all."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from corpora.document import Span
from extractors.agreements.candidates import Field, Signatory, When
from extractors.decrees.candidates import Decree
from pipeline.registry import appointments
from pipeline.registry.told import Told

_PERSONS = ("علی رضایی", "علی", "رضایی", "حسن کریمی", "حسن رضایی")
_OFFICES = (None, "رئیس دانشگاه", "معاون پژوهشی دانشگاه")
_LENGTHS = (0, 30, 365)
_SPAN = Span(0, 3)


def dated(first: date, length: int) -> Field[When]:
    last = first + timedelta(days=length)
    return Field(When(first.isoformat(), last.isoformat(), "day" if not length else "month"), (_SPAN,))


days = st.dates(date(2024, 1, 1), date(2024, 3, 1))
decrees = st.builds(
    lambda person, office, when: Decree(
        Field("appointed", (_SPAN,)),
        Field(Signatory(person, _SPAN), (_SPAN,)),
        _SPAN,
        _SPAN,
        office=Field(office, (_SPAN,)) if office else None,
        date=when,
    ),
    st.sampled_from(_PERSONS),
    st.sampled_from(_OFFICES),
    st.none() | st.builds(dated, days, st.sampled_from(_LENGTHS)),
)
telling = st.builds(
    lambda said, day: Told("", said, "", "", published=day), decrees, st.just("") | st.builds(date.isoformat, days)
)


def compared_with_all(ordered: Sequence[Told[Decree]]) -> list[list[str]]:
    groups: list[list[Told[Decree]]] = []
    for one in ordered:
        home = next((some for some in groups if all(appointments._is_same(one, other) for other in some)), None)
        if home is None:
            groups.append([one])
        else:
            home.append(one)
    return [[one.id for one in some] for some in groups]


@given(st.lists(telling, max_size=12))
def test_the_same_are_one_as_if_each_were_compared_with_all(some: list[Told[Decree]]) -> None:
    made = [replace(one, id=f"d{at}", document=f"d{at}") for at, one in enumerate(some)]
    joined = [[one.id for one in group] for group in appointments._joined(made)]
    assert joined == compared_with_all(made)
