"""Why a QUOTE was found: how its words are opened, and the word of saying."""

from collections.abc import Iterator, Sequence
from functools import partial

from corpora.document import Span
from extractors.protocols import Found, Passage
from extractors.quotes.extents import extent
from extractors.quotes.extractor import QuoteExtractor, opened
from extractors.quotes.layout import Layout
from extractors.quotes.openings import Opening
from extractors.quotes.speakers import Speakers
from extractors.quotes.words import cues
from extractors.reasons.reason import Clue, Reason, Told

_LONGEST_LEAD = 30
"""Words from where what opens a quotation begins, among which its word of saying stands."""


def told(passage: Passage, earlier: Sequence[Found]) -> list[Told]:
    """The quotations of a passage, each with the opening whose words it has."""
    found = QuoteExtractor().extract(passage, earlier)
    if not found:
        return []
    layout = Layout(passage)
    headline, openings = opened(layout, Speakers(layout, earlier))
    ways = {span: one for place, one in enumerate(openings) if (span := _said(layout, one, openings[place + 1 :]))}
    if headline:
        ways[_span(layout, headline.at, headline.end)] = headline
    return [(item, partial(_reasons, layout, ways[item.span])) for item in found]


def _said(layout: Layout, one: Opening, later: Sequence[Opening]) -> Span | None:
    said = extent(layout, one, later)
    return _span(layout, said.first, said.last) if said else None


def _span(layout: Layout, first: int, last: int) -> Span:
    return Span(layout.words[first].start, layout.words[last - 1].end)


def _reasons(layout: Layout, one: Opening) -> Iterator[Reason]:
    last = one.at if one.first < one.at else layout.sentence(one.first)[1]
    lead = layout.words[one.first : min(last, one.first + _LONGEST_LEAD)]
    clues = [
        Clue("saying", Span(lead[match.first].start, lead[match.last - 1].end), "quotation_words")
        for match in cues(layout.passage.language).find(tuple(lead))
    ]
    speaker = [Clue("speaker", one.speaker.span)] if one.speaker and one.speaker.span else []
    yield Reason(f"quotes.{one.form}", (*speaker, *clues))
