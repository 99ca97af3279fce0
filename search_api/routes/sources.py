"""``/api/v1/sources``: what is looked at again and again for news; and what was fetched for documents."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response, status
from fastapi.concurrency import run_in_threadpool

from pipeline.jobs.polling import bring
from pipeline.sources.sources import Wanted
from search_api.deps import WorkspaceDep
from search_api.principals import WhoDep
from search_api.routes.documents import AMBIGUOUS, NOT_FOUND, Responses
from search_api.schemas.problems import Problem
from search_api.schemas.sources import (
    AddressIn,
    BroughtOut,
    ChangeIn,
    EvidenceListOut,
    EvidenceOut,
    PreviewOut,
    SourceIn,
    SourceLogOut,
    SourceOut,
    SourcesOut,
)

router = APIRouter(prefix="/api/v1", tags=["sources"])
_FILE = {"requestBody": {"content": {"text/x-opml": {"schema": {"type": "string"}}}, "required": True}}
_NO_LIST: Responses = {422: {"model": Problem, "description": "The file is no such list"}}
_UNUSABLE: Responses = {422: {"model": Problem, "description": "The address lists nothing, or cannot be had"}}


@router.get("/sources")
def sources(workspace: WorkspaceDep, who: WhoDep) -> SourcesOut:
    """The sources by name, with how each is and why."""
    return SourcesOut(items=[SourceOut.of(one) for one in workspace.sources.all(who)])


@router.post("/sources", status_code=status.HTTP_201_CREATED, responses=_UNUSABLE)
def add(workspace: WorkspaceDep, who: WhoDep, wanted: SourceIn) -> SourceOut:
    """Adds a source, after a look at it: its feed is found."""
    made = workspace.sources.add(who, Wanted(**wanted.model_dump()))
    return SourceOut.of(workspace.sources.one(who, made.id))


@router.post("/sources/preview", responses=_UNUSABLE)
def preview(workspace: WorkspaceDep, who: WhoDep, asked: AddressIn) -> PreviewOut:
    """What an address would bring, with its first ten stories; nothing is kept."""
    return PreviewOut.of(workspace.sources.preview(who, asked.url, asked.selector))


@router.get(
    "/sources/export",
    response_class=Response,
    responses={200: {"description": "The sources that one may change", "content": {"text/x-opml": {}}}},
)
def export(workspace: WorkspaceDep, who: WhoDep) -> Response:
    """The sources as OPML, for another archive or a feed reader."""
    headers = {"Content-Disposition": 'attachment; filename="sources.opml"'}
    return Response(workspace.sources.opml(who), media_type="text/x-opml", headers=headers)


@router.post("/sources/import", responses=_NO_LIST, openapi_extra=_FILE)
async def bring_list(
    request: Request,
    workspace: WorkspaceDep,
    who: WhoDep,
    name: Annotated[str, Query(max_length=200, description="the file's; what ends in .toml is TOML")] = "a.opml",
    collection: Annotated[str, Query(max_length=64, description="of all of them; where empty as the file says")] = "",
) -> BroughtOut:
    """Adds the sources of an OPML file, as feed readers export it, or of a TOML file; those that are there stay."""
    data = await request.body()
    return BroughtOut.of(await run_in_threadpool(bring, workspace, who, data, name, collection))


@router.get("/sources/{identity}", responses=NOT_FOUND)
def source(
    workspace: WorkspaceDep, who: WhoDep, identity: str, limit: Annotated[int, Query(ge=0, le=500)] = 100
) -> SourceLogOut:
    """A source and what happened to it."""
    return SourceLogOut.of(workspace.sources.one(who, identity), workspace.sources.log(who, identity, limit))


@router.patch("/sources/{identity}", responses=NOT_FOUND)
def change(workspace: WorkspaceDep, who: WhoDep, identity: str, asked: ChangeIn) -> SourceOut:
    """Leaves a source alone, or begins to look at it again."""
    workspace.sources.pause(who, identity, paused=asked.paused)
    return SourceOut.of(workspace.sources.one(who, identity))


@router.delete("/sources/{identity}", status_code=status.HTTP_204_NO_CONTENT, responses=NOT_FOUND)
def remove(workspace: WorkspaceDep, who: WhoDep, identity: str) -> None:
    """Forgets a source; its documents stay."""
    workspace.sources.remove(who, identity)


@router.get("/documents/{key}/evidence", responses=NOT_FOUND | AMBIGUOUS)
def evidence(workspace: WorkspaceDep, who: WhoDep, key: str) -> EvidenceListOut:
    """What was fetched for a document, as it came."""
    return EvidenceListOut(items=[EvidenceOut.of(one) for one in workspace.originals.evidence(who, key)])


@router.get(
    "/documents/{key}/evidence/{number}",
    response_class=Response,
    responses=NOT_FOUND | AMBIGUOUS | {200: {"description": "A WARC file", "content": {"application/warc": {}}}},
)
def warc(workspace: WorkspaceDep, who: WhoDep, key: str, number: int) -> Response:
    """One of them: a WARC file with the answer's status, headers, body and digest."""
    found = workspace.originals.warc(who, key, number)
    return Response(found.data, media_type=found.media_type, headers={"Content-Disposition": found.disposition})
