"""``/api/v1/organisations``: the bodies that documents and lists name, as JSON and as a table."""

from functools import partial
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import StreamingResponse

from corpora.document import MAIN
from pipeline.organisations.databank import columns_given
from pipeline.organisations.organisations import Asked
from pipeline.organisations.tables import columns, row_of
from pipeline.search.workbook import MEDIA_TYPE
from search_api.deps import WorkspaceDep
from search_api.principals import WhoDep
from search_api.routes.documents import NOT_FOUND
from search_api.routes.entities import REFUSED
from search_api.schemas.organisations import (
    BroughtListOut,
    ListOut,
    OrganisationOut,
    OrganisationPageOut,
    OrganisationsOut,
    SaidIn,
)
from search_api.tables import exported, file_of, table

router = APIRouter(prefix="/api/v1/organisations", tags=["organisations"])
type Word = Annotated[str, Query(max_length=300)]


def asked_of(
    kind: Annotated[str, Query(max_length=20, description="ministry, municipality, ngo, company and so on")] = "",
    place: Annotated[str, Query(max_length=300, description="town or province, as names or lists have it")] = "",
    q: Annotated[str, Query(max_length=300, description="words of a name, in any spelling")] = "",
    collection: Word = "",
    agreements: Annotated[bool, Query(description="only parties of an agreement of the register")] = False,
) -> Asked:
    """Which organisations are asked for."""
    return Asked(kind.strip(), place.strip(), q.strip(), collection, agreements)


type AskedDep = Annotated[Asked, Depends(asked_of)]


@router.get("", responses=NOT_FOUND)
def organisations(
    workspace: WorkspaceDep,
    who: WhoDep,
    asked: AskedDep,
    limit: Annotated[int, Query(ge=1, le=500)] = 50,
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> OrganisationsOut:
    """The organisations, those in most documents first; agencies and papers without agreements last."""
    found = workspace.organisations.find(who, asked)
    return OrganisationsOut(items=[OrganisationOut.of(one) for one in found[offset : offset + limit]], total=len(found))


@router.get(
    "/export",
    response_class=StreamingResponse,
    responses=NOT_FOUND | exported("All organisations asked for, a line or row each"),
)
def export(
    workspace: WorkspaceDep, who: WhoDep, asked: AskedDep, format: Literal["json", "csv", "xlsx"] = "json"
) -> Response:
    """The organisations as a file that can be brought in again, with all columns of their lists."""
    found = workspace.organisations.find(who, asked)
    headings = columns(found)
    return file_of(format, "organisations", found, headings, partial(row_of, headings=headings))


@router.get("/lists")
def lists(workspace: WorkspaceDep, who: WhoDep) -> list[ListOut]:
    """The lists that were brought, the newest first."""
    return [ListOut(**one.record()) for one in workspace.lists.lists(who)]


@router.post(
    "/lists",
    responses=NOT_FOUND | REFUSED,
    openapi_extra={"requestBody": {"content": {"text/csv": {}, MEDIA_TYPE: {}}, "required": True}},
)
async def bring(
    request: Request,
    workspace: WorkspaceDep,
    who: WhoDep,
    name: Annotated[str, Query(max_length=200, description="what the list is called")],
    collection: Annotated[str, Query(max_length=64)] = MAIN,
    columns: Annotated[str, Query(max_length=2000, description="which heading is which: `name=عنوان,place=شهر`")] = "",
    dry_run: bool = False,
) -> BroughtListOut:
    """Takes a list in (CSV or XLSX as the body), or says what that would bring."""
    data, given = await request.body(), columns_given(columns)
    done = await run_in_threadpool(workspace.lists.bring, who, data, name, collection, given, dry=dry_run)
    return BroughtListOut(**done.record())


@router.get(
    "/lists/{batch}",
    response_class=StreamingResponse,
    responses={
        **REFUSED,
        200: {"description": "The list as it was brought", "content": {"text/csv": {}, MEDIA_TYPE: {}}},
    },
)
def list_again(
    workspace: WorkspaceDep,
    who: WhoDep,
    batch: Annotated[str, Path(max_length=64)],
    format: Literal["csv", "xlsx"] = "csv",
) -> Response:
    """A list with the columns and cells that it was brought with."""
    headings, rows = workspace.lists.get(who, batch).table()
    return table(format, headings, rows, {"Content-Disposition": f'attachment; filename="asnad-list.{format}"'})


@router.delete("/lists/{batch}", responses=REFUSED)
def undo_list(workspace: WorkspaceDep, who: WhoDep, batch: Annotated[str, Path(max_length=64)]) -> dict[str, int]:
    """Takes a list back; what documents say stays."""
    return {"rows": workspace.lists.undo(who, batch)}


@router.get("/{identity}", responses=NOT_FOUND)
def organisation(workspace: WorkspaceDep, who: WhoDep, identity: str) -> OrganisationPageOut:
    """One organisation with its units, persons, counts, agreements and rows of lists, each with what says so."""
    return OrganisationPageOut.of_page(workspace.organisations.page(who, identity))


@router.post("/{identity}", responses=NOT_FOUND | REFUSED)
def say(workspace: WorkspaceDep, who: WhoDep, identity: str, said: SaidIn) -> dict[str, int]:
    """Keeps kind, place or parent as a person says them; `DELETE /api/v1/decisions/{number}` takes that back."""
    told = {"kind": said.kind, "place": said.place, "parent": said.parent}
    return {"decision": workspace.lists.say(who, identity, said.collection, told).id}
