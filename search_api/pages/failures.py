"""The page of what could not be read: by reason, with what to do about it."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from pipeline.errors import CODES, RunNotFound
from pipeline.people.principal import Principal
from pipeline.workspace import Workspace
from search_api.deps import UploadsDep, WorkspaceDep
from search_api.pages.lists import Paging
from search_api.pages.render import file_name
from search_api.pages.shell import Items, done, page
from search_api.principals import WhoDep

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
_PAGE = 30
_NAMED = 12
"""Places that are shown beside the reasons."""


@router.get("/failures")
def failures_page(
    request: Request,
    workspace: WorkspaceDep,
    who: WhoDep,
    code: str = "",
    run: Annotated[str, Query(max_length=32)] = "",
    at: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
) -> Response:
    """What could not be read: how many by reason, what each means and what helps, and the files themselves."""
    code = code if code in CODES else ""
    found, total = workspace.failing.page(who, code, run, _PAGE, at)
    items = Items.of(request)
    groups = [(g, items.with_value("code", g.name)) for g in workspace.failing.groups(who)]
    values: dict[str, Any] = {
        "code": code,
        "run": run,
        "run_name": _run_name(workspace, who, run),
        "all_runs": items.with_value("run", ""),
        "groups": groups,
        "all": items.with_value("code", ""),
        "places": workspace.failing.groups(who, "source")[:_NAMED],
        "found": [(failure, file_name(failure.uri), who.may("editor", failure.collection)) for failure in found],
        "total": total,
        "paging": Paging.of(items, at, len(found), _PAGE, total),
        "edits": who.is_somewhere("editor"),
    }
    return page(request, "failures.html", **values)


@router.get("/failures/dismiss")
def dismiss_page(
    request: Request,
    workspace: WorkspaceDep,
    who: WhoDep,
    id: Annotated[list[int], Query(max_length=1000)] = [],  # noqa: B006 - FastAPI copies it
    code: str = "",
) -> Response:
    """Which failures would be forgotten, and what goes with them, before they are."""
    found = workspace.failing.dismissable(who, id, "" if id else code)
    shown = [(failure, file_name(failure.uri)) for failure in found[:_NAMED]]
    values: dict[str, Any] = {"found": shown, "total": len(found), "ids": id, "code": "" if id else code}
    return page(request, "dismiss.html", **values)


@router.post("/failures")
def decide(
    workspace: WorkspaceDep,
    who: WhoDep,
    uploads: UploadsDep,
    act: Annotated[Literal["retry", "dismiss"], Form()],
    id: Annotated[list[int], Form()] = [],  # noqa: B006 - FastAPI copies it
    code: Annotated[str, Form(max_length=20)] = "",
) -> Response:
    """Reads failures again, as a run of their own, or forgets them."""
    if act == "dismiss":
        workspace.failing.dismiss(who, id, "" if id else code)
        return done("/failures", "dismissed")
    who.must_somewhere("editor")
    made = uploads.retry(who, id, "" if id else code) if id or code else []
    return RedirectResponse(f"/runs/{made[0]}" if len(made) == 1 else "/runs", 303)


def _run_name(workspace: Workspace, who: Principal, run: str) -> str:
    try:
        return workspace.runs.one(who, run).name
    except RunNotFound:
        return run
