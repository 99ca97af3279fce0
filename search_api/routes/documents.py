"""``/api/v1/documents`` and ``/api/v1/jobs``."""

from typing import Annotated, Any

from fastapi import APIRouter, File, HTTPException, Path, Query, Response, UploadFile, status

from corpora.document import MAIN
from pipeline.people.principal import Principal
from pipeline.workspace import Workspace
from search_api.deps import UploadsDep, WorkspaceDep
from search_api.principals import WhoDep
from search_api.schemas.documents import DocumentOut
from search_api.schemas.problems import Problem
from search_api.schemas.uploads import JobOut, JobsOut

router = APIRouter(prefix="/api/v1", tags=["documents"])
type Responses = dict[int | str, dict[str, Any]]
NOT_FOUND: Responses = {404: {"model": Problem, "description": "There is none of that name"}}
AMBIGUOUS: Responses = {409: {"model": Problem, "description": "The id names documents of several sources"}}
UNREADABLE = {"model": Problem, "description": "The page cannot be drawn"}
ORIGINAL_POLICY = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox"
"""What a browser may do with bytes that somebody else made: show them, and nothing else."""
TOO_LARGE: Responses = {
    413: {"model": Problem, "description": "The file is over the limit"},
    422: {"model": Problem, "description": "The file is empty, or there is none"},
}


def read_upload(workspace: Workspace, file: UploadFile) -> bytes:
    """The bytes of an upload; raises HTTPException for one that is empty or too large."""
    limit = workspace.settings.upload_bytes
    data = file.file.read(limit + 1)
    if len(data) > limit:
        raise HTTPException(status.HTTP_413_CONTENT_TOO_LARGE, f"an upload may have {limit:,} bytes at most")
    if not data:
        raise HTTPException(status.HTTP_422_UNPROCESSABLE_CONTENT, "the uploaded file is empty")
    return data


@router.get(
    "/documents/{reference:path}/original",
    response_class=Response,
    responses=NOT_FOUND
    | AMBIGUOUS
    | {200: {"description": "The bytes as they came", "content": {"application/octet-stream": {}}}},
)
def original(workspace: WorkspaceDep, who: WhoDep, reference: str) -> Response:
    """The bytes of a document as they came: to be kept as a file, unless they are of a type that is safe to show.

    A member of an archive and a line of a file give their own part.
    """
    found = workspace.originals.original(who, reference)
    headers = {"Content-Disposition": found.disposition, "Content-Security-Policy": ORIGINAL_POLICY}
    headers["Content-Type"] = found.media_type  # given as a type, it would be said to be in UTF-8
    if found.media_type == "application/pdf":  # viewers of PDF do not start in a sandbox; they have one of their own
        headers["Content-Security-Policy"] = ORIGINAL_POLICY.removesuffix("; sandbox")
    return Response(found.data, headers=headers)


@router.get("/documents/{reference:path}", responses=NOT_FOUND | AMBIGUOUS)
def document(workspace: WorkspaceDep, who: WhoDep, reference: str) -> DocumentOut:
    """A document by its id, key or address."""
    return DocumentOut.of(workspace.document(who, reference))


@router.get(
    "/pages/{key}/{number}",
    response_class=Response,
    responses=NOT_FOUND
    | {200: {"description": "The page as a picture", "content": {"image/jpeg": {}}}, 422: UNREADABLE},
)
def picture(
    workspace: WorkspaceDep,
    who: WhoDep,
    key: str,
    number: Annotated[int, Path(ge=1, le=100_000)],
    width: Annotated[int, Query(ge=50, le=3000, description="pixels, at most")] = 1200,
) -> Response:
    """A page of a scan or a PDF as a picture; pages are numbered from 1."""
    kept = {"Cache-Control": "private, max-age=3600"}
    return Response(workspace.originals.picture(who, key, number, width), media_type="image/jpeg", headers=kept)


@router.post("/documents", status_code=status.HTTP_202_ACCEPTED, responses=TOO_LARGE)
def upload(
    workspace: WorkspaceDep,
    who: WhoDep,
    uploads: UploadsDep,
    response: Response,
    file: Annotated[UploadFile, File()],
    collection: Annotated[str, Query(max_length=64, description="where its documents go")] = MAIN,
) -> JobOut:
    """Takes a file of any format that ``asnad ingest`` reads; answers at once with a job to look at."""
    identity = uploads.add(who, file.filename, read_upload(workspace, file), collection)
    response.headers["Location"] = f"/api/v1/jobs/{identity}"
    return _job(workspace, who, identity)


@router.get("/jobs")
def jobs(workspace: WorkspaceDep, who: WhoDep, limit: Annotated[int, Query(ge=1, le=200)] = 20) -> JobsOut:
    """How far uploads and bulk loads are, the newest first."""
    return JobsOut(items=[JobOut.of(one) for one in workspace.jobs(who, limit=limit)])


@router.get("/jobs/{identity}", responses=NOT_FOUND)
def job(workspace: WorkspaceDep, who: WhoDep, identity: str) -> JobOut:
    """How far a job is."""
    return _job(workspace, who, identity)


def _job(workspace: Workspace, who: Principal, identity: str) -> JobOut:
    found = workspace.jobs(who, identity)
    if not found:
        raise HTTPException(status.HTTP_404_NOT_FOUND, f"there is no job {identity!r}")
    return JobOut.of(found[0])
