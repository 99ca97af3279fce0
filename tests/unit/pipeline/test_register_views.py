"""What is held of the register is brought up with the store, and says what a reading anew would say."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from pipeline.registry.blocking import ByParties
from pipeline.registry.entries import Entry
from pipeline.registry.portfolio import values
from pipeline.registry.register import Register
from pipeline.registry.views import Made, Near
from pipeline.settings import Settings
from pipeline.workspace import Workspace
from tests.makers import ME
from tests.registers import entry, party

TOWNS = ("یزد", "تفت", "اردکان", "بافق")


def news(folder: Path, towns: Sequence[str], day: int = 10) -> Path:
    lines = folder / f"news{day}.jsonl"
    text = "دانشگاه {0} و شهرداری {0} در {1} تیر ۱۴۰۴ تفاهم‌نامه همکاری امضا کردند."
    records = [
        {"id": town, "title": town, "text": text.format(town, day), "published": f"2025-07-{day}"} for town in towns
    ]
    lines.write_text("".join(json.dumps(one) + "\n" for one in records), "utf-8")
    return lines


@pytest.fixture
def space(tmp_path: Path) -> Workspace:
    space = Workspace(Settings(workspace=tmp_path / "workspace", workers=1))
    space.ingest(ME, [news(tmp_path, TOWNS)], "news")
    space.register.sync()
    return space


def anew(space: Workspace) -> list[Entry]:
    """The entries as one reads them who held nothing."""
    return Register(space.store, space.audit).entries(ME)


def test_a_changed_document_changes_its_entry_and_no_other(space: Workspace, tmp_path: Path) -> None:
    before = {one.witnesses[0].id: one for one in space.register.entries(ME)}
    space.ingest(ME, [news(tmp_path, TOWNS[:1], 11)], "news")
    space.register.sync()
    after = {one.witnesses[0].id: one for one in space.register.entries(ME)}
    assert after["یزد"].signed != before["یزد"].signed
    assert all(after[town] is before[town] for town in TOWNS[1:])
    assert space.register.entries(ME) == anew(space)


def test_a_document_that_was_taken_out_leaves_nothing(space: Workspace) -> None:
    one = space.register.entries(ME)[0]
    space.removal.one(ME, one.witnesses[0].document)
    space.register.sync()
    assert len(space.register.entries(ME)) == len(TOWNS) - 1
    assert space.register.entries(ME) == anew(space)


def test_a_decision_makes_its_entry_anew_and_no_other(space: Workspace) -> None:
    first, *others = space.register.entries(ME)
    space.deciding.judge(ME, first.id, "subject", "correct", "قنات")
    found = {one.id: one for one in space.register.entries(ME)}
    assert found[first.id].subject
    assert all(found[one.id] is one for one in others)
    assert space.register.entries(ME) == anew(space)
    space.deciding.judge(ME, first.id, "", "reject")
    assert first.id not in {one.id for one in space.register.entries(ME)}
    assert space.register.made(ME).by_id[first.id].rejected


def test_what_there_is_to_choose_from_is_brought_up() -> None:
    old = [entry(f"a{n}", parties=(party(f"دانشگاه {town}"),)) for n, town in enumerate(TOWNS)]
    made = Made(old, None)
    assert made.values("jalali") == values(old, "jalali")
    new = [*old[1:], entry("b", parties=(party("شرکت قنات"),), state="planned")]
    assert Made(new, made).values("jalali") == values(new, "jalali")


def test_totals_are_made_once_of_what_there_is_now() -> None:
    first = [entry("a", parties=(party("دانشگاه یزد"),)), entry("b", parties=(party("شهرداری میبد"),))]
    before = Made(first, None)
    assert before.totals("partner", "jalali") is before.totals("partner", "jalali")
    after = Made([*first, entry("c", parties=(party("دانشگاه یزد"),))], before)
    assert {one.name: one.agreements for one in after.totals("partner", "jalali")} == {
        "دانشگاه یزد": 2,
        "شهرداری میبد": 1,
    }


def test_entries_near_one_share_its_parties() -> None:
    held = [
        entry("a", parties=(party("دانشگاه یزد"), party("شهرداری یزد"))),
        entry("b", parties=(party("دانشگاه یزد"), party("شرکت قنات"))),
        entry("c", parties=(party("دانشگاه تفت"), party("شرکت کاشی"))),
        entry("d", parties=(party("اداره کل دانشگاه یزد", "e"), party("شهرداری یزد"))),
    ]
    near = Near(held)
    assert [one.id for one in near.to(held[0], 8)] == ["d", "b"]
    near.drop(held[3])
    assert [one.id for one in near.to(held[0], 8)] == ["b"]
    near.put(entry("f", parties=(party("شهرداری یزد"),)))
    assert [one.id for one in near.to(held[0], 8)] == ["b", "f"]


@pytest.mark.parametrize("name", ["دانشگاه یزد", "دانشگاه علوم پزشکی یزد", "یزد", "دانشگاه"])
def test_a_name_within_another_is_found_from_either_side(name: str) -> None:
    given = [[party("دانشگاه یزد")], [party("دانشگاه علوم پزشکی یزد")], [party("شرکت قنات")]]
    homes = ByParties(given)
    for number, some in enumerate(given):
        homes.put(number, some)
    assert homes.like(party(name)) >= {0, 1}
    assert 2 not in homes.like(party(name))
