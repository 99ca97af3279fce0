"""What the API takes and gives of corrections of recognised text."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from corpora.document import Span
from pipeline.review.texts import MOST_LETTERS, Change, Judged


class ChangeIn(BaseModel):
    """A part of the text as it stands, in code points, and what is to stand there."""

    model_config = ConfigDict(extra="forbid")

    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(ge=1)]
    before: Annotated[str, Field(min_length=1, max_length=10 * MOST_LETTERS, description="what stands there now")]
    after: Annotated[str, Field(max_length=MOST_LETTERS, description="empty where nothing is written there")]

    def change(self) -> Change:
        """The same for the workspace."""
        return Change(Span(self.start, self.end), self.before, self.after)


class CorrectionOut(BaseModel):
    """A decision about recognised text; ``start`` and ``end`` are of the text as it was read."""

    id: int
    version: int
    start: int
    end: int
    before: str
    after: str
    user: str
    at: str
    state: Literal["applied", "replaced", "undone", "stale"]

    @classmethod
    def of(cls, judged: Judged) -> "CorrectionOut":
        """From a decision and what became of it."""
        return cls(**judged.record())
