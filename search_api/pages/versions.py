"""The page of an older version of a document: its text as it was read then."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import HTMLResponse

from pipeline.errors import AmbiguousDocument, DocumentNotFound
from pipeline.originals.passages import Passage
from search_api.deps import WorkspaceDep
from search_api.pages.refusals import told_to
from search_api.pages.render import Overlay, anchor, paragraphs
from search_api.pages.shell import page
from search_api.principals import WhoDep

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@router.get("/documents/{reference:path}/versions/{number}")
def version_page(
    request: Request,
    workspace: WorkspaceDep,
    who: WhoDep,
    reference: str,
    number: Annotated[int, Path(ge=0, le=2**31 - 1)],
    at: Annotated[str, Query(max_length=60, description="a passage, as in the address of the document")] = "",
) -> Response:
    """A version as it was read, with the passage that was asked for."""
    try:
        document = workspace.originals.version(who, reference, number)
        versions = workspace.originals.versions(who, document.key)
    except (DocumentNotFound, AmbiguousDocument) as error:
        return page(request, "problem.html", 404, message="not_found", detail=told_to(request, error))
    asked = Passage.parsed(at)
    span = asked.found(document.text)[0] if asked else None
    overlay = Overlay(passage=span, anchor=anchor(asked.span) if asked else "")
    values: dict[str, Any] = {
        "document": document,
        "one": next(version for version in versions if version.number == number),
        "versions": versions,
        "lines": list(paragraphs(document, overlay)),
    }
    return page(request, "version.html", **values)
