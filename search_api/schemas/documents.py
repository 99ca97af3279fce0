"""A document with its mentions and pages."""

from typing import Any, Literal

from pydantic import BaseModel, Field

from corpora.codec import mention_record
from corpora.document import Document, Mention
from search_api.schemas.search import _pairs


class MentionOut(BaseModel):
    """What was extracted; ``start`` and ``end`` are code points of the document's text."""

    id: str
    label: str
    start: int
    end: int
    surface: str
    value: dict[str, Any]
    score: float
    extractor: str
    version: str
    verdict: Literal["unseen", "accepted", "rejected", "corrected", "added"] = Field(
        description="what people said of it"
    )

    @classmethod
    def of(cls, mention: Mention) -> "MentionOut":
        """A mention as JSON has it."""
        return cls.model_validate({**mention_record(mention), "verdict": mention.verdict})


class PageOut(BaseModel):
    """A page: its range of the text, its picture where there is one, and how sure the recognition was, 0…1."""

    start: int
    end: int
    picture: str | None
    confidence: float | None


class DocumentOut(BaseModel):
    """A document with its mentions; ``furniture`` are the ranges of the text that are not its story."""

    id: str
    key: str
    uri: str
    title: str
    text: str
    language: str
    published: str | None
    source: str
    collection: str
    site: str
    kind: str
    flags: list[str]
    furniture: list[tuple[int, int]]
    about: dict[str, str] = Field(description="author, section, updated, canonical, sender, recipients, where stated")
    pages: list[PageOut]
    mentions: list[MentionOut]

    @classmethod
    def of(cls, document: Document) -> "DocumentOut":
        """The effective document as JSON has it."""
        return cls(
            id=document.id,
            key=document.key,
            uri=document.uri,
            title=document.title,
            text=document.text,
            language=document.language,
            published=document.published or None,
            source=document.source,
            collection=document.collection,
            site=document.site,
            kind=document.kind,
            flags=list(document.flags),
            furniture=_pairs(document.furniture),
            about=dict(document.about),
            pages=[
                PageOut(
                    start=page.span.start,
                    end=page.span.end,
                    picture=f"/api/v1/pages/{document.key}/{number}" if page.image else None,
                    confidence=page.confidence,
                )
                for number, page in enumerate(document.pages, 1)
            ],
            mentions=[MentionOut.of(m) for m in document.mentions],
        )
