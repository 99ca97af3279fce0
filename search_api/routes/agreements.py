"""``/api/v1/agreements``: the register of agreements, as JSON and as a table."""

from datetime import UTC, date, datetime
from typing import Annotated, Literal, get_args

from fastapi import APIRouter, Depends, Query, Response
from fastapi.responses import JSONResponse, StreamingResponse

from corpora.values import AGREEMENTS
from pipeline.people.principal import Principal
from pipeline.publishing import followthemoney, ocds
from pipeline.registry.dues import LISTS, listed
from pipeline.registry.entries import Entry
from pipeline.registry.portfolio import COLUMNS, Asked, chosen, row_of
from pipeline.registry.totals import COLUMNS as TOTALS
from pipeline.registry.totals import By, row_of_total, totals
from pipeline.registry.views import Made
from pipeline.search.workbook import MEDIA_TYPE
from pipeline.workspace import Workspace
from search_api.deps import WorkspaceDep
from search_api.principals import WhoDep
from search_api.routes.documents import NOT_FOUND
from search_api.routes.entities import REFUSED
from search_api.schemas.agreements import (
    AgreementOut,
    AgreementsOut,
    AgreementWithDeadlines,
    EntryDecisionOut,
    EntryJoinIn,
    EntryJudgementIn,
    EntryPartIn,
    TotalOut,
)
from search_api.tables import file_of, table

router = APIRouter(prefix="/api/v1", tags=["agreements"])
type Word = Annotated[str, Query(max_length=300)]
assert AGREEMENTS == ("mou", "agreement", "contract", "annex", "decree"), "the parameter below names them"


def asked_of(
    kind: Literal["", "mou", "agreement", "contract", "annex", "decree"] = "",
    state: Annotated[str, Query(max_length=40, description="also `expired_by_date`: no source says so")] = "",
    partner: Annotated[str, Query(max_length=300, description="name or id of an organisation")] = "",
    year: Annotated[str, Query(max_length=8, description="year of signing; `none`: undated")] = "",
    calendar: Annotated[Literal["", "jalali", "gregorian", "hijri"], Query(description="that of `year`")] = "",
    place: Word = "",
    umbrella: Annotated[str, Query(max_length=64, description="id of the agreement that it implements")] = "",
    collection: Word = "",
    q: Annotated[str, Query(max_length=300, description="words of parties, title, subject, number, place")] = "",
    total: Annotated[
        str,
        Query(
            max_length=600,
            pattern="^((kind|state|partner|place):.+|year:(jalali|gregorian|hijri):.+)?$",
            description="those that a number of `/api/v1/agreements/totals` counts: `partner:` with its `value`, "
            "`year:jalali:1404`",
        ),
    ] = "",
) -> Asked:
    """Which entries are asked for."""
    return Asked(kind, state, partner.strip(), year.strip(), calendar, place, umbrella, collection, q.strip(), total)


type AskedDep = Annotated[Asked, Depends(asked_of)]
type List = Literal["", "ending", "notice_passed", "unsigned", "rejected"]
type ListName = Annotated[List, Query(alias="list")]
assert get_args(List.__value__)[1:-1] == LISTS, "the parameter names them"


def listed_of(made: Made, asked: Asked, name: List, today: date) -> list[tuple[date | None, Entry]]:
    """The entries that are asked for, those of a list with their day; in no other list are those that are rejected."""
    if name == "rejected":
        return [(None, entry) for entry in chosen([one for one in made.all if one.rejected], asked, today)]
    found = chosen(made.entries, asked, today)
    return [*listed(found, name, today)] if name else [(None, entry) for entry in found]


def found_of(workspace: Workspace, who: Principal, asked: Asked, name: List = "") -> list[Entry]:
    """The entries that somebody may see and asks for; those of a list by their day."""
    today = date.today()  # noqa: DTZ011 - the day where the office is
    return [entry for _, entry in listed_of(workspace.register.made(who), asked, name, today)]


@router.get("/agreements")
def agreements(
    workspace: WorkspaceDep,
    who: WhoDep,
    asked: AskedDep,
    list_name: ListName = "",
    limit: Annotated[int, Query(ge=1, le=500)] = 50,
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> AgreementsOut:
    """The register, the newest first; with `list` what ends within 90 days, whose last day of notice passed, what was
    announced and never signed, or what a person rejected."""
    found = found_of(workspace, who, asked, list_name)
    shown = found[offset : offset + limit]
    return AgreementsOut(items=[AgreementOut.of(entry) for entry in shown], total=len(found))


@router.get(
    "/agreements/export",
    response_class=StreamingResponse,
    responses={
        200: {
            "description": "All entries asked for, a line or row each",
            "content": {"application/x-ndjson": {}, "application/json": {}, "text/csv": {}, MEDIA_TYPE: {}},
        }
    },
)
def export(
    workspace: WorkspaceDep,
    who: WhoDep,
    asked: AskedDep,
    list_name: ListName = "",
    format: Literal["json", "csv", "xlsx", "ftm", "ocds"] = "json",
) -> Response:
    """The register as a file: JSON lines as `asnad agreements --json` prints them, CSV or XLSX, FollowTheMoney's JSON
    lines, or of the contracts that are purchases a release package of OCDS 1.1."""
    found = found_of(workspace, who, asked, list_name)
    if format == "ftm":
        return StreamingResponse(
            followthemoney.lines(found), media_type="application/x-ndjson", headers=_named("agreements.ftm.jsonl")
        )
    if format == "ocds":
        return JSONResponse(ocds.package(found, datetime.now(UTC)), headers=_named("agreements.ocds.json"))
    return file_of(format, "agreements", found, COLUMNS, row_of)


def _named(called: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="asnad-{called}"'}


@router.get(
    "/agreements/totals",
    response_model=list[TotalOut],
    responses={200: {"content": {"text/csv": {}, MEDIA_TYPE: {}}}},
)
def agreement_totals(
    workspace: WorkspaceDep,
    who: WhoDep,
    asked: AskedDep,
    by: By = "year",
    format: Literal["json", "csv", "xlsx"] = "json",
) -> list[TotalOut] | Response:
    """How many agreements there are by year (of `calendar`), kind, state, partner or place, beside what texts claim."""
    found = totals(found_of(workspace, who, asked), by, asked.calendar or "jalali")
    if format == "json":
        return [TotalOut.of(total) for total in found]
    return table(format, TOTALS, map(row_of_total, found), _named(f"totals.{format}"))


@router.get("/agreements/{identity}", responses=NOT_FOUND)
def agreement(workspace: WorkspaceDep, who: WhoDep, identity: str) -> AgreementWithDeadlines:
    """One entry with its deadlines; an id that was joined to another leads on."""
    return _shown(workspace.register.entry(who, identity))


def _shown(entry: Entry) -> AgreementWithDeadlines:
    return AgreementWithDeadlines.on(entry, date.today())  # noqa: DTZ011 - the day where the office is


@router.get("/agreements/{identity}/decisions", responses=NOT_FOUND)
def agreement_decisions(workspace: WorkspaceDep, who: WhoDep, identity: str) -> list[EntryDecisionOut]:
    """All that was decided on an entry, the newest first; `DELETE /api/v1/decisions/{number}` takes one back."""
    return [EntryDecisionOut.of(one) for one in workspace.deciding.of_entry(who, identity)]


@router.post("/agreements/{identity}/decisions", responses=NOT_FOUND | REFUSED)
def judge(workspace: WorkspaceDep, who: WhoDep, identity: str, said: EntryJudgementIn) -> AgreementWithDeadlines:
    """Accepts, corrects or rejects a field of an entry, or the entry."""
    return _shown(workspace.deciding.judge(who, identity, said.field, said.verdict, said.value, said.seq))


@router.post("/agreements/{identity}/join", responses=NOT_FOUND | REFUSED)
def join(workspace: WorkspaceDep, who: WhoDep, identity: str, said: EntryJoinIn) -> AgreementWithDeadlines:
    """Makes another entry part of one: both are the same agreement. The older id stays, the other leads to it."""
    return _shown(workspace.deciding.join(who, identity, said.other, said.seq))


@router.post("/agreements/{identity}/part", responses=NOT_FOUND | REFUSED)
def part(workspace: WorkspaceDep, who: WhoDep, identity: str, said: EntryPartIn) -> AgreementWithDeadlines:
    """Takes what one document tells out of an entry; gives the entry that it is then."""
    return _shown(workspace.deciding.part(who, identity, said.told, said.seq))
