"""``/api/v1/meetings``: meetings that documents tell of, as JSON and as a table."""

from datetime import date
from typing import Annotated, Literal, get_args

from fastapi import APIRouter, Depends, Query, Response
from fastapi.responses import StreamingResponse

from pipeline.registry.gatherings import COLUMNS, row_of
from pipeline.registry.meetings import KINDS, LISTS, MODALITIES, Wanted
from pipeline.registry.quarters import QUARTER_COLUMNS, dues, quarters, record_of
from pipeline.search.workbook import MEDIA_TYPE
from search_api.deps import WorkspaceDep
from search_api.principals import WhoDep
from search_api.routes.documents import NOT_FOUND
from search_api.routes.entities import REFUSED
from search_api.schemas.agreements import EntryDecisionOut
from search_api.schemas.meetings import (
    DueOut,
    MeetingJudgementIn,
    MeetingOut,
    MeetingsOut,
    MeetingWithDecisions,
    QuarterOut,
)
from search_api.tables import exported, file_of, table

router = APIRouter(prefix="/api/v1", tags=["meetings"])
type Word = Annotated[str, Query(max_length=300)]
type Kind = Literal["", "meeting", "talks", "conference", "workshop", "summit"]
type Mode = Literal["", "held", "planned", "postponed", "cancelled"]
type List = Literal["", "ahead", "due", "rejected"]
type Calendar = Literal["", "jalali", "gregorian", "hijri"]
assert get_args(Kind.__value__) == ("", *KINDS), "the parameter names them"
assert get_args(Mode.__value__) == ("", *MODALITIES), "the parameter names them"
assert get_args(List.__value__) == ("", *LISTS), "the parameter names them"


def wanted_of(
    body: Annotated[str, Query(max_length=300, description="name or key of a body that held it or was there")] = "",
    year: Annotated[str, Query(max_length=8, description="year of the meeting; `none`: undated")] = "",
    calendar: Annotated[Calendar, Query(description="that of `year` and `quarter`")] = "",
    quarter: Annotated[str, Query(max_length=10, description="such as `1404-Q2`")] = "",
    place: Annotated[str, Query(max_length=300, description="words of the town or the building")] = "",
    since: Annotated[str, Query(max_length=40, alias="from", description="from this day, month or year on")] = "",
    until: Annotated[str, Query(max_length=40, description="up to this day, month or year")] = "",
    kind: Kind = "",
    modality: Mode = "",
    collection: Word = "",
    q: Annotated[str, Query(max_length=300, description="words of name, subject, place, people, decisions")] = "",
    listed: Annotated[List, Query(alias="list")] = "",
) -> Wanted:
    """Which meetings are asked for."""
    when = (year.strip(), calendar, quarter.strip())
    where = (place.strip(), since.strip(), until.strip())
    return Wanted(body.strip(), *when, *where, kind, modality, collection, q.strip(), listed)


type WantedDep = Annotated[Wanted, Depends(wanted_of)]


@router.get("/meetings")
def meetings(
    workspace: WorkspaceDep,
    who: WhoDep,
    wanted: WantedDep,
    limit: Annotated[int, Query(ge=1, le=500)] = 50,
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> MeetingsOut:
    """Meetings, the newest first; with `list` those ahead, the next first, those with follow-ups that have a day, or
    what a person said to be none."""
    found = workspace.meetings.entries(who, wanted)
    return MeetingsOut(items=[MeetingOut.of(one) for one in found[offset : offset + limit]], total=len(found))


@router.get(
    "/meetings/export",
    response_class=StreamingResponse,
    responses=exported("All meetings asked for, a line or row each"),
)
def export_meetings(
    workspace: WorkspaceDep, who: WhoDep, wanted: WantedDep, format: Literal["json", "csv", "xlsx"] = "json"
) -> Response:
    """The list as a file: JSON lines as `asnad meetings --json` prints them, CSV or XLSX."""
    return file_of(format, "meetings", workspace.meetings.entries(who, wanted), COLUMNS, row_of)


@router.get(
    "/meetings/quarters",
    response_model=list[QuarterOut],
    responses={200: {"content": {"text/csv": {}, MEDIA_TYPE: {}}}},
)
def meeting_quarters(
    workspace: WorkspaceDep, who: WhoDep, wanted: WantedDep, format: Literal["json", "csv", "xlsx"] = "json"
) -> list[QuarterOut] | Response:
    """How many meetings each quarter (of `calendar`) has, the newest first; those without a day are in none."""
    found = quarters(workspace.meetings.entries(who, wanted), wanted.calendar or "jalali")
    if format == "json":
        return [QuarterOut.of(one) for one in found]
    named = {"Content-Disposition": f'attachment; filename="asnad-meetings-by-quarter.{format}"'}
    rows = ([record_of(one)[name] for name in QUARTER_COLUMNS] for one in found)
    return table(format, QUARTER_COLUMNS, rows, named)


@router.get("/meetings/follow-ups")
def meeting_follow_ups(workspace: WorkspaceDep, who: WhoDep, wanted: WantedDep) -> list[DueOut]:
    """What has to follow meetings by a day: what lies ahead first, the next first, then what is late."""
    today = date.today()  # noqa: DTZ011 - the day where the office is
    return [DueOut.of(one) for one in dues(workspace.meetings.entries(who, wanted), today)]


@router.get("/meetings/{identity}", responses=NOT_FOUND)
def meeting(workspace: WorkspaceDep, who: WhoDep, identity: str) -> MeetingWithDecisions:
    """One meeting; an id that was joined to another leads on."""
    return MeetingWithDecisions.on(workspace.meetings.entry(who, identity))


@router.get("/meetings/{identity}/decisions", responses=NOT_FOUND)
def meeting_decisions(workspace: WorkspaceDep, who: WhoDep, identity: str) -> list[EntryDecisionOut]:
    """All that people decided on its entry, the newest first; `DELETE /api/v1/decisions/{number}` takes one back."""
    return [EntryDecisionOut.of(one) for one in workspace.convening.of_entry(who, identity)]


@router.post("/meetings/{identity}/decisions", responses=NOT_FOUND | REFUSED)
def judge_meeting(
    workspace: WorkspaceDep, who: WhoDep, identity: str, said: MeetingJudgementIn
) -> MeetingWithDecisions:
    """Accepts, corrects or rejects a field of a meeting, or the meeting: one that was rejected is restored by accepting
    it."""
    entry = workspace.convening.judge(who, identity, said.field, said.verdict, said.value, said.seq)
    return MeetingWithDecisions.on(entry)
