"""The pages of trends and timelines: what is told of more than before, and what was when."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse

from pipeline.errors import EntityNotFound, MonitorNotFound, QuerySyntaxError, RefusedDecision
from pipeline.trends.trends import LABELS, TrendReport
from search_api.deps import WorkspaceDep
from search_api.pages.language import Interface, interface_of
from search_api.pages.lists import Paging
from search_api.pages.refusals import told_to
from search_api.pages.shell import Items, page
from search_api.pages.volume import SIZE, Bar, columns
from search_api.principals import WhoDep

type At = Annotated[int, Query(ge=0, le=10_000_000, description="days before the first that is shown")]
_PAGE = 50
router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@router.get("/trends")
def trends_page(
    request: Request,
    workspace: WorkspaceDep,
    who: WhoDep,
    q: Annotated[str, Query(max_length=2000)] = "",
    monitor: Annotated[str, Query(max_length=200)] = "",
    since: Annotated[str, Query(max_length=40)] = "",
    label: Literal["ORG", "PERSON", "PLACE"] = "ORG",
) -> Response:
    """A week of everything against the four weeks before, or what was asked for."""
    shared: dict[str, Any] = {
        "monitors": workspace.monitors.askable(who),
        "labels": LABELS,
        "asked": {"q": q, "monitor": monitor, "since": since, "label": label},
        "report": None,
    }
    try:
        report = workspace.trends.make(who, q, monitor=monitor, since=since, label=label)
    except MonitorNotFound:
        return page(request, "problem.html", 404, message="monitor_not_found", detail=monitor)
    except (QuerySyntaxError, RefusedDecision) as error:
        wrong = error.field if isinstance(error, QuerySyntaxError) else ""
        return page(request, "trends.html", 422, **shared, error=told_to(request, error), wrong=wrong)
    return page(request, "trends.html", **shared | _values(interface_of(request), report))


@router.get("/entities/{identity}/timeline")
def timeline_page(request: Request, workspace: WorkspaceDep, who: WhoDep, identity: str, at: At = 0) -> Response:
    """The days that sentences name beside an entity, the newest first."""
    try:
        entity = workspace.entities.profile(who, identity).entity
        events = workspace.trends.timeline(who, identity)[::-1]
    except EntityNotFound:
        return page(request, "problem.html", 404, message="entity_not_found", detail=identity)
    shown = events[at : at + _PAGE]
    paging = Paging.of(Items.of(request), at, len(shown), _PAGE, len(events))
    return page(request, "timeline.html", entity=entity, events=shown, paging=paging)


def _values(ui: Interface, report: TrendReport) -> dict[str, Any]:
    marked = [(burst.first, burst.last) for burst in report.bursts]
    bars = [
        Bar(
            one.first,
            one.last,
            one.stories,
            ui.count("n_stories", one.stories),
            any(first <= one.first <= last for first, last in marked),
        )
        for one in report.periods
    ]
    most = max(bar.number for bar in bars)
    asked = f"({report.query})" if report.query.strip(" *") else ""
    return {"report": report, "columns": columns(ui, bars), "most": most, "size": SIZE, "inside": asked}
