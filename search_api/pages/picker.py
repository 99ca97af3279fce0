"""A month of a calendar to pick a day from: what ``picker.js`` puts beside a field that takes days."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse

from extractors.dates import calendars
from extractors.dates.calendars import interval, parts
from pipeline.query.dates import NoValue, days, typed_form
from search_api.pages.language import Interface, interface_of
from search_api.pages.shell import page
from search_api.principals import WhoDep

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
CALENDARS = ("jalali", "hijri", "gregorian")
type Calendar = Literal["jalali", "hijri", "gregorian"]
_WEEK = 7
_SATURDAY, _MONDAY = 5, 0
_FIRST, _LAST = date(1600, 1, 1), date(2199, 12, 31)


@dataclass(frozen=True, slots=True)
class Cell:
    """A day of the month: its ISO date, its number, how it is said whole, and how a field takes it."""

    iso: str
    number: int
    said: str
    typed: str


@dataclass(frozen=True, slots=True)
class MonthGrid:
    """A month in weeks as the reader's language has them; cells outside the month are None.

    ``steps`` leads to the same day a month or a year before and after, by the names of their keys, where there is one.
    """

    calendar: str
    title: str
    weeks: list[list[Cell | None]]
    weekdays: list[tuple[str, str]]
    """Of each column the name of its day, short and whole."""
    steps: dict[str, str]
    able: list[str]
    """The calendars that have the day."""

    @classmethod
    def of(cls, ui: Interface, calendar: str, day: date) -> "MonthGrid":
        """The month that holds a day; raises ValueError or OverflowError where the calendar does not have it."""
        year, month, number = parts(calendar, day)
        ends = interval(calendar, year, month)
        if ends is None:
            raise ValueError("the calendar has no such month")
        first, last = ends
        starts = _MONDAY if ui.language == "en" else _SATURDAY
        before = (first.weekday() - starts) % _WEEK
        cells: list[Cell | None] = [None] * before
        cells += [_cell(ui, calendar, first + timedelta(n), year, month) for n in range((last - first).days + 1)]
        cells += [None] * (-len(cells) % _WEEK)
        weeks = [cells[at : at + _WEEK] for at in range(0, len(cells), _WEEK)]
        title = f"{ui.month(month, calendar)} {ui.digits(str(year))}"
        steps = {
            name: to.isoformat()
            for name, by in (("year-", -12), ("month-", -1), ("month+", 1), ("year+", 12))
            if (to := _moved(calendar, year, month + by, number))
        }
        return cls(calendar, title, weeks, _weekdays(ui, starts), steps, [one for one in CALENDARS if _has(one, day)])


def _cell(ui: Interface, calendar: str, day: date, year: int, month: int) -> Cell:
    number = parts(calendar, day)[2]
    weekday = dict(enumerate(_names(ui, "wide")))[day.weekday()]
    said = f"{weekday} {ui.digits(str(number))} {ui.month(month, calendar)} {ui.digits(str(year))}"
    return Cell(day.isoformat(), number, said, typed_form(calendar, f"{year:04}-{month:02}-{number:02}"))


def _moved(calendar: str, year: int, month: int, number: int) -> date | None:
    """The same day of a month counted on, or the last one that month has; None where the calendar ends."""
    years, month = divmod(month - 1, 12)
    ends = interval(calendar, year + years, month + 1)
    if ends is None:
        return None
    to = min(ends[0] + timedelta(number - 1), ends[1])
    return to if _has(calendar, to) else None


def _has(calendar: str, day: date) -> bool:
    try:
        year, month, _ = parts(calendar, day)
        return _FIRST <= day <= _LAST and calendars.interval(calendar, year, month) is not None
    except (ValueError, OverflowError):
        return False


def _weekdays(ui: Interface, starts: int) -> list[tuple[str, str]]:
    names = list(zip(_names(ui, "narrow" if ui.language != "en" else "short"), _names(ui, "wide"), strict=True))
    return [*names[starts:], *names[:starts]]


def _names(ui: Interface, width: Literal["narrow", "short", "wide"]) -> list[str]:
    """The names of the days of the week, Monday first."""
    from babel.dates import get_day_names

    names = get_day_names(width, "stand-alone", ui.language)
    return [names[number] for number in range(_WEEK)]


@router.get("/calendar")
def calendar_month(
    request: Request,
    who: WhoDep,  # noqa: ARG001 - nobody who has to sign in sees a page before
    calendar: Calendar | None = None,
    day: Annotated[str, Query(max_length=40)] = "",
    step: Annotated[str, Query(max_length=10, description="year-, month-, month+ or year+ from that day")] = "",
) -> Response:
    """The month of a calendar that holds a day, as a part of a page: of today where the field has none that is one."""
    ui = interface_of(request)
    at = _day(day)
    wanted = calendar or ui.calendar
    shown = wanted if _has(wanted, at) else "gregorian"
    grid = MonthGrid.of(ui, shown, at)
    if step in grid.steps:
        at = date.fromisoformat(grid.steps[step])
        grid = MonthGrid.of(ui, shown, at)
    return page(request, "picker.html", grid=grid, at=at.isoformat(), calendars=CALENDARS)


def _day(said: str) -> date:
    """The day that a field has, the first of a month or year; today where it has none within reach."""
    try:
        found = date.fromordinal(days(said.replace("/", "-"))[0])
    except (NoValue, ValueError):
        return date.today()  # noqa: DTZ011 - the day where the office is
    return found if _FIRST <= found <= _LAST else date.today()  # noqa: DTZ011
