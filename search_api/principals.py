"""Who asks over HTTP: a gate before every route finds out, and a route that reads or decides takes the Principal.

An API key comes in the header Authorization, a person's session in a cookie. Where the server has no users it answers
on loopback only, and whoever asks is the local user.
"""

from collections.abc import Callable
from typing import Annotated

from fastapi import Depends, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Receive, Scope, Send

from pipeline.errors import PipelineError, Unknown
from pipeline.people.principal import Principal, local
from pipeline.workspace import Workspace

COOKIE = "asnad_session"
ELSEWHERE = "asnad_elsewhere"
"""Says that a session began at another provider."""
OPENID = "/sign-in/oidc"
"""Where one signs in with an account of another provider."""
OPEN = ("/healthz", "/readyz", "/sign-in", OPENID, f"{OPENID}/back", f"{OPENID}/out")
"""Addresses that answer to everybody, beside what lies under ``/static/``."""
CALENDAR, MEETINGS_CALENDAR = "/agreements.ics", "/meetings.ics"
"""The addresses that may hold an API key: calendars send no header."""
FEEDS = "/feeds/"
"""What lies under this asks for a token of its own."""
_FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip")
"""Headers of a proxy: what came through one did not come from this machine."""
type Refuse = Callable[[Request, Exception], Response]


class Gate:
    """Lets nobody through of whom it is not known who he is, before anything of what he sent is read."""

    def __init__(self, app: ASGIApp, workspace: Workspace, refuse: Refuse) -> None:
        """Wraps an application; ``refuse`` makes the answer for an error."""
        self._app, self._workspace, self._refuse = app, workspace, refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI."""
        if scope["type"] == "http" and not is_open(scope["path"]):
            request = Request(scope)
            try:
                request.state.who = await run_in_threadpool(principal_of, request, self._workspace)
            except PipelineError as error:
                await self._refuse(request, error)(scope, receive, send)
                return
        await self._app(scope, receive, send)


def is_open(path: str) -> bool:
    """Whether an address answers to everybody."""
    return path in OPEN or path.startswith(("/static/", FEEDS))


def principal_of(request: Request, workspace: Workspace) -> Principal:
    """Who asks; raises Unknown where that is not known."""
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    if kind.lower() == "bearer":
        who = workspace.accounts.by_key(token.strip(), address_of(request))
        if who is None:
            raise Unknown("the API key is not one, or is no longer good")
        return who
    if request.url.path in (CALENDAR, MEETINGS_CALENDAR) and "key" in request.query_params:
        return _of_address(request, workspace)
    if not workspace.accounts.closed():
        if any(name in request.headers for name in _FORWARDED):
            raise Unknown("behind a proxy the archive needs users; make one with: asnad users add NAME --role admin")
        return local(workspace.settings.user)
    session = request.cookies.get(COOKIE, "")
    who = workspace.accounts.by_session(session, address_of(request)) if session else None
    if who is None:
        raise Unknown("sign in, or send an API key: Authorization: Bearer KEY")
    return who


def _of_address(request: Request, workspace: Workspace) -> Principal:
    """Whose key stands in an address; raises Unknown for one that is good for more than reading: addresses are kept."""
    who = workspace.accounts.by_key(request.query_params["key"].strip(), address_of(request))
    if who is None or who.scopes != frozenset(("read",)):
        raise Unknown("the key in the address is not one that is good for reading alone, or is no longer good")
    return who


def is_admin(request: Request, workspace: Workspace) -> bool:
    """Whether an admin asks, of an address that answers to everybody."""
    try:
        return principal_of(request, workspace).may("admin")
    except PipelineError:
        return False


def address_of(request: Request) -> str:
    """The network address that a request came from."""
    return request.client.host if request.client else ""


def keep_session(request: Request, response: Response, token: str, *, elsewhere: bool = False) -> None:
    """Puts a session into a cookie that no script reads and no other site's form sends; "" takes it out."""
    secure = request.url.scheme == "https"
    if token:
        response.set_cookie(COOKIE, token, httponly=True, samesite="lax", secure=secure)
    else:
        response.delete_cookie(COOKIE, httponly=True, samesite="lax", secure=secure)
    if elsewhere:
        response.set_cookie(ELSEWHERE, "1", httponly=True, samesite="lax", secure=secure)
    elif ELSEWHERE in request.cookies:
        response.delete_cookie(ELSEWHERE, httponly=True, samesite="lax", secure=secure)


async def _who(request: Request) -> Principal:
    who: Principal | None = getattr(request.state, "who", None)
    if who is None:
        raise Unknown("sign in, or send an API key: Authorization: Bearer KEY")
    return who


WhoDep = Annotated[Principal, Depends(_who)]
