"""Sources by API and on pages: a preview first, the list with why, the log in the reader's language, evidence."""

from collections.abc import Iterator
from pathlib import Path
from typing import get_args
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient

from pipeline.jobs.polling import Poller
from pipeline.settings import Settings
from pipeline.sources.looking import TROUBLES
from pipeline.sources.opml import Wanted
from pipeline.sources.states import State
from pipeline.workspace import Workspace
from search_api.app import create_app
from search_api.pages.language import LANGUAGES, Interface
from tests.clock import HeldClock
from tests.makers import ME
from tests.site import Site, rss, site, story

API = "/api/v1/sources"
PAGE = {"accept": "text/html"}
TEXT = "کتابخانه مرکزی شهر یزد با حضور مدیران شهری و نویسندگان استان پس از سه سال گشایش یافت."


@pytest.fixture(scope="module")
def news() -> Iterator[Site]:
    with site() as made:
        made.put("/0", story("گشایش کتابخانه", TEXT, "2025-08-13T10:00:00+03:30"))
        made.put("/rss", rss(("گشایش کتابخانه", f"{made.url}/0", "2025-07-01"), ("نشست شورا", f"{made.url}/1", "")))
        made.put("/", '<link rel="alternate" type="application/rss+xml" href="/rss"><p>خبرگزاری</p>')
        yield made


@pytest.fixture
def space(tmp_path: Path, news: Site) -> Workspace:
    """Of each test its own: they come in any order, and one of them adds users."""
    return Workspace(Settings(workspace=tmp_path / "archive", workers=1, fetch_allowed=news.name, fetch_pause=0))


@pytest.fixture
def client(space: Workspace) -> Iterator[TestClient]:
    with TestClient(create_app(space), base_url="http://localhost", follow_redirects=False) as made:
        yield made


def test_from_a_preview_to_the_evidence(client: TestClient, news: Site, space: Workspace) -> None:
    shown = client.post(f"{API}/preview", json={"url": news.url}).json()
    assert (shown["url"], shown["kind"], [one["title"] for one in shown["items"]]) == (
        f"{news.url}/rss",
        "feed",
        ["گشایش کتابخانه", "نشست شورا"],
    )
    made = client.post(API, json={"url": news.url})
    assert (made.status_code, made.json()["state"]) == (201, "fresh")
    assert client.post(API, json={"url": news.url}).status_code == 409
    there = f"{API}/{made.json()['id']}"
    Poller(space).round()
    told = client.get(there).json()
    assert (told["source"]["state"], told["source"]["stories"]) == ("fine", 2)
    assert sorted(line["code"] for line in told["log"]) == ["date_differs", "new", "page_failed"]
    key = client.get("/api/v1/search", params={"q": "کتابخانه"}).json()["items"][0]["id"]
    (one,) = client.get(f"/api/v1/documents/{key}/evidence").json()["items"]
    warc = client.get(one["url"])
    assert (warc.headers["content-type"], warc.content[:2]) == ("application/warc", b"\x1f\x8b")
    assert client.get(f"/api/v1/documents/{key}/evidence/{one['id'] + 1}").status_code == 404
    view = client.get(f"/documents/{key}/evidence/{one['id']}/view", headers=PAGE)
    assert (view.status_code, TEXT[:30] in view.text) == (200, True)
    assert "sandbox" in view.headers["content-security-policy"]
    assert client.get(f"/documents/{key}/evidence/{one['id'] + 1}/view", headers=PAGE).status_code == 404
    about = client.get(f"/documents/{key}/about", headers=PAGE).text
    assert f"/documents/{key}/evidence/{one['id']}/view" in about
    assert (one["url"] in about, one["sha256"] in about) == (True, True)
    for language, words in (("fa", "تاریخ صفحه معتبر است: ۱۰ تیر ۱۴۰۴"), ("ar", "خبران"), ("en", "2 stories")):
        shown_page = client.get(f"/sources/{made.json()['id']}?ui={language}", headers=PAGE).text
        assert words in shown_page, language
    assert client.patch(there, json={"paused": True}).json()["state"] == "paused"
    assert news.url in client.get(f"{API}/export").text
    assert client.delete(there).status_code == 204
    assert client.get(there).status_code == 404


def test_the_pages(client: TestClient, news: Site) -> None:
    assert "هنوز منبعی نیست" in client.get("/sources?ui=fa", headers=PAGE).text
    typed = {"url": news.url, "every": "30", "hours": "6-22"}
    shown = client.post("/sources?ui=fa", data={**typed, "act": "preview"}, headers=PAGE)
    assert (shown.status_code, "نشست شورا" in shown.text, f"{news.url}/rss" in shown.text) == (200, True, True)
    made = client.post("/sources", data={**typed, "act": "add"}, headers=PAGE)
    assert made.status_code == 303
    there = made.headers["location"]
    for act, word in (("pause", "paused"), ("resume", "new"), ("look", "new")):
        assert client.post(there, data={"act": act}, headers=PAGE).headers["location"] == there
        assert f"<b>{word}</b>" in client.get(f"{there}?ui=en", headers=PAGE).text
    assert "خبرگزاری نمونه" in client.get("/sources", headers=PAGE).text
    assert client.post(there, data={"act": "remove"}, headers=PAGE).headers["location"] == "/sources"
    assert client.get(there, headers=PAGE).status_code == 404


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_trouble_and_each_state_has_a_text(language: str) -> None:
    states = get_args(State.__value__)
    keys = [f"source_said_{one}" for one in TROUBLES]
    keys += [f"source_{what}_{one}" for what in ("is", "means") for one in states]
    assert [key for key in keys if not Interface(language).has(key)] == []


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://10.0.0.8/rss", "private network"),
        ("ftp://news.example/", "no address of the web"),
        ("{site}/none", "nothing at this address"),
        ("{site}/0", "no feed"),
    ],
)
def test_what_cannot_be_added_says_why_and_keeps_what_was_typed(
    client: TestClient, news: Site, url: str, words: str
) -> None:
    url = url.replace("{site}", news.url)
    answer = client.post("/sources?ui=en", data={"url": url, "act": "add"}, headers=PAGE)
    assert (answer.status_code, words in answer.text, f'value="{url}"' in answer.text) == (422, True, True)
    told = client.post(API, json={"url": url})
    assert (told.status_code, told.headers["content-type"]) == (422, "application/problem+json")


def test_folders_are_for_who_sits_at_the_machine(client: TestClient, space: Workspace, tmp_path: Path) -> None:
    space.accounts.add(ME, "editor1", "editor", ["main"], "a long password")
    key = {"Authorization": f"Bearer {space.accounts.add_key(ME, 'editor1')}"}
    assert client.post(API, json={"url": str(tmp_path)}, headers=key).status_code == 403


def test_a_folder_lists_no_stories_and_leads_to_its_documents(
    client: TestClient, space: Workspace, tmp_path: Path
) -> None:
    source = space.sources.add(ME, Wanted(str(tmp_path), name="بایگانی اسکن"))
    for path in ("/sources", f"/sources/{source.id}"):
        shown = client.get(f"{path}?ui=fa", headers=PAGE).text
        assert f'href="/?q={quote(chr(34).join(("source:", "بایگانی اسکن", "")))}">سندها</a>' in shown


def test_a_list_comes_in_on_the_page_and_by_api(client: TestClient) -> None:
    one = '<outline text="الف" xmlUrl="https://a.example/rss"/>'
    data = f'<opml><body>{one}<outline xmlUrl="ftp://b.example/"/></body></opml>'.encode()
    for language, words in (
        ("fa", ("۱ منبع افزوده شد", "۱ منبع پذیرفته نشد", "ftp://b.example/")),
        ("ar", ("لم يُضف أي مصدر", "كان مصدر واحد موجودًا", "رُفض مصدر واحد")),
        ("en", ("0 sources were added", "1 was there already", "1 was not taken")),
    ):
        shown = client.post(f"/sources/list?ui={language}", files={"file": ("a.opml", data)}, headers=PAGE)
        assert shown.status_code == 200
        assert [word for word in words if word not in shown.text] == []
    wrong = client.post("/sources/list?ui=fa", files={"file": ("a.opml", b"<rss/>")}, headers=PAGE)
    assert (wrong.status_code, "نخستین عنصر آن" in wrong.text) == (422, True)
    told = client.post(f"{API}/import", content=data.replace(b"a.ex", b"c.ex")).json()
    assert (len(told["added"]), told["there"], [row["url"] for row in told["refused"]]) == (1, 0, ["ftp://b.example/"])
    assert client.post(f"{API}/import", content=b"{}").status_code == 422
    exported = client.get(f"{API}/export").content
    assert client.post(f"{API}/import", content=exported).json() == {"added": [], "there": 2, "refused": []}


def test_the_page_says_that_no_program_looks_at_sources(tmp_path: Path, news: Site) -> None:
    clock = HeldClock()
    settings = Settings(workspace=tmp_path / "late", workers=1, fetch_allowed=news.name, fetch_pause=0)
    with Workspace(settings, clock) as space:
        space.sources.add(ME, Wanted(f"{news.url}/rss"), look=False)
        pages = TestClient(create_app(space), base_url="http://localhost")
        assert "ASNAD_POLL=1" not in pages.get("/sources", headers=PAGE).text
        clock.later(minutes=15)
        for language in LANGUAGES:
            shown = pages.get("/sources", headers={**PAGE, "accept-language": language}).text
            assert Interface(language).count("n_sources_unattended", 1) in shown
            assert "ASNAD_POLL=1 asnad worker" in shown
        Poller(space).round()
        assert "ASNAD_POLL=1" not in pages.get("/sources", headers=PAGE).text
