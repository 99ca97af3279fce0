"""The names of a watch list, on its page: a file is read, looked at, taken in or dropped, taken back, downloaded."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Form, Query, Request, Response, UploadFile
from fastapi.responses import HTMLResponse, RedirectResponse

from pipeline.errors import CollectionNotFound, MonitorNotFound, RefusedDecision
from pipeline.people.principal import Principal
from pipeline.workspace import Workspace
from search_api.deps import WorkspaceDep
from search_api.pages.monitors import refused_page
from search_api.pages.refusals import told_to
from search_api.pages.shell import page
from search_api.principals import WhoDep
from search_api.tables import table

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
_SHOWN = 20
"""Names of a file that a preview shows."""
type Name = Annotated[str, Form(max_length=200)]


@router.get("/monitors/{identity}/names")
def names_page(
    request: Request,
    workspace: WorkspaceDep,
    who: WhoDep,
    identity: str,
    done: Annotated[str, Query(max_length=1)] = "",
) -> Response:
    """A watch list: its names, the file that waits, and what can be gone back to."""
    return _page(request, workspace, who, identity, done=bool(done))


def _page(
    request: Request, workspace: Workspace, who: Principal, identity: str, *, done: bool = False, refused: str = ""
) -> Response:
    try:
        state = workspace.names.state(who, identity)
    except MonitorNotFound:
        return page(request, "problem.html", 404, message="monitor_not_found", detail=identity)
    values: dict[str, Any] = {"state": state, "monitor": state.monitor, "done": done, "refused": refused}
    values["first"] = state.waiting.lines()[:_SHOWN] if state.waiting else []
    return page(request, "watch_names.html", 422 if refused else 200, **values)


@router.get("/monitors/{identity}/names.{form}")
def names_file(workspace: WorkspaceDep, who: WhoDep, identity: str, form: Literal["csv", "xlsx", "txt"]) -> Response:
    """The names as a file."""
    names = workspace.names.names(who, identity)
    headers = {"Content-Disposition": f'attachment; filename="asnad-names.{form}"'}
    if form != "txt":
        return table(form, ("name",), ([name] for name in names), headers)
    return Response("".join(f"{name}\n" for name in names), media_type="text/plain; charset=utf-8", headers=headers)


@router.post("/monitors/names")
def look(
    request: Request,
    workspace: WorkspaceDep,
    who: WhoDep,
    file: UploadFile,
    monitor: Name = "",
    name: Name = "",
    where: Annotated[str, Form(max_length=64)] = "",
    shared: Annotated[str, Form(max_length=8)] = "",
    how: Annotated[Literal["replace", "add"], Form()] = "add",
) -> Response:
    """Reads a file for a list that is there, or for a new one; nothing of it is in use before it is taken."""
    data, called = file.file.read(), file.filename or "names.csv"
    try:
        if monitor:
            workspace.names.look(who, monitor, data, how, called)
        else:
            monitor = workspace.names.begin(who, name, data, called, where, shared=bool(shared)).id
    except RefusedDecision as error:
        if monitor:
            return _page(request, workspace, who, monitor, refused=told_to(request, error))
        return refused_page(
            request, workspace, who, names_refused=told_to(request, error), watch_name=name, where=where
        )
    except (MonitorNotFound, CollectionNotFound):
        return page(request, "problem.html", 404, message="monitor_not_found", detail=monitor or where)
    return RedirectResponse(f"/monitors/{monitor}/names", 303)


@router.post("/monitors/{identity}/names")
def change_names(
    request: Request,
    workspace: WorkspaceDep,
    who: WhoDep,
    identity: str,
    act: Annotated[Literal["take", "discard", "undo"], Form()],
) -> Response:
    """Takes the file that waits, drops it, or goes back to the names before."""
    try:
        if act == "take":
            workspace.names.take(who, identity)
        elif act == "undo":
            workspace.names.undo(who, identity)
        else:
            workspace.names.discard(who, identity)
    except RefusedDecision as error:
        return _page(request, workspace, who, identity, refused=told_to(request, error))
    except MonitorNotFound:
        return page(request, "problem.html", 404, message="monitor_not_found", detail=identity)
    return RedirectResponse(f"/monitors/{identity}/names{'' if act == 'discard' else '?done=1'}", 303)
