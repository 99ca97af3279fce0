"""The search page."""

from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from pipeline.errors import InvalidCursor, QuerySyntaxError
from pipeline.index.results import ORDERS, Results, View
from pipeline.people.principal import Principal, local
from pipeline.query.advice import advice
from pipeline.workspace import Workspace
from search_api.deps import WorkspaceDep
from search_api.pages.asked import SIZES, Asked, AskedDep, Choices
from search_api.pages.facets import COUNTED, FACETS, NARROWING, Chip, Reader, chips_of, facets_of, histogram_of
from search_api.pages.language import LANGUAGES, Interface, interface_of
from search_api.pages.lifting import lifted
from search_api.pages.lists import Paging
from search_api.pages.refusals import unread
from search_api.pages.shell import Items, page
from search_api.principals import WhoDep

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
_NO_FILTERS = ("q", "sort", "group", "spelling", "view")
_KEPT_BY_DATES = ("since", "until", "cursor", "published")
_COLUMNS = (
    ("title", "title"),
    ("date", "newest", "oldest"),
    ("source", "source"),
    ("kind", "kind"),
    ("pages", "pages"),
    ("language", "language"),
    ("length", "longest", "shortest"),
)
"""Columns of the table, each with the orders by it, the one that is meant first in front."""
_SORTED = {"newest": "descending", "longest": "descending", "pages": "descending"}
_RUNS = 4
"""Runs that the first page shows."""
_SHELF = 8
"""Saved searches, and documents of the shelf, that it shows."""


@router.get("/")
def search_page(
    request: Request, workspace: WorkspaceDep, who: WhoDep, asked: AskedDep, interval: str = ""
) -> Response:
    """The search page; without any parameter it is the first page, with an empty question it lists everything."""
    items = Items.of(request)
    values: dict[str, Any] = {"q": asked.q, "results": None, "error": None}
    if not items.pairs():
        home: dict[str, Any] = {"home": workspace.runs.overview(who), "home_runs": workspace.runs.all(who, _RUNS)}
        home["count"] = workspace.count(who)
        home["home_saved"] = workspace.shelf.searches(who)[:_SHELF]
        home["home_shelf"] = workspace.shelf.documents(who)[:_SHELF]
        home["home_waiting"] = _waiting(workspace, who)
        return page(request, "search.html", **values, **home)
    reader = Reader(workspace, who, items, interface_of(request))
    chips = chips_of(reader)
    values |= {
        "chosen": [(chip.field, chip.value, chip.href, chip.excluded) for chip in chips],
        "kept": items.cut("q", "cursor").pairs(),
        **_kept(items),
    }
    try:
        return page(request, "search.html", **values | _found(reader, asked, interval, chips))
    except QuerySyntaxError as error:
        return page(request, "search.html", 422, **values | _unread(request, items, error))
    except InvalidCursor:
        return RedirectResponse("/" + items.without(), 303)


def _waiting(workspace: Workspace, who: Principal) -> dict[str, int]:
    """What waits for somebody: alerts that he has not read, and uncertain finds in documents that are his."""
    shares = workspace.assignments.progress(who) if who.is_somewhere("reviewer") else []
    mine = sum(share.waiting for share in shares if share.user == who.name)
    return {"alerts": sum(workspace.alerts.unread(who).values()), "review": mine}


def unread_page(request: Request, error: QuerySyntaxError) -> Response:
    """The search page where a filter of its address does not parse: without it the search goes on."""
    items, (name, _) = Items.of(request), error.parameter
    kept: dict[str, Any] = {"q": request.query_params.get("q", ""), "results": None, "chosen": []}
    kept |= {"kept": items.cut("q", "cursor", name).pairs(), **_kept(items), **_unread(request, items, error)}
    return page(request, "search.html", 422, **kept)


def _kept(items: Items) -> dict[str, Any]:
    """The forms of the page as they were filled in, and the address without any filter."""
    given = dict(items.only("since", "until").pairs())
    return {
        "dates": {name: given.get(name, "") for name in ("since", "until")},
        "beside_dates": items.cut(*_KEPT_BY_DATES).pairs(),
        "clear": "/" + items.only(*_NO_FILTERS).without(),
    }


def _unread(request: Request, items: Items, error: QuerySyntaxError) -> dict[str, Any]:
    """What is wrong with a query or a filter, and the same search with what may have been meant."""
    better, (name, value) = error.suggestion, error.parameter
    offer = items.replaced(name, value, better) if name else items.with_value("q", better)
    return {"error": error, "said": unread(interface_of(request), error), "offer": "/" + offer if better else ""}


def load(workspace: Workspace) -> None:
    """Counts and names what a page of all documents shows beside them, as its first reader would have to."""
    everything = Asked("*", (), Choices())
    for language in LANGUAGES:
        reader = Reader(workspace, local(), Items([("q", "*")]), Interface(language))
        view, months = _counted(reader, everything, 0)
        results = workspace.searches.load(view, months)
        facets_of(reader, everything, results.facets, results.total)


def _counted(reader: Reader, asked: Asked, offset: int) -> tuple[View, str]:
    """What a page of results shows, and the months that are counted for it."""
    months = reader.dated("month")
    return asked.view(offset, facets=(*(reader.field(name)[0] for name in FACETS), months), size=COUNTED), months


def _found(reader: Reader, asked: Asked, interval: str, chips: Sequence[Chip]) -> dict[str, Any]:
    """Searches, and gives what the page shows of it."""
    offset = asked.offset
    view, months = _counted(reader, asked, offset)
    narrowed = reader.items.only(*NARROWING).without()[1:]
    results = asked.search(reader.workspace, reader.who, view, narrowed=narrowed)
    counted = tuple(sorted(results.facets.get(months, ())))
    if len(counted) >= COUNTED:  # there may be more
        counted = reader.workspace.histogram(reader.who, asked.q, months, filters=asked.filters)
    items = reader.items
    kept_away = None if results.total else lifted(reader, asked, chips)
    meant = "" if kept_away else results.suggestion
    offers = [
        (one, items.with_value("q", one.query) if one.query else "")
        for one in advice(asked.q)
        if one.reason != "value" or not results.total  # a source may have told of another language
    ]
    return {
        "results": results,
        "kept_away": kept_away,
        "paging": _paging(items, results, offset, asked),
        "facets": facets_of(reader, asked, results.facets, results.total),
        "times": histogram_of(items, counted, results.total, interval),
        "orders": [(order, items.with_value("sort", order)) for order in ORDERS],
        "sort": asked.order,
        "how": asked.choices.view,
        "hows": [(how, items.with_value("view", "" if how == "list" else how)) for how in SIZES],
        "columns": _columns(items, asked),
        "did_you_mean": (meant, items.with_value("q", meant)),
        "advice": offers,
        "exports": [(how.upper(), "/export" + items.with_value("format", how)) for how in ("csv", "xlsx")],
        "toggles": _toggles(items, asked),
        "links": {hit.key: _link(items, hit.key, offset + at) for at, hit in enumerate(results.hits, 1)},
        "shelved": reader.workspace.shelf.among(reader.who, [hit.key for hit in results.hits]),
        "here": items.without(),
        "link": lambda key: _link(items, key, 0),
    }


def _columns(items: Items, asked: Asked) -> list[tuple[str, str, str]]:
    """The columns of the table: name, the address that sorts by it, and how it is sorted now, as ARIA says it.

    Where it is sorted by a column that goes both ways, the address turns it round.
    """
    found = []
    for name, *orders in _COLUMNS:
        at = orders.index(asked.order) if asked.order in orders else -1
        found.append(
            (
                name,
                items.with_value("sort", orders[(at + 1) % len(orders)]),
                _SORTED.get(asked.order, "ascending") if at >= 0 else "",
            )
        )
    return found


def _link(items: Items, key: str, number: int) -> str:
    """A document with the question that found it, and which hit it is."""
    return f"/documents/{key}{items.cut('interval').with_value('n', str(number or ''))}"


def _paging(items: Items, results: Results, offset: int, asked: Asked) -> Paging:
    """Where the page stands: its documents are numbered, and counted where each is shown for itself.

    Where near-duplicates are one, the number of what is listed is not known before its end.
    """
    last = offset + len(results.hits)
    total = last if results.next is None else None if asked.grouped else results.total
    before = max(0, offset - asked.size)
    return Paging(
        offset + 1 if results.hits else offset,
        last,
        total,
        items.without() if offset else "",
        items.with_value("cursor", asked.cursor(before), keep_cursor=True) if offset else "",
        items.at(asked.cursor(results.next)) if results.next is not None else "",
    )


def _toggles(items: Items, asked: Asked) -> list[tuple[str, bool, str]]:
    """What can be turned on and off: its name, whether it is on, and the address that turns it."""
    return [
        ("group_near", asked.grouped, items.with_value("group", "none" if asked.grouped else "")),
        ("same_spelling", asked.same_spelling, items.with_value("spelling", "" if asked.same_spelling else "same")),
    ]
