"""A changed file that is sent again under its name: the page of the run offers to make a new version of it."""

import re
import time
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from pipeline.settings import Settings
from pipeline.workspace import Workspace
from search_api.app import create_app
from search_api.pages.language import LANGUAGES, Interface
from tests.makers import ME

NAME = "بیانیه.txt"
FIRST = "شورای شهر یزد بودجهٔ آب را تصویب کرد و اعضا به میبد رفتند."
SECOND = FIRST.replace("میبد", "اردکان")
OTHER = "کتابخانهٔ مرکزی اصفهان دیروز گشایش یافت و رئیس شورا سخنرانی کرد."


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    app = create_app(Workspace(Settings(workspace=tmp_path / "ws", workers=1, upload_bytes=1024 * 1024)))
    with TestClient(app, base_url="http://localhost", headers={"accept": "text/html"}) as client:
        yield client


def space(client: TestClient) -> Workspace:
    found: Workspace = client.app.state.workspace  # type: ignore[attr-defined]
    return found


def sent(client: TestClient, text: str, name: str = NAME, source: str = "دفتر") -> str:
    """Sends a file by the page; gives the address of the run once it has ended."""
    return ended(
        client, client.post("/upload", files=[("file", (name, text.encode()))], data={"source": source}).url.path
    )


def ended(client: TestClient, run: str) -> str:
    assert run.startswith("/runs/")
    for _ in range(900):
        if 'data-going="no"' in client.get(run).text:
            return run
        time.sleep(0.1)
    raise AssertionError("the run did not end")


def offer(client: TestClient, run: str) -> dict[str, str]:
    """What the form of the page sends; nothing where it offers none."""
    page = client.get(run).text
    return dict(re.findall(r'<input type="hidden" name="(document|of)" value="([^"]+)">', page))


def texts(client: TestClient) -> list[str]:
    return sorted(document.text for document in space(client).documents(ME))


def accepted(client: TestClient, run: str) -> str:
    answer = client.post(f"{run}/versions", data=offer(client, run))
    return ended(client, answer.url.path)


def test_nothing_is_merged_until_somebody_says_so(client: TestClient) -> None:
    sent(client, FIRST)
    run = sent(client, SECOND)
    assert texts(client) == sorted([FIRST, SECOND])
    old = next(document for document in space(client).documents(ME) if document.text == FIRST)
    assert offer(client, run)["of"] == old.key
    for language in LANGUAGES:
        page = client.get(f"{run}?ui={language}").text
        assert Interface(language)("version_offer") in page
        assert f"/compare?a={old.key}&b=" in unescape(page), "the older one stands first"


def test_an_accepted_offer_is_a_version_and_can_be_undone(client: TestClient) -> None:
    first = sent(client, FIRST)
    run = sent(client, SECOND)
    made = accepted(client, run)
    (document,) = space(client).documents(ME)
    assert document.text == SECOND
    assert [version.place for version in space(client).originals.versions(ME, document.key)] == [2, 1]
    assert document.key in client.get(made).text
    assert offer(client, made) == {}
    assert [one.title for one in space(client).removal.set_aside(ME)] == [SECOND]
    sent(client, FIRST)
    assert texts(client) == [SECOND], "what was there already does not take the place of its own new version"
    client.post(f"{made}/take-back")
    assert texts(client) == [FIRST]
    client.post(f"/set-aside/{space(client).removal.set_aside(ME)[0].key}", data={"act": "restore"})
    assert texts(client) == sorted([FIRST, SECOND])
    assert first


@pytest.mark.parametrize(
    ("text", "name", "source"),
    [
        (SECOND, "بیانیه ۲.txt", "دفتر"),
        (OTHER, NAME, "روزنامه"),
    ],
    ids=["another name", "another source and another text"],
)
def test_nothing_is_offered_for_what_is_another_document(client: TestClient, text: str, name: str, source: str) -> None:
    sent(client, FIRST)
    assert offer(client, sent(client, text, name, source)) == {}


def test_nothing_is_offered_where_two_fit(client: TestClient) -> None:
    sent(client, FIRST)
    sent(client, OTHER)
    assert offer(client, sent(client, SECOND)) == {}


def test_what_was_not_offered_is_refused(client: TestClient) -> None:
    sent(client, FIRST)
    run = sent(client, OTHER, "نامه.txt")
    one, other = space(client).documents(ME)
    for data in ({"document": one.key, "of": other.key}, {"document": other.key, "of": one.key}):
        assert client.post(f"{run}/versions", data=data).status_code == 404
    assert client.post("/runs/none/versions", data=data).status_code == 404
    assert len(texts(client)) == 2


def test_two_texts_side_by_side_say_when_each_came_in(client: TestClient) -> None:
    sent(client, FIRST)
    time.sleep(1.1)  # times are kept to the second
    sent(client, SECOND)
    one, other = space(client).documents(ME)
    page = client.get("/compare", params={"a": one.key, "b": other.key, "ui": "en"}).text
    assert page.count(Interface("en")("came_in")) == 2
    assert page.index(Interface("en")("came_earlier")) < page.index(Interface("en")("came_later"))
