"""What could not be read."""

from typing import Annotated

from pydantic import BaseModel, Field

from pipeline.records import Failure
from pipeline.runs.failing import Group


class FailureOut(BaseModel):
    """Why a source did not become a document; ``original`` leads to its bytes, where they were kept."""

    id: int
    uri: str
    stage: str
    code: str
    message: str
    at: str
    collection: str
    run: str | None
    original: str | None

    @classmethod
    def of(cls, failure: Failure) -> "FailureOut":
        """The failure as JSON has it."""
        names = ("id", "uri", "stage", "code", "message", "at", "collection")
        kept = f"/api/v1/failures/{failure.id}/original" if failure.blob else None
        return cls(**{name: getattr(failure, name) for name in names}, run=failure.run or None, original=kept)


class GroupOut(BaseModel):
    """How many failures are of a code, or came from a source or a place, and when the newest was."""

    name: str
    count: int
    newest: str

    @classmethod
    def of(cls, group: Group) -> "GroupOut":
        """The group as JSON has it."""
        return cls(name=group.name, count=group.count, newest=group.newest)


class FailuresOut(BaseModel):
    """Some failures, the newest first; ``total`` is how many there are, ``codes`` and ``sources`` what they are of."""

    items: list[FailureOut]
    total: int
    codes: list[GroupOut]
    sources: list[GroupOut]


class ChosenIn(BaseModel):
    """Which failures are meant: some ids, or all of a code."""

    ids: Annotated[list[int], Field(max_length=1000)] = []
    code: str = ""


class DismissedOut(BaseModel):
    """How many failures were dismissed."""

    dismissed: int


class RetriedOut(BaseModel):
    """What became of what was read again."""

    added: int
    changed: int
    failed: int
