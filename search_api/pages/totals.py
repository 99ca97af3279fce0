"""The page of totals: agreements by year, kind, state, partner or place, each number leading to its entries."""

from datetime import date

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from pipeline.people.principal import Principal
from pipeline.registry.portfolio import CALENDARS, Asked, chosen, total_of
from pipeline.registry.totals import BY, By, Total, totals
from pipeline.workspace import Workspace
from search_api.deps import WorkspaceDep
from search_api.pages.agreement_texts import named_value
from search_api.pages.agreements import KEPT, chips, names_of
from search_api.pages.bars import NamedBar
from search_api.pages.charts import Form, chart
from search_api.pages.language import Interface, interface_of
from search_api.pages.numbers import MOST, Numbered, Numbers, choices, files_of, numbers_page
from search_api.pages.shell import Items
from search_api.principals import WhoDep
from search_api.routes.agreements import AskedDep

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@router.get("/counts/agreements")
def totals_page(request: Request, workspace: WorkspaceDep, who: WhoDep, asked: AskedDep, by: By = "year") -> Response:
    """A table and a bar for each value."""
    ui, items = interface_of(request), Items.of(request)
    calendar = asked.calendar or ui.calendar
    found = _found(workspace, who, asked, by, calendar)
    rows = [_row(ui, items.only(*KEPT), by, total, calendar) for total in found[:MOST]]
    filters = chips(ui, items, asked, names_of(ui, workspace.register.made(who), asked))
    about = Numbers(
        "totals",
        "totals_hint",
        (f"filter_{by}", "totals_held", "totals_claimed"),
        "agreements_none",
        ways=choices(items, "by", BY, by, "filter_"),
        calendars=choices(items, "calendar", CALENDARS if by == "year" else (), calendar, "calendar_"),
        chosen=[(field, value, f"/counts/agreements{href}", out) for field, value, href, out in filters],
        files=files_of(items.only(*KEPT), "/api/v1/agreements/totals", "/counts/agreements", by=by, calendar=calendar),
    )
    return numbers_page(request, about, rows)


def _row(ui: Interface, kept: Items, by: By, total: Total, calendar: str) -> Numbered:
    """A total with what a sentence claims beside it, and where that sentence is."""
    claimed = (ui.number(total.claimed), f"/agreements/{total.claim.id}") if total.claim else ("", "")
    there = "/agreements" + kept.with_value("total", total_of(by, total.value, calendar)) if total.agreements else ""
    return Numbered(named_value(ui, by, total.value, total.name), total.agreements, there, [claimed])


@router.get("/counts/agreements.{form}")
def totals_chart(
    request: Request, workspace: WorkspaceDep, who: WhoDep, asked: AskedDep, form: Form, by: By = "year"
) -> Response:
    """The same as a drawing or a picture in the language of the pages, for a report."""
    ui = interface_of(request)
    found = _found(workspace, who, asked, by, asked.calendar or ui.calendar)
    bars = [
        NamedBar(named_value(ui, by, total.value, total.name), total.agreements, ui.number(total.agreements))
        for total in found
    ]
    return chart(ui, form, f"{ui('totals')}: {ui(f'filter_{by}')}", bars, "asnad-totals")


def _found(workspace: Workspace, who: Principal, asked: Asked, by: By, calendar: str) -> list[Total]:
    """The totals; of all that somebody may see they are made once."""
    made = workspace.register.made(who)
    if asked == Asked(calendar=asked.calendar):
        return made.totals(by, calendar)
    return totals(chosen(made.entries, asked, date.today()), by, calendar)  # noqa: DTZ011 - the office's day
