"""The page of counts of one unit over time: a small chart, and under it each count in its sentence."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from markupsafe import Markup

from corpora.document import Span
from pipeline.index.results import View
from pipeline.people.principal import Principal
from pipeline.registry.indicators import Point
from pipeline.workspace import Workspace
from search_api.deps import WorkspaceDep
from search_api.pages.render import marked
from search_api.pages.shell import page
from search_api.principals import WhoDep

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
_MOST = 300
_WIDTH, _HEIGHT, _EDGE = 960, 200, 12


@dataclass(frozen=True, slots=True)
class Dot:
    """A dated count in the chart; ``x`` grows with time in the reading direction of the page."""

    x: float
    y: float
    point: Point


@router.get("/counts")
def counts_page(request: Request, workspace: WorkspaceDep, who: WhoDep, unit: str = "") -> Response:
    """The counts of a unit; without one, the units that most documents count."""
    found = workspace.indicators(who, unit[:200]) if unit.strip() else []
    shown = found[:_MOST]
    values: dict[str, Any] = {
        "unit": unit,
        "points": [(point, _sentence(point)) for point in shown],
        "total": len(found),
        "dots": _dots(shown),
        "most": max((point.number for point in shown), default=0),
        "size": (_WIDTH, _HEIGHT),
        "csv": "/api/v1/indicators?" + urlencode({"unit": unit, "format": "csv"}),
        "units": [] if unit.strip() else _units(workspace, who),
    }
    return page(request, "counts.html", **values)


def _units(workspace: Workspace, who: Principal) -> list[tuple[str, int]]:
    view = View(limit=1, facets=("unit",), facet_size=60, passages=False)
    return list(workspace.everything(who, view).facets["unit"])


def _sentence(point: Point) -> Markup:
    return marked(point.text, [Span(point.mention.span.start, point.mention.span.end)], point.sentence.start)


def _dots(points: list[Point]) -> list[Dot]:
    """The dated points, from the first day to the last and from nothing to the greatest number."""
    dated = [(date.fromisoformat(p.document.published[:10]).toordinal(), p) for p in points if p.document.published]
    if not dated:
        return []
    first, last = dated[0][0], dated[-1][0]
    most = max(point.number for _, point in dated) or 1.0
    return [
        Dot(
            round(_EDGE + (day - first) / max(1, last - first) * (_WIDTH - 2 * _EDGE), 1),
            round(_HEIGHT - _EDGE - point.number / most * (_HEIGHT - 2 * _EDGE), 1),
            point,
        )
        for day, point in dated
    ]
