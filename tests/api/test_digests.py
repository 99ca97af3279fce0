"""The digest over HTTP and as a command: page, JSON, and files that stand by themselves."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pypdfium2
import pytest
from click.testing import CliRunner, Result
from fastapi.testclient import TestClient

from pipeline.errors import MissingPackage
from pipeline.settings import Settings
from pipeline.workspace import Workspace
from search_api.app import create_app
from search_api.main import cli
from search_api.pages.printing import pdf
from tests.conftest import missing
from tests.makers import ME

HOSTILE = 'افتتاح <img src="http://evil.example/x"> کتابخانه & موزه'
TEXT = "شهرداری اردکان ۱۴ کتابخانه تازه گشود و با دانشگاه میبد تفاهم‌نامه همکاری امضا کرد. <script>alert(1)</script>"


@pytest.fixture
def space(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace(Settings(workspace=tmp_path / "workspace", workers=1)) as made:
        lines = tmp_path / "in.jsonl"
        day = datetime.now(UTC).date().isoformat()
        told = {"id": "one", "url": "https://press.example/one?a=1&b=2", "text": TEXT, "title": HOSTILE}
        lines.write_text(json.dumps({**told, "published": day}) + "\n", encoding="utf-8")
        made.ingest(ME, [lines], "press")
        yield made


@pytest.fixture
def client(space: Workspace) -> Iterator[TestClient]:
    with TestClient(create_app(space), base_url="http://localhost", headers={"accept": "text/html"}) as client:
        yield client


@pytest.mark.parametrize("address", ["/digest", "/trends"])
@pytest.mark.parametrize("since", ["2001-01-01", "2030-01-01", "1404-13", "فردا"])
@pytest.mark.parametrize("language", ["fa", "ar"])
def test_a_day_that_will_not_do_is_told_under_its_field(
    client: TestClient, address: str, since: str, language: str
) -> None:
    refused = client.get(address, params={"since": since, "ui": language})
    (told,) = re.findall(r'<p class="wrong" id="d-since">(.*?)</p>', refused.text)
    assert refused.status_code == 422
    assert not re.search(r"\b(a|an|at|is|no|the|before|latest)\b", told)


@pytest.mark.parametrize("language", ["fa", "ar", "en"])
def test_the_page_and_the_file_tell_the_same_and_escape_it(client: TestClient, language: str) -> None:
    shown = client.get("/digest", params={"ui": language}).text
    kept = client.get("/digest.html", params={"ui": language})
    assert kept.headers["content-disposition"].startswith('attachment; filename="digest-20')
    for text in (shown, kept.text):
        assert "افتتاح &lt;img" in text
        assert "<script>alert" not in text
        assert "دانشگاه میبد" in text
    assert f'dir="{"ltr" if language == "en" else "rtl"}"' in kept.text
    asked = re.findall(r'(?:src|href)="(?!https://press\.example)([^"]*)|url\((?!data:)', kept.text)
    assert not asked  # nothing from elsewhere
    assert 'href="https://press.example/one?a=1&amp;b=2"' in kept.text


def test_json_has_the_story(client: TestClient) -> None:
    made = client.get("/api/v1/digest").json()
    assert [one["title"] for one in made["top"]] == [HOSTILE]
    assert made["volume"][-1] == {"from": made["until"], "to": made["until"], "documents": 1}
    assert client.get("/api/v1/digest", params={"monitor": "nothing"}).status_code == 404
    assert client.get("/api/v1/digest", params={"since": "yesterday"}).status_code == 422
    assert client.get("/digest", params={"monitor": "nothing"}).status_code == 404
    refused = client.get("/digest", params={"since": "<b>"})
    assert refused.status_code == 422
    assert "<b>" not in refused.text
    assert client.get("/digest.exe").status_code == 422


def test_a_pdf_has_the_text_of_the_digest(client: TestClient) -> None:
    try:
        pdf("<p>خبر</p>")
    except MissingPackage:
        missing("Pango")
    made = client.get("/digest.pdf", params={"ui": "fa"})
    assert made.headers["content-type"] == "application/pdf"
    with pypdfium2.PdfDocument(made.content) as read:
        text = "".join(page.get_textpage().get_text_range() for page in read)
    assert "میبد" in text


def test_the_command_writes_files_and_refuses_other_names(space: Workspace, tmp_path: Path) -> None:
    def run(*arguments: str) -> Result:
        return CliRunner().invoke(cli, ["digest", "--workspace", str(space.settings.workspace), *arguments])

    out = tmp_path / "digest.html"
    done = run("--language", "ar", "--out", str(out), "--json")
    assert done.exit_code == 0, done.output
    assert 'lang="ar"' in out.read_text(encoding="utf-8")
    assert json.loads(done.stdout)["documents"] == 1
    assert "14 کتابخانه" in run().stdout or "۱۴ کتابخانه" in run().stdout
    assert run("--out", str(tmp_path / "digest.docx")).exit_code == 2
    assert run("--since", "someday").exit_code == 1
    assert run("--monitor", "nothing").exit_code == 1
