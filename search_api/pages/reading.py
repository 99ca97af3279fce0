"""A document as somebody reads it: with the matches of his search, the passage he was led to, and how to cite it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from fastapi import Request

from corpora.document import LABELS, Document, Span
from pipeline.errors import QuerySyntaxError
from pipeline.originals.originals import Version
from pipeline.originals.passages import Passage, cuts_a_word
from pipeline.people.principal import Principal
from pipeline.records import VIEWED
from pipeline.search.found import Found
from pipeline.workspace import Workspace
from search_api.pages.asked import Asked, Place
from search_api.pages.cite import Citation, citations
from search_api.pages.language import Interface, interface_of
from search_api.pages.page_images import Sheet, sheets
from search_api.pages.panel import Fact, facts
from search_api.pages.render import Line, Overlay, anchor, lit, paragraphs
from search_api.pages.shell import Items

_AROUND = ("in", "at", "beside")
"""Parameters that say what is looked at in a document, and nothing of the search that led to it."""
_MOST_LISTED = 200
"""Matches that are listed with a link each; further ones are reached by going on from these."""


@dataclass(frozen=True, slots=True)
class Panel:
    """Whether the original is shown beside the text, and the address that turns that; "" where it cannot be shown."""

    shown: bool
    turn: str

    @classmethod
    def of(cls, document: Document, items: Items, pictures: int) -> "Panel":
        """Pictures of pages are beside their text unless one wants none, other originals where they are wanted."""
        if not pictures and document.kind not in VIEWED:
            return cls(shown=False, turn="")
        shown = items.has("beside", "1") or (pictures > 0 and not items.has("beside", "0"))
        wanted = ("0" if pictures else "") if shown else ("" if pictures else "1")
        turned = items.with_value("beside", wanted, keep_cursor=True)
        return cls(shown, f"/documents/{document.key}{turned}")


@dataclass(frozen=True, slots=True)
class Led:
    """Where an address leads in a document: to a passage, and what is to be said where the text changed meanwhile."""

    passage: Span | None = None
    anchor: str = ""
    """The name that the address has for it."""
    since: Literal["", "moved", "gone", "unsure"] = ""
    had: Version | None = None
    """The version that has the words where the newest has them no more."""
    leads: str = ""
    """What follows the address of that version."""

    @classmethod
    def of(cls, workspace: Workspace, who: Principal, document: Document, at: str) -> "Led":
        """An address without a check leads to its place, as it always did; it may be for another version."""
        asked = Passage.parsed(at)
        if asked is None:
            return cls()
        span, state = asked.found(document.text)
        name = anchor(asked.span)
        if span is None:
            had = workspace.originals.version_with(who, document.key, asked)
            return cls(None, "", "gone", had, f"?at={asked}#{name}")
        if state == "unchecked" and cuts_a_word(document.text, span):
            several = len(workspace.originals.versions(who, document.key)) > 1
            return cls(span, name, "unsure" if several else "")
        return cls(span, name, "moved" if state == "moved" else "")


@dataclass(frozen=True, slots=True)
class Reading:
    """What the page of a document shows beside the document itself."""

    document: Document
    items: Items
    ui: Interface
    found: Found
    lines: list[Line]
    sheets: list[Sheet]
    led: Led
    wrong: QuerySyntaxError | None
    citations: list[Citation]
    panel: Panel

    @classmethod
    def of(
        cls,
        request: Request,
        workspace: Workspace,
        who: Principal,
        document: Document,
        asked: Asked,
        within: str,
        at: str,
    ) -> "Reading":
        """With the matches of what is looked for in the document, or else of the search that led to it."""
        ui, items, wrong, found = interface_of(request), Items.of(request), None, Found()
        words = within.strip() or (asked.q if asked.has_words else "")
        if words:
            try:
                found = workspace.searches.marks(who, words, document, spelling=asked.same_spelling)
            except QuerySyntaxError as error:
                wrong = error
        led = Led.of(workspace, who, document, at)
        passage = led.passage
        shown = list(sheets(document))
        panel = Panel.of(document, items, len(shown))
        spots = {spot.id for sheet in shown for spot in sheet.spots} if panel.shown else set()
        names = {label: ui(f"label_{label}") for label in LABELS}
        address = f"{str(request.base_url).rstrip('/')}/documents/{document.key}"
        quoted = document.text[passage.start : passage.end] if passage else ""
        if passage:
            address += lit(passage, quoted)
        today = datetime.now(UTC).date().isoformat()
        lines = list(paragraphs(document, Overlay(spots, found.text, passage, led.anchor, names)))
        cited = citations(document, address, today, ui, quoted)
        return cls(document, items, ui, found, lines, shown, led, wrong, cited, panel)

    def place(self, workspace: Workspace, who: Principal, asked: Asked, n: int) -> Place | None:
        """Where it stands in the results that led to it; None where nothing was asked, or nothing that parses."""
        if not self.items.cut(*_AROUND).pairs():
            return None
        try:
            return Place.of(asked, workspace, who, self.items, n, self.document.key)
        except QuerySyntaxError:
            return None

    @property
    def facts(self) -> list[tuple[str, list[Fact]]]:
        """What was extracted, by label."""
        return facts(self.document, self.ui)

    @property
    def hits(self) -> int:
        """How many matches the text has."""
        return len(self.found.text)

    @property
    def listed(self) -> range:
        """The numbers of the matches that have a link of their own."""
        return range(1, min(self.hits, _MOST_LISTED) + 1)

    @property
    def by_page(self) -> list[tuple[int, int, int]]:
        """Pages with matches: number, how many, and the first of them."""
        return self.found.of_pages(self.document) if len(self.document.pages) > 1 else []

    @property
    def kept(self) -> list[tuple[str, str]]:
        """The parameters that a form of the page sends along."""
        return self.items.cut("in", "at").pairs()
