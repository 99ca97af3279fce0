"""``/api/v1/review/bulk``: one judgement for all mentions that a query finds, as a job, with a dry run and one undo."""

from typing import Annotated

from fastapi import APIRouter, Header, HTTPException, Path, Query, Response, status
from fastapi.responses import JSONResponse

from pipeline.errors import DecisionConflict
from search_api.deps import UploadsDep, WorkspaceDep
from search_api.principals import WhoDep
from search_api.routes.documents import NOT_FOUND, Responses
from search_api.routes.entities import REFUSED
from search_api.schemas.bulk import BulkIn, BulkJobOut, BulkPreviewOut
from search_api.schemas.problems import Problem

router = APIRouter(prefix="/api/v1/review/bulk", tags=["review"])
_CHANGED: Responses = {412: {"model": Problem, "description": "Other mentions wait for that than those of If-Match"}}
_QUEUED: Responses = {202: {"model": BulkJobOut, "description": "The job, which is carried out in the background"}}
_UNPARSED: Responses = {422: {"model": Problem, "description": "The query does not parse"}}
type Job = Annotated[str, Path(max_length=64)]


@router.get("")
def jobs(workspace: WorkspaceDep, who: WhoDep, limit: Annotated[int, Query(ge=1, le=200)] = 20) -> list[BulkJobOut]:
    """One's own jobs, the newest first; an admin sees everybody's."""
    return [BulkJobOut.of(one) for one in workspace.bulk.jobs(who, limit)]


@router.post("", response_model=BulkPreviewOut, responses=NOT_FOUND | REFUSED | _CHANGED | _QUEUED | _UNPARSED)
def judge(
    workspace: WorkspaceDep,
    who: WhoDep,
    uploads: UploadsDep,
    asked: BulkIn,
    dry_run: Annotated[bool, Query(description="say what would be judged, and decide nothing")] = False,
    if_match: Annotated[str | None, Header(description="the ETag of the dry run that was looked at")] = None,
    idempotency_key: Annotated[
        str | None, Header(max_length=200, description="the same key of the same person is the same job")
    ] = None,
) -> Response:
    """Judges all mentions that are asked for and that nobody judged, in the background."""
    wanted = asked.asked()
    if dry_run:
        found = workspace.bulk.preview(who, wanted)
        return JSONResponse(BulkPreviewOut.of(found).model_dump(), headers={"ETag": f'"{found.tag}"'})
    tag = "" if if_match is None or if_match.strip() == "*" else if_match.strip().strip('"') or "none"
    try:
        identity = workspace.bulk.begin(who, wanted, tag, idempotency_key or "")
    except DecisionConflict as error:
        raise HTTPException(status.HTTP_412_PRECONDITION_FAILED, str(error)) from error
    uploads.judge(identity)
    return _accepted(workspace, who, identity)


@router.get("/{identity}", responses=NOT_FOUND)
def job(workspace: WorkspaceDep, who: WhoDep, identity: Job) -> BulkJobOut:
    """A job, and how far it is."""
    return BulkJobOut.of(workspace.bulk.job(who, identity))


@router.delete("/{identity}", response_model=BulkJobOut, responses=NOT_FOUND | REFUSED | _QUEUED)
def take_back(workspace: WorkspaceDep, who: WhoDep, uploads: UploadsDep, identity: Job) -> Response:
    """Ends a job and takes all of it back, but for what somebody decided on since: a job too."""
    made = workspace.bulk.take_back(who, identity)
    uploads.judge(made)
    return _accepted(workspace, who, made)


def _accepted(workspace: WorkspaceDep, who: WhoDep, identity: str) -> Response:
    told = BulkJobOut.of(workspace.bulk.job(who, identity)).model_dump()
    return JSONResponse(told, status.HTTP_202_ACCEPTED, {"Location": f"/api/v1/review/bulk/{identity}"})
