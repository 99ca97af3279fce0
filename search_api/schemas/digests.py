"""Digests."""

from typing import Any, Literal

from pydantic import BaseModel, Field

from pipeline.monitors.digest_mails import Sent, WantedDigest, mail_record
from pipeline.monitors.digests import Digest, record


class ToldOut(BaseModel):
    """A document that tells a story."""

    document: str
    uri: str
    title: str
    published: str


class StoryOut(ToldOut):
    """A story: the document that told it first, and others that do; ``told`` is how many there are.

    ``names`` are those of a watch list that it was found by.
    """

    story: str
    passage: str
    told: int
    also: list[ToldOut]
    names: list[str]


class NameOut(BaseModel):
    """A name of a watch list, and how many stories it was found in."""

    name: str
    stories: int


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
    late: list[StoryOut]
    organisations: list[NewcomerOut]
    agreements: list[dict[str, Any]]
    counts: list[CountedOut]
    names: list[NameOut]

    @classmethod
    def of(cls, digest: Digest) -> "DigestOut":
        """The digest as JSON has it."""
        return cls.model_validate(record(digest))


class DigestMailIn(BaseModel):
    """A digest to be sent: of a monitor, a collection, or of everything where both are "".

    ``rhythm`` is an hour of every day, or of one of the week, in a time zone: `7 Asia/Tehran`, `sat 7 Asia/Tehran`.
    """

    target: str = Field(max_length=2000)
    rhythm: str = Field(max_length=64)
    monitor: str = Field("", max_length=200)
    collection: str = Field("", max_length=64)
    language: Literal["fa", "ar", "en"] = "fa"

    def wanted(self) -> WantedDigest:
        """The same for the service."""
        return WantedDigest(**self.model_dump())


class DigestMailOut(BaseModel):
    """A digest that one has sent; ``problem`` says why it cannot be made, ``last`` what became of the newest one."""

    id: str
    target: str
    rhythm: str
    monitor: str
    collection: str
    language: str
    next: str
    problem: str
    last: str

    @classmethod
    def of(cls, sent: Sent) -> "DigestMailOut":
        """The digest as JSON has it."""
        return cls(**mail_record(sent))
