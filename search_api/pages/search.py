"""The search page."""

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from pipeline.errors import InvalidCursor, QuerySyntaxError
from pipeline.index.results import ORDERS, Results, View
from pipeline.people.principal import Principal
from pipeline.query.parser import Exact
from pipeline.workspace import Workspace
from search_api.cursor import decode, encode
from search_api.deps import WorkspaceDep
from search_api.pages.language import interface_of
from search_api.pages.lists import Paging
from search_api.pages.shell import Items, page
from search_api.principals import WhoDep
from search_api.routes.search import Filters

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
_PAGE = 10
_FACET_VALUES = 10
_FACETS = ("org", "person", "place", "unit", "lang", "collection", "source", "kind", "flag")
_MOST_BARS = 48
_HIDDEN = ("sort", "group", "spelling")


@dataclass(frozen=True, slots=True)
class Bar:
    """A period of the histogram: its name, how many matches it has, its height in percent, and where it leads."""

    period: str
    count: int
    height: float
    href: str


@dataclass(frozen=True, slots=True)
class Choices:
    """How the reader wants the matches: in which order, with near-duplicates as one, in this spelling only."""

    cursor: str = ""
    sort: Literal["relevance", "recent", "newest", "oldest"] = "relevance"
    group: Literal["none", "near"] = "near"
    spelling: Literal["", "same"] = ""


@router.get("/")
def search_page(
    request: Request,
    workspace: WorkspaceDep,
    who: WhoDep,
    filters: Filters,
    choices: Annotated[Choices, Depends()],
    q: str = "",
) -> Response:
    """The search page; without a question it shows how many documents there are."""
    items = Items.of(request)
    values: dict[str, Any] = {
        "q": q,
        "chosen": [(f.field, f.value, items.without(f.field, f.value)) for f in filters],
        "kept": [(name, value) for name, value in request.query_params.multi_items() if name in _HIDDEN],
        "results": None,
        "error": None,
        "count": workspace.count(who),
    }
    if not q.strip() and not filters:
        return page(request, "search.html", **values)
    year = "jalali_year" if interface_of(request).language == "fa" else "year"
    try:
        return page(request, "search.html", **values | _found(workspace, who, items, q, filters, choices, year))
    except QuerySyntaxError as error:
        return page(request, "search.html", 422, **values | {"error": error})
    except InvalidCursor:
        return RedirectResponse(items.without(), 303)


def _found(
    workspace: Workspace,
    who: Principal,
    items: Items,
    q: str,
    filters: tuple[Exact, ...],
    choices: Choices,
    year: str,
) -> dict[str, Any]:
    """Searches, and gives what the page shows of it."""
    question = repr((q, "page", choices.sort, choices.group, choices.spelling, filters))
    offset = decode(choices.cursor, question) if choices.cursor else 0
    view = View(_PAGE, offset, choices.sort, choices.group == "near", (*_FACETS, year), _FACET_VALUES)
    results = workspace.search(who, q, view, filters=filters, spelling=choices.spelling == "same")
    months = workspace.histogram(who, q, f"{year.removesuffix('year')}month", filters=filters)
    return _answer(items, results, year, choices.sort) | {
        "offset": offset,
        "paging": _paging(items, results, offset, question, grouped=view.group),
        "toggles": _toggles(items, choices.group, choices.spelling),
        "bars": _bars(items, months),
    }


def _paging(items: Items, results: Results, offset: int, question: str, *, grouped: bool) -> Paging:
    """Where the page stands: its documents are numbered, and counted where each is shown for itself.

    Where near-duplicates are one, the number of what is listed is not known before its end.
    """
    last = offset + len(results.hits)
    total = last if results.next is None else None if grouped else results.total
    before = max(0, offset - _PAGE)
    return Paging(
        offset + 1 if results.hits else offset,
        last,
        total,
        items.without() if offset else "",
        (items.at(encode(before, question)) if before else items.without()) if offset else "",
        items.at(encode(results.next, question)) if results.next is not None else "",
    )


def _answer(items: Items, results: Results, year: str, sort: str) -> dict[str, Any]:
    """What the page shows of results."""
    facets = [(name, _values(items, name, results.facets.get(name, ()))) for name in _FACETS]
    facets = [(name, values) for name, values in facets if name != "collection" or len(values) > 1]
    return {
        "results": results,
        "facets": [*facets, ("year", _values(items, "year", results.facets.get(year, ())))],
        "orders": [(order, items.with_value("sort", "" if order == ORDERS[0] else order)) for order in ORDERS],
        "sort": sort,
        "did_you_mean": (results.suggestion, items.with_value("q", results.suggestion)),
        "export": "/api/v1/search/export" + items.with_value("format", "csv"),
    }


def _toggles(items: Items, group: str, spelling: str) -> list[tuple[str, bool, str]]:
    """What can be turned on and off: its name, whether it is on, and the address that turns it."""
    grouped = group == "near"
    same = spelling == "same"
    return [
        ("group_near", grouped, items.with_value("group", "none" if grouped else "")),
        ("same_spelling", same, items.with_value("spelling", "" if same else "same")),
    ]


def _values(items: Items, name: str, values: tuple[tuple[str, int], ...]) -> list[tuple[str, int, str]]:
    """The values of a facet that are not chosen yet, with where each leads."""
    return [(value, count, items.with_pair(name, value)) for value, count in values if not items.has(name, value)]


def _bars(items: Items, months: tuple[tuple[str, int], ...]) -> list[Bar]:
    """A bar a month, or a year where the months are many; periods without a match have a bar of no height."""
    if not months:
        return []
    counts = dict(months)
    periods = list(_months(months[0][0], months[-1][0]))
    if len(periods) > _MOST_BARS:
        years: dict[str, int] = {}
        for month, count in months:
            years[month[:4]] = years.get(month[:4], 0) + count
        first, last = int(months[0][0][:4]), int(months[-1][0][:4])
        counts, periods = years, [f"{year:04}" for year in range(first, last + 1)][-_MOST_BARS:]
    most = max(counts.values())
    field = "month" if len(periods[0]) > 4 else "year"
    return [
        Bar(period, counts.get(period, 0), 100 * counts.get(period, 0) / most, items.with_value(field, period))
        for period in periods
    ]


def _months(first: str, last: str) -> list[str]:
    """All months between two, both included.

    >>> _months("1404-11", "1405-02")
    ['1404-11', '1404-12', '1405-01', '1405-02']
    """
    start, end = (int(month[:4]) * 12 + int(month[5:]) - 1 for month in (first, last))
    return [f"{month // 12:04}-{month % 12 + 1:02}" for month in range(start, end + 1)]
