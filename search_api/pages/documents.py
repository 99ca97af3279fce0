"""The pages of documents, uploads and jobs."""

from typing import Annotated

from fastapi import APIRouter, File, HTTPException, Request, Response, UploadFile
from fastapi.responses import HTMLResponse, RedirectResponse

from pipeline.errors import AmbiguousDocument, DocumentNotFound
from pipeline.store import parts
from search_api.deps import UploadsDep, WorkspaceDep
from search_api.pages.language import interface_of
from search_api.pages.page_images import sheets
from search_api.pages.render import facts, paragraphs
from search_api.pages.shell import page
from search_api.routes.documents import read_upload

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
_JOBS = 10


@router.get("/documents/{reference:path}")
def document_page(request: Request, workspace: WorkspaceDep, reference: str) -> Response:
    """One document: its text with mentions coloured, and the facts beside it."""
    try:
        document = workspace.document(reference)
    except DocumentNotFound:
        return page(request, "problem.html", 404, message="not_found", detail=reference)
    except AmbiguousDocument as error:
        return page(request, "problem.html", 409, message="problem", detail=str(error))
    ui = interface_of(request)
    shown = sheets(document)
    lines = list(paragraphs(document, {spot.id for sheet in shown for spot in sheet.spots}))
    return page(request, "document.html", document=document, lines=lines, facts=facts(document, ui), sheets=shown)


@router.get("/upload")
def upload_page(request: Request, workspace: WorkspaceDep) -> Response:
    """The form, and how far what was sent and queued before is."""
    return page(request, "upload.html", error="", jobs=parts.progress(workspace.store, limit=_JOBS))


@router.post("/upload")
def upload_form(
    request: Request, workspace: WorkspaceDep, uploads: UploadsDep, file: Annotated[UploadFile, File()]
) -> Response:
    """Queues the file and shows its job."""
    try:
        identity = uploads.add(file.filename, read_upload(workspace, file))
    except HTTPException as error:
        return page(request, "upload.html", error.status_code, error=error.detail, jobs=[])
    return RedirectResponse(f"/jobs/{identity}", 303)


@router.get("/jobs/{identity}")
def job_page(request: Request, workspace: WorkspaceDep, identity: str) -> Response:
    """How far an upload is; reloads itself until it has ended."""
    found = parts.progress(workspace.store, identity)
    if not found:
        return page(request, "problem.html", 404, message="problem", detail=identity)
    return page(request, "job.html", job=found[0].job, progress=found[0])
