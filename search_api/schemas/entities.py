"""Entities, and what people say of them."""

from dataclasses import asdict
from typing import Annotated, Literal

from pydantic import BaseModel, Field, RootModel

from pipeline.review.entities import Counted


class EntityOut(BaseModel):
    """An organisation, person or place; ``parent`` is the name of the body that it belongs to.

    ``country`` is an ISO code, of those whose name bodies of many countries have.
    """

    id: str
    label: str
    name: str
    kind: str
    place: str
    english: str
    parent: str
    country: str


class CountedOut(BaseModel):
    """An entity with how many documents and mentions it has."""

    entity: EntityOut
    documents: int
    mentions: int

    @classmethod
    def of(cls, counted: Counted) -> "CountedOut":
        """The entity as JSON has it."""
        return cls(entity=EntityOut(**asdict(counted.entity)), documents=counted.documents, mentions=counted.mentions)


class SuggestionOut(BaseModel):
    """Two entities that may be the same."""

    one: CountedOut
    other: CountedOut
    seq: int = Field(description="to be sent back as if_seq")
    reason: str = Field(
        description="shorter: one name leaves out words of the other; letters: almost spelt the same; name or number: "
        "that of a row of a list is the same"
    )
    unsure: bool = Field(description="somebody said that he cannot tell; such pairs come last")


class AliasOut(BaseModel):
    """A key that leads to an entity, with the name that it was first met by; ``origin`` is document or user."""

    key: str
    name: str
    language: str
    origin: str


class DecisionOut(BaseModel):
    """What somebody said of an entity."""

    id: int
    verdict: str
    one: str
    other: str
    user: str
    at: str
    in_force: bool = Field(description="whether it can be taken back")


class ProfileOut(BaseModel):
    """What is known of an entity."""

    entity: EntityOut
    documents: int
    mentions: int
    aliases: list[AliasOut]
    decisions: list[DecisionOut]
    seq: int = Field(description="to be sent back as if_seq")


class _Seen(BaseModel):
    if_seq: int | None = Field(
        default=None, ge=0, description="seq of what was looked at; 409 with both sides where somebody decided since"
    )


class PairIn(_Seen):
    """Two entities are the same, or are not, or nobody can tell."""

    verdict: Literal["same", "different", "unsure"]
    one: str
    other: str


class PartIn(_Seen):
    """One of the names of an entity is another one's."""

    verdict: Literal["apart"]
    entity: str
    key: str


class NameIn(_Seen):
    """An entity is to be called so (``name``), or is also called so (``alias``)."""

    verdict: Literal["name", "alias"]
    entity: str
    name: str = Field(min_length=1, max_length=500)


class UndoIn(BaseModel):
    """A decision, by its number, is taken back; so may be one that took back."""

    verdict: Literal["undo"]
    decision: int = Field(ge=1, le=2**31 - 1)


class DecisionIn(RootModel[PairIn | PartIn | NameIn | UndoIn]):
    """A decision about entities, told apart by its verdict."""

    root: Annotated[PairIn | PartIn | NameIn | UndoIn, Field(discriminator="verdict")]
