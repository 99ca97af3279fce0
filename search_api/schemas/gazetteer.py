"""What the API takes and gives of the names that a workspace knows."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from corpora.document import MAIN
from pipeline.gazetteer.entries import Entry
from pipeline.gazetteer.gazetteer import Brought


class EntryOut(BaseModel):
    """A name of a collection; one that ``waits`` is looked for nowhere, ``reason`` is why it is in doubt."""

    name: str
    collection: str
    state: Literal["used", "waits", "avoided"]
    reason: Literal["", "one_word", "rejected", "place"]
    kind: str
    english: str
    ref: str = Field(description="its id in the list that it came with")
    user: str = Field(description="who said so first")
    at: str
    decision: int = Field(description="the number of that decision")
    said: int = Field(description="how many decisions say so")

    @classmethod
    def of(cls, one: Entry) -> "EntryOut":
        """From an entry."""
        return cls.model_validate(one, from_attributes=True)


class WordIn(BaseModel):
    """Whether a name is looked for from now on, whatever was said before."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(min_length=1, max_length=300)
    verdict: Literal["use", "avoid"]
    collection: Annotated[str, Field(max_length=64)] = MAIN
    note: Annotated[str, Field(max_length=2000)] = ""


class RowOut(BaseModel):
    """A row of a list that cannot be taken."""

    row: int
    name: str
    why: str


class BroughtOut(BaseModel):
    """What a list would bring, or brought; ``batch`` is what it is taken back by, "" where nothing was kept."""

    batch: str
    new: int
    known: int
    doubts: list[EntryOut]
    wrong: list[RowOut]

    @classmethod
    def of(cls, done: Brought) -> "BroughtOut":
        """From what was brought."""
        wrong = [RowOut(row=one.row, name=one.said, why=one.why) for one in done.wrong]
        doubts = [EntryOut.of(one) for one in done.doubts]
        return cls(batch=done.batch, new=done.new, known=done.known, doubts=doubts, wrong=wrong)
