"""Entities over the API and on the pages."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from pipeline.organisations.organisations import Organisations
from pipeline.settings import Settings
from pipeline.workspace import Workspace
from search_api.app import create_app

ENTITIES = "/api/v1/entities"


@pytest.fixture
def client(filled_copy: Path) -> Iterator[TestClient]:
    with TestClient(
        create_app(Workspace(Settings(workspace=filled_copy, workers=1))), base_url="http://localhost"
    ) as client:
        yield client


def some(client: TestClient, **params: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get(ENTITIES, params=params).json()
    return found


def test_entities_in_most_documents_come_first(client: TestClient) -> None:
    found = some(client, label="ORG")
    assert {row["entity"]["label"] for row in found} == {"ORG"}
    numbers = [row["documents"] for row in found]
    assert numbers == sorted(numbers, reverse=True)
    assert some(client, label="ORG", limit=1, offset=1) == found[1:2]


def test_a_name_is_found_in_any_spelling(client: TestClient) -> None:
    assert some(client, q="دانشگاه ميبد")[0]["entity"]["name"] == "دانشگاه میبد"
    assert some(client, q="نیستدرجهان") == []


def test_one_entity(client: TestClient) -> None:
    identity = some(client, q="دانشگاه میبد", label="ORG")[0]["entity"]["id"]
    profile = client.get(f"{ENTITIES}/{identity}").json()
    assert profile["entity"]["name"] == "دانشگاه میبد"
    assert profile["aliases"]
    found = client.get("/api/v1/search", params={"q": f"entity:{identity}"}).json()
    assert found["total"]["value"] == profile["documents"]
    assert client.get(f"{ENTITIES}/nobody").status_code == 404


def test_decisions(client: TestClient) -> None:
    one, other = (row["entity"]["id"] for row in some(client, label="ORG", limit=2))
    same = {"verdict": "same", "one": one, "other": other}
    assert client.post(f"{ENTITIES}/decisions", json=same).status_code == 204
    profile = client.get(f"{ENTITIES}/{one}").json()
    assert len(profile["aliases"]) == 2
    key = profile["aliases"][0]["key"]
    for decision in (
        {"verdict": "name", "entity": one, "name": "نهاد نمونه"},
        {"verdict": "alias", "entity": one, "name": "نمونه‌نهاد"},
        {"verdict": "apart", "entity": one, "key": key},
    ):
        assert client.post(f"{ENTITIES}/decisions", json=decision).status_code == 204
    profile = client.get(f"{ENTITIES}/{one}").json()
    assert profile["entity"]["name"] == "نهاد نمونه"
    assert [d["verdict"] for d in profile["decisions"]] == ["same", "name", "alias", "apart"]
    assert client.post(f"{ENTITIES}/decisions", json={**same, "other": one}).status_code == 409
    assert client.post(f"{ENTITIES}/decisions", json={**same, "other": "nobody"}).status_code == 404
    assert client.post(f"{ENTITIES}/decisions", json={"verdict": "perhaps"}).status_code == 422


def test_pairs_are_shown_without_a_view_of_all_organisations(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That view is made again after each change, which took a second at 7,000 documents."""

    def never(*_: object) -> None:
        raise AssertionError("made for a page of pairs")

    monkeypatch.setattr(Organisations, "_view", never)
    answer = client.get("/entities/pairs", headers={"accept": "text/html"})
    assert (answer.status_code, 'class="pairs"' in answer.text) == (200, True)


def test_suggestions(client: TestClient) -> None:
    pairs = client.get(f"{ENTITIES}/suggestions").json()
    assert pairs
    one, other = pairs[0]["one"]["entity"]["id"], pairs[0]["other"]["entity"]["id"]
    client.post(f"{ENTITIES}/decisions", json={"verdict": "different", "one": one, "other": other})
    assert pairs[0] not in client.get(f"{ENTITIES}/suggestions").json()


@pytest.mark.parametrize("language", ["fa", "ar", "en"])
def test_the_pages(client: TestClient, language: str) -> None:
    identity = some(client, q="دانشگاه میبد", label="ORG")[0]["entity"]["id"]
    for path in ("/entities", "/entities?label=PERSON", "/entities/pairs", f"/entities/{identity}"):
        answer = client.get(path, params={"ui": language} if "?" not in path else None)
        assert answer.status_code == 200
    assert "دانشگاه میبد" in client.get(f"/entities/{identity}").text
    assert client.get("/entities/nobody").status_code == 404


def test_deciding_on_the_pages(client: TestClient) -> None:
    pairs = client.get(f"{ENTITIES}/suggestions").json()
    one, other = pairs[0]["one"]["entity"]["id"], pairs[0]["other"]["entity"]["id"]
    form = {"one": one, "other": other, "verdict": "same"}
    assert client.post("/entities/pairs", data=form, follow_redirects=False).status_code == 303
    assert client.post("/entities/pairs", data=form, follow_redirects=False).status_code in (303, 409)
    named = {"verdict": "name", "text": "<b>نهاد</b>"}
    assert client.post(f"/entities/{one}", data=named, follow_redirects=False).status_code == 303
    assert "<b>نهاد" not in client.get(f"/entities/{one}").text
    assert client.post(f"/entities/{one}", data={"verdict": "apart", "text": "x"}).status_code == 409
    assert client.post("/entities/nobody", data=named).status_code == 404


def test_two_who_decide_at_once_are_told_both_sides(client: TestClient) -> None:
    identity = some(client, q="دانشگاه میبد", label="ORG")[0]["entity"]["id"]
    seq = client.get(f"{ENTITIES}/{identity}").json()["seq"]
    first = {"verdict": "name", "entity": identity, "name": "دانشگاه شهر میبد", "if_seq": seq}
    assert client.post(f"{ENTITIES}/decisions", json=first).status_code == 204
    late = client.post(f"{ENTITIES}/decisions", json={**first, "name": "دانشگاه بزرگ میبد"})
    assert late.status_code == 409
    problem = late.json()
    assert (problem["title"], problem["asked"]["after"]["name"]) == ("Somebody else decided since", "دانشگاه بزرگ میبد")
    assert problem["now"]["names"] == {identity: "دانشگاه شهر میبد"}
    form = {"verdict": "name", "text": "دانشگاه بزرگ میبد", "if_seq": str(seq)}
    shown = client.post(f"/entities/{identity}", data=form)
    assert shown.status_code == 409
    assert shown.text.index("دانشگاه شهر میبد") < shown.text.index("دانشگاه بزرگ میبد")


def test_a_decision_is_taken_back_over_api_and_page(client: TestClient) -> None:
    one, other = (row["entity"]["id"] for row in some(client, label="ORG", limit=2))
    client.post(f"{ENTITIES}/decisions", json={"verdict": "same", "one": one, "other": other})
    assert client.get(f"/entities/{other}", follow_redirects=False).headers["location"] == f"/entities/{one}"
    assert client.get(f"{ENTITIES}/{other}").json()["entity"]["id"] == one
    found = client.get("/api/v1/search", params={"q": f"entity:{other}"}).json()["total"]["value"]
    assert found == client.get("/api/v1/search", params={"q": f"entity:{one}"}).json()["total"]["value"]
    (said,) = client.get(f"{ENTITIES}/{one}").json()["decisions"]
    undo = {"verdict": "undo", "decision": said["id"]}
    assert said["in_force"]
    assert f'name="decision" value="{said["id"]}"' in client.get(f"/entities/{one}").text
    assert client.post(f"{ENTITIES}/decisions", json=undo).status_code == 204
    assert client.post(f"{ENTITIES}/decisions", json=undo).status_code == 409
    assert client.get(f"{ENTITIES}/{other}").json()["entity"]["id"] == other
    again = {"verdict": "undo", "decision": str(said["id"] + 1)}
    assert client.post(f"/entities/{one}", data=again, follow_redirects=False).status_code == 303
    assert client.get(f"{ENTITIES}/{other}").json()["entity"]["id"] == one


def test_an_entity_shows_the_sentence_that_names_it_in_each_document(client: TestClient) -> None:
    """Walk, finding 9: sentences and all documents, a badge for one body, a link that says whom it looks for."""
    most = max(some(client, q="دانشگاه", label="ORG"), key=lambda one: one["documents"])
    identity = most["entity"]["id"]
    page = client.get(f"/entities/{identity}?ui=fa").text
    assert page.count('<p class="passage"') == min(most["documents"], 20) > 0
    assert page.count("<mark>") == page.count('<p class="passage"')
    assert '<span class="mention org">نهاد</span>' in page
    found = client.get(f"/?entity={identity}&ui=fa", headers={"accept": "text/html"})
    assert f'href="/?entity={identity}"' in page
    assert 'name="q" value=""' in found.text
    assert 'class="hit"' in found.text
