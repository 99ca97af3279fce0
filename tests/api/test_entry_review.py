"""Decisions on entries of the register over HTTP and on their page: kept in the log, surviving another reading."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from pipeline.workspace import Workspace
from search_api.app import create_app
from tests.makers import ME
from tests.registers import told_by

NEWS = (
    ("one", "دانشگاه یزد و استانداری یزد در ۱۶ شهریور ۱۴۰۴ تفاهم‌نامه همکاری امضا کردند.", "2025-09-07"),
    ("two", "تفاهم‌نامه همکاری دانشگاه یزد و استانداری یزد در ۱۶ شهریور ۱۴۰۴ امضا شد.", "2025-09-08"),
    ("other", "دانشگاه اردکان و شهرداری اردکان در ۱۰ مهر ۱۴۰۳ قرارداد ساخت خوابگاه امضا کردند.", "2024-10-02"),
)


@pytest.fixture
def space(tmp_path: Path) -> Workspace:
    records = [{"id": name, "title": name, "text": text, "published": day} for name, text, day in NEWS]
    return told_by(tmp_path, records)


@pytest.fixture
def client(space: Workspace) -> Iterator[TestClient]:
    with TestClient(create_app(space), base_url="http://localhost", follow_redirects=True) as client:
        yield client


def found(client: TestClient) -> list[dict[str, Any]]:
    """The entries, that of the university of Yazd first."""
    items: list[dict[str, Any]] = client.get("/api/v1/agreements").json()["items"]
    return sorted(items, key=lambda one: one["kind"], reverse=True)


def say(client: TestClient, identity: str, verdict: str, field: str = "", value: str = "", **more: Any) -> Any:
    asked = {"verdict": verdict, "field": field, "value": value, **more}
    return client.post(f"/api/v1/agreements/{identity}/decisions", json=asked)


def undo_all(client: TestClient, identity: str) -> None:
    for one in client.get(f"/api/v1/agreements/{identity}/decisions").json():
        if one["state"] == "applied":
            assert client.delete(f"/api/v1/decisions/{one['id']}").status_code == 200


def test_two_reports_are_one_entry(client: TestClient) -> None:
    entry, other = found(client)
    assert [one["document"] for one in entry["witnesses"]] == ["one", "two"]
    assert [one["document"] for one in other["witnesses"]] == ["other"]


@pytest.mark.parametrize(
    ("field", "value", "there"),
    [
        ("kind", "agreement", "agreement"),
        ("signed", "1404-06-17", "2025-09-08"),
        ("signed", "۱۴۰۴/۰۶/۱۷", "2025-09-08"),
        ("duration", "p2y", "P2Y"),
        ("valid_until", "2027-09", "2027-09"),
        ("amount", "120,000 irr", {"amount": 120_000, "currency": "IRR"}),
        ("subject", "آموزش <b>", "آموزش <b>"),
        ("state", "terminated", "terminated"),
        ("count", "3", 3),
    ],
)
def test_a_field_is_corrected_and_all_is_as_before_when_that_is_taken_back(
    client: TestClient, field: str, value: str, there: Any
) -> None:
    before = found(client)
    answer = say(client, before[0]["id"], "correct", field, value)
    assert answer.status_code == 200, answer.text
    assert answer.json()[field] == there
    assert [(one["field"], one["verdict"]) for one in answer.json()["judged"]] == [(field, "correct")]
    undo_all(client, before[0]["id"])
    assert found(client) == before


@pytest.mark.parametrize(
    ("verdict", "field", "value"),
    [
        ("correct", "signed", "1404-13-01"),
        ("correct", "signed", "tomorrow"),
        ("correct", "duration", "two years"),
        ("correct", "amount", "much"),
        ("correct", "kind", "treaty"),
        ("correct", "state", ""),
        ("correct", "", "2"),
        ("correct", "parties", " \n "),
        ("reject", "kind", ""),
        ("accept", "amount", ""),
        ("correct", "amount", "9" * 400 + " IRR"),
    ],
)
def test_what_cannot_be_meant_is_refused_and_changes_nothing(
    client: TestClient, verdict: str, field: str, value: str
) -> None:
    before = found(client)
    of_the_value = verdict == "correct" and field
    assert say(client, before[0]["id"], verdict, field, value).status_code == (422 if of_the_value else 409)
    assert found(client) == before


def test_a_rejected_field_is_empty_and_a_last_day_is_not_reckoned_again(client: TestClient) -> None:
    entry = found(client)[0]
    say(client, entry["id"], "correct", "valid_from", "2025-09-07")
    assert say(client, entry["id"], "correct", "duration", "P1Y").json()["valid_until"] == "2026-09-06"
    assert say(client, entry["id"], "reject", "valid_until").json()["valid_until"] is None
    assert say(client, entry["id"], "reject", "parties").json()["parties"] == []


def test_a_rejected_entry_is_in_no_list_but_has_its_page(client: TestClient) -> None:
    entry, other = found(client)
    assert say(client, entry["id"], "reject").json()["rejected"]
    assert [one["id"] for one in found(client)] == [other["id"]]
    assert client.get("/api/v1/agreements/totals").json()[0]["agreements"] == 1
    assert client.get(f"/agreements/{entry['id']}", headers={"accept": "text/html"}).status_code == 200
    undo_all(client, entry["id"])
    assert len(found(client)) == 2


def test_entries_are_joined_and_parted_and_every_id_leads_on(client: TestClient) -> None:
    entry, other = before = found(client)
    joined = client.post(f"/api/v1/agreements/{entry['id']}/join", json={"other": other["id"]}).json()
    assert joined["id"] == other["id"]  # the older
    assert client.get(f"/api/v1/agreements/{entry['id']}").json()["id"] == other["id"]
    assert len(found(client)) == 1
    told = next(one for one in joined["told"] if one == other["id"])
    apart = client.post(f"/api/v1/agreements/{joined['id']}/part", json={"told": told}).json()
    assert apart["told"] == [told]
    assert found(client) == before
    undo_all(client, entry["id"])
    assert found(client) == before


def test_one_of_two_documents_that_the_machine_joined_is_taken_out(client: TestClient) -> None:
    entry = found(client)[0]
    held = client.get(f"/api/v1/agreements/{entry['id']}").json()
    second = next(one for one in held["told"] if one != entry["id"])
    client.post(f"/api/v1/agreements/{entry['id']}/part", json={"told": second})
    assert len(found(client)) == 3
    assert client.post(f"/api/v1/agreements/{entry['id']}/part", json={"told": entry["id"]}).status_code == 409


def test_decisions_survive_another_reading_and_a_rebuild(client: TestClient, space: Workspace) -> None:
    entry, other = found(client)
    say(client, entry["id"], "accept", "signed")
    say(client, entry["id"], "correct", "duration", "P3Y")
    client.post(f"/api/v1/agreements/{entry['id']}/join", json={"other": other["id"]})
    before = found(client)
    space.reprocess(ME)
    space.register.sync()
    assert found(client) == before
    with space.store.writing() as connection:
        from pipeline.store import told

        told.put(connection, {}, 0, 0)  # as if its rules were others
    space.register.sync()
    assert found(client) == before


def test_who_saw_something_else_is_told(client: TestClient) -> None:
    entry = found(client)[0]
    assert say(client, entry["id"], "correct", "duration", "P3Y", seq=0).status_code == 200
    assert say(client, entry["id"], "correct", "duration", "P4Y", seq=0).status_code == 409
    seen = client.get(f"/api/v1/agreements/{entry['id']}").json()["seq"]
    assert say(client, entry["id"], "correct", "duration", "P4Y", seq=seen).status_code == 200
    states = [one["state"] for one in client.get(f"/api/v1/agreements/{entry['id']}/decisions").json()]
    assert states == ["applied", "replaced"]


def test_nobody_decides_on_what_is_not_there(client: TestClient) -> None:
    entry = found(client)[0]
    assert say(client, "nothing", "reject").status_code == 404
    assert client.post(f"/api/v1/agreements/{entry['id']}/join", json={"other": "nothing"}).status_code == 404
    assert client.post(f"/api/v1/agreements/{entry['id']}/part", json={"told": "nothing"}).status_code == 404


@pytest.mark.parametrize("language", ["fa", "ar", "en"])
def test_a_reviewer_judges_on_the_page_without_script(client: TestClient, language: str) -> None:
    entry, other = found(client)
    client.headers["accept"] = "text/html"
    address = f"/agreements/{entry['id']}"
    shown = client.post(address + f"?lang={language}", data={"verdict": "correct", "field": "subject", "value": "<آب>"})
    assert shown.status_code == 200
    assert "&lt;آب&gt;" in shown.text
    assert client.post(address, data={"verdict": "join", "value": other["id"]}).status_code == 200
    newest = client.get(f"/api/v1/agreements/{entry['id']}/decisions").json()[0]
    assert client.post(address, data={"verdict": "undo", "value": newest["id"]}).status_code == 200
    assert client.post(address, data={"verdict": "correct", "field": "signed", "value": "?"}).status_code == 422
    assert client.post("/agreements/nothing", data={"verdict": "reject"}).status_code == 404
    assert client.post(address, data={"verdict": "undo", "value": "9" * 5000}).status_code == 409
    assert len(found(client)) == 2


def test_rejected_entries_have_a_list_from_which_they_are_restored(client: TestClient) -> None:
    entry, other = found(client)
    assert "/agreements?list=rejected" in client.get("/agreements").text
    assert say(client, entry["id"], "reject").status_code == 200
    listed = client.get("/api/v1/agreements", params={"list": "rejected"}).json()["items"]
    assert [one["id"] for one in listed] == [entry["id"]]
    page = client.get("/agreements", params={"list": "rejected"}).text
    assert f"/agreements/{entry['id']}" in page
    assert f"/agreements/{other['id']}" not in page
    number = next(one["id"] for one in client.get(f"/api/v1/agreements/{entry['id']}/decisions").json())
    assert f'name="value" value="{number}"' in page
    client.post(f"/agreements/{entry['id']}", data={"verdict": "undo", "value": str(number)})
    assert client.get("/api/v1/agreements", params={"list": "rejected"}).json()["items"] == []
    assert {one["id"] for one in found(client)} == {entry["id"], other["id"]}


def test_the_place_of_signing_is_corrected_like_any_field(client: TestClient) -> None:
    entry, _ = found(client)
    assert entry["place"] is None
    assert say(client, entry["id"], "correct", "place", "یزد").status_code == 200
    assert found(client)[0]["place"] == "یزد"
