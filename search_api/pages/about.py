"""The page about a document: its original, versions and neighbours, and what a person may say that it is."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Form, HTTPException, Query, Request, Response, status
from fastapi.responses import HTMLResponse
from markupsafe import Markup

from corpora.document import Document
from extractors.dates.calendars import parts
from pipeline.errors import AmbiguousDocument, DecisionConflict, DocumentNotFound, RefusedDecision
from pipeline.people.principal import Principal
from pipeline.review.documents import Edit
from pipeline.review.edited import FIELDS
from pipeline.workspace import Workspace
from search_api.deps import WorkspaceDep
from search_api.pages.conflicts import sides_of
from search_api.pages.language import LANGUAGES, Interface, interface_of
from search_api.pages.refusals import told_to
from search_api.pages.render import file_name
from search_api.pages.shell import done, page
from search_api.principals import WhoDep

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
_KINDS = ("text", "html", "pdf", "image", "mail", "docx", "xlsx", "pptx", "odf", "rtf", "record")
_SET_ASIDE = 100
_EXAMPLE = "2025-08-13"
type Number = Annotated[int, Form(ge=1, le=2**31 - 1)]


@router.get("/documents/{reference:path}/about")
def about_page(
    request: Request,
    workspace: WorkspaceDep,
    who: WhoDep,
    reference: str,
    old: Annotated[int, Query(ge=0, le=2**31 - 1)] = 0,
) -> Response:
    """All about a document but its text."""
    return _page(request, workspace, who, reference, old=old)


def _page(
    request: Request,
    workspace: Workspace,
    who: Principal,
    reference: str,
    *,
    old: int = 0,
    code: int = 200,
    **more: Any,
) -> Response:
    try:
        document = workspace.document(who, reference)
        versions = workspace.originals.versions(who, document.key)
        changes = workspace.originals.compare(who, document.key, old, versions[0].number) if old else []
    except (DocumentNotFound, AmbiguousDocument) as error:
        return page(request, "problem.html", 404, message="not_found", detail=told_to(request, error))
    ui = interface_of(request)
    figures = "-".join(f"{part:02}" for part in parts(ui.calendar, date.fromisoformat(_EXAMPLE)))
    values: dict[str, Any] = {
        "document": document,
        "name": file_name(document.uri),
        "on_the_web": document.uri.startswith(("http://", "https://")),
        "versions": versions,
        "old": old,
        "old_place": next((one.place for one in versions if one.number == old), 0),
        "changes": changes,
        "evidence": workspace.originals.evidence(who, document.key),
        "beside": workspace.originals.beside(who, document.key),
        "history": workspace.editing.history(who, document.key),
        "fields": [(name, getattr(document, name)) for name in FIELDS],
        "choices": _choices(workspace, who, document),
        "examples": {"day": ui.day(_EXAMPLE), "figures": Markup('<bdi dir="ltr">{}</bdi>').format(figures)},
        "may_edit": who.may("reviewer", document.collection),
        "may_withdraw": who.may("editor", document.collection),
    }
    return page(request, "about.html", code, **{**values, **more})


def _as_shown(ui: Interface, field: str, before: str, after: str) -> bool:
    """Whether a field was left as the page filled it in: the day of publication stands there in words."""
    return after == before or (field == "published" and after.strip() == ui.dated(before))


def _choices(workspace: Workspace, who: Principal, document: Document) -> dict[str, list[str]]:
    """Field → what may be put there; a field that is typed has none."""
    mine = workspace.collections.where(who, "editor")
    found = {
        "language": [*LANGUAGES, "und"],
        "kind": list(_KINDS),
        "collection": mine if document.collection in mine else [document.collection],
    }
    return {name: list(dict.fromkeys([getattr(document, name), *values])) for name, values in found.items()}


@router.post("/documents/{reference:path}/about")
def edit(
    request: Request,
    workspace: WorkspaceDep,
    who: WhoDep,
    reference: str,
    field: Annotated[list[str], Form(max_length=10)],
    before: Annotated[list[str], Form(max_length=10)],
    after: Annotated[list[str], Form(max_length=10)],
) -> Response:
    """Keeps what was said of a document. Where somebody else was faster, both are shown, and nothing typed is lost."""
    if not len(field) == len(before) == len(after):
        raise HTTPException(status.HTTP_422_UNPROCESSABLE_CONTENT, "fields and values do not go together")
    ui = interface_of(request)
    asked = [Edit(*each) for each in zip(field, before, after, strict=True) if not _as_shown(ui, *each)]
    try:
        key = workspace.document(who, reference).key
        if asked:
            workspace.editing.edit(who, key, asked)
    except (DocumentNotFound, AmbiguousDocument) as error:
        return page(request, "problem.html", 404, message="not_found", detail=told_to(request, error))
    except DecisionConflict as error:
        typed = dict(zip(field, after, strict=True))
        more: dict[str, Any] = {
            "sides": sides_of(request, error),
            "typed": typed,
            "problem": interface_of(request)("about_conflict"),
        }
        return _page(request, workspace, who, reference, code=409, **more)
    except RefusedDecision as error:
        typed = dict(zip(field, after, strict=True))
        return _page(request, workspace, who, reference, code=409, typed=typed, problem=told_to(request, error))
    return done(f"/documents/{key}/about", "saved" if asked else "")


@router.post("/documents/{reference:path}/about/undo")
def undo(request: Request, workspace: WorkspaceDep, who: WhoDep, reference: str, decision: Number) -> Response:
    """Takes back what somebody said of a document."""
    try:
        key = workspace.editing.undo(who, reference, decision).key
    except (DocumentNotFound, AmbiguousDocument) as error:
        return page(request, "problem.html", 404, message="not_found", detail=told_to(request, error))
    except RefusedDecision as error:
        return _page(request, workspace, who, reference, code=409, problem=told_to(request, error))
    return done(f"/documents/{key}/about", "undone")


@router.post("/documents/{reference:path}/withdraw")
def set_aside(request: Request, workspace: WorkspaceDep, who: WhoDep, reference: str) -> Response:
    """Takes a document out of everything that people see, to be brought back."""
    try:
        workspace.removal.aside(who, reference)
    except (DocumentNotFound, AmbiguousDocument) as error:
        return page(request, "problem.html", 404, message="not_found", detail=told_to(request, error))
    return done("/set-aside", "aside")


@router.get("/set-aside")
def set_aside_page(request: Request, workspace: WorkspaceDep, who: WhoDep) -> Response:
    """What was set aside, to bring it back or to take it out for good."""
    return page(request, "set_aside.html", found=workspace.removal.set_aside(who, _SET_ASIDE))


@router.post("/set-aside/{key}")
def bring_back(
    request: Request,
    workspace: WorkspaceDep,
    who: WhoDep,
    key: str,
    act: Annotated[str, Form(max_length=8)] = "restore",
) -> Response:
    """Brings back what was set aside, or erases it for good."""
    try:
        if act == "erase":
            workspace.removal.erase(who, key)
            return done("/set-aside", "erased")
        workspace.removal.bring_back(who, key)
    except DocumentNotFound as error:
        return page(request, "problem.html", 404, message="not_found", detail=told_to(request, error))
    return done(f"/documents/{key}", "back")
