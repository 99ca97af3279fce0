"""The original of a document beside its text: a page as it was kept, in a frame in which nothing runs."""

from collections.abc import Callable
from html import escape

from fastapi import APIRouter, Request, Response

from pipeline.errors import AmbiguousDocument, DocumentNotFound, UnreadableSource
from search_api.deps import WorkspaceDep
from search_api.pages.language import interface_of
from search_api.pages.refusals import told_to
from search_api.pages.shell import page
from search_api.principals import WhoDep

router = APIRouter(include_in_schema=False)
POLICY = (
    "default-src 'none'; img-src data:; font-src data:; style-src 'unsafe-inline'; form-action 'none'; "
    "base-uri 'none'; frame-ancestors 'self'; sandbox"
)
"""What a browser may do with a page of somebody else's: show what is in it. It fetches nothing and runs nothing."""
_HEADERS = {"Content-Security-Policy": POLICY, "X-DNS-Prefetch-Control": "off", "Referrer-Policy": "no-referrer"}


@router.get("/documents/{reference:path}/evidence/{number}/view")
def view_evidence(request: Request, workspace: WorkspaceDep, who: WhoDep, reference: str, number: int) -> Response:
    """A page as it stood when it was fetched, also where a newer one took its place."""
    return _shown(request, lambda: workspace.originals.stood(who, reference, number))


@router.get("/documents/{reference:path}/view")
def view(request: Request, workspace: WorkspaceDep, who: WhoDep, reference: str) -> Response:
    """The original as a page: of the web as it was kept, of mail with its heads, of a text as it was written."""
    return _shown(request, lambda: workspace.originals.view(who, reference))


def _shown(request: Request, made: Callable[[], bytes]) -> Response:
    """A page of somebody else's, or why it cannot be shown."""
    try:
        shown = made()
    except (DocumentNotFound, AmbiguousDocument) as error:
        return page(request, "problem.html", 404, message="not_found", detail=told_to(request, error))
    except UnreadableSource as error:
        why = escape(told_to(request, error))
        said = f"<!doctype html><p>{interface_of(request)('original_not_shown')} <bdi>{why}</bdi>"
        return Response(said, 422, _HEADERS, "text/html; charset=utf-8")
    return Response(shown, media_type="text/html; charset=utf-8", headers=_HEADERS)
