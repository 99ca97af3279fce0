"""Sending what a monitor finds outside, from its page: destinations are added, tried and taken away."""

import time
from collections.abc import Callable
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from pipeline.errors import MonitorNotFound, RefusedDecision
from pipeline.monitors.deliveries import Delivery, Wanted
from pipeline.people.principal import Principal
from pipeline.workspace import Workspace
from search_api.deps import WorkspaceDep
from search_api.pages.monitors import one_page
from search_api.pages.refusals import told_to
from search_api.pages.shell import page
from search_api.principals import WhoDep

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
_PATIENCE, _LOOK = 4.0, 0.2
"""Seconds that a page waits for the outcome of a test, and between two looks."""
type Word = Annotated[str, Form(max_length=2000)]


@router.post("/monitors/{identity}/outside")
def change_destination(
    request: Request,
    workspace: WorkspaceDep,
    who: WhoDep,
    identity: str,
    act: Annotated[Literal["add", "test", "remove", "template", "preview"], Form()],
    destination: Annotated[str, Form(max_length=16)] = "",
    kind: Annotated[str, Form(max_length=16)] = "",
    target: Word = "",
    chat: Annotated[str, Form(max_length=200)] = "",
    language: Annotated[str, Form(max_length=2)] = "fa",
    minutes: Annotated[int, Form(ge=0, le=10_080)] = 0,
    template: Annotated[str, Form(max_length=8000)] = "",
) -> Response:
    """Adds a destination (the secret of a webhook is shown this once), tries, changes or takes one away."""
    try:
        if act == "add":
            wanted = Wanted(kind, target.strip(), chat.strip(), language, minutes)
            return _added(request, workspace, who, identity, wanted)
        if act in ("template", "preview"):
            return _told(request, workspace, who, identity, (destination, template, act == "template"))
        if act == "test":
            _tested(workspace, who, destination)
        else:
            workspace.deliveries.remove(who, destination)
    except MonitorNotFound:
        return page(request, "problem.html", 404, message="monitor_not_found", detail=identity)
    return RedirectResponse(f"/monitors/{identity}#outside", 303)


def _added(request: Request, workspace: Workspace, who: Principal, identity: str, wanted: Wanted) -> Response:
    try:
        made = workspace.deliveries.add(who, identity, wanted)
    except RefusedDecision as error:
        return one_page(
            request, workspace, who, identity, outside={"refused": told_to(request, error), "wanted": wanted}
        )
    if made.kind == "webhook":
        return one_page(request, workspace, who, identity, outside={"secret": made.secret})
    return RedirectResponse(f"/monitors/{identity}#outside", 303)


def _told(
    request: Request, workspace: Workspace, who: Principal, identity: str, asked: tuple[str, str, bool]
) -> Response:
    """Keeps how a destination is told, or shows what that makes of alerts, beside what was written."""
    destination, template, keep = asked
    one = next((one for one, _ in workspace.deliveries.all(who, identity) if one.id == destination), None)
    if one is None:
        raise MonitorNotFound("there is no destination {identity!r}", identity=destination)
    typed: dict[str, Any] = {"of": destination, "template": template}
    try:
        if keep:
            workspace.deliveries.rewrite(who, destination, template)
            return RedirectResponse(f"/monitors/{identity}#d{destination}", 303)
        wanted = Wanted(one.kind, "", language=one.language, template=template)
        typed["made"] = workspace.deliveries.preview(who, identity, wanted)
    except RefusedDecision as error:
        typed["refused"] = told_to(request, error)
    return one_page(request, workspace, who, identity, outside={"typed": typed})


def _tested(workspace: Workspace, who: Principal, destination: str) -> None:
    """Sends a test, and waits a moment for what becomes of it, so that the page can show it."""
    number = workspace.deliveries.test(who, destination)
    waited(lambda: workspace.deliveries.outcome(who, destination, number))


def waited(outcome: Callable[[], Delivery | None]) -> None:
    """Waits a moment until something became of a delivery."""
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        found = outcome()
        if found is None or found.state != "waiting" or (found.tries and found.told):
            return
        time.sleep(_LOOK)
