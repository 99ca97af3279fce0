"""The page of a digest: what some days brought, of a monitor or of everything, with the same to be kept as a file."""

from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse

from corpora.document import Document
from pipeline.errors import CollectionNotFound, MonitorNotFound, QuerySyntaxError, RefusedDecision
from search_api.deps import WorkspaceDep
from search_api.pages.digest_file import Form, html, values
from search_api.pages.language import COOKIE, interface_of
from search_api.pages.printing import pdf
from search_api.pages.refusals import told_to
from search_api.pages.shell import page
from search_api.principals import WhoDep

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@router.get("/digest")
def digest_page(
    request: Request,
    workspace: WorkspaceDep,
    who: WhoDep,
    monitor: Annotated[str, Query(max_length=200)] = "",
    since: Annotated[str, Query(max_length=40)] = "",
    collection: Annotated[str, Query(max_length=64)] = "",
) -> Response:
    """A week of everything, or what was asked for."""
    ui = interface_of(request)
    monitors = workspace.monitors.seen(who)
    shared: dict[str, Any] = {
        "monitors": monitors,
        "of_names": any("names" in one.asked for one in monitors if monitor in (one.id, one.name)),
        "monitor": monitor,
        "collections": workspace.collections.all(who),
        "collection": collection,
        "since": since,
        "link": _here,
        "digest": None,
    }
    try:
        made = workspace.digests.make(who, monitor, since, collection=collection)
    except MonitorNotFound:
        return page(request, "problem.html", 404, message="monitor_not_found", detail=monitor)
    except CollectionNotFound:
        return page(request, "problem.html", 404, message="not_found", detail=collection)
    except (QuerySyntaxError, RefusedDecision) as error:
        return page(request, "digest.html", 422, **shared, error=told_to(request, error))
    asked = urlencode(
        {"monitor": monitor, "collection": collection, "since": made.first.isoformat(), COOKIE: ui.language}
    )
    files = [(form, f"/digest.{form}?{asked}") for form in ("html", "pdf")]
    return page(request, "digest.html", **shared | values(ui, made), files=files)


@router.get("/digest.{form}")
def digest_file(
    request: Request,
    workspace: WorkspaceDep,
    who: WhoDep,
    form: Form,
    monitor: Annotated[str, Query(max_length=200)] = "",
    since: Annotated[str, Query(max_length=40)] = "",
    collection: Annotated[str, Query(max_length=64)] = "",
) -> Response:
    """The same as a file."""
    made = workspace.digests.make(who, monitor, since, collection=collection)
    text = html(interface_of(request), made)
    named = {"Content-Disposition": f'attachment; filename="digest-{made.first}.{form}"'}
    if form == "pdf":
        return Response(pdf(text), media_type="application/pdf", headers=named)
    return Response(text, media_type="text/html; charset=utf-8", headers=named)


def _here(document: Document) -> str:
    return f"/documents/{document.key}"
