"""``/api/v1/review/assignments``: who is to review which documents, and how far each person is."""

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Path

from pipeline.review.queue import Which
from search_api.deps import WorkspaceDep
from search_api.principals import WhoDep
from search_api.routes.documents import NOT_FOUND
from search_api.routes.entities import REFUSED
from search_api.schemas.assignments import AssignedOut, AssignIn, AssignmentsOut

router = APIRouter(prefix="/api/v1/review/assignments", tags=["review"])


@router.get("")
def progress(workspace: WorkspaceDep, who: WhoDep) -> list[AssignmentsOut]:
    """How far each person is; `GET /api/v1/review?assigned=NAME` has what waits for him."""
    return [AssignmentsOut(**asdict(one)) for one in workspace.assignments.progress(who)]


@router.post("", responses=NOT_FOUND | REFUSED)
def assign(workspace: WorkspaceDep, who: WhoDep, asked: AssignIn, dry_run: bool = False) -> AssignedOut:
    """Gives documents in which mentions wait to people: to oneself as a reviewer, to others as an editor."""
    within = frozenset({asked.collection}) if asked.collection else None
    which = Which(asked.label or "", within=within, doubtful=asked.doubtful)
    done = workspace.assignments.assign(who, asked.to, which, asked.q, asked.limit, again=asked.again, dry=dry_run)
    return AssignedOut(batch=done.batch, documents=dict(done.documents), mentions=dict(done.mentions))


@router.delete("/{batch}", responses=REFUSED)
def undo(workspace: WorkspaceDep, who: WhoDep, batch: Annotated[str, Path(max_length=64)]) -> dict[str, int]:
    """Takes assignments back: each document is again whose it was."""
    return {"documents": workspace.assignments.undo_all(who, batch)}
