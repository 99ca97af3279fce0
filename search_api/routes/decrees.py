"""``/api/v1/decrees``: who was appointed to what, who holds which office, who represents whom where."""

from typing import Annotated, Literal, get_args

from fastapi import APIRouter, Depends, Query, Response
from fastapi.responses import StreamingResponse

from pipeline.registry.appointments import COLUMNS, row_of
from pipeline.registry.decree_totals import COLUMNS as TOTALS
from pipeline.registry.decree_totals import By, totals
from pipeline.registry.decrees import KINDS, LISTS, Wanted
from pipeline.search.workbook import MEDIA_TYPE
from search_api.deps import WorkspaceDep
from search_api.principals import WhoDep
from search_api.routes.documents import NOT_FOUND
from search_api.routes.entities import REFUSED
from search_api.schemas.agreements import EntryDecisionOut
from search_api.schemas.decrees import DecreeJudgementIn, DecreeOut, DecreesOut, DecreeTotalOut, DecreeWithDecisions
from search_api.tables import exported, file_of, table

router = APIRouter(prefix="/api/v1", tags=["decrees"])
type Word = Annotated[str, Query(max_length=300)]
type Act = Literal[
    "",
    "appointed",
    "reappointed",
    "elected",
    "replaced",
    "dismissed",
    "resigned",
    "retired",
    "acting",
    "member",
    "representative",
]
type List = Literal["", "holders", "representatives", "rejected"]
assert get_args(Act.__value__) == ("", *KINDS), "the parameter names them"
assert get_args(List.__value__) == ("", *LISTS), "the parameter names them"


def wanted_of(
    person: Annotated[str, Query(max_length=300, description="a name, a part of one, or the key of an entity")] = "",
    body: Annotated[str, Query(max_length=300, description="name or key of an organisation")] = "",
    office: Annotated[str, Query(max_length=300, description="words of the office")] = "",
    year: Annotated[str, Query(max_length=8, description="year of the decree, else of the news")] = "",
    calendar: Annotated[Literal["", "jalali", "gregorian", "hijri"], Query(description="that of `year`")] = "",
    act: Act = "",
    collection: Word = "",
    q: Annotated[str, Query(max_length=300, description="words of persons, office, body, place")] = "",
    listed: Annotated[List, Query(alias="list")] = "",
    total: Annotated[
        str,
        Query(
            max_length=600,
            pattern="^((office|body|act):.+|year:(jalali|gregorian|hijri):.+)?$",
            description="those that a number of `/api/v1/decrees/totals` counts: `office:` with its `value`, "
            "`year:jalali:1404`",
        ),
    ] = "",
    turn: Annotated[
        Literal["", "appointments", "departures", "denied"], Query(description="who comes, who leaves, what is denied")
    ] = "",
) -> Wanted:
    """Which appointments are asked for."""
    asked = (person.strip(), body.strip(), office.strip(), year.strip(), calendar, act, collection, q.strip())
    return Wanted(*asked, listed, total, turn)


type WantedDep = Annotated[Wanted, Depends(wanted_of)]


@router.get("/decrees")
def decrees(
    workspace: WorkspaceDep,
    who: WhoDep,
    wanted: WantedDep,
    limit: Annotated[int, Query(ge=1, le=500)] = 50,
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> DecreesOut:
    """Appointments, the newest first; with `list` who holds which office now, who represents whom where, by body, or
    what a person said to be none."""
    found = workspace.decrees.entries(who, wanted)
    return DecreesOut(items=[DecreeOut.of(one) for one in found[offset : offset + limit]], total=len(found))


@router.get(
    "/decrees/export",
    response_class=StreamingResponse,
    responses=exported("All appointments asked for, a line or row each"),
)
def export_decrees(
    workspace: WorkspaceDep, who: WhoDep, wanted: WantedDep, format: Literal["json", "csv", "xlsx"] = "json"
) -> Response:
    """The list as a file: JSON lines as `asnad decrees --json` prints them, CSV or XLSX."""
    return file_of(format, "decrees", workspace.decrees.entries(who, wanted), COLUMNS, row_of)


@router.get(
    "/decrees/totals",
    response_model=list[DecreeTotalOut],
    responses={200: {"content": {"text/csv": {}, MEDIA_TYPE: {}}}},
)
def decree_totals(
    workspace: WorkspaceDep,
    who: WhoDep,
    wanted: WantedDep,
    by: By = "office",
    format: Literal["json", "csv", "xlsx"] = "json",
) -> list[DecreeTotalOut] | Response:
    """How many appointments there are by office, body, year (of `calendar`) or act; `none` is what names none."""
    found = totals(workspace.decrees.entries(who, wanted), by, wanted.calendar or "jalali")
    if format == "json":
        return [DecreeTotalOut(**one.record()) for one in found]
    named = {"Content-Disposition": f'attachment; filename="asnad-decree-totals.{format}"'}
    return table(format, TOTALS, ([one.record()[name] for name in TOTALS] for one in found), named)


@router.get("/decrees/{identity}", responses=NOT_FOUND)
def decree(workspace: WorkspaceDep, who: WhoDep, identity: str) -> DecreeWithDecisions:
    """One appointment; an id that was joined to another leads on."""
    return DecreeWithDecisions.on(workspace.decrees.entry(who, identity))


@router.get("/decrees/{identity}/decisions", responses=NOT_FOUND)
def decree_decisions(workspace: WorkspaceDep, who: WhoDep, identity: str) -> list[EntryDecisionOut]:
    """All that was decided on it, the newest first; `DELETE /api/v1/decisions/{number}` takes one back."""
    return [EntryDecisionOut.of(one) for one in workspace.appointing.of_entry(who, identity)]


@router.post("/decrees/{identity}/decisions", responses=NOT_FOUND | REFUSED)
def judge_decree(workspace: WorkspaceDep, who: WhoDep, identity: str, said: DecreeJudgementIn) -> DecreeWithDecisions:
    """Accepts, corrects or rejects a field of an appointment, or the appointment: one that was rejected is restored by
    accepting it."""
    entry = workspace.appointing.judge(who, identity, said.field, said.verdict, said.value, said.seq)
    return DecreeWithDecisions.on(entry)
