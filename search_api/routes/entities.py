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
    UndoIn,
)
from search_api.schemas.problems import Conflict

router = APIRouter(prefix="/api/v1/entities", tags=["entities"])
REFUSED: Responses = {
    409: {"model": Conflict, "description": "The decision cannot be meant, or somebody decided since"}
}
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
        SuggestionOut(
            one=CountedOut.of(s.one), other=CountedOut.of(s.other), reason=s.reason, seq=s.seen, unsure=s.unsure
        )
        for s in workspace.entities.suggestions(who, limit)
    ]


@router.post("/decisions", status_code=status.HTTP_204_NO_CONTENT, responses=NOT_FOUND | REFUSED)
def decide(workspace: WorkspaceDep, who: WhoDep, decision: DecisionIn) -> Response:
    """Keeps a decision, and applies it to the documents that are stored."""
    match decision.root:
        case PairIn(verdict=verdict, one=one, other=other, if_seq=seen):
            workspace.entities.judge(who, one, other, verdict, seen)
        case PartIn(entity=entity, key=key, if_seq=seen):
            workspace.entities.apart(who, entity, key, seen)
        case NameIn(verdict="name", entity=entity, name=name, if_seq=seen):
            workspace.entities.rename(who, entity, name, seen)
        case NameIn(entity=entity, name=name, if_seq=seen):
            workspace.entities.alias(who, entity, name, seen)
        case UndoIn(decision=number):
            workspace.entities.undo(who, number)
    return Response(status_code=status.HTTP_204_NO_CONTENT)


@router.get("/{identity}", responses=NOT_FOUND)
def entity(workspace: WorkspaceDep, who: WhoDep, identity: str) -> ProfileOut:
    """What is known of an entity, also by the id of one that was merged into it.

    Its documents are those of ``/api/v1/search?q=entity:ID``.
    """
    profile = workspace.entities.profile(who, identity)
    return ProfileOut(
        entity=EntityOut(**asdict(profile.entity)),
        documents=profile.documents,
        mentions=profile.mentions,
        aliases=[AliasOut(**asdict(alias)) for alias in profile.aliases],
        decisions=[DecisionOut(**asdict(decision)) for decision in profile.decisions],
        seq=profile.seen,
    )
