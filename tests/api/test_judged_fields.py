"""Fields of appointments and meetings over HTTP: put right, shown so in lists and files, and taken back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from search_api.app import create_app
from tests.registers import told_by

RECORDS = [
    {"id": "deed", "text": "علی رضایی به عنوان معاون پژوهشی دانشگاه میبد منصوب شد.", "published": "2025-10-07"},
    {"id": "talk", "text": "نشست شورای اداری یزد روز ۱۵ مهر ۱۴۰۴ با حضور ۳۱ نفر برگزار شد.", "published": "2025-10-08"},
]


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    with TestClient(create_app(told_by(tmp_path, RECORDS)), base_url="http://localhost") as client:
        yield client


@pytest.mark.parametrize(
    ("what", "field", "value", "shown"),
    [
        ("decrees", "office", "معاون آموزشی", "معاون آموزشی"),
        ("decrees", "predecessor", "رضا اردکانی", "رضا اردکانی"),
        ("meetings", "town", "میبد", "میبد"),
        ("meetings", "time", "۹:۳۰", "09:30"),
    ],
)
def test_a_corrected_field_holds_in_lists_and_files_until_it_is_taken_back(
    client: TestClient, what: str, field: str, value: str, shown: str
) -> None:
    (one,) = client.get(f"/api/v1/{what}").json()["items"]
    there = f"/api/v1/{what}/{one['id']}"
    said = client.post(f"{there}/decisions", json={"field": field, "verdict": "correct", "value": value, "seq": 0})
    assert (said.status_code, said.json()[field]) == (200, shown)
    assert client.get(f"/api/v1/{what}").json()["items"][0][field] == shown
    assert shown in client.get(f"/api/v1/{what}/export?format=csv").text
    (decision,) = client.get(f"{there}/decisions").json()
    assert (decision["field"], decision["verdict"]) == (field, "correct")
    assert client.delete(f"/api/v1/decisions/{decision['id']}").status_code == 200
    assert client.get(there).json()[field] == one[field]


@pytest.mark.parametrize("language", ["fa", "ar", "en"])
@pytest.mark.parametrize(("what", "field", "value"), [("decrees", "term", "P2Y"), ("meetings", "chair", "رضا اردکانی")])
def test_a_page_takes_a_value_and_shows_who_gave_it(
    client: TestClient, language: str, what: str, field: str, value: str
) -> None:
    (one,) = client.get(f"/api/v1/{what}").json()["items"]
    there = f"/{what}/{one['id']}"
    before = client.get(f"{there}?lang={language}")
    assert f'value="{field}"' in before.text
    sent = client.post(there, data={"verdict": "correct", "field": field, "value": value, "seq": "0"})
    assert sent.status_code == 200
    assert client.get(f"/api/v1/{what}/{one['id']}").json()["judged"][0]["field"] == field
    assert "correct" in client.get(f"{there}?lang={language}").text
    assert client.get(f"/review/decisions?lang={language}").status_code == 200
    late = client.post(there, data={"verdict": "reject", "field": field, "seq": "0"})
    assert late.status_code == 409
