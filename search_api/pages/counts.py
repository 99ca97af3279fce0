"""The page of counts of one unit over time: a small chart, and under it each count in its sentence."""

from typing import Annotated, Any, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse
from markupsafe import Markup

from corpora.document import Span
from pipeline.index.results import View
from pipeline.people.principal import Principal
from pipeline.query.parser import Exact, Filter
from pipeline.registry.indicators import Point, folded
from pipeline.workspace import Workspace
from search_api.deps import WorkspaceDep
from search_api.pages.counts_chart import HEIGHT, WIDTH, Chart
from search_api.pages.facets import Reader, chips_of
from search_api.pages.language import LANGUAGES, interface_of
from search_api.pages.lists import Paging
from search_api.pages.render import marked
from search_api.pages.shell import Items, page
from search_api.principals import WhoDep
from search_api.routes.search import FILTERS, filters_of

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
_PAGE = 25
_UNITS = 60
_FIELDS = ("org", "source", "since", "until")
"""Parameters that the form of filters has."""


@router.get("/counts")
def counts_page(
    request: Request,
    workspace: WorkspaceDep,
    who: WhoDep,
    unit: str = "",
    at: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
    group: Literal["near", "none"] = "near",
    scale: Literal["", "log", "linear"] = "",
    spoken: Literal["", "fa", "ar", "en", "all"] = "",
) -> Response:
    """The counts of a unit; without one, the units that most documents count."""
    items, ui = Items.of(request), interface_of(request)
    if not unit.strip():
        language = spoken or ui.language
        links = [(one, "/counts" + items.with_value("spoken", one)) for one in (*LANGUAGES, "all")]
        units = _units(workspace, who, language)
        return page(request, "counts.html", unit="", units=units, spoken=language, spoken_links=links)
    found = [(point, 0) for point in workspace.searches.indicators(who, unit[:200], _filters(items))]
    if group == "near":
        found = folded(
            [point for point, _ in found], workspace.searches.stories(point.document.key for point, _ in found)
        )
    part = found[at : at + _PAGE]
    chart = Chart.of([point for point, _ in found], scale)
    given = dict(items.pairs())
    values: dict[str, Any] = {
        "unit": unit,
        "points": [(point, _sentence(point), copies) for point, copies in part],
        "total": len(found),
        "chart": chart,
        "size": (WIDTH, HEIGHT),
        "csv": "/api/v1/indicators?" + urlencode({"unit": unit, "format": "csv"}),
        "paging": Paging.of(items, at, len(part), _PAGE, len(found)),
        "chosen": _chosen(Reader(workspace, who, items.cut("at"), ui)),
        "given": {name: given.get(name, "") for name in _FIELDS},
        "kept": items.cut("at", *_FIELDS).pairs(),
        "toggles": _toggles(items, chart, is_grouped=group == "near"),
    }
    return page(request, "counts.html", **values)


def _chosen(reader: Reader) -> list[tuple[str, str, str, bool]]:
    """What is narrowed by: field, value, the address without it, and whether it is left out."""
    unit = reader.ui("facet_unit")
    chips = (chip for chip in chips_of(reader) if chip.field != unit)
    return [(chip.field, chip.value, f"/counts{chip.href[1:]}", chip.excluded) for chip in chips]


def _filters(items: Items) -> tuple[Filter, ...]:
    """What an address narrows by; the unit is what is counted, and narrows nothing. Raises QuerySyntaxError."""
    several: dict[str, list[str]] = {}
    for name, value in items.pairs():
        if name in (*FILTERS, "exclude", "any") and name != "unit":
            several.setdefault(name, []).append(value)
    single = {name: value for name, value in items.pairs() if name in ("published", "since", "until")}
    return filters_of(**several, **single)  # type: ignore[arg-type]


def _toggles(items: Items, chart: Chart, *, is_grouped: bool) -> list[tuple[str, bool, str]]:
    """What can be turned on and off: its name, whether it is on, and the address that turns it."""
    free = items.cut("at")
    group = free.with_value("group", "none" if is_grouped else "")
    scale = free.with_value("scale", "linear" if chart.is_log else "log")
    return [("counts_folded", is_grouped, f"/counts{group}"), ("counts_log", chart.is_log, f"/counts{scale}")]


def _units(workspace: Workspace, who: Principal, language: str) -> list[tuple[str, int]]:
    """The units that most documents of a language count."""
    view = View(limit=1, facets=("unit",), facet_size=_UNITS, passages=False)
    filters = (Exact("lang", language),) if language in LANGUAGES else ()
    return list(workspace.search(who, "", view, filters=filters, typed=False).facets["unit"])


def _sentence(point: Point) -> Markup:
    return marked(point.text, [Span(point.mention.span.start, point.mention.span.end)], point.sentence.start)
