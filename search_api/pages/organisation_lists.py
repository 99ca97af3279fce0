"""The page of lists of organisations: which there are, what one would bring, taking it in and back."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Form, Query, Request, Response, UploadFile
from fastapi.responses import HTMLResponse, RedirectResponse

from corpora.document import MAIN
from pipeline.errors import RefusedDecision
from pipeline.organisations.databank import columns_given
from pipeline.organisations.importing import STATES, Brought
from pipeline.people.principal import Principal
from pipeline.workspace import Workspace
from search_api.deps import WorkspaceDep
from search_api.pages.refusals import told_to
from search_api.pages.shell import page
from search_api.principals import WhoDep

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
_SHOWN = 100
"""Rows of each kind that a preview shows."""


@router.get("/organisations/lists")
def lists_page(
    request: Request, workspace: WorkspaceDep, who: WhoDep, batch: Annotated[str, Query(max_length=64)] = ""
) -> Response:
    """The lists that were brought; ``batch`` is the one that was brought just now."""
    return _page(request, workspace, who, batch=batch)


def _page(
    request: Request,
    workspace: Workspace,
    who: Principal,
    *,
    batch: str = "",
    problem: str = "",
    brought: Brought | None = None,
    columns: str = "",
) -> Response:
    values: dict[str, Any] = {
        "lists": [(one, who.may("editor", one.collection)) for one in workspace.lists.lists(who)],
        "collections": workspace.collections.where(who, "editor"),
        "batch": batch,
        "problem": problem,
        "brought": brought,
        "columns": columns,
        "states": STATES,
        "shown": _SHOWN,
        "rows": [one for one in brought.rows if one.state != "known"][:_SHOWN] if brought else [],
    }
    return page(request, "organisation_lists.html", 409 if problem else 200, **values)


@router.post("/organisations/lists")
def bring(
    request: Request,
    workspace: WorkspaceDep,
    who: WhoDep,
    act: Annotated[Literal["look", "take"], Form()],
    file: UploadFile,
    columns: Annotated[str, Form(max_length=2000)] = "",
    collection: Annotated[str, Form(max_length=64)] = MAIN,
) -> Response:
    """Says what a list would bring, or takes it in."""
    try:
        given, name = columns_given(columns), file.filename or "list"
        done = workspace.lists.bring(who, file.file.read(), name, collection, given, dry=act == "look")
    except RefusedDecision as error:
        return _page(request, workspace, who, problem=told_to(request, error), columns=columns)
    if act == "take" and done.batch and not done.wrong:
        return RedirectResponse(f"/organisations/lists?batch={done.batch}", 303)
    return _page(request, workspace, who, batch=done.batch, brought=done, columns=columns)


@router.post("/organisations/lists/undo")
def undo(
    request: Request, workspace: WorkspaceDep, who: WhoDep, batch: Annotated[str, Form(max_length=64)]
) -> Response:
    """Takes a list back."""
    try:
        workspace.lists.undo(who, batch)
    except RefusedDecision as error:
        return _page(request, workspace, who, problem=told_to(request, error))
    return RedirectResponse("/organisations/lists", 303)
