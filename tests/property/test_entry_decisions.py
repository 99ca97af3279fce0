"""Decisions on entries of the register, at random: what they make, and that to take one back leaves nothing of it."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from corpora.document import Span
from extractors.agreements.candidates import Candidate, Field, Party, Statement, When
from pipeline.registry.entries import Entry
from pipeline.registry.fields import JUDGED
from pipeline.registry.joining import entries
from pipeline.registry.told import Told
from pipeline.registry.typed import typed
from pipeline.store.decisions import Decision

TODAY = date(2026, 1, 1)
VALUES = {
    "kind": "contract",
    "parties": "دانشگاه اردکان\nشهرداری اردکان",
    "number": "217/د",
    "subject": "آموزش کارکنان",
    "place": "یزد",
    "signed": "1404-06-16",
    "valid_from": "2025-10",
    "valid_until": "1406",
    "duration": "P2Y",
    "renewal": "tacit",
    "amount": "120000 IRR",
    "count": "3",
    "state": "renewed",
}
assert set(VALUES) == set(JUDGED)


def told(number: int, start: int, published: str) -> Told[Candidate]:
    """What one of several documents tells: the first two and the last of the same agreement."""
    names = ("دانشگاه میبد", "استانداری یزد") if number != 2 else ("وزارت نیرو", "شرکت مپنا")
    parties = tuple(Party(name, name, Span(start + 20 * n, start + 20 * n + 10)) for n, name in enumerate(names))
    day = When("2025-07-16", "2025-07-16", "day") if number != 2 else When("2024-05-01", "2024-05-01", "day")
    held = Candidate(
        Field("mou", (Span(start, start + 5),)),
        "تفاهم‌نامه",
        Span(start, start + 5),
        Span(start, start + 60),
        parties=parties,
        signed=Field(day, (Span(start + 50, start + 55),)),
        duration=Field("P1Y", (Span(start + 56, start + 60),)) if number == 0 else None,
        valid_from=Field(day, (Span(start + 50, start + 55),)) if number == 1 else None,
        statements=(Statement("signed", "asserted", Span(start, start + 5), "2025-07-16"),),
    )
    return Told(f"a{number}", held, f"d{number}", f"given{number}", "", published)


TOLD = [told(number, 10 * number, f"2025-07-{16 + number}") for number in range(4)]
IDS = [one.id for one in TOLD]


@st.composite
def said(draw: st.DrawFn) -> list[tuple[str, str, dict[str, object]]]:
    """Verdict, agreement and the rest of some decisions."""
    made: list[tuple[str, str, dict[str, object]]] = []
    for _ in range(draw(st.integers(1, 8))):
        verdict = draw(st.sampled_from(("accept", "correct", "reject", "join", "part", "whole")))
        one = draw(st.sampled_from(IDS))
        if verdict in ("join", "part"):
            made.append((verdict, one, {"other": draw(st.sampled_from(IDS))} if verdict == "join" else {}))
        elif verdict == "whole":
            made.append(("reject", one, {"field": ""}))
        else:
            field = draw(st.sampled_from(JUDGED))
            value = {} if verdict == "reject" else {"value": typed(field, VALUES[field])}
            if field != "kind" or verdict != "reject":
                made.append((verdict, one, {"field": field, **value}))
    return made


def rows(some: list[tuple[str, str, dict[str, object]]]) -> list[Decision]:
    return [
        Decision("entry", one, {"verdict": "", "value": None}, {"verdict": verdict, **more}, f"d{one[1:]}", id=number)
        for number, (verdict, one, more) in enumerate(some, 1)
    ]


def made(log: list[Decision], held: list[Told[Candidate]] = TOLD) -> list[Entry]:
    """The entries of a log, without its numbers."""
    found = entries(held, TODAY, log)
    return [replace(one, seen=0, judged=tuple(replace(mark, id=0) for mark in one.judged)) for one in found]


@given(said())
def test_every_agreement_is_in_one_entry_that_has_the_oldest_id(some: list[tuple[str, str, dict[str, object]]]) -> None:
    found = made(rows(some))
    assert sorted(one for entry in found for one in entry.ids) == IDS
    assert all(entry.id == min(entry.ids) for entry in found)


@given(said(), st.randoms())
def test_the_order_of_documents_changes_nothing(some: list[tuple[str, str, dict[str, object]]], random: object) -> None:
    mixed = list(TOLD)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert made(rows(some), mixed) == made(rows(some))


@given(said())
def test_taking_back_all_from_the_newest_on_leaves_each_time_what_was_there(
    some: list[tuple[str, str, dict[str, object]]],
) -> None:
    log = rows(some)
    before = [made(log[:number]) for number in range(len(log) + 1)]
    back = list(log)
    for number in reversed(range(len(log))):
        back.append(replace(log[number].undone(), id=len(back) + 1))
        assert made(back) == before[number]


@given(said(), st.data())
def test_taking_back_one_leaves_what_the_others_make_and_that_can_be_taken_back(
    some: list[tuple[str, str, dict[str, object]]], data: st.DataObject
) -> None:
    log = rows(some)
    if not log:
        return
    one = data.draw(st.sampled_from(log))
    without = [each for each in log if each is not one]
    back = replace(one.undone(), id=len(log) + 1)
    assert made([*log, back]) == made(without)
    assert made([*log, back, replace(back.undone(), id=len(log) + 2)]) == made(log)


@given(said())
def test_who_sees_no_document_of_a_decision_sees_nothing_of_it(some: list[tuple[str, str, dict[str, object]]]) -> None:
    hidden = [one for one in rows(some) if one.document != "d0" and one.after.get("other") != "a0"]
    shown = [one for one in TOLD if one.id != "a0"]
    assert made(rows(some), shown) == made(hidden, shown)
