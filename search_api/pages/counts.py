"""The page of counts of one unit: a chart over time or by body, and under it each count in its sentence."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import HTMLResponse
from markupsafe import Markup

from corpora.document import Span
from pipeline.index.results import View
from pipeline.people.principal import Principal
from pipeline.query.parser import Exact
from pipeline.registry.indicators import OfBody, Point
from pipeline.workspace import Workspace
from search_api.deps import WorkspaceDep
from search_api.pages.bars import NamedBar
from search_api.pages.charts import FORMS, Form, drawn_as
from search_api.pages.charts import chart as chart_of
from search_api.pages.counts_chart import HEIGHT, WIDTH, Chart
from search_api.pages.facets import Reader, chips_of
from search_api.pages.language import LANGUAGES, interface_of
from search_api.pages.lists import Paging
from search_api.pages.render import marked
from search_api.pages.shell import Items, page
from search_api.principals import WhoDep
from search_api.routes.counts import Asked, Body, Unit, narrowed

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
_PAGE = 25
_UNITS = 60
_BODIES = 500
"""Bodies that the page shows."""
_LONGEST = 200
"""Code points of a unit."""
_FIELDS = ("org", "source", "since", "until")
"""Parameters that the form of filters has."""


@dataclass(frozen=True, slots=True)
class OnPage:
    """Which counts the page has, and what its chart shows."""

    counts: Asked
    by: Literal["time", "body"]
    scale: Literal["", "log", "linear"]


def on_page(
    request: Request,
    by: Literal["time", "body"] = "time",
    group: Literal["near", "none"] = "near",
    scale: Literal["", "log", "linear"] = "",
    body: Body = "",
) -> OnPage:
    """What an address of the page asks for."""
    return OnPage(Asked(narrowed(request), body.strip(), group == "near"), by, scale)


type PageDep = Annotated[OnPage, Depends(on_page)]


@router.get("/counts")
def counts_page(
    request: Request,
    workspace: WorkspaceDep,
    who: WhoDep,
    asked: PageDep,
    unit: str = "",
    at: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
    spoken: Literal["", "fa", "ar", "en", "all"] = "",
) -> Response:
    """The counts of a unit; without one, the units that most documents count."""
    items, ui = Items.of(request), interface_of(request)
    if not unit.strip():
        return _subjects(request, workspace, who, spoken)
    counts = asked.counts.counts(workspace, who, unit[:_LONGEST])
    found, bodies = asked.counts.found(counts), asked.counts.bodies(counts)
    part = found[at : at + _PAGE] if asked.by == "time" else []
    chart = Chart.of([point for point, _ in found], asked.scale)
    given = dict(items.pairs())
    named = items.cut("at", "by", "body").with_value
    values: dict[str, Any] = {
        "unit": unit,
        "by": asked.by,
        "points": [(point, _sentence(point), copies) for point, copies in part],
        "rows": [(one, "/counts" + named("body", one.value)) for one in bodies[:_BODIES]],
        "most": max((one.counts for one in bodies), default=0) or 1,
        "total": len(found),
        "chart": chart,
        "size": (WIDTH, HEIGHT),
        "files": _files(items, asked),
        "paging": Paging.of(items, at, len(part), _PAGE, len(found)),
        "chosen": _chosen(Reader(workspace, who, items.cut("at"), ui), asked.counts.body, bodies),
        "given": {name: given.get(name, "") for name in _FIELDS},
        "kept": items.cut("at", *_FIELDS).pairs(),
        "ways": [(name, f"/counts{items.cut('at').with_value('by', name)}") for name in ("time", "body")],
        "toggles": _toggles(items, chart, asked),
    }
    return page(request, "counts.html", **values)


def _subjects(request: Request, workspace: Workspace, who: Principal, spoken: str) -> Response:
    """What is counted in texts of a language, of the reader's own at first; of all where no text has that."""
    links = [(one, "/counts" + Items.of(request).with_value("spoken", one)) for one in (*LANGUAGES, "all")]
    of = (spoken,) if spoken else (interface_of(request).language, "all")
    units, language = next(((some, one) for one in of if (some := _units(workspace, who, one))), ([], of[0]))
    return page(request, "counts.html", unit="", units=units, spoken=language, spoken_links=links)


@router.get("/counts.{form}")
def counts_chart(
    request: Request, workspace: WorkspaceDep, who: WhoDep, asked: PageDep, form: Form, unit: Unit
) -> Response:
    """The chart of the page as a drawing or a picture in the language of the pages, for a report."""
    ui = interface_of(request)
    counts = asked.counts.counts(workspace, who, unit)
    title = f"{ui('counts_title' if asked.by == 'time' else 'counts_by_body')}: {unit}"
    if asked.by == "time":
        found = [point for point, _ in asked.counts.found(counts)]
        return drawn_as(ui, form, Chart.of(found, asked.scale).plan(ui, title), "asnad-counts")
    bars = [NamedBar(one.name, one.counts, ui.number(one.counts)) for one in asked.counts.bodies(counts)]
    return chart_of(ui, form, title, bars, "asnad-counts")


def _files(items: Items, asked: OnPage) -> list[tuple[str, str]]:
    """The counts, or how many each body has, as tables; and the chart: what each file is called, and its address."""
    free = items.cut("at", "by", "scale", "group")
    group = "near" if asked.counts.folds else "none"
    there = "/api/v1/indicators" if asked.by == "time" else "/api/v1/indicators/bodies"
    tables = [(form, f"{there}{free.with_value('group', group)}&format={form}") for form in ("csv", "xlsx")]
    charts = [(form, f"/counts.{form}{items.cut('at').with_value('by', asked.by)}") for form in FORMS]
    return [(form.upper(), href) for form, href in (*tables, *charts)]


def _chosen(reader: Reader, body: str, bodies: Sequence[OfBody]) -> list[tuple[str, str, str, bool]]:
    """What is narrowed by: field, value, the address without it, and whether it is left out."""
    named = next((one.name for one in bodies if one.value == body), body)
    by_name = [(reader.ui("counts_body"), named, f"/counts{reader.items.with_value('body', '')}", False)]
    unit = reader.ui("facet_unit")
    chips = (chip for chip in chips_of(reader) if chip.field != unit)
    others = [(chip.field, chip.value, f"/counts{chip.href[1:]}", chip.excluded) for chip in chips]
    return [*(by_name if body else ()), *others]


def _toggles(items: Items, chart: Chart, asked: OnPage) -> list[tuple[str, bool, str]]:
    """What can be turned on and off: its name, whether it is on, and the address that turns it."""
    free = items.cut("at")
    group = free.with_value("group", "none" if asked.counts.folds else "")
    scale = free.with_value("scale", "linear" if chart.is_log else "log")
    logarithmic = [("counts_log", chart.is_log, f"/counts{scale}")] if asked.by == "time" else []
    return [("counts_folded", asked.counts.folds, f"/counts{group}"), *logarithmic]


def _units(workspace: Workspace, who: Principal, language: str) -> list[tuple[str, int]]:
    """The units that most documents of a language count."""
    view = View(limit=1, facets=("unit",), facet_size=_UNITS, passages=False)
    filters = (Exact("lang", language),) if language in LANGUAGES else ()
    return list(workspace.search(who, "", view, filters=filters, typed=False).facets["unit"])


def _sentence(point: Point) -> Markup:
    return marked(point.text, [Span(point.mention.span.start, point.mention.span.end)], point.sentence.start)
