"""The page of the names that this workspace knows: what is looked for, what waits, and lists."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Form, Query, Request, Response, UploadFile
from fastapi.responses import HTMLResponse, RedirectResponse

from corpora.document import MAIN
from pipeline.errors import RefusedDecision
from pipeline.gazetteer.entries import STATES
from pipeline.gazetteer.gazetteer import Brought
from pipeline.people.principal import Principal
from pipeline.workspace import Workspace
from search_api.deps import WorkspaceDep
from search_api.pages.lists import Paging
from search_api.pages.refusals import told_to
from search_api.pages.shell import Items, page
from search_api.principals import WhoDep

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
_PAGE = 50


@router.get("/gazetteer")
def gazetteer_page(
    request: Request,
    workspace: WorkspaceDep,
    who: WhoDep,
    q: Annotated[str, Query(max_length=300)] = "",
    state: str = "",
    at: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
    batch: Annotated[str, Query(max_length=64)] = "",
) -> Response:
    """The names, by the alphabet."""
    return _page(request, workspace, who, q, state, at, batch=batch)


def _page(
    request: Request,
    workspace: Workspace,
    who: Principal,
    q: str = "",
    state: str = "",
    at: int = 0,
    *,
    batch: str = "",
    problem: str = "",
    brought: Brought | None = None,
) -> Response:
    state = state if state in STATES else ""
    every = workspace.gazetteer.entries(who, text=q)
    found = [one for one in every if state in ("", one.state)]
    items, shown = Items.of(request).cut("batch"), found[at : at + _PAGE]
    mine = workspace.collections.where(who, "editor")
    values: dict[str, Any] = {
        "q": q,
        "state": state,
        "states": [
            (name, items.cut("at").with_value("state", name), sum(name in ("", one.state) for one in every))
            for name in ("", *STATES)
        ],
        "rows": [(one, who.may("reviewer", one.collection)) for one in shown],
        "paging": Paging.of(items, at, len(shown), _PAGE, len(found)),
        "here": items.without(),
        "collections": mine,
        "brought": brought,
        "batch": batch,
        "problem": problem,
    }
    return page(request, "gazetteer.html", 409 if problem else 200, **values)


@router.post("/gazetteer")
def judge(
    request: Request,
    workspace: WorkspaceDep,
    who: WhoDep,
    verdict: Annotated[Literal["use", "avoid", "undo"], Form()],
    name: Annotated[str, Form(max_length=300)] = "",
    collection: Annotated[str, Form(max_length=64)] = MAIN,
    batch: Annotated[str, Form(max_length=64)] = "",
) -> Response:
    """Keeps a word on a name, or takes a list back."""
    try:
        if verdict == "undo":
            workspace.gazetteer.undo_list(who, batch)
        else:
            workspace.gazetteer.judge(who, collection, name, verdict)
    except RefusedDecision as error:
        return _page(request, workspace, who, problem=told_to(request, error))
    return RedirectResponse("/gazetteer" + Items.of(request).cut("batch").without(), 303)


@router.post("/gazetteer/lists")
def bring(
    request: Request,
    workspace: WorkspaceDep,
    who: WhoDep,
    act: Annotated[Literal["look", "take"], Form()],
    file: UploadFile,
    collection: Annotated[str, Form(max_length=64)] = MAIN,
) -> Response:
    """Says what a list would bring, or takes it in."""
    try:
        done = workspace.gazetteer.bring(who, file.file.read(), collection, dry=act == "look")
    except RefusedDecision as error:
        return _page(request, workspace, who, problem=told_to(request, error))
    if act == "take" and not done.wrong:
        return RedirectResponse(f"/gazetteer?batch={done.batch}", 303)
    return _page(request, workspace, who, batch=done.batch, brought=done)
