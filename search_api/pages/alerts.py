"""The page of alerts: what monitors found, what one has not read, who takes care of it, and what comes meanwhile."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import HTMLResponse, StreamingResponse
from starlette.concurrency import run_in_threadpool

from pipeline.errors import MonitorNotFound, RefusedDecision
from pipeline.monitors.alerts import Alert, Wanted
from pipeline.monitors.telling import paper_of
from pipeline.people.principal import Principal
from pipeline.workspace import Workspace
from search_api.deps import WorkspaceDep
from search_api.pages.account import inside
from search_api.pages.language import Interface, interface_of
from search_api.pages.refusals import told_to
from search_api.pages.shell import Items, done, page
from search_api.principals import WhoDep

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
_PAGE = 30
_LOOK = 1.0
"""Seconds between two looks for alerts that came."""
_LONGEST = 300
"""Seconds after which a stream ends; a browser asks again."""
_COUNTED = 100
type Seq = Annotated[int, Query(ge=0, le=2**62)]


@router.get("/alerts")
def alerts_page(
    request: Request,
    workspace: WorkspaceDep,
    who: WhoDep,
    monitor: Annotated[str, Query(max_length=200)] = "",
    unread: Annotated[str, Query(max_length=1)] = "",
    mine: Annotated[str, Query(max_length=1)] = "",
    before: Annotated[int | None, Query(ge=1, le=2**62)] = None,
) -> Response:
    """What monitors found, the newest first; all, what one has not read, or what one takes care of."""
    items = Items.of(request)
    wanted = Wanted(monitor, before=before, unread=bool(unread), limit=_PAGE + 1, assigned=who.name if mine else "")
    try:
        found = workspace.alerts.all(who, wanted)
    except MonitorNotFound:
        return page(request, "problem.html", 404, message="monitor_not_found", detail=monitor)
    shown, start = found[:_PAGE], items.cut("before")
    values = _values(workspace, who, items, shown) | {
        "monitor": monitor,
        "only_unread": bool(unread),
        "only_mine": bool(mine),
        "toggle": start.with_value("unread", "" if unread else "1"),
        "toggle_mine": start.with_value("mine", "" if mine else "1"),
        "older": items.with_value("before", str(shown[-1].seq)) if len(found) > _PAGE else "",
        "newest": items.with_value("before", "") if before else "",
    }
    return page(request, "alerts.html", **values)


def _values(workspace: Workspace, who: Principal, items: Items, shown: list[Alert]) -> dict[str, Any]:
    counts, start = workspace.alerts.unread(who), items.cut("before")
    return {
        "alerts": shown,
        "monitors": [(one.monitor, start.with_value("monitor", one.monitor.id)) for one in workspace.monitors.all(who)],
        "monitor": "",
        "only_unread": False,
        "only_mine": False,
        "toggle": start.with_value("unread", "1"),
        "toggle_mine": start.with_value("mine", "1"),
        "everything": start.with_value("monitor", ""),
        "older": "",
        "newest": "",
        "counts": counts,
        "waiting": sum(counts.values()),
        "last": workspace.alerts.last(),
        "here": items.without(),
        "me": who.name,
        "paper_of": paper_of,
        "alone": who.kind == "local",
        "problem": "",
        "typed": {},
    }


@router.post("/alerts")
def change_alerts(
    request: Request,
    workspace: WorkspaceDep,
    who: WhoDep,
    act: Annotated[Literal["read", "unread", "assign", "note", "unnote"], Form()],
    seq: Annotated[list[int], Form()] = [],  # noqa: B006 - FastAPI copies it
    next: Annotated[str, Form(max_length=2000)] = "/alerts",
    said: Annotated[str, Form(max_length=10_000)] = "",
    note: Annotated[int, Form(ge=0, le=2**62)] = 0,
) -> Response:
    """Marks alerts as read, or as not read, gives them to somebody, or keeps what is said of one."""
    numbers = [number for number in seq if 0 < number < 2**62]
    try:
        if act == "assign":
            workspace.alerts.assign(who, numbers, said)
        elif act == "note":
            workspace.alerts.note(who, numbers[0] if numbers else 0, said)
        elif act == "unnote":
            workspace.alerts.unnote(who, note)
        else:
            workspace.alerts.mark(who, numbers, read=act == "read")
    except MonitorNotFound as error:
        return page(request, "problem.html", 404, message="not_found", detail=told_to(request, error))
    except RefusedDecision as error:
        shown, more = workspace.alerts.some(who, numbers), {"problem": told_to(request, error)}
        values = _values(workspace, who, Items([]), shown) | more | {"typed": {act: said}}
        return page(request, "alerts.html", 409, **values)
    return done(inside(next), "saved")


@router.get("/alerts/live")
def live_alerts(
    request: Request,
    workspace: WorkspaceDep,
    who: WhoDep,
    after: Seq = 0,
    monitor: Annotated[str, Query(max_length=200)] = "",
    seconds: Annotated[int, Query(ge=0, le=_LONGEST)] = _LONGEST,
) -> Response:
    """Server-sent events: how many alerts came after a cursor, told again when it is more."""
    workspace.alerts.all(who, Wanted(monitor, after, limit=1))  # an unknown monitor is said at once
    events = _events(_Live(workspace, who, monitor, interface_of(request)), after, seconds)
    return StreamingResponse(events, media_type="text/event-stream", headers={"X-Accel-Buffering": "no"})


class _Live:
    """What came for somebody."""

    def __init__(self, workspace: WorkspaceDep, who: WhoDep, monitor: str, ui: Interface) -> None:
        self._workspace, self._who, self._monitor, self._ui = workspace, who, monitor, ui
        self._seen = -1

    def event(self, after: int) -> str:
        """An event where there are alerts after a cursor and more than were told of; else ""."""
        last = self._workspace.alerts.last()
        if last <= max(after, self._seen):
            return ""
        self._seen = last
        found = self._workspace.alerts.all(self._who, Wanted(self._monitor, after, limit=_COUNTED))
        if not found:
            return ""
        told = {"text": self._ui.count("n_new_alerts", len(found)), "last": found[-1].seq, "title": found[-1].title}
        return f"id: {found[-1].seq}\ndata: {json.dumps(told)}\n\n"


async def _events(live: _Live, after: int, seconds: int) -> AsyncIterator[str]:
    yield "retry: 3000\n\n"
    for left in range(seconds, -1, -1):
        event = await run_in_threadpool(live.event, after)
        if event:
            yield event
        elif left % 15 == 1:
            yield ": still here\n\n"  # else a proxy takes the silence for an end
        if left:
            await asyncio.sleep(_LOOK)
