"""The pages of documents, uploads and jobs."""

from typing import Annotated

from fastapi import APIRouter, File, Form, HTTPException, Query, Request, Response, UploadFile
from fastapi.responses import HTMLResponse, RedirectResponse

from corpora.document import MAIN
from pipeline.errors import AmbiguousDocument, DocumentNotFound
from pipeline.people.principal import Principal
from pipeline.workspace import Workspace
from search_api.deps import UploadsDep, WorkspaceDep
from search_api.pages.asked import AskedDep, Number
from search_api.pages.reading import Reading
from search_api.pages.shell import page
from search_api.principals import WhoDep
from search_api.routes.documents import read_upload

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
_JOBS = 10


@router.get("/documents/{reference:path}")
def document_page(
    request: Request,
    workspace: WorkspaceDep,
    who: WhoDep,
    reference: str,
    asked: AskedDep,
    within: Annotated[str, Query(alias="in", max_length=1000, description="words to look for in the document")] = "",
    at: Annotated[str, Query(max_length=40, description="a passage, START-END in code points of the text")] = "",
    n: Number = 0,
) -> Response:
    """One document: its text with mentions coloured and matches numbered, the facts beside it, and the ways on."""
    try:
        document = workspace.document(who, reference)
    except DocumentNotFound:
        return page(request, "problem.html", 404, message="not_found", detail=reference)
    except AmbiguousDocument as error:
        return page(request, "problem.html", 409, message="problem", detail=str(error))
    reading = Reading.of(request, workspace, who, document, asked, within, at)
    place = reading.place(workspace, who, asked, n)
    return page(request, "document.html", document=document, place=place, reading=reading, q=asked.q, within=within)


@router.get("/upload")
def upload_page(request: Request, workspace: WorkspaceDep, who: WhoDep) -> Response:
    """The form, and how far what was sent and queued before is."""
    return page(
        request, "upload.html", error="", jobs=workspace.jobs(who, limit=_JOBS), collections=_targets(workspace, who)
    )


@router.post("/upload")
def upload_form(
    request: Request,
    workspace: WorkspaceDep,
    who: WhoDep,
    uploads: UploadsDep,
    file: Annotated[UploadFile, File()],
    collection: Annotated[str, Form(max_length=64)] = MAIN,
) -> Response:
    """Queues the file and shows its job."""
    try:
        identity = uploads.add(who, file.filename, read_upload(workspace, file), collection)
    except HTTPException as error:
        values = {"error": error.detail, "jobs": [], "collections": _targets(workspace, who)}
        return page(request, "upload.html", error.status_code, **values)
    return RedirectResponse(f"/jobs/{identity}", 303)


@router.get("/jobs/{identity}")
def job_page(request: Request, workspace: WorkspaceDep, who: WhoDep, identity: str) -> Response:
    """How far an upload is; reloads itself until it has ended."""
    found = workspace.jobs(who, identity)
    if not found:
        return page(request, "problem.html", 404, message="problem", detail=identity)
    return page(request, "job.html", job=found[0].job, progress=found[0])


def _targets(workspace: Workspace, who: Principal) -> list[str]:
    """The collections that somebody may put documents into."""
    return [one.name for one in workspace.collections.all(who) if who.may("editor", one.name)]
