"""Digests."""

from typing import Any

from pydantic import BaseModel, Field

from pipeline.monitors.digests import Digest, record


class ToldOut(BaseModel):
    """A document that tells a story."""

    document: str
    uri: str
    title: str
    published: str


class StoryOut(ToldOut):
    """A story: the document that told it first, and others that do; ``told`` is how many there are."""

    story: str
    passage: str
    told: int
    also: list[ToldOut]


class NewcomerOut(BaseModel):
    """An organisation that no earlier document names."""

    id: str
    name: str
    documents: int


class CountedOut(BaseModel):
    """Something that stories count, with the greatest number that one of them gives and its sentence."""

    unit: str
    stories: int
    number: float
    sentence: str
    document: str
    uri: str


class BarOut(BaseModel):
    """How many documents there were from one day to another, both included."""

    first: str = Field(alias="from")
    last: str = Field(alias="to")
    documents: int


class DigestOut(BaseModel):
    """What some days brought; ``before`` is the number of documents of as many days before."""

    monitor: str | None
    query: str
    since: str
    until: str
    documents: int
    before: int
    stories: int
    volume: list[BarOut]
    top: list[StoryOut]
    organisations: list[NewcomerOut]
    agreements: list[dict[str, Any]]
    counts: list[CountedOut]

    @classmethod
    def of(cls, digest: Digest) -> "DigestOut":
        """The digest as JSON has it."""
        return cls.model_validate(record(digest))
