"""The pages of sources: the list with how each is and why, adding one with a preview, one with its log."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Form, Request, Response, UploadFile
from fastapi.responses import HTMLResponse, RedirectResponse

from corpora.document import MAIN
from corpora.sentences import Sentence
from pipeline.errors import CollectionNotFound, RefusedDecision, SourceNotFound, UnreadableExchange, UnusableSource
from pipeline.jobs.polling import bring
from pipeline.people.principal import Principal
from pipeline.sources.sources import EVERY, LEAST, MOST, Line, Wanted
from pipeline.workspace import Workspace
from search_api.deps import WorkspaceDep
from search_api.pages.language import Interface, interface_of
from search_api.pages.refusals import told_to
from search_api.pages.shell import done, page
from search_api.principals import WhoDep

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
_LOG = 100
_MINUTE = 60
type Word = Annotated[str, Form(max_length=2000)]


@router.get("/sources")
def sources_page(request: Request, workspace: WorkspaceDep, who: WhoDep) -> Response:
    """Every source that somebody may see, what is wrong ones first."""
    return _list(request, workspace, who)


def _list(request: Request, workspace: Workspace, who: Principal, code: int = 200, **more: Any) -> Response:
    found = workspace.sources.all(who)
    found.sort(key=lambda one: one.state not in ("failing", "dead", "silent", "paywalled"))
    values: dict[str, Any] = {
        "found": found,
        "late": workspace.sources.unattended(who),
        "keeps": who.may("admin"),
        "typed": {"url": "", "name": "", "selector": "", "collection": MAIN, "every": EVERY // _MINUTE, "hours": ""},
        "collections": workspace.collections.where(who, "editor"),
        "edits": who.is_somewhere("editor"),
    }
    return page(request, "sources.html", code, **{**values, **more})


@router.post("/sources")
def add(
    request: Request,
    workspace: WorkspaceDep,
    who: WhoDep,
    url: Word,
    name: Annotated[str, Form(max_length=200)] = "",
    selector: Annotated[str, Form(max_length=500)] = "",
    collection: Annotated[str, Form(max_length=64)] = MAIN,
    every: Annotated[int, Form(ge=LEAST // _MINUTE, le=MOST // _MINUTE)] = EVERY // _MINUTE,
    hours: Annotated[str, Form(max_length=64)] = "",
    act: Annotated[Literal["preview", "add"], Form()] = "preview",
) -> Response:
    """Shows what an address would bring, or adds it; what was typed stays where that cannot be."""
    typed = {"url": url, "name": name, "selector": selector, "collection": collection, "every": every, "hours": hours}
    try:
        if act == "add":
            made = workspace.sources.add(who, Wanted(url, name, collection, "", selector, every * _MINUTE, hours))
            return RedirectResponse(f"/sources/{made.id}", 303)
        preview = workspace.sources.preview(who, url, selector)
    except UnusableSource as error:
        said = interface_of(request)(f"source_said_{error.trouble}")
        return _list(request, workspace, who, 422, typed=typed, problem=said, detail=_closer(request, error))
    except RefusedDecision as error:
        return _list(request, workspace, who, 422, typed=typed, problem=told_to(request, error))
    except CollectionNotFound as error:
        return page(request, "problem.html", 404, message="not_found", detail=told_to(request, error))
    return _list(
        request, workspace, who, typed={**typed, "url": preview.url, "name": name or preview.name}, preview=preview
    )


@router.post("/sources/list")
def bring_list(
    request: Request,
    workspace: WorkspaceDep,
    who: WhoDep,
    file: UploadFile,
    collection: Annotated[str, Form(max_length=64)] = "",
) -> Response:
    """Takes the sources of an OPML or TOML file, and says which were not taken, and why."""
    try:
        found = bring(workspace, who, file.file.read(), file.filename or "", collection)
    except UnreadableExchange as error:
        return _list(request, workspace, who, 422, list_problem=told_to(request, error))
    refused = [(url, told_to(request, error)) for url, error in found.refused]
    return _list(request, workspace, who, brought=found, refused=refused)


@router.get("/sources/{identity}")
def source_page(request: Request, workspace: WorkspaceDep, who: WhoDep, identity: str) -> Response:
    """One source: how it is, when it is looked at next, and all that happened to it."""
    try:
        seen = workspace.sources.one(who, identity)
    except SourceNotFound as error:
        return page(request, "problem.html", 404, message="not_found", detail=told_to(request, error))
    ui = interface_of(request)
    lines = [(line, said(ui, line)) for line in workspace.sources.log(who, identity, _LOG)]
    edits = who.may("editor", seen.source.collection)
    return page(request, "source.html", seen=seen, lines=lines, edits=edits, minutes=seen.source.every // _MINUTE)


@router.post("/sources/{identity}")
def decide(
    request: Request,
    workspace: WorkspaceDep,
    who: WhoDep,
    identity: str,
    act: Annotated[Literal["pause", "resume", "look", "remove"], Form()],
) -> Response:
    """Leaves a source alone, begins again, looks soon, or forgets it."""
    try:
        if act == "remove":
            workspace.sources.remove(who, identity)
            return done("/sources", "removed")
        if act == "look":
            workspace.sources.look_soon(who, identity)
        else:
            workspace.sources.pause(who, identity, paused=act == "pause")
    except SourceNotFound as error:
        return page(request, "problem.html", 404, message="not_found", detail=told_to(request, error))
    return done(f"/sources/{identity}", "saved")


def _closer(request: Request, error: UnusableSource) -> str:
    """What goes with why an address is no source, as far as the reader's language has it."""
    more = error.detail.get("said", "")
    return told_to(request, more) if isinstance(more, Sentence) or interface_of(request).language == "en" else ""


def said(ui: Interface, line: Line) -> tuple[str, str]:
    """What a line of a log says in the reader's language, and the value that goes with it (an address, a date)."""
    detail: Mapping[str, Any] = line.detail
    if line.code == "new":
        parts = [ui.count(f"n_{name}", detail[name]) for name in ("stories", "changed") if detail.get(name)]
        return f"{ui('source_said_new')}: {' · '.join(parts)}" if parts else ui("source_said_new"), ""
    text = ui(f"source_said_{line.code}")
    if line.code == "page_failed":
        return f"{text}: {ui('source_said_' + str(detail.get('why')))}", str(detail.get("url", ""))
    if line.code == "date_differs":
        days = f"{ui.day(str(detail.get('listing')))} ≠ {ui.day(str(detail.get('page')))}"
        return f"{text}: {days}", str(detail.get("url", ""))
    if line.code == "moved":
        return text, str(detail.get("to", ""))
    if "wait" in detail:
        text += f" · {ui('source_wait', minutes=ui.number(-(-int(detail['wait']) // _MINUTE)))}"
    if "status" in detail:
        text += f" ({ui.digits(str(detail['status']))})"
    return text, str(detail.get("url") or detail.get("said") or detail.get("type") or "")
