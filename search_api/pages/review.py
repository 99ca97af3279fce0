"""The pages of review: what waits to be judged, words that are alike, and one document with its mentions."""

from collections import Counter
from collections.abc import Sequence
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from corpora.document import LABELS
from pipeline.errors import DocumentNotFound, PipelineError, RefusedDecision
from pipeline.people.principal import Principal
from pipeline.review.judged import Verdict
from pipeline.review.log import COUNTED
from pipeline.review.queue import Which
from pipeline.review.reviewed import Asked
from pipeline.review.suggesting import parsed
from pipeline.workspace import Workspace
from search_api.deps import WorkspaceDep
from search_api.pages.conflicts import sides_of
from search_api.pages.lists import Paging
from search_api.pages.refusals import told_to
from search_api.pages.shell import Items, page
from search_api.principals import WhoDep
from search_api.routes.review import which_of

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
_PAGE = 20
_ALIKE = 50
_OCCURRENCES = 200
"""Mentions that are listed before one judgement for all of them; the others are judged with them, and are counted."""
ORDERS = ("doubt", "newest", "alike", "second", "disputed")
type At = Annotated[int, Query(ge=0, le=1_000_000)]
type Name = Annotated[str, Query(max_length=1000)]


@router.get("/review")
def queue_page(
    request: Request,
    workspace: WorkspaceDep,
    who: WhoDep,
    label: str = "",
    order: str = "doubt",
    q: Name = "",
    sure: bool = False,
    assigned: Annotated[str, Query(max_length=200)] = "",
    at: At = 0,
    batch: Annotated[str, Query(max_length=64)] = "",
    decision: Annotated[int, Query(ge=0, le=2**31 - 1)] = 0,
) -> Response:
    """What nobody judged: a mention with its sentence each, or words that many mentions have."""
    asked = label, order, q, assigned
    return _queue(request, workspace, who, asked, sure=sure, at=at, done=(batch, decision))


def _queue(
    request: Request,
    workspace: Workspace,
    who: Principal,
    asked: tuple[str, str, str, str],
    *,
    sure: bool,
    at: int,
    done: tuple[str, int] = ("", 0),
    problem: PipelineError | None = None,
) -> Response:
    label, order, q = asked[0] if asked[0] in LABELS else "", asked[1] if asked[1] in ORDERS else "doubt", asked[2]
    which = which_of(workspace, who, label, "", q, doubtful=not sure, assigned=asked[3])
    items = Items.of(request).cut("batch", "decision")
    rows, total, more = _rows(workspace, who, which, order, at)
    size = _ALIKE if order == "alike" else _PAGE
    values: dict[str, Any] = {
        "label": label,
        "order": order,
        "q": q,
        "sure": sure,
        "assigned": asked[3],
        "mine": items.cut("at").with_value("assigned", "" if asked[3] else who.name),
        "rows": rows[:size],
        "labels": [(name, items.cut("at").with_value("label", name)) for name in ("", *LABELS)],
        "orders": [(name, items.cut("at").with_value("order", name)) for name in ORDERS],
        "paging": Paging.of(items, at, len(rows[:size]), size, total, more=more),
        "here": items.without(),
        "skip": items.with_value("at", str(at + 1)) if order != "alike" and (more or len(rows) > 1) else "",
        "batch": done[0],
        "decision": done[1],
        "problem": told_to(request, problem),
        "sides": sides_of(request, problem),
    }
    return page(request, "review.html", 409 if problem else 200, **values)


def _rows(
    workspace: Workspace, who: Principal, which: Which, order: str, at: int
) -> tuple[Sequence[Any], int | None, bool]:
    """A page of what waits, how much does in all where that is counted, and whether there is more after it."""
    rows: Sequence[Any]
    match order:
        case "alike":
            rows = workspace.queue.alike(who, which, _ALIKE + 1, at)
            return rows, None, len(rows) > _ALIKE
        case "second":
            waits = workspace.second.waiting(who, which, _PAGE, at, COUNTED)
            rows, total = waits.rows, waits.total
        case "disputed":
            disputed = workspace.second.disputed(who, which, _PAGE, at, COUNTED)
            rows, total = disputed.rows, disputed.total
        case _:
            rows = workspace.queue.waiting(who, which, _PAGE, at, newest=order == "newest")
            total = workspace.queue.count(who, which, COUNTED)
    more = len(rows) == _PAGE if total > COUNTED else at + _PAGE < total
    return rows, total if total <= COUNTED else None, more


@router.get("/review/agreement")
def agreement_page(request: Request, workspace: WorkspaceDep, who: WhoDep) -> Response:
    """How far people agree who judged the same mention, which collections ask for two, and what is disputed."""
    rows, asking, shares = workspace.queue.agreement(who), workspace.second.asking(who), _shares(workspace, who)
    mine = [(name, name in asking) for name in workspace.collections.where(who, "admin")]
    told = [name for name in asking if name not in dict(mine)]
    return page(request, "review_agreement.html", rows=rows, mine=mine, told=told, shares=shares)


@router.post("/review/agreement")
def ask(
    request: Request,
    workspace: WorkspaceDep,
    who: WhoDep,
    collection: Annotated[str, Form(max_length=64)],
    reviewers: Annotated[int, Form(ge=1, le=2)],
) -> Response:
    """Says by how many people each mention of a collection is to be judged."""
    try:
        workspace.second.ask(who, collection, reviewers)
    except RefusedDecision as error:
        return page(request, "problem.html", 409, message="conflict", detail=told_to(request, error))
    return RedirectResponse("/review/agreement", 303)


def _shares(workspace: Workspace, who: Principal) -> list[tuple[str, int, list[tuple[str, int]]]]:
    """Who judged how many mentions, the most first, and how many of which label."""
    shares: dict[str, Counter[str]] = {}
    for share in workspace.queue.progress(who):
        shares.setdefault(share.user, Counter())[share.label] += share.mentions
    told = [(user, some.total(), some.most_common()) for user, some in shares.items()]
    return sorted(told, key=lambda one: (-one[1], one[0]))


@router.post("/review")
def judge(
    request: Request,
    workspace: WorkspaceDep,
    who: WhoDep,
    verdict: Annotated[Literal["accept", "reject", "settle", "undo"], Form()],
    key: Annotated[str, Form(max_length=64)] = "",
    mention: Annotated[str, Form(max_length=64)] = "",
    judged: Annotated[str, Form(max_length=20_000)] = "null",
    seen: Annotated[int, Form(ge=0, le=2**31 - 1)] = 0,
    settles: Annotated[int, Form(ge=0, le=2**31 - 1)] = 0,
    decision: Annotated[int, Form(ge=0, le=2**31 - 1)] = 0,
) -> Response:
    """Judges one of the list, or takes the last judgement back, and shows the list again, which the address names."""
    asked = request.query_params
    try:
        if verdict == "undo":
            workspace.log.undo(who, decision)
            made = 0
        else:
            value = None if judged == "null" else parsed(judged)
            said: Verdict = "correct" if verdict == "settle" else verdict
            (kept,) = workspace.mentions.keep(who, key, Asked(said, mention, value, seen, settles=settles))
            made = kept.id
    except DocumentNotFound:
        return page(request, "problem.html", 404, message="not_found", detail=key)
    except RefusedDecision as error:
        told = asked.get("label", ""), asked.get("order", "doubt"), asked.get("q", ""), asked.get("assigned", "")
        return _queue(request, workspace, who, told, sure=bool(asked.get("sure")), at=0, problem=error)
    items = Items.of(request).cut("batch")
    return RedirectResponse("/review" + items.with_value("decision", str(made or ""), keep_cursor=True), 303)


@router.get("/review/alike")
def alike_page(
    request: Request,
    workspace: WorkspaceDep,
    who: WhoDep,
    label: Annotated[str, Query(max_length=20)],
    surface: Annotated[str, Query(max_length=500)],
) -> Response:
    """All mentions of a label with the same words that nobody judged, before one judgement for them."""
    which = Which(label, surface, doubtful=False)
    rows, total = workspace.queue.waiting(who, which, _OCCURRENCES), workspace.queue.count(who, which)
    return page(request, "alike.html", label=label, surface=surface, rows=rows, total=total, known=label in LABELS)


@router.post("/review/alike")
def judge_alike(
    request: Request,
    workspace: WorkspaceDep,
    who: WhoDep,
    verdict: Annotated[Literal["accept", "reject", "undo"], Form()],
    label: Annotated[str, Form(max_length=20)] = "",
    surface: Annotated[str, Form(max_length=500)] = "",
    listed: Annotated[list[str], Form()] = [],  # noqa: B006 - FastAPI copies it
    chosen: Annotated[list[str], Form()] = [],  # noqa: B006
    note: Annotated[str, Form(max_length=2000)] = "",
    batch: Annotated[str, Form(max_length=64)] = "",
) -> Response:
    """Judges them but for those that were unticked, or takes such a judgement back."""
    try:
        if verdict == "undo":
            workspace.queue.undo(who, batch)
            return RedirectResponse("/review?order=alike", 303)
        but = [one for one in listed if one not in set(chosen)]
        done = workspace.queue.judge_alike(who, label, surface, verdict, but, note)
    except RefusedDecision as error:
        return page(request, "problem.html", 409, message="conflict", detail=told_to(request, error))
    return RedirectResponse(f"/review?order=alike&batch={done.batch}", 303)
