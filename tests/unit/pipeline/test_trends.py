"""Trends: what is a burst, which names come up, how stories count, who sees what."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise, product
from math import log
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import MonitorNotFound, QuerySyntaxError, RefusedDecision
from pipeline.people.principal import Principal
from pipeline.query.stored import StoredQuery
from pipeline.settings import Settings
from pipeline.trends.ledger import Ledger
from pipeline.trends.statistics import bursts, evidence
from pipeline.trends.told import Told
from pipeline.trends.trends import LABELS, Trends
from pipeline.workspace import Workspace
from tests.makers import ME
from tests.unit.pipeline.test_monitors import read

NOW = datetime(2025, 8, 14, 9, tzinfo=UTC)
TOWNS = ("یزد", "کرمان", "گرگان", "زنجان", "سنندج", "شیراز", "اراک", "قزوین", "بوشهر", "ساری", "قم", "ایلام")
WORKS = ("کتابخانه", "بیمارستان", "ورزشگاه", "موزه", "پارک", "مدرسه", "کارخانه", "آزمایشگاه", "بازارچه", "فرودگاه")
WHOM = ("کشاورزان", "دانش‌آموزان", "سالمندان", "ماهیگیران", "هنرمندان", "پرستاران", "کارگران", "نویسندگان")
TOLD = (
    "در {town} {work} تازه‌ای برای {whom} ساخته شد.",
    "{whom} از تأخیر در ساخت {work} {town} گله دارند.",
    "هزینه بازسازی {work} را مردم {town} پرداختند و {whom} سپاسگزار بودند.",
    "قرار است {whom} تا بهار صاحب {work} شوند.",
    "نمایشگاه عکس {whom} {town} در {work} برپاست.",
    "سیل دیشب به {work} آسیب زد و خانه {whom} {town} را آب برد.",
    "جشن سالانه {whom} امسال بیرون از {town} و کنار {work} است.",
)
VIEWER = Principal("sara", "person", {"open": "viewer"})


def _cost(on: Sequence[bool], counts: Sequence[int], expected: Sequence[float]) -> float:
    """What a sequence of states costs, beyond that of quiet throughout; as the paper has it."""
    begun = sum(now and not before for before, now in pairwise((False, *on)))
    gain = sum(many * log(2) - usual for now, many, usual in zip(on, counts, expected, strict=True) if now)
    return begun * log(max(2, len(counts))) - gain


@given(st.lists(st.tuples(st.integers(0, 30), st.floats(0.1, 20)), min_size=1, max_size=9))
def test_no_other_choice_of_bursts_is_cheaper(periods: list[tuple[int, float]]) -> None:
    counts, expected = [many for many, _ in periods], [usual for _, usual in periods]
    found = bursts(counts, expected)
    on = [any(one.first <= at <= one.last for one in found) for at in range(len(counts))]
    least = min(_cost(other, counts, expected) for other in product((False, True), repeat=len(counts)))
    assert _cost(on, counts, expected) == pytest.approx(least, abs=1e-6)


@given(st.integers(0, 40), st.integers(1, 40), st.integers(0, 40), st.integers(1, 40))
def test_evidence_is_of_growth_alone(now: int, of: int, before: int, of_before: int) -> None:
    now, before = min(now, of), min(before, of_before)
    sure = evidence(now, of, before, of_before)
    assert sure >= 0
    assert (sure > 1e-9) == (now / of > before / of_before)


def test_a_story_is_told_once_however_often_it_is_printed() -> None:
    day = date(2025, 8, 1)
    told = Told.of([("a", 7, day), ("b", 7, day), ("c", None, day), ("d", 7, day + timedelta(days=1))])
    assert len(told.stories(day, day)) == 2
    assert len(told.stories(day, day + timedelta(days=1))) == 2
    assert told.since(day + timedelta(days=1)) == ["d"]


@pytest.fixture
def space(tmp_path: Path) -> Any:
    with Workspace(Settings(workspace=tmp_path / "workspace", workers=1), lambda: NOW) as made:
        yield made


def report(at: int, day: date, who: str = "", more: str = "") -> dict[str, Any]:
    """A report of its own, which no other is nearly the same as, with what it says beside."""
    some = Random(at)
    said = [
        one.format(town=some.choice(TOWNS), work=some.choice(WORKS), whom=some.choice(WHOM))
        for one in some.sample(TOLD, 5)
    ]
    text = " ".join((*said, who, more))
    return {"id": f"r{at}", "url": f"https://press.example/{at}", "title": said[0], "text": text, "published": f"{day}"}


def fill(space: Workspace, tmp_path: Path, collection: str = "main") -> None:
    """Four quiet weeks in which a university is named twice, then a week in which it is named every day."""
    first = date(2025, 7, 11)
    body, other = "دانشگاه گیلان در این باره گزارش داد.", "وزارت نیرو هم در آن نشست بود."
    rows = [report(at, first + timedelta(days=at), body if at in (3, 17) else "") for at in range(28)]
    rows += [report(40 + at, date(2025, 8, 8) + timedelta(days=at), body, other) for at in range(7)]
    rows += [report(60 + at, date(2025, 8, 12), body, other) for at in range(8)]
    read(space, tmp_path, *rows, collection=collection)


def test_a_name_that_comes_up_is_told_with_its_numbers(space: Workspace, tmp_path: Path) -> None:
    fill(space, tmp_path)
    made = space.trends.make(ME)
    assert (made.since, made.first, made.last) == (date(2025, 7, 11), date(2025, 8, 8), date(2025, 8, 14))
    assert (made.stories, made.before) == (15, 28)
    rising = {one.name: (one.stories, one.before, one.new, one.first) for one in made.rising}
    assert rising["دانشگاه گیلان"] == (15, 2, False, date(2025, 8, 8))
    assert rising["وزارت نیرو"] == (15, 0, True, date(2025, 8, 8))
    assert [(sorted(one.names), one.stories, one.before) for one in made.together] == [
        (["دانشگاه گیلان", "وزارت نیرو"], 15, 0)
    ]
    assert [(one.first, one.last, one.stories) for one in made.bursts] == [(date(2025, 8, 12), date(2025, 8, 12), 9)]
    assert sum(one.stories for one in made.periods) == 43
    assert sum(one.expected for one in made.periods) == pytest.approx(43)


def test_a_query_and_a_monitor_are_measured_against_all_that_is_told(space: Workspace, tmp_path: Path) -> None:
    fill(space, tmp_path)
    of_query = space.trends.make(ME, "نیرو")
    assert (of_query.stories, of_query.before) == (15, 0)
    assert of_query.rising == ()  # nothing was found before that it could be measured against
    space.monitors.add(ME, "desk", StoredQuery("گیلان"))
    of_monitor = space.trends.make(ME, monitor="desk", since="2025-08-10")
    assert (of_monitor.monitor, of_monitor.query, of_monitor.before) == ("desk", "گیلان", 4)
    told = [one.stories for one in space.trends.make(ME, since="2025-08-10").periods]
    share = sum(one.stories for one in of_monitor.periods) / sum(told)
    assert [one.expected for one in of_monitor.periods] == pytest.approx([share * many for many in told])
    for query, monitor, since, error in (
        ('"باز', "", "", QuerySyntaxError),
        ("", "", "someday", QuerySyntaxError),
        ("", "nothing", "", MonitorNotFound),
        ("نیرو", "desk", "", RefusedDecision),
    ):
        with pytest.raises(error):
            space.trends.make(ME, query, monitor=monitor, since=since)


def test_who_is_quoted_is_told_with_his_office(space: Workspace, tmp_path: Path) -> None:
    said = "مریم کاظمی، رئیس دانشگاه گیلان، گفت: «این کار را تا پایان سال به سرانجام می‌رسانیم.»"
    read(space, tmp_path, *(report(at, date(2025, 8, 13), more=said) for at in range(3)))
    (quoted,) = space.trends.make(ME).quoted
    assert (quoted.speaker, quoted.stories, quoted.quotations) == ("مریم کاظمی", 3, 3)
    assert "رئیس دانشگاه گیلان" in quoted.office


def test_trends_are_of_what_one_may_see(space: Workspace, tmp_path: Path) -> None:
    space.collections.add(ME, "open")
    fill(space, tmp_path)
    assert space.trends.make(VIEWER).stories == 0
    read(space, tmp_path, report(90, date(2025, 8, 13), "وزارت نیرو آنجا بود."), collection="open")
    made = space.trends.make(VIEWER)
    assert (made.stories, made.before, made.rising, made.bursts) == (1, 0, (), ())


def test_an_empty_archive_has_no_trends(space: Workspace) -> None:
    made = space.trends.make(ME)
    assert (made.stories, made.before, made.bursts, made.rising, made.quoted) == (0, 0, (), (), ())
    assert len(space.trends.make(ME, since="2020-01-01").periods) <= 120


def _both(space: Workspace) -> list[dict[str, Any]]:
    """The trends of everything and of a query, by what is held, after it was asked to be the same as the tables."""
    told = space.monitors, space.searches, space.entities, space.audit
    by_tables = Trends(space.store, *told, space.clock, Ledger(most=0))
    found = []
    for who, query, label in product((ME, VIEWER), ("", "کتابخانه"), LABELS):
        held = space.trends.make(who, query, since="2025-07-01", label=label)
        assert held == by_tables.make(who, query, since="2025-07-01", label=label)
        found.append(held.record())
    return found


def test_what_is_held_says_what_the_tables_do_whatever_changes(tmp_path: Path) -> None:
    said = "رئیس دانشگاه یزد، حسن کریمی، گفت: «کتابخانه {place} را برای همه می‌گشاییم.» وزارت کشور هم {verb}."
    verbs = ("پذیرفت", "نامه نوشت", "سپاس گفت", "پول داد", "نماینده فرستاد", "خبر داد", "همراه شد")
    rows = [
        {"id": f"n{at}", "text": said.format(place=TOWNS[at], verb=verb), "published": f"2025-0{7 + at % 2}-1{at % 4}"}
        for at, verb in enumerate(verbs)
    ]
    with Workspace(Settings(workspace=tmp_path / "ws", workers=1), lambda: NOW) as space:
        space.collections.add(ME, "open")
        seen = [_both(space)]
        read(space, tmp_path, *rows)
        seen.append(_both(space))
        space.collections.move(ME, ["n0", "n1", "n2"], "open")
        seen.append(_both(space))
        space.delete(ME, "n3")
        seen.append(_both(space))
        read(space, tmp_path, {**rows[4], "text": said.format(place=TOWNS[9], verb="برگشت")})
        seen.append(_both(space))
        university, ministry = (
            space.entities.find(ME, name, "ORG")[0].entity.id for name in ("دانشگاه یزد", "وزارت کشور")
        )
        space.entities.same(ME, university, ministry)
        seen.append(_both(space))
    assert len({str(one) for one in seen}) > 3
