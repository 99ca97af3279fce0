"""Sources: adding one from any address of a site, the list, files of lists, and who may do what."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.cli import cli
from pipeline.errors import Forbidden, RefusedDecision, SourceNotFound, UnreadableExchange, UnusableSource
from pipeline.jobs.polling import Poller
from pipeline.people.principal import Principal
from pipeline.settings import Settings
from pipeline.sources.sources import Wanted, wanted_of
from pipeline.workspace import Workspace
from tests.makers import ME
from tests.site import Site, rss, site

EDITOR = Principal("زهرا", "person", {"main": "editor"})
VIEWER = Principal("رضا", "person", {"main": "viewer"})
OUTSIDER = Principal("مینا", "person", {"press": "editor"})


@pytest.fixture
def news() -> Iterator[Site]:
    with site() as made:
        made.put("/rss", rss(*((f"خبر {n}", f"{made.url}/{n}", "") for n in range(12))), Content_Type="text/xml")
        made.put("/", '<link rel="alternate" type="application/rss+xml" href="/rss"><p>خبرگزاری</p>')
        yield made


@pytest.fixture
def space(tmp_path: Path, news: Site) -> Iterator[Workspace]:
    with Workspace(Settings(workspace=tmp_path / "ws", workers=1, fetch_allowed=news.name)) as made:
        made.collections.add(ME, "press")
        yield made


def test_the_feed_of_a_page_is_found_and_previewed(space: Workspace, news: Site) -> None:
    found = space.sources.preview(EDITOR, news.url)
    assert (found.url, found.kind, found.name, len(found.items)) == (f"{news.url}/rss", "feed", "خبرگزاری نمونه", 10)
    made = space.sources.add(EDITOR, Wanted(news.url, every=600, hours="6-22 +03:30"))
    assert (made.url, made.kind, made.every, made.user) == (f"{news.url}/rss", "feed", 600, "زهرا")
    (seen,) = space.sources.all(VIEWER)
    assert (seen.source.name, seen.state, seen.stories) == ("خبرگزاری نمونه", "fresh", 0)


def test_the_sitemap_of_robots_is_found_where_a_page_names_no_feed(space: Workspace, news: Site) -> None:
    news.put("/", "<p>بی خوراک</p>")
    news.put("/robots.txt", f"User-agent: *\nSitemap: {news.url}/all.xml\nSitemap: {news.url}/news.xml\n")
    news.put("/news.xml", f"<urlset><url><loc>{news.url}/1</loc></url></urlset>")
    assert space.sources.preview(EDITOR, news.url).kind == "sitemap"


def test_what_is_no_source_is_explained(space: Workspace, news: Site) -> None:
    news.put("/empty", "<p>بی خوراک</p>")
    news.put("/gone", "", 410)
    for url, trouble in (
        (f"{news.url}/empty", "wrong_type"),
        (f"{news.url}/gone", "gone"),
        ("http://10.0.0.8/feed", "private"),
        ("http://localhost:9/feed", "address"),
        ("ftp://news.example/", "address"),
    ):
        with pytest.raises(UnusableSource) as raised:
            space.sources.add(EDITOR, Wanted(url))
        assert raised.value.trouble == trouble
    assert space.sources.all(ME) == []


def test_each_may_do_what_his_role_says(space: Workspace, news: Site) -> None:
    wanted = Wanted(f"{news.url}/rss?token=secret")
    made = space.sources.add(EDITOR, wanted, look=False)
    with pytest.raises(RefusedDecision, match="already"):
        space.sources.add(EDITOR, wanted, look=False)
    for who, error in ((VIEWER, Forbidden), (OUTSIDER, SourceNotFound)):
        with pytest.raises(error):
            space.sources.remove(who, made.id)
    with pytest.raises(Forbidden):
        space.sources.preview(VIEWER, news.url)
    with pytest.raises(Forbidden):
        space.sources.add(EDITOR, Wanted("/tmp"))
    assert [one.source.url[-6:] for one in space.sources.all(VIEWER)] == ["oken=…"]
    assert space.sources.all(OUTSIDER) == []
    assert space.sources.pause(EDITOR, made.id, paused=True).id == made.id
    assert space.sources.one(EDITOR, made.id).state == "paused"
    space.sources.remove(EDITOR, made.name)
    assert space.sources.all(ME) == []
    space.audit.close()
    assert [one.detail["change"] for one in space.audit.entries(ME) if one.act == "source"] == [
        "add",
        "pause",
        "remove",
    ]


def test_lists_go_out_and_come_in(space: Workspace) -> None:
    space.sources.add(ME, Wanted("https://a.example/rss", "الف", selector="", every=600, hours="6-22"), look=False)
    space.sources.add(ME, Wanted("https://b.example/", "ب", "press", selector="li.item"), look=False)
    data = space.sources.opml(ME)
    wanted = wanted_of(data, "sources.opml")
    assert [(one.name, one.collection, one.selector, one.every, one.hours) for one in wanted] == [
        ("الف", "main", "", 600, "6-22"),
        ("ب", "press", "li.item", 900, ""),
    ]
    found = space.sources.bring(ME, [*wanted, Wanted("https://c.example/"), Wanted("d.example", hours="25-1")])
    assert [one.url for one in found.made] == ["https://c.example/"]
    assert (found.there, [url for url, _ in found.refused]) == (2, ["d.example"])
    toml = '[[source]]\nurl = "https://c.example/rss"\ncollection = "press"\nevery = 300\n'
    assert wanted_of(toml.encode(), "sources.toml") == [Wanted("https://c.example/rss", "", "press", every=300)]
    for wrong, name in (
        (b"<rss/>", "a.opml"),
        (b"[[source]]\nurl = 1\n", "a.toml"),
        (b"[[source]]", "a.toml"),
        (b"=", "a.toml"),
    ):
        with pytest.raises(UnreadableExchange):
            wanted_of(wrong, name)


def test_the_command(tmp_path: Path, news: Site) -> None:
    def run(*words: str) -> str:
        environment = {"ASNAD_FETCH_ALLOWED": news.name, "ASNAD_WORKSPACE": str(tmp_path / "ws")}
        done = CliRunner().invoke(cli, ["sources", *words], env=environment)
        assert done.exit_code == 0, done.output
        return done.stdout

    assert "خبر 9" in run("add", news.url, "--preview")
    made = json.loads(run("add", news.url, "--name", "نمونه", "--collection", "desk", "--json"))
    assert (made["name"], made["collection"], made["state"]) == ("نمونه", "desk", "fresh")
    assert json.loads(run("list", "--json"))["url"] == f"{news.url}/rss"
    run("export", str(tmp_path / "a.opml"))
    run("pause", "نمونه")
    assert "paused" in run("list")
    assert run("log", "نمونه") == ""
    run("remove", "نمونه")
    assert json.loads(run("import", str(tmp_path / "a.opml"), "--json")) == {"added": 1, "there": 0, "refused": 0}
    assert json.loads(run("list", "--json"))["collection"] == "desk"


def test_a_folder_and_a_list_in_the_settings(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("کتابخانهٔ مرکزی شهر یزد گشایش یافت.", encoding="utf-8")
    (tmp_path / "sources.toml").write_text('[[source]]\nurl = "https://c.example/rss"\n', encoding="utf-8")
    settings = Settings(workspace=tmp_path / "ws", workers=1, sources=tmp_path / "sources.toml")
    with Workspace(settings) as space:
        poller = Poller(space)
        poller.begin()
        poller.begin()
        made = space.sources.add(ME, Wanted(str(tmp_path / "in")))
        space.sources.pause(ME, "c.example", paused=True)
        assert [one.source.name for one in space.sources.all(ME)] == ["c.example", "in"]
        os.utime(tmp_path / "in" / "a.txt", (1, 1))
        poller.round()
        assert space.count(ME) == 1
        assert [line.code for line in space.sources.log(ME, made.id)] == ["new"]
