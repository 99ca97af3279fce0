"""``/api/v1/documents/{reference}/redacted``: a copy from which something is blacked out."""

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Response, status
from pydantic import BaseModel, ConfigDict, Field

from corpora.document import LABELS
from pipeline.redaction.jobs import Copying
from pipeline.redaction.places import LONGEST_WORDS, MOST_WORDS, Wanted
from search_api.deps import UploadsDep, WorkspaceDep
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


class RedactionIn(BaseModel):
    """What is to be blacked out of the pages of a document."""

    model_config = ConfigDict(extra="forbid")

    label: list[str] = Field(default=[], max_length=len(LABELS), description="all mentions of these labels")
    mention: list[str] = Field(default=[], max_length=MOST_WORDS, description="ids of single mentions")
    words: list[str] = Field(default=[], max_length=MOST_WORDS, description="words or names")


class RedactionJobOut(BaseModel):
    """A PDF that is made page by page, and how far it is. Who asked for it and admins may have it for a day."""

    id: str
    document: str
    state: Literal["queued", "running", "done", "failed", "cancelled"]
    pages: int
    done: int
    why: str | None = Field(description="why there is no copy")

    @classmethod
    def of(cls, one: Copying) -> "RedactionJobOut":
        """From a job."""
        told = {"id": one.job.id, "document": one.document, "state": one.job.state, "pages": one.pages}
        return cls.model_validate({**told, "done": one.done, "why": str(one.why) or None})


type Job = Annotated[str, Path(max_length=64)]


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


@router.post(
    "/documents/{reference:path}/redacted",
    status_code=status.HTTP_202_ACCEPTED,
    responses=NOT_FOUND | AMBIGUOUS | _REFUSED,
)
def begin(
    workspace: WorkspaceDep, who: WhoDep, uploads: UploadsDep, reference: str, asked: RedactionIn, response: Response
) -> RedactionJobOut:
    """Makes a PDF of the pages of a document, from which something is blacked out, in the background."""
    wanted = Wanted(tuple(asked.label), tuple(asked.mention), tuple(asked.words))
    identity = workspace.redactions.jobs.begin(who, reference, wanted)
    uploads.redact(identity)
    response.headers["Location"] = f"/api/v1/redactions/{identity}"
    return RedactionJobOut.of(workspace.redactions.jobs.job(who, identity))


@router.get("/redactions/{identity}", responses=NOT_FOUND)
def job(workspace: WorkspaceDep, who: WhoDep, identity: Job) -> RedactionJobOut:
    """A copy that is made, and how far it is."""
    return RedactionJobOut.of(workspace.redactions.jobs.job(who, identity))


@router.get("/redactions/{identity}/file", responses=NOT_FOUND | {200: {"content": {"application/pdf": {}}}})
def file(workspace: WorkspaceDep, who: WhoDep, identity: Job) -> Response:
    """The copy, once it is done."""
    return Response(workspace.redactions.jobs.file(who, identity), media_type="application/pdf")


@router.delete("/redactions/{identity}", status_code=status.HTTP_204_NO_CONTENT, responses=NOT_FOUND)
def let_go(workspace: WorkspaceDep, who: WhoDep, identity: Job) -> Response:
    """Ends a copy that is made, or deletes it."""
    workspace.redactions.jobs.cancel(who, identity)
    return Response(status_code=status.HTTP_204_NO_CONTENT)
