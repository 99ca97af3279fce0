"""``/agreements.ics``: the days of agreements as an iCalendar that calendars subscribe to."""

from datetime import UTC, date, datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response

from pipeline.registry.dues import dues
from pipeline.registry.ical import Event, ics, sequence_of, uid_of
from pipeline.registry.portfolio import chosen
from search_api.deps import WorkspaceDep
from search_api.pages.agreement_texts import event_texts
from search_api.pages.language import Interface
from search_api.principals import CALENDAR, WhoDep
from search_api.routes.agreements import AskedDep

router = APIRouter(include_in_schema=False)
_ALARMS = [30, 7]
_EARLIEST, _MOST = 730, 5
"""Days before, and how many reminders, that one may ask for."""


@router.get(CALENDAR, response_class=Response)
def calendar(
    request: Request,
    workspace: WorkspaceDep,
    who: WhoDep,
    asked: AskedDep,
    lang: Literal["fa", "ar", "en"] = "fa",
    alarm: Annotated[list[int], Query(description="days before, on which to remind")] = _ALARMS,
) -> Response:
    """The days on which agreements end, can be given notice for the last time, or are to be signed.

    It has the filters of the register. Here an API key that is good for reading alone may stand in the address, as
    ``key``.
    """
    today, ui = date.today(), Interface(lang)  # noqa: DTZ011 - the day where the office is
    base = str(request.base_url).rstrip("/")
    alarms = [days for days in alarm if 0 < days <= _EARLIEST][:_MOST]
    found = list(dues(chosen(workspace.register.entries(who), asked, today), today))
    changed = workspace.register.changed({one.document for due in found for one in due.entry.witnesses})
    events = []
    for due in found:
        entry = due.entry
        seq = max(changed.get(one.document, 0) for one in entry.witnesses)
        summary, description = event_texts(ui, due, url := f"{base}/agreements/{entry.id}")
        kinds = (ui(f"kind_{entry.kind.value}"),)
        number = sequence_of(seq, due.renewals)
        events.append(Event(uid_of(entry.id, due.field), due.day, summary, description, url, number, alarms, kinds))
    made = ics(ui("agreements_calendar"), lang, events, datetime.now(UTC), base + CALENDAR)
    return Response(made, media_type="text/calendar; charset=utf-8")
