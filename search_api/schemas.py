"""What the API answers; pydantic stays at this edge."""

from dataclasses import asdict
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, RootModel

from corpora.codec import mention_record
from corpora.document import Document, Span
from pipeline.index.records import Hit, Results
from pipeline.store.entities import Counted
from pipeline.store.parts import Progress
from search_api.cursor import encode


class PassageOut(BaseModel):
    """A piece of the text; ``marks`` are ranges in code points of the whole text, as ``start`` and ``end`` are."""

    start: int
    end: int
    text: str
    marks: list[tuple[int, int]]


class CopyOut(BaseModel):
    """A near-duplicate of a hit that matches too."""

    id: str
    key: str
    uri: str
    title: str
    published: str
    source: str
    site: str


class HitOut(BaseModel):
    """One match."""

    id: str
    key: str
    uri: str
    title: str
    score: float
    language: str
    published: str | None = Field(description="ISO 8601 date or time")
    source: str
    site: str
    kind: str
    title_marks: list[tuple[int, int]]
    passages: list[PassageOut]
    copies: list[CopyOut]

    @classmethod
    def of(cls, hit: Hit) -> "HitOut":
        """The hit as JSON has it."""
        return cls(
            id=hit.id,
            key=hit.key,
            uri=hit.uri,
            title=hit.title,
            score=hit.score,
            language=hit.language,
            published=hit.published or None,
            source=hit.source,
            site=hit.site,
            kind=hit.kind,
            title_marks=_pairs(hit.title_marks),
            passages=[
                PassageOut(start=p.span.start, end=p.span.end, text=p.text, marks=_pairs(p.marks)) for p in hit.passages
            ],
            copies=[CopyOut(**asdict(copy)) for copy in hit.copies],
        )


def _pairs(spans: tuple[Span, ...]) -> list[tuple[int, int]]:
    return [(span.start, span.end) for span in spans]


class Total(BaseModel):
    """How many documents match."""

    value: int
    relation: Literal["eq", "gte"] = "eq"


class FacetValue(BaseModel):
    """A value and how many matches have it."""

    value: str
    count: int


class SearchOut(BaseModel):
    """A page of matches; ``next`` is the cursor of the following page, ``relaxed`` what has some of the words only."""

    items: list[HitOut]
    next: str | None
    total: Total
    facets: dict[str, list[FacetValue]]
    relaxed: list[HitOut]
    suggestion: str | None = Field(description="the query with the words that were probably meant")
    also: list[str] = Field(description="other spellings that the hits of this page match with")

    @classmethod
    def of(cls, results: Results, question: str) -> "SearchOut":
        """Results as JSON has them; ``question`` ties the cursor to its query."""
        return cls(
            items=[HitOut.of(hit) for hit in results.hits],
            next=None if results.next is None else encode(results.next, question),
            total=Total(value=results.total),
            facets={n: [FacetValue(value=v, count=c) for v, c in values] for n, values in results.facets.items()},
            relaxed=[HitOut.of(hit) for hit in results.relaxed],
            suggestion=results.suggestion or None,
            also=list(results.spellings()),
        )


class HistogramOut(BaseModel):
    """How many matches were published in each period, oldest first; periods without any are left out."""

    calendar: str
    items: list[FacetValue]

    @classmethod
    def of(cls, counted: tuple[tuple[str, int], ...], calendar: str) -> "HistogramOut":
        """Periods with their counts."""
        return cls(calendar=calendar, items=[FacetValue(value=value, count=count) for value, count in counted])


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
            mentions=[MentionOut(**mention_record(m)) for m in document.mentions],
        )


class JobOut(BaseModel):
    """Work under way: ``state`` is queued, running, done, failed or cancelled; ``detail`` says what it is about."""

    id: str
    kind: str
    state: str
    detail: dict[str, Any]
    user: str
    at: str
    changed_at: str
    url: str
    sources: int
    """All that are to be read, so far."""
    read: int
    counts: dict[str, int]
    """What became of them: added, changed, unchanged, failed."""
    reasons: dict[str, int]
    """Code of a failure → how many."""
    rate: float
    """Sources a second, lately."""
    seconds_left: float | None

    @classmethod
    def of(cls, progress: Progress) -> "JobOut":
        """The job as JSON has it."""
        job = progress.job
        detail = {name: value for name, value in job.detail.items() if name != "blob"}
        return cls(
            **{name: getattr(job, name) for name in ("id", "kind", "state", "user", "at", "changed_at")},
            detail=detail,
            url=f"/api/v1/jobs/{job.id}",
            sources=progress.sources,
            read=progress.read,
            counts=dict(progress.counts),
            reasons=dict(progress.reasons),
            rate=round(progress.rate, 2),
            seconds_left=progress.seconds_left,
        )


class JobsOut(BaseModel):
    """The newest jobs first."""

    items: list[JobOut]


class Problem(BaseModel):
    """RFC 9457."""

    type: str
    title: str
    status: int
    detail: str


class EntityOut(BaseModel):
    """An organisation, person or place; ``parent`` is the name of the body that it belongs to."""

    id: str
    label: str
    name: str
    kind: str
    place: str
    english: str
    parent: str


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
    reason: str = Field(description="shorter: one name leaves out words of the other; letters: almost spelt the same")


class AliasOut(BaseModel):
    """A key that leads to an entity, with the name that it was first met by; ``origin`` is document or user."""

    key: str
    name: str
    language: str
    origin: str


class DecisionOut(BaseModel):
    """What somebody said of an entity."""

    verdict: str
    one: str
    other: str
    user: str
    at: str


class ProfileOut(BaseModel):
    """What is known of an entity."""

    entity: EntityOut
    documents: int
    mentions: int
    aliases: list[AliasOut]
    decisions: list[DecisionOut]


class PairIn(BaseModel):
    """Two entities are the same, or are not."""

    verdict: Literal["same", "different"]
    one: str
    other: str


class PartIn(BaseModel):
    """One of the names of an entity is another one's."""

    verdict: Literal["apart"]
    entity: str
    key: str


class NameIn(BaseModel):
    """An entity is to be called so (``name``), or is also called so (``alias``)."""

    verdict: Literal["name", "alias"]
    entity: str
    name: str = Field(min_length=1, max_length=500)


class DecisionIn(RootModel[PairIn | PartIn | NameIn]):
    """A decision about entities, told apart by its verdict."""

    root: Annotated[PairIn | PartIn | NameIn, Field(discriminator="verdict")]
