"""The file of a list for people: in their language and order, with days that are days, and what they keep of each."""

import csv
from collections.abc import Iterator
from datetime import date
from io import BytesIO, StringIO
from urllib.parse import unquote

import openpyxl
import pytest
from fastapi.testclient import TestClient

from pipeline.people.shelf import Change
from pipeline.records import Source
from pipeline.search.workbook import Look, workbook
from pipeline.workspace import Workspace
from search_api.app import create_app
from search_api.pages.export import COLUMNS
from search_api.pages.language import LANGUAGES, Interface
from tests.makers import ME

TEXTS = {
    "old": ("خط لولهٔ گاز در تهران تعمیر شد.", "2013-02-01T08:30"),
    "new": ("صادرات گاز به هند آغاز شد.", "2015-07-01"),
    "none": ("بهای گاز اعلام نشد.", ""),
    "arabic": ("وصل الغاز إلى الهند وإلى باكستان.", "2014-01-05"),
}


@pytest.fixture
def client(workspace: Workspace) -> Iterator[TestClient]:
    for name, (text, published) in TEXTS.items():
        workspace.ingest_sources(ME, [Source(f"file:///{name}.txt", f"{name}.txt", text.encode(), published=published)])
    with TestClient(create_app(workspace), base_url="http://localhost") as client:
        yield client


def rows(client: TestClient, ui: str, path: str = "/export", **asked: str) -> list[dict[str, object]]:
    """The rows of a workbook by the heads of their columns, as the keys of the catalogue have them."""
    client.get("/", params={"ui": ui})
    sheet = openpyxl.load_workbook(BytesIO(client.get(path, params={"format": "xlsx", **asked}).content)).active
    head, *found = sheet.values
    assert list(head) == [Interface(ui)(f"export_{name}") for name in COLUMNS]
    return [dict(zip(COLUMNS, row, strict=True)) for row in found]


def day_of(row: dict[str, object]) -> str:
    """The day of publication, which the sheet has as a day."""
    return str(row["published"]).removesuffix(" 00:00:00")


@pytest.mark.parametrize("ui", LANGUAGES)
def test_a_file_speaks_the_language_of_the_page(client: TestClient, workspace: Workspace, ui: str) -> None:
    new = workspace.document(ME, "file:///new.txt").key
    workspace.shelf.keep(ME, new, Change(starred=True, tags=("انرژی",), note="برای گزارش سالانه"))
    text = Interface(ui)
    found = {str(row["uri"]): row for row in rows(client, ui, q="گاز")}
    one = found["file:///new.txt"]
    assert day_of(one) == "2015-07-01"
    assert day_of(found["file:///none.txt"]) == "None"
    assert day_of(found["file:///old.txt"]) == "2013-02-01"
    assert (one["kind"], one["language"]) == (text("kind_text"), text("lang_fa"))
    assert one["page"] == f"http://localhost/documents/{new}"
    assert (one["starred"], one["tags"], one["note"]) == (text("starred"), "انرژی", "برای گزارش سالانه")
    assert "گاز" in str(one["passages"])
    india = {"fa": "هند", "ar": "الهند", "en": "India"}[ui]
    assert one["places"] == india
    (arabic,) = rows(client, ui, q="الغاز", lang="ar")
    assert india in str(arabic["places"])


def test_the_order_and_the_filters_are_those_of_the_page(client: TestClient) -> None:
    for order in ("newest", "oldest"):
        page = client.get("/api/v1/search", params={"q": "گاز", "sort": order}).json()["items"]
        assert [row["id"] for row in rows(client, "fa", q="گاز", sort=order)] == [hit["id"] for hit in page]
    asked = {"q": "گاز", "since": "اسفند ۱۳۹۱", "exclude": "lang:ar"}
    assert [row["uri"] for row in rows(client, "fa", **asked)] == ["file:///new.txt"]
    sent = client.get("/export", params={"format": "xlsx", **asked})
    name = unquote(sent.headers["content-disposition"].rpartition("''")[2])
    assert name.startswith("asnad-گاز-")
    assert all(part in name for part in ("اسفند-۱۳۹۱", "بدون", "عربی")), name
    assert client.get("/export", params={"q": '"', "format": "csv"}, headers={"accept": "text/html"}).status_code == 422


@pytest.mark.parametrize("ui", LANGUAGES)
def test_a_sheet_is_read_as_its_language_is(client: TestClient, ui: str) -> None:
    client.get("/", params={"ui": ui})
    sent = client.get("/export", params={"q": "گاز", "format": "xlsx", "since": "2012"}).content
    sheet = openpyxl.load_workbook(BytesIO(sent)).active
    assert bool(sheet.sheet_view.rightToLeft) == (ui != "en")
    assert sheet.title.startswith("گاز")
    assert len(sheet.title) <= 31
    assert sheet.column_dimensions["A"].width == COLUMNS["title"]
    assert sheet["B2"].is_date


def test_a_csv_has_the_same_rows(client: TestClient) -> None:
    client.get("/", params={"ui": "fa"})
    text = client.get("/export", params={"q": "گاز", "format": "csv", "sort": "newest"}).content.decode("utf-8-sig")
    head, *found = csv.reader(StringIO(text))
    assert head[0] == "عنوان"
    assert found[0][1] == "2015-07-01"
    assert len(found) == len(rows(client, "fa", q="گاز"))


def test_the_shelf_is_exported_and_its_stars_alone(client: TestClient, workspace: Workspace) -> None:
    keys = {name: workspace.document(ME, f"file:///{name}.txt").key for name in TEXTS}
    workspace.shelf.keep(ME, keys["old"], Change(starred=True))
    workspace.shelf.keep(ME, keys["new"], Change(tags=("انرژی",)))
    assert {row["id"] for row in rows(client, "fa", "/shelf/export")} == {keys["old"], keys["new"]}
    assert [row["id"] for row in rows(client, "fa", "/shelf/export", starred="true")] == [keys["old"]]
    assert [row["id"] for row in rows(client, "fa", "/shelf/export", tag="انرژی")] == [keys["new"]]
    page = client.get("/shelf").text
    assert "/shelf/export?format=xlsx" in page
    assert "/shelf/export?starred=true&amp;format=csv" in page


def test_a_program_has_the_keys_that_it_had(client: TestClient) -> None:
    text = client.get("/api/v1/search/export", params={"q": "گاز", "format": "csv"}).content.decode("utf-8-sig")
    assert text.startswith("id,key,uri,title,language,published,")


def test_a_day_before_those_of_excel_is_text_and_sheets_have_names_that_it_takes() -> None:
    look = Look("org:«گاز»/[نفت]" * 5, right_to_left=True)
    with workbook(["روز"], [[date(1890, 1, 2)], [date(1900, 3, 1)]], 2, look) as book:
        found = openpyxl.load_workbook(book)
    assert [sheet["A2"].is_date for sheet in found] == [False, True]
    assert [str(sheet["A2"].value)[:10] for sheet in found] == ["1890-01-02", "1900-03-01"]
    assert len({sheet.title for sheet in found}) == 2
    assert not [sheet.title for sheet in found if set(sheet.title) & set("[]:*?/\\") or len(sheet.title) > 31]
