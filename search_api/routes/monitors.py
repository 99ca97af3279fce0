"""``/api/v1/monitors``, ``alerts`` and ``digest``: queries asked of every new text, what they found, what was new."""

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Request
from fastapi.concurrency import run_in_threadpool

from pipeline.monitors.alerts import Wanted
from search_api.deps import WorkspaceDep
from search_api.principals import WhoDep
from search_api.routes.documents import NOT_FOUND
from search_api.routes.entities import REFUSED
from search_api.schemas.digests import DigestMailIn, DigestMailOut, DigestOut
from search_api.schemas.monitors import AlertChangeIn, AlertOut, AlertsOut, ListFileOut, MonitorOut, MonitorsOut

router = APIRouter(prefix="/api/v1", tags=["monitors"])
type Seq = Annotated[int, Path(ge=1, le=2**62)]
type Identity = Annotated[str, Path(max_length=16)]
type Reference = Annotated[str, Path(max_length=200)]
_FILE = {"requestBody": {"content": {"text/csv": {"schema": {"type": "string"}}}, "required": True}}


@router.get("/monitors")
def monitors(workspace: WorkspaceDep, who: WhoDep) -> MonitorsOut:
    """One's own monitors and those that are shared with one, by name, each with what is wrong with it."""
    unread = workspace.alerts.unread(who)
    found = workspace.monitors.all(who)
    return MonitorsOut(items=[MonitorOut.of(shown, unread.get(shown.monitor.id, 0)) for shown in found])


@router.get("/alerts", responses=NOT_FOUND)
def alerts(
    workspace: WorkspaceDep,
    who: WhoDep,
    monitor: Annotated[str, Query(max_length=200, description="name or id; all where empty")] = "",
    after: Annotated[int, Query(ge=0, le=2**62, description="`next` of the answer before")] = 0,
    unread: bool = False,
    assigned: Annotated[str, Query(max_length=200, description="to whom they are assigned")] = "",
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
) -> AlertsOut:
    """What monitors found after a cursor, oldest first; each story once, and again where its text changed."""
    found = workspace.alerts.all(who, Wanted(monitor, after, unread=unread, limit=limit, assigned=assigned))
    return AlertsOut(items=[AlertOut.of(one) for one in found], next=found[-1].seq if found else after)


@router.post("/alerts/{seq}", responses=NOT_FOUND | REFUSED)
def change_alert(workspace: WorkspaceDep, who: WhoDep, seq: Seq, asked: AlertChangeIn) -> AlertOut:
    """Says that one has read an alert, or not, gives it to somebody who may see it, or adds a note for all who do."""
    workspace.alerts.one(who, seq)
    if asked.assigned is not None:
        workspace.alerts.assign(who, [seq], asked.assigned)
    if asked.note is not None:
        workspace.alerts.note(who, seq, asked.note)
    if asked.read is not None:
        workspace.alerts.mark(who, [seq], read=asked.read)
    return AlertOut.of(workspace.alerts.one(who, seq))


@router.delete("/alerts/notes/{note}", status_code=204, responses=NOT_FOUND | REFUSED)
def remove_note(workspace: WorkspaceDep, who: WhoDep, note: Seq) -> None:
    """Takes back a note of one's own."""
    workspace.alerts.unnote(who, note)


@router.get("/digest", responses=NOT_FOUND)
def digest(
    workspace: WorkspaceDep,
    who: WhoDep,
    monitor: Annotated[str, Query(max_length=200, description="name or id; everything where empty")] = "",
    since: Annotated[str, Query(max_length=40, description="2025-07-23 or 1404-05-01; seven days where empty")] = "",
    collection: Annotated[str, Query(max_length=64, description="in place of a monitor")] = "",
) -> DigestOut:
    """What some days brought, of a monitor, a collection or everything, until today: by story, with what is new."""
    return DigestOut.of(workspace.digests.make(who, monitor, since, collection=collection))


@router.get("/digest/mails")
def digest_mails(workspace: WorkspaceDep, who: WhoDep) -> list[DigestMailOut]:
    """The digests that one has sent by e-mail, oldest first."""
    return [DigestMailOut.of(one) for one in workspace.mails.all(who)]


@router.post("/digest/mails", status_code=201, responses=NOT_FOUND | REFUSED)
def add_digest_mail(workspace: WorkspaceDep, who: WhoDep, asked: DigestMailIn) -> dict[str, str]:
    """Sends a digest by e-mail from its next time on; gives its id."""
    return {"id": workspace.mails.add(who, asked.wanted()).id}


@router.post("/digest/mails/{identity}/test", status_code=202, responses=NOT_FOUND)
def test_digest_mail(workspace: WorkspaceDep, who: WhoDep, identity: Identity) -> dict[str, int]:
    """Sends the digest of the last days, marked as a test, soon."""
    return {"delivery": workspace.mails.test(who, identity)}


@router.delete("/digest/mails/{identity}", status_code=204, responses=NOT_FOUND)
def remove_digest_mail(workspace: WorkspaceDep, who: WhoDep, identity: Identity) -> None:
    """Sends a digest no more."""
    workspace.mails.remove(who, identity)


@router.get("/monitors/{identity}/names", responses=NOT_FOUND)
def watched_names(workspace: WorkspaceDep, who: WhoDep, identity: Reference) -> list[str]:
    """The names of a watch list, in its order."""
    return workspace.names.names(who, identity)


@router.post("/monitors/names", responses=NOT_FOUND | REFUSED, openapi_extra=_FILE)
async def bring_names(
    request: Request,
    workspace: WorkspaceDep,
    who: WhoDep,
    monitor: Annotated[str, Query(max_length=200, description="name or id of the watch list")],
    how: Literal["add", "replace"],
    file: Annotated[str, Query(max_length=200, description="its name; of .txt each line is a name")] = "",
    column: Annotated[str, Query(max_length=200, description="as its first row calls it")] = "",
    dry_run: bool = False,
) -> ListFileOut:
    """Adds the names of a file to a watch list, or puts them in its place, or says what that would do."""
    data, names = await request.body(), workspace.names
    found = await run_in_threadpool(names.bring, who, monitor, data, how, file, column, dry=dry_run)
    return ListFileOut(**found)


@router.delete("/monitors/{identity}/names", responses=NOT_FOUND | REFUSED)
def undo_names(workspace: WorkspaceDep, who: WhoDep, identity: Reference) -> dict[str, int]:
    """Goes back to the names that a watch list had before; gives how many."""
    return {"names": workspace.names.undo(who, identity)}
