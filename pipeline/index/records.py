"""What goes into an index and what comes out of it, the same for every engine."""

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from corpora.document import Document, Span
from extractors.text.analyzer import Token, analyze, grams
from pipeline.index import facts, near
from pipeline.index.terms import BREAK, written
from pipeline.query import Query

NAMED = {"org": "ORG", "person": "PERSON", "place": "PLACE"}
"""Field of the index → label of the mentions whose names it holds."""
PERIODS = ("year", "month", "jalali_year", "jalali_month")
FACETS = (*NAMED, "lang", "source", "kind", "flag", "unit", *PERIODS)
MOST_SPELLINGS = 8


@dataclass(frozen=True, slots=True)
class Streams:
    """A text as terms joined by single spaces, one string a stream, with the offsets of the i-th term."""

    raw: str
    exact: str
    stem: str
    starts: array[int]
    ends: array[int]

    @classmethod
    def of(cls, tokens: Sequence[Token]) -> "Streams":
        """The streams of tokens."""
        return cls(
            " ".join(t.raw for t in tokens),
            " ".join(t.exact for t in tokens),
            " ".join(t.stem for t in tokens),
            array("I", (t.start for t in tokens)),
            array("I", (t.end for t in tokens)),
        )


@dataclass(frozen=True, slots=True)
class IndexRecord:
    """One document as every engine indexes it. Values that are many terms are joined by single spaces."""

    key: str
    seq: int
    document: Document
    title: Streams
    whole: Streams
    """Title and body with a break between them, as ``whole_text`` writes them: what words are looked for in."""
    names: Mapping[str, tuple[str, ...]]
    """Names as facets show them, by field of NAMED; ``name_terms`` has their stems."""
    name_terms: Mapping[str, str]
    entities: tuple[str, ...]
    """Ids of the organisations, persons and places that are named."""
    units: tuple[str, ...]
    """What is counted, as facets show it; ``counts`` has the numbers, ``dates`` the days, as ``intervals.terms``."""
    counts: str
    dates: str
    languages: tuple[str, ...]
    """Of the document, and of paragraphs in another one."""
    periods: Mapping[str, str]
    """Year and month of publication, by field of PERIODS."""
    moment: int | None
    """Publication in seconds of the proleptic Gregorian calendar, as the source's clock shows it."""
    grams: str
    """Three-letter runs of title and body: they rank answers to questions, and never find by themselves."""
    marks: str
    """How words were written, each once: with which marks (one in a query excludes a different written one), and with
    which joints (the query's own come first)."""
    signature: array[int]
    """``near.signature`` of the body."""

    @classmethod
    def of(cls, document: Document, seq: int) -> "IndexRecord":
        """Analyses the effective document; its furniture is left out."""
        title = analyze(document.title)
        before = len(whole_text(document.title, ""))
        stretches = [analyze(document.text[s.start : s.end], before + s.start) for s in document.body()]
        both = [token for tokens in (title, *stretches) for token in tokens]
        names = {name: facts.names(document, label) for name, label in NAMED.items()}
        return cls(
            document.key,
            seq,
            document,
            Streams.of(title),
            Streams.of(_parted([title, *stretches])),
            names,
            {name: facts.name_terms(values) for name, values in names.items()},
            facts.entities(document),
            facts.units(document),
            " ".join(sorted({term for mention in document.mentions for term in facts.counts(mention)})),
            " ".join(sorted({term for mention in document.mentions for term in facts.days(mention)})),
            facts.languages(document),
            facts.periods(document.published),
            facts.moment(document.published),
            " ".join(gram for token in both for gram in grams(token.exact)),
            " ".join(sorted(written(both))),
            near.signature([token.stem for token in both[len(title) :]]),
        )


def whole_text(title: str, text: str) -> str:
    """What the offsets of a whole document refer to."""
    return f"{title}\n\n{text}"


def _parted(stretches: Sequence[Sequence[Token]]) -> list[Token]:
    """The tokens of title and stretches of the body with a break between two."""
    parted: list[Token] = []
    for tokens in stretches:
        if parted and tokens:
            parted.append(Token(parted[-1].end, parted[-1].end, BREAK, BREAK, BREAK))
        parted += tokens
    return parted


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


type Order = Literal["relevance", "recent", "newest", "oldest"]
"""``recent`` is relevance that a document loses with age; undated documents come last by date."""
ORDERS: tuple[Order, ...] = ("relevance", "recent", "newest", "oldest")


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


class SearchBackend(Protocol):
    """An engine that holds index records. A record with a lower ``seq`` than the one it holds changes nothing."""

    def index(self, records: Iterable[IndexRecord]) -> None:
        """Puts records in place of what they were; visible after ``refresh``."""
        ...

    def delete(self, withdrawn: Iterable[tuple[str, int]]) -> None:
        """Takes documents out, by key and the ``seq`` as of which they are gone; visible after ``refresh``."""
        ...

    def refresh(self, checkpoint: int) -> None:
        """Makes everything until here durable and visible, and remembers the ``seq`` below which all is indexed."""
        ...

    def checkpoint(self) -> int:
        """The last checkpoint, 0 for an empty index."""
        ...

    def search(self, query: Query, view: View) -> Results:
        """The matches in the order asked for; ties by key."""
        ...

    def after(self, query: Query, seq: int, limit: int) -> Sequence[tuple[int, str]]:
        """``seq`` and key of the matches that have a higher ``seq``, in its order: all of them, a batch at a time."""
        ...

    def suggestion(self, query: Query) -> str:
        """The query with the words that were probably meant, from this index's own; "" where it is as good as any."""
        ...

    def beside(self) -> "SearchBackend":
        """An engine to fill anew from the store, which no search sees: empty, or as an interrupted rebuild left it."""
        ...

    def take(self, fresh: "SearchBackend") -> None:
        """Puts what ``beside`` gave, full by now, in the place of what this engine searches, and closes it."""
        ...

    def abandon(self, fresh: "SearchBackend") -> None:
        """Throws away what ``beside`` gave."""
        ...

    def roll_back(self) -> None:
        """Puts what ``take`` replaced back in its place, to be brought up again; raises BackendUnavailable."""
        ...

    def end_writing(self) -> None:
        """Gives back what only a writer needs; it is taken again when something is written."""
        ...

    def close(self) -> None:
        """Gives back what it holds."""
        ...
