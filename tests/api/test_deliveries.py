"""Where a monitor is sent, on its page: added, tried, refused with why, taken away; only by its owner."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from pipeline.query.stored import StoredQuery
from pipeline.settings import Settings
from pipeline.workspace import Workspace
from search_api.app import create_app
from tests.makers import ME
from tests.unit.pipeline.test_deliveries import OTHER, Site, site
from tests.unit.pipeline.test_monitors import read, story

__all__ = ["site"]


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    app = create_app(Workspace(Settings(workspace=tmp_path / "workspace", workers=1, fetch_private=True)))
    with TestClient(app, base_url="http://localhost", headers={"accept": "text/html"}) as client:
        yield client


def space(client: TestClient) -> Workspace:
    return client.app.state.workspace  # type: ignore[attr-defined, no-any-return]


@pytest.fixture
def monitor(client: TestClient) -> str:
    return space(client).monitors.add(ME, "شهر", StoredQuery("یزد")).id


def post(client: TestClient, monitor: str, **data: str) -> tuple[int, str]:
    answer = client.post(f"/monitors/{monitor}/outside", data=data, headers={"accept-language": "en"})
    return answer.status_code, answer.text


def test_a_webhook_is_added_tried_and_taken_away(client: TestClient, monitor: str, site: Site, tmp_path: Path) -> None:
    _, shown = post(client, monitor, act="add", kind="webhook", target=f"{site.url}?k=hidden", language="ar")
    ((one, _),) = space(client).deliveries.all(ME, monitor)
    assert shown.count(one.secret) == 1
    assert one.secret not in client.get(f"/monitors/{monitor}").text
    assert "k=hidden" not in client.get(f"/monitors/{monitor}").text
    site.answers = [500]
    _, shown = post(client, monitor, act="test", destination=one.id)
    assert "status 500" in shown
    assert "waits" in shown
    _, shown = post(client, monitor, act="test", destination=one.id)
    assert "a test" in shown
    assert len(site.got) == 2
    read(space(client), tmp_path, story("one", OTHER, "گشایش <کتابخانه>"))
    space(client).matching.catch_up()
    for _ in range(100):
        if len(site.got) == 3:
            break
        space(client).deliverer.run()
    assert "گشایش &lt;کتابخانه&gt;" in client.get(f"/monitors/{monitor}").text
    post(client, monitor, act="remove", destination=one.id)
    assert space(client).deliveries.all(ME, monitor) == []


@pytest.mark.parametrize(
    ("kind", "target"),
    [("email", "nobody"), ("webhook", "ftp://press.example/"), ("telegram", "https://api.example/"), ("pigeon", "x")],
)
def test_what_cannot_be_sent_to_is_refused_and_kept_in_the_form(
    client: TestClient, monitor: str, kind: str, target: str
) -> None:
    status, shown = post(client, monitor, act="add", kind=kind, target=target)
    assert status == 422
    assert f'value="{target}"' in shown
    assert "This address was not taken" in shown
    assert space(client).deliveries.all(ME, monitor) == []


def test_only_the_owner_has_any_of_it(client: TestClient, monitor: str, site: Site) -> None:
    post(client, monitor, act="add", kind="slack", target=f"{site.url}/secret")
    ((one, _),) = space(client).deliveries.all(ME, monitor)
    shown = client.get(f"/monitors/{monitor}").text
    assert "/secret" not in shown
    accounts = space(client).accounts
    accounts.add(ME, "zahra", "admin", [], "a long password")
    client.post("/sign-in", data={"name": "zahra", "password": "a long password"})
    for act in ("add", "test", "remove"):
        data = {"act": act, "kind": "slack", "target": site.url, "destination": one.id}
        assert client.post(f"/monitors/{monitor}/outside", data=data).status_code == 404
    assert site.got == []


@pytest.mark.parametrize(
    ("language", "said"), [("fa", "سرور با وضعیت ۵۰۰ پاسخ داد"), ("ar", "أجاب الخادم بالحالة ٥٠٠")]
)
def test_the_log_is_in_the_language_of_the_page(
    client: TestClient, monitor: str, site: Site, language: str, said: str
) -> None:
    post(client, monitor, act="add", kind="webhook", target=site.url)
    ((one, _),) = space(client).deliveries.all(ME, monitor)
    site.answers = [500]
    post(client, monitor, act="test", destination=one.id)
    shown = client.get(f"/monitors/{monitor}", headers={"accept-language": language}).text
    assert said in shown
    assert "answered with" not in shown


def test_a_template_is_previewed_kept_and_refused_with_why(client: TestClient, monitor: str, site: Site) -> None:
    post(client, monitor, act="add", kind="slack", target=site.url)
    ((one, _),) = space(client).deliveries.all(ME, monitor)
    status, shown = post(client, monitor, act="preview", destination=one.id, template="<b>: {title} {link}")
    assert (status, "دو شهرک ساحلی" in shown) == (200, True)
    assert "&lt;b&gt;: {title} {link}</textarea>" in shown
    status, shown = post(client, monitor, act="template", destination=one.id, template="{secret}")
    assert (status, "there is no field" in shown) == (422, True)
    assert post(client, monitor, act="template", destination=one.id, template="{title}\r\n{link}")[0] == 200
    ((one, _),) = space(client).deliveries.all(ME, monitor)
    assert one.template == "{title}\n{link}"
    refused = client.post(
        f"/monitors/{monitor}/outside",
        data={"act": "template", "destination": one.id, "template": "{x"},
        headers={"accept-language": "fa"},
    ).text
    assert "بسته نشده" in refused
    assert post(client, monitor, act="template", destination="nothing", template="{title}")[0] == 404


def test_by_api(client: TestClient, monitor: str, site: Site) -> None:
    there = f"/api/v1/monitors/{monitor}/destinations"
    asked = {"kind": "telegram", "target": f"{site.url}/bot1:secret/send", "chat": "@desk", "template": "{title}"}
    made = client.post(there, json=asked)
    assert (made.status_code, made.json()["secret"]) == (201, "")
    (shown,) = client.get(there).json()
    assert (shown["kind"], shown["template"], shown["last"]) == ("telegram", "{title}", "")
    assert "secret" not in shown["target"]
    assert client.post(there, json={**asked, "template": "{secret}"}).status_code == 409
    wanted = {"kind": "email", "language": "en", "template": "{title} {link}"}
    seen = client.post(f"{there}/preview", json=wanted).json()
    assert (seen["subject"], "<a href" in seen["html"]) == (
        "\N{LEFT-TO-RIGHT MARK}شهر: Two coastal towns get power",
        True,
    )
    one = f"/api/v1/destinations/{made.json()['id']}"
    assert client.patch(one, json={"template": ""}).status_code == 204
    assert client.get(there).json()[0]["template"] == ""
    assert client.post(f"{one}/test").status_code == 202
    space(client).deliverer.run()
    assert client.get(there).json()[0]["last"] == "sent"
    assert client.delete(one).status_code == 204
    assert client.get(there).json() == []
    assert client.delete(one).status_code == 404
