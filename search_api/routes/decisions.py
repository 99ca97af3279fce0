"""``/api/v1/decisions``: who decided what, and what became of it; as JSON, JSON lines or CSV."""

from collections.abc import Iterable, Iterator
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Path, Query, Response
from fastapi.responses import StreamingResponse

from corpora.codec import json_text
from pipeline.review.log import COLUMNS, Filter, Kind, Logged, filtered
from search_api.deps import WorkspaceDep
from search_api.principals import WhoDep
from search_api.routes.documents import NOT_FOUND, Responses
from search_api.routes.entities import REFUSED
from search_api.schemas.problems import Problem
from search_api.schemas.review import LoggedOut
from search_api.tables import table

router = APIRouter(prefix="/api/v1", tags=["review"])
UNPARSED: Responses = {422: {"model": Problem, "description": "A day does not parse"}}
_FORMS: Responses = {200: {"content": {"text/csv": {}, "application/x-ndjson": {}}}}
type Number = Annotated[int, Path(ge=1, le=2**31 - 1)]
type Name = Annotated[str, Query(max_length=200)]
type Day = Annotated[str, Query(max_length=40, description="a day of UTC in any calendar, as 1404-05-01; within")]


def wanted(
    document: Annotated[str, Query(max_length=4000, description="id, key or address; without it everything")] = "",
    user: Name = "",
    entity: Annotated[str, Query(max_length=64, description="of it, or of mentions that name it")] = "",
    kind: Kind | None = None,
    batch: Annotated[str, Query(max_length=64, description="what was decided together under a name")] = "",
    since: Day = "",
    until: Day = "",
) -> Filter:
    """Which decisions are asked for; raises QuerySyntaxError."""
    return filtered(since, until, document=document, user=user, entity=entity, kind=kind or "", batch=batch)


type WantedDep = Annotated[Filter, Depends(wanted)]


@router.get("/decisions", responses=NOT_FOUND | UNPARSED | _FORMS, response_model=list[LoggedOut])
def decisions(
    workspace: WorkspaceDep,
    who: WhoDep,
    asked: WantedDep,
    after: Annotated[int, Query(ge=0, le=2**31 - 1, description="only those of a higher number")] = 0,
    limit: Annotated[int, Query(ge=0, le=100_000, description="at most so many; 0 for all")] = 0,
    format: Literal["json", "jsonl", "csv"] = "json",
) -> list[LoggedOut] | Response:
    """What people decided, oldest first, each with what became of it.

    Of a document for whoever sees it; else what is on documents of which one is a reviewer. Everything is an admin's.
    """
    found = workspace.log.entries(who, asked, after, limit)
    if format == "json":
        return [LoggedOut.of(one) for one in found]
    named = {"Content-Disposition": f'attachment; filename="asnad-decisions.{format}"'}
    if format == "csv":
        return table("csv", COLUMNS, (list(map(str, one.row())) for one in found), named)
    return StreamingResponse(_lines(found), media_type="application/x-ndjson", headers=named)


def _lines(found: Iterable[Logged]) -> Iterator[str]:
    for one in found:
        yield json_text(one.record()) + "\n"


@router.delete("/decisions/{number}", responses=NOT_FOUND | REFUSED)
def undo(workspace: WorkspaceDep, who: WhoDep, number: Number) -> LoggedOut:
    """Takes a decision back, of whatever kind; that it was made stays in the log."""
    one = workspace.log.undo(who, number)
    return LoggedOut.model_validate({**one.record(), "state": "replaced"})
