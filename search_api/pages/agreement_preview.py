"""What joining two entries, or taking a document out of one, would make of them: shown before it is decided."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse

from pipeline.errors import EntryNotFound, RefusedDecision
from pipeline.people.principal import Principal
from pipeline.registry.entries import Entry
from pipeline.registry.portfolio import state_of
from pipeline.workspace import Workspace
from search_api.deps import WorkspaceDep
from search_api.pages.agreement_texts import shown, title_of
from search_api.pages.entry_pages import judging
from search_api.pages.language import Interface, interface_of
from search_api.pages.refusals import told_to
from search_api.pages.shell import page
from search_api.principals import WhoDep

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
_DATES = ("signed", "valid_from", "valid_until")
_FIELDS = ("kind", "title", "number", "subject", "place", *_DATES, "duration", "renewal", "amount", "count")
_HEADS = {"join": ("this", "other", "together"), "part": ("now", "rest", "apart")}


@dataclass(frozen=True, slots=True)
class Row:
    """A field of some entries side by side; "" is what no text says."""

    name: str
    texts: Sequence[str]

    @property
    def differs(self) -> bool:
        """Whether they do not all say the same."""
        return len(set(self.texts)) > 1


@router.get("/agreements/{identity}/preview")
def preview(
    request: Request,
    workspace: WorkspaceDep,
    who: WhoDep,
    identity: str,
    verdict: Annotated[Literal["join", "part"], Query()],
    value: Annotated[str, Query(max_length=64)],
) -> Response:
    """The entries as they are and as they would be, field by field, with the button that decides it."""
    ui, other = interface_of(request), value.strip()
    try:
        entry = workspace.register.entry(who, identity)
        found = _entries(workspace, who, entry, verdict, other)
    except EntryNotFound:
        return page(request, "problem.html", 404, message="no_agreement", detail=other)
    except RefusedDecision as error:
        return page(request, "problem.html", 409, message="problem", detail=told_to(request, error))
    rows = [row for row in _rows(ui, found) if any(row.texts)]
    shows: dict[str, Any] = {
        "entry": entry,
        "title": title_of(ui, entry),
        "verdict": verdict,
        "value": other,
        "rows": rows,
    }
    return page(
        request, "agreement_preview.html", **shows, heads=_HEADS[verdict], **judging(ui, who, "entry", entry, ())
    )


def _entries(workspace: Workspace, who: Principal, entry: Entry, verdict: str, other: str) -> list[Entry]:
    register = workspace.register
    if verdict == "part":
        return [entry, *register.would_part(who, entry.id, other)]
    return [entry, register.entry(who, other), register.would_join(who, entry.id, other)]


def _rows(ui: Interface, entries: Sequence[Entry]) -> list[Row]:
    """Their fields, and which documents tell of each."""
    comma = ui("list_comma")
    made = [Row(ui("field_parties"), [comma.join(party.name for party in one.parties) for one in entries])]
    for name in _FIELDS:
        held = [getattr(one, name) for one in entries]
        made.append(Row(ui(f"field_{name}"), [str(shown(ui, name, each)) if each else "" for each in held]))
    made.append(Row(ui("field_state"), [ui(f"state_{state_of(one)}") for one in entries]))
    titles = [dict.fromkeys(each.title or ui("untitled") for each in one.witnesses) for one in entries]
    return [*made, Row(ui("witnesses"), [comma.join(names) for names in titles])]
