"""Where in a document the matches of a query are."""

from dataclasses import dataclass

from corpora.document import Document, Span
from pipeline.index.highlight import Indexed, places, spans
from pipeline.query.parser import Query


@dataclass(frozen=True, slots=True)
class Found:
    """The matches in the title, in code points of it, and in the text, in code points of that; in order."""

    title: tuple[Span, ...] = ()
    text: tuple[Span, ...] = ()

    @classmethod
    def of(cls, query: Query, whole: Indexed, before: int) -> "Found":
        """What a query finds in title and text as they are indexed together, the text beginning at ``before``."""
        marks = spans(places(query, whole), whole)
        text = tuple(Span(mark.start - before, mark.end - before) for mark in marks if mark.start >= before)
        return cls(tuple(mark for mark in marks if mark.start < before), text)

    def of_pages(self, document: Document) -> list[tuple[int, int, int]]:
        """Pages that have matches: the number of the page, how many it has, and which of all, from 1, is its first."""
        counted = []
        for number, page in enumerate(document.pages, 1):
            here = [at for at, mark in enumerate(self.text, 1) if page.span.overlaps(mark)]
            if here:
                counted.append((number, len(here), here[0]))
        return counted
