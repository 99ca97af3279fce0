"""``/api/v1/runs``: what was read in when, and taking it back."""

from typing import Annotated

from fastapi import APIRouter, Query

from search_api.deps import WorkspaceDep
from search_api.principals import WhoDep
from search_api.routes.documents import NOT_FOUND
from search_api.schemas.runs import RemovedOut, RunDocumentsOut, RunOut, RunsOut

router = APIRouter(prefix="/api/v1/runs", tags=["runs"])


@router.get("")
def runs(workspace: WorkspaceDep, who: WhoDep, limit: Annotated[int, Query(ge=1, le=500)] = 20) -> RunsOut:
    """Every reading into the archive, the newest first."""
    return RunsOut(items=[RunOut.of(run) for run in workspace.runs.all(who, limit)])


@router.get("/{identity}", responses=NOT_FOUND)
def run(
    workspace: WorkspaceDep, who: WhoDep, identity: str, limit: Annotated[int, Query(ge=0, le=1000)] = 100
) -> RunDocumentsOut:
    """A run, and what it brought."""
    found = workspace.runs.one(who, identity)
    return RunDocumentsOut.of(found, workspace.runs.brought(who, identity, limit))


@router.delete("/{identity}", responses=NOT_FOUND)
def take_back(workspace: WorkspaceDep, who: WhoDep, identity: str, dry_run: bool = False) -> RemovedOut:
    """Takes a run back: documents that it brought go, those that it changed are again what they were before."""
    return RemovedOut.of(workspace.removal.run(who, identity, dry=dry_run), dry=dry_run)
