"""Trends over HTTP and at the command line: the page, the answer, the command, hostile titles."""

import json
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from urllib.parse import unquote

import pytest
from click.testing import CliRunner, Result
from fastapi.testclient import TestClient

from pipeline.settings import Settings
from pipeline.workspace import Workspace
from search_api.app import create_app
from search_api.main import cli
from tests.unit.pipeline.test_monitors import read
from tests.unit.pipeline.test_trends import NOW, fill, report

SAID = "مریم کاظمی، رئیس دانشگاه گیلان، گفت: «این کار را تا پایان سال به سرانجام می‌رسانیم.»"


@pytest.fixture(scope="module")
def space(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    folder = tmp_path_factory.mktemp("trends")
    with Workspace(Settings(workspace=folder / "workspace", workers=1), lambda: NOW) as made:
        fill(made, folder)
        dated = "دانشگاه گیلان در ۵ مرداد ۱۴۰۴ آزمایشگاه <b>تازه</b> را گشود."
        read(made, folder, report(99, date(2025, 8, 13), more=SAID), report(120, date(2025, 8, 13), dated))
        yield made


@pytest.fixture
def client(space: Workspace) -> Iterator[TestClient]:
    with TestClient(create_app(space), base_url="http://localhost") as made:
        yield made


def test_the_page_leads_to_what_it_tells(client: TestClient) -> None:
    shown = client.get("/trends", params={"ui": "fa"})
    assert shown.status_code == 200
    for words in ("نام‌هایی که بیشتر شنیده می‌شود", "وزارت نیرو", "تازه در بایگانی", "روزهای پرخبر", "مریم کاظمی"):
        assert words in shown.text
    hrefs = [part.split('"')[0].replace("&amp;", "&") for part in shown.text.split('href="')[1:]]
    for start, least in (("/?q=%2A&since", 1), ("/?q=entity", 15), ("/?q=speaker", 1)):
        (href,) = (one for one in hrefs if one.startswith(start))
        found = client.get("/api/v1/search", params=dict(pair.split("=") for pair in unquote(href[2:]).split("&")))
        assert found.json()["total"]["value"] >= least, href
    assert client.get("/trends", params={"ui": "ar", "q": "نیرو", "label": "PLACE"}).status_code == 200
    assert client.get("/trends", params={"ui": "en", "q": "هیچ‌چیز"}).text.count("Nothing is told of more") == 1


def test_wrong_questions_are_answered_in_words(client: TestClient) -> None:
    assert client.get("/trends", params={"monitor": "nothing"}).status_code == 404
    refused = client.get("/trends", params={"since": "<b>"})
    assert refused.status_code == 422
    assert "<b>" not in refused.text
    for params, status in (
        ({"monitor": "nothing"}, 404),
        ({"since": "someday"}, 422),
        ({"q": '"باز'}, 422),
        ({"label": "DATE"}, 422),
        ({"monitor": "a", "q": "b"}, 409),
    ):
        assert client.get("/api/v1/trends", params=params).status_code == status, params


def test_the_answer_has_days_and_numbers(client: TestClient) -> None:
    made = client.get("/api/v1/trends", params={"since": "1404-05-17"}).json()
    assert (made["since"], made["first"], made["last"]) == ("2025-07-11", "2025-08-08", "2025-08-14")
    assert [datetime.fromisoformat(one["first"]).day for one in made["bursts"]] == [12]
    assert {one["name"] for one in made["rising"]} >= {"دانشگاه گیلان", "وزارت نیرو"}
    assert made["quoted"][0]["speaker"] == "مریم کاظمی"


def test_the_command_prints_lines_and_json(space: Workspace) -> None:
    def run(*arguments: str) -> Result:
        return CliRunner().invoke(cli, ["trends", "--workspace", str(space.settings.workspace), *arguments])

    done = run("--since", "2020-01-01", "--json")
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["stories"] == 45
    assert run("--since", "someday").exit_code == 1
    assert run("--monitor", "nothing").exit_code == 1
    assert run("نیرو", "--monitor", "nothing").exit_code == 1


def test_no_workspace_is_made(tmp_path: Path) -> None:
    there = tmp_path / "nothing"
    assert CliRunner().invoke(cli, ["trends", "--workspace", str(there)]).exit_code == 1
    assert not there.exists()


def test_the_timeline_of_an_entity_has_a_page(space: Workspace, client: TestClient) -> None:
    identity = client.get("/api/v1/entities", params={"q": "دانشگاه گیلان"}).json()[0]["entity"]["id"]
    year, event = client.get(f"/api/v1/entities/{identity}/timeline").json()
    assert (year["first"], year["last"]) == ("2025-03-21", "2026-03-20")
    assert (event["first"], event["role"], event["also"]) == ("2025-07-27", None, 0)
    shown = client.get(f"/entities/{identity}/timeline", params={"ui": "fa"})
    assert f"#m-{event['mention']}" in shown.text
    assert "<b>تازه</b>" not in shown.text
    assert f"/entities/{identity}/timeline" in client.get(f"/entities/{identity}").text
    assert client.get("/entities/nobody/timeline").status_code == 404
    assert client.get("/api/v1/entities/nobody/timeline").status_code == 404
    done = CliRunner().invoke(
        cli, ["entities", "timeline", "--workspace", str(space.settings.workspace), identity, "--json"]
    )
    assert json.loads(done.stdout.splitlines()[1])["document"] == event["document"], done.output
