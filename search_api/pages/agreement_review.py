"""What a reviewer says of an entry of the register, on its page: of each field, of the entry, of its documents."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse

from pipeline.people.principal import Principal
from pipeline.registry.entries import Entry
from pipeline.registry.views import Made
from pipeline.workspace import Workspace
from search_api.deps import WorkspaceDep
from search_api.pages.agreement_texts import title_of
from search_api.pages.entry_pages import Sent, decided, judging, kept
from search_api.pages.language import Interface
from search_api.principals import WhoDep

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
_MOST_NEAR = 8


def reviewing(ui: Interface, workspace: Workspace, who: Principal, entry: Entry, made: Made) -> dict[str, Any]:
    """What the page of an entry needs for judging it, for joining it, and for showing what was decided."""
    found = judging(ui, who, "entry", entry, workspace.deciding.of_entry(who, entry.id))
    near = made.near(entry, _MOST_NEAR) if found["may_judge"] else []
    return {**found, "near": [(one, title_of(ui, one)) for one in near]}


@router.post("/agreements/{identity}")
def decide(
    request: Request,
    workspace: WorkspaceDep,
    who: WhoDep,
    identity: str,
    verdict: Annotated[Literal["accept", "correct", "reject", "join", "part", "undo"], Form()],
    field: Annotated[str, Form(max_length=20)] = "",
    value: Annotated[str, Form(max_length=25_000)] = "",
    seq: Annotated[int | None, Form(ge=0, le=2**31 - 1)] = None,
) -> Response:
    """Keeps what was said of an entry, or takes it back, and shows the entry as it is then."""
    review = workspace.deciding

    def keep() -> Entry:
        match verdict:
            case "join":
                return review.join(who, identity, value.strip(), seq)
            case "part":
                return review.part(who, identity, value, seq)
            case _:
                return kept(review, who, identity, Sent(verdict, field, value, seq))

    return decided(request, identity, keep, there="/agreements", missing="no_agreement")
