"""The original of a document: the bytes as they came, and what a browser may do with them."""

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from corpora.ids import digest
from pipeline.originals.media import original_of
from pipeline.workspace import Workspace
from search_api.app import create_app
from tests.makers import ME, PAGE, one_of_each, pictures
from tests.worlds import lines

TEXT = "گزارش گشایش کتابخانهٔ مرکزی شهر یزد"


@pytest.fixture
def client(workspace: Workspace, tmp_path: Path) -> Iterator[TestClient]:
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "گزارش «یزد».txt").write_text(TEXT, encoding="utf-8")
    (folder / "old.txt").write_bytes(TEXT.replace("ی", "ي").replace("ٔ", "").encode("cp1256"))
    (folder / "page.html").write_text(PAGE, encoding="utf-8")
    with zipfile.ZipFile(folder / "all.zip", "w") as archive:
        archive.writestr("پوشه/سند.txt", TEXT + " در آرشیو")
    lines(folder / "press.jsonl", "press", (("نشست", TEXT),))
    (folder / "lines.jsonl").write_text(json.dumps({"id": "یک", "text": TEXT}) + "\n", encoding="utf-8")
    for name, data in one_of_each().items():
        if name in ("a.eml", "a.xlsx"):
            (folder / name).write_bytes(data)
    assert workspace.ingest(ME, [folder]).failed == 0
    with TestClient(create_app(Workspace(workspace.settings)), base_url="http://localhost") as client:
        yield client


def uri_of(client: TestClient, query: str) -> tuple[str, str]:
    (item,) = client.get("/api/v1/search", params={"q": query}).json()["items"]
    return item["key"], item["uri"]


@pytest.mark.parametrize(
    ("end", "kind", "how", "media"),
    [
        ("گزارش «یزد».txt", "text", "inline", "text/plain; charset=utf-8"),
        ("old.txt", "text", "inline", "text/plain"),
        ("page.html", "html", "attachment", "text/html; charset=utf-8"),
        ("سند.txt", "text", "inline", "text/plain; charset=utf-8"),
        ("a.xlsx", "xlsx", "attachment", "application/octet-stream"),
        ("a.eml", "mail", "attachment", "message/rfc822"),
    ],
)
def test_the_bytes_come_as_they_came(
    client: TestClient, tmp_path: Path, end: str, kind: str, how: str, media: str
) -> None:
    workspace: Workspace = client.app.state.workspace  # type: ignore[attr-defined]
    found = next(d for d in workspace.documents(ME) if original_of(b"", d.kind, d.uri).name == end)
    answer = client.get(f"/api/v1/documents/{found.key}/original")
    assert answer.status_code == 200
    assert digest(answer.content) == workspace.store.blob_of(found.key)
    if (tmp_path / "news" / end).exists():
        assert answer.content == (tmp_path / "news" / end).read_bytes()
    assert found.kind == kind
    assert answer.headers["content-type"] in (media, media.removesuffix("; charset=utf-8"))
    assert answer.headers["content-disposition"].startswith(how + ";")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"].endswith("sandbox")


def test_a_part_of_a_file_gives_its_own_part(client: TestClient) -> None:
    workspace: Workspace = client.app.state.workspace  # type: ignore[attr-defined]
    answer = client.get("/api/v1/documents/یک/original")
    assert json.loads(answer.content) == {"id": "یک", "text": TEXT}
    assert (
        answer.headers["content-disposition"] == "attachment; filename=\"lines-1.json\"; filename*=UTF-8''lines-1.json"
    )
    (member,) = [d for d in workspace.documents(ME) if "!/" in d.uri and d.kind == "text" and "all.zip" in d.uri]
    assert client.get(f"/api/v1/documents/{member.key}/original").content.decode() == TEXT + " در آرشیو"


def test_what_is_not_there_is_not_found(client: TestClient) -> None:
    workspace: Workspace = client.app.state.workspace  # type: ignore[attr-defined]
    assert client.get("/api/v1/documents/nothing/original").status_code == 404
    key = next(workspace.documents(ME)).key
    workspace.blobs.remove(workspace.store.blob_of(key))
    answer = client.get(f"/api/v1/documents/{key}/original")
    assert (answer.status_code, "not kept any more" in answer.json()["detail"]) == (404, True)


def test_only_what_runs_nothing_is_shown() -> None:
    shown = {name: original_of(data, "image", f"file:///{name}").shown for name, data in pictures().items()}
    assert shown == {"a.png": True, "a.jpeg": True, "a.gif": True, "a.webp": True, "a.tiff": False, "a.bmp": False}
    assert original_of(b"<svg onload=alert(1)>", "html", "file:///a.svg").shown is False
    assert original_of(b"<script>", "text", "file:///a.txt").media_type == "text/plain; charset=utf-8"
    assert original_of(b"x %PDF-1.4", "pdf", "file:///a.pdf").shown is False


@pytest.mark.parametrize(
    ("uri", "kind", "name"),
    [
        ("https://news.example.org/a/1?id=2#top", "html", "1.html"),
        ("https://news.example.org/", "html", "document.html"),
        ("file:///a.zip!/%D9%BE/../..%2F..%5Cetc", "text", "_.._etc.txt"),
        ("file:///a%22%0d%0aSet-Cookie:x.txt", "text", "a___Set-Cookie_x.txt"),
        ("file:///%E2%80%AEgpj.exe", "docx", "_gpj.exe"),
    ],
)
def test_names_are_safe_to_keep(uri: str, kind: str, name: str) -> None:
    found = original_of(b"text", kind, uri)
    assert "\n" not in found.disposition
    assert found.name == name


def test_long_names_keep_their_end() -> None:
    name = original_of(b"text", "text", "file:///" + "ب" * 900 + ".txt").name
    assert (len(name), name[-4:]) == (150, ".txt")
    assert io.BytesIO(name.encode()).getbuffer().nbytes < 400
