"""The pages of meetings: the list with filters, what follows by when, one meeting, and meetings by quarter."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse
from markupsafe import Markup

from corpora.document import Document, Span
from pipeline.errors import EntryNotFound
from pipeline.people.principal import Principal
from pipeline.registry.entries import Place, Value, Witness
from pipeline.registry.gatherings import Gathering, Present
from pipeline.registry.meetings import CALENDARS, KINDS, LISTS, MODALITIES, Wanted
from pipeline.registry.quarters import Due, Quarter, dues, quarters
from pipeline.workspace import Workspace
from search_api.deps import WorkspaceDep
from search_api.pages.agreement_texts import date_of, duration_of, place_href
from search_api.pages.bars import NamedBar
from search_api.pages.charts import Form, chart
from search_api.pages.entry_pages import (
    Refused,
    SentDep,
    collections_of,
    decided,
    frequent,
    judging,
    kept,
    marks,
    may_judge,
    rejection,
    shown_of,
    years_of,
)
from search_api.pages.language import Interface, interface_of
from search_api.pages.lists import Paging
from search_api.pages.meeting_texts import headcount, named, place_line, title_of
from search_api.pages.numbers import Numbered, Numbers, choices, files_of, numbers_page
from search_api.pages.quoted import Fact, documents_of, others_of, quotes, witnesses_of
from search_api.pages.render import marked
from search_api.pages.shell import Items, page
from search_api.principals import MEETINGS_CALENDAR, WhoDep
from search_api.routes.meetings import WantedDep

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
_PAGE = 25
_ASKED = ("kind", "modality", "body", "place", "year", "quarter", "from", "until", "collection")
_KEPT = (*_ASKED, "calendar", "q", "list")
_SINGLE = ("name", "date", "time", "venue", "town", "subject", "recurrence")
_SEVERAL = ("chair", "hosts", "attendees", "counts", "decisions", "follow_ups")


@dataclass(frozen=True, slots=True)
class Row:
    """A meeting in a list, with its sentence and what may be done with it."""

    entry: Gathering
    title: str
    day: str
    place: str
    counts: str
    html: Markup
    href: str
    may_judge: bool
    restore: int


@router.get("/meetings")
def meetings_page(
    request: Request,
    workspace: WorkspaceDep,
    who: WhoDep,
    wanted: WantedDep,
    at: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> Response:
    """The list of meetings, or of what follows them, a page of it."""
    ui, items = interface_of(request), Items.of(request)
    found = workspace.meetings.entries(who, wanted)
    following, calendar = workspace.meetings.following, wanted.calendar or ui.calendar
    follow_ups = dues(found, _today()) if wanted.listed == "due" else []
    part, total = found[at : at + _PAGE], len(found)
    if wanted.listed == "due":
        follow_ups, part, total = follow_ups[at : at + _PAGE], [], len(follow_ups)
    values: dict[str, Any] = {
        "rows": [_row(ui, who, one) for one in part],
        "dues": [(one, title_of(ui, one.entry), _href(one)) for one in follow_ups],
        "paging": Paging.of(items, at, len(part) or len(follow_ups), _PAGE, total),
        "total": total,
        "wanted": wanted,
        "lists": [(name, items.cut("at").with_value("list", name)) for name in ("", *LISTS)],
        "kinds": [(name, ui(f"meeting_kind_{name}")) for name in KINDS],
        "modes": [(name, ui(f"meeting_mode_{name}")) for name in MODALITIES],
        "years": following(who, f"years {calendar}", lambda all_: years_of((one.day for one in all_), calendar)),
        "bodies": following(who, "bodies", lambda all_: frequent(one.name for each in all_ for one in each.bodies)),
        "places": following(who, "places", lambda all_: frequent(one.town.value for one in all_ if one.town)),
        "collections": following(who, "collections", collections_of),
        "calendars": CALENDARS,
        "chosen": _chips(ui, items, wanted),
        "downloads": [(how.upper(), _download(items, how)) for how in ("csv", "xlsx", "json")],
        "kept": items.only("list").pairs(),
        "calendar": MEETINGS_CALENDAR + items.only(*_ASKED, "calendar", "q").with_value("lang", ui.language),
    }
    return page(request, "meetings.html", **values)


def _href(one: Due) -> str:
    """The place that says what has to follow; where a person said it, the page of its meeting."""
    places = one.task.what.places
    return place_href(places[0]) if places else f"/meetings/{one.entry.id}"


def _today() -> date:
    return date.today()  # noqa: DTZ011 - the day where the office is


def _download(items: Items, how: str) -> str:
    return "/api/v1/meetings/export" + items.only(*_KEPT).with_value("format", how)


def _row(ui: Interface, who: Principal, entry: Gathering) -> Row:
    witness = next((one for one in entry.witnesses if one.text), entry.witnesses[0])
    return Row(
        entry,
        title_of(ui, entry),
        date_of(ui, entry.date.value) if entry.date else "",
        place_line(ui, entry),
        ui("list_comma").join(headcount(ui, one.value) for one in entry.counts),
        marked(witness.text, _marked(entry, witness), witness.span.start),
        place_href(Place(witness.document, witness.span)),
        may_judge(who, entry),
        rejection(entry),
    )


def _marked(entry: Gathering, witness: Witness) -> list[Span]:
    """The words for a meeting, its day and its place in its sentence."""
    held = (entry.name, entry.date, entry.time, entry.venue, entry.town, *entry.counts)
    told = [one.span for value in held if value for one in value.places if one.document == witness.document]
    said = [one.span for one in entry.witnesses if one.document == witness.document and not one.text]
    return marks((*told, *said), shown_of(witness))


def _chips(ui: Interface, items: Items, wanted: Wanted) -> list[tuple[str, str, str, bool]]:
    """The filters in force, each with the address without it."""
    found = []
    for field in _ASKED:
        if value := getattr(wanted, "since" if field == "from" else field):
            name = ui("facet_collection") if field == "collection" else ui(f"meeting_{field}")
            text = _chosen(ui, field, value)
            found.append((name, text, items.cut("at").with_value(field, ""), False))
    return found


def _chosen(ui: Interface, field: str, value: str) -> str:
    match field:
        case "kind":
            return ui(f"meeting_kind_{value}")
        case "modality":
            return ui(f"meeting_mode_{value}")
        case "quarter":
            return quarter_name(ui, value)
        case "year":
            return ui("undated") if value == "none" else ui.digits(value)
        case "from" | "until":  # a hyphen between Arabic digits would turn the day around
            return ui.digits(value if ui.direction == "ltr" else value.replace("-", "/"))
        case _:
            return value


def quarter_name(ui: Interface, quarter: str) -> str:
    """A quarter in words («1404-Q2» → «سه‌ماههٔ دوم ۱۴۰۴»)."""
    year, _, number = quarter.partition("-Q")
    return ui(f"quarter_{number}", year=ui.digits(year)) if number in ("1", "2", "3", "4") else quarter


@router.get("/counts/meetings")
def quarters_page(request: Request, workspace: WorkspaceDep, who: WhoDep, wanted: WantedDep) -> Response:
    """Meetings by quarter: a row and a bar for each, each number leading to its meetings."""
    ui, items = interface_of(request), Items.of(request)
    calendar = wanted.calendar or ui.calendar
    found = quarters(workspace.meetings.entries(who, wanted), calendar)
    link = items.only(*_ASKED, "q", "list").with_value
    rows = [_quarter_row(ui, one, f"/meetings{link('quarter', one.name)}&calendar={calendar}") for one in found]
    about = Numbers(
        "meetings_by_quarter",
        "meetings_by_quarter_hint",
        ("meeting_quarter", "meetings", *(f"meeting_mode_{mode}" for mode in MODALITIES)),
        "meetings_none",
        crumbs=[(ui("meetings"), "/meetings")],
        calendars=choices(items, "calendar", CALENDARS, calendar, "calendar_"),
        files=files_of(items.only(*_KEPT), "/api/v1/meetings/quarters", "/counts/meetings", calendar=calendar),
    )
    return numbers_page(request, about, rows)


def _quarter_row(ui: Interface, one: Quarter, href: str) -> Numbered:
    """A quarter, and how many of its meetings are held, planned, put off and cancelled, each with its list."""
    counted = [(one.modes.get(mode, 0), f"{href}&modality={mode}") for mode in MODALITIES]
    cells = [(ui.number(number), there if number else "") for number, there in counted]
    return Numbered(quarter_name(ui, one.name), one.meetings, href, cells)


@router.get("/counts/meetings.{form}")
def quarters_chart(request: Request, workspace: WorkspaceDep, who: WhoDep, wanted: WantedDep, form: Form) -> Response:
    """The same as a drawing or a picture in the language of the pages, for a report."""
    ui = interface_of(request)
    found = quarters(workspace.meetings.entries(who, wanted), wanted.calendar or ui.calendar)
    bars = [NamedBar(quarter_name(ui, one.name), one.meetings, ui.number(one.meetings)) for one in found]
    return chart(ui, form, ui("meetings_by_quarter"), bars, "asnad-meetings")


@router.get("/meetings/{identity}")
def meeting_page(request: Request, workspace: WorkspaceDep, who: WhoDep, identity: str) -> Response:
    """One meeting: every fact beside its sentence, the documents that tell of it, and what was decided."""
    return _entry_page(request, workspace, who, identity)


def _entry_page(
    request: Request, workspace: Workspace, who: Principal, identity: str, refused: Refused | None = None
) -> Response:
    """The page of one, and what somebody sent of it that was refused."""
    try:
        entry = workspace.meetings.entry(who, identity)
    except EntryNotFound:
        return page(request, "problem.html", 404, message="no_meeting", detail=identity)
    ui = interface_of(request)
    documents = documents_of(workspace, who, entry.witnesses)
    values: dict[str, Any] = {
        "entry": entry,
        "title": title_of(ui, entry),
        "facts": [*_facts(ui, entry, documents)],
        "people": [*_people(ui, entry, documents)],
        "resolved": [(one.value, list(quotes(one.places, documents))) for one in entry.decisions],
        "tasks": [(one, list(quotes(one.what.places, documents))) for one in entry.follow_ups],
        "unsaid": [name for name in (*_SINGLE, *_SEVERAL) if not getattr(entry, name)],
        "witnesses": witnesses_of(entry.witnesses, documents),
        **judging(ui, who, "meeting", entry, workspace.convening.of_entry(who, entry.id), refused),
    }
    return page(request, "meeting.html", refused.status if refused else 200, **values)


def _facts(ui: Interface, entry: Gathering, documents: Mapping[str, Document]) -> Iterable[Fact]:
    for name in _SINGLE:
        held: Value[Any] | None = getattr(entry, name)
        if held is not None:
            others = others_of(held, partial(_shown, ui, name), documents)
            yield Fact(name, _shown(ui, name, held.value), list(quotes(held.places, documents)), others)
    for count in entry.counts:
        yield Fact("counts", headcount(ui, count.value), list(quotes(count.places, documents)))


def _people(
    ui: Interface, entry: Gathering, documents: Mapping[str, Document]
) -> Iterable[tuple[str, list[tuple[str, Present, Sequence[Any]]]]]:
    for name in _SEVERAL[:3]:
        people: tuple[Present, ...] = getattr(entry, name)
        if people:
            yield name, [(named(ui, one), one, list(quotes(one.places, documents))[:1]) for one in people]


def _shown(ui: Interface, name: str, value: Any) -> str:
    match name:
        case "date":
            return date_of(ui, value)
        case "time":
            return ui.digits(str(value))
        case "recurrence":
            return ui("meeting_every", length=duration_of(ui, str(value)))
        case _:
            return " ".join(str(value).split())


@router.post("/meetings/{identity}")
def decide_meeting(request: Request, workspace: WorkspaceDep, who: WhoDep, identity: str, sent: SentDep) -> Response:
    """Keeps what was said of a meeting, or takes it back, and shows it as it is then."""
    review = workspace.convening

    def again(refused: Refused) -> Response:
        return _entry_page(request, workspace, who, identity, refused)

    return decided(lambda: kept(review, who, identity, sent), sent, again, there="/meetings")
