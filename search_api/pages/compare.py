"""The page that sets two texts of an agreement side by side."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse
from markupsafe import Markup, escape

from corpora.document import Document, Span
from pipeline.errors import AmbiguousDocument, DocumentNotFound, QuerySyntaxError
from pipeline.index.results import View
from pipeline.people.principal import Principal
from pipeline.registry.comparison import STATUSES, Part, Row, compare, text_of
from pipeline.workspace import Workspace
from search_api.deps import WorkspaceDep
from search_api.pages.refusals import told_to
from search_api.pages.render import lit
from search_api.pages.shell import Items, page
from search_api.principals import WhoDep

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
type Reference = Annotated[str, Query(max_length=2000)]
_FOUND = 15


@dataclass(frozen=True, slots=True)
class Side:
    """A part of one text as the page shows it; ``href`` leads to its place in its document."""

    part: Part
    heading: Markup
    text: Markup
    href: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A row of the comparison with both sides."""

    row: Row
    left: Side | None
    right: Side | None


@router.get("/compare")
def compare_page(
    request: Request,
    workspace: WorkspaceDep,
    who: WhoDep,
    a: Reference = "",
    b: Reference = "",
    q: Annotated[str, Query(max_length=1000)] = "",
    show: Literal["", "all"] = "",
) -> Response:
    """Two documents side by side; with one, a search for the other."""
    try:
        one, other = (workspace.document(who, name) if name else None for name in (a, b))
    except DocumentNotFound as error:
        return page(request, "problem.html", 404, message="not_found", detail=told_to(request, error))
    except AmbiguousDocument as error:
        return page(request, "problem.html", 409, message="problem", detail=told_to(request, error))
    values: dict[str, Any] = {"one": one, "other": other, "q": q, "show": show, "rows": None, "hits": None}
    if one and other:
        values |= _compared(Items.of(request), one, other, show)
        came = {each.key: workspace.originals.versions(who, each.key) for each in (one, other)}
        first = {key: held[-1].at for key, held in came.items()}
        said = {min(first.values()): "came_earlier", max(first.values()): "came_later"}
        values |= {"came": came, "order": {key: said[at] for key, at in first.items() if len(said) > 1}}
    elif one:
        values |= _choice(workspace, who, one, q)
    return page(request, "compare.html", **values)


def _compared(items: Items, one: Document, other: Document, show: str) -> dict[str, Any]:
    rows = compare(text_of(one), text_of(other))
    counted = [(status, sum(row.status == status for row in rows)) for status in STATUSES]
    shown = [row for row in rows if show == "all" or row.status != "same"]
    return {
        "rows": [_shown(row, one, other) for row in shown],
        "counted": [(status, number) for status, number in counted if number],
        "all_href": items.with_value("show", "" if show else "all"),
        "swap": f"/compare?a={other.key}&b={one.key}" + ("&show=all" if show else ""),
    }


def _choice(workspace: Workspace, who: Principal, one: Document, q: str) -> dict[str, Any]:
    """Documents that the first one may be set beside: what words find, without itself."""
    words, view = q.strip() or one.title, View(limit=_FOUND, passages=False)
    try:
        hits = workspace.search(who, words, view, operator="or", typed=bool(q.strip())).hits
    except QuerySyntaxError:
        hits = ()
    return {"hits": [hit for hit in hits if hit.key != one.key]}


def _shown(row: Row, one: Document, other: Document) -> Shown:
    lefts = [change.left[0] for change in row.changes if change.left]
    rights = [change.right[0] for change in row.changes if change.right]
    return Shown(
        row,
        _side(row.left, one, lefts, "del") if row.left else None,
        _side(row.right, other, rights, "ins") if row.right else None,
    )


def _side(part: Part, document: Document, changed: Sequence[Span], tag: str) -> Side:
    span = part.span
    middle = span.start + len(part.heading)
    heading, text = (
        Markup("").join(_pieces(part, within, changed, tag)).strip()
        for within in (Span(span.start, middle), Span(middle, span.end))
    )
    return Side(part, heading, text, f"/documents/{document.key}{lit(span, part.text)}")


def _pieces(part: Part, within: Span, changed: Sequence[Span], tag: str) -> Iterator[Markup]:
    """A stretch of a part, what changed in a ``del`` or ``ins``."""
    at, base = within.start, part.span.start
    for span in changed:
        start, end = max(at, span.start), min(within.end, span.end)
        if start < end:
            yield escape(part.text[at - base : start - base])
            yield Markup(f"<{tag}>{{}}</{tag}>").format(escape(part.text[start - base : end - base]))  # noqa: S704 - ours
            at = end
    yield escape(part.text[at - base : within.end - base])
