"""Errors as problem+json (RFC 9457), or as a page for who reads pages: one table from what went wrong to a status."""

from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from pipeline.errors import (
    AmbiguousDocument,
    BackendUnavailable,
    DocumentNotFound,
    EntityNotFound,
    InvalidCursor,
    PipelineError,
    QuerySyntaxError,
    RefusedDecision,
    StoreUnavailable,
    UnreadableSource,
    WorkspaceError,
)
from search_api.pages.shell import page

STATUS: tuple[tuple[type[PipelineError], int, str], ...] = (
    (QuerySyntaxError, 422, "The query does not parse"),
    (InvalidCursor, 422, "The cursor is not valid"),
    (DocumentNotFound, 404, "No such document"),
    (EntityNotFound, 404, "No such entity"),
    (RefusedDecision, 409, "The decision cannot be meant"),
    (AmbiguousDocument, 409, "The id names several documents"),
    (UnreadableSource, 422, "The source cannot be read"),
    (BackendUnavailable, 503, "The search engine cannot answer"),
    (StoreUnavailable, 503, "The store cannot answer"),
    (WorkspaceError, 503, "The workspace cannot be used"),
)


_MESSAGES = {404: "no_page", 503: "unavailable"}
"""Status → what a page says of it, by its key in ``pages/texts.tsv``."""


def problem(status: int, title: str, detail: str, **more: Any) -> JSONResponse:
    """A problem document."""
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail, **more}
    return JSONResponse(body, status_code=status, media_type="application/problem+json")


def _told(request: Request, status: int, title: str, detail: str, **more: Any) -> Response:
    """A problem document; a page where a browser shows the answer to a person."""
    if request.url.path.startswith("/api/") or "text/html" not in request.headers.get("accept", ""):
        return problem(status, title, detail, **more)
    shown = request.url.path if detail == title else detail
    return page(request, "problem.html", status, message=_MESSAGES.get(status, "problem"), detail=shown)


def _pipeline(request: Request, error: Exception) -> Response:
    status, title = next(((s, t) for kind, s, t in STATUS if isinstance(error, kind)), (500, "Something went wrong"))
    more: dict[str, Any] = {}
    if isinstance(error, QuerySyntaxError):
        more = {"position": error.position, "suggestion": error.suggestion or None}
    if isinstance(error, AmbiguousDocument):
        more = {"keys": list(error.keys)}
    return _told(request, status, title, str(error), **more)


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return _told(request, error.status_code, str(error.detail), str(error.detail))


def _validation(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    errors = [{"where": ".".join(map(str, e["loc"])), "message": e["msg"]} for e in error.errors()]
    detail = "; ".join(f"{e['where']}: {e['message']}" for e in errors)
    return _told(request, 422, "The request is not valid", detail, errors=errors)


def _internal(request: Request, error: Exception) -> Response:
    detail = f"an internal error ({type(error).__name__}); it was logged"
    return _told(request, 500, "Something went wrong", detail)


def install(app: FastAPI) -> None:
    """Makes every error of the app a problem document or a page."""
    app.add_exception_handler(PipelineError, _pipeline)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _validation)
    app.add_exception_handler(Exception, _internal)
