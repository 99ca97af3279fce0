"""Timelines: which days are of an entity, how a story counts, and who sees what."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import EntityNotFound
from pipeline.people.principal import Principal
from pipeline.settings import Settings
from pipeline.workspace import Workspace
from tests.makers import ME
from tests.unit.pipeline.test_monitors import read

VIEWER = Principal("sara", "person", {"open": "viewer"})
NAME = "دانشگاه گیلان"
FIRST = (
    "دانشگاه گیلان در ۵ مرداد ۱۴۰۴ آزمایشگاه تازه‌ای گشود. وزارت نیرو روز ۸ مرداد ۱۴۰۴ گزارش خود را داد. "
    "دانشگاه گیلان از مهر ۱۴۰۴ دانشجوی تازه می‌پذیرد و هر هفته نشست دارد. دانشگاه گیلان سه سال کار کرد."
)
LATER = "استادان دانشگاه گیلان ۲۰ شهریور ۱۴۰۴ به سفر رفتند. در ۲۱ شهریور ۱۴۰۴ باران بارید."


@pytest.fixture
def space(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace(Settings(workspace=tmp_path / "workspace", workers=1)) as made:
        yield made


def told(name: str, text: str, published: str) -> dict[str, Any]:
    return {"id": name, "url": f"https://{name}.example/1", "title": "خبر", "text": text, "published": published}


def identity(space: Workspace, who: Principal = ME) -> str:
    return next(one.entity.id for one in space.entities.find(who, NAME, "ORG", 5) if one.entity.name == NAME)


def test_days_stand_with_the_sentence_that_names_both(space: Workspace, tmp_path: Path) -> None:
    read(space, tmp_path, told("one", FIRST, "2025-08-01"), told("two", LATER, "2025-09-15"))
    events = space.trends.timeline(ME, identity(space))
    days = [(event.first, event.last, event.precision) for event in events]
    assert days == [
        ("2025-07-27", "2025-07-27", "day"),
        ("2025-09-11", "2025-09-11", "day"),
        ("2025-09-23", "2025-10-22", "month"),
    ]
    assert all(NAME in event.text for event in events)
    assert [event.document.id for event in events] == ["one", "two", "one"]


def test_copies_of_a_story_tell_a_day_once_by_the_first_of_them(space: Workspace, tmp_path: Path) -> None:
    read(space, tmp_path, told("later", FIRST, "2025-08-03"), told("first", FIRST + " پایان.", "2025-08-01"))
    events = space.trends.timeline(ME, identity(space))
    assert [(event.document.id, event.also) for event in events] == [("first", 1), ("first", 1)]


def test_a_timeline_is_of_what_one_may_see(space: Workspace, tmp_path: Path) -> None:
    space.collections.add(ME, "open")
    read(space, tmp_path, told("one", FIRST, "2025-08-01"))
    hidden = identity(space)
    with pytest.raises(EntityNotFound):
        space.trends.timeline(VIEWER, hidden)
    read(space, tmp_path, told("two", LATER, "2025-09-15"), collection="open")
    assert [event.first for event in space.trends.timeline(VIEWER, hidden)] == ["2025-09-11"]
    with pytest.raises(EntityNotFound):
        space.trends.timeline(ME, "nobody")


def test_an_entity_that_was_merged_leads_on(space: Workspace, tmp_path: Path) -> None:
    read(space, tmp_path, told("one", FIRST, "2025-08-01"))
    kept = identity(space)
    other = next(one.entity.id for one in space.entities.find(ME, "وزارت نیرو", "ORG", 5))
    space.entities.judge(ME, kept, other, "same")
    events = space.trends.timeline(ME, other)
    assert "2025-07-30" in [event.first for event in events]
    assert [event.first for event in events] == [event.first for event in space.trends.timeline(ME, kept)]
