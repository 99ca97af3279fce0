"""``/meetings.ics``: meetings that lie ahead, and what has to follow meetings, as an iCalendar."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response

from corpora.ids import digest
from pipeline.registry.gatherings import Gathering
from pipeline.registry.ical import Event, ics, sequence_of, uid_of
from pipeline.registry.meetings import is_ahead
from pipeline.registry.quarters import dues
from search_api.deps import WorkspaceDep
from search_api.pages.language import Interface
from search_api.pages.meeting_texts import place_line, title_of
from search_api.principals import MEETINGS_CALENDAR, WhoDep
from search_api.routes.meetings import WantedDep

router = APIRouter(include_in_schema=False)
_ALARMS = [7, 1]
_EARLIEST, _MOST = 730, 5
"""Days before, and how many reminders, that one may ask for."""
_TASK = 12
"""Letters of what tells the follow-ups of one meeting apart."""


@router.get(MEETINGS_CALENDAR, response_class=Response)
def meetings_calendar(
    request: Request,
    workspace: WorkspaceDep,
    who: WhoDep,
    wanted: WantedDep,
    lang: Literal["fa", "ar", "en"] = "fa",
    tasks: Annotated[Literal["todo", "event", "none"], Query(description="how follow-ups are given")] = "todo",
    alarm: Annotated[list[int], Query(description="days before, on which to remind")] = _ALARMS,
) -> Response:
    """Meetings that lie ahead, and follow-ups whose day is not over.

    It has the filters of the list, and a key may stand in its address, as in that of agreements. Some calendars show
    no VTODO of what they subscribe to: ``tasks=event`` makes days of them.
    """
    today, ui = date.today(), Interface(lang)  # noqa: DTZ011 - the day where the office is
    base = str(request.base_url).rstrip("/")
    found = workspace.meetings.entries(who, replace(wanted, listed=""))
    changed = workspace.meetings.changed({each.document for one in found for each in one.witnesses})
    alarms = [days for days in alarm if 0 < days <= _EARLIEST][:_MOST]
    events = [*_meetings(ui, found, today, base, changed, alarms)]
    if tasks != "none":
        events += _tasks(ui, found, today, base, changed, todo=tasks == "todo")
    made = ics(ui("meetings_calendar"), lang, events, datetime.now(UTC), base + MEETINGS_CALENDAR)
    return Response(made, media_type="text/calendar; charset=utf-8")


def _meetings(
    ui: Interface, found: Iterable[Gathering], today: date, base: str, changed: dict[str, int], alarms: list[int]
) -> Iterator[Event]:
    for one in found:
        when = one.date.value if one.date else None
        if when is None or when.precision != "day" or not is_ahead(one, today):
            continue
        yield Event(
            uid_of(one.id, "meeting"),
            date.fromisoformat(when.start),
            title_of(ui, one),
            _told(one, url := f"{base}/meetings/{one.id}"),
            url,
            _sequence(one, changed),
            alarms,
            (ui(f"meeting_kind_{one.kind.value}"),),
            date.fromisoformat(when.end),
            one.time.value if one.time else "",
            place_line(ui, one),
        )


def _tasks(
    ui: Interface, found: Iterable[Gathering], today: date, base: str, changed: dict[str, int], *, todo: bool
) -> Iterator[Event]:
    for due in dues(found, today):
        if due.late:
            continue
        one, task = due.entry, due.task
        field = f"follow-up-{digest(task.what.value.encode())[:_TASK]}"
        who = f"{task.who.value}: " if task.who else ""
        url = f"{base}/meetings/{one.id}"
        told, summary = "\n".join((title_of(ui, one), url)), who + task.what.value
        kinds = (ui("meeting_follow_ups"),)
        day, number = date.fromisoformat(task.day), _sequence(one, changed)
        yield Event(uid_of(one.id, field), day, summary, told, url, number, (), kinds, todo=todo)


def _told(one: Gathering, url: str) -> str:
    sentence = next((each.text for each in one.witnesses if each.text), "")
    subject = one.subject.value if one.subject else ""
    return "\n".join(line for line in (subject, " ".join(sentence.split()), url) if line)


def _sequence(one: Gathering, changed: dict[str, int]) -> int:
    return sequence_of(max(changed.get(each.document, 0) for each in one.witnesses), 0)
