"""The page of decrees in numbers: by office, body, year or act, each number leading to its list."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from pipeline.people.principal import Principal
from pipeline.registry.decree_totals import BY, TURNS, By, Total, totals
from pipeline.registry.decrees import CALENDARS, Wanted
from pipeline.registry.portfolio import total_of
from pipeline.workspace import Workspace
from search_api.deps import WorkspaceDep
from search_api.pages.bars import NamedBar
from search_api.pages.charts import Form, chart
from search_api.pages.decree_texts import ASKED, chips, named_total
from search_api.pages.language import Interface, interface_of
from search_api.pages.numbers import MOST, Link, Numbered, Numbers, choices, files_of, numbers_page
from search_api.pages.shell import Items
from search_api.principals import WhoDep
from search_api.routes.decrees import WantedDep

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
_KEPT = (*ASKED, "calendar", "q", "list", "total", "turn")


@router.get("/counts/decrees")
def decree_totals_page(
    request: Request, workspace: WorkspaceDep, who: WhoDep, wanted: WantedDep, by: By = "office"
) -> Response:
    """Appointments in numbers: a row and a bar for each office, body, year or act."""
    ui, items = interface_of(request), Items.of(request)
    calendar = wanted.calendar or ui.calendar
    kept = items.only(*_KEPT)
    rows = [
        Numbered(
            named_total(ui, by, one.value, one.name),
            one.decrees,
            _there(kept, by, one, calendar),
            _turns(ui, kept, by, one, calendar),
        )
        for one in _found(workspace, who, wanted, by, calendar)[:MOST]
    ]
    about = Numbers(
        "decree_totals",
        "decree_totals_hint",
        (f"decree_{by}", "decrees", *(f"decrees_{turn}" for turn in TURNS)),
        "decrees_none",
        crumbs=[(ui("decrees"), "/decrees")],
        ways=choices(items, "by", BY, by, "decree_"),
        calendars=choices(items, "calendar", CALENDARS if by == "year" else (), calendar, "calendar_"),
        chosen=[
            (field, value, f"/counts/decrees{href}", out)
            for field, value, href, out in chips(ui, items, workspace, who, wanted)
        ],
        files=files_of(kept, "/api/v1/decrees/totals", "/counts/decrees", by=by, calendar=calendar),
    )
    return numbers_page(request, about, rows)


@router.get("/counts/decrees.{form}")
def decree_totals_chart(
    request: Request, workspace: WorkspaceDep, who: WhoDep, wanted: WantedDep, form: Form, by: By = "office"
) -> Response:
    """The same as a drawing or a picture in the language of the pages, for a report."""
    ui = interface_of(request)
    found = _found(workspace, who, wanted, by, wanted.calendar or ui.calendar)
    bars = [NamedBar(named_total(ui, by, one.value, one.name), one.decrees, ui.number(one.decrees)) for one in found]
    return chart(ui, form, f"{ui('decree_totals')}: {ui(f'decree_{by}')}", bars, "asnad-decrees")


def _found(workspace: Workspace, who: Principal, wanted: Wanted, by: By, calendar: str) -> list[Total]:
    """The totals; of all that somebody may see they are made once."""
    if wanted == Wanted(calendar=wanted.calendar):
        return workspace.decrees.totals(who, by, calendar)
    return totals(workspace.decrees.entries(who, wanted), by, calendar)


def _there(kept: Items, by: By, total: Total, calendar: str) -> str:
    return "/decrees" + kept.with_value("total", total_of(by, total.value, calendar))


def _turns(ui: Interface, kept: Items, by: By, total: Total, calendar: str) -> list[Link]:
    """How many come and leave, and what is denied, each with its list."""
    there = _there(kept.cut("turn"), by, total, calendar)
    counted = [(total.turns.get(turn, 0), turn) for turn in TURNS]
    return [(ui.number(number), f"{there}&turn={turn}" if number else "") for number, turn in counted]
