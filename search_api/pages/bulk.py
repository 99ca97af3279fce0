"""The pages of one judgement for all mentions that a query finds: what it would be, and how far its job is."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from corpora.document import LABELS
from pipeline.errors import CollectionNotFound, EntityNotFound, PipelineError, QuerySyntaxError, RefusedDecision
from pipeline.people.principal import Principal
from pipeline.review.bulk import Bulk, Preview
from pipeline.workspace import Workspace
from search_api.deps import UploadsDep, WorkspaceDep
from search_api.pages.refusals import told_to
from search_api.pages.shell import Items, page
from search_api.principals import WhoDep

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
type Words = Annotated[str, Query(max_length=1000)]


@router.get("/review/bulk")
def bulk_page(
    request: Request,
    workspace: WorkspaceDep,
    who: WhoDep,
    label: Words = "",
    words: Words = "",
    entity: Words = "",
    q: Words = "",
    collection: Words = "",
) -> Response:
    """What is asked for, how many that are, some of them, and the jobs of before."""
    asked = Bulk("accept", label if label in LABELS else "", words, entity, q, collection)
    return _page(request, workspace, who, asked)


def _page(
    request: Request, workspace: Workspace, who: Principal, asked: Bulk, problem: PipelineError | None = None
) -> Response:
    who.must_somewhere("reviewer")
    found: Preview | None = None
    if asked.label or asked.entity:
        try:
            found = workspace.bulk.preview(who, asked)
        except (RefusedDecision, CollectionNotFound, EntityNotFound, QuerySyntaxError) as error:
            problem = problem or error
    values: dict[str, Any] = {
        "asked": asked,
        "found": found,
        "problem": told_to(request, problem),
        "labels": LABELS,
        "collections": workspace.collections.where(who, "reviewer"),
        "names": {key: one.name for key, one in workspace.entities.named(who, [asked.entity]).items()},
        "jobs": workspace.bulk.jobs(who, 10),
        "here": Items.of(request).without(),
    }
    return page(request, "bulk.html", 409 if problem else 200, **values)


@router.post("/review/bulk")
def judge(
    request: Request,
    workspace: WorkspaceDep,
    who: WhoDep,
    uploads: UploadsDep,
    verdict: Annotated[Literal["accept", "reject"], Form()],
    label: Annotated[str, Form(max_length=20)] = "",
    words: Annotated[str, Form(max_length=500)] = "",
    entity: Annotated[str, Form(max_length=64)] = "",
    q: Annotated[str, Form(max_length=1000)] = "",
    collection: Annotated[str, Form(max_length=64)] = "",
    listed: Annotated[list[str], Form()] = [],  # noqa: B006 - FastAPI copies it
    chosen: Annotated[list[str], Form()] = [],  # noqa: B006
    note: Annotated[str, Form(max_length=2000)] = "",
    tag: Annotated[str, Form(max_length=64)] = "",
) -> Response:
    """Begins the job, of all but what was unticked, where they are the mentions that were shown."""
    but = tuple(one for one in listed if one not in set(chosen))
    asked = Bulk(verdict, label, words, entity, q, collection, but, note)
    try:
        identity = workspace.bulk.begin(who, asked, tag)
    except (RefusedDecision, CollectionNotFound, EntityNotFound, QuerySyntaxError) as error:
        return _page(request, workspace, who, asked, error)
    uploads.judge(identity)
    return RedirectResponse(f"/review/bulk/{identity}", 303)


@router.get("/review/bulk/{identity}")
def job_page(request: Request, workspace: WorkspaceDep, who: WhoDep, identity: str) -> Response:
    """How far a job is, and its undo."""
    return page(request, "bulk_job.html", one=workspace.bulk.job(who, identity))


@router.post("/review/bulk/{identity}")
def take_back(request: Request, workspace: WorkspaceDep, who: WhoDep, uploads: UploadsDep, identity: str) -> Response:
    """Ends a job and takes all of it back."""
    try:
        made = workspace.bulk.take_back(who, identity)
    except RefusedDecision as error:
        return page(request, "problem.html", 409, message="conflict", detail=told_to(request, error))
    uploads.judge(made)
    return RedirectResponse(f"/review/bulk/{made}", 303)
