"""``GET /api/v1/compare``: what differs between two texts of an agreement."""

from typing import Annotated

from fastapi import APIRouter, Query

from pipeline.registry.comparison import compare as compared
from pipeline.registry.comparison import text_of
from search_api.deps import WorkspaceDep
from search_api.principals import WhoDep
from search_api.routes.documents import NOT_FOUND
from search_api.schemas.compare import RowOut

router = APIRouter(prefix="/api/v1", tags=["agreements"])
type Reference = Annotated[str, Query(min_length=1, max_length=2000, description="key, id or address of a document")]


@router.get("/compare", responses=NOT_FOUND)
def compare(workspace: WorkspaceDep, who: WhoDep, a: Reference, b: Reference) -> list[RowOut]:
    """The articles of two documents, aligned by number and then by likeness; spelling is no difference."""
    left, right = (text_of(workspace.document(who, one)) for one in (a, b))
    return [RowOut.of(row) for row in compared(left, right)]
