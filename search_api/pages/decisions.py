"""The page of decisions: who decided what, of which document or entity, when, what became of it; and undo."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import HTMLResponse

from pipeline.errors import QuerySyntaxError, RefusedDecision
from pipeline.people.principal import Principal
from pipeline.review.log import Filter, Logged, filtered
from pipeline.workspace import Workspace
from search_api.deps import WorkspaceDep
from search_api.pages.language import Interface, interface_of
from search_api.pages.lists import Paging
from search_api.pages.ranges import edit_said
from search_api.pages.refusals import told_to
from search_api.pages.shell import Items, done, page
from search_api.principals import WhoDep

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
_PAGE = 30
_LONGEST = 80
"""Letters of a passage that a row shows."""
KINDS = ("mention", "entity", "text", "document", "entry", "decree", "meeting", "name", "assign", "collection")
_ASKED = ("document", "user", "entity", "kind", "batch", "since", "until")
type Name = Annotated[str, Query(max_length=4000)]


@dataclass(frozen=True, slots=True)
class Row:
    """A decision in words: what was said, of what, what stood before and what is to stand."""

    said: str
    what: str = ""
    before: str = ""
    after: str = ""
    href: str = ""


@router.get("/review/decisions")
def decisions_page(
    request: Request,
    workspace: WorkspaceDep,
    who: WhoDep,
    document: Name = "",
    user: Name = "",
    entity: Name = "",
    kind: Name = "",
    batch: Name = "",
    since: Name = "",
    until: Name = "",
    at: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
) -> Response:
    """The log, the newest first."""
    kind = kind if kind in KINDS else ""
    try:
        asked = filtered(since, until, document=document, user=user, entity=entity, kind=kind, batch=batch)
    except QuerySyntaxError as error:
        return page(
            request,
            "decisions.html",
            422,
            **_values(request, workspace, who, Filter(), 0),
            problem=told_to(request, error),
        )
    return page(request, "decisions.html", **_values(request, workspace, who, asked, at))


@router.post("/review/decisions")
def undo(
    request: Request,
    workspace: WorkspaceDep,
    who: WhoDep,
    decision: Annotated[int, Form(ge=1, le=2**31 - 1)],
) -> Response:
    """Takes a decision back, and shows the list again that the address names."""
    here = Items.of(request).without()
    try:
        workspace.log.undo(who, decision)
    except RefusedDecision as error:
        return page(request, "problem.html", 409, message="conflict", detail=told_to(request, error))
    return done(f"/review/decisions{here}", "undone")


def _values(request: Request, workspace: Workspace, who: Principal, asked: Filter, at: int) -> dict[str, Any]:
    items, ui = Items.of(request), interface_of(request)
    found = workspace.log.part(who, asked, _PAGE, at)
    about = {one.decision.subject for one in found.rows if one.decision.kind == "entity"}
    names = {key: one.name for key, one in workspace.entities.named(who, sorted(about | {asked.entity})).items()}
    given = dict(items.pairs())
    titles = dict(found.titles)
    said = Items([(name, value) for name, value in items.pairs() if value and name in _ASKED])
    return {
        "rows": [(one, described(ui, one, names)) for one in found.rows],
        "titles": titles,
        "total": found.total,
        "kinds": KINDS,
        "asked": {name: given.get(name, "") for name in _ASKED},
        "chosen": _chosen(ui, items, given, titles | names),
        "paging": Paging.of(items, at, len(found.rows), _PAGE, found.total, more=found.more),
        "here": items.without(),
        "files": [(form, said.with_value("format", form)) for form in ("csv", "jsonl")],
        "decides": who.is_somewhere("reviewer"),
    }


def _chosen(
    ui: Interface, items: Items, given: dict[str, str], names: dict[str, str]
) -> Sequence[tuple[str, str, str, bool]]:
    """What the list is narrowed to that has no field of the form."""
    shown = [(name, given[name]) for name in ("document", "entity", "batch") if given.get(name)]
    return [
        (ui(f"log_{name}"), names.get(value, value), items.cut("at", name).without() or "?", False)
        for name, value in shown
    ]


def described(ui: Interface, logged: Logged, names: dict[str, str]) -> Row:
    """What a decision says."""
    one = logged.decision
    before, after = one.before, one.after
    if one.undoes is not None:
        return Row(ui("log_takes_back", n=ui.number(one.undoes)))
    match one.kind:
        case "mention":
            words, now = str(before.get("surface", "")), str(after.get("surface", ""))
            changed = now if now != words else ""
            return Row(ui(f"verdict_{after['verdict']}"), ui(f"label_one_{before['label']}"), cut(words), cut(changed))
        case "entity":
            both = " · ".join(map(str, before.get("names", ())))
            old, new = str(before.get("name", "")), str(after.get("name", ""))
            what = both or names.get(one.subject, "")
            return Row(ui(f"decided_{after['verdict']}"), cut(what), cut(old), cut(new), f"/entities/{one.subject}")
        case "entry":
            return Row(ui(f"verdict_{after['verdict']}"), ui(f"field_{before.get('field', after.get('field', ''))}"))
        case "decree" | "meeting" as kind:
            field = after.get("field", "")
            what = ui(f"{kind}_{field}") if field else ui(f"{kind}_one")
            return Row(ui(f"verdict_{after['verdict']}"), what, href=f"/{kind}s/{one.subject}")
        case "assign":
            return Row(ui("log_assigned"), "", cut(str(before.get("user") or "—")), cut(str(after.get("user") or "—")))
        case "collection":
            sides = (ui("second_on" if side.get("reviewers") == 2 else "second_off") for side in (before, after))
            return Row(ui("second_title"), one.subject, *sides)
        case "name":
            return Row(ui(f"verdict_{after['verdict']}"), cut(str(after["name"])), href="/gazetteer")
        case "document":
            values = (cut(edit_said(ui, one.subject, side.get("value"))) for side in (before, after))
            return Row(ui(f"edit_{one.subject}"), "", *values)
        case _:
            return Row(
                ui("log_kind_text"), "", cut(str(before.get("text", ""))), cut(str(after.get("text", "")) or "—")
            )


def cut(text: str) -> str:
    """A passage as a row has room for it.

    >>> cut("نشست"), len(cut("نشست " * 40))
    ('نشست', 81)
    """
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
