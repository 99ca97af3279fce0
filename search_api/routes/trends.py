"""``/api/v1/trends`` and timelines: what is told of more than before, and what was when."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query

from search_api.deps import WorkspaceDep
from search_api.principals import WhoDep
from search_api.routes.documents import NOT_FOUND
from search_api.schemas.trends import EventOut, TrendsOut

router = APIRouter(prefix="/api/v1")


@router.get("/trends", responses=NOT_FOUND, tags=["monitors"])
def trends(
    workspace: WorkspaceDep,
    who: WhoDep,
    q: Annotated[str, Query(max_length=2000, description="a query; everything where empty")] = "",
    monitor: Annotated[str, Query(max_length=200, description="name or id, in place of a query")] = "",
    since: Annotated[str, Query(max_length=40, description="2025-07-23 or 1404-05-01; seven days where empty")] = "",
    label: Literal["ORG", "PERSON", "PLACE"] = "ORG",
) -> TrendsOut:
    """Bursts of volume, names told of more than before, alone and together, who is quoted, from a day until today."""
    return TrendsOut.of(workspace.trends.make(who, q, monitor=monitor, since=since, label=label))


@router.get("/entities/{identity}/timeline", responses=NOT_FOUND, tags=["entities"])
def timeline(workspace: WorkspaceDep, who: WhoDep, identity: str) -> list[EventOut]:
    """The days that sentences name beside an entity, by day, each with its sentence."""
    return [EventOut.of(event) for event in workspace.trends.timeline(who, identity)]
