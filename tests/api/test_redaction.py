"""The page where something is blacked out of a copy, its files, and the same by API."""

import io
from collections.abc import Iterator
from pathlib import Path

import pdfplumber
import pytest
from fastapi.testclient import TestClient

from pipeline.redaction.places import BLOCK
from pipeline.workspace import Workspace
from search_api.app import create_app
from tests.makers import ME

TEXT = "مریم کاظمی، رئیس دانشگاه یزد، با استانداری یزد ۱۲ تفاهم‌نامه امضا کرد. کاظمی از همکاری ۳۰۰ دانشجو سخن گفت."
PAGE = {"accept": "text/html"}


@pytest.fixture
def client(workspace: Workspace, tmp_path: Path) -> Iterator[TestClient]:
    (tmp_path / "خبر.txt").write_text(f"دیدار مریم کاظمی\n{TEXT}", encoding="utf-8")
    assert workspace.ingest(ME, [tmp_path / "خبر.txt"]).failed == 0
    with TestClient(create_app(workspace), base_url="http://localhost") as client:
        yield client


@pytest.fixture
def key(client: TestClient) -> str:
    (item,) = client.get("/api/v1/search", params={"q": "دانشگاه یزد"}).json()["items"]
    return str(item["key"])


@pytest.mark.parametrize("ui", ["fa", "ar", "en"])
def test_the_page_shows_what_can_be_blacked_out_and_the_copy(client: TestClient, key: str, ui: str) -> None:
    empty = client.get(f"/documents/{key}/redact", params={"ui": ui}, headers=PAGE)
    assert empty.status_code == 200
    assert 'value="PERSON"' in empty.text
    assert BLOCK not in empty.text
    asked = {"ui": ui, "label": "PERSON", "words": "استانداری يزد\r\nهمکاري"}
    shown = client.get(f"/documents/{key}/redact", params=asked, headers=PAGE).text
    copy = shown[shown.index("<article") : shown.index("</article>")]
    assert not any(word in copy for word in ("کاظمی", "استانداری", "همکاری"))
    assert "دانشگاه یزد" in copy
    assert f"/documents/{key}/redacted.pdf?label=PERSON" in shown.replace("&amp;", "&")


def test_the_files_hold_what_the_page_shows(client: TestClient, key: str) -> None:
    for form, kind in (("txt", "text/plain"), ("html", "text/html")):
        answer = client.get(f"/documents/{key}/redacted.{form}", params={"label": "PERSON"}, headers=PAGE)
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith(kind)
        assert answer.headers["content-disposition"] == f'attachment; filename="redacted.{form}"'
        assert BLOCK in answer.text
        assert "کاظمی" not in answer.text
        assert "http" not in answer.text


def test_the_pdf_of_a_text_has_neither_the_name_nor_its_letters(client: TestClient, key: str) -> None:
    answer = client.get(f"/documents/{key}/redacted.pdf", params={"label": "PERSON"})
    assert answer.headers["content-type"] == "application/pdf"
    with pdfplumber.open(io.BytesIO(answer.content)) as pdf:
        text = pdf.pages[0].extract_text() + str(pdf.metadata)
    assert not any(name in text for name in ("کاظمی", "یمظاک"))


def test_by_api_a_copy_is_read_and_what_is_wrong_is_said(client: TestClient, key: str) -> None:
    made = client.get(f"/api/v1/documents/{key}/redacted", params={"label": ["PERSON", "COUNT"]}).json()
    assert made["blocks"] == sum(line.count(BLOCK) for line in made["paragraphs"]) > 2
    assert not made["has_pages"]
    assert "کاظمی" not in made["title"]
    for asked, said in (
        ({}, "nothing to black out"),
        ({"label": "NAME"}, "no such label"),
        ({"mention": "m"}, "no mention m"),
    ):
        answer = client.get(f"/api/v1/documents/{key}/redacted", params=asked)
        assert answer.status_code == 422
        assert said in answer.json()["detail"]
    assert client.get("/api/v1/documents/nothing/redacted", params={"label": "ORG"}).status_code == 404
    refused = client.get(f"/documents/{key}/redact", params={"label": "NAME"}, headers=PAGE)
    assert refused.status_code == 422
    assert 'role="alert"' in refused.text
