import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from pipeline.settings import Settings
from pipeline.workspace import Workspace
from search_api.app import create_app
from search_api.pages.account import inside
from tests.makers import ME

WORD = "گذرواژه‌ی بلند"
BROWSER = {"accept": "text/html"}


@pytest.fixture
def space(filled_copy: Path) -> Iterator[Workspace]:
    with Workspace(Settings(workspace=filled_copy, workers=1)) as space:
        yield space


@pytest.fixture
def client(space: Workspace) -> Iterator[TestClient]:
    for role in ("viewer", "reviewer", "editor", "admin"):
        space.accounts.add(ME, role, role, [], WORD)
    with TestClient(create_app(space), base_url="http://localhost", follow_redirects=False) as client:
        yield client


def sign_in(client: TestClient, name: str, next: str = "/") -> None:
    answer = client.post("/sign-in", data={"name": name, "password": WORD, "next": next})
    assert (answer.status_code, answer.headers["location"]) == (303, next)


def key(space: Workspace, name: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {space.accounts.add_key(ME, name)}"}


def test_without_users_everybody_on_this_machine_is_the_local_admin(space: Workspace) -> None:
    with TestClient(create_app(space), base_url="http://localhost", follow_redirects=False) as client:
        assert client.get("/api/v1/search?q=نشست").status_code == 200
        assert client.get("/metrics").status_code == 200
        assert client.get("/sign-in?next=/entities").headers["location"] == "/entities"
        forwarded = client.get("/api/v1/search?q=نشست", headers={"X-Forwarded-For": "192.0.2.1"})
        assert (forwarded.status_code, "asnad users add" in forwarded.json()["detail"]) == (401, True)
        space.accounts.add(ME, "زهرا", "viewer", [], WORD)
        assert client.get("/api/v1/search?q=نشست").status_code == 401


def test_who_does_not_say_who_he_is_is_asked(client: TestClient) -> None:
    answer = client.get("/api/v1/search?q=نشست")
    assert (answer.status_code, answer.headers["content-type"]) == (401, "application/problem+json")
    assert answer.headers["www-authenticate"] == 'Bearer realm="asnad"'
    for headers in ({"Authorization": "Bearer wrong"}, {"Cookie": "asnad_session=wrong"}):
        assert client.get("/api/v1/search?q=نشست", headers=headers).status_code == 401
    page = client.get("/entities?q=یزد&ui=fa", headers=BROWSER)
    assert page.status_code == 303
    form = client.get(page.headers["location"], headers=BROWSER)
    found = re.search(r'name="next" value="([^"]*)"', form.text)
    assert found
    assert html.unescape(found[1]) == "/entities?q=%DB%8C%D8%B2%D8%AF&ui=fa"


def test_an_upload_of_somebody_unknown_is_not_read(client: TestClient, space: Workspace) -> None:
    answer = client.post("/api/v1/documents", files={"file": ("a.txt", b"x" * 1000)})
    assert answer.status_code == 401
    assert space.jobs(ME) == []


def test_signing_in_and_out(client: TestClient) -> None:
    wrong = client.post("/sign-in", data={"name": "viewer", "password": "wrong", "next": "/"})
    assert (wrong.status_code, "set-cookie" in wrong.headers) == (401, False)
    sign_in(client, "viewer", "/entities?q=a")
    cookie = client.get("/", headers=BROWSER).request.headers["cookie"]
    assert client.get("/?ui=en", headers=BROWSER).text.count("viewer") == 1
    assert client.post("/sign-out").headers["location"] == "/sign-in"
    assert client.get("/", headers={**BROWSER, "Cookie": cookie}).status_code == 303


def test_the_cookie_of_a_session_is_for_this_site_alone(client: TestClient) -> None:
    form = {"name": "viewer", "password": WORD}
    plain = client.post("/sign-in", data=form).headers["set-cookie"]
    assert ("HttpOnly" in plain, "SameSite=lax" in plain, "Secure" in plain) == (True, True, False)
    assert "Secure" in client.post("https://localhost/sign-in", data=form).headers["set-cookie"]
    other = client.post("/sign-in", data=form, headers={"Origin": "https://evil.example"})
    assert other.status_code == 403


@pytest.mark.parametrize(
    "address",
    [
        "//evil.example",
        "/\\evil.example",
        "https://evil.example/",
        "javascript:alert(1)",
        "/\t/evil.example",
        "",
        "/\r\na",
    ],
)
def test_signing_in_leads_to_no_other_site(client: TestClient, address: str) -> None:
    assert inside(address) == "/"
    answer = client.post("/sign-in", data={"name": "viewer", "password": WORD, "next": address})
    assert answer.headers["location"] == "/"
    assert 'name="next" value="/"' in client.get("/sign-in", params={"next": address}).text


def test_too_many_tries_have_to_wait(client: TestClient) -> None:
    for _ in range(4):
        client.post("/sign-in", data={"name": "viewer", "password": "wrong"})
    answer = client.post("/sign-in?ui=en", data={"name": "viewer", "password": WORD})
    assert (answer.status_code, int(answer.headers["retry-after"]) >= 1) == (429, True)


@pytest.mark.parametrize(
    ("role", "reads", "decides", "adds", "administers"),
    [
        ("viewer", 200, 403, 403, 403),
        ("reviewer", 200, 404, 403, 403),
        ("editor", 200, 404, 202, 403),
        ("admin", 200, 404, 202, 200),
    ],
)
def test_each_role_may_what_those_before_it_may(
    client: TestClient, space: Workspace, role: str, reads: int, decides: int, adds: int, administers: int
) -> None:
    headers = key(space, role)
    known = [counted.entity.id for counted in space.entities.find(ME, label="ORG")[:2]]
    other = known[1] if role == "viewer" else "enobody"  # of what is not there a viewer would be told just that
    said = {"verdict": "same", "one": known[0], "other": other}
    assert client.get("/api/v1/search?q=نشست", headers=headers).status_code == reads
    assert client.post("/api/v1/entities/decisions", json=said, headers=headers).status_code == decides
    file = {"file": ("a.txt", "گزارش زعفران".encode())}
    assert client.post("/api/v1/documents", files=file, headers=headers).status_code == adds
    assert client.get("/metrics", headers=headers).status_code == administers
    told = client.get("/readyz", headers=headers).json()
    assert (told["status"], told["behind"] is None) == ("ready", role != "admin")


def test_a_key_for_metrics_reads_nothing_else(client: TestClient, space: Workspace) -> None:
    headers = {"Authorization": f"Bearer {space.accounts.add_key(ME, 'prometheus', ('admin',))}"}
    assert client.get("/metrics", headers=headers).status_code == 200
    assert client.get("/api/v1/search?q=نشست", headers=headers).json()["total"]["value"] == 0


def test_one_changes_the_password_and_stays_signed_in(client: TestClient) -> None:
    sign_in(client, "viewer")
    cookie = client.get("/").request.headers["cookie"]
    wrong = client.post("/account/password", data={"old": "wrong", "new": "a new password"})
    assert wrong.status_code == 409
    assert client.post("/account/password", data={"old": WORD, "new": "a new password"}).status_code == 200
    assert client.get("/account").status_code == 200
    assert client.get("/account", headers={"Cookie": cookie}).status_code == 401
    again = client.post("/sign-in", data={"name": "viewer", "password": "a new password"})
    assert again.status_code == 303


def test_one_makes_and_revokes_ones_own_keys(client: TestClient) -> None:
    sign_in(client, "editor")
    made = client.post("/account/keys?ui=en", data={"scope": "read", "expires": "2999-01-01"})
    found = re.search(r"<code>(asnad_[^<]+)</code>", made.text)
    assert found
    headers = {"Authorization": f"Bearer {found[1]}"}
    assert client.get("/api/v1/search?q=نشست", headers=headers).status_code == 200
    assert client.post("/api/v1/documents", files={"file": ("a.txt", b"x")}, headers=headers).status_code == 403
    shown = client.get("/account?ui=en").text
    assert (found[1] in shown, found[1].split("_")[1] in shown) == (False, True)
    assert client.post(f"/account/keys/{found[1].split('_')[1]}").status_code == 303
    assert client.get("/api/v1/search?q=نشست", headers=headers).status_code == 401
    assert client.post("/account/keys/nothing").status_code == 404
    assert client.post("/account/keys", data={"scope": "read", "expires": "soon"}).status_code == 422


@pytest.mark.parametrize("language", ["fa", "ar", "en"])
def test_the_pages_speak_three_languages(client: TestClient, language: str) -> None:
    form = client.get(f"/sign-in?ui={language}").text
    assert f'lang="{language}"' in form
    sign_in(client, "editor")
    account = client.get(f"/account?ui={language}").text
    for text in (form, account):
        assert re.findall(r">\s*[a-z]+_[a-z_]+\s*<", text) == []


def test_a_failed_sign_in_and_a_search_are_in_the_log(client: TestClient, space: Workspace) -> None:
    client.post("/sign-in", data={"name": "viewer", "password": "wrong"})
    client.get("/api/v1/search?q=نشست", headers=key(space, "viewer"))
    space.audit.close()
    told = [(e.user, e.kind, e.act, e.detail.get("address")) for e in space.audit.entries(ME, user="viewer")]
    assert told == [
        ("viewer", "person", "sign-in failed", "testclient"),
        ("viewer", "key", "search", "testclient"),
    ]
