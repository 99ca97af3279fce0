"""The pages: search, document, upload, job."""

from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, File, HTTPException, Query, Request, Response, UploadFile
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment, FileSystemLoader, select_autoescape

from pipeline.errors import AmbiguousDocument, DocumentNotFound, InvalidCursor, QuerySyntaxError
from pipeline.store import ledger
from search_api.cursor import decode, encode
from search_api.deps import UploadsDep, WorkspaceDep
from search_api.pages.language import COOKIE, LANGUAGES, interface_of
from search_api.pages.render import facts, marked, paragraphs
from search_api.routes.documents import read_upload
from search_api.routes.search import filters_of

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
_templates = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=select_autoescape(["html"]),
    trim_blocks=True,
)
_templates.filters["marked"] = marked
_PAGE = 10
_YEAR = 365 * 24 * 3600
_FILTERS = ("org", "lang", "source", "year")


def page(request: Request, template: str, status: int = 200, **values: Any) -> Response:
    """A rendered page in the reader's language; the choice of a language is kept in a cookie."""
    ui = interface_of(request)
    switches = [(language, "?" + urlencode([*_others(request), (COOKIE, language)])) for language in LANGUAGES]
    body = _templates.get_template(template).render(ui=ui, switches=switches, path=request.url.path, **values)
    response = HTMLResponse(body, status)
    if request.query_params.get(COOKIE) in LANGUAGES:
        response.set_cookie(COOKIE, ui.language, max_age=_YEAR, httponly=True, samesite="lax")
    return response


def _others(request: Request) -> list[tuple[str, str]]:
    return [(name, value) for name, value in request.query_params.multi_items() if name != COOKIE]


def _without(items: list[tuple[str, str]], *gone: tuple[str, str]) -> str:
    return "?" + urlencode([item for item in items if item not in gone and item[0] != "cursor"])


@router.get("/")
def search_page(
    request: Request,
    workspace: WorkspaceDep,
    q: str = "",
    cursor: str = "",
    org: Annotated[list[str], Query()] = [],  # noqa: B006 - FastAPI copies it
    lang: Annotated[list[str], Query()] = [],  # noqa: B006
    source: Annotated[list[str], Query()] = [],  # noqa: B006
    year: Annotated[list[str], Query()] = [],  # noqa: B006
) -> Response:
    """The search page; without a question it shows how many documents there are."""
    filters = filters_of(org, lang, source, year)
    items = _others(request)
    chosen = [(f.field, f.value, _without(items, (f.field, f.value))) for f in filters]
    values: dict[str, Any] = {
        "q": q,
        "chosen": chosen,
        "results": None,
        "error": None,
        "count": workspace.store.count(),
    }
    if q.strip() or filters:
        question = repr((q, "page", filters))
        try:
            offset = decode(cursor, question) if cursor else 0
            results = workspace.search(q, filters=filters, limit=_PAGE, offset=offset, facets=True)
        except QuerySyntaxError as error:
            return page(request, "search.html", 422, **{**values, "error": error})
        except InvalidCursor:
            return RedirectResponse(_without(items), 303)
        values |= {
            "results": results,
            "offset": offset,
            "first": _without(items),
            "next": _more(items, encode(results.next, question)) if results.next is not None else None,
            "facets": [(name, _facet(items, name, results.facets.get(name, ()))) for name in _FILTERS],
        }
    return page(request, "search.html", **values)


def _more(items: list[tuple[str, str]], cursor: str) -> str:
    return "?" + urlencode([*(item for item in items if item[0] != "cursor"), ("cursor", cursor)])


def _facet(items: list[tuple[str, str]], name: str, values: Any) -> list[tuple[str, int, str]]:
    kept = [item for item in items if item[0] != "cursor"]
    return [
        (value, count, "?" + urlencode([*kept, (name, value)])) for value, count in values if (name, value) not in kept
    ]


@router.get("/documents/{reference:path}")
def document_page(request: Request, workspace: WorkspaceDep, reference: str) -> Response:
    """One document: its text with mentions coloured, and the facts beside it."""
    try:
        document = workspace.document(reference)
    except DocumentNotFound:
        return page(request, "problem.html", 404, message="not_found", detail=reference)
    except AmbiguousDocument as error:
        return page(request, "problem.html", 409, message="problem", detail=str(error))
    ui = interface_of(request)
    lines = list(paragraphs(document))
    return page(request, "document.html", document=document, lines=lines, facts=facts(document, ui))


@router.get("/upload")
def upload_page(request: Request) -> Response:
    """The form."""
    return page(request, "upload.html", error="")


@router.post("/upload")
def upload_form(
    request: Request, workspace: WorkspaceDep, uploads: UploadsDep, file: Annotated[UploadFile, File()]
) -> Response:
    """Queues the file and shows its job."""
    try:
        identity = uploads.add(file.filename, read_upload(workspace, file))
    except HTTPException as error:
        return page(request, "upload.html", error.status_code, error=error.detail)
    return RedirectResponse(f"/jobs/{identity}", 303)


@router.get("/jobs/{identity}")
def job_page(request: Request, workspace: WorkspaceDep, identity: str) -> Response:
    """How far an upload is; reloads itself until it has ended."""
    job = ledger.job(workspace.store, identity)
    if job is None:
        return page(request, "problem.html", 404, message="problem", detail=identity)
    return page(request, "job.html", job=job, waiting=job.state in ("queued", "running"))
