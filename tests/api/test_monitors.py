"""Monitors and alerts over HTTP: pages, live events, feeds with tokens."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from fastapi.testclient import TestClient

from pipeline.query.stored import StoredQuery
from pipeline.settings import Settings
from pipeline.workspace import Workspace
from search_api.app import create_app
from tests.makers import ME

ATOM = "{http://www.w3.org/2005/Atom}"
TEXT = "استانداری یزد و دانشگاه میبد ۱۲ تفاهم‌نامه درباره کتابخانه مرکزی شهر امضا کردند."


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    app = create_app(Workspace(Settings(workspace=tmp_path / "workspace", workers=1)))
    with TestClient(app, base_url="http://localhost", headers={"accept": "text/html"}) as client:
        yield client


def space(client: TestClient) -> Workspace:
    return client.app.state.workspace  # type: ignore[attr-defined, no-any-return]


def read(client: TestClient, folder: Path, *names: str, text: str = TEXT) -> None:
    lines = folder / "in.jsonl"
    said = [{"id": name, "url": f"https://press.example/{name}?a=1&b=2", "text": text} for name in names]
    lines.write_text("".join(json.dumps({**one, "title": "خبر <یزد> & میبد"}) + "\n" for one in said), encoding="utf-8")
    space(client).ingest(ME, [lines], "press")
    space(client).matching.catch_up()


def kept(client: TestClient, query: str = "یزد", name: str = "شهر") -> str:
    answer = client.post("/monitors", params={"q": query}, data={"name": name}, follow_redirects=False)
    assert answer.status_code == 303
    return str(answer.headers["location"].split("/")[2].partition("?")[0])


def test_a_monitor_is_made_after_a_preview_and_taken_away(client: TestClient) -> None:
    shown = client.get("/monitors", params={"q": "یزد", "lang": "fa", "exclude": "source:press"}).text
    assert "lang=fa" in shown
    assert "exclude=source" in shown
    assert client.get("/", params={"q": "یزد"}).text.count("/monitors?q=") == 1
    asked = {"q": "یزد", "lang": "fa", "exclude": "source:press", "spelling": "same"}
    made = client.post("/monitors", params=asked, data={"name": "شهر", "where": "main", "shared": "1"})
    assert made.status_code == 200
    (monitor,) = client.get("/api/v1/monitors").json()["items"]
    assert (monitor["name"], monitor["collection"], monitor["shared"], monitor["spelling"]) == (
        "شهر",
        "main",
        True,
        True,
    )
    assert monitor["filters"] == [
        {"field": "lang", "value": "fa"},
        {"not": {"field": "source", "value": "press"}},
    ]
    for language, told in (("fa", "هشداری در پیش نیست."), ("ar", "لا يُتوقع أي تنبيه."), ("en", "No alert is to be ex")):
        assert told in client.get("/monitors", params={"q": "یزد", "ui": language}).text
    assert client.post("/monitors", params=asked, data={"name": "شهر"}).status_code == 422
    assert client.post("/monitors", params={"q": '"یزد'}, data={"name": "شکسته"}).status_code == 422
    assert client.get("/monitors", params={"q": '"یزد'}).status_code == 422
    assert client.get("/monitors", params={"q": "یزد", "where": "nowhere"}).status_code == 404
    assert client.post(f"/monitors/{monitor['id']}", data={"act": "remove"}).status_code == 200
    assert client.get(f"/monitors/{monitor['id']}").status_code == 404
    assert client.get("/api/v1/monitors").json() == {"items": []}


def test_alerts_are_read_and_counted(client: TestClient, tmp_path: Path) -> None:
    kept(client)
    read(client, tmp_path, "one", "copy")
    (alert,) = client.get("/api/v1/alerts").json()["items"]
    assert (alert["kind"], alert["monitor"], alert["read"]) == ("new", "شهر", False)
    assert [copy["uri"] for copy in alert["also"]] == ["https://press.example/copy?a=1&b=2"]
    assert client.get("/api/v1/alerts", params={"after": alert["seq"]}).json() == {"items": [], "next": alert["seq"]}
    shown = client.get("/alerts").text
    assert "خبر &lt;یزد&gt; &amp; میبد" in shown
    assert 'class="fresh"' in shown
    client.post("/alerts", data={"act": "read", "seq": [str(alert["seq"]), "77"], "next": "/alerts"})
    assert 'class="fresh"' not in client.get("/alerts").text
    assert (
        "خبر" not in client.get("/alerts", params={"unread": "1"}).text.partition('id="live"')[2].partition("empty")[0]
    )
    assert client.get("/api/v1/alerts", params={"unread": True}).json()["items"] == []
    client.post("/alerts", data={"act": "unread", "seq": [str(alert["seq"])]})
    assert client.get("/api/v1/monitors").json()["items"][0]["unread"] == 1
    assert client.get("/alerts", params={"monitor": "nothing"}).status_code == 404
    assert client.get("/api/v1/alerts", params={"monitor": "nothing"}).status_code == 404


def test_what_comes_is_told_live(client: TestClient, tmp_path: Path) -> None:
    kept(client)
    quiet = client.get("/alerts/live", params={"seconds": 0})
    assert "data:" not in quiet.text
    assert quiet.headers["content-type"].startswith("text/event-stream")
    read(client, tmp_path, "one")
    told = client.get("/alerts/live", params={"seconds": 0}, headers={"accept-language": "en"}).text
    (line,) = [line for line in told.split("\n") if line.startswith("data: ")]
    event = json.loads(line.removeprefix("data: "))
    assert (event["text"], event["title"]) == ("1 new alert: show it", "خبر <یزد> & میبد")
    again = client.get("/alerts/live", params={"seconds": 0, "after": event["last"]})
    assert "data:" not in again.text
    assert client.get("/alerts/live", params={"monitor": "nothing", "seconds": 0}).status_code == 404


def entries(client: TestClient, address: str) -> dict[str, list[tuple[str, str]]]:
    """Id and link of each entry, by the form of the feed."""
    atom = ElementTree.fromstring(client.get(address).text)
    rss = ElementTree.fromstring(client.get(address.replace(".atom", ".rss")).text)
    held: dict[str, Any] = client.get(address.replace(".atom", ".json")).json()
    links = [(e.findtext(f"{ATOM}id"), e.find(f"{ATOM}link")) for e in atom.findall(f"{ATOM}entry")]
    return {
        "atom": [(str(name), str(link.get("href"))) for name, link in links if link is not None],
        "rss": [(str(e.findtext("guid")), str(e.findtext("link"))) for e in rss.iter("item")],
        "json": [(e["id"], e["url"]) for e in held["items"]],
    }


def test_a_feed_has_stable_ids_and_a_token_that_can_be_revoked(client: TestClient, tmp_path: Path) -> None:
    monitor = kept(client)
    shown = client.post(f"/monitors/{monitor}", data={"act": "feed"}).text
    address = shown.partition('href="http://localhost/feeds/')[2].partition('"')[0]
    address = f"/feeds/{address}".replace("&amp;", "&")
    assert client.get(f"/monitors/{monitor}").text.count(address.partition("token=")[2]) == 0
    read(client, tmp_path, "one")
    found = entries(client, address)
    assert found["atom"] == found["rss"] == found["json"]
    assert [link for _, link in found["atom"]] == ["https://press.example/one?a=1&b=2"]
    read(client, tmp_path, "two", text="دانشگاه یزد کتابخانه‌ای تازه گشود و موزه آب را بازسازی کرد.")
    later = entries(client, address)["atom"]
    assert later[1:] == found["atom"]
    assert len(later) == 2
    named = address.replace(monitor, "شهر")
    assert client.get(named).status_code == 200
    assert client.get(address.replace(monitor, "other")).status_code == 404
    assert client.get(address.replace(".atom", ".exe")).status_code == 404
    (feed,) = space(client).feeds.all(ME, monitor)
    client.post(f"/monitors/{monitor}", data={"act": "revoke", "feed": feed.id})
    plain = {"accept": "application/atom+xml"}
    assert client.get(address, headers=plain).status_code == 401
    assert client.get("/feeds/x.atom", headers=plain).status_code == 401
    assert client.post(f"/monitors/{monitor}", data={"act": "revoke", "feed": feed.id}).status_code == 404


def test_a_feed_shows_what_its_maker_may_see_by_now(client: TestClient, tmp_path: Path) -> None:
    ws = space(client)
    ws.collections.add(ME, "desk")
    ws.accounts.add(ME, "zahra", "viewer", ["main", "desk"], "a long password")
    zahra = ws.accounts.as_now("zahra", "account")
    monitor = ws.monitors.add(zahra, "همه", StoredQuery("*"), "main", shared=True)
    token = ws.feeds.add(zahra, monitor.id)
    read(client, tmp_path, "one")
    address = f"/feeds/{monitor.id}.json?token={token}"
    assert len(client.get(address).json()["items"]) == 1
    ws.accounts.set_role(ME, "zahra", None, ["main"])
    assert client.get(address).json()["items"] == []
    ws.accounts.disable(ME, "zahra")
    assert client.get(address).json()["items"] == []
