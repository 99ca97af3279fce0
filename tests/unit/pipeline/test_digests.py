"""Digests: which days they are of, how stories are folded, what is new, who sees what."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import MonitorNotFound, QuerySyntaxError
from pipeline.monitors.digests import record
from pipeline.people.principal import Principal
from pipeline.query.stored import StoredQuery
from pipeline.settings import Settings
from pipeline.workspace import Workspace
from tests.makers import ME
from tests.unit.pipeline.test_monitors import LONG, read

NOW = datetime(2025, 8, 14, 9, tzinfo=UTC)
OTHER = (
    "وزارت علوم در نشستی از گشایش ۳۰ آزمایشگاه و ۱۲ پژوهشکده در دانشگاه گیلان خبر داد. رئیس دانشگاه گفت که "
    "استادان جوان از پاییز در این آزمایشگاه‌ها کار می‌کنند و دانشجویان رشته‌های فنی نیز به آن‌ها می‌پیوندند."
)
VIEWER = Principal("sara", "person", {"open": "viewer"})


@pytest.fixture
def space(tmp_path: Path) -> Any:
    with Workspace(Settings(workspace=tmp_path / "workspace", workers=1), lambda: NOW) as made:
        yield made


def told(name: str, text: str, published: str, title: str = "گشایش") -> dict[str, Any]:
    return {"id": name, "url": f"https://{name}.example/1", "title": title, "text": text, "published": published}


def test_copies_are_one_story_and_the_first_to_tell_leads(space: Workspace, tmp_path: Path) -> None:
    read(space, tmp_path, told("later", LONG, "2025-08-13"), told("alone", OTHER, "2025-08-14"))
    read(space, tmp_path, told("first", LONG, "2025-08-12"), told("old", OTHER + " پایان.", "2025-08-01"))
    found = space.digests.make(ME)
    assert (found.first, found.last) == (date(2025, 8, 8), date(2025, 8, 14))
    assert (found.documents, found.stories, found.before) == (3, 2, 1)
    shown = [(one.document.id, one.told, [copy.id for copy in one.also]) for one in found.top]
    assert shown == [("first", 2, ["later"]), ("alone", 1, [])]
    assert [(bar.first.day, bar.documents) for bar in found.volume if bar.documents] == [(12, 1), (13, 1), (14, 1)]
    assert len(found.volume) == 7
    assert sum(bar.documents for bar in space.digests.make(ME, since="2024-01-01").volume) == 4
    assert len(space.digests.make(ME, since="2024-01-01").volume) <= 31


def test_an_organisation_is_new_until_a_document_of_an_earlier_day_names_it(space: Workspace, tmp_path: Path) -> None:
    read(space, tmp_path, told("now", OTHER, "2025-08-13"), told("old", LONG, "2025-08-02"))
    named = {one.name for one in space.digests.make(ME).organisations}
    assert "دانشگاه گیلان" in named
    assert "دانشگاه میبد" not in named
    read(
        space,
        tmp_path,
        told("before", "دانشگاه گیلان میزبان نویسندگان استان بود و موزه آب را بازسازی کرد.", "1404-05-01"),
    )
    assert "دانشگاه گیلان" not in {one.name for one in space.digests.make(ME).organisations}
    assert "دانشگاه گیلان" in {one.name for one in space.digests.make(ME, since="1404-05-01").organisations}


def test_an_organisation_is_new_to_who_may_not_see_where_it_was_named_before(space: Workspace, tmp_path: Path) -> None:
    space.collections.add(ME, "open")
    earlier = "دانشگاه گیلان میزبان نویسندگان استان بود و موزه آب را بازسازی کرد."
    read(space, tmp_path, told("before", earlier, "2025-07-01"))
    read(space, tmp_path, told("now", OTHER, "2025-08-13"), collection="open")
    assert "دانشگاه گیلان" in {one.name for one in space.digests.make(VIEWER).organisations}
    assert "دانشگاه گیلان" not in {one.name for one in space.digests.make(ME).organisations}


def test_an_organisation_that_a_text_without_a_day_named_is_not_new(space: Workspace, tmp_path: Path) -> None:
    earlier = "دانشگاه گیلان میزبان نویسندگان استان بود و موزه آب را بازسازی کرد."
    read(space, tmp_path, {**told("undated", earlier, ""), "published": None})
    ahead = datetime.now(UTC) + timedelta(days=30)
    read(space, tmp_path, told("now", OTHER, ahead.date().isoformat()))
    with Workspace(space.settings, lambda: ahead) as later:
        assert later.digests.make(ME).documents == 1
        assert "دانشگاه گیلان" not in {one.name for one in later.digests.make(ME).organisations}
    with Workspace(space.settings, lambda: datetime.now(UTC)) as now:
        assert "دانشگاه گیلان" in {one.name for one in now.digests.make(ME).organisations}


def test_what_has_no_day_counts_where_it_came_in(space: Workspace, tmp_path: Path) -> None:
    read(space, tmp_path, {**told("undated", LONG, ""), "published": None})
    today = datetime.now(UTC).date()
    with Workspace(space.settings) as now:
        assert now.digests.make(ME).documents == 1
        assert now.digests.make(ME).volume[-1].documents == 1
    with Workspace(space.settings, lambda: datetime.now(UTC) - timedelta(days=60)) as then:
        assert then.digests.make(ME, since=(today - timedelta(days=90)).isoformat()).documents == 0


def test_agreements_and_counts_are_told_with_their_sentences(space: Workspace, tmp_path: Path) -> None:
    read(space, tmp_path, told("one", LONG, "2025-08-13"), told("two", OTHER, "2025-08-12"))
    space.register.sync()
    found = space.digests.make(ME)
    counts = {one.unit: (one.stories, one.greatest.number) for one in found.counts}
    assert counts["آزمایشگاه"][1] == 30
    assert any(witness.id == "one" for one in found.agreements for witness in one.witnesses)
    made = record(found)
    assert made["counts"][0]["sentence"]
    assert made["top"][0]["title"] == "گشایش"
    assert space.digests.make(ME, since="2025-08-14").counts == ()


def test_a_digest_of_a_monitor_has_what_its_query_finds(space: Workspace, tmp_path: Path) -> None:
    read(space, tmp_path, told("one", LONG, "2025-08-13"), told("two", OTHER, "2025-08-12"))
    monitor = space.monitors.add(ME, "میبد", StoredQuery("میبد"))
    found = space.digests.make(ME, "میبد")
    assert [one.document.id for one in found.top] == ["one"]
    assert "میبد" in found.top[0].passage
    assert (found.monitor, found.query) == ("میبد", "میبد")
    assert space.digests.make(ME, monitor.id).documents == 1
    with pytest.raises(MonitorNotFound):
        space.digests.make(VIEWER, "میبد")


def test_nobody_is_told_of_what_he_may_not_see(space: Workspace, tmp_path: Path) -> None:
    space.collections.add(ME, "open")
    read(space, tmp_path, told("secret", LONG, "2025-08-13"))
    read(space, tmp_path, told("seen", OTHER, "2025-08-13"), collection="open")
    found = space.digests.make(VIEWER)
    assert [one.document.id for one in found.top] == ["seen"]
    assert "دانشگاه میبد" not in {one.name for one in found.organisations}
    assert not any(one.witnesses[0].id == "secret" for one in found.agreements)


@pytest.mark.parametrize("day", ["tomorrow", "2025-13-01", "2025-08-15", "1390", "0001-01-01"])
def test_a_day_that_is_none_or_lies_too_far_is_refused(space: Workspace, day: str) -> None:
    with pytest.raises(QuerySyntaxError):
        space.digests.make(ME, since=day)


def test_what_came_in_after_its_days_is_told_as_late(tmp_path: Path) -> None:
    today = datetime.now(UTC).date()

    def day(ago: int) -> str:
        return (today - timedelta(days=ago)).isoformat()

    with Workspace(Settings(workspace=tmp_path / "workspace", workers=1)) as space:
        other = "فرهنگ‌سرای شهر نمایشگاهی از خوشنویسی گشود و هنرمندان جوان آثار خود را در دو تالار آن به نمایش گذاشتند."
        read(space, tmp_path, told("fresh", LONG, day(1)), told("late", OTHER, day(9)), told("older", other, day(40)))
        read(space, tmp_path, told("copy", LONG, day(10)))
        found = space.digests.make(ME)
        assert [one.document.id for one in found.top] == ["fresh"]
        assert [one.document.id for one in found.late] == ["late"]
        assert [one["document"] for one in record(found)["late"]] == [found.late[0].document.key]
        days, told_at = (today - timedelta(days=6), today), datetime.now(UTC)
        assert space.digests.of_days(ME, *days, told_at=told_at + timedelta(hours=1)).late == ()
        since = space.digests.of_days(ME, *days, told_at=told_at - timedelta(hours=1))
        assert [one.document.id for one in since.late] == ["late"]
        before = today - timedelta(days=7)
        assert space.digests.of_days(ME, before - timedelta(days=6), before).late == ()
