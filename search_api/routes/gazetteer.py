"""``/api/v1/gazetteer``: the names of organisations that this workspace knows beside the tables."""

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Request
from fastapi.concurrency import run_in_threadpool

from corpora.document import MAIN
from search_api.deps import WorkspaceDep
from search_api.principals import WhoDep
from search_api.routes.documents import NOT_FOUND
from search_api.routes.entities import REFUSED
from search_api.schemas.gazetteer import BroughtOut, EntryOut, WordIn

router = APIRouter(prefix="/api/v1/gazetteer", tags=["review"])
_LIST = {
    "text/csv": {"schema": {"type": "string"}},
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": {
        "schema": {"type": "string", "format": "binary"}
    },
}
type Collection = Annotated[str, Query(max_length=64)]


@router.get("", responses=NOT_FOUND)
def names(
    workspace: WorkspaceDep,
    who: WhoDep,
    q: Annotated[str, Query(max_length=300, description="names with these letters")] = "",
    collection: Collection = "",
    state: Literal["used", "waits", "avoided"] | None = None,
    limit: Annotated[int, Query(ge=1, le=20_000)] = 200,
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> list[EntryOut]:
    """The names, in the order of the alphabet, each with who said so first and when."""
    found = workspace.gazetteer.entries(who, collection, state or "", q)
    return [EntryOut.of(one) for one in found[offset : offset + limit]]


@router.post("", responses=NOT_FOUND | REFUSED)
def judge(workspace: WorkspaceDep, who: WhoDep, said: WordIn) -> dict[str, int]:
    """Keeps a word on a name; `DELETE /api/v1/decisions/{number}` takes it back."""
    return {"decision": workspace.gazetteer.judge(who, said.collection, said.name, said.verdict, said.note).id}


@router.post(
    "/lists",
    responses=NOT_FOUND | REFUSED,
    openapi_extra={"requestBody": {"content": _LIST, "required": True}},
)
async def bring(
    request: Request, workspace: WorkspaceDep, who: WhoDep, collection: Collection = MAIN, dry_run: bool = False
) -> BroughtOut:
    """Takes the names of a CSV or XLSX in (columns name, aliases, kind, english, id), or says what that would bring."""
    data = await request.body()
    return BroughtOut.of(await run_in_threadpool(workspace.gazetteer.bring, who, data, collection, dry=dry_run))


@router.delete("/lists/{batch}", responses=REFUSED)
def undo_list(workspace: WorkspaceDep, who: WhoDep, batch: Annotated[str, Path(max_length=64)]) -> dict[str, int]:
    """Takes a list back."""
    return {"names": workspace.gazetteer.undo_list(who, batch)}
