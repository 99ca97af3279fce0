"""The page of totals: agreements by year, kind, state, partner or place, each number leading to its entries."""

from datetime import date
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from pipeline.people.principal import Principal
from pipeline.registry.portfolio import CALENDARS, UNDATED, Asked, chosen
from pipeline.registry.totals import BY, By, Total, totals
from pipeline.workspace import Workspace
from search_api.deps import WorkspaceDep
from search_api.pages.agreement_texts import named_value
from search_api.pages.bars import NamedBar
from search_api.pages.charts import FORMS, Form, chart
from search_api.pages.language import Interface, interface_of
from search_api.pages.numbers import MOST, Numbered, Numbers, numbers_page
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
    rows = [_row(ui, by, total, calendar) for total in found[:MOST]]
    asked_for = {"by": by, "calendar": calendar}
    about = Numbers(
        "totals",
        "totals_hint",
        (f"filter_{by}", "totals_held", "totals_claimed"),
        "agreements_none",
        ways=[(f"filter_{name}", items.with_value("by", name), name == by) for name in BY],
        calendars=[
            (f"calendar_{name}", items.with_value("calendar", name), name == calendar)
            for name in (CALENDARS if by == "year" else ())
        ],
        files=[
            *(
                (form.upper(), "/api/v1/agreements/totals?" + urlencode(asked_for | {"format": form}))
                for form in ("csv", "xlsx")
            ),
            *((form.upper(), f"/counts/agreements.{form}?" + urlencode(asked_for)) for form in FORMS),
        ],
    )
    return numbers_page(request, about, rows)


def _row(ui: Interface, by: By, total: Total, calendar: str) -> Numbered:
    """A total with what a sentence claims beside it, and where that sentence is."""
    claimed = (ui.number(total.claimed), f"/agreements/{total.claim.id}") if total.claim else ("", "")
    return Numbered(
        named_value(ui, by, total.value, total.name), total.agreements, _href(by, total, calendar), [claimed]
    )


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
    entries = chosen(workspace.register.entries(who), asked, date.today())  # noqa: DTZ011 - the office's day
    return totals(entries, by, calendar)


def _href(by: By, total: Total, calendar: str) -> str:
    asked = {by: total.value} | ({"calendar": calendar} if by == "year" and total.value != UNDATED else {})
    return "/agreements?" + urlencode(asked)
