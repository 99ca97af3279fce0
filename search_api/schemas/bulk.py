"""What the API takes and gives of judgements of many mentions."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from pipeline.review.bulk import Bulk, Judging, Preview
from search_api.schemas.review import LabelName, WaitingOut


class BulkIn(BaseModel):
    """One judgement for all mentions that nobody judged, of a label or an entity, in documents that a query finds."""

    model_config = ConfigDict(extra="forbid")

    verdict: Literal["accept", "reject"]
    label: LabelName | None = None
    surface: Annotated[str, Field(max_length=500, description="with exactly these words")] = ""
    entity: Annotated[str, Field(max_length=64, description="that name this entity, by its id")] = ""
    q: Annotated[str, Field(max_length=1000, description="in documents that this query finds")] = ""
    collection: Annotated[str, Field(max_length=64)] = ""
    but: list[Annotated[str, Field(max_length=500)]] = Field(
        default=[], max_length=5000, description="exceptions: ids of mentions, keys of documents, words"
    )
    note: Annotated[str, Field(max_length=2000)] = ""

    def asked(self) -> Bulk:
        """The same for the workspace."""
        where = self.label or "", self.surface, self.entity, self.q, self.collection
        return Bulk(self.verdict, *where, tuple(self.but), self.note)


class WordsOut(BaseModel):
    """Words that such mentions have, and how many of them."""

    label: str
    surface: str
    mentions: int


class BulkPreviewOut(BaseModel):
    """What would be judged; the samples are the least certain. ``ETag`` is of exactly these mentions."""

    mentions: int
    documents: int
    words: list[WordsOut]
    samples: list[WaitingOut]

    @classmethod
    def of(cls, found: Preview) -> "BulkPreviewOut":
        """From what would be judged."""
        words = [WordsOut(label=label, surface=said, mentions=number) for label, said, number in found.words]
        samples = [WaitingOut.of(one) for one in found.samples]
        return cls(mentions=found.mentions, documents=found.documents, words=words, samples=samples)


class BulkJobOut(BaseModel):
    """A job that judges many mentions, or takes such a job back, and how far it is."""

    id: str = Field(description="the batch of its decisions")
    state: Literal["queued", "running", "done", "failed", "cancelled"]
    user: str
    at: str
    changed_at: str
    mentions: int
    judged: int = Field(description="or taken back")
    refused: int = Field(description="of which somebody said something since, or that are not there any more")
    asked: dict[str, Any] | None
    undoes: str | None = Field(description="the job that it takes back")
    undone_by: str | None = Field(description="the job that takes it back")

    @classmethod
    def of(cls, one: Judging) -> "BulkJobOut":
        """From a job."""
        job = one.job
        return cls.model_validate(
            {
                "id": job.id,
                "state": job.state,
                "user": job.user,
                "at": job.at,
                "changed_at": job.changed_at,
                "mentions": one.wanted,
                "judged": one.done,
                "refused": one.refused,
                "asked": job.detail.get("asked"),
                "undoes": one.undoes or None,
                "undone_by": one.taken_back_by or None,
            }
        )
