"""Looking for the names of a workspace in documents, beside what the extractors found there."""

from collections.abc import Collection, Sequence

from corpora.document import Document, Mention, Span
from corpora.ids import mention_id
from extractors.names.clitics import parted
from extractors.sequences import Joined
from extractors.text.aligned import AlignedText
from extractors.text.segmenter import words
from pipeline.annotate import with_suggestions
from pipeline.gazetteer.entries import Entry
from pipeline.store.spoken import LABEL

EXTRACTOR = "gazetteer"
"""The finder of such a mention; its version is the number of the decision that made the entry."""
_SCORE = 0.95
_NAMED = ("ORG", "PERSON", "PLACE")
_LONGEST = 20
"""Words of a name."""
type Place = tuple[str, Span]
"""A label, and where it is."""


class Names:
    """The names that are looked for in the documents of one collection."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        """Takes the entries that are used."""
        self._entries = {one.key: one for one in entries}
        self._joined = Joined([(one.name, one.key) for one in entries])

    def found(self, document: Document, upheld: Collection[Place] = ()) -> list[tuple[Span, Entry]]:
        """Where the body of a document has them, the longest at each place, none overlapping.

        None is found that lies across what people uphold there, unless it is that.
        """
        folded = AlignedText.of(document.text)
        cut = tuple(words(folded))
        forms, at, found = [word.exact for word in cut], 0, list[tuple[Span, Entry]]()
        while at < len(forms):
            end, reach = at + 1, _LONGEST
            while match := self._at(forms[at : at + reach], document.language):
                where = folded.span(cut[at].start + match[2], cut[at + match[0] - 1].end)
                if not _lies_across(where, upheld):
                    end = at + match[0]
                    if not any(where.overlaps(one) for one in document.furniture):
                        found.append((where, self._entries[match[1]]))
                    break
                reach = match[0] - 1
            at = end
        return found

    def _at(self, forms: Sequence[str], language: str) -> tuple[int, str, int] | None:
        """How many words the name has that begins with some, its key, and how many letters before it are none of it."""
        ways = (parted(forms[0]) if language == "ar" else ((forms[0], 0),)) if forms else ()
        for form, clitic in ways:
            match = self._joined.at([form, *forms[1:]], 0)
            if match:
                return match.last, match.entry, clitic
        return None


def _lies_across(where: Span, upheld: Collection[Place]) -> bool:
    return (LABEL, where) not in upheld and any(where.overlaps(one) for label, one in upheld if label in _NAMED)


def with_names(document: Document, names: Names | None, upheld: Collection[Place] = ()) -> Document:
    """The document with the names of its collection, in place of what was found of such names before.

    What an extractor found within a name gives way to it. Where it found a larger name, or one that reaches out of it,
    that stays: a person knows better which of both it is. So does what people ``upheld`` in this document.
    """
    own = [mention for mention in document.mentions if mention.extractor != EXTRACTOR]
    found = names.found(document, upheld) if names else []
    made, gone = list[Mention](), set[str]()
    for span, entry in found:
        near = [m for m in own if m.label in _NAMED and m.span.overlaps(span)]
        inside = [m for m in near if span.covers(m.span)]
        if len(inside) < len(near) or any(m.span == span and m.label == LABEL for m in near):
            continue
        gone |= {m.id for m in inside}
        made.append(_mention(document, span, entry))
    if not made and len(own) == len(document.mentions):
        return document
    return with_suggestions(document.with_mentions([m for m in own if m.id not in gone]), made)


def _mention(document: Document, span: Span, entry: Entry) -> Mention:
    surface = document.text[span.start : span.end]
    identity = mention_id(document.key, LABEL, span, surface)
    return Mention(identity, LABEL, span, surface, entry.value, EXTRACTOR, str(entry.decision), _SCORE)
