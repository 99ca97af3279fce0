"""Two texts of an agreement side by side."""

from typing import Literal

from pydantic import BaseModel

from pipeline.registry.comparison import Row, record_of


class PartOut(BaseModel):
    """An article, or a paragraph of a text without articles; offsets are code points of its document's text."""

    number: str
    heading: str
    text: str
    start: int
    end: int


class ChangeOut(BaseModel):
    """Words of one side in place of those of the other; ``figures``: nothing but numbers and dates."""

    left: str | None
    right: str | None
    figures: bool


class RowOut(BaseModel):
    """A part of each text that belong together."""

    status: Literal["same", "figures", "changed", "missing", "added"]
    left: PartOut | None
    right: PartOut | None
    changes: list[ChangeOut]

    @classmethod
    def of(cls, row: Row) -> "RowOut":
        """The row as JSON has it."""
        return cls(**record_of(row))
