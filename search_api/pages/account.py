"""Signing in and out, and the account: one's own password and API keys."""

import re
from datetime import date
from typing import Annotated, Any, cast
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from pipeline.errors import RefusedDecision, TooManyTries, UserNotFound
from pipeline.people.principal import SCOPES, Principal, Scope
from pipeline.workspace import Workspace
from search_api.deps import WorkspaceDep
from search_api.pages.refusals import told_to
from search_api.pages.shell import done, page
from search_api.principals import COOKIE, ELSEWHERE, WhoDep, address_of, keep_session

open_router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
"""What is there for who has not signed in."""
router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
_INSIDE = re.compile(r"/(?![/\\])[^\x00-\x20\x7f\\]*")
"""The path of a page of this site; no browser takes it for another site's address."""


def sign_in_address(request: Request) -> str:
    """The sign-in page, with the page to go on to."""
    asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return "/sign-in?" + urlencode({"next": asked if request.method == "GET" else "/"})


def inside(address: str) -> str:
    """An address of this site; the first page where it leads elsewhere.

    >>> [inside(address) for address in ("/documents/a?ui=fa", "//evil.example", "/\\\\evil.example", "https://evil.example")]
    ['/documents/a?ui=fa', '/', '/', '/']
    """
    return address if _INSIDE.fullmatch(address) else "/"


@open_router.get("/sign-in")
def sign_in_page(request: Request, workspace: WorkspaceDep, next: str = "/", elsewhere: str = "") -> Response:
    """The form; where there are no users there is nothing to sign in to.

    Who has just signed out ``elsewhere`` too is shown the way to sign out there.
    """
    if not workspace.accounts.closed():
        return RedirectResponse(inside(next), 303)
    where = inside(next)
    return page(request, "sign_in.html", next=where, name="", problem="", seconds=0, elsewhere=bool(elsewhere))


@open_router.post("/sign-in")
def sign_in(
    request: Request,
    workspace: WorkspaceDep,
    name: Annotated[str, Form(max_length=200)],
    password: Annotated[str, Form(max_length=1000)],
    next: Annotated[str, Form(max_length=4000)] = "/",
) -> Response:
    """Begins a session and goes on to where one wanted to go."""
    values: dict[str, Any] = {"next": inside(next), "name": name, "seconds": 0}
    try:
        token = workspace.accounts.sign_in(name, password, address_of(request))
    except TooManyTries as error:
        values["seconds"] = error.seconds
        answer = page(request, "sign_in.html", 429, problem="sign_in_later", **values)
        answer.headers["Retry-After"] = str(error.seconds)
        return answer
    if not token:
        return page(request, "sign_in.html", 401, problem="sign_in_wrong", **values)
    answer = RedirectResponse(inside(next), 303)
    keep_session(request, answer, token)
    return answer


@router.post("/sign-out")
def sign_out(request: Request, workspace: WorkspaceDep, who: WhoDep) -> Response:
    """Ends the session."""
    workspace.accounts.sign_out(who, request.cookies.get(COOKIE, ""))
    answer = RedirectResponse("/sign-in?elsewhere=1" if ELSEWHERE in request.cookies else "/sign-in", 303)
    keep_session(request, answer, "")
    return answer


@router.get("/account")
def account_page(request: Request, workspace: WorkspaceDep, who: WhoDep) -> Response:
    """What one may, the password and one's API keys."""
    return _shown(request, workspace, who)


@router.post("/account/password")
def change_password(
    request: Request,
    workspace: WorkspaceDep,
    who: WhoDep,
    old: Annotated[str, Form(max_length=1000)],
    new: Annotated[str, Form(max_length=1000)],
) -> Response:
    """Changes the password; every other session ends."""
    try:
        workspace.accounts.change_password(who, old, new)
    except RefusedDecision as error:
        return _shown(request, workspace, who, 409, problem=told_to(request, error))
    answer = _shown(request, workspace, who, done="password_changed")
    keep_session(request, answer, workspace.accounts.new_session(who))
    return answer


@router.post("/account/keys")
def add_key(
    request: Request,
    workspace: WorkspaceDep,
    who: WhoDep,
    scope: Annotated[str, Form(max_length=20)],
    expires: Annotated[str, Form(max_length=10)] = "",
) -> Response:
    """Makes an API key and shows it, this once."""
    try:
        day = date.fromisoformat(expires) if expires else None
    except ValueError:
        return _shown(request, workspace, who, 422, problem=expires)
    scopes = [cast(Scope, scope)] if scope in SCOPES else []
    try:
        token = workspace.accounts.add_key(who, who.name, scopes, expires=day)
    except RefusedDecision as error:
        return _shown(request, workspace, who, 409, problem=told_to(request, error))
    answer = _shown(request, workspace, who, token=token)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@router.post("/account/keys/{identity}")
def revoke_key(request: Request, workspace: WorkspaceDep, who: WhoDep, identity: str) -> Response:
    """Makes one of one's keys good for nothing."""
    try:
        workspace.accounts.revoke(who, identity)
    except UserNotFound:
        return page(request, "problem.html", 404, message="problem", detail=identity)
    return done("/account", "revoked")


def _shown(
    request: Request,
    workspace: Workspace,
    who: Principal,
    status: int = 200,
    *,
    problem: str = "",
    done: str = "",
    token: str = "",
) -> Response:
    values: dict[str, Any] = {
        "roles": sorted(who.roles.items()),
        "keys": workspace.accounts.own_keys(who) if who.kind == "person" else [],
        "scopes": list(SCOPES),
        "problem": problem,
        "done": done,
        "token": token,
    }
    return page(request, "account.html", status, **values)
