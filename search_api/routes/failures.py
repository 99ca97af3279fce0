"""``/api/v1/failures``: what could not be read, and what to do about it."""

from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Response, status

from search_api.deps import WorkspaceDep
from search_api.principals import WhoDep
from search_api.routes.documents import NOT_FOUND, ORIGINAL_POLICY
from search_api.schemas.failures import ChosenIn, DismissedOut, FailureOut, FailuresOut, GroupOut, RetriedOut

router = APIRouter(prefix="/api/v1/failures", tags=["failures"])


@router.get("")
def failures(
    workspace: WorkspaceDep,
    who: WhoDep,
    code: Annotated[str, Query(max_length=20, description="only those of this code")] = "",
    run: Annotated[str, Query(max_length=32, description="only those of this run")] = "",
    limit: Annotated[int, Query(ge=1, le=500)] = 50,
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> FailuresOut:
    """What could not be read and why, the newest first, with counts by reason and by source."""
    found, total = workspace.failing.page(who, code, run, limit, offset)
    groups = [[GroupOut.of(group) for group in workspace.failing.groups(who, by)] for by in ("code", "source")]
    return FailuresOut(items=[FailureOut.of(one) for one in found], total=total, codes=groups[0], sources=groups[1])


@router.get(
    "/{identity}/original",
    response_class=Response,
    responses=NOT_FOUND
    | {200: {"description": "The bytes that could not be read", "content": {"application/octet-stream": {}}}},
)
def original(workspace: WorkspaceDep, who: WhoDep, identity: int) -> Response:
    """The bytes of what could not be read, as a file."""
    found = workspace.failing.original(who, identity)
    headers = {"Content-Disposition": found.disposition, "Content-Security-Policy": ORIGINAL_POLICY}
    return Response(found.data, media_type=found.media_type, headers=headers)


@router.post("/dismiss")
def dismiss(workspace: WorkspaceDep, who: WhoDep, chosen: ChosenIn) -> DismissedOut:
    """Forgets failures, with the bytes that were kept of them."""
    return DismissedOut(dismissed=workspace.failing.dismiss(who, *_named(chosen)))


@router.post("/retry")
def retry(workspace: WorkspaceDep, who: WhoDep, chosen: ChosenIn) -> RetriedOut:
    """Reads again what failed, from the bytes that were kept; pages of the web are fetched again. Waits for it."""
    report = workspace.retry(who, *_named(chosen))
    return RetriedOut(added=report.added, changed=report.changed, failed=report.failed)


def _named(chosen: ChosenIn) -> tuple[list[int], str]:
    if bool(chosen.ids) == bool(chosen.code):
        raise HTTPException(status.HTTP_422_UNPROCESSABLE_CONTENT, "say which failures: some ids, or a code")
    return chosen.ids, chosen.code
