"""Signing in with an account of another provider: there, back, and out."""

import base64
import logging

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from pipeline.errors import ProviderUnavailable, SignInRefused
from pipeline.people.openid import Provider
from pipeline.people.openid_values import Begun
from search_api.deps import WorkspaceDep
from search_api.pages.account import inside
from search_api.pages.shell import page
from search_api.principals import OPENID, address_of, keep_session

log = logging.getLogger(__name__)

open_router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
_BEGUN = "asnad_openid"
_SECONDS = 600
"""How long a sign-in may take at the provider."""
_LONGEST = 2000
"""Letters of an address to go on to that are kept meanwhile."""


def provider_of(request: Request) -> Provider | None:
    """The provider, where the archive has one."""
    provider: Provider | None = request.app.state.openid
    return provider


@open_router.get(OPENID)
def there(request: Request, workspace: WorkspaceDep, next: str = "/") -> Response:
    """Sends a browser to the provider."""
    provider, wanted = provider_of(request), inside(next)
    if provider is None or not workspace.accounts.closed():
        return RedirectResponse(f"/sign-in?next={wanted}" if provider is None else wanted, 303)
    begun = Begun.fresh(wanted if len(wanted) <= _LONGEST else "/")
    try:
        answer = RedirectResponse(provider.address(begun, _back(request)), 303)
    except ProviderUnavailable as error:
        return _told(request, 503, "openid_unavailable", error)
    kept = base64.urlsafe_b64encode(begun.text().encode()).decode()
    secure = request.url.scheme == "https"
    answer.set_cookie(_cookie(request), kept, max_age=_SECONDS, httponly=True, samesite="lax", secure=secure)
    return answer


@open_router.get(f"{OPENID}/back")
def back(request: Request, workspace: WorkspaceDep, state: str = "", code: str = "", error: str = "") -> Response:
    """Takes what the provider sends a browser back with, and begins a session."""
    provider, begun = provider_of(request), _begun(request)
    if provider is None:
        return RedirectResponse("/sign-in", 303)
    try:
        if begun is None or error:
            raise SignInRefused(
                f"the provider says {error[:200]!r}" if error else "no sign-in of this browser is under way"
            )
        claims = provider.claims(begun, state, code, _back(request))
    except SignInRefused as refused:
        answer = _told(request, 401, "openid_refused", refused)
    except ProviderUnavailable as away:
        answer = _told(request, 503, "openid_unavailable", away)
    else:
        token = workspace.accounts.sign_in_elsewhere(claims, provider.settings, address_of(request))
        if token:
            answer = RedirectResponse(inside(begun.next), 303)
            keep_session(request, answer, token, elsewhere=True)
        else:
            answer = _told(request, 403, "openid_unknown", None)
    answer.delete_cookie(_cookie(request), httponly=True, samesite="lax", secure=request.url.scheme == "https")
    return answer


@open_router.get(f"{OPENID}/out")
def out(request: Request) -> Response:
    """Sends somebody who has signed out here to the provider, to sign out there too."""
    provider = provider_of(request)
    away = provider.signed_out(f"{request.base_url}sign-in") if provider else ""
    return RedirectResponse(away or "/sign-in", 303)


def _back(request: Request) -> str:
    return f"{request.base_url}{OPENID[1:]}/back"


def _cookie(request: Request) -> str:
    """The name of the cookie; over TLS one that no other site of the domain can set."""
    return f"__Host-{_BEGUN}" if request.url.scheme == "https" else _BEGUN


def _begun(request: Request) -> Begun | None:
    try:
        return Begun.of(base64.urlsafe_b64decode(request.cookies.get(_cookie(request), "")).decode())
    except ValueError:
        return None


def _told(request: Request, status: int, problem: str, error: Exception | None) -> Response:
    """The sign-in page with what went wrong in the reader's language; the details are for the log."""
    if error:
        log.warning("a sign-in by OpenID Connect failed: %s", error)
    return page(request, "sign_in.html", status, next="/", name="", problem=problem, seconds=0)
