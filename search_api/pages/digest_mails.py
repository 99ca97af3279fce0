"""The page of digests by e-mail: which one has sent, sending another, trying one, taking one away."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from pipeline.errors import CollectionNotFound, MonitorNotFound, RefusedDecision
from pipeline.monitors.deliveries import Delivery
from pipeline.monitors.digest_mails import Sent, WantedDigest
from pipeline.monitors.rhythm import FIRST_DAYS, WEEKDAYS, ZONES
from pipeline.people.principal import Principal
from pipeline.sources.schedule import zone_of
from pipeline.workspace import Workspace
from search_api.deps import WorkspaceDep
from search_api.pages.deliveries import waited
from search_api.pages.language import LANGUAGES, Interface, interface_of
from search_api.pages.refusals import told_to
from search_api.pages.shell import page
from search_api.principals import WhoDep

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
_HOUR = 7
_HOURS = 24
type Name = Annotated[str, Form(max_length=200)]


@router.get("/digest/mails")
def mails_page(
    request: Request,
    workspace: WorkspaceDep,
    who: WhoDep,
    monitor: Annotated[str, Query(max_length=200)] = "",
    collection: Annotated[str, Query(max_length=64)] = "",
) -> Response:
    """The digests that one has sent; ``monitor`` or ``collection`` is what another one would be of."""
    ui = interface_of(request)
    wanted = {"of": _of(monitor, collection), "day": "", "hour": _HOUR, "zone": ZONES[ui.language]}
    return _page(request, workspace, who, wanted)


def _of(monitor: str, collection: str) -> str:
    return f"monitor:{monitor}" if monitor else f"collection:{collection}" if collection else ""


def _page(
    request: Request,
    workspace: Workspace,
    who: Principal,
    wanted: Mapping[str, Any] = MappingProxyType({}),
    refused: str = "",
) -> Response:
    ui = interface_of(request)
    values: dict[str, Any] = {
        "mails": workspace.mails.all(who),
        "monitors": workspace.monitors.seen(who),
        "collections": workspace.collections.all(who),
        "weekdays": _week(ui),
        "named_day": dict(enumerate(WEEKDAYS)),
        "hours": range(_HOURS),
        "next_of": next_of,
        "days_of": lambda row: days_of(ui, row),
        "is_test": lambda row: not row.days,
        "languages": LANGUAGES,
        "wanted": {"target": "", "language": ui.language, **wanted},
        "refused": refused,
    }
    return page(request, "digest_mails.html", 422 if refused else 200, **values)


def _week(ui: Interface) -> list[str]:
    """The days of the week from the one that it begins with for a reader."""
    first = WEEKDAYS.index(FIRST_DAYS[ui.language])
    return [*WEEKDAYS[first:], *WEEKDAYS[:first]]


def days_of(ui: Interface, row: Delivery) -> str:
    """The days that a row of the log is of; "" of a test."""
    if not row.days:
        return ""
    first, last = map(ui.day, row.days.split("/"))
    return first if first == last else ui("digest_mail_days", first=first, last=last)


def next_of(sent: Sent) -> str:
    """When a digest is due next, by the clock of its zone."""
    return datetime.fromisoformat(sent.destination.next).astimezone(zone_of(sent.rhythm.zone)).isoformat()


@router.post("/digest/mails")
def change_mails(
    request: Request,
    workspace: WorkspaceDep,
    who: WhoDep,
    act: Annotated[Literal["add", "test", "remove"], Form()],
    mail: Annotated[str, Form(max_length=16)] = "",
    of: Name = "",
    target: Annotated[str, Form(max_length=2000)] = "",
    day: Annotated[str, Form(max_length=3)] = "",
    hour: Annotated[int, Form(ge=0, le=23)] = _HOUR,
    zone: Name = "",
    language: Annotated[str, Form(max_length=2)] = "fa",
) -> Response:
    """Sends a digest from now on, sends one as a test, or sends one no more."""
    try:
        if act == "test":
            number = workspace.mails.test(who, mail)
            waited(lambda: workspace.mails.outcome(who, mail, number))
        elif act == "remove":
            workspace.mails.remove(who, mail)
        else:
            kind, _, name = of.partition(":")
            asked = {kind: name} if kind in ("monitor", "collection") else {}
            rhythm = f"{day} {hour} {zone.strip()}"
            workspace.mails.add(who, WantedDigest(target.strip(), rhythm, language=language, **asked))
    except RefusedDecision as error:
        wanted = {"of": of, "target": target, "day": day, "hour": hour, "zone": zone, "language": language}
        return _page(request, workspace, who, wanted, told_to(request, error))
    except (MonitorNotFound, CollectionNotFound):
        return page(request, "problem.html", 404, message="monitor_not_found", detail=mail or of)
    return RedirectResponse(f"/digest/mails#m{mail}" if act == "test" else "/digest/mails", 303)
