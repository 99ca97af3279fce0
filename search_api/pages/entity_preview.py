"""What making two entities one, or parting a name from one, would change: shown before it is decided."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse

from pipeline.errors import EntityNotFound, RefusedDecision
from pipeline.people.principal import Principal
from pipeline.review.entities import Profile
from pipeline.workspace import Workspace
from search_api.deps import WorkspaceDep
from search_api.pages.refusals import told_to
from search_api.pages.shell import page
from search_api.principals import WhoDep

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
_LIKELY = 20
"""Entities of a name that are looked at for the one that is meant."""


@router.get("/entities/{identity}/preview")
def preview(
    request: Request,
    workspace: WorkspaceDep,
    who: WhoDep,
    identity: str,
    verdict: Annotated[Literal["same", "apart"], Query()],
    text: Annotated[str, Query(max_length=500)],
) -> Response:
    """The names, documents and mentions of each side as they are and as they would be, with the button that decides."""
    try:
        profile = workspace.entities.profile(who, identity)
        other = _other(workspace, who, profile, text) if verdict == "same" else None
        columns = _together(workspace, who, profile, other) if other else _parted(workspace, who, profile, text)
    except EntityNotFound:
        return page(request, "problem.html", 404, message="entity_not_found", detail=text)
    except RefusedDecision as error:
        return page(request, "problem.html", 409, message="problem", detail=told_to(request, error))
    shows: dict[str, Any] = {"profile": profile, "other": other, "verdict": verdict, "text": text, "columns": columns}
    return page(request, "entity_preview.html", **shows, decides=who.is_somewhere("reviewer"))


def _other(workspace: Workspace, who: Principal, profile: Profile, text: str) -> Profile:
    """The entity that is meant, by its id or by one of its names; raises EntityNotFound, RefusedDecision."""
    said = " ".join(text.split())
    try:
        other = workspace.entities.profile(who, said)
    except EntityNotFound:
        found = workspace.entities.find(who, said, profile.entity.label, _LIKELY)
        ids = [one.entity.id for one in found if one.entity.id != profile.entity.id]
        profiles = [workspace.entities.profile(who, one) for one in ids]
        called = [one for one in profiles if said in {one.entity.name, *(alias.name for alias in one.aliases)}]
        if not (called or profiles):
            raise
        other = (called or profiles)[0]
    if other.entity.id == profile.entity.id:
        raise RefusedDecision("that is what holds already")
    return other


type _Columns = Sequence[tuple[str, Sequence[str], Any]]
"""What a column is called, the names in it, and where they stand."""


def _together(workspace: Workspace, who: Principal, one: Profile, other: Profile) -> _Columns:
    sides = [one.aliases, other.aliases, (*one.aliases, *other.aliases)]
    heads = ("entity_preview_this", "entity_preview_other", "preview_together")
    return [_column(workspace, who, head, side) for head, side in zip(heads, sides, strict=True)]


def _parted(workspace: Workspace, who: Principal, profile: Profile, key: str) -> _Columns:
    """Raises RefusedDecision where the name is none of it, or its only one."""
    gone = [alias for alias in profile.aliases if alias.key == key]
    rest = [alias for alias in profile.aliases if alias.key != key]
    if not gone or not rest:
        raise RefusedDecision("only one of several names of an entity can be parted from it")
    heads = ("preview_now", "preview_rest", "preview_apart")
    return [
        _column(workspace, who, head, side) for head, side in zip(heads, (profile.aliases, rest, gone), strict=True)
    ]


def _column(workspace: Workspace, who: Principal, head: str, aliases: Sequence[Any]) -> tuple[str, Sequence[str], Any]:
    names = list(dict.fromkeys(alias.name for alias in aliases))
    return head, names, workspace.entities.naming(who, [alias.key for alias in aliases])
