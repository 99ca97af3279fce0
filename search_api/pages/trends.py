"""The page of trends: what is told of more than before."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse

from pipeline.errors import MonitorNotFound, QuerySyntaxError, RefusedDecision
from pipeline.monitors.watch_lists import is_list
from pipeline.trends.trends import LABELS, TrendReport
from search_api.deps import WorkspaceDep
from search_api.pages.language import Interface, interface_of
from search_api.pages.shell import page
from search_api.pages.volume import SIZE, Bar, columns
from search_api.principals import WhoDep

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
        "monitors": [one for one in workspace.monitors.seen(who) if not is_list(one)],
        "labels": LABELS,
        "asked": {"q": q, "monitor": monitor, "since": since, "label": label},
        "report": None,
    }
    try:
        report = workspace.trends.make(who, q, monitor=monitor, since=since, label=label)
    except MonitorNotFound:
        return page(request, "problem.html", 404, message="monitor_not_found", detail=monitor)
    except (QuerySyntaxError, RefusedDecision) as error:
        return page(request, "trends.html", 422, **shared, error=str(error))
    return page(request, "trends.html", **shared | _values(interface_of(request), report))


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
