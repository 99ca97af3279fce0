"""The page of assignments: how far each person is, and giving documents to people."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from pipeline.errors import CollectionNotFound, PipelineError, QuerySyntaxError, RefusedDecision
from pipeline.people.principal import Principal
from pipeline.review.queue import Which
from pipeline.workspace import Workspace
from search_api.deps import WorkspaceDep
from search_api.pages.refusals import told_to
from search_api.pages.shell import page
from search_api.principals import WhoDep

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@router.get("/review/assignments")
def assignments_page(
    request: Request,
    workspace: WorkspaceDep,
    who: WhoDep,
    batch: Annotated[str, Query(max_length=64)] = "",
) -> Response:
    """How far each person is."""
    return _page(request, workspace, who, batch=batch)


def _page(
    request: Request,
    workspace: Workspace,
    who: Principal,
    *,
    batch: str = "",
    problem: PipelineError | None = None,
    typed: dict[str, str] | None = None,
) -> Response:
    values: dict[str, Any] = {
        "shares": workspace.assignments.progress(who),
        "collections": workspace.collections.where(who, "reviewer"),
        "batch": batch,
        "problem": told_to(request, problem),
        "typed": typed or {"to": who.name},
    }
    return page(request, "assignments.html", 409 if problem else 200, **values)


@router.post("/review/assignments")
def assign(
    request: Request,
    workspace: WorkspaceDep,
    who: WhoDep,
    act: Annotated[Literal["assign", "undo"], Form()],
    to: Annotated[str, Form(max_length=2000)] = "",
    q: Annotated[str, Form(max_length=1000)] = "",
    collection: Annotated[str, Form(max_length=64)] = "",
    limit: Annotated[int, Form(ge=0, le=100_000)] = 0,
    batch: Annotated[str, Form(max_length=64)] = "",
) -> Response:
    """Gives documents to people, or takes that back."""
    names = to.replace("،", ",").split(",")
    within = frozenset({collection}) if collection else None
    try:
        if act == "undo":
            workspace.assignments.undo_all(who, batch)
            return RedirectResponse("/review/assignments", 303)
        done = workspace.assignments.assign(who, names, Which(within=within), q, limit)
        if not done.batch:
            raise RefusedDecision("nothing waits there, or it is somebody's already")
    except (RefusedDecision, QuerySyntaxError, CollectionNotFound) as error:
        return _page(request, workspace, who, problem=error, typed={"to": to, "q": q, "collection": collection})
    return RedirectResponse(f"/review/assignments?batch={done.batch}", 303)
