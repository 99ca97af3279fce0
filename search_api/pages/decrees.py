"""The pages of decrees and appointments: lists with filters, each row beside its sentence, and one appointment."""

from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse
from markupsafe import Markup

from corpora.document import Span
from extractors.agreements.candidates import Signatory, When
from pipeline.errors import EntryNotFound
from pipeline.people.principal import Principal
from pipeline.registry.appointments import Appointment
from pipeline.registry.decrees import CALENDARS, KINDS, LISTS
from pipeline.registry.entries import Place, Value, Witness
from pipeline.registry.holders import bodies
from pipeline.workspace import Workspace
from search_api.deps import WorkspaceDep
from search_api.pages.agreement_texts import date_of, duration_of, place_href
from search_api.pages.decree_texts import ASKED, chips
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
from search_api.pages.quoted import Fact, documents_of, others_of, quotes, witnesses_of
from search_api.pages.render import marked
from search_api.pages.shell import Items, page
from search_api.principals import WhoDep
from search_api.routes.decrees import WantedDep

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
_PAGE = 25
_KEPT = (*ASKED, "calendar", "q", "list", "total", "turn")
_FIELDS = ("person", "office", "body", "place", "issuer", "date", "until", "term", "predecessor")


@dataclass(frozen=True, slots=True)
class Row:
    """An appointment in a list: its sentence with the names in it marked, and what may be done with it."""

    entry: Appointment
    day: str
    until: str
    html: Markup
    href: str
    may_judge: bool
    restore: int


@router.get("/decrees")
def decrees_page(
    request: Request,
    workspace: WorkspaceDep,
    who: WhoDep,
    wanted: WantedDep,
    at: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> Response:
    """The list of appointments, or who holds which office now, a page of it."""
    ui, items = interface_of(request), Items.of(request)
    following, calendar = workspace.decrees.following, wanted.calendar or ui.calendar
    found = workspace.decrees.entries(who, wanted)
    part = found[at : at + _PAGE]
    rows = {one.id: _row(ui, who, one) for one in part}
    by_body = wanted.listed in ("holders", "representatives")
    groups = bodies(part) if by_body else [("", part)]
    values_of: dict[str, Any] = {
        "groups": [(name, [rows[one.id] for one in some]) for name, some in groups],
        "paging": Paging.of(items, at, len(part), _PAGE, len(found)),
        "total": len(found),
        "wanted": wanted,
        "lists": [(name, items.cut("at").with_value("list", name)) for name in ("", *LISTS)],
        "acts": [(name, ui(f"act_{name}")) for name in KINDS],
        "years": following(who, f"years {calendar}", lambda all_: years_of((one.day for one in all_), calendar)),
        "bodies": following(who, "bodies", lambda all_: frequent(one.body.value for one in all_ if one.body)),
        "collections": following(who, "collections", collections_of),
        "calendars": CALENDARS,
        "chosen": chips(ui, items, workspace, who, wanted),
        "numbers": "/counts/decrees" + items.cut("at").without(),
        "downloads": [(how.upper(), _download(items, how)) for how in ("csv", "xlsx", "json")],
        "kept": items.only("list", "total", "turn").pairs(),
    }
    return page(request, "decrees.html", **values_of)


def _download(items: Items, how: str) -> str:
    return "/api/v1/decrees/export" + items.only(*_KEPT).with_value("format", how)


def _row(ui: Interface, who: Principal, entry: Appointment) -> Row:
    witness = next((one for one in entry.witnesses if one.text), entry.witnesses[0])
    return Row(
        entry,
        date_of(ui, entry.date.value) if entry.date else "",
        date_of(ui, entry.until.value) if entry.until else "",
        marked(witness.text, _marked(entry, witness), witness.span.start),
        place_href(Place(witness.document, witness.span)),
        may_judge(who, entry),
        rejection(entry),
    )


def _marked(entry: Appointment, witness: Witness) -> list[Span]:
    """The names of an appointment in its sentence."""
    held: list[Value[Any] | None] = [entry.person, entry.office, entry.body, entry.place]
    places = (one.span for field in held if field for one in field.places if one.document == witness.document)
    return marks(places, shown_of(witness))


@router.get("/decrees/{identity}")
def decree_page(request: Request, workspace: WorkspaceDep, who: WhoDep, identity: str) -> Response:
    """One appointment: every field beside its sentence, the documents that tell of it, and what was decided."""
    return _entry_page(request, workspace, who, identity)


def _entry_page(
    request: Request, workspace: Workspace, who: Principal, identity: str, refused: Refused | None = None
) -> Response:
    """The page of one, and what somebody sent of it that was refused."""
    try:
        entry = workspace.decrees.entry(who, identity)
    except EntryNotFound:
        return page(request, "problem.html", 404, message="no_decree", detail=identity)
    ui = interface_of(request)
    documents = documents_of(workspace, who, entry.witnesses)
    facts = []
    for name in _FIELDS:
        held: Value[Any] | None = getattr(entry, name)
        if held is not None:
            others = others_of(held, partial(_shown, ui, name), documents)
            text = _shown(ui, name, held.value)
            facts.append(Fact(name, text, list(quotes(held.places, documents)), others, held.derived_from))
    values_of: dict[str, Any] = {
        "entry": entry,
        "facts": facts,
        "unsaid": [name for name in _FIELDS if getattr(entry, name) is None],
        "witnesses": witnesses_of(entry.witnesses, documents),
        **judging(ui, who, "decree", entry, workspace.appointing.of_entry(who, entry.id), refused),
    }
    return page(request, "decree.html", refused.status if refused else 200, **values_of)


def _shown(ui: Interface, name: str, value: object) -> str:
    """A value in words."""
    match value:
        case When() as when:
            return date_of(ui, when)
        case Signatory() as person:
            return ui("list_comma").join(filter(None, (person.name, person.title)))
        case _ if name == "term":
            return duration_of(ui, str(value))
        case _:
            return str(value)


@router.post("/decrees/{identity}")
def decide_decree(request: Request, workspace: WorkspaceDep, who: WhoDep, identity: str, sent: SentDep) -> Response:
    """Keeps what was said of an appointment, or takes it back, and shows it as it is then."""
    review = workspace.appointing

    def again(refused: Refused) -> Response:
        return _entry_page(request, workspace, who, identity, refused)

    return decided(lambda: kept(review, who, identity, sent), sent, again, there="/decrees")
