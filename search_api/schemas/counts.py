"""Counts of one thing over time."""

from pydantic import BaseModel


class PointOut(BaseModel):
    """A count with its sentence; ``start`` and ``end`` are code points of the document's text."""

    published: str | None
    number: float
    min: float | None
    max: float | None
    modifier: str
    unit: str
    id: str
    uri: str
    start: int
    end: int
    sentence: str
