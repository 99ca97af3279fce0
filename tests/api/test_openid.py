"""Signing in with an account of another provider: who gets in, and what proves nothing."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from joserfc.jwk import RSAKey

from pipeline.errors import WorkspaceError
from pipeline.people.openid import Provider as Asked
from pipeline.people.openid_values import OpenIdSettings
from pipeline.people.principal import Role
from pipeline.settings import Settings
from pipeline.workspace import Workspace
from search_api.app import create_app
from search_api.pages.language import Interface
from tests.identity_provider import CLIENT, SECRET, Provider, back, identity_provider, sent_out
from tests.makers import ME

WORD = "گذرواژه‌ی بلند"
BROWSER = {"accept": "text/html"}


@pytest.fixture(scope="module")
def served() -> Iterator[Provider]:
    with identity_provider() as provider:
        yield provider


@pytest.fixture
def provider(served: Provider) -> Provider:
    fresh = Provider(served.address, key=served.key)
    served.__dict__.update(fresh.__dict__)
    return served


def opened(folder: Path, provider: Provider, **more: Any) -> Workspace:
    named = {"oidc_issuer": provider.address, "oidc_client_id": CLIENT, "oidc_client_secret": SECRET}
    space = Workspace(Settings(workspace=folder, workers=1, **{**named, **more}))
    space.accounts.add(ME, "zahra@example.org", "viewer", [], WORD)
    space.accounts.add(ME, "u-18", "reviewer", [], WORD)
    return space


def browser(space: Workspace, base: str = "http://localhost") -> TestClient:
    return TestClient(create_app(space), base_url=base, follow_redirects=False, headers=BROWSER)


@pytest.fixture
def client(tmp_path: Path, provider: Provider) -> Iterator[TestClient]:
    with browser(opened(tmp_path / "w", provider)) as client:
        yield client


def there(client: TestClient, next: str = "/entities") -> str:
    answer = client.get("/sign-in/oidc", params={"next": next})
    assert answer.status_code == 303
    return str(answer.headers["location"])


def known(provider: Provider, **more: Any) -> None:
    provider.claims = {"email": "zahra@example.org", "email_verified": True, **more}


def test_who_has_an_account_of_his_verified_address_gets_in_and_on(client: TestClient, provider: Provider) -> None:
    known(provider)
    assert "/sign-in/oidc?next=%2Fentities" in client.get("/sign-in?next=/entities").text
    url = there(client)
    asked = sent_out(url)
    assert url.startswith(f"{provider.address}/in?")
    assert (asked["response_type"], asked["code_challenge_method"], asked["client_id"]) == ("code", "S256", CLIENT)
    assert asked["redirect_uri"] == "http://localhost/sign-in/oidc/back"
    answer = client.get(back(provider.visited(url)))
    assert (answer.status_code, answer.headers["location"]) == (303, "/entities")
    assert client.get("/entities").status_code == 200
    assert "zahra@example.org" in client.get("/account").text
    out = client.post("/sign-out")
    assert out.headers["location"] == "/sign-in?elsewhere=1"
    assert "/sign-in/oidc/out" in client.get("/sign-in?elsewhere=1").text
    left = client.get("/sign-in/oidc/out").headers["location"]
    assert left.startswith(f"{provider.address}/out?")
    assert sent_out(left)["post_logout_redirect_uri"] == "http://localhost/sign-in"
    assert client.get("/entities").status_code == 303


def test_who_has_an_account_of_his_subject_gets_in(client: TestClient, provider: Provider) -> None:
    provider.claims = {"sub": "u-18", "email": "zahra@example.org", "email_verified": False}
    assert client.get(back(provider.visited(there(client)))).status_code == 303
    assert "u-18" in client.get("/account").text


NOW = int(time.time())
WRONG: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"claims": {"nonce": "another"}}, {}),
    ({"claims": {"nonce": None}}, {}),
    ({"claims": {"exp": NOW - 3600}}, {}),
    ({"claims": {"exp": None}}, {}),
    ({"claims": {"iat": NOW + 3600}}, {}),
    ({"claims": {"aud": "another client"}}, {}),
    ({"claims": {"aud": [CLIENT, "another"], "azp": "another"}}, {}),
    ({"claims": {"iss": "https://evil.example"}}, {}),
    ({"claims": {"sub": None}}, {}),
    ({"unsigned": True}, {}),
    ({"signed_with": RSAKey.generate_key(2048, {"kid": "one"}, private=True)}, {}),
    ({}, {"state": "another"}),
    ({}, {"state": ""}),
    ({}, {"code": "another"}),
    ({}, {"code": ""}),
    ({}, {"error": "access_denied"}),
]


@pytest.mark.parametrize(("said", "came_back"), WRONG)
def test_what_proves_nothing_lets_nobody_in(
    said: dict[str, Any], came_back: dict[str, Any], client: TestClient, provider: Provider
) -> None:
    known(provider)
    provider.claims |= said.get("claims", {})
    for name in said.keys() - {"claims"}:
        setattr(provider, name, said[name])
    answer = client.get(back({**provider.visited(there(client)), **came_back, "ui": "fa"}))
    assert answer.status_code == 401
    assert Interface("fa")("openid_refused") in answer.text
    assert "asnad_session" not in client.cookies
    assert client.get("/entities").status_code == 303


def test_a_browser_that_began_nothing_and_a_code_that_was_used_let_nobody_in(
    client: TestClient, provider: Provider
) -> None:
    known(provider)
    given = provider.visited(there(client))
    cookies = dict(client.cookies)
    client.cookies.clear()
    assert client.get(back(given)).status_code == 401
    client.cookies.update({**cookies, "asnad_openid": "bm8ganNvbg=="})
    assert client.get(back(given)).status_code == 401
    client.cookies.clear()
    client.cookies.update(cookies)
    assert client.get(back(given)).status_code == 303
    client.cookies.clear()
    client.cookies.update(cookies)
    assert client.get(back(given)).status_code == 401


def test_who_is_not_known_or_is_disabled_is_told_so_in_his_language(client: TestClient, provider: Provider) -> None:
    provider.claims = {"email": "omid@example.org", "email_verified": True}
    answer = client.get(back({**provider.visited(there(client)), "ui": "ar"}))
    assert (answer.status_code, Interface("ar")("openid_unknown") in answer.text) == (403, True)
    client.app.state.workspace.accounts.disable(ME, "zahra@example.org")  # type: ignore[attr-defined]
    known(provider)
    answer = client.get(back({**provider.visited(there(client)), "ui": "en"}))
    assert (answer.status_code, Interface("en")("openid_unknown") in answer.text) == (403, True)
    assert "asnad_session" not in client.cookies


def role_of(space: Workspace, name: str) -> Role | None:
    roles = {user.name: dict(user.roles) for user in space.accounts.users(ME)}
    found: Any = roles.get(name, {})
    return next(iter(found.values()), None)


def test_accounts_are_made_and_roles_follow_groups_where_the_settings_say_so(
    tmp_path: Path, provider: Provider
) -> None:
    space = opened(tmp_path / "w", provider, oidc_create="viewer", oidc_groups="editors=editor, staff=reviewer")
    with browser(space) as client:
        provider.claims = {"email": "omid@example.org", "email_verified": True}
        assert client.get(back(provider.visited(there(client)))).status_code == 303
        assert role_of(space, "omid@example.org") == "viewer"
        provider.claims["groups"] = ["staff", "editors", 5]
        assert client.get(back(provider.visited(there(client)))).status_code == 303
        assert role_of(space, "omid@example.org") == "editor"
        provider.claims["groups"] = []
        assert client.get(back(provider.visited(there(client)))).status_code == 303
        assert role_of(space, "omid@example.org") is None
        wrong = {"name": "omid@example.org", "password": ""}
        assert client.post("/sign-in", data={**wrong, "password": "x"}).status_code == 401


@pytest.mark.parametrize(
    "broken",
    [
        {"status": 500},
        {"padding": 2 * 1024 * 1024},
        {"discovery": {"issuer": "https://evil.example"}},
        {"discovery": {"authorization_endpoint": "http://evil.example/in"}},
        {"discovery": {"authorization_endpoint": ""}},
    ],
    ids=str,
)
def test_a_provider_that_is_away_or_says_what_it_should_not_is_said(
    broken: dict[str, Any], client: TestClient, provider: Provider
) -> None:
    for name, value in broken.items():
        setattr(provider, name, value)
    answer = client.get("/sign-in/oidc?ui=fa")
    assert (answer.status_code, Interface("fa")("openid_unavailable") in answer.text) == (503, True)


def test_a_key_that_the_provider_changed_is_looked_for_again(client: TestClient, provider: Provider) -> None:
    known(provider)
    settings = OpenIdSettings(provider.address, CLIENT, SECRET)
    client.app.state.openid = Asked(settings, again=0)  # type: ignore[attr-defined]
    for name in ("one", "two"):
        provider.key = RSAKey.generate_key(2048, {"kid": name}, private=True)
        assert client.get(back(provider.visited(there(client)))).status_code == 303
    assert provider.asked == ["/.well-known/openid-configuration", "/keys", "/keys"]


def test_over_tls_the_cookies_are_of_this_host_alone(tmp_path: Path, provider: Provider) -> None:
    with browser(opened(tmp_path / "w", provider), "https://localhost") as client:
        cookie = client.get("/sign-in/oidc").headers["set-cookie"]
        assert cookie.startswith("__Host-asnad_openid=")
        assert all(part in cookie for part in ("Secure", "HttpOnly", "Path=/", "SameSite=lax"))
        known(provider)
        assert client.get(back(provider.visited(there(client)))).status_code == 303


def test_without_a_provider_there_is_no_button_and_no_way(tmp_path: Path) -> None:
    with Workspace(Settings(workspace=tmp_path / "w", workers=1)) as space:
        space.accounts.add(ME, "zahra", "viewer", [], WORD)
        with browser(space) as client:
            assert "oidc" not in client.get("/sign-in").text
            for path in ("/sign-in/oidc", "/sign-in/oidc/back?code=a&state=b", "/sign-in/oidc/out"):
                assert client.get(path).headers["location"].startswith("/sign-in")


@pytest.mark.parametrize(
    ("settings", "why"),
    [
        ({"oidc_issuer": "http://login.example.org"}, "no https address"),
        ({"oidc_issuer": "https://"}, "no https address"),
        ({"oidc_issuer": "https://login.example.org", "oidc_client_id": ""}, "ASNAD_OIDC_CLIENT_ID"),
        ({"oidc_issuer": "https://login.example.org", "oidc_groups": "staff=king"}, "ASNAD_OIDC_GROUPS"),
    ],
)
def test_settings_that_make_no_sense_are_said_at_the_start(settings: dict[str, str], why: str, tmp_path: Path) -> None:
    given: Any = {"oidc_client_id": CLIENT, **settings}
    with (
        Workspace(Settings(workspace=tmp_path / "w", workers=1, **given)) as space,
        pytest.raises(WorkspaceError, match=why),
    ):
        create_app(space)
