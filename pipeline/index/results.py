"""What a search gives, the same for every engine."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from corpora.document import Span
from pipeline.index.records import ADDED, NAMED
from pipeline.query.parser import Query

PERIODS = ("year", "month", "jalali_year", "jalali_month", "hijri_year", "hijri_month")
ENTITIES = tuple(f"{name}_entity" for name in NAMED)
"""Facets of the organisations, persons and places themselves, by their ids: each is one under all its spellings."""
FACETS = (
    *(*NAMED, *ENTITIES, "lang", "collection", "source", "kind", "flag", "unit", "review", *PERIODS),
    *(*ADDED, "folder", "size_band", "currency"),
)
MOST_SPELLINGS = 8


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a document's text with the matches in it; all offsets in code points of ``Document.text``."""

    span: Span
    text: str
    marks: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Copy:
    """A near-duplicate of a hit that matches too."""

    key: str
    id: str
    uri: str
    title: str
    published: str = ""
    source: str = ""
    site: str = ""
    kind: str = ""
    pages: int = 0
    size: int = 0


@dataclass(frozen=True, slots=True)
class Hit:
    """One match."""

    key: str
    id: str
    uri: str
    title: str
    score: float
    language: str = "und"
    published: str = ""
    source: str = ""
    site: str = ""
    kind: str = ""
    collection: str = ""
    pages: int = 0
    size: int = 0
    """Code points of the text."""
    title_marks: tuple[Span, ...] = ()
    passages: tuple[Passage, ...] = ()
    spellings: tuple[str, ...] = ()
    """Matched words that are written otherwise than in the query."""
    copies: tuple[Copy, ...] = ()
    """Near-duplicates that match too, where they were asked to be shown as one."""


@dataclass(frozen=True, slots=True)
class Results:
    """A page of matches. ``relaxed`` are the best matches of any word, where no document has all."""

    hits: tuple[Hit, ...]
    total: int
    next: int | None = None
    """How many hits (stories, where near-duplicates are one) lie before the next page; None where this was the last."""
    facets: Mapping[str, tuple[tuple[str, int], ...]] = field(default_factory=dict)
    relaxed: tuple[Hit, ...] = ()
    suggestion: str = ""
    """The query with the words that were probably meant; "" where it is as good as any."""

    def spellings(self) -> tuple[str, ...]:
        """How the hits write matched words where the query writes them otherwise, a few."""
        found = dict.fromkeys(spelling for hit in self.hits for spelling in hit.spellings)
        return tuple(found)[:MOST_SPELLINGS]


type Order = Literal[
    "relevance",
    "recent",
    "newest",
    "oldest",
    "changed",
    "title",
    "longest",
    "shortest",
    "source",
    "kind",
    "language",
    "pages",
]
"""``recent`` is relevance that a document loses with age; undated documents come last by date; ``changed`` is what was
added or changed last, first; by ``source``, ``kind``, ``language`` and number of ``pages`` the newest first in each."""

ORDERS: tuple[Order, ...] = (
    *("relevance", "recent", "newest", "oldest", "changed", "title", "longest", "shortest"),
    *("source", "kind", "language", "pages"),
)
SORTED_BY: Mapping[str, tuple[str, bool]] = {
    "newest": ("moment", True),
    "oldest": ("moment", False),
    "changed": ("seq", True),
    "title": ("title_order", False),
    "longest": ("size", True),
    "shortest": ("size", False),
    "source": ("by_source", True),
    "kind": ("by_kind", True),
    "language": ("by_language", True),
    "pages": ("by_pages", True),
}
"""Order → the field that it goes by, and whether the greatest comes first."""


@dataclass(frozen=True, slots=True)
class View:
    """Which part of the matches is shown, and how."""

    limit: int = 10
    offset: int = 0
    order: Order = "relevance"
    group: bool = False
    """Whether near-duplicates are shown as one."""
    facets: tuple[str, ...] = ()
    """Names of FACETS to count."""
    facet_size: int = 20
    passages: bool = True

    def of(self, query: Query) -> "View":
        """The same; the newest first where no match of the query is better than another."""
        unranked = self.order in ("relevance", "recent") and not query.ranks
        return replace(self, order="newest") if unranked else self
