"""``/api/v1/monitors/…/destinations``: where one's own monitors are sent, how they are told there, and a test of it."""

from typing import Annotated

from fastapi import APIRouter, Path

from search_api.deps import WorkspaceDep
from search_api.principals import WhoDep
from search_api.routes.documents import NOT_FOUND
from search_api.routes.entities import REFUSED
from search_api.schemas.destinations import (
    DestinationIn,
    DestinationOut,
    MadeOut,
    MessageIn,
    PreviewedOut,
    TemplateIn,
)

router = APIRouter(prefix="/api/v1", tags=["monitors"])
type Identity = Annotated[str, Path(max_length=16)]
type Reference = Annotated[str, Path(max_length=200)]


@router.get("/monitors/{identity}/destinations", responses=NOT_FOUND)
def destinations(workspace: WorkspaceDep, who: WhoDep, identity: Reference) -> list[DestinationOut]:
    """Where one's own monitor is sent, oldest first; nothing of another's."""
    return [DestinationOut.of(*each) for each in workspace.deliveries.all(who, identity)]


@router.post("/monitors/{identity}/destinations", status_code=201, responses=NOT_FOUND | REFUSED)
def add_destination(workspace: WorkspaceDep, who: WhoDep, identity: Reference, asked: DestinationIn) -> MadeOut:
    """Sends alerts of a monitor to a destination from now on."""
    made = workspace.deliveries.add(who, identity, asked.wanted())
    return MadeOut(id=made.id, secret=made.secret if made.kind == "webhook" else "")


@router.post("/monitors/{identity}/destinations/preview", responses=NOT_FOUND | REFUSED)
def preview_message(workspace: WorkspaceDep, who: WhoDep, identity: Reference, asked: MessageIn) -> PreviewedOut:
    """What a template makes of the newest alerts of a monitor, or of a sample; nothing is kept or sent."""
    return PreviewedOut.of(workspace.deliveries.preview(who, identity, asked.wanted()))


@router.patch("/destinations/{identity}", status_code=204, responses=NOT_FOUND | REFUSED)
def change_destination(workspace: WorkspaceDep, who: WhoDep, identity: Identity, asked: TemplateIn) -> None:
    """Tells alerts by a template from now on."""
    workspace.deliveries.rewrite(who, identity, asked.template)


@router.post("/destinations/{identity}/test", status_code=202, responses=NOT_FOUND)
def test_destination(workspace: WorkspaceDep, who: WhoDep, identity: Identity) -> dict[str, int]:
    """Sends what is marked as a test, soon; gives its number in the log."""
    return {"delivery": workspace.deliveries.test(who, identity)}


@router.delete("/destinations/{identity}", status_code=204, responses=NOT_FOUND)
def remove_destination(workspace: WorkspaceDep, who: WhoDep, identity: Identity) -> None:
    """Sends nothing more to a destination."""
    workspace.deliveries.remove(who, identity)
