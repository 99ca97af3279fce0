"""The pages of runs: the list, one with its progress and documents, and taking it back."""

from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from pipeline.errors import DocumentNotFound, RunNotFound
from pipeline.jobs.new_versions import offered
from pipeline.runs.runs import Run
from search_api.deps import UploadsDep, WorkspaceDep
from search_api.pages.lists import Paging
from search_api.pages.refusals import told_to
from search_api.pages.shell import Items, page
from search_api.principals import WhoDep

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
_PAGE = 30
_DOCUMENTS = 100
_FAILURES = 10
_SLOWEST = 0.05
"""Sources a second below which a rate says nothing."""


@router.get("/runs")
def runs_page(
    request: Request,
    workspace: WorkspaceDep,
    who: WhoDep,
    at: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> Response:
    """Every reading into the archive, the newest first."""
    found = workspace.runs.all(who, _PAGE + 1, at)
    shown = found[:_PAGE]
    paging = Paging.of(Items.of(request), at, len(shown), _PAGE, more=len(found) > _PAGE)
    return page(request, "runs.html", runs=shown, paging=paging)


@router.get("/runs/{identity}")
def run_page(request: Request, workspace: WorkspaceDep, who: WhoDep, identity: str) -> Response:
    """How far a run is, and what it brought."""
    try:
        run = workspace.runs.one(who, identity)
    except RunNotFound:
        return _not_found(request, identity)
    documents, total = workspace.runs.brought(who, identity, _DOCUMENTS)
    failed, failures = workspace.failing.page(who, run=identity, limit=_FAILURES)
    jobs = workspace.jobs(who, identity)
    far = (jobs[0].read, jobs[0].sources) if jobs and jobs[0].parts else run.far
    values: dict[str, Any] = {
        "run": run,
        "far": far,
        "speed": _speed(run, *far),
        "documents": documents,
        "total": total,
        "earlier": {} if run.under_way else offered(workspace, who, [one.key for one in documents]),
        "failed": failed,
        "failures": failures,
        "message": jobs[0].job.detail.get("message", "") if jobs else "",
        "may_cancel": bool(jobs) and run.under_way and who.may("editor", run.collection),
        "may_take_back": not run.under_way and not run.taken_back_at and who.may("editor", run.collection),
    }
    return page(request, "run.html", **values)


@router.get("/jobs/{identity}")
def job_page(request: Request, workspace: WorkspaceDep, who: WhoDep, identity: str) -> Response:
    """A job is a run by the same id; older programs kept jobs alone."""
    try:
        workspace.runs.one(who, identity)
    except RunNotFound:
        found = workspace.jobs(who, identity)
        if not found:
            return _not_found(request, identity)
        return page(request, "job.html", job=found[0].job, progress=found[0])
    return RedirectResponse(f"/runs/{identity}?{request.url.query}".rstrip("?"), 303)


@router.post("/runs/{identity}/cancel")
def cancel(request: Request, workspace: WorkspaceDep, who: WhoDep, identity: str) -> Response:
    """Ends what is under way; what was read stays."""
    try:
        workspace.cancel(who, identity)
    except LookupError:
        return _not_found(request, identity)
    return RedirectResponse(f"/runs/{identity}", 303)


@router.post("/runs/{identity}/versions")
def new_version(
    request: Request,
    workspace: WorkspaceDep,
    who: WhoDep,
    uploads: UploadsDep,
    identity: str,
    document: Annotated[str, Form(max_length=64)],
    of: Annotated[str, Form(max_length=64)],
) -> Response:
    """Makes a document that a run brought a new version of an earlier one, which the page of the run offered."""
    try:
        workspace.runs.one(who, identity)
        made = uploads.new_version(who, document, of)
    except RunNotFound:
        return _not_found(request, identity)
    except DocumentNotFound as error:
        return page(request, "problem.html", 404, message="not_found", detail=told_to(request, error))
    return RedirectResponse(f"/runs/{made}", 303)


@router.get("/runs/{identity}/take-back")
def take_back_page(request: Request, workspace: WorkspaceDep, who: WhoDep, identity: str) -> Response:
    """What taking a run back does, before it is done."""
    try:
        run, plan = workspace.runs.one(who, identity), workspace.removal.run(who, identity, dry=True)
    except RunNotFound:
        return _not_found(request, identity)
    failures = workspace.failing.page(who, run=identity, limit=1)[1]
    return page(request, "take_back.html", run=run, plan=plan, failures=failures)


@router.post("/runs/{identity}/take-back")
def take_back(request: Request, workspace: WorkspaceDep, who: WhoDep, identity: str) -> Response:
    """Takes a run back."""
    try:
        workspace.removal.run(who, identity)
    except RunNotFound:
        return _not_found(request, identity)
    return RedirectResponse(f"/runs/{identity}", 303)


def _not_found(request: Request, identity: str) -> Response:
    return page(request, "problem.html", 404, message="run_not_found", detail=identity)


def _speed(run: Run, read: int, expected: int) -> tuple[float, int] | None:
    """Sources a second, and minutes left where that can be told; None where nothing can."""
    end = datetime.now(UTC) if run.under_way else datetime.fromisoformat(run.changed_at)
    seconds = (end - datetime.fromisoformat(run.started)).total_seconds()
    rate = max(run.seen, read) / seconds if seconds > 0 else 0
    if rate < _SLOWEST:
        return None
    left = (expected - read) * seconds / read / 60 if run.under_way and read else 0
    return round(rate, 1), max(0, round(left + 0.5) if left > 0 else 0)
