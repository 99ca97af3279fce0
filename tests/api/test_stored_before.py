"""Documents that older versions stored with halves of characters: every answer that shows them is one."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from pipeline.records import Source
from pipeline.settings import Settings
from pipeline.workspace import Workspace
from search_api.app import create_app
from tests.makers import ME

TEXT = "نشست دانشگاه یزد با ۲۹ سازمان مردم‌نهاد در شهر میبد برگزار شد و دو تفاهم‌نامه امضا کردند."


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    folder = tmp_path / "w"
    with Workspace(Settings(workspace=folder, workers=1)) as space:
        space.ingest_sources(ME, [Source("file:///a.txt", "a.txt", TEXT.encode())])
    with sqlite3.connect(folder / "store.db") as store:
        broken = "replace(head, 'نشست دانشگاه', '\\ud83d\\ude00\\ud800\\u0000ت دانشگاه')"
        assert store.execute(f"UPDATE versions SET head = {broken}").rowcount == 1
        assert store.execute("SELECT head LIKE '%\\ud800%' FROM versions").fetchone() == (1,)
        broken = "replace(value, 'دانشگاه یزد', 'دانشگاه \\udfff')"
        assert store.execute(f"UPDATE mentions SET value = {broken} WHERE label = 'ORG'").rowcount
    store.close()
    space = Workspace(Settings(workspace=folder, workers=1))
    space.indexing.reindex()
    with TestClient(create_app(space), base_url="http://localhost") as client:
        yield client


@pytest.mark.parametrize("accept", ["application/json", "text/html"])
@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/search?q=یزد",
        "/api/v1/search/export?q=یزد&format=csv",
        "/api/v1/documents/file:%2F%2F%2Fa.txt",
        "/api/v1/entities",
        "/?q=یزد",
        "/documents/file:%2F%2F%2Fa.txt",
        "/entities",
        "/counts?unit=سازمان مردم‌نهاد",
        "/api/v1/indicators?unit=سازمان مردم‌نهاد",
    ],
)
def test_every_answer_is_one(path: str, accept: str, client: TestClient) -> None:
    answer = client.get(path, headers={"accept": accept})
    assert answer.status_code < 500, answer.text
    assert answer.status_code in (200, 404)
    if "search?q" in path:
        assert [item["uri"] for item in answer.json()["items"]] == ["file:///a.txt"]
        assert "\N{REPLACEMENT CHARACTER}" in answer.text
