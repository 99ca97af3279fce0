"""Looking for the names of a workspace in documents, beside what the extractors found there."""

from collections.abc import Mapping, Sequence

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


class Names:
    """The names that are looked for in the documents of one collection."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        """Takes the entries that are used."""
        self._entries = {one.key: one for one in entries}
        self._joined = Joined([(one.name, one.key) for one in entries])

    def found(self, document: Document) -> list[tuple[Span, Entry]]:
        """Where the body of a document has them, the longest at each place, none overlapping."""
        folded = AlignedText.of(document.text)
        cut = tuple(words(folded))
        forms, at, found = [word.exact for word in cut], 0, list[tuple[Span, Entry]]()
        while at < len(forms):
            match, clitic = self._at(forms, at, document.language)
            if match is not None:
                where = folded.span(cut[at].start + clitic, cut[match[0] - 1].end)
                if not any(where.overlaps(one) for one in document.furniture):
                    found.append((where, self._entries[match[1]]))
            at = match[0] if match is not None else at + 1
        return found

    def _at(self, forms: list[str], at: int, language: str) -> tuple[tuple[int, str] | None, int]:
        """Where the name ends that begins at a word, and its key; and how many letters before it are none of it."""
        ways = parted(forms[at]) if language == "ar" else ((forms[at], 0),)
        for form, clitic in ways:
            match = self._joined.at([form, *forms[at + 1 : at + 20]], 0)
            if match:
                return (at + match.last, match.entry), clitic
        return None, 0


def with_names(document: Document, names: Names | None) -> Document:
    """The document with the names of its collection, in place of what was found of such names before.

    What an extractor found within a name gives way to it. Where it found a larger name, or one that reaches out of it,
    that stays: a person knows better which of both it is.
    """
    own = [mention for mention in document.mentions if mention.extractor != EXTRACTOR]
    found = names.found(document) if names else []
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


def names_of(entries: Sequence[Entry]) -> Mapping[str, Names]:
    """Collection → the names that are looked for in it."""
    used: dict[str, list[Entry]] = {}
    for one in entries:
        if one.state == "used":
            used.setdefault(one.collection, []).append(one)
    return {collection: Names(some) for collection, some in used.items()}
