"""``/api/v1/documents/{reference}/redacted``: a copy from which something is blacked out."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from corpora.document import LABELS
from pipeline.redaction.places import LONGEST_WORDS, MOST_WORDS, Wanted
from search_api.deps import WorkspaceDep
from search_api.principals import WhoDep
from search_api.routes.documents import AMBIGUOUS, NOT_FOUND, Responses
from search_api.schemas.problems import Problem

router = APIRouter(prefix="/api/v1", tags=["documents"])
_REFUSED: Responses = {422: {"model": Problem, "description": "Nothing to black out, or no such label or mention"}}


class RedactedOut(BaseModel):
    """A copy of the text of a document; blocks «█████» stand where something was."""

    key: str
    language: str
    title: str
    paragraphs: list[str]
    blocks: int = Field(description="how many places were blacked out in the paragraphs")
    has_pages: bool = Field(description="whether its PDF is made of pictures of its pages")


@router.get("/documents/{reference:path}/redacted", responses=NOT_FOUND | AMBIGUOUS | _REFUSED)
def redacted(
    workspace: WorkspaceDep,
    who: WhoDep,
    reference: str,
    label: Annotated[list[str], Query(max_length=len(LABELS), description="all mentions of these labels")] = [],  # noqa: B006
    mention: Annotated[list[str], Query(max_length=MOST_WORDS, description="ids of single mentions")] = [],  # noqa: B006
    words: Annotated[str, Query(max_length=2 * LONGEST_WORDS, description="words or names, one a line")] = "",
) -> RedactedOut:
    """A copy of a document from which mentions of labels, and words or names, are blacked out.

    The same names are looked for in the whole text, however they are spelt.
    """
    wanted = Wanted(tuple(label), tuple(mention), tuple(words.splitlines()))
    made = workspace.redactions.copy(who, reference, wanted)
    return RedactedOut(
        key=made.key,
        language=made.language,
        title=made.title,
        paragraphs=list(made.paragraphs),
        blocks=made.blocks,
        has_pages=made.has_pages,
    )
