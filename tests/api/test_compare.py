"""Two documents side by side, by API and as a page."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from pipeline.settings import Settings
from pipeline.workspace import Workspace
from search_api.app import create_app
from tests.makers import ME

OLD = "قرارداد سرایداری\nماده ۱- موضوع\nنگهداری کتابخانه.\nماده ۲- مدت\nسه سال <است>.\nماده ۳- فسخ\nبا اعلام کتبی."
NEW = "قرارداد سرايداري\nماده 1- موضوع\nنگهداری كتابخانه.\nماده ۲- مدت\nپنج سال <است>."


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    space = Workspace(Settings(workspace=tmp_path / "workspace", workers=1))
    lines = tmp_path / "two.jsonl"
    texts = {"old": OLD, "new": NEW}
    lines.write_text("".join(json.dumps({"id": name, "text": text}) + "\n" for name, text in texts.items()), "utf-8")
    space.ingest(ME, [lines])
    with TestClient(create_app(space), base_url="http://localhost") as client:
        yield client


def test_the_api_gives_each_article_with_what_became_of_it(client: TestClient) -> None:
    rows = client.get("/api/v1/compare", params={"a": "old", "b": "new"}).json()
    assert [row["status"] for row in rows] == ["same", "same", "figures", "missing"]
    assert rows[2]["changes"] == [{"left": "سه", "right": "پنج", "figures": True}]
    left = rows[2]["left"]
    assert OLD[left["start"] : left["end"]] == left["text"]


def test_the_page_marks_what_differs_and_escapes_what_documents_say(client: TestClient) -> None:
    shown = client.get("/compare", params={"a": "old", "b": "new", "ui": "en"}).text
    assert "<del>سه</del>" in shown
    assert "<ins>پنج</ins>" in shown
    assert "&lt;است&gt;" in shown
    assert "Missing in the second" in shown
    assert "نگهداری" not in shown
    assert "نگهداری" in client.get("/compare", params={"a": "old", "b": "new", "show": "all"}).text


def test_the_second_text_is_found_by_its_words(client: TestClient) -> None:
    key = client.get("/api/v1/documents/old").json()["key"]
    other = client.get("/api/v1/documents/new").json()["key"]
    shown = client.get("/compare", params={"a": key, "q": "کتابخانه"}).text
    assert f"/compare?a={key}&amp;b={other}" in shown
    assert f"b={key}" not in shown
    assert f"/compare?a={key}" in client.get(f"/documents/{key}").text
    assert client.get("/compare").status_code == 200


def test_texts_that_are_the_same_are_said_to_be(client: TestClient) -> None:
    shown = client.get("/compare", params={"a": "old", "b": "old", "ui": "en"}).text
    assert "the same but for their spelling" in shown


def test_what_is_not_there_is_not_found(client: TestClient) -> None:
    for path in ("/api/v1/compare", "/compare"):
        assert client.get(path, params={"a": "old", "b": "nothing"}).status_code == 404
