"""What the API takes and gives of assignments of documents to reviewers."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from search_api.schemas.review import LabelName


class AssignIn(BaseModel):
    """Documents in which mentions wait, and to whom they are given in turns."""

    model_config = ConfigDict(extra="forbid")

    to: list[Annotated[str, Field(max_length=200)]] = Field(min_length=1, max_length=100)
    q: Annotated[str, Field(max_length=1000, description="only documents that this query finds")] = ""
    collection: Annotated[str, Field(max_length=64)] = ""
    label: LabelName | None = None
    doubtful: bool = Field(default=True, description="only where doubtful mentions wait")
    limit: Annotated[int, Field(ge=0, le=100_000, description="so many documents at most; 0 for all")] = 0
    again: bool = Field(default=False, description="also what is somebody's already")


class AssignedOut(BaseModel):
    """Who got how many documents and mentions; ``batch`` takes it back, and is "" where nothing was kept."""

    batch: str
    documents: dict[str, int]
    mentions: dict[str, int]


class AssignmentsOut(BaseModel):
    """How far a person is with what was assigned to him."""

    user: str
    documents: int
    done: int
    waiting: int = Field(description="doubtful mentions in them that nobody judged")
