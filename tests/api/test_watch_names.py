"""Watch lists over HTTP: a file is sent, looked at, taken, dropped, taken back and downloaded."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from pipeline.search.workbook import workbook
from pipeline.settings import Settings
from pipeline.workspace import Workspace
from search_api.app import create_app
from tests.makers import ME

LIST = "الاسم\nنادي القراءة\nنادي القراءة\n\nشركة ملح الحلة\n!\n".encode("cp1256")


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    app = create_app(Workspace(Settings(workspace=tmp_path / "workspace", workers=1)))
    page = {"accept": "text/html", "accept-language": "en"}
    with TestClient(app, base_url="http://localhost", headers=page) as client:
        yield client


def space(client: TestClient) -> Workspace:
    return client.app.state.workspace  # type: ignore[attr-defined, no-any-return]


def send(client: TestClient, data: bytes, file: str = "names.csv", **form: str) -> tuple[int, str]:
    answer = client.post("/monitors/names", data=form, files={"file": (file, data)})
    return answer.status_code, answer.text


def test_a_list_is_looked_at_taken_taken_back_and_downloaded(client: TestClient) -> None:
    status, shown = send(client, LIST, name="نهادها")
    assert status == 200
    assert "windows-1256" in shown
    assert "Row 6" in shown
    (monitor,) = client.get("/api/v1/monitors").json()["items"]
    there = f"/monitors/{monitor['id']}/names"
    assert space(client).names.names(ME, monitor["id"]) == []
    client.post(there, data={"act": "take"})
    assert client.get(f"/api/v1{there}").json() == ["نادي القراءة", "شركة ملح الحلة"]
    kept = client.get(f"{there}.csv")
    assert kept.headers["content-disposition"] == 'attachment; filename="asnad-names.csv"'
    assert client.get(f"{there}.txt").text == "نادي القراءة\nشركة ملح الحلة\n"
    _, shown = send(client, kept.content, monitor=monitor["id"], how="replace")
    assert "UTF-8 (BOM)" in shown
    client.post(there, data={"act": "take"})
    assert client.get(f"/api/v1{there}").json() == ["نادي القراءة", "شركة ملح الحلة"]
    client.post(there, data={"act": "undo"})
    client.post(there, data={"act": "undo"})
    send(client, "موزه آب\n".encode(), monitor=monitor["id"], how="add")
    assert client.post(there, data={"act": "discard"}).status_code == 200
    assert client.post(there, data={"act": "take"}).status_code == 422
    assert client.get(f"/api/v1{there}").json() == ["نادي القراءة", "شركة ملح الحلة"]


def test_a_workbook_is_a_list_and_is_given_back_as_one(client: TestClient) -> None:
    rows = [["۱", "بنیاد نیکان"], ["۲", "=نمک ورامین"], ["۳", "…"], ["۴", ""]]
    with workbook(("ردیف", "نام"), rows) as book:
        status, shown = send(client, book.read(), "نام‌ها.xlsx", name="نهادها")
    assert (status, "XLSX" in shown, "Row 4" in shown) == (200, True, True)
    (monitor,) = client.get("/api/v1/monitors").json()["items"]
    there = f"/monitors/{monitor['id']}/names"
    client.post(there, data={"act": "take"})
    assert client.get(f"/api/v1{there}").json() == ["بنیاد نیکان"]
    kept = client.get(f"{there}.xlsx")
    assert kept.headers["content-disposition"] == 'attachment; filename="asnad-names.xlsx"'
    asked = {"monitor": monitor["id"], "how": "add", "dry_run": "true"}
    told = client.post("/api/v1/monitors/names", params=asked, content=kept.content).json()
    assert (told["names"], told["fresh"], told["encoding"]) == (1, 0, "XLSX")


@pytest.mark.parametrize("data", [b"PK\x03\x04 broken", (b"PK\x03\x04" + b"\0" * 400)])
def test_what_is_no_workbook_is_told_and_makes_no_monitor(client: TestClient, data: bytes) -> None:
    status, shown = send(client, data, "names.xlsx", name="نهادها")
    assert (status, "workbook" in shown) == (422, True)
    assert client.get("/api/v1/monitors").json()["items"] == []


def test_what_is_no_list_makes_no_monitor_and_keeps_the_name(client: TestClient) -> None:
    answer = client.post("/monitors/names", data={"name": "نهادها"}, files={"file": ("names.csv", b"!\n")})
    assert answer.status_code == 422
    assert "This file was not taken" in answer.text
    assert 'value="نهادها"' in answer.text
    assert client.get("/api/v1/monitors").json()["items"] == []
    answer = client.post("/monitors/names", data={"name": ""}, files={"file": ("names.csv", LIST)})
    assert answer.status_code == 422
    where = {"name": "نهادها", "where": "nowhere"}
    assert client.post("/monitors/names", data=where, files={"file": ("names.csv", LIST)}).status_code == 404
    assert client.get("/api/v1/monitors").json()["items"] == []


def test_a_file_of_megabytes_passes(client: TestClient) -> None:
    data = "\n".join(f"شرکت بازرگانی {n} استان یزد و خراسان" for n in range(40_000)).encode()
    assert len(data) > 2 * 1024 * 1024
    status, shown = send(client, data, "names.txt", name="شرکت‌ها")
    assert status == 200
    assert "40,000" in shown


def test_json_adds_replaces_and_takes_back(client: TestClient) -> None:
    identity = space(client).monitors.watch(ME, "نهادها", ["یک"]).id
    there, api = {"monitor": identity, "how": "add"}, "/api/v1/monitors"
    told = client.post(f"{api}/names", params={**there, "dry_run": True}, content=LIST).json()
    assert (told["total"], told["wrongs"], told["doubles"], told["empty"]) == (3, 1, 1, 1)
    assert client.get(f"{api}/{identity}/names").json() == ["یک"]
    client.post(f"{api}/names", params={**there, "how": "replace"}, content=LIST)
    assert len(client.get(f"{api}/{identity}/names").json()) == 2
    assert client.delete(f"{api}/{identity}/names").json() == {"names": 1}
    assert client.post(f"{api}/names", params=there, content=b"").status_code == 409
    assert client.post(f"{api}/names", params={**there, "monitor": "nothing"}, content=LIST).status_code == 404
    assert client.get(f"{api}/nothing/names").status_code == 404
