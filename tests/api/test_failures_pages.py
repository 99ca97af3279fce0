"""What pages say of failures: why, in their language, what helps, when they were tried, what dismissing does."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from pipeline.jobs import uploads
from pipeline.jobs.uploads import Sent
from pipeline.records import Failure
from pipeline.store import failures
from pipeline.workspace import Workspace
from search_api.app import create_app
from search_api.pages.language import LANGUAGES, Interface
from search_api.pages.unread import told
from tests.makers import ME

BROKEN = b"%PDF-1.4 nothing"
MESSAGES = {
    "trunc.pdf": ("corrupt", "the PDF cannot be read: Unexpected EOF"),
    "picture.png": ("bomb", "the picture has 30,000 × 30,000 pixels"),
    "letter.docx": ("refused", "word/document.xml defines entities, which no Word document does"),
    "scan.png": ("ocr_missing", "it is a scan, and Tesseract is not installed: apt-get install tesseract-ocr"),
    "large.docx": ("bomb", "word/document.xml unpacks to 1,073,775,750 bytes"),
}


@pytest.fixture
def client(workspace: Workspace) -> Iterator[TestClient]:
    app = create_app(Workspace(workspace.settings))
    headers = {"accept": "text/html", "accept-language": "fa"}
    with TestClient(app, base_url="http://localhost", headers=headers) as client:
        yield client


def failed(space: Workspace) -> None:
    found = [Failure(f"upload:/1/{name}", "read", code, said) for name, (code, said) in MESSAGES.items()]
    failures.add_failures(space.store, found)


def rows(page: str) -> dict[str, str]:
    """File → its row of a page, without what is folded."""
    found = re.findall(r'<bdi class="file" dir="auto">([^<]*)</bdi>(.*?)</li>', page, re.DOTALL)
    return {name: re.sub("<details.*?</details>", "", row, flags=re.DOTALL) for name, row in found}


def folded(page: str) -> str:
    return " ".join(re.findall("<details class=.raw.>(.*?)</details>", page, re.DOTALL))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_reason_is_told_in_the_language_of_the_page_and_a_library_is_quoted_in_a_fold(
    client: TestClient, workspace: Workspace, language: str
) -> None:
    failed(workspace)
    ui, page = Interface(language), client.get("/failures", params={"ui": language}).text
    shown = rows(page)
    assert shown.keys() == MESSAGES.keys()
    for words in ("Unexpected EOF", "apt-get install"):
        assert words in folded(page)
        assert all(words not in row for row in shown.values())
    assert "cannot be read" not in page or language == "en"
    for name, (code, said) in MESSAGES.items():
        it = told(ui, code, said)
        assert it.sentence in shown[name]
        assert it.advice in shown[name]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_helps_fits_what_was_wrong(language: str) -> None:
    ui = Interface(language)
    advice = {name: told(ui, code, said).advice for name, (code, said) in MESSAGES.items()}
    assert advice["picture.png"] == ui("advice_picture") != ui("advice_bomb")
    assert advice["large.docx"] == ui("advice_packed")
    assert advice["letter.docx"] == ui("advice_unsafe") != ui("advice_refused")
    assert told(ui, "bomb", "the archive unpacks to more than its size allows").advice == ui("advice_bomb")
    assert told(ui, "internal", "KeyError: 'a'").advice == ui("advice_internal")


def test_one_is_asked_before_a_failure_is_forgotten(client: TestClient, workspace: Workspace, tmp_path: Path) -> None:
    for name in "abc":
        (tmp_path / f"{name}.pdf").write_bytes(BROKEN + name.encode())
    workspace.ingest(ME, sorted(tmp_path.glob("*.pdf")))
    first, *_ = workspace.failures(ME)
    page = client.get("/failures").text
    assert f'href="/failures/dismiss?id={first.id}"' in page
    assert 'value="dismiss"' not in page
    one = client.get("/failures/dismiss", params={"id": first.id}).text
    assert (Interface("fa").count("n_dismissing", 1) in one, "a.pdf" in one, "b.pdf" in one) == (True, True, False)
    every = client.get("/failures/dismiss", params={"code": "corrupt"}).text
    assert Interface("fa").count("n_dismissing", 3) in every
    assert len(workspace.failures(ME)) == 3
    assert Interface("fa")("failures_none_such") in client.get("/failures/dismiss").text
    client.post("/failures", data={"act": "dismiss", "id": str(first.id), "code": ""})
    assert [one.uri[-5:] for one in workspace.failures(ME)] == ["b.pdf", "c.pdf"]


def test_a_failure_that_fails_again_says_that_and_when_it_was_tried(client: TestClient, workspace: Workspace) -> None:
    failed(workspace)
    ui = Interface("fa")
    assert ui.count("n_tries_again", 1) not in client.get("/failures").text
    failures.tried(workspace.store, (), "corrupt", None)
    (one,) = (one for one in workspace.failures(ME) if one.tries)
    row = rows(client.get("/failures").text)["trunc.pdf"]
    assert ui.count("n_tries_again", 1) in row
    assert f'datetime="{one.tried_at}"' in row
    failures.tried(workspace.store, (), "corrupt", None)
    assert ui.count("n_tries_again", 2) in client.get("/failures").text


def test_a_run_says_how_many_of_its_failures_it_shows(client: TestClient, workspace: Workspace, tmp_path: Path) -> None:
    for number in range(11):
        (tmp_path / f"{number}.pdf").write_bytes(BROKEN + bytes([65 + number]))
    run = workspace.ingest(ME, [tmp_path]).run
    ui = Interface("fa")
    page = client.get(f"/runs/{run}").text
    assert len(rows(page)) == 10
    assert ui("failures_first_of", n=ui.number(10), total=ui.number(11)) in page
    assert f'href="/failures?run={run}"' in page
    whole = client.get("/failures", params={"run": run}).text
    assert len(rows(whole)) == 11
    assert workspace.runs.one(ME, run).name in whole


def test_a_run_that_was_taken_back_says_what_that_did(client: TestClient, workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("کتابخانهٔ مرکزی شهر یزد", encoding="utf-8")
    for name in "bc":
        (tmp_path / f"{name}.pdf").write_bytes(BROKEN + name.encode())
    run, ui = workspace.ingest(ME, [tmp_path]).run, Interface("fa")
    workspace.failing.dismiss(ME, [workspace.failures(ME)[0].id])
    client.post(f"/runs/{run}/take-back")
    for address in (f"/runs/{run}", "/runs"):
        page = client.get(address).text
        assert all(said in page for said in (ui("run_before"), ui.count("n_taken_out", 1), ui.count("n_forgotten", 1)))
        assert ui("run_settled", n=ui.number(1)) in page
        assert ui("job_partly") not in page
    told = client.get(f"/api/v1/runs/{run}").json()["run"]
    assert (told["outcome"], told["withdrawn"], told["returned"], told["forgotten"]) == ("taken_back", 1, 0, 1)


def test_a_run_of_many_files_is_named_by_the_first_and_their_number(client: TestClient, workspace: Workspace) -> None:
    sent = Sent([(f"{n}.txt", "شورای شهر یزد".encode()) for n in range(376)])
    run = uploads.keep_all(workspace, ME, sent, "main")
    for language in LANGUAGES:
        page = client.get("/runs", params={"ui": language}).text
        assert f"<bdi>0.txt</bdi> {Interface(language).count('n_other_files', 375)}" in page
    alone = uploads.keep_all(workspace, ME, Sent([("a.zip", b"PK"), ("b.txt", b"b")]), "main")
    page = client.get(f"/runs/{alone}", params={"ui": "fa"}).text
    assert Interface("fa")("run_of_files", read="۰", total="۲") in page
    assert 'max="376"' in client.get(f"/runs/{run}").text


def test_a_record_whose_address_ends_in_a_stroke_has_a_name_on_the_first_page(
    client: TestClient, workspace: Workspace, tmp_path: Path
) -> None:
    record = {"id": "1", "url": "https://news.example.org/kh%D8%A8%D8%B1/", "text": "شورای شهر یزد"}
    (tmp_path / "a.jsonl").write_text(json.dumps(record), encoding="utf-8")
    workspace.ingest(ME, [tmp_path / "a.jsonl"], "saudi")
    page = client.get("/").text
    assert '<bdi>saudi</bdi> · <bdi class="file">khبر</bdi>' in page
    assert '<bdi class="file"></bdi>' not in page


def test_each_part_of_an_address_is_read_in_its_own_direction(client: TestClient, workspace: Workspace) -> None:
    uploads.read(workspace, uploads.keep(workspace, ME, "پرونده/اسکن.txt", "شورای شهر یزد".encode(), "main"))
    (document,) = workspace.documents(ME)
    for path in (f"/documents/{document.key}/about", f"/documents/{document.key}"):
        assert "/<bdi>پرونده</bdi>/<bdi>اسکن.txt</bdi></bdi>" in client.get(path).text
