"""What goes into an index and what comes out of it, the same for every engine."""

import re
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from corpora.document import Document, Span
from extractors.text.analyzer import Token, analyze, analyze_spans, grams
from extractors.text.lexicon import key_of
from pipeline.query import Query

_TERM = re.compile(r"[\s\uD800-\uDFFF]")
FACETS = ("org", "lang", "source", "year")
_ORG_BREAK = "\N{SYMBOL FOR UNIT SEPARATOR}"
"""A term that no query holds, between two organisations, so that a phrase does not run from one into the next."""


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
    """One document as every engine indexes it."""

    key: str
    seq: int
    document: Document
    title: Streams
    body: Streams
    organisations: tuple[str, ...]
    """Names as facets show them."""
    org_terms: str
    grams: str
    """Three-letter runs of title and body: they rank answers to questions, and never find by themselves."""
    marks: str
    """Stems with how their first alef was written, each once: a mark in a query excludes a different written one."""

    @classmethod
    def of(cls, document: Document, seq: int) -> "IndexRecord":
        """Analyses the effective document; its furniture is left out."""
        named: dict[str, str] = {}
        for mention in document.mentions:
            if mention.label == "ORG":
                named.setdefault(key_of(str(mention.value["name"])), str(mention.value["name"]))
        names = tuple(named.values())
        terms = f" {_ORG_BREAK} ".join(" ".join(t.stem for t in analyze(name)) for name in names)
        title = analyze(document.title)
        body = analyze_spans(document.text, document.body())
        runs = " ".join(gram for token in (*title, *body) for gram in grams(token.exact))
        marks = " ".join(sorted({marked(token.stem, token.mark) for token in (*title, *body) if token.mark}))
        return cls(document.key, seq, document, Streams.of(title), Streams.of(body), names, terms, runs, marks)


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a document's text with the matches in it; all offsets in code points of ``Document.text``."""

    span: Span
    text: str
    marks: tuple[Span, ...]


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


@dataclass(frozen=True, slots=True)
class Results:
    """A page of matches. ``relaxed`` are the best matches of any word, where no document has all."""

    hits: tuple[Hit, ...]
    total: int
    next: int | None = None
    """How many hits lie before the next page; None where this was the last."""
    facets: Mapping[str, tuple[tuple[str, int], ...]] = field(default_factory=dict)
    relaxed: tuple[Hit, ...] = ()


class SearchBackend(Protocol):
    """An engine that holds index records. A record with a lower ``seq`` than the one it holds changes nothing."""

    def index(self, records: Iterable[IndexRecord]) -> None:
        """Puts records in place of what they were; visible after ``refresh``."""
        ...

    def delete(self, keys: Iterable[str]) -> None:
        """Takes documents out; visible after ``refresh``."""
        ...

    def refresh(self, checkpoint: int) -> None:
        """Makes everything until here durable and visible, and remembers the ``seq`` below which all is indexed."""
        ...

    def checkpoint(self) -> int:
        """The last checkpoint, 0 for an empty index."""
        ...

    def search(
        self, query: Query, *, limit: int, offset: int = 0, facets: bool = False, passages: bool = True
    ) -> Results:
        """The matches, best first; ties by key."""
        ...

    def close(self) -> None:
        """Gives back what it holds."""
        ...


def marked(stem: str, mark: str) -> str:
    """The term of a stem whose first alef was written so."""
    return f"{stem}|{mark}"


def term(value: str) -> str:
    """A value as one term: without white space or lone surrogates."""
    return _TERM.sub("_", value)
