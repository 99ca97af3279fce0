"""``/api/v1/review`` and ``/api/v1/mentions``: what waits to be judged, and judgements."""

from dataclasses import asdict
from itertools import islice
from typing import Annotated, Literal

from fastapi import APIRouter, Body, Depends, Header, HTTPException, Path, Query, Response, status

from corpora.codec import json_text
from corpora.ids import digest
from pipeline.people.principal import Principal
from pipeline.review.queue import Which
from pipeline.workspace import Workspace
from search_api.deps import WorkspaceDep
from search_api.principals import WhoDep
from search_api.routes.documents import NOT_FOUND, Responses
from search_api.routes.entities import REFUSED
from search_api.schemas.problems import Problem
from search_api.schemas.review import (
    AlikeIn,
    AlikeOut,
    DisputeOut,
    DisputesOut,
    JudgementIn,
    LabelName,
    QueueOut,
    ReviewedOut,
    ReviewersAgreementOut,
    SecondOut,
    SecondQueueOut,
    ShareOut,
    TogetherOut,
    WaitingOut,
    WhyOut,
)

router = APIRouter(prefix="/api/v1", tags=["review"])
UNPARSED: Responses = {422: {"model": Problem, "description": "The query does not parse"}}
CHANGED: Responses = {412: {"model": Problem, "description": "The mentions are others than those of If-Match"}}
_MOST_FOUND = 500
"""Documents of a search whose mentions are looked at."""
type Collection = Annotated[str, Query(max_length=64)]
type Collected = Annotated[str, Path(max_length=64)]
type InQuery = Annotated[str, Query(max_length=1000, description="only in documents that this query finds")]
type Limit = Annotated[int, Query(ge=1, le=200)]
type Offset = Annotated[int, Query(ge=0, le=1_000_000)]
type Doubtful = Annotated[bool, Query(description="only those with a score under 0.9")]


def which_of(
    workspace: Workspace,
    who: Principal,
    label: str,
    collection: str,
    q: str = "",
    *,
    doubtful: bool = True,
    assigned: str = "",
) -> Which:
    """Which mentions are asked for; of a search those in its first documents. Raises QuerySyntaxError."""
    keys = list(islice(workspace.searches.keys(who, q), _MOST_FOUND)) if q.strip() else None
    within = frozenset({collection}) if collection else None
    return Which(label, keys=keys, within=within, doubtful=doubtful, assigned=assigned)


@router.get("/review", responses=UNPARSED)
def queue(
    workspace: WorkspaceDep,
    who: WhoDep,
    label: LabelName | None = None,
    order: Annotated[Literal["doubt", "newest"], Query(description="lowest score, or newest document first")] = "doubt",
    collection: Collection = "",
    q: InQuery = "",
    doubtful: Doubtful = True,
    assigned: Annotated[str, Query(max_length=200, description="only in documents that are this person's")] = "",
    limit: Limit = 20,
    offset: Offset = 0,
) -> QueueOut:
    """Mentions that nobody judged."""
    which = which_of(workspace, who, label or "", collection, q, doubtful=doubtful, assigned=assigned)
    found = workspace.queue.waiting(who, which, limit, offset, newest=order == "newest")
    return QueueOut(total=workspace.queue.count(who, which), items=[WaitingOut.of(one) for one in found])


@router.get("/review/alike")
def alike(
    workspace: WorkspaceDep,
    who: WhoDep,
    label: LabelName | None = None,
    collection: Collection = "",
    doubtful: Doubtful = True,
    limit: Limit = 50,
    offset: Offset = 0,
) -> list[AlikeOut]:
    """Words that several mentions have which nobody judged, the most frequent first."""
    which = which_of(workspace, who, label or "", collection, doubtful=doubtful)
    return [AlikeOut(**asdict(one)) for one in workspace.queue.alike(who, which, limit, offset)]


@router.post("/review/alike", responses=REFUSED)
def judge_alike(workspace: WorkspaceDep, who: WhoDep, asked: AlikeIn) -> TogetherOut:
    """Judges all mentions of a label with the same words that nobody judged, but for some."""
    told = asked.label, asked.surface, asked.verdict, asked.but, asked.note, asked.collection
    done = workspace.queue.judge_alike(who, *told)
    return TogetherOut.of(done)


@router.delete("/review/alike/{batch}", responses=REFUSED)
def undo_alike(workspace: WorkspaceDep, who: WhoDep, batch: Annotated[str, Path(max_length=64)]) -> dict[str, int]:
    """Takes all judgements of a batch back; what somebody decided on since stays."""
    return {"mentions": workspace.queue.undo(who, batch)}


@router.get("/review/progress")
def progress(workspace: WorkspaceDep, who: WhoDep) -> list[ShareOut]:
    """Who judged how many mentions, by label and verdict."""
    return [ShareOut(**asdict(one)) for one in workspace.queue.progress(who)]


@router.get("/review/agreement")
def reviewers_agreement(workspace: WorkspaceDep, who: WhoDep) -> list[ReviewersAgreementOut]:
    """How far people agree who judged the same mention: Cohen's κ by label, and last over all labels."""
    return [ReviewersAgreementOut(**asdict(one)) for one in workspace.queue.agreement(who)]


def _which(
    workspace: WorkspaceDep, who: WhoDep, label: LabelName | None = None, collection: Collection = "", q: InQuery = ""
) -> Which:
    return which_of(workspace, who, label or "", collection, q)


type WhichDep = Annotated[Which, Depends(_which)]


@router.get("/review/second", responses=UNPARSED)
def second(
    workspace: WorkspaceDep, who: WhoDep, which: WhichDep, limit: Limit = 20, offset: Offset = 0
) -> SecondQueueOut:
    """Mentions that one other person judged and nobody else, without what he said."""
    found = workspace.second.waiting(who, which, limit, offset)
    return SecondQueueOut(total=found.total, items=[SecondOut.of_second(one) for one in found.rows])


@router.get("/review/second/collections")
def asking(workspace: WorkspaceDep, who: WhoDep) -> list[str]:
    """The collections in which each mention is to be judged by two people."""
    return workspace.second.asking(who)


@router.put("/review/second/collections/{name}", responses=NOT_FOUND | REFUSED)
def ask(workspace: WorkspaceDep, who: WhoDep, name: Collected) -> dict[str, int]:
    """Asks for two reviewers in a collection; `DELETE /api/v1/decisions/{number}` takes it back. For its admins."""
    return {"decision": workspace.second.ask(who, name, 2).id}


@router.delete("/review/second/collections/{name}", responses=NOT_FOUND | REFUSED)
def ask_no_more(workspace: WorkspaceDep, who: WhoDep, name: Collected) -> dict[str, int]:
    """One reviewer is enough again."""
    return {"decision": workspace.second.ask(who, name, 1).id}


@router.get("/review/disputed", responses=UNPARSED)
def disputed(
    workspace: WorkspaceDep, who: WhoDep, which: WhichDep, limit: Limit = 20, offset: Offset = 0
) -> DisputesOut:
    """Mentions of which two people say different things, until a third or one of them says the same again.

    ``POST /api/v1/mentions/{key}`` with ``settles`` says what one of them said.
    """
    found = workspace.second.disputed(who, which, limit, offset)
    return DisputesOut(total=found.total, items=[DisputeOut.of_dispute(one) for one in found.rows])


@router.get("/mentions/{key}", responses=NOT_FOUND)
def mentions(workspace: WorkspaceDep, who: WhoDep, key: str, response: Response) -> list[ReviewedOut]:
    """The mentions of a document in text order, also rejected ones; ``ETag`` is of them as they stand."""
    return _shown(workspace, who, key, response)


@router.get("/mentions/{key}/{mention}/why", responses=NOT_FOUND)
def why(workspace: WorkspaceDep, who: WhoDep, key: str, mention: Annotated[str, Path(max_length=64)]) -> WhyOut:
    """Who found a mention, by which rule, table or tagger, and which words carried it.

    The extractors are run again over the document for it; ``standing`` says whether they still find the same.
    """
    return WhyOut(**workspace.reasons.of(who, key, mention).record())


@router.post("/mentions/{key}", responses=NOT_FOUND | REFUSED | CHANGED)
def judge(
    workspace: WorkspaceDep,
    who: WhoDep,
    key: str,
    judgements: Annotated[list[JudgementIn], Body(min_length=1, max_length=1000)],
    response: Response,
    if_match: Annotated[str | None, Header(description="the ETag of what was looked at")] = None,
) -> list[ReviewedOut]:
    """Keeps judgements of the mentions of a document, all or none."""
    if if_match is not None and if_match.strip() not in ("*", _tag(_reviewed(workspace, who, key))):
        raise HTTPException(status.HTTP_412_PRECONDITION_FAILED, "the mentions are others by now; look at them again")
    workspace.mentions.decide(who, key, *(one.asked() for one in judgements))
    return _shown(workspace, who, key, response)


def _shown(workspace: Workspace, who: Principal, key: str, response: Response) -> list[ReviewedOut]:
    found = _reviewed(workspace, who, key)
    response.headers["ETag"] = _tag(found)
    return found


def _reviewed(workspace: Workspace, who: Principal, key: str) -> list[ReviewedOut]:
    return [ReviewedOut.of(one) for one in workspace.mentions.reviewed(who, key)]


def _tag(found: list[ReviewedOut]) -> str:
    return f'"{digest(json_text([one.model_dump() for one in found]).encode())[:32]}"'
