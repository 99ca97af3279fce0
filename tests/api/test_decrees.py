"""Appointments over HTTP: the list and who holds which office, files, pages, and what reviewers say."""

import json
import re
from collections.abc import Iterator
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pytest
from fastapi.testclient import TestClient

from corpora.tabular import BOM
from pipeline.registry.appointments import COLUMNS
from search_api.app import create_app
from tests.registers import numbers_of, told_by

NEWS = {
    "deed": ("رئیس دانشگاه میبد طی حکمی علی رضایی را به عنوان معاون پژوهشی این دانشگاه منصوب کرد.", "2025-10-08"),
    "again": ("علی رضایی امروز به عنوان معاون پژوهشی دانشگاه میبد منصوب شد.", "2025-10-07"),
    "gone": ("محمد کریمی فرماندار <یزد> از سمت خود استعفا داد.", "2025-08-01"),
    "away": ("عين الرئيس التونسي أحمد بن صالح سفيرا لتونس لدى فرنسا.", "2025-09-01"),
}


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    records = [{"id": name, "title": name, "text": text, "published": day} for name, (text, day) in NEWS.items()]
    with TestClient(create_app(told_by(tmp_path, records)), base_url="http://localhost") as client:
        yield client


def items(client: TestClient, **params: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get("/api/v1/decrees", params=params).json()["items"]
    return found


def test_the_list_holds_each_appointment_once_with_its_witnesses(client: TestClient) -> None:
    answer = client.get("/api/v1/decrees", params={"limit": 1}).json()
    assert answer["total"] == 3
    (first,) = answer["items"]
    assert (first["person"], first["office"], first["body"]) == ("علی رضایی", "معاون پژوهشی", "دانشگاه میبد")
    assert (first["issuer"], first["date"]) == ("رئیس دانشگاه میبد", "2025-10-07")
    assert {one["document"] for one in first["witnesses"]} == {"deed", "again"}
    for one in first["witnesses"]:
        text = NEWS[one["document"]][0]
        assert "علی رضایی" in text[one["start"] : one["end"]]


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({"act": "resigned"}, ["محمد کریمی"]),
        ({"act": "representative"}, ["أحمد بن صالح"]),
        ({"body": "دانشگاه ميبد"}, ["علی رضایی"]),
        ({"year": "1404", "q": "استعفا"}, []),
        ({"year": "1404", "person": "کریمی"}, ["محمد کریمی"]),
        ({"list": "holders"}, ["أحمد بن صالح", "علی رضایی"]),
        ({"list": "representatives"}, ["أحمد بن صالح"]),
        ({"list": "rejected"}, []),
    ],
)
def test_filters_and_lists_choose(client: TestClient, params: dict[str, str], expected: list[str]) -> None:
    assert sorted(one["person"] for one in items(client, **params)) == sorted(expected)


def test_the_list_is_a_file_too(client: TestClient) -> None:
    there = "/api/v1/decrees/export"
    lines = client.get(there).text.splitlines()
    assert [json.loads(line)["person"] for line in lines] == ["علی رضایی", "أحمد بن صالح", "محمد کریمی"]
    rows = client.get(there, params={"format": "csv"}).text.removeprefix(BOM).splitlines()
    assert rows[0] == ",".join(COLUMNS)
    assert len(rows) == 4
    book = openpyxl.load_workbook(BytesIO(client.get(there, params={"format": "xlsx"}).content))
    assert [cell.value for cell in next(book.worksheets[0].iter_rows())] == list(COLUMNS)


def test_a_reviewer_rejects_and_restores_by_the_one_log(client: TestClient) -> None:
    (entry,) = items(client, act="resigned")
    there = f"/api/v1/decrees/{entry['id']}"
    said = client.post(f"{there}/decisions", json={"verdict": "reject", "seq": 0}).json()
    assert said["rejected"]
    assert items(client, act="resigned") == []
    assert [one["id"] for one in items(client, list="rejected")] == [entry["id"]]
    late = client.post(f"{there}/decisions", json={"verdict": "accept", "seq": 0})
    assert late.status_code == 409
    (decision,) = client.get(f"{there}/decisions").json()
    assert client.delete(f"/api/v1/decisions/{decision['id']}").status_code in (200, 204)
    assert [one["id"] for one in items(client, act="resigned")] == [entry["id"]]
    assert client.get("/api/v1/decrees/nothing").status_code == 404


def test_pages_show_each_row_beside_its_sentence(client: TestClient) -> None:
    page = client.get("/decrees", headers={"accept": "text/html"}).text
    assert "<mark>علی رضایی</mark>" in page
    assert "&lt;" in page
    assert "<یزد>" not in page
    (entry,) = items(client, act="resigned")
    one = client.get(f"/decrees/{entry['id']}", headers={"accept": "text/html"}).text
    assert "<mark>محمد کریمی</mark>" in one
    sent = client.post(f"/decrees/{entry['id']}", data={"verdict": "reject"}, headers={"accept": "text/html"})
    assert sent.status_code == 200
    assert [one["person"] for one in items(client, list="rejected")] == ["محمد کریمی"]
    held = client.get("/decrees?list=holders", headers={"accept": "text/html"}).text
    assert "دانشگاه میبد" in held
    assert "محمد کریمی" not in held
    assert client.get("/decrees/nothing", headers={"accept": "text/html"}).status_code == 404


MANY: dict[str, tuple[str, str]] = {
    "one": ("علی رضایی به عنوان معاون پژوهشی دانشگاه میبد منصوب شد.", "2025-10-07"),
    "two": ("مریم کریمی به عنوان مدیرکل آموزش و پرورش استان یزد منصوب شد.", "2025-03-25"),
    "three": ("حسین نوری به عنوان معاون پژوهشی دانشگاه یزد منصوب شد.", "2025-03-10"),
    "four": ("محمد احمدی معاون پژوهشی دانشگاه یزد از سمت خود استعفا داد.", "2024-11-01"),
    "five": ("سارا موسوی از سمت خود برکنار شد.", ""),
    "six": ("عين الرئيس التونسي أحمد بن صالح سفيرا لتونس لدى فرنسا.", "2025-09-01"),
    "seven": ("استقال سامي العلي من رئاسة جامعة حلب.", "2025-09-03"),
    "eight": ("عُيّن خالد الأحمد رئيسا لجامعة حلب.", "2025-09-20"),
    "nine": ("=زهرا صادقی به عنوان شهردار میبد انتخاب شد.", "2025-06-01"),
}
PAGE = {"accept": "text/html"}


@pytest.fixture(scope="module")
def counted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    records = [{"id": name, "title": name, "text": text, "published": day} for name, (text, day) in MANY.items()]
    space = told_by(tmp_path_factory.mktemp("counted"), records)
    with TestClient(create_app(space), base_url="http://localhost") as client:
        yield client


@pytest.mark.parametrize("by", ["office", "body", "year", "act"])
@pytest.mark.parametrize("more", ["", "&calendar=gregorian", "&act=appointed", "&turn=departures", "&year=2025"])
def test_each_number_of_decrees_leads_to_as_many(counted: TestClient, by: str, more: str) -> None:
    found = numbers_of(counted, f"/counts/decrees?by={by}&ui=en{more}")
    assert found
    for name, href, number in found:
        answer = counted.get(f"/api/v1{href}").json()
        assert answer["total"] == number, (name, href)
        html = counted.get(f"{href}&ui=en", headers=PAGE).text
        assert f">{number} appointment" in html, (name, href)


def test_decrees_are_counted_whole(counted: TestClient) -> None:
    every = counted.get("/api/v1/decrees").json()["total"]
    for by in ("office", "body", "year", "act"):
        found = counted.get("/api/v1/decrees/totals", params={"by": by}).json()
        assert sum(one["decrees"] for one in found) == every
        assert all(one["decrees"] == one["appointments"] + one["departures"] + one["denied"] for one in found)
    offices = {one["name"]: one for one in counted.get("/api/v1/decrees/totals").json()}
    assert offices["معاون پژوهشی"]["decrees"] == 3
    assert offices["معاون پژوهشی"]["departures"] == 1
    years = counted.get("/api/v1/decrees/totals", params={"by": "year", "calendar": "jalali"}).json()
    assert [one["value"] for one in years][:2] == ["1404", "1403"]
    assert counted.get("/api/v1/decrees", params={"total": "year:1404"}).status_code == 422
    assert counted.get("/api/v1/decrees", params={"total": "colour:red"}).status_code == 422


def test_decrees_in_numbers_are_files(counted: TestClient) -> None:
    html = counted.get("/counts/decrees?by=body&ui=fa", headers=PAGE).text
    files = {name: unescape(href) for href, name in re.findall(r'<a href="([^"]+)" download>(\w+)</a>', html)}
    assert set(files) == {"CSV", "XLSX", "SVG", "PNG"}
    assert counted.get(files["CSV"]).text.removeprefix(BOM).startswith("value,name,decrees,appointments,departures")
    head, *rows = openpyxl.load_workbook(BytesIO(counted.get(files["XLSX"]).content)).active.values
    assert head[2] == "decrees"
    assert all(isinstance(row[2], int) for row in rows)
    assert counted.get(files["PNG"]).content.startswith(b"\x89PNG")
    root = ElementTree.fromstring(counted.get(files["SVG"] + "&ui=fa").content)
    assert root.get("direction") == "rtl"
    assert any("دانشگاه یزد" in text for text in root.itertext())


def test_a_number_is_a_filter_with_its_name(counted: TestClient) -> None:
    name, href, _ = numbers_of(counted, "/counts/decrees?by=body&ui=en")[0]
    html = counted.get(f"{href}&ui=en", headers=PAGE).text
    chip = re.search(r'<ul class="chosen".*?</ul>', html, re.DOTALL)
    assert chip
    assert name in chip[0]
    assert 'name="total"' in html, "the form keeps it"
