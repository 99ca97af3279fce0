"""All matches in the formats of other tools, over HTTP."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from pipeline.exchange.formats import FORMATS
from pipeline.settings import Settings
from pipeline.workspace import Workspace
from search_api.app import create_app


@pytest.fixture
def client(filled: Path) -> Iterator[TestClient]:
    with TestClient(
        create_app(Workspace(Settings(workspace=filled, workers=1))), base_url="http://localhost"
    ) as client:
        yield client


@pytest.mark.parametrize("how", [name for name in FORMATS if name != "csv"])
def test_each_format_is_a_file(client: TestClient, how: str) -> None:
    answer = client.get("/api/v1/search/export", params={"q": "تفاهم نامه", "format": how, "offsets": "utf16"})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == FORMATS[how].media
    assert answer.headers["content-disposition"].endswith(f".{FORMATS[how].suffix}")
    assert len(answer.content) > 1000


def test_what_goes_out_is_what_the_query_finds(client: TestClient) -> None:
    total = client.get("/api/v1/search", params={"q": "تفاهم نامه"}).json()["total"]["value"]
    text = client.get("/api/v1/search/export", params={"q": "تفاهم نامه", "format": "doccano"}).text
    records = [json.loads(line) for line in text.splitlines()]
    assert len(records) == total
    for record in records:
        places = {(start, end, label) for start, end, label in record["label"]}
        assert {(start, end, label) for _, label, start, end, *_ in record["asnad"]["mentions"]} == places
    judged = client.get("/api/v1/search/export", params={"q": "", "format": "doccano", "judged": "true"})
    assert judged.text == ""
    refused = client.get("/api/v1/search/export", params={"q": "", "format": "brat"})
    assert refused.status_code == 422
