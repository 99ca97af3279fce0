"""Runs and failures over HTTP."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from pipeline.workspace import Workspace
from search_api.app import create_app
from tests.makers import ME


@pytest.fixture
def client(workspace: Workspace, tmp_path: Path) -> Iterator[TestClient]:
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "a.txt").write_text("کتابخانهٔ مرکزی شهر یزد گشایش یافت", encoding="utf-8")
    (folder / "b.pdf").write_bytes(b"%PDF-1.4 nothing")
    workspace.ingest(ME, [folder], "yazd")
    with TestClient(create_app(Workspace(workspace.settings)), base_url="http://localhost") as client:
        yield client


def test_a_run_is_seen_and_taken_back(client: TestClient) -> None:
    (run,) = client.get("/api/v1/runs").json()["items"]
    assert (run["name"], run["added"], run["failed"], run["state"], run["by"]) == ("news", 1, 1, "done", "local")
    told = client.get(run["url"]).json()
    assert (told["total"], told["documents"][0]["uri"].endswith("a.txt")) == (1, True)
    assert client.get("/api/v1/search", params={"q": f"run:{run['id']}"}).json()["total"]["value"] == 1
    assert len(client.delete(run["url"], params={"dry_run": True}).json()["withdrawn"]) == 1
    assert client.get("/api/v1/failures").json()["total"] == 1
    assert client.delete(run["url"]).json() == {
        "withdrawn": [told["documents"][0]["key"]],
        "returned": [],
        "dry_run": False,
    }
    assert client.get("/api/v1/search", params={"q": "کتابخانه"}).json()["items"] == []
    assert client.get("/api/v1/failures").json()["total"] == 0
    assert client.get(run["url"]).json()["run"]["taken_back_at"]
    assert client.get("/api/v1/runs/nothing").status_code == client.delete("/api/v1/runs/nothing").status_code == 404


def test_failures_are_told_handed_over_read_again_and_dismissed(client: TestClient) -> None:
    told = client.get("/api/v1/failures").json()
    (failure,) = told["items"]
    assert (failure["code"], told["codes"][0]["name"], told["sources"][0]["name"]) == ("corrupt", "corrupt", "yazd")
    answer = client.get(failure["original"])
    assert (answer.content, answer.headers["content-type"]) == (b"%PDF-1.4 nothing", "application/octet-stream")
    assert answer.headers["content-disposition"].startswith('attachment; filename="b.pdf"')
    assert client.post("/api/v1/failures/retry", json={"ids": [failure["id"]]}).json()["failed"] == 1
    (again,) = client.get("/api/v1/failures").json()["items"]
    assert client.post("/api/v1/failures/dismiss", json={}).status_code == 422
    assert client.post("/api/v1/failures/dismiss", json={"ids": [again["id"]]}).json() == {"dismissed": 1}
    assert client.get("/api/v1/failures").json()["items"] == []
