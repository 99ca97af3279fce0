"""The pages of monitors: trying a query on the last days, keeping it, and what is done with one."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from pipeline.errors import CollectionNotFound, MonitorNotFound, QuerySyntaxError, RefusedDecision
from pipeline.monitors.deliveries import KINDS, Wanted
from pipeline.monitors.monitors import asked_of
from pipeline.monitors.templates import DEFAULT, FIELDS
from pipeline.people.principal import Principal
from pipeline.query.stored import NoFilter, StoredQuery
from pipeline.workspace import Workspace
from search_api.deps import WorkspaceDep
from search_api.pages.asked import Asked, AskedDep
from search_api.pages.destinations import destinations_of
from search_api.pages.language import LANGUAGES
from search_api.pages.refusals import told_to
from search_api.pages.shell import Items, done, page
from search_api.principals import WhoDep

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
_NOTHING_SAID: Mapping[str, Any] = {
    "wanted": Wanted("", "", language=""),
    "typed": {},
    "default_template": DEFAULT,
    "template_fields": FIELDS,
    "refused": "",
    "secret": "",
}
"""What the page of a monitor says of where it is sent, before anybody did something there."""
_KEPT = ("sort", "group", "cursor", "interval", "name", "where")
"""Parameters of an address that are no part of what is watched for."""


@router.get("/monitors")
def monitors_page(
    request: Request,
    workspace: WorkspaceDep,
    who: WhoDep,
    asked: AskedDep,
    name: Annotated[str, Query(max_length=200)] = "",
    where: Annotated[str, Query(max_length=64)] = "",
) -> Response:
    """One's monitors; with a query what it would have found in the last days, to be kept."""
    stored, values = _stored(asked), _values(request, workspace, who)
    values |= {"q": asked.q, "monitor_name": name or asked.q, "where": where}
    if stored.asks_for_nothing:
        return page(request, "monitors.html", **values)
    try:
        return page(request, "monitors.html", **values | {"preview": workspace.monitors.preview(who, stored, where)})
    except QuerySyntaxError as error:
        return page(request, "monitors.html", 422, **values | {"error": error})
    except CollectionNotFound:
        return page(request, "problem.html", 404, message="not_found", detail=where)


def _stored(asked: Asked) -> StoredQuery:
    return StoredQuery(asked.q, asked.filters, asked.same_spelling)


def _values(request: Request, workspace: Workspace, who: Principal) -> dict[str, Any]:
    items = Items.of(request).cut(*_KEPT)
    return {
        "monitors": workspace.monitors.all(who),
        "unread": workspace.alerts.unread(who),
        "collections": workspace.collections.all(who),
        "kept": items.cut("q").pairs(),
        "here": items.without(),
        "preview": None,
        "error": None,
        "refused": "",
        "names_refused": "",
        "watch_name": "",
    }


def refused_page(request: Request, workspace: Workspace, who: Principal, **said: str) -> Response:
    """The page of monitors where a list of names was not taken, with why."""
    values = {**_values(request, workspace, who), "q": "", "monitor_name": "", "where": "", **said}
    return page(request, "monitors.html", 422, **values)


@router.post("/monitors")
def add_monitor(
    request: Request,
    workspace: WorkspaceDep,
    who: WhoDep,
    asked: AskedDep,
    name: Annotated[str, Form(max_length=200)] = "",
    where: Annotated[str, Form(max_length=64)] = "",
    shared: Annotated[str, Form(max_length=8)] = "",
) -> Response:
    """Keeps the query of the address as a monitor."""
    try:
        made = workspace.monitors.add(who, name, _stored(asked), where, shared=bool(shared))
    except (QuerySyntaxError, RefusedDecision) as error:
        values = _values(request, workspace, who) | {"refused": told_to(request, error)}
        return page(request, "monitors.html", 422, **values, q=asked.q, monitor_name=name, where=where)
    except CollectionNotFound:
        return page(request, "problem.html", 404, message="not_found", detail=where)
    return RedirectResponse(f"/monitors/{made.id}?made=1", 303)


@router.get("/monitors/{identity}")
def monitor_page(
    request: Request,
    workspace: WorkspaceDep,
    who: WhoDep,
    identity: str,
    made: Annotated[str, Query(max_length=1)] = "",
) -> Response:
    """A monitor: what it asks for, its volume, its feeds."""
    return one_page(request, workspace, who, identity, made=bool(made))


@router.post("/monitors/{identity}")
def change_monitor(
    request: Request,
    workspace: WorkspaceDep,
    who: WhoDep,
    identity: str,
    act: Annotated[Literal["remove", "feed", "revoke"], Form()],
    feed: Annotated[str, Form(max_length=16)] = "",
) -> Response:
    """Takes a monitor away, makes a feed of it or revokes one; the token of a feed is shown this once."""
    try:
        if act == "remove":
            workspace.monitors.remove(who, identity)
            return done("/monitors", "removed")
        if act == "revoke":
            workspace.monitors.named(who, identity)
            workspace.feeds.revoke(who, feed)
            return done(f"/monitors/{identity}#feeds", "revoked")
        token = workspace.feeds.add(who, identity)
    except MonitorNotFound:
        return page(request, "problem.html", 404, message="monitor_not_found", detail=identity)
    return one_page(request, workspace, who, identity, token=token)


def one_page(
    request: Request,
    workspace: WorkspaceDep,
    who: WhoDep,
    identity: str,
    *,
    made: bool = False,
    token: str = "",
    outside: Mapping[str, Any] = MappingProxyType({}),
) -> Response:
    """The page of a monitor; ``token`` is that of a new feed, ``outside`` what was just said of where it is sent."""
    try:
        shown = workspace.monitors.one(who, identity)
    except MonitorNotFound:
        return page(request, "problem.html", 404, message="monitor_not_found", detail=identity)
    try:
        preview = workspace.monitors.preview(who, asked_of(shown.monitor), shown.monitor.collection)
    except (QuerySyntaxError, NoFilter, CollectionNotFound):
        preview = None
    base = str(request.base_url).rstrip("/")
    values: dict[str, Any] = {
        "shown": shown,
        "monitor": shown.monitor,
        "preview": preview,
        "feeds": workspace.feeds.all(who, identity),
        "made": made,
        "fresh": [f"{base}/feeds/{shown.monitor.id}.{form}?token={token}" for form in ("atom", "rss", "json")],
        "token": token,
        "destinations": destinations_of(workspace, who, identity),
        "is_test": lambda row: row.test,
        "kinds": KINDS,
        "languages": LANGUAGES,
        **_NOTHING_SAID,
    }
    wrong = outside.get("refused") or outside.get("typed", {}).get("refused")
    return page(request, "monitor.html", 422 if wrong else 200, **values | dict(outside))
