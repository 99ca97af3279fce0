"""Who takes care of an alert, and notes on it, by API, on the page and by command."""

import json
from pathlib import Path

from click.testing import CliRunner, Result
from fastapi.testclient import TestClient

from pipeline.cli import cli
from tests.api.test_monitors import client as client  # a fixture
from tests.api.test_monitors import kept, read, space

NOTE = "با <b>فرماندار</b> تماس گرفتم"


def test_by_api(client: TestClient, tmp_path: Path) -> None:
    kept(client)
    read(client, tmp_path, "one")
    (alert,) = client.get("/api/v1/alerts").json()["items"]
    there = f"/api/v1/alerts/{alert['seq']}"
    changed = client.post(there, json={"read": True, "assigned": "local", "note": NOTE}).json()
    assert (changed["read"], changed["assigned"], [one["said"] for one in changed["notes"]]) == (True, "local", [NOTE])
    assert client.post(there, json={}).json() == changed
    assert client.get("/api/v1/alerts", params={"assigned": "local"}).json()["items"] == [changed]
    assert client.get("/api/v1/alerts", params={"assigned": "sara"}).json()["items"] == []
    assert client.post(there, json={"assigned": "sara"}).status_code == 409
    assert client.post(there, json={"note": " "}).status_code == 409
    assert client.post("/api/v1/alerts/77", json={"note": NOTE}).status_code == 404
    note = changed["notes"][0]["id"]
    assert [client.delete(f"/api/v1/alerts/notes/{note}").status_code for _ in range(2)] == [204, 409]
    assert client.post(there, json={"assigned": ""}).json()["assigned"] == ""


def test_on_the_page_in_three_languages(client: TestClient, tmp_path: Path) -> None:
    kept(client)
    read(client, tmp_path, "one")
    seq = str(client.get("/api/v1/alerts").json()["items"][0]["seq"])
    form = {"seq": [seq], "next": f"/alerts?ui=fa#a{seq}"}
    after = client.post("/alerts", data={**form, "act": "assign", "said": "local"}, follow_redirects=False)
    assert (after.status_code, after.headers["location"]) == (303, f"/alerts?ui=fa#a{seq}")
    client.post("/alerts", data={**form, "act": "note", "said": NOTE})
    for language, words in (
        ("fa", ("سپرده به:", "دیگر با من نیست", "برداشتن یادداشت")),
        ("ar", ("مسند إلى:", "لم أعد أتولّاه", "حذف الملاحظة")),
        ("en", ("Assigned to:", "I leave it", "Remove note")),
    ):
        shown = client.get("/alerts", params={"ui": language, "mine": "1"}).text
        assert [word for word in (*words, "با &lt;b&gt;فرماندار&lt;/b&gt;") if word not in shown] == []
    long = "یادداشت " * 300
    refused = client.post("/alerts?ui=fa", data={**form, "act": "note", "said": long})
    assert refused.status_code == 409
    assert long in refused.text, "what was typed stays"
    assert client.post("/alerts?ui=ar", data={**form, "act": "assign", "said": "سارة"}).status_code == 409
    note = str(client.get("/api/v1/alerts").json()["items"][0]["notes"][0]["id"])
    client.post("/alerts", data={**form, "act": "unnote", "note": note})
    client.post("/alerts", data={**form, "act": "assign", "said": ""})
    assert f'id="a{seq}"' not in client.get("/alerts", params={"mine": "1"}).text
    (alert,) = client.get("/api/v1/alerts").json()["items"]
    assert (alert["assigned"], alert["notes"]) == ("", [])


def test_by_command(client: TestClient, tmp_path: Path) -> None:
    kept(client)
    read(client, tmp_path, "one")
    seq = str(client.get("/api/v1/alerts").json()["items"][0]["seq"])
    there = ["--workspace", str(space(client).settings.workspace)]

    def run(*words: str) -> Result:
        return CliRunner().invoke(cli, [*words, *there])

    assert run("monitor", "assign", seq, "local").exit_code == 0
    assert run("monitor", "note", seq, NOTE).exit_code == 0
    (told,) = [json.loads(line) for line in run("alerts", "--json", "--assigned", "local").stdout.splitlines()]
    assert (told["assigned"], [one["said"] for one in told["notes"]]) == ("local", [NOTE])
    assert f"note {told['notes'][0]['id']} of local: {NOTE}" in run("alerts").stdout
    assert run("monitor", "note", "--remove", str(told["notes"][0]["id"])).exit_code == 0
    assert run("monitor", "assign", seq).exit_code == 0
    assert run("alerts", "--assigned", "local").stdout == ""
    for wrong, code in (
        (("monitor", "assign", seq, "sara"), 1),
        (("monitor", "assign", "77"), 1),
        (("monitor", "note", seq), 1),
        (("monitor", "note"), 2),
        (("monitor", "note", "--remove", "9"), 1),
    ):
        assert run(*wrong).exit_code == code, wrong
