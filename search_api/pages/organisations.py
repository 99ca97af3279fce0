"""The pages of organisations: the list with filters, and one of them with all that is said of it."""

import re
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from corpora.document import MAIN
from extractors.dates import calendars
from extractors.text.lexicon import key_of
from pipeline.errors import OrganisationNotFound, RefusedDecision
from pipeline.organisations.databank import FIELDS
from pipeline.organisations.describing import KINDS
from pipeline.organisations.organisations import Asked
from pipeline.organisations.told import Told
from pipeline.organisations.views import Bodies
from pipeline.registry.appointments import Appointment
from pipeline.registry.portfolio import state_of
from search_api.deps import WorkspaceDep
from search_api.pages.agreement_texts import date_of, title_of
from search_api.pages.agreements import date_of_signing
from search_api.pages.language import Interface, interface_of
from search_api.pages.lists import Paging
from search_api.pages.refusals import told_to
from search_api.pages.render import lit, marked
from search_api.pages.shell import Items, done, page
from search_api.principals import WhoDep
from search_api.routes.organisations import AskedDep

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
_PAGE = 25
_MOST_VALUES = 300
_SHOWN = 30
"""Agreements, units and statements that are shown of one; further ones are counted."""
_KEPT = ("kind", "place", "q", "collection", "agreements")
_SINCE = re.compile("[0-9]{4}(-(0[1-9]|1[0-2])(-[0-9]{2})?)?")
_LAST_JALALI, _FIRST_GREGORIAN = 1420, 1800
"""Years of offices that people hold: those between are of the Hijri calendar."""


@router.get("/organisations")
def organisations_page(
    request: Request,
    workspace: WorkspaceDep,
    who: WhoDep,
    asked: AskedDep,
    at: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> Response:
    """The organisations, those in most documents first, a page of them."""
    ui, items = interface_of(request), Items.of(request)
    found = workspace.organisations.find(who, asked)
    bodies = workspace.organisations.bodies(who, asked.collection)
    part = found[at : at + _PAGE]
    values: dict[str, Any] = {
        "rows": part,
        "paging": Paging.of(items, at, len(part), _PAGE, len(found)),
        "total": len(found),
        "asked": asked,
        "kinds": [(kind, ui(f"org_{kind}"), bodies.kinds[kind]) for kind in KINDS if bodies.kinds[kind]],
        "places": _places(bodies, asked),
        "chosen": _chips(ui, items, asked),
        "downloads": [(how.upper(), _download(items, how)) for how in ("csv", "xlsx", "json")],
    }
    return page(request, "organisations.html", **values)


def _places(bodies: Bodies, asked: Asked) -> list[tuple[str, int]]:
    """The places to choose from, those of most bodies first; the one that is asked for among them."""
    most = [(bodies.place_names[key], number) for key, number in bodies.places.most_common(_MOST_VALUES)]
    if asked.place and key_of(asked.place) not in {key_of(name) for name, _ in most}:
        most.append((asked.place, bodies.places[key_of(asked.place)]))
    return most


def _chips(ui: Interface, items: Items, asked: Asked) -> list[tuple[str, str, str, bool]]:
    """The filters in force, each with the address without it."""
    kind = ui(f"org_{asked.kind}") if asked.kind in KINDS else asked.kind
    told = [("kind", ui("filter_kind"), kind), ("place", ui("field_place"), asked.place)]
    told.append(("collection", ui("facet_collection"), asked.collection))
    told.append(("agreements", ui("nav_agreements"), ui("organisations_signed") if asked.agreements else ""))
    return [(text, value, items.cut("at").with_value(name, ""), False) for name, text, value in told if value]


def _download(items: Items, how: str) -> str:
    return "/api/v1/organisations/export" + items.only(*_KEPT).with_value("format", how)


@router.get("/organisations/{identity}")
def organisation_page(request: Request, workspace: WorkspaceDep, who: WhoDep, identity: str) -> Response:
    """One organisation: what it is, its units, persons, counts, agreements and lists, each beside what says so."""
    try:
        known = workspace.organisations.page(who, identity)
    except OrganisationNotFound:
        return page(request, "problem.html", 404, message="organisation_not_found", detail=identity)
    one, ui = known.organisation, interface_of(request)
    if one.id != identity:
        return RedirectResponse(f"/organisations/{one.id}", 302)
    facts = [(name, getattr(one, name)) for name in ("kind", "place", "parent")]
    signed = known.agreements[:_SHOWN]
    values: dict[str, Any] = {
        "one": one,
        "facts": [(name, fact) for name, fact in facts if fact],
        "first": known.sentences[:1],
        "sentences": known.sentences,
        "units": known.units[:_SHOWN],
        "more_units": max(0, len(known.units) - _SHOWN),
        "signed": [(entry, title_of(ui, entry), date_of_signing(ui, entry), state_of(entry)) for entry in signed],
        "persons": [(told, _quoted(told)) for told in known.told if told.fact.what == "person"][:_SHOWN],
        "counts": [(told, _quoted(told)) for told in known.told if told.fact.what == "count"][:_SHOWN],
        "appointments": [(each, _appointed(ui, each)) for each in known.appointments[:_SHOWN]],
        "fields": FIELDS,
        "since_of": since_of,
        "said_kinds": [(kind, ui(f"org_{kind}")) for kind in KINDS],
        "collections": workspace.collections.where(who, "editor"),
    }
    return page(request, "organisation.html", **values)


@router.post("/organisations/{identity}")
def say(
    request: Request,
    workspace: WorkspaceDep,
    who: WhoDep,
    identity: str,
    act: Annotated[Literal["say", "undo"], Form()] = "say",
    kind: Annotated[str, Form(max_length=20)] = "",
    place: Annotated[str, Form(max_length=300)] = "",
    parent: Annotated[str, Form(max_length=300)] = "",
    collection: Annotated[str, Form(max_length=64)] = MAIN,
    decision: Annotated[int, Form(ge=0, le=2**31 - 1)] = 0,
) -> Response:
    """Keeps what a person says of an organisation, or takes back what one said, or a row of a list."""
    try:
        if act == "undo":
            workspace.organisations.get(who, identity)
            workspace.gazetteer.undo(who, decision)
        else:
            workspace.lists.say(who, identity, collection, {"kind": kind, "place": place, "parent": parent})
    except OrganisationNotFound:
        return page(request, "problem.html", 404, message="organisation_not_found", detail=identity)
    except RefusedDecision as error:
        return page(request, "problem.html", 409, message="problem", detail=told_to(request, error))
    return done(f"/organisations/{identity}", "undone" if act == "undo" else "saved")


def _quoted(told: Told) -> tuple[Any, str]:
    """Its sentence with what it says marked, and where that stands in the document."""
    start = told.fact.evidence.start
    html = marked(told.text, sorted(told.marked, key=lambda span: span.start), start)
    return html, f"/documents/{told.document}{lit(told.fact.anchor)}"


def since_of(ui: Interface, value: str) -> str:
    """A day in the reader's calendar, a month by its name or a year, of which only its own calendar's form is known.

    >>> since_of(Interface("en"), "1403-05-05"), since_of(Interface("fa"), "1403-05"), since_of(Interface("fa"), "1402")
    ('26 July 2024', 'مرداد ۱۴۰۳', '۱۴۰۲')
    """
    if not _SINCE.fullmatch(value):
        return ui.digits(value)
    year, *rest = map(int, value.split("-"))
    calendar = "gregorian" if year >= _FIRST_GREGORIAN else "hijri" if year > _LAST_JALALI else "jalali"
    match rest:
        case [month, number]:
            found = calendars.day(calendar, year, month, number)
            return ui.day(found.isoformat()) if found else ui.digits(value)
        case [month]:
            return f"{ui.month(month, calendar)} {ui.digits(str(year))}"
        case _:
            return ui.digits(value)


def _appointed(ui: Interface, one: Appointment) -> tuple[str, str, str, str]:
    """Since when in words, the sentence that says it, where that stands, and the title of its document."""
    day = date_of(ui, one.date.value) if one.date else ""
    said = one.witnesses[0]
    return day, said.text, f"/documents/{said.document}{lit(said.span, said.text)}", said.title
