"""The register of organisations."""

from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from corpora.document import MAIN
from pipeline.organisations.organisations import Page
from pipeline.organisations.views import Organisation


class ParentOut(BaseModel):
    """The body that one is a unit of; ``id`` where it is known."""

    id: str | None
    name: str


class RowOfListOut(BaseModel):
    """Which row of which list names it; ``batch`` is what its list is taken back by."""

    list: str | None
    row: int | None
    batch: str | None


class OrganisationOut(BaseModel):
    """An organisation; null is what nothing says. ``documents`` and ``agreements`` are those that who asks may see."""

    id: str
    name: str
    english: str | None
    kind: str
    place: str | None
    parent: ParentOut | None
    aliases: list[str]
    documents: int
    mentions: int
    agreements: int
    lists: list[RowOfListOut]

    @classmethod
    def of(cls, one: Organisation) -> "OrganisationOut":
        """The organisation as JSON has it."""
        return cls(**one.record())


class OrganisationsOut(BaseModel):
    """A part of a list of organisations, and how many there are in all."""

    items: list[OrganisationOut]
    total: int


class OrganisationPageOut(OrganisationOut):
    """All that is known of one: each person, count and sentence with the document that says it, each row of a list.

    ``said_by`` tells of kind, place and parent whether the name says it, a row of a list, or the table of known bodies.
    """

    said_by: dict[str, str]
    units: list[dict[str, str]]
    persons: list[dict[str, Any]]
    counts: list[dict[str, Any]]
    signed: list[dict[str, Any]]
    appointments: list[dict[str, Any]]
    rows: list[dict[str, Any]]
    sentences: list[dict[str, Any]]

    @classmethod
    def of_page(cls, page: Page) -> "OrganisationPageOut":
        """The page as JSON has it."""
        return cls(**page.record())


class ListOut(BaseModel):
    """A list that was brought; ``batch`` is what it is taken back by."""

    batch: str
    list: str
    rows: int
    collection: str
    user: str
    at: str


class JudgedRowOut(BaseModel):
    """What becomes of a row: ``state`` is new, joined to a body that is known, doubtful (people decide) or changed."""

    row: int
    name: str
    state: str
    organisation: str | None


class WrongRowOut(BaseModel):
    """A row that cannot be taken, and why."""

    row: int
    name: str
    why: str


class BroughtListOut(BaseModel):
    """What a list would bring, or brought; ``batch`` is null where nothing was kept, ``columns`` has the headings."""

    batch: str | None
    list: str
    columns: dict[str, str]
    new: int
    joined: int
    doubtful: int
    changed: int
    known: int
    wrong: Sequence[WrongRowOut]
    rows: Sequence[JudgedRowOut]


class SaidIn(BaseModel):
    """What a person says of an organisation; what is empty is not said."""

    model_config = ConfigDict(extra="forbid")

    kind: Annotated[str, Field(max_length=20)] = ""
    place: Annotated[str, Field(max_length=300)] = ""
    parent: Annotated[str, Field(max_length=300)] = ""
    collection: Annotated[str, Field(max_length=64)] = MAIN
