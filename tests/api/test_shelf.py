"""What a person keeps for himself: stars, tags, notes and searches."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from pipeline.people.shelf import MOST_SEARCHES, Change, Searched
from pipeline.settings import Settings
from pipeline.workspace import Workspace
from search_api.app import create_app
from search_api.pages.language import LANGUAGES, Interface
from tests.makers import ME


@pytest.fixture
def client(filled_copy: Path) -> Iterator[TestClient]:
    app = create_app(Workspace(Settings(workspace=filled_copy, workers=1)))
    with TestClient(app, base_url="http://localhost") as client:
        yield client


def space(client: TestClient) -> Workspace:
    return client.app.state.workspace  # type: ignore[attr-defined, no-any-return]


def first(client: TestClient) -> str:
    return str(client.get("/api/v1/search", params={"q": "تفاهم نامه"}).json()["items"][0]["key"])


def test_a_star_tags_and_a_note_are_kept_and_taken_away(client: TestClient) -> None:
    key = first(client)
    where = f"/documents/{key}?q=تفاهم"
    answer = client.post(f"/shelf/{key}", data={"act": "star", "next": where}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"].startswith(f"/documents/{key}?q=")) == (303, True)
    client.post(f"/shelf/{key}", data={"act": "say", "tags": "نفت، مهم,نفت", "note": "با متن قرارداد بسنجید."})
    (kept,) = space(client).shelf.documents(ME)
    assert (kept.document, kept.starred, list(kept.tags)) == (key, True, ["نفت", "مهم"])
    assert space(client).shelf.tags(ME) == [("مهم", 1), ("نفت", 1)]
    page = client.get("/shelf").text
    assert all(said in page for said in ("نفت", "با متن قرارداد بسنجید.", f"/documents/{key}"))
    assert f"/documents/{key}" in client.get("/shelf", params={"tag": "مهم"}).text
    assert f"/documents/{key}" not in client.get("/shelf", params={"tag": "گاز"}).text
    assert "با متن قرارداد بسنجید." in client.get(f"/documents/{key}").text
    hits = client.get("/", params={"q": "تفاهم نامه"}).text
    assert "★" in hits
    assert "/shelf?tag=" in hits
    client.post(f"/shelf/{key}", data={"act": "unstar"})
    client.post(f"/shelf/{key}", data={"act": "say", "tags": "", "note": ""})
    assert space(client).shelf.documents(ME) == []


def test_nobody_else_sees_a_shelf_and_documents_stay_under_their_access(client: TestClient) -> None:
    key, ws = first(client), space(client)
    ws.collections.add(ME, "desk")
    for name in ("sara", "omid"):
        ws.accounts.add(ME, name, "viewer", ["main"], "a long password")
    sara, omid = (ws.accounts.by_key(ws.accounts.add_key(ME, name)) for name in ("sara", "omid"))
    assert sara
    assert omid
    ws.shelf.keep(sara, key, Change(starred=True, note="محرمانه"))
    ws.shelf.save(sara, "نشست‌ها", "q=نشست")
    assert (ws.shelf.documents(omid), ws.shelf.searches(omid), ws.shelf.documents(ME)) == ([], [], [])
    assert not ws.shelf.forget(omid, ws.shelf.searches(sara)[0].id)
    assert [one.note for one in ws.shelf.documents(sara)] == ["محرمانه"]
    ws.removal.aside(ME, key)
    assert ws.shelf.documents(sara) == []


def test_searches_are_saved_shared_and_forgotten(client: TestClient) -> None:
    page = client.get("/", params={"q": "تفاهم نامه", "lang": "fa", "sort": "newest"})
    assert 'value="?q=%D8%AA' in page.text
    client.post("/shelf/searches", data={"name": "تفاهم‌نامه‌های تازه", "address": "?q=تفاهم&lang=fa"})
    (saved,) = space(client).shelf.searches(ME)
    assert (saved.name, saved.address) == ("تفاهم‌نامه‌های تازه", "q=تفاهم&lang=fa")
    for where in ("/", "/shelf"):
        assert "تفاهم‌نامه‌های تازه" in client.get(where).text
    assert client.post("/shelf/searches", data={"name": "  ", "address": "?q=a"}).status_code == 422
    space(client).audit.close()
    assert Searched("تفاهم نامه", "lang=fa") in space(client).shelf.history(ME, 10)
    shown = client.get("/shelf", params={"ui": "fa"}).text
    assert "/?q=%D8%AA%D9%81%D8%A7%D9%87%D9%85+%D9%86%D8%A7%D9%85%D9%87&amp;lang=fa" in shown
    assert "زبان: <bdi>فارسی</bdi>" in shown, "the filters of a search are told, and led to"
    assert client.post(f"/shelf/searches/{saved.id}").url.path == "/shelf"
    assert client.post(f"/shelf/searches/{saved.id}").status_code == 404
    assert space(client).shelf.searches(ME) == []


def test_there_are_limits(client: TestClient) -> None:
    key = first(client)
    many = ",".join(f"برچسب {number}" for number in range(21))
    assert client.post(f"/shelf/{key}", data={"act": "say", "tags": many}).status_code == 422
    assert client.post(f"/shelf/{key}", data={"act": "say", "note": "ب" * 4001}).status_code == 422
    assert client.post("/shelf/nothing", data={"act": "star"}).status_code == 404
    for number in range(MOST_SEARCHES):
        space(client).shelf.save(ME, f"جست‌وجوی {number}", "q=a")
    assert client.post("/shelf/searches", data={"name": "یکی دیگر", "address": "?q=a"}).status_code == 422


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_shelf_says_what_it_is_for(client: TestClient, language: str) -> None:
    ui = Interface(language)
    page = client.get("/shelf", params={"ui": language}).text
    assert ui("shelf_empty") in page
    assert ui("saved_searches_none") in page


def test_what_a_page_looks_for_by_itself_is_no_search_of_its_reader(client: TestClient) -> None:
    key = first(client)
    client.app.state.workspace.audit.close()  # type: ignore[attr-defined]
    before = set(space(client).shelf.history(ME, 100))  # of other tests
    (entity, *_) = client.get("/api/v1/entities").json()
    for path in (
        f"/entities/{entity['entity']['id']}",
        f"/compare?a={key}",
        f"/compare?a={key}&q=شهرداری",
        "/?q=دانشگاه",
    ):
        assert client.get(path).status_code == 200
    client.app.state.workspace.audit.close()  # type: ignore[attr-defined]
    asked = space(client).shelf.history(ME, 100)
    assert asked[0] == Searched("دانشگاه")
    assert set(asked) - before <= {Searched("دانشگاه"), Searched("شهرداری")}
