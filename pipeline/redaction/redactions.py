"""Redacted copies of documents: of the text, and of pages as pictures."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from corpora.document import Document, Span
from pipeline.errors import InvalidRedaction, UnreadableSource
from pipeline.originals.originals import Originals
from pipeline.people.access import key_for
from pipeline.people.audit import Audit
from pipeline.people.principal import Principal
from pipeline.records import Source
from pipeline.redaction import pictures
from pipeline.redaction.jobs import RedactionJobs
from pipeline.redaction.places import BLOCK, Blackened, Wanted, absent, blackened, joined, places
from pipeline.sandbox.helper import Helper
from pipeline.store.blobs import Blobs
from pipeline.store.documents import Store

if TYPE_CHECKING:
    from PIL.Image import Image

AT_ONCE = 3
"""Pages of a PDF that is made while somebody waits: each takes some seconds."""
_LOOKS = 3
"""How often a page is read at most, after what was found the time before was blackened."""
_NOTHING = ("empty", "ocr_missing")
"""Codes of a picture in which nothing is read, as none can be where Tesseract is not there."""


@dataclass(frozen=True, slots=True)
class Redacted:
    """A copy of a document: its title and paragraphs with blocks where something was, and how many there are."""

    key: str
    language: str
    title: str
    paragraphs: tuple[str, ...]
    blocks: int
    has_pages: bool
    """Whether its pages can be had as pictures."""
    pages: int
    absent: tuple[str, ...]
    """Labels and words that were asked for of which nothing is in the text."""

    def text(self) -> str:
        """All of it."""
        return "\n".join((*([self.title, ""] if self.title else []), *self.paragraphs)) + "\n"


class Redactions:
    """Makes copies for whoever may see a document; each is noted in the audit log."""

    def __init__(
        self,
        store: Store,
        blobs: Blobs,
        originals: Originals,
        helper: Helper,
        audit: Audit,
    ) -> None:
        """Takes where documents, copies and pictures are, what finds mentions in a title, and what reads a picture."""
        self._store, self._originals, self._audit = store, originals, audit
        self._annotate, self._read = helper.annotate, helper.read
        self.jobs = RedactionJobs(store, blobs, self.pages, audit)

    def copy(self, who: Principal, reference: str, wanted: Wanted) -> Redacted:
        """The text of a document less what is blacked out, and less its furniture.

        Raises InvalidRedaction, DocumentNotFound and AmbiguousDocument.
        """
        document = self._store.get(key_for(self._store, who, reference))
        return self._copy(who, document, wanted, *places(document, wanted))

    def pages(
        self, who: Principal, reference: str, wanted: Wanted, on_page: Callable[[int], None] = lambda _: None
    ) -> tuple[Redacted, bytes | None]:
        """The same, and its pages as a PDF of pictures with black boxes and no text; None where it has no pages.

        ``on_page`` is told after each how many are done. Raises as ``copy`` does, and UnreadableSource where a page
        cannot be drawn.
        """
        document = self._store.get(key_for(self._store, who, reference))
        spans, black = places(document, wanted)
        made = self._copy(who, document, wanted, spans, black)
        if not made.has_pages:
            return made, None
        boxes = [pictures.boxes(document, page, spans) for page in document.pages]
        drawn = self._originals.pages(who, document, pictures.WIDTH, bare=pictures.has_layer)
        blank = (pictures.blackened(picture, some) for picture, some in zip(drawn, boxes, strict=True))
        proved = []
        for done, image in enumerate(blank, 1):
            proved.append(self._proved(image, black))
            on_page(done)
        return made, pictures.pdf(proved)

    def takes_long(self, made: Redacted) -> bool:
        """Whether the PDF of a copy is made as a job, since nobody waits for so many pages."""
        return made.has_pages and made.pages > AT_ONCE

    def _proved(self, image: "Image", black: Blackened) -> "Image":
        """A page of which it was tried whether anything can still be read that is to be black; that is black too.

        So are names in pictures, in type that is drawn in curves and in a text layer that lies. Raises
        InvalidRedaction.
        """
        for _ in range(_LOOKS):
            try:
                seen = self._read(Source("file:///page.png", "page.png", pictures.png(image)))
            except UnreadableSource as error:
                if error.code in _NOTHING:
                    return image
                raise
            if not pictures.read_again(image, seen, black):
                return image
        raise InvalidRedaction("something of it would still be read; name the words too")

    def _copy(
        self, who: Principal, document: Document, wanted: Wanted, spans: Sequence[Span], black: Blackened
    ) -> Redacted:
        body = "\n".join(blackened(document.text, spans, part) for part in document.body())
        body = blackened(body, black.spans(body))  # what only stands together since the furniture is gone
        lines = (" ".join(line.split()) for line in body.split("\n"))
        made = Redacted(
            document.key,
            document.language,
            self._title(document, wanted, black),
            tuple(line for line in lines if line),
            body.count(BLOCK),
            pictures.can_be_drawn(document),
            len(document.pages),
            absent(document, wanted, spans),
        )
        check(made, black)
        self._audit.note(who, "export", document.key, document.collection, redacted=list(wanted.labels))
        return made

    def _title(self, document: Document, wanted: Wanted, black: Blackened) -> str:
        """The title, in which mentions are looked for by itself where it is not a part of the text."""
        title = document.title
        found = black.spans(title)
        if title and wanted.labels and title not in document.text:
            alone = replace(document, text=title, pages=(), furniture=(), mentions=(), flags=())
            found += [m.span for m in self._annotate(alone).mentions if m.label in wanted.labels]
        return blackened(title, joined(found, title))


def check(made: Redacted, black: Blackened) -> None:
    """Raises InvalidRedaction where something that was to be black can still be read in a copy."""
    if black.spans(made.text()):
        raise InvalidRedaction("something of it would still be read; name the words too")
