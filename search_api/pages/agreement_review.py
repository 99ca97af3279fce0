"""What a reviewer says of an entry of the register, on its page: of each field, of the entry, of its documents."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from corpora.values import AGREEMENTS
from extractors.agreements.candidates import RENEWALS, STATES, Amount, Renewal, When
from pipeline.errors import EntryNotFound, RefusedDecision
from pipeline.people.principal import Principal
from pipeline.registry.entries import Entry
from pipeline.registry.judging import JUDGED
from pipeline.registry.views import Made
from pipeline.workspace import Workspace
from search_api.deps import WorkspaceDep
from search_api.pages.agreement_texts import title_of
from search_api.pages.conflicts import sides_of
from search_api.pages.entry_pages import may_judge, number_of
from search_api.pages.language import Interface
from search_api.pages.refusals import told_to
from search_api.pages.shell import page
from search_api.principals import WhoDep

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
_MOST_NEAR = 8
_EXAMPLES: Mapping[str, str] = {
    "signed": "1404-06-16",
    "valid_from": "1404-06-16",
    "valid_until": "2027-09",
    "duration": "P2Y",
    "amount": "120000 IRR",
    "count": "3",
}


def judging(ui: Interface, workspace: Workspace, who: Principal, entry: Entry, made: Made) -> dict[str, Any]:
    """What the page of an entry needs for judging it, and for showing what was decided."""
    may = may_judge(who, entry)
    return {
        "may_judge": may,
        "decisions": workspace.deciding.of_entry(who, entry.id),
        "typed": {name: _typed(entry, name) for name in JUDGED},
        "examples": _EXAMPLES,
        "choices": {
            "kind": [(one, ui(f"kind_{one}")) for one in AGREEMENTS],
            "state": [(one, ui(f"state_{one}")) for one in STATES],
            "renewal": [(one, ui(f"renewal_{one}")) for one in RENEWALS],
        },
        "near": [(one, title_of(ui, one)) for one in made.near(entry, _MOST_NEAR)] if may else [],
    }


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
    try:
        match verdict:
            case "join":
                entry = review.join(who, identity, value.strip(), seq)
            case "part":
                entry = review.part(who, identity, value, seq)
            case "undo":
                entry = review.undo_of(who, identity, number_of(value))
            case _:
                entry = review.judge(who, identity, field, verdict, value, seq)
    except EntryNotFound:
        return page(request, "problem.html", 404, message="no_agreement", detail=identity)
    except RefusedDecision as error:
        return page(
            request, "problem.html", 409, message="problem", detail=told_to(request, error), sides=sides_of(error)
        )
    return RedirectResponse(f"/agreements/{entry.id}", 303)


def _typed(entry: Entry, name: str) -> str:
    """The value of a field as a person would type it."""
    if name == "parties":
        return "\n".join(party.name for party in entry.parties)
    if name == "state":
        return entry.state
    held = getattr(entry, name)
    match held.value if held else "":
        case When() as when:
            return when.value or when.iso.split("/")[0]
        case Renewal() as renewal:
            return renewal.mode
        case Amount() as amount:
            return f"{amount.amount:.15g} {amount.currency}"
        case value:
            return str(value)
