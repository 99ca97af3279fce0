"""Digests of watch lists: of what they have found, by which names, on paper, by mail and for whom."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from fastapi.testclient import TestClient

from pipeline.monitors.digests import record
from pipeline.people.principal import Principal
from pipeline.settings import Settings
from pipeline.store import monitors as kept
from pipeline.workspace import Workspace
from search_api.app import create_app
from search_api.main import cli
from tests.makers import ME
from tests.unit.pipeline.test_deliveries import Desk, Mailbox, mailbox
from tests.unit.pipeline.test_digest_mails import at, part, send
from tests.unit.pipeline.test_monitors import read

__all__ = ["mailbox"]
NOW = datetime(2026, 11, 27, 9, tzinfo=UTC)
NAMES = ["زهرا بیگدلی", "شرکت نفت پارس", "موزه\u200cهای یزد", "کارون"]
TOLD = {
    "before": "زهرا بیگدلی پیش از این از کتابخانه‌ای در تفت دیدن کرده بود و کتاب‌هایی به آن بخشیده بود.",
    "oil": "مدیر شرکت نفت پارس در نشست امروز گفت که چاه تازه‌ای در جنوب کشور به بهره‌برداری می‌رسد.",
    "both": "زهرا بيگدلي در بازدید از موزه های یزد خواستار مرمت خانه‌های کهن شد و از کارگران سپاسگزاری کرد.",
    "again": "به گفته زهرا بیگدلی بازار کهنه شهر تا پایان سال با سنگ‌فرش تازه آماده می‌شود و چراغانی خواهد شد.",
    "none": "بارش باران در استان گیلان راه چند روستا را بست و گروه‌های امدادی به آنجا رفتند.",
}


@pytest.fixture
def space(tmp_path: Path) -> Any:
    with Workspace(Settings(workspace=tmp_path / "workspace", workers=1), lambda: NOW) as made:
        yield made


def told(name: str, day: str = "2026-11-26", **more: str) -> dict[str, Any]:
    about = {"title": f"خبر {name}", "text": TOLD[name], "published": day}
    return {"id": name, "url": f"https://{name}.example/1", **about, **more}


def filled(space: Workspace, folder: Path, collection: str = "main") -> str:
    """A list, with a story from before it, and some after."""
    read(space, folder, told("before", "2026-11-25"), collection=collection)
    made = space.monitors.watch(ME, "نام‌ها", NAMES).id
    some = told("oil"), told("both", "2026-11-27"), told("again", "2026-11-25"), told("none")
    read(space, folder, *some, collection=collection)
    space.upkeep.settle()
    return made


def test_it_is_of_what_the_list_found_since_it_watches(space: Workspace, tmp_path: Path) -> None:
    made = filled(space, tmp_path)
    found = space.digests.make(ME, made)
    assert (found.monitor, found.documents, found.stories, found.query) == ("نام‌ها", 3, 3, "")
    assert {one.document.id: one.names for one in found.top} == {
        "oil": ("شرکت نفت پارس",),
        "both": ("زهرا بیگدلی", "موزه\u200cهای یزد"),
        "again": ("زهرا بیگدلی",),
    }
    assert next((one.name, one.stories) for one in found.names) == ("زهرا بیگدلی", 2)
    assert {one.name for one in found.names} == set(NAMES[:3])
    (oil,) = [one for one in found.top if one.document.id == "oil"]
    assert "شرکت نفت پارس" in oil.passage
    assert [bar.documents for bar in found.volume][-3:] == [1, 1, 1]
    assert space.digests.make(ME, "نام‌ها", "2026-11-27").documents == 1
    assert record(found)["names"][0] == {"name": "زهرا بیگدلی", "stories": 2}
    assert space.digests.make(ME).names == ()


def test_a_name_that_is_taken_off_stays_in_what_was_told(space: Workspace, tmp_path: Path) -> None:
    made = filled(space, tmp_path)
    space.names.bring(ME, made, "\n".join(NAMES[1:]).encode(), "replace", "n.txt")
    assert space.digests.make(ME, made).documents == 3
    read(space, tmp_path, told("again", "2026-11-27", text=TOLD["again"] + " پایان خبر است.", id="other"))
    space.upkeep.settle()
    assert "other" not in {one.document.id for one in space.digests.make(ME, made).top}


def test_who_may_not_see_a_document_hears_neither_of_it_nor_of_its_names(space: Workspace, tmp_path: Path) -> None:
    space.collections.add(ME, "open")
    space.collections.add(ME, "hidden")
    made = space.monitors.watch(ME, "نام‌ها", NAMES, "open", shared=True).id
    own = space.monitors.watch(ME, "همه", NAMES).id
    read(space, tmp_path, told("both"), collection="hidden")
    read(space, tmp_path, told("oil"), told("both", text=TOLD["both"] + " تمام."), collection="open")
    space.upkeep.settle()
    viewer = Principal("sara", "person", {"open": "viewer"})
    found = space.digests.make(viewer, made)
    assert {one.document.collection for one in found.top} == {"open"}
    assert space.digests.make(ME, own).documents == 3
    with space.store.writing() as connection:  # as if the list of all had been shared with her
        held = kept.get(connection, own)
        assert held is not None
        connection.exec_driver_sql(f"UPDATE monitors SET shared = 1, collection = 'open' WHERE id = '{own}'")
    seen = space.digests.make(viewer, own)
    assert {one.document.collection for one in seen.top} == {"open"}
    assert "موزه‌های یزد" not in json.dumps(record(seen)["names"], ensure_ascii=False)  # its alert is of a hidden text


def test_it_is_sent_by_mail(tmp_path: Path, mailbox: Mailbox) -> None:
    desk = Desk(tmp_path, smtp=f"smtp://127.0.0.1:{mailbox.port}", smtp_from="asnad@archive.example")
    made = filled(desk.space, tmp_path)
    send(desk, monitor=made)
    assert [(one.of, one.problem) for one in desk.space.mails.all(ME)] == [("نام‌ها", "")]
    assert at(desk, "2026-11-27T04:00:00") == {"sent": 1}
    (mail,) = mailbox.got
    assert "نام‌ها" in str(mail["Subject"])
    for kind in ("plain", "html"):
        assert "شرکت نفت پارس" in part(mail, kind)
        assert "نام‌های فهرست، با شمار خبرها" in part(mail, kind)
    desk.space.close()


def test_command_page_file_and_api_have_it(tmp_path: Path) -> None:
    settings = Settings(workspace=tmp_path / "workspace", workers=1)
    today = datetime.now(UTC).date().isoformat()
    with Workspace(settings) as space:
        made = space.monitors.watch(ME, "نام‌ها", NAMES).id
        empty = space.monitors.watch(ME, "هیچ", ["کوه دنا"]).id
        read(space, tmp_path, told("oil", today))
        space.upkeep.settle()
    run = CliRunner().invoke(cli, ["digest", "--monitor", "نام‌ها", "--json", "--workspace", str(settings.workspace)])
    assert run.exit_code == 0, run.output
    assert json.loads(run.stdout)["names"] == [{"name": "شرکت نفت پارس", "stories": 1}]
    plain = CliRunner().invoke(cli, ["digest", "--monitor", "نام‌ها", "--workspace", str(settings.workspace)])
    assert "of the list\tشرکت نفت پارس\t1" in plain.output
    with TestClient(create_app(Workspace(settings)), base_url="http://127.0.0.1") as client:
        api = client.get("/api/v1/digest", params={"monitor": made}).json()
        assert api["top"][0]["names"] == ["شرکت نفت پارس"]
        page = client.get(f"/digest?monitor={made}&ui=fa", headers={"accept": "text/html"}).text
        assert "نام‌های فهرست در این روزها" in page
        assert f'<option value="{made}" selected>' in page
        assert f'href="/digest?monitor={made}"' in client.get(f"/monitors/{made}", headers={"accept": "text/html"}).text
        none = client.get(f"/digest?monitor={empty}&ui=fa", headers={"accept": "text/html"}).text
        assert "از آغاز پایش" in none
        assert "شرکت نفت پارس" in client.get(f"/digest.html?monitor={made}&ui=fa").text
        mails = client.get(f"/digest/mails?monitor={made}&ui=fa", headers={"accept": "text/html"}).text
        assert f'<option value="monitor:{made}" selected>' in mails
