"""Errors as problem+json (RFC 9457), or as a page for who reads pages: one table from what went wrong to a status."""

import json
from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse
from starlette.exceptions import HTTPException

from corpora.sentences import Sentence
from pipeline.errors import (
    AmbiguousDocument,
    AppointmentNotFound,
    BackendUnavailable,
    CollectionNotFound,
    DamagedDocument,
    DecisionConflict,
    DocumentNotFound,
    EntityNotFound,
    EntryNotFound,
    FailureNotFound,
    Forbidden,
    InvalidCursor,
    InvalidRedaction,
    MeetingNotFound,
    MissingPackage,
    MonitorNotFound,
    OrganisationNotFound,
    PipelineError,
    QuerySyntaxError,
    RefusedDecision,
    RefusedValue,
    RunNotFound,
    SourceNotFound,
    StoreUnavailable,
    TooManyTries,
    Unknown,
    UnreadableExchange,
    UnreadableSource,
    UnusableSource,
    UserNotFound,
    WorkspaceError,
)
from search_api.pages.account import sign_in_address
from search_api.pages.invalid import invalid
from search_api.pages.language import interface_of
from search_api.pages.refusals import details, told_to, unread
from search_api.pages.search import unread_page
from search_api.pages.shell import Items, page

STATUS: tuple[tuple[type[PipelineError], int, str], ...] = (
    (QuerySyntaxError, 422, "The query does not parse"),
    (InvalidCursor, 422, "The cursor is not valid"),
    (DocumentNotFound, 404, "No such document"),
    (EntityNotFound, 404, "No such entity"),
    (AppointmentNotFound, 404, "No such appointment"),
    (MeetingNotFound, 404, "No such meeting"),
    (EntryNotFound, 404, "No such agreement"),
    (OrganisationNotFound, 404, "No such organisation"),
    (CollectionNotFound, 404, "No such collection"),
    (RunNotFound, 404, "No such run"),
    (SourceNotFound, 404, "No such source"),
    (UnusableSource, 422, "The address cannot be a source"),
    (FailureNotFound, 404, "No such failure"),
    (MonitorNotFound, 404, "No such monitor"),
    (UserNotFound, 404, "No such user or key"),
    (Unknown, 401, "Who are you?"),
    (Forbidden, 403, "Not allowed"),
    (TooManyTries, 429, "Too many tries"),
    (DecisionConflict, 409, "Somebody else decided since"),
    (RefusedValue, 422, "The value cannot be meant"),
    (RefusedDecision, 409, "The decision cannot be meant"),
    (DamagedDocument, 500, "The stored document is damaged"),
    (AmbiguousDocument, 409, "The id names several documents"),
    (UnreadableSource, 422, "The source cannot be read"),
    (UnreadableExchange, 422, "The file cannot be read"),
    (BackendUnavailable, 503, "The search engine cannot answer"),
    (StoreUnavailable, 503, "The store cannot answer"),
    (InvalidRedaction, 422, "The copy cannot be made so"),
    (MissingPackage, 501, "The server has not what this needs"),
    (WorkspaceError, 503, "The workspace cannot be used"),
)


_MESSAGES = {
    403: "forbidden",
    404: "no_page",
    409: "conflict",
    413: "too_large",
    422: "request_invalid",
    503: "unavailable",
}
"""Status → what a page says of it, by its key in ``pages/locale``."""


class _Problem(JSONResponse):
    """JSON that repeats what was asked, which may hold half a character."""

    def render(self, content: Any) -> bytes:
        """Lone surrogates are escaped, as JSON has them."""
        return json.dumps(content).encode("ascii")


def problem(status: int, title: str, detail: str, **more: Any) -> JSONResponse:
    """A problem document."""
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail, **more}
    return _Problem(body, status_code=status, media_type="application/problem+json")


def _wants_page(request: Request) -> bool:
    return not request.url.path.startswith("/api/") and "text/html" in request.headers.get("accept", "")


def _told(request: Request, status: int, title: str, detail: str, **more: Any) -> Response:
    """A problem document; a page where a browser shows the answer to a person."""
    if not _wants_page(request):
        return problem(status, title, detail, **more)
    shown = request.url.path if detail == title else told_to(request, detail)
    return page(request, "problem.html", status, message=_MESSAGES.get(status, "problem"), detail=shown)


def _refused(request: Request, status: int, error: Exception) -> Response:
    """The page for what the pipeline says went wrong, in the reader's language."""
    message, technical = _MESSAGES.get(status, "problem"), details(error)
    said = "" if technical else told_to(request, error)
    return page(request, "problem.html", status, message=message, detail=said, technical=technical)


def answer(request: Request, error: Exception) -> Response:
    """The answer for what the pipeline says went wrong; who has not signed in is asked to, where a browser asks."""
    if isinstance(error, Unknown) and _wants_page(request):
        return RedirectResponse(sign_in_address(request), 303)
    response = _pipeline(request, error)
    if isinstance(error, Unknown):
        response.headers["WWW-Authenticate"] = 'Bearer realm="asnad"'
    if isinstance(error, TooManyTries):
        response.headers["Retry-After"] = str(error.seconds)
    return response


def _pipeline(request: Request, error: Exception) -> Response:
    status, title = next(((s, t) for kind, s, t in STATUS if isinstance(error, kind)), (500, "Something went wrong"))
    more: dict[str, Any] = {}
    if isinstance(error, QuerySyntaxError):
        if _wants_page(request):
            return _unparsed(request, error)
        more = {"position": error.position, "suggestion": error.suggestion or None}
    if _wants_page(request):
        return _refused(request, status, error)
    if isinstance(error, AmbiguousDocument):
        more = {"keys": list(error.keys)}
    if isinstance(error, DecisionConflict):
        more = {"now": error.now, "asked": error.asked}
    return _told(request, status, title, str(error), **more)


def _unparsed(request: Request, error: QuerySyntaxError) -> Response:
    """What is wrong with a query or a filter, and what to write instead; a search is kept, to be put right."""
    ui, items = interface_of(request), Items.of(request)
    if request.url.path == "/":
        return unread_page(request, error)
    offer = (items.replaced(*error.parameter, error.suggestion), error.suggestion) if error.suggestion else None
    return page(
        request,
        "problem.html",
        422,
        message="query_value" if error.field else "query_problem",
        detail=unread(ui, error),
        offer=offer,
    )


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    response = _told(request, error.status_code, str(error.detail), str(error.detail))
    response.headers.update(error.headers or {})
    return response


def _validation(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    if _wants_page(request):
        wrong = invalid(interface_of(request), error.errors())
        return page(request, "problem.html", 422, message=_MESSAGES[422], wrong=wrong)
    errors = [{"where": ".".join(map(str, e["loc"])), "message": e["msg"]} for e in error.errors()]
    detail = "; ".join(f"{e['where']}: {e['message']}" for e in errors)
    return _told(request, 422, "The request is not valid", detail, errors=errors)


def _internal(request: Request, error: Exception) -> Response:
    detail = Sentence("an internal error ({name}); it was logged", name=type(error).__name__)
    return _told(request, 500, "Something went wrong", detail)


def install(app: FastAPI, headers: Mapping[str, str]) -> None:
    """Makes every error of the app a problem document or a page.

    An internal error is answered outside of all middleware, so it is given the headers of other answers here.
    """

    def internal(request: Request, error: Exception) -> Response:
        response = _internal(request, error)
        for name, value in headers.items():
            response.headers.setdefault(name, value)
        return response

    app.add_exception_handler(PipelineError, answer)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _validation)
    app.add_exception_handler(Exception, internal)
