"""``/api/v1/corrections``: what people put right in recognised text."""

from typing import Annotated

from fastapi import APIRouter, Body

from pipeline.people.principal import Principal
from pipeline.workspace import Workspace
from search_api.deps import WorkspaceDep
from search_api.principals import WhoDep
from search_api.routes.documents import NOT_FOUND
from search_api.routes.entities import REFUSED
from search_api.schemas.corrections import ChangeIn, CorrectionOut

router = APIRouter(prefix="/api/v1/corrections", tags=["corrections"])


@router.get("/{key}", responses=NOT_FOUND)
def corrections(workspace: WorkspaceDep, who: WhoDep, key: str) -> list[CorrectionOut]:
    """What was put right in a document, and what became of it; the newest first."""
    return _history(workspace, who, key)


@router.post("/{key}", responses=NOT_FOUND | REFUSED)
def correct(
    workspace: WorkspaceDep,
    who: WhoDep,
    key: str,
    changes: Annotated[list[ChangeIn], Body(min_length=1, max_length=1000)],
) -> list[CorrectionOut]:
    """Puts recognised words right, all or none; what is extracted and found follows from the corrected text."""
    workspace.texts.correct(who, key, [change.change() for change in changes])
    return _history(workspace, who, key)


@router.delete("/{key}/{identity}", responses=NOT_FOUND | REFUSED)
def undo(workspace: WorkspaceDep, who: WhoDep, key: str, identity: int) -> list[CorrectionOut]:
    """Takes a correction back; that it was made stays in the history."""
    workspace.texts.undo(who, key, identity)
    return _history(workspace, who, key)


def _history(workspace: Workspace, who: Principal, key: str) -> list[CorrectionOut]:
    return [CorrectionOut.of(judged) for judged in workspace.texts.history(who, key)]
