"""``/api/v1/entities``: who is who, and what people decide about it."""

from dataclasses import asdict
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response, status

from search_api.deps import WorkspaceDep
from search_api.principals import WhoDep
from search_api.routes.documents import NOT_FOUND, Responses
from search_api.schemas.entities import (
    AliasOut,
    CountedOut,
    DecisionIn,
    DecisionOut,
    EntityOut,
    NameIn,
    PairIn,
    PartIn,
    ProfileOut,
    SuggestionOut,
)
from search_api.schemas.problems import Problem

router = APIRouter(prefix="/api/v1/entities", tags=["entities"])
REFUSED: Responses = {409: {"model": Problem, "description": "The decision cannot be meant"}}
type Label = Literal["ORG", "PERSON", "PLACE"]


@router.get("")
def entities(
    workspace: WorkspaceDep,
    who: WhoDep,
    q: Annotated[str, Query(max_length=200, description="a name, or a part of one")] = "",
    label: Label | None = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 50,
    offset: Annotated[int, Query(ge=0, le=100_000)] = 0,
) -> list[CountedOut]:
    """Entities in most documents first."""
    return [CountedOut.of(counted) for counted in workspace.entities.find(who, q, label or "", limit, offset)]


@router.get("/suggestions")
def suggestions(
    workspace: WorkspaceDep, who: WhoDep, limit: Annotated[int, Query(ge=1, le=500)] = 50
) -> list[SuggestionOut]:
    """Pairs that may be the same; nothing is merged until somebody says so."""
    return [
        SuggestionOut(one=CountedOut.of(s.one), other=CountedOut.of(s.other), reason=s.reason)
        for s in workspace.entities.suggestions(who, limit)
    ]


@router.post("/decisions", status_code=status.HTTP_204_NO_CONTENT, responses=NOT_FOUND | REFUSED)
def decide(workspace: WorkspaceDep, who: WhoDep, decision: DecisionIn) -> Response:
    """Keeps a decision, and applies it to the documents that are stored."""
    match decision.root:
        case PairIn(verdict="same", one=one, other=other):
            workspace.entities.same(who, one, other)
        case PairIn(one=one, other=other):
            workspace.entities.different(who, one, other)
        case PartIn(entity=entity, key=key):
            workspace.entities.apart(who, entity, key)
        case NameIn(verdict="name", entity=entity, name=name):
            workspace.entities.rename(who, entity, name)
        case NameIn(entity=entity, name=name):
            workspace.entities.alias(who, entity, name)
    return Response(status_code=status.HTTP_204_NO_CONTENT)


@router.get("/{identity}", responses=NOT_FOUND)
def entity(workspace: WorkspaceDep, who: WhoDep, identity: str) -> ProfileOut:
    """What is known of an entity; its documents are those of ``/api/v1/search?q=entity:ID``."""
    profile = workspace.entities.profile(who, identity)
    return ProfileOut(
        entity=EntityOut(**asdict(profile.entity)),
        documents=profile.documents,
        mentions=profile.mentions,
        aliases=[AliasOut(**asdict(alias)) for alias in profile.aliases],
        decisions=[DecisionOut(**asdict(decision)) for decision in profile.decisions],
    )
