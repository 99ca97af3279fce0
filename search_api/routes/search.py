"""``GET /api/v1/search``."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query

from pipeline.query import Exact
from search_api.cursor import decode
from search_api.deps import WorkspaceDep
from search_api.schemas import Problem, SearchOut

router = APIRouter(prefix="/api/v1", tags=["search"])
MOST = 100


def filters_of(org: list[str], lang: list[str], source: list[str], year: list[str]) -> tuple[Exact, ...]:
    """The facet values that every match must have."""
    named = (("org", org), ("lang", lang), ("source", source), ("year", year))
    return tuple(Exact(name, value) for name, values in named for value in values if value)


@router.get(
    "/search", responses={422: {"model": Problem, "description": "The query, cursor or another parameter is not valid"}}
)
def search(
    workspace: WorkspaceDep,
    q: Annotated[str, Query(description="words, phrases, -word, OR, groups, field:value")],
    limit: Annotated[int, Query(ge=1, le=MOST)] = 10,
    cursor: Annotated[str, Query(description="`next` of the page before")] = "",
    operator: Literal["and", "or"] = "and",
    org: Annotated[list[str], Query()] = [],  # noqa: B006 - FastAPI copies it
    lang: Annotated[list[str], Query()] = [],  # noqa: B006
    source: Annotated[list[str], Query()] = [],  # noqa: B006
    year: Annotated[list[str], Query()] = [],  # noqa: B006
) -> SearchOut:
    """Finds documents, best first, with marked passages and facet counts."""
    filters = filters_of(org, lang, source, year)
    question = repr((q, operator, filters))
    offset = decode(cursor, question) if cursor else 0
    results = workspace.search(q, operator=operator, filters=filters, limit=limit, offset=offset, facets=True)
    return SearchOut.of(results, question)
