"""Hits, facets and histograms."""

from dataclasses import asdict
from typing import Literal

from pydantic import BaseModel, Field

from corpora.document import Span
from pipeline.index.results import Hit, Results
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


def _pairs(spans: tuple[Span, ...]) -> list[tuple[int, int]]:
    return [(span.start, span.end) for span in spans]


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
