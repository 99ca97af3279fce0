"""``/api/v1/monitors``, ``alerts`` and ``digest``: queries asked of every new text, what they found, what was new."""

from typing import Annotated

from fastapi import APIRouter, Query

from pipeline.monitors.alerts import Wanted
from search_api.deps import WorkspaceDep
from search_api.principals import WhoDep
from search_api.routes.documents import NOT_FOUND
from search_api.schemas.digests import DigestOut
from search_api.schemas.monitors import AlertOut, AlertsOut, MonitorOut, MonitorsOut

router = APIRouter(prefix="/api/v1", tags=["monitors"])


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
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
) -> AlertsOut:
    """What monitors found after a cursor, oldest first; each story once, and again where its text changed."""
    found = workspace.alerts.all(who, Wanted(monitor, after, unread=unread, limit=limit))
    return AlertsOut(items=[AlertOut.of(one) for one in found], next=found[-1].seq if found else after)


@router.get("/digest", responses=NOT_FOUND)
def digest(
    workspace: WorkspaceDep,
    who: WhoDep,
    monitor: Annotated[str, Query(max_length=200, description="name or id; everything where empty")] = "",
    since: Annotated[str, Query(max_length=40, description="2025-07-23 or 1404-05-01; seven days where empty")] = "",
) -> DigestOut:
    """What some days brought, of a monitor or of everything, until today: by story, with what is new in it."""
    return DigestOut.of(workspace.digests.make(who, monitor, since))
