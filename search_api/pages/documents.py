"""The page of a document."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse

from pipeline.errors import AmbiguousDocument, DocumentNotFound
from search_api.deps import WorkspaceDep
from search_api.pages.asked import AskedDep, Number
from search_api.pages.reading import Reading
from search_api.pages.refusals import told_to
from search_api.pages.shell import page
from search_api.principals import WhoDep

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

NEAR = 5
"""Documents of each sort that are shown beside one."""


@router.get("/documents/{reference:path}")
def document_page(
    request: Request,
    workspace: WorkspaceDep,
    who: WhoDep,
    reference: str,
    asked: AskedDep,
    within: Annotated[str, Query(alias="in", max_length=1000, description="words to look for in the document")] = "",
    at: Annotated[str, Query(max_length=60, description="a passage, START-END in code points, with a check")] = "",
    n: Number = 0,
) -> Response:
    """One document: its text with mentions coloured and matches numbered, the facts beside it, and the ways on."""
    try:
        document = workspace.document(who, reference)
    except DocumentNotFound:
        return page(request, "problem.html", 404, message="not_found", detail=reference)
    except AmbiguousDocument as error:
        return page(request, "problem.html", 409, message="problem", detail=told_to(request, error))
    reading = Reading.of(request, workspace, who, document, asked, within, at)
    place = reading.place(workspace, who, asked, n)
    values: dict[str, Any] = {"kept": workspace.shelf.among(who, [document.key]).get(document.key)}
    values["here"] = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    values |= {"beside": workspace.originals.beside(who, document.key, NEAR), "near": NEAR}
    values |= {"document": document, "place": place, "reading": reading, "q": asked.q, "within": within}
    return page(request, "document.html", **values)
