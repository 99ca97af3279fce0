"""The register of agreements over HTTP: lists, an entry, files, and the calendar with a key in its address."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pytest
from fastapi.testclient import TestClient
from icalendar import Calendar
from PIL import Image

from corpora.tabular import BOM
from pipeline.registry.portfolio import COLUMNS
from search_api.app import create_app
from tests.makers import ME
from tests.registers import numbers_of, told_by

TODAY = date.today()  # noqa: DTZ011 - as the pages count it
BEGIN = TODAY - timedelta(days=700)
MONTHS = "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر".split()
TEXT = (
    "وقعت وزارة الصحة وجمعية الهلال الأحمر اتفاقية تعاون تسري لمدة سنتين ابتداء من "
    f"{BEGIN.day} {MONTHS[BEGIN.month - 1]} {BEGIN.year}."
)
NEWS = {
    "signed": (
        "امضای تفاهم‌نامه",
        "دانشگاه یزد و استانداری یزد در ۱۶ شهریور ۱۴۰۴ تفاهم‌نامه همکاری امضا کردند.",
        "2025-09-07",
    ),
    "planned": ("در راه", "قرار است دانشگاه اردکان و شهرداری اردکان تفاهم‌نامه‌ای امضا کنند.", "2024-05-01"),
    "counted": ("نمایشگاه", "در این نمایشگاه ۲۷ تفاهم‌نامه <امضا> شد.", "2025-02-11"),
}


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    records = [{"id": n, "title": title, "text": text, "published": day} for n, (title, text, day) in NEWS.items()]
    records.append({"id": "text", "title": "متن", "text": TEXT, "published": BEGIN.isoformat()})
    with TestClient(create_app(told_by(tmp_path, records)), base_url="http://localhost") as client:
        yield client


def items(client: TestClient, **params: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get("/api/v1/agreements", params=params).json()["items"]
    return found


def documents(found: list[dict[str, Any]]) -> list[str]:
    return sorted({witness["document"] for one in found for witness in one["witnesses"]})


def test_the_register_holds_what_documents_tell_of(client: TestClient) -> None:
    answer = client.get("/api/v1/agreements", params={"limit": 2}).json()
    assert answer["total"] == 4
    assert len(answer["items"]) == 2
    (signed,) = items(client, year="1404", calendar="jalali", partner="دانشگاه یزد")
    assert (signed["kind"], signed["signed"], signed["state"]) == ("mou", "2025-09-07", "signed")
    assert {one["name"] for one in signed["parties"]} == {"دانشگاه یزد", "استانداری یزد"}


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({"year": "1404"}, ["signed"]),
        ({"year": "2025"}, ["signed"]),
        ({"year": "1447"}, ["signed"]),
        ({"year": "1404", "calendar": "hijri"}, []),
        ({"state": "planned"}, ["planned"]),
        ({"kind": "contract"}, []),
        ({"q": "استانداري يزد"}, ["signed"]),
        ({"partner": "شهرداری اردکان"}, ["planned"]),
        ({"list": "unsigned"}, ["planned"]),
        ({"list": "ending"}, ["text"]),
        ({"list": "notice_passed"}, []),
        ({"year": "x"}, []),
    ],
)
def test_filters_and_lists(client: TestClient, params: dict[str, str], expected: list[str]) -> None:
    assert documents(items(client, **params)) == expected
    shown = client.get("/agreements", params={**params, "ui": "en"})
    assert shown.status_code == 200
    assert shown.text.count("<li><h2>") == len(items(client, **params))


def test_an_entry_shows_each_field_beside_its_sentence(client: TestClient) -> None:
    (signed,) = items(client, year="1404")
    shown = client.get(f"/agreements/{signed['id']}", params={"ui": "en"}).text
    text = NEWS["signed"][1]
    day = "۱۶ شهریور ۱۴۰۴"
    start = text.index(day)
    assert f"<mark>{day}</mark>" in shown
    assert f"?at={start}-{start + len(day)}#s{start}-{start + len(day)}" in shown
    assert "Not said in the documents" in shown
    assert client.get("/agreements/nothing").status_code == 404
    assert client.get("/api/v1/agreements/nothing").json()["title"] == "No such agreement"


def test_what_documents_say_is_escaped(client: TestClient) -> None:
    (counted,) = [one for one in items(client) if one["count"]]
    assert counted["count"] == 27
    shown = client.get(f"/agreements/{counted['id']}").text
    assert "<امضا>" not in shown
    assert "&lt;" in shown


def test_an_entry_has_its_deadlines(client: TestClient) -> None:
    (ending,) = items(client, list="ending")
    found = client.get(f"/api/v1/agreements/{ending['id']}").json()["deadlines"]
    assert date.fromisoformat(found["expiry"]) - BEGIN in (timedelta(days=729), timedelta(days=730))
    assert found["refused"] == ["no_notice"]


def test_the_register_as_files(client: TestClient) -> None:
    address = "/api/v1/agreements/export"
    lines = [json.loads(line) for line in client.get(address, params={"year": "1404"}).text.splitlines()]
    assert [one["signed"] for one in lines] == ["2025-09-07"]
    table = client.get(address, params={"format": "csv"}).text
    assert table.startswith(BOM + ",".join(COLUMNS))
    assert len(table.splitlines()) == 5
    book = openpyxl.load_workbook(BytesIO(client.get(address, params={"format": "xlsx"}).content))
    assert [cell.value for cell in book.active[1]] == list(COLUMNS)
    assert book.active.max_row == 5


def test_the_calendar_is_read_back_and_keeps_its_uids(client: TestClient) -> None:
    answer = client.get("/agreements.ics", params={"lang": "en", "alarm": [60, 14]})
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    events = Calendar.from_ical(answer.content).walk("VEVENT")
    (ending,) = items(client, list="ending")
    assert [str(event["UID"]) for event in events] == [f"{ending['id']}.valid_until@asnad"]
    assert str(events[0]["SUMMARY"]).startswith("Ends: ")
    assert f"http://localhost/agreements/{ending['id']}" in str(events[0]["DESCRIPTION"])
    assert [alarm.decoded("TRIGGER").days for alarm in events[0].walk("VALARM")] == [-60, -14]
    again = Calendar.from_ical(client.get("/agreements.ics", params={"lang": "fa"}).content).walk("VEVENT")
    assert (again[0]["UID"], again[0]["SEQUENCE"]) == (events[0]["UID"], events[0]["SEQUENCE"])
    assert Calendar.from_ical(client.get("/agreements.ics", params={"kind": "contract"}).content).walk("VEVENT") == []


def test_a_key_for_reading_opens_the_calendar_and_nothing_else(client: TestClient) -> None:
    accounts = client.app.state.workspace.accounts  # type: ignore[attr-defined]
    accounts.add(ME, "reader", "viewer", [], "a long password")
    accounts.add(ME, "chief", "admin", [], "a long password")
    reading, deciding = accounts.add_key(ME, "reader", ("read",)), accounts.add_key(ME, "chief", ("read", "decide"))
    assert client.get("/agreements.ics").status_code == 401
    assert client.get("/agreements.ics", params={"key": reading}).status_code == 200
    assert client.get("/agreements.ics", params={"key": deciding}).status_code == 401
    assert client.get("/agreements.ics", params={"key": reading + "x"}).status_code == 401
    assert client.get("/api/v1/agreements", params={"key": reading}).status_code == 401
    assert client.get("/agreements.ics", headers={"Authorization": f"Bearer {deciding}"}).status_code == 200


def test_totals_lead_to_their_entries(client: TestClient) -> None:
    found = client.get("/api/v1/agreements/totals", params={"by": "kind"}).json()
    assert {one["value"]: (one["agreements"], one["claimed"]) for one in found} == {
        "mou": (2, 27),
        "agreement": (1, None),
    }
    years = client.get("/api/v1/agreements/totals", params={"calendar": "gregorian"}).json()
    assert [one["agreements"] for one in years if one["value"] == "2025"] == [1]
    assert sum(one["agreements"] for one in years) == 3
    shown = client.get("/counts/agreements", params={"by": "year", "ui": "en", "calendar": "jalali"}).text
    assert "/agreements?calendar=jalali&amp;total=year%3Ajalali%3A1404" in shown
    assert documents(items(client, total="year:jalali:1404")) == ["signed"]
    assert client.get("/api/v1/agreements", params={"total": "colour:red"}).status_code == 422
    table = client.get("/api/v1/agreements/totals", params={"by": "kind", "format": "csv"}).text
    assert table.startswith(BOM + "value,name,agreements,claimed,claimed_by")
    partners = client.get("/counts/agreements", params={"by": "partner"}).text
    assert "دانشگاه یزد" in partners


@pytest.mark.parametrize("by", ["year", "kind", "state", "partner", "place"])
@pytest.mark.parametrize("more", ["", "&kind=mou", "&state=signed", "&calendar=gregorian", "&q=یزد"])
def test_each_number_of_agreements_leads_to_as_many(client: TestClient, by: str, more: str) -> None:
    """What stands for several («۲۷ تفاهم‌نامه») was in the list and not in the number; filters were left behind."""
    for name, href, number in numbers_of(client, f"/counts/agreements?by={by}&ui=en{more}"):
        if "?" in href:
            assert client.get(f"/api/v1{href}").json()["total"] == number, (name, href)
    table = client.get(f"/api/v1/agreements/totals?by={by}&ui=en{more}").json()
    assert all(one["agreements"] + bool(one["claimed"]) for one in table)


def test_totals_are_a_workbook_with_numbers_and_a_drawing(client: TestClient) -> None:
    book = client.get("/api/v1/agreements/totals", params={"by": "kind", "format": "xlsx"})
    head, *rows = openpyxl.load_workbook(BytesIO(book.content)).active.values
    assert head == ("value", "name", "agreements", "claimed", "claimed_by")
    assert [row[:4] for row in rows] == [("mou", "mou", 2, 27), ("agreement", "agreement", 1, None)]
    for language, side in (("fa", "rtl"), ("en", "ltr")):
        drawn = client.get("/counts/agreements.svg", params={"by": "partner", "ui": language})
        assert drawn.headers["content-type"].startswith("image/svg+xml")
        root = ElementTree.fromstring(drawn.content)
        assert (root.get("direction"), root.get("lang")) == (side, language)
        assert any("دانشگاه یزد" in text for text in root.itertext())
        bars = [float(one.get("width", 0)) for one in root.iter("{http://www.w3.org/2000/svg}rect")][1:]
        assert bars == sorted(bars, reverse=True)
    assert client.get("/counts/agreements.svg", params={"by": "colour"}).status_code == 422
    assert client.get("/counts/agreements.gif").status_code in (404, 422)


def test_totals_are_a_picture_with_joined_letters(client: TestClient) -> None:
    shown = client.get("/counts/agreements", params={"by": "partner"}, headers={"accept": "text/html"}).text
    assert "/counts/agreements.png?" in shown
    sent = client.get("/counts/agreements.png", params={"by": "partner", "ui": "fa"})
    assert sent.headers["content-type"] == "image/png"
    assert "asnad-totals.png" in sent.headers["content-disposition"]
    picture = Image.open(BytesIO(sent.content)).convert("L")
    assert picture.width == 1520
    ends = picture.crop((0, 104, picture.width, picture.height - 32)).point(lambda grey: 255 * (grey < 200)).getbbox()
    assert ends is not None
    assert ends[2] > picture.width - 40  # names begin on the right
    assert client.get("/counts/agreements.png", params={"by": "partner", "ui": "en"}).content != sent.content
