"""A page that a form leads to says once what was done, in the language of its reader, and needs no script for it."""

import re
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from pipeline.records import Source
from pipeline.workspace import Workspace
from search_api.app import create_app
from search_api.pages.language import LANGUAGES, Interface
from tests.makers import ME

PAGE = {"accept": "text/html"}
_TOLD = re.compile(r'<div class="done told" role="status"><p>([^<]*)</p></div>')


@pytest.fixture
def client(workspace: Workspace) -> Iterator[TestClient]:
    sources = [
        Source("file:///a.txt", "a.txt", "پل تازه‌ای در میبد ساخته شد.".encode()),
        Source("file:///b.pdf", "b.pdf", b"%PDF-"),
    ]
    workspace.ingest_sources(ME, sources)
    with TestClient(create_app(workspace), base_url="http://localhost") as client:
        yield client


def said(client: TestClient, path: str, **data: str) -> list[str]:
    """What the page says that a form leads to."""
    answer = client.post(path, data=data, headers=PAGE)
    assert answer.status_code == 200, answer.text[:300]
    again = client.get(str(answer.url), headers=PAGE)
    assert not _TOLD.findall(again.text), "it is said once"
    return _TOLD.findall(answer.text)


@pytest.mark.parametrize("ui", LANGUAGES)
def test_what_was_done_is_said_once(client: TestClient, workspace: Workspace, ui: str) -> None:
    text, key = Interface(ui), workspace.document(ME, "file:///a.txt").key
    client.get("/", params={"ui": ui}, headers=PAGE)
    about, title = f"/documents/{key}/about", {"field": "title", "before": workspace.document(ME, key).title}
    assert said(client, about, **title, after="پل میبد") == [text("done_saved")]
    number = str(workspace.editing.history(ME, key)[0].decision.id)
    assert said(client, f"{about}/undo", decision=number) == [text("done_undone")]
    assert said(client, about, **title, after=title["before"]) == []
    assert said(client, about, **title, after="پل تازه") == [text("done_saved")]
    number = str(workspace.editing.history(ME, key)[0].decision.id)
    assert said(client, "/review/decisions", decision=number) == [text("done_undone")]
    here = f"/documents/{key}?q=پل"
    for act, what in (("star", "starred"), ("unstar", "unstarred"), ("say", "saved")):
        assert said(client, f"/shelf/{key}", act=act, note="خوانده شد", next=here) == [text(f"done_{what}")]
    assert said(client, "/shelf/searches", name="پل", address="?q=پل") == [text("done_search_saved")]
    (one,) = workspace.shelf.searches(ME)
    assert said(client, f"/shelf/searches/{one.id}") == [text("done_search_forgotten")]
    ((failure, *_), _) = workspace.failing.page(ME)
    assert said(client, "/failures", act="dismiss", id=str(failure.id)) == [text("done_dismissed")]
    assert said(client, f"/documents/{key}/withdraw") == [text("done_aside")]
    assert said(client, f"/set-aside/{key}") == [text("done_back")]


def test_who_stars_or_notes_a_document_is_back_at_the_control(client: TestClient, workspace: Workspace) -> None:
    key = workspace.document(ME, "file:///a.txt").key
    for act, there in (("star", "star"), ("say", "notes")):
        data = {"act": act, "next": f"/documents/{key}?q=پل#s0-2"}
        answer = client.post(f"/shelf/{key}", data=data, headers=PAGE, follow_redirects=False)
        assert answer.headers["location"].endswith(f"#{there}")
        assert "s0-2" not in answer.headers["location"]
        assert f'id="{there}"' in client.get(f"/documents/{key}", headers=PAGE).text


def test_what_nobody_did_is_not_said(client: TestClient) -> None:
    for what in ("", "nothing", "<b>"):
        client.cookies.set("asnad_done", what)
        assert 'class="done told"' not in client.get("/", headers=PAGE).text
