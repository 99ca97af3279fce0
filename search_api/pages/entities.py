"""The pages of entities: the list, one of them with what was said of it, and pairs that may be the same."""

from collections import Counter
from collections.abc import Sequence
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from markupsafe import Markup

from corpora.document import Document
from extractors.text.lexicon import key_of
from pipeline.errors import EntityNotFound, RefusedDecision
from pipeline.index.records import NAMED
from pipeline.index.results import View
from pipeline.registry.indicators import sentence_of
from pipeline.review.entities import Counted, Entity
from search_api.deps import WorkspaceDep
from search_api.pages.conflicts import sides_of
from search_api.pages.lists import Paging
from search_api.pages.refusals import told_to
from search_api.pages.render import marked
from search_api.pages.shell import Items, done, page
from search_api.principals import WhoDep

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
LABELS = tuple(NAMED.values())
_PAGE = 60
_PAIRS = 10
_SHOWN = 20
type At = Annotated[int, Query(ge=0, le=10_000_000, description="entities before the first that is shown")]
_BESIDE = 12
"""Names, units and agreements that are listed beside an entity."""


def _refused(request: Request, error: RefusedDecision) -> Response:
    """The page of a judgement that was refused, with both sides where somebody else was faster."""
    told, sides = told_to(request, error), sides_of(request, error)
    return page(request, "problem.html", 409, message="problem", detail=told, sides=sides)


@router.get("/entities")
def entities_page(
    request: Request, workspace: WorkspaceDep, who: WhoDep, q: str = "", label: str = "", at: At = 0
) -> Response:
    """Entities in most documents first, or those that are called so."""
    label = label if label in LABELS else ""
    found = workspace.entities.find(who, q[:200], label, _PAGE + 1, at)
    items = Items.of(request)
    values: dict[str, Any] = {
        "q": q,
        "label": label,
        "found": found[:_PAGE],
        "evidence": workspace.entities.evidence(who, _namesakes(found[:_PAGE]), 1),
        "labels": [(name, items.with_value("label", name)) for name in ("", *LABELS)],
        "paging": Paging.of(items, at, len(found[:_PAGE]), _PAGE, more=len(found) > _PAGE),
    }
    return page(request, "entities.html", **values)


def _namesakes(found: Sequence[Counted]) -> list[str]:
    """Those that are called as another one is, and that neither place nor parent nor country tells apart."""
    called = Counter((one.entity.label, key_of(one.entity.name)) for one in found)
    told = Counter(_told_by(one.entity) for one in found)
    return [
        one.entity.id
        for one in found
        if called[one.entity.label, key_of(one.entity.name)] > 1
        and (not any(_told_by(one.entity)[2:]) or told[_told_by(one.entity)] > 1)
    ]


def _told_by(entity: Entity) -> tuple[str, ...]:
    return entity.label, key_of(entity.name), entity.place, entity.parent, entity.country


@router.get("/entities/pairs")
def pairs_page(
    request: Request,
    workspace: WorkspaceDep,
    who: WhoDep,
    at: At = 0,
    last: Annotated[int, Query(ge=0, le=2**31 - 1)] = 0,
) -> Response:
    """Pairs that may be the same, with sentences that name each, to decide on; what was said last can be taken back."""
    found = workspace.entities.suggestions(who, at + _PAIRS + 1)
    shown = found[at : at + _PAIRS]
    sides = {side.entity.id for pair in shown for side in (pair.one, pair.other)}
    values: dict[str, Any] = {
        "pairs": shown,
        "evidence": workspace.entities.evidence(who, sorted(sides)),
        "listed": workspace.organisations.listed(who, sides),
        "paging": Paging.of(Items.of(request), at, len(shown), _PAIRS, more=len(found) > at + _PAIRS),
        "last": last,
    }
    return page(request, "pairs.html", **values)


@router.post("/entities/pairs")
def decide_pair(
    request: Request,
    workspace: WorkspaceDep,
    who: WhoDep,
    verdict: Annotated[Literal["same", "different", "unsure", "undo"], Form()],
    one: Annotated[str, Form()] = "",
    other: Annotated[str, Form()] = "",
    if_seq: Annotated[int | None, Form(ge=0)] = None,
    decision: Annotated[int, Form(ge=0, le=2**31 - 1)] = 0,
) -> Response:
    """Keeps what was said of a pair, or takes it back, and shows the rest."""
    try:
        if verdict == "undo":
            workspace.entities.undo(who, decision)
            return RedirectResponse("/entities/pairs", 303)
        number = workspace.entities.judge(who, one, other, verdict, if_seq)
    except EntityNotFound as error:
        return page(request, "problem.html", 404, message="entity_not_found", detail=told_to(request, error))
    except RefusedDecision as error:
        return _refused(request, error)
    return RedirectResponse(f"/entities/pairs?last={number}", 303)


@router.get("/entities/{identity}")
def entity_page(
    request: Request, workspace: WorkspaceDep, who: WhoDep, identity: str, problem: str = "", at: At = 0
) -> Response:
    """One entity: its names, when it was mentioned, with whom, and beside which counts and agreements."""
    try:
        profile = workspace.entities.profile(who, identity)
    except EntityNotFound:
        return page(request, "problem.html", 404, message="entity_not_found", detail=identity)
    if profile.entity.id != identity:  # it was merged
        return RedirectResponse(f"/entities/{profile.entity.id}", 302)
    query = f"entity:{identity}"
    facets = tuple(NAMED)
    view = View(limit=_SHOWN, offset=at, order="newest", facets=(*facets, "unit"), facet_size=_BESIDE + 1)
    results = workspace.search(who, query, view, relax=False, typed=False)
    own = {alias.name for alias in profile.aliases} | {profile.entity.name}
    beside = {name: [row for row in results.facets[name] if row[0] not in own][:_BESIDE] for name in facets}
    documents = [workspace.document(who, hit.key) for hit in results.hits]
    values: dict[str, Any] = {
        "profile": profile,
        "paging": Paging.of(Items.of(request), at, len(results.hits), _SHOWN, results.total),
        "sentences": {one.key: _sentence(one, identity) for one in documents},
        "query": query,
        "results": results,
        "beside": {name: rows for name, rows in beside.items() if rows},
        "units": results.facets["unit"][:_BESIDE],
        "agreements": _agreements(documents),
        "years": workspace.histogram(who, query, "year"),
        "problem": problem,
    }
    return page(request, "entity.html", **values)


def _sentence(document: Document, identity: str) -> tuple[Markup, str] | None:
    """The first sentence of a document that names an entity, with its name marked, and its place in the text."""
    mention = next((one for one in document.mentions if one.value.get("entity") == identity), None)
    if mention is None:
        return None
    span = sentence_of(document.text, mention.span)
    text = document.text[span.start : span.end]
    return marked(text, [mention.span], span.start), f"#m-{mention.id}"


def _agreements(documents: list[Document]) -> list[tuple[Document, str, str]]:
    """Document, mention id and surface of the first agreement in each document that has one."""
    first = ((document, [m for m in document.mentions if m.label == "AGREEMENT"]) for document in documents)
    return [(document, found[0].id, found[0].surface) for document, found in first if found][:_BESIDE]


@router.post("/entities/{identity}")
def decide_entity(
    request: Request,
    workspace: WorkspaceDep,
    who: WhoDep,
    identity: str,
    verdict: Annotated[Literal["alias", "name", "apart", "undo"], Form()],
    text: Annotated[str, Form(max_length=500)] = "",
    if_seq: Annotated[int | None, Form(ge=0)] = None,
    decision: Annotated[int, Form(ge=0, le=2**31 - 1)] = 0,
) -> Response:
    """Keeps another name of an entity, calls it by it, parts a name from it, or takes back what was said."""
    acts = {"alias": workspace.entities.alias, "name": workspace.entities.rename, "apart": workspace.entities.apart}
    try:
        if verdict == "undo":
            workspace.entities.undo(who, decision)
        else:
            acts[verdict](who, identity, text, if_seq)
    except EntityNotFound:
        return page(request, "problem.html", 404, message="entity_not_found", detail=identity)
    except RefusedDecision as error:
        return _refused(request, error)
    return done(f"/entities/{identity}", "undone" if verdict == "undo" else "saved")
