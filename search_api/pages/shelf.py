"""The shelf: what a person keeps for himself of documents and searches."""

from dataclasses import replace
from typing import Annotated, Any, Literal
from urllib.parse import parse_qsl

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import HTMLResponse

from pipeline.errors import AmbiguousDocument, DocumentNotFound, RefusedDecision
from pipeline.people.principal import Principal
from pipeline.people.shelf import LONGEST_NOTE, Change, tags_of
from pipeline.workspace import Workspace
from search_api.deps import WorkspaceDep
from search_api.pages.account import inside
from search_api.pages.facets import Chip, Reader, chips_of
from search_api.pages.language import interface_of
from search_api.pages.lists import Paging
from search_api.pages.refusals import told_to
from search_api.pages.shell import Items, done, page
from search_api.principals import WhoDep

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
_PAGE = 30
_HISTORY = 30
type Next = Annotated[str, Form(max_length=5000)]


@router.get("/shelf")
def shelf_page(
    request: Request,
    workspace: WorkspaceDep,
    who: WhoDep,
    tag: Annotated[str, Query(max_length=100)] = "",
    at: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> Response:
    """Documents with a star, tags or a note, saved searches, and what was looked for lately."""
    found, items = workspace.shelf.documents(who, tag), Items.of(request)
    shown = found[at : at + _PAGE]
    values: dict[str, Any] = {
        "tag": tag,
        "tags": [(name, number, items.with_value("tag", name)) for name, number in workspace.shelf.tags(who)],
        "found": shown,
        "paging": Paging.of(items.cut("at"), at, len(shown), _PAGE, len(found)),
        "saved": workspace.shelf.searches(who),
        "history": _looked_for(request, workspace, who),
    }
    return page(request, "shelf.html", **values)


def _looked_for(request: Request, workspace: Workspace, who: Principal) -> list[tuple[str, list[Chip], str]]:
    """What somebody looked for lately: the words, his filters, and the address of the search."""
    reader, found = Reader(workspace, who, Items([]), interface_of(request)), []
    for one in workspace.shelf.history(who, _HISTORY):
        items = Items([("q", one.text), *parse_qsl(one.filters)])
        found.append((one.text, chips_of(replace(reader, items=items)), "/" + items.without()))
    return found


@router.post("/shelf/searches")
def save_search(
    request: Request,
    workspace: WorkspaceDep,
    who: WhoDep,
    name: Annotated[str, Form(max_length=120)],
    address: Annotated[str, Form(max_length=5000)],
) -> Response:
    """Keeps a search: the parameters of the search page."""
    try:
        workspace.shelf.save(who, name, address.removeprefix("/").removeprefix("?"))
    except RefusedDecision as error:
        return page(request, "problem.html", 422, message="problem", detail=told_to(request, error))
    return done("/shelf#searches", "search_saved")


@router.post("/shelf/searches/{identity}")
def forget_search(request: Request, workspace: WorkspaceDep, who: WhoDep, identity: str) -> Response:
    """Takes one of one's searches away."""
    if not workspace.shelf.forget(who, identity):
        return page(request, "problem.html", 404, message="not_found", detail=identity)
    return done("/shelf#searches", "search_forgotten")


@router.post("/shelf/{key}")
def keep(
    request: Request,
    workspace: WorkspaceDep,
    who: WhoDep,
    key: str,
    act: Annotated[Literal["star", "unstar", "say"], Form()],
    tags: Annotated[str, Form(max_length=3000)] = "",
    note: Annotated[str, Form(max_length=LONGEST_NOTE * 2)] = "",
    next: Next = "/shelf",
) -> Response:
    """Puts a star on a document or takes it away, or sets its tags and the note; goes back to where one was."""
    said = Change(tags=tags_of(tags), note=note.replace("\r\n", "\n").strip())
    try:
        workspace.shelf.keep(who, key, said if act == "say" else Change(starred=act == "star"))
    except (DocumentNotFound, AmbiguousDocument):
        return page(request, "problem.html", 404, message="not_found", detail=key)
    except RefusedDecision as error:
        return page(request, "problem.html", 422, message="problem", detail=told_to(request, error))
    told = {"star": "starred", "unstar": "unstarred", "say": "saved"}[act]
    return done(f"{inside(next).partition('#')[0]}#{'notes' if act == 'say' else 'star'}", told)
