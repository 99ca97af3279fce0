"""``GET /api/v1/search`` and what goes with it: the histogram, and all matches as a file."""

import json
from collections.abc import Iterator
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query
from fastapi.responses import StreamingResponse

from corpora.codec import export_record
from corpora.document import Document
from corpora.tabular import BOM, csv_of
from pipeline.index.results import View
from pipeline.query.parser import Exact
from search_api.cursor import decode
from search_api.deps import WorkspaceDep
from search_api.principals import WhoDep
from search_api.routes.documents import Responses
from search_api.schemas.problems import Problem
from search_api.schemas.search import HistogramOut, SearchOut

router = APIRouter(prefix="/api/v1", tags=["search"])
MOST = 100
_COLUMNS = ("id", "key", "uri", "title", "language", "published", "source", "site", "kind")
type FacetName = Literal[
    "org",
    "person",
    "place",
    "lang",
    "collection",
    "source",
    "kind",
    "flag",
    "unit",
    "year",
    "month",
    "jalali_year",
    "jalali_month",
]
_SHOWN: list[FacetName] = ["org", "lang", "source", "year"]
type Values = Annotated[list[str], Query()]
INVALID: Responses = {422: {"model": Problem, "description": "The query, cursor or another parameter is not valid"}}


def filters_of(
    org: Values = [],  # noqa: B006 - FastAPI copies it
    person: Values = [],  # noqa: B006
    place: Values = [],  # noqa: B006
    lang: Values = [],  # noqa: B006
    collection: Values = [],  # noqa: B006
    source: Values = [],  # noqa: B006
    kind: Values = [],  # noqa: B006
    flag: Values = [],  # noqa: B006
    unit: Values = [],  # noqa: B006
    year: Values = [],  # noqa: B006
    month: Values = [],  # noqa: B006
) -> tuple[Exact, ...]:
    """The facet values that every match must have; each parameter may be given more than once."""
    given = locals()
    return tuple(Exact(name, value) for name in FILTERS for value in given[name] if value)


FILTERS = ("org", "person", "place", "lang", "collection", "source", "kind", "flag", "unit", "year", "month")
"""The names of the parameters of ``filters_of``."""
type Filters = Annotated[tuple[Exact, ...], Depends(filters_of)]
type Text = Annotated[str, Query(description="words, phrases, -word, OR, groups, NEAR/5, word*, word~, field:value")]


@router.get("/search", responses=INVALID)
def search(
    workspace: WorkspaceDep,
    who: WhoDep,
    filters: Filters,
    q: Text,
    limit: Annotated[int, Query(ge=1, le=MOST)] = 10,
    cursor: Annotated[str, Query(description="`next` of the page before")] = "",
    operator: Literal["and", "or"] = "and",
    sort: Literal["relevance", "recent", "newest", "oldest"] = "relevance",
    group: Annotated[Literal["", "near"], Query(description="near: near-duplicates are one hit with copies")] = "",
    spelling: Annotated[bool, Query(description="only what is spelt as in the query")] = False,
    facets: Annotated[list[FacetName], Query(description="the facets to count")] = _SHOWN,
) -> SearchOut:
    """Finds documents, best first, with marked passages and facet counts."""
    question = repr((q, operator, sort, group, spelling, filters))
    offset = decode(cursor, question) if cursor else 0
    view = View(limit, offset, sort, group == "near", tuple(dict.fromkeys(facets)))
    results = workspace.search(who, q, view, operator=operator, filters=filters, spelling=spelling)
    return SearchOut.of(results, question)


@router.get("/search/histogram", responses=INVALID)
def histogram(
    workspace: WorkspaceDep,
    who: WhoDep,
    filters: Filters,
    q: Text = "",
    operator: Literal["and", "or"] = "and",
    interval: Literal["year", "month"] = "month",
    calendar: Literal["gregorian", "jalali"] = "gregorian",
) -> HistogramOut:
    """How many matches were published in each year or month; undated ones are in none. Without ``q``: everything."""
    name = interval if calendar == "gregorian" else f"jalali_{interval}"
    return HistogramOut.of(workspace.histogram(who, q, name, operator=operator, filters=filters), calendar)


@router.get(
    "/search/export",
    response_class=StreamingResponse,
    responses={
        **INVALID,
        200: {"description": "All matches, a line each", "content": {"application/x-ndjson": {}, "text/csv": {}}},
    },
)
def export(
    workspace: WorkspaceDep,
    who: WhoDep,
    filters: Filters,
    q: Text,
    format: Literal["jsonl", "csv"] = "jsonl",
) -> StreamingResponse:
    """All matches however many, in the order in which they last changed: documents with mentions, or rows of CSV."""
    documents = workspace.matches(who, q, filters)
    if format == "csv":
        lines, media = _rows(documents), "text/csv; charset=utf-8"
    else:
        lines, media = (json.dumps(export_record(d)) + "\n" for d in documents), "application/x-ndjson"
    name = {"Content-Disposition": f'attachment; filename="asnad.{format}"'}
    return StreamingResponse(lines, media_type=media, headers=name)


def _rows(documents: Iterator[Document]) -> Iterator[str]:
    yield BOM + csv_of([_COLUMNS])
    for document in documents:
        yield csv_of([[getattr(document, name) for name in _COLUMNS]])
