"""``GET /api/v1/indicators``: how many of something, over time."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response

from corpora.tabular import BOM
from pipeline.registry.indicators import csv_of_records, record_of
from search_api.deps import WorkspaceDep
from search_api.principals import WhoDep
from search_api.schemas.counts import PointOut

router = APIRouter(prefix="/api/v1", tags=["search"])


@router.get(
    "/indicators",
    response_model=list[PointOut],
    responses={200: {"description": "The counts, oldest first", "content": {"text/csv": {}}}},
)
def indicators(
    workspace: WorkspaceDep,
    who: WhoDep,
    unit: Annotated[str, Query(min_length=1, max_length=200, description="what is counted, as in `count:UNIT`")],
    format: Literal["json", "csv"] = "json",
) -> list[PointOut] | Response:
    """The counts of a unit in all documents, each with its sentence."""
    records = [record_of(point) for point in workspace.indicators(who, unit)]
    if format == "csv":
        named = {"Content-Disposition": 'attachment; filename="asnad.csv"'}
        return Response(BOM + csv_of_records(records), media_type="text/csv; charset=utf-8", headers=named)
    return [PointOut(**record) for record in records]
