"""Readiness, metrics, and what is logged of requests."""

import json
import os
import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from pipeline.errors import BackendUnavailable, StoreUnavailable
from pipeline.settings import Settings
from pipeline.workspace import Workspace
from search_api.app import create_app
from tests.away import away
from tests.services import free_port

ASNAD = str(Path(sys.executable).with_name("asnad"))


@pytest.fixture
def space(filled_copy: Path) -> Iterator[Workspace]:
    with Workspace(Settings(workspace=filled_copy, workers=1)) as opened:
        yield opened


def test_a_server_is_ready_while_store_and_index_answer(space: Workspace) -> None:
    with TestClient(create_app(space), base_url="http://localhost") as client:
        answer = client.get("/readyz")
        assert (answer.status_code, answer.json()) == (
            200,
            {"status": "ready", "store": "ok", "index": "ok", "behind": 0, "troubles": {}},
        )
        with away(space.backend, BackendUnavailable("the cluster does not answer"), "checkpoint"):
            answer = client.get("/readyz")
            assert (answer.status_code, answer.json()["index"]) == (503, "the cluster does not answer")
            assert 'asnad_up{part="index"} 0.0' in client.get("/metrics").text
        with away(space.store, StoreUnavailable("the store does not answer"), "last_seq"):
            answer = client.get("/readyz")
            assert (answer.status_code, answer.json()["store"]) == (503, "the store does not answer")
            assert client.get("/healthz").json() == {"status": "ok"}


def test_an_error_is_a_page_for_people_and_a_problem_for_programs(space: Workspace) -> None:
    browser = {"accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"}
    gone = BackendUnavailable("the cluster does not answer")
    with TestClient(create_app(space), base_url="http://localhost") as client, away(space.backend, gone, "search"):
        for path, status, said in (
            ("/?q=نشست&ui=fa", 503, "چیزی از دست نرفته است"),
            ("/?q=نشست&ui=ar", 503, "لم يُفقد شيء"),
            ("/nowhere/at/all?ui=en", 404, "<bdi>/nowhere/at/all</bdi>"),
        ):
            page = client.get(path, headers=browser)
            assert (page.status_code, page.headers["content-type"]) == (status, "text/html; charset=utf-8")
            assert said in page.text
        assert client.get("/?q=نشست").json()["detail"] == "the cluster does not answer"
        assert client.get("/api/v1/search?q=نشست", headers=browser).json()["status"] == 503


def values(text: str) -> dict[str, float]:
    """Name with labels → value."""
    return {name: float(value) for name, value in re.findall(r"^(\w\S*(?:\{[^}]*\})?) (\S+)$", text, re.MULTILINE)}


def test_metrics_count_requests_by_route_and_tell_of_store_and_index(space: Workspace) -> None:
    with TestClient(create_app(space), base_url="http://localhost") as client:
        for _ in range(3):
            client.get("/api/v1/search", params={"q": "تفاهم نامه"})
        client.get("/api/v1/search", params={"q": '"نشست'})
        client.get("/nowhere/at/all")
        found = values(client.get("/metrics").text)
    at = 'method="GET",route="/api/v1/search"'
    assert found[f'asnad_http_requests_total{{{at},status="200"}}'] == 3
    assert found[f'asnad_http_requests_total{{{at},status="422"}}'] == 1
    assert found['asnad_http_requests_total{method="GET",route="other",status="404"}'] == 1
    assert found[f"asnad_http_request_seconds_count{{{at}}}"] == 4
    assert (found["asnad_store_seq"], found["asnad_index_lag"]) == (24, 0)
    assert found['asnad_queue_sources{state="waiting"}'] == 0


def test_each_answer_has_an_id(space: Workspace) -> None:
    with TestClient(create_app(space), base_url="http://localhost") as client:
        assert client.get("/healthz", headers={"X-Request-ID": "abc-1"}).headers["X-Request-ID"] == "abc-1"
        made = client.get("/healthz", headers={"X-Request-ID": "a b\t<script>"}).headers["X-Request-ID"]
        assert re.fullmatch("[0-9a-f]{16}", made)


def test_a_proxy_asks_under_the_names_that_are_set(filled_copy: Path) -> None:
    with TestClient(
        create_app(Workspace(Settings(workspace=filled_copy, hosts="archive.example, b.example")))
    ) as client:
        assert client.get("/healthz", headers={"Host": "archive.example"}).status_code == 200
        assert client.get("/healthz", headers={"Host": "other.example"}).status_code == 400
        both = {"Host": "archive.example", "Origin": "https://evil.example"}
        assert client.post("/api/v1/documents", headers=both, files={"file": ("a.txt", b"a")}).status_code == 403


def test_logs_are_json_that_names_requests_and_documents_and_no_text(filled_copy: Path, tmp_path: Path) -> None:
    port = free_port()
    here = {**os.environ, "ASNAD_LOG": "json", "ASNAD_WORKSPACE": str(filled_copy)}
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen([ASNAD, "serve", "--port", str(port)], stderr=log, env=here)
    try:
        end = time.monotonic() + 60
        while True:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5).read()
                break
            except OSError:
                assert time.monotonic() < end
                time.sleep(0.1)
        asked = urllib.request.Request(
            f"http://127.0.0.1:{port}/api/v1/search?q=unicorn", headers={"X-Request-ID": "r7"}
        )
        urllib.request.urlopen(asked, timeout=30).read()
    finally:
        process.terminate()
        process.wait(180)
    told = (tmp_path / "log").read_text(encoding="utf-8")
    assert "unicorn" not in told
    lines = [json.loads(line) for line in told.splitlines() if line.startswith("{")]
    (line,) = [line for line in lines if line.get("request_id") == "r7"]
    assert (line["message"], line["route"], line["status"], line["level"]) == (
        "answered",
        "/api/v1/search",
        200,
        "INFO",
    )
    assert {"at", "logger", "method", "milliseconds"} <= line.keys()
