"""Digests by e-mail over HTTP: asked for on a page or as JSON, tried, refused with why, taken away; one's own alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr

from pipeline.query.stored import StoredQuery
from pipeline.settings import Settings
from pipeline.workspace import Workspace
from search_api.app import create_app
from tests.makers import ME
from tests.unit.pipeline.test_deliveries import Mailbox, mailbox

__all__ = ["mailbox"]
FORM = {"act": "add", "target": "desk@press.example", "day": "sat", "hour": "8", "zone": "Asia/Tehran"}


@pytest.fixture
def client(tmp_path: Path, mailbox: Mailbox) -> Iterator[TestClient]:
    where, smtp = tmp_path / "workspace", SecretStr(f"smtp://127.0.0.1:{mailbox.port}")
    settings = Settings(workspace=where, workers=1, smtp=smtp, smtp_from="asnad@archive.example")
    app = create_app(Workspace(settings))
    with TestClient(app, base_url="http://localhost", headers={"accept": "text/html"}) as client:
        yield client


def space(client: TestClient) -> Workspace:
    return client.app.state.workspace  # type: ignore[attr-defined, no-any-return]


def test_a_digest_is_asked_for_tried_and_taken_away(client: TestClient, mailbox: Mailbox) -> None:
    monitor = space(client).monitors.add(ME, "شهر", StoredQuery("یزد")).id
    shown = client.get("/digest/mails", params={"monitor": monitor, "ui": "fa"}).text
    assert f'<option value="monitor:{monitor}" selected>' in shown
    assert shown.index("هر هفته، شنبه") < shown.index("هر هفته، یکشنبه") < shown.index("هر هفته، جمعه")
    arabic = client.get("/digest/mails", params={"ui": "ar"}).text
    assert arabic.index("كل أسبوع، الأحد") < arabic.index("كل أسبوع، السبت")
    assert client.post("/digest/mails", data={**FORM, "of": f"monitor:{monitor}", "language": "en"}).status_code == 200
    (one,) = client.get("/api/v1/digest/mails").json()
    assert (one["monitor"], one["rhythm"], one["language"]) == (monitor, "sat 8 Asia/Tehran", "en")
    shown = client.get("/digest/mails", params={"ui": "en"}).text
    assert "every week, Saturday, at 8 (Asia/Tehran)" in shown
    tried = client.post("/digest/mails", data={"act": "test", "mail": one["id"]}, headers={"accept-language": "en"})
    assert "a test" in tried.text
    assert [mail["Subject"].startswith("[Test] Digest: شهر") for mail in mailbox.got] == [True]
    client.post("/digest/mails", data={"act": "remove", "mail": one["id"]})
    assert client.get("/api/v1/digest/mails").json() == []


@pytest.mark.parametrize(
    "wrong",
    [{"target": "nobody"}, {"zone": "Mars/Base"}, {"zone": ""}, {"day": "day"}, {"language": "de"}],
)
def test_what_cannot_be_sent_is_refused_and_kept_in_the_form(client: TestClient, wrong: dict[str, str]) -> None:
    answer = client.post("/digest/mails", data={**FORM, "language": "fa", **wrong}, headers={"accept-language": "en"})
    assert answer.status_code == 422
    assert "This digest was not taken" in answer.text
    assert f'value="{wrong.get("target", FORM["target"])}"' in answer.text
    assert space(client).mails.all(ME) == []


def test_json_says_what_is_wrong_and_what_is_not_there(client: TestClient) -> None:
    there, asked = "/api/v1/digest/mails", {"target": "d@press.example", "rhythm": "7 UTC"}
    assert client.post(there, json={**asked, "rhythm": "soon"}).status_code in (409, 422)
    assert client.post(there, json={**asked, "collection": "nowhere"}).status_code == 404
    assert client.post(there, json={**asked, "monitor": "nothing"}).status_code == 404
    identity = client.post(there, json=asked).json()["id"]
    assert client.post(f"{there}/{identity}/test").status_code == 202
    assert client.delete(f"{there}/{identity}").status_code == 204
    assert client.delete(f"{there}/{identity}").status_code == 404
    assert client.post(f"{there}/{identity}/test").status_code == 404


def test_nobody_sees_those_of_others(client: TestClient) -> None:
    client.post("/digest/mails", data=FORM)
    ((one,),) = ([sent.destination.id for sent in space(client).mails.all(ME)],)
    space(client).accounts.add(ME, "zahra", "admin", [], "a long password")
    client.post("/sign-in", data={"name": "zahra", "password": "a long password"})
    assert "desk@press.example" not in client.get("/digest/mails").text
    for act in ("test", "remove"):
        assert client.post("/digest/mails", data={"act": act, "mail": one}).status_code == 404
    assert len(space(client).mails.all(ME)) == 1


def test_a_digest_is_of_a_collection_too(client: TestClient) -> None:
    space(client).collections.add(ME, "desk")
    assert '<option value="desk" selected>' in client.get("/digest", params={"collection": "desk"}).text
    assert client.get("/digest", params={"collection": "nowhere"}).status_code == 404
    assert client.get("/digest.html", params={"collection": "desk"}).status_code == 200
    assert client.get("/api/v1/digest", params={"collection": "desk"}).json()["monitor"] == "desk"
    assert client.get("/api/v1/digest", params={"collection": "nowhere"}).status_code == 404
    both = {"collection": "desk", "monitor": space(client).monitors.add(ME, "شهر", StoredQuery("یزد")).id}
    assert client.get("/digest", params=both).status_code == 422
