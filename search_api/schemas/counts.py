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


class BodyOut(BaseModel):
    """In how many counts of a unit the sentence names a body, and the greatest, ``most``, with its place."""

    value: str
    name: str
    counts: int
    most: float
    published: str | None
    id: str
    uri: str
    start: int
    end: int
    sentence: str
