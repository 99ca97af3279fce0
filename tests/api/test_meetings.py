"""Meetings over HTTP: the list, follow-ups and quarters, files, calendar, pages, and what reviewers say."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest
from fastapi.testclient import TestClient

from corpora.tabular import BOM
from pipeline.registry.gatherings import COLUMNS
from search_api.app import create_app
from search_api.pages.language import Interface
from search_api.pages.meeting_texts import place_line
from tests.registers import numbers_of, told_by

TODAY = date.today()  # noqa: DTZ011 - the day where the office is
AHEAD = TODAY + timedelta(days=20)
NEWS = {
    "library": (
        "نشست شورای کتابخانه‌های عمومی استان <یزد> دیروز با حضور ۳۱ نفر از مسئولین در سالن اجتماعات استانداری یزد "
        "برگزار شد. در این نشست مقرر شد اداره کل کتابخانه‌های عمومی استان یزد ظرف مدت یک ماه آینده فهرست کمبودها را "
        "بدهد.",
        TODAY.isoformat(),
    ),
    "again": ("دیروز در نشست شورای کتابخانه‌های عمومی استان یزد از نوسازی کتابخانه‌ها گفته شد.", TODAY.isoformat()),
    "conference": (
        f"ينعقد يوم {AHEAD.isoformat()} في الدوحة المؤتمر الدولي للطاقة الشمسية بمشاركة 40 شركة من مختلف الدول.",
        TODAY.isoformat(),
    ),
}


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    records = [{"id": name, "title": name, "text": text, "published": day} for name, (text, day) in NEWS.items()]
    with TestClient(create_app(told_by(tmp_path, records)), base_url="http://localhost") as client:
        yield client


def items(client: TestClient, **params: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get("/api/v1/meetings", params=params).json()["items"]
    return found


def test_the_list_holds_each_meeting_once_with_its_witnesses(client: TestClient) -> None:
    answer = client.get("/api/v1/meetings").json()
    assert answer["total"] == 2
    (held,) = items(client, modality="held")
    assert held["date"] == (TODAY - timedelta(days=1)).isoformat()
    assert held["venue"] == "سالن اجتماعات استانداری یزد"
    assert [(one["number"], one["unit"]) for one in held["counts"]] == [(31, "نفر")]
    assert {one["document"] for one in held["witnesses"]} == {"library", "again"}
    (ahead,) = items(client, list="ahead")
    assert (ahead["town"], ahead["modality"], ahead["date"]) == ("الدوحة", "planned", AHEAD.isoformat())


def test_follow_ups_and_quarters(client: TestClient) -> None:
    (one,) = client.get("/api/v1/meetings/follow-ups").json()
    assert one["who"].startswith("اداره")
    assert one["due"] > TODAY.isoformat()
    found = client.get("/api/v1/meetings/quarters", params={"calendar": "gregorian"}).json()
    assert sum(quarter["meetings"] for quarter in found) == 2
    rows = client.get("/api/v1/meetings/quarters", params={"format": "csv"}).text.removeprefix(BOM).splitlines()
    assert rows[0].startswith("quarter,meetings")


def test_a_day_that_is_none_is_refused(client: TestClient) -> None:
    assert client.get("/api/v1/meetings", params={"from": "1404-13-40"}).status_code == 422
    assert client.get("/api/v1/meetings", params={"list": "nothing"}).status_code == 422
    assert client.get("/meetings", params={"from": "باران"}, headers={"accept": "text/html"}).status_code in (400, 422)


def test_the_list_is_a_file_too(client: TestClient) -> None:
    there = "/api/v1/meetings/export"
    lines = client.get(there).text.splitlines()
    assert len([json.loads(line)["id"] for line in lines]) == 2
    rows = client.get(there, params={"format": "csv"}).text.removeprefix(BOM).splitlines()
    assert rows[0] == ",".join(COLUMNS)
    book = openpyxl.load_workbook(BytesIO(client.get(there, params={"format": "xlsx"}).content))
    assert [cell.value for cell in next(book.worksheets[0].iter_rows())] == list(COLUMNS)


def test_calendars_subscribe_to_what_lies_ahead(client: TestClient) -> None:
    text = client.get("/meetings.ics?lang=ar").text
    assert f"DTSTART;VALUE=DATE:{AHEAD:%Y%m%d}" in text
    assert (text.count("BEGIN:VEVENT"), text.count("BEGIN:VTODO")) == (1, 1)
    assert client.get("/meetings.ics?tasks=event").text.count("BEGIN:VEVENT") == 2
    assert "BEGIN:VTODO" not in client.get("/meetings.ics?tasks=none").text
    assert client.get("/meetings.ics?key=nothing").status_code == 401


def test_a_reviewer_rejects_and_restores_by_the_one_log(client: TestClient) -> None:
    (entry,) = items(client, modality="held")
    there = f"/api/v1/meetings/{entry['id']}"
    said = client.post(f"{there}/decisions", json={"verdict": "reject", "seq": 0}).json()
    assert said["rejected"]
    assert items(client, modality="held") == []
    assert [one["id"] for one in items(client, list="rejected")] == [entry["id"]]
    assert client.post(f"{there}/decisions", json={"verdict": "accept", "seq": 0}).status_code == 409
    (decision,) = client.get(f"{there}/decisions").json()
    assert client.delete(f"/api/v1/decisions/{decision['id']}").status_code in (200, 204)
    assert [one["id"] for one in items(client, modality="held")] == [entry["id"]]
    assert client.get("/api/v1/meetings/nothing").status_code == 404


def test_pages_show_each_fact_beside_its_sentence(client: TestClient) -> None:
    page = client.get("/meetings?ui=en", headers={"accept": "text/html"}).text
    assert "نشست شورای کتابخانه‌های عمومی" in page
    assert "<یزد>" not in page
    (entry,) = items(client, modality="held")
    one = client.get(f"/meetings/{entry['id']}?ui=en", headers={"accept": "text/html"}).text
    assert "<mark>۳۱ نفر" in one
    assert "counted from the day of the meeting" in one
    due = client.get("/meetings?list=due&ui=en", headers={"accept": "text/html"}).text
    assert "فهرست کمبودها" in due
    table = client.get("/counts/meetings?ui=en&calendar=gregorian", headers={"accept": "text/html"}).text
    assert f"quarter={TODAY.year}" in table or f"quarter={AHEAD.year}" in table
    for form, begins in (("svg", b"<svg"), ("png", b"\x89PNG")):
        assert f"/counts/meetings.{form}?" in table
        assert client.get(f"/counts/meetings.{form}?ui=en&calendar=gregorian").content.startswith(begins)
    sent = client.post(f"/meetings/{entry['id']}", data={"verdict": "reject"}, headers={"accept": "text/html"})
    assert sent.status_code == 200
    assert "entry_restore" not in client.get("/meetings?list=rejected", headers={"accept": "text/html"}).text
    assert client.get("/meetings/nothing", headers={"accept": "text/html"}).status_code == 404


def test_days_and_places_are_written_as_the_language_does(client: TestClient) -> None:
    asked = {"from": "2025-01-31", "modality": "held"}
    shown = {ui: client.get("/meetings", params={**asked, "ui": ui}).text for ui in ("fa", "ar", "en")}
    assert "<bdi>٢٠٢٥/٠١/٣١</bdi>" in shown["ar"]
    assert "<bdi>۲۰۲۵/۰۱/۳۱</bdi>" in shown["fa"]
    assert "<bdi>2025-01-31</bdi>" in shown["en"]
    there: Any = SimpleNamespace(venue=SimpleNamespace(value="تالار مهر"), town=SimpleNamespace(value="بافق"))
    assert [place_line(Interface(ui), there) for ui in ("fa", "en")] == ["تالار مهر، بافق", "تالار مهر, بافق"]


def test_each_number_of_a_quarter_leads_to_as_many(tmp_path: Path) -> None:
    """One that is dated by its year alone was in the list of the first quarter, and counted in none."""
    texts = {
        "year": "نشست شورای اداری یزد در سال ۱۴۰۳ با حضور ۳۱ نفر برگزار شد.",
        "day": "همایش کتابداران میبد روز ۱۵ فروردین ۱۴۰۳ در یزد برگزار شد.",
        "later": "نشست شورای شهر میبد روز ۲ مهر ۱۴۰۳ در میبد برگزار شد.",
    }
    records = [{"id": name, "text": text, "published": "2025-01-10"} for name, text in texts.items()]
    with TestClient(create_app(told_by(tmp_path, records)), base_url="http://localhost") as client:
        assert len(items(client)) == 3
        for more in ("", "&calendar=gregorian", "&kind=conference", "&list=ahead"):
            found = numbers_of(client, f"/counts/meetings?ui=en{more}")
            assert found or "ahead" in more
            for name, href, number in found:
                assert client.get(f"/api/v1{href}").json()["total"] == number, (name, href)
        sent = client.get("/api/v1/meetings/quarters?format=xlsx&calendar=jalali").content
        head, *rows = openpyxl.load_workbook(BytesIO(sent)).active.values
        assert head[:2] == ("quarter", "meetings")
        assert rows[0][:2] == ("1403-Q3", 1)
        assert len(items(client, quarter="۱۴۰۳-Q1", calendar="jalali")) == 1
