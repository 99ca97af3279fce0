"""The organisations that are held between questions: made again where something changed, and as if made anew."""

from pathlib import Path

import pytest

from pipeline.organisations.views import Bodies, Held, Organisation, bases
from pipeline.store.entities import Counted, Entity
from pipeline.workspace import Workspace
from tests.makers import ME
from tests.registers import told_by

COUNTED = [
    Counted(Entity(f"e{at}", "ORG", name), 9 - at, 9)
    for at, name in enumerate(("دانشگاه یزد", "شهرداری رشت", "بانک ملی"))
]


def made(held: Held, counted: list[Counted], agreements: dict[str, int]) -> list[Organisation]:
    return held.made(bases(counted, (), {}, agreements))


def test_only_what_follows_from_something_else_is_made_again() -> None:
    held = Held()
    first = made(held, COUNTED, {"e1": 2})
    again = made(held, COUNTED, {"e1": 3})
    assert [one is other for one, other in zip(first, again, strict=True)] == [True, False, True]
    assert [one.agreements for one in again] == [0, 3, 0]
    assert again == made(Held(), COUNTED, {"e1": 3})


def test_who_reports_stands_behind_those_who_are_told_of() -> None:
    papers = [Counted(Entity(f"m{at}", "ORG", name), 40, 50) for at, name in enumerate(("خبرگزاری مهر", "روزنامه شرق"))]
    found = Bodies(made(Held(), [*papers, *COUNTED], {"m1": 1}))
    assert [one.id for one in found.all] == ["m1", "e0", "e1", "e2", "m0"]


def test_what_is_there_no_more_is_not_held() -> None:
    held = Held()
    first = made(held, COUNTED, {})
    assert made(held, COUNTED[:1], {}) == first[:1]
    back = made(held, COUNTED, {})
    assert back == first
    assert back[2] is not first[2]


NEWS = [
    {"id": "one", "text": "دانشگاه یزد و استانداری یزد در ۱۶ شهریور ۱۴۰۴ تفاهم‌نامه همکاری امضا کردند."},
    {"id": "two", "text": "دانشگاه یزد و شهرداری تفت در ۲ مهر ۱۴۰۴ قرارداد ساخت کتابخانه امضا کردند."},
]


@pytest.fixture
def space(tmp_path: Path) -> Workspace:
    return told_by(tmp_path, [{**one, "title": one["id"], "published": "2025-10-01"} for one in NEWS])


def test_after_every_change_the_list_is_that_of_a_program_that_starts_now(space: Workspace) -> None:
    def same() -> list[tuple[str, str, int]]:
        with Workspace(space.settings) as other:
            found = space.organisations.find(ME)
            assert found == other.organisations.find(ME)
            return [(one.name, one.kind.value, one.agreements) for one in found]

    before = same()
    bodies = {name: one.id for one in space.organisations.find(ME) for name in [one.name]}
    university = bodies["دانشگاه یزد"]
    space.lists.say(ME, university, "main", {"kind": "school", "place": "", "parent": ""})
    said = same()
    assert [kind for name, kind, _ in said if name == "دانشگاه یزد"] == ["school"]
    entry = next(one for one in space.register.entries(ME) if any(p.name == "شهرداری تفت" for p in one.parties))
    space.deciding.judge(ME, entry.id, "", "reject")
    assert [number for name, _, number in same() if name == "شهرداری تفت"] == [0]
    space.gazetteer.judge(ME, "main", "کانون باغ انار میبد", "use")
    assert same() == [
        (name, kind, 0 if name == "شهرداری تفت" else number - (name == "دانشگاه یزد")) for name, kind, number in said
    ]
    row = space.organisations.get(ME, university).rows[-1]
    space.gazetteer.undo(ME, row.decision)
    assert [kind for _, kind, _ in same()] == [kind for _, kind, _ in before]


def test_each_document_gives_its_sentence_once_and_whole(space: Workspace) -> None:
    university = next(one.id for one in space.organisations.find(ME) if one.name == "دانشگاه یزد")
    page = space.organisations.page(ME, university)
    said = sorted(one.before + one.surface + one.after for one in page.sentences)
    assert said == sorted(one["text"] for one in NEWS)
