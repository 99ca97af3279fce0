"""The one document type: frozen, the text never edited, everything else stand-off.

Offsets are half-open, in Unicode code points of ``Document.text``.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from corpora.errors import InvalidDocument

type Value = Mapping[str, Any]

MAIN = "main"
"""The collection of a document that nobody put into another."""

LABELS = ("ORG", "DATE", "COUNT", "PERSON", "PLACE", "AGREEMENT", "MONEY", "PERCENT", "QUOTE")
FLAGS = (
    "zwnj_lost",
    "mixed_letters",
    "presentation_forms",
    "visual_order",
    "ocr",
    "low_ocr_confidence",
    "two_calendars",
    "no_published",
    "uncertain_story",
    "damaged_bytes",
    "mojibake",
)
"""What can be wrong with a text; the pages have a name for each."""
VERDICTS = ("unseen", "accepted", "rejected", "corrected", "added")
"""What people said of a mention."""
REVIEWS = ("unreviewed", "begun", "reviewed", "accepted", "rejected", "disputed", "stale")
"""What a document can be by what people said of its mentions; ``pipeline.review.states`` says what each means."""
ABOUT = ("author", "section", "updated", "canonical", "sender", "recipients")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range ``[start, end)`` in code points of a text."""

    start: int
    end: int

    def overlaps(self, other: "Span") -> bool:
        """Whether both share at least one code point."""
        return self.start < other.end and other.start < self.end

    def covers(self, other: "Span") -> bool:
        """Whether the other lies wholly inside."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Region:
    """Where a piece of the text stands on its page: a word of a scan, a line of a PDF's text layer.

    ``box`` is left, top, right and bottom in ten-thousandths of the page's width and height, from its top left;
    ``confidence`` 0…1 is how sure the recognition was, None where the text was not recognised but there.
    """

    span: Span
    box: tuple[int, int, int, int]
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A page's span in the text.

    ``image`` numbers the page of the source's bytes that shows it, from 1, where it can be shown; ``confidence`` 0…1
    is how sure the recognition was, where it was scanned.
    """

    span: Span
    image: str | None = None
    confidence: float | None = None
    regions: tuple[Region, ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """A labelled span with its surface as written and its value as understood.

    ``verdict`` is one of VERDICTS; a mention that people rejected is in no document unless it is asked for.
    """

    id: str
    label: str
    span: Span
    surface: str
    value: Value
    extractor: str
    version: str
    score: float = 1.0
    verdict: str = "unseen"

    def with_value(self, value: Value) -> "Mention":
        """The same with another value; a third of the time of ``replace``, and pages have thousands."""
        named = self.extractor, self.version, self.score, self.verdict
        return Mention(self.id, self.label, self.span, self.surface, value, *named)


@dataclass(frozen=True, slots=True)
class Document:
    """What was read from one source. ``text`` is the whole visible text as the source spelt it.

    ``key`` names the document in the store, ``id`` is what its user calls it; both are the same
    unless a JSON line brought an id of its own. ``published`` is an ISO 8601 date or time, or "". ``about`` is what
    else the source says of itself, under the names of ABOUT. ``collection`` is the part of the archive that it was
    put into: who may see it follows from that. ``review`` follows from what people judged, under the names of REVIEWS;
    it tells no two documents apart.
    """

    key: str
    id: str
    uri: str
    text: str
    source: str = ""
    kind: str = "text"
    title: str = ""
    site: str = ""
    language: str = "und"
    published: str = ""
    content_hash: str = ""
    flags: tuple[str, ...] = ()
    pages: tuple[Page, ...] = ()
    furniture: tuple[Span, ...] = ()
    about: Mapping[str, str] = field(default_factory=dict)
    mentions: tuple[Mention, ...] = field(default=())
    collection: str = MAIN
    review: tuple[str, ...] = field(default=(), compare=False)

    def __post_init__(self) -> None:
        """Refuses a span that leaves the text or a surface that is not there; raises InvalidDocument."""
        size = len(self.text)
        regions = (region.span for page in self.pages for region in page.regions)
        for span in (*self.furniture, *(page.span for page in self.pages), *regions):
            if not 0 <= span.start <= span.end <= size:
                raise InvalidDocument(f"span {span.start}..{span.end} leaves the text of {size} code points")
        for mention in self.mentions:
            if not 0 <= mention.span.start < mention.span.end <= size:
                raise InvalidDocument(f"mention {mention.id} leaves the text of {size} code points")
            if self.text[mention.span.start : mention.span.end] != mention.surface:
                raise InvalidDocument(f"mention {mention.id}: its surface is not what stands at its span")

    def with_mentions(self, mentions: Iterable[Mention]) -> "Document":
        """The same document with these mentions, in text order."""
        return replace(self, mentions=tuple(sorted(mentions, key=lambda m: (m.span.start, m.span.end, m.label))))

    def body(self) -> tuple[Span, ...]:
        """The parts of the text that are not furniture, in order, none empty."""
        parts, at = [], 0
        for span in sorted(self.furniture):
            if span.start > at:
                parts.append(Span(at, span.start))
            at = max(at, span.end)
        if at < len(self.text):
            parts.append(Span(at, len(self.text)))
        return tuple(parts)

    def body_text(self) -> str:
        """The text less its furniture, with the blank lines that the cut leaves closed up. It carries no offsets."""
        lines = "\n".join(self.text[s.start : s.end] for s in self.body()).split("\n")
        kept = [line.rstrip() for line in lines]
        return "\n".join(line for i, line in enumerate(kept) if line or (i and kept[i - 1])).strip()
