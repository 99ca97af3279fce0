"""The sentences of a document that speak of agreements: their words, what was found in them, and what cues say."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, cached_property
from typing import ClassVar

from corpora.document import Document, Mention, Span
from corpora.tables import table
from extractors.sequences import Sequences
from extractors.text.aligned import AlignedText
from extractors.text.lexicon import key_of
from extractors.text.segmenter import Word, words

_END = re.compile(r"\n|[!?؟؛]|\.(?=\s|$|[^\W\d])")
_INITIAL = re.compile(r"(?:^|[\s(«\"،,.])(?:[^\W\d_]|[A-Za-z]{2}|[أا]د)$")
"""What stands before a stop that ends no sentence: «د. محمد», not «… امضا شد.»."""
_INSIDE = re.compile(r"(?:^|[\s(«\"،,.])[^\W\d_]{1,2}$")
"""What stands before a stop within a name («بي.بي»)."""
_LONGEST = 1500
_CLOSE = 250
"""Letters before a sentence among which the body stands that «این شرکت» in it points to."""
_AND = "و"
_VERBS = frozenset(
    (
        "sign_verb sign_now sign_later change_verb renewed terminated expired suspended enters denied award denies "
        "agrees reaches wins deed"
    ).split()
)
_COMMAS = frozenset("،,")
_MARKS = frozenset('،,؛;:()«»"[]-–—.')


@cache
def _cues(tables: tuple[str, ...], language: str) -> Sequences:
    """Word or words → their cues, by semicolon."""
    found: dict[tuple[str, ...], dict[str, None]] = {}
    for row in (row for name in tables for row in table(name)):
        if row["language"] == language:
            for word in row["words"].split(";"):
                key = tuple(one.exact for one in words(AlignedText.of(word)))
                found.setdefault(key, {})[row["cue"]] = None
    return Sequences.of((key, ";".join(names)) for key, names in found.items())


@cache
def _endings(language: str, cue: str) -> tuple[str, ...]:
    rows = (row for row in table("agreement_statements") if (row["language"], row["cue"]) == (language, cue))
    return tuple(key_of(word) for row in rows for word in row["words"].split(";"))


def sentence_spans(document: Document) -> Iterator[Span]:
    """The sentences of the body of a document, none longer than 1,500 code points."""
    for part in document.body():
        start = part.start
        for match in _END.finditer(document.text, part.start, part.end):
            if match.group() == "." and _is_abbreviated(document.text, start, match.start()):
                continue
            yield from _cut(document.text, start, match.start())
            start = match.end()
        yield from _cut(document.text, start, part.end)


def _is_abbreviated(text: str, start: int, stop: int) -> bool:
    """Whether a stop stands behind an initial, or in a name of such."""
    spaced = not text[stop + 1 : stop + 2].strip()
    return bool((_INITIAL if spaced else _INSIDE).search(text, max(start, stop - 4), stop))


def _cut(text: str, start: int, end: int) -> Iterator[Span]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    while end - start > _LONGEST:
        at = text.rfind(" ", start, start + _LONGEST)
        at = at if at > start else start + _LONGEST
        yield Span(start, at)
        start = at
    if start < end:
        yield Span(start, end)


class Placed:
    """A mention in words ``[first, last)`` of its sentence."""

    __slots__ = ("first", "last", "mention")

    def __init__(self, mention: Mention, first: int, last: int) -> None:
        self.mention, self.first, self.last = mention, first, last


class Sentence:
    """A sentence, cut into words when it is first asked about them."""

    TABLES: ClassVar[tuple[str, ...]] = ("agreement_statements",)
    """The tables of ``corpora/data`` that have its cues."""
    JOINED: ClassVar[frozenset[str]] = _VERBS
    """The cues of Arabic verbs that «و» may be written together with."""

    def __init__(self, document: Document, span: Span, mentions: Sequence[Mention], index: int) -> None:
        """``mentions`` are those inside; ``index`` counts the sentences of the document."""
        self.text, self.span, self.index, self.language = document.text, span, index, document.language
        self.found = mentions
        self._all = document.mentions

    @cached_property
    def folded(self) -> AlignedText:
        """Its text, folded."""
        return AlignedText.of(self.text[self.span.start : self.span.end])

    @cached_property
    def words(self) -> list[Word]:
        """Its words."""
        return words(self.folded)

    @cached_property
    def exacts(self) -> list[str]:
        """The exact forms of its words."""
        return [word.exact for word in self.words]

    @cached_property
    def _bounds(self) -> list[Span]:
        return [self._moved(self.folded.span(word.start, word.end)) for word in self.words]

    def _moved(self, span: Span) -> Span:
        return Span(span.start + self.span.start, span.end + self.span.start)

    def place(self, first: int, last: int) -> Span:
        """Where words ``[first, last)`` stand in the document."""
        return Span(self._bounds[first].start, self._bounds[last - 1].end)

    def between(self, at: int) -> str:
        """The marks and spaces before a word."""
        start = self._bounds[at - 1].end if at > 0 else self.span.start
        return self.text[start : self._bounds[at].start if at < len(self.words) else self.span.end]

    def is_parted(self, at: int) -> bool:
        """Whether a mark stands before a word."""
        return not _MARKS.isdisjoint(self.between(at))

    def has_comma(self, at: int) -> bool:
        """Whether a comma stands before a word, also one of Latin, which many write in its place."""
        return not _COMMAS.isdisjoint(self.between(at))

    @cached_property
    def _starts(self) -> list[int]:
        return [span.start for span in self._bounds]

    def range_of(self, span: Span) -> tuple[int, int]:
        """The words that a span of the document covers; an empty range where it covers none."""
        first = max(0, bisect_left(self._starts, span.start + 1) - 1)
        last = bisect_left(self._starts, span.end)
        return (first, last) if first < last and self._bounds[first].end > span.start else (0, 0)

    @cached_property
    def placed(self) -> list[Placed]:
        """The mentions with the words that they cover, in order."""
        ranges = ((mention, *self.range_of(mention.span)) for mention in self.found)
        return [Placed(mention, first, last) for mention, first, last in ranges if last]

    @cached_property
    def pointing(self) -> list[tuple[Mention, Span]]:
        """Organisations of the document that words of the sentence point back to («الجامعة»), with those words."""
        named = ((one, Span(*place)) for one in self._all for place in one.value.get("anaphors") or ())
        return [(mention, span) for mention, span in named if self.span.covers(span)]

    def named_before(self, span: Span) -> Mention | None:
        """The last day of a date before a place in the document («في اليوم نفسه»)."""
        days = (one for one in self._all if one.label == "DATE" and one.span < span)
        return next((one for one in reversed(list(days)) if one.value.get("precision") == "day"), None)

    def headed_before(self, head: str, start: int) -> Mention | None:
        """The one organisation that the text named before and whose name begins with a word; None of several."""
        named = {
            one.value["name"]: one
            for one in self._all
            if one.label == "ORG" and one.span.start < start and key_of(one.value["name"].split(" ")[0]) == head
        }
        return next(iter(named.values())) if len(named) == 1 else None

    def headed_close(self, head: str) -> Mention | None:
        """The one organisation right before the sentence whose name begins with a word; None of several."""
        named = {
            one.value["name"]: one
            for one in self._all
            if one.label == "ORG"
            and 0 <= self.span.start - one.span.end <= _CLOSE
            and key_of(one.value["name"].split(" ")[0]) == head
        }
        return next(iter(named.values())) if len(named) == 1 else None

    def full_country(self, word: str) -> str:
        """The one country that the document calls by a name that begins with a word; empty where it is not one."""
        places = (one.value["name"] for one in self._all if one.label == "PLACE")
        names = {name for name in places if name.startswith(word + " ")}
        return names.pop() if len(names) == 1 else ""

    def of(self, *labels: str) -> list[Placed]:
        """Its mentions of some labels; without one the sentence is not cut into words."""
        if not any(mention.label in labels for mention in self.found):
            return []
        return [one for one in self.placed if one.mention.label in labels]

    @cached_property
    def _cued(self) -> dict[int, tuple[int, tuple[str, ...]]]:
        found = _cues(self.TABLES, self.language).find(tuple(self.words))
        cued = {match.first: (match.last, tuple(match.entry.split(";"))) for match in found}
        if self.language == "ar":
            cued |= self._joined_verbs(cued)
        return cued

    @cached_property
    def _cued_at(self) -> list[int]:
        return sorted(self._cued)

    def _joined_verbs(self, cued: Mapping[int, object]) -> dict[int, tuple[int, tuple[str, ...]]]:
        """Verbs that «و» is written together with («وستوقع»)."""
        found = {}
        known = _cues(self.TABLES, "ar")
        for at, exact in enumerate(self.exacts):
            if at not in cued and exact.startswith(_AND) and known.begins(exact[1:]):
                match = known.at([*self.exacts[:at], exact[1:], *self.exacts[at + 1 : at + 4]], at)
                names = tuple(name for name in match.entry.split(";") if name in self.JOINED) if match else ()
                if match and names:
                    found[at] = (match.last, names)
        return found

    def words_for(self, cue: str) -> tuple[str, ...]:
        """The exact forms of the words of a cue that is an ending."""
        return _endings(self.language, cue)

    def has(self, at: int, *cues: str) -> bool:
        """Whether a word, or words that begin with it, are one of some cues."""
        there = self._cued.get(at)
        return there is not None and not set(cues).isdisjoint(there[1])

    def ends(self, at: int) -> int:
        """Where the cue that begins with a word ends."""
        return self._cued[at][0] if at in self._cued else at + 1

    def cued(self, first: int, last: int, *cues: str) -> list[int]:
        """The words of ``[first, last)`` at which one of some cues begins."""
        places, wanted = self._cued_at, set(cues)
        inside = places[bisect_left(places, max(0, first)) : bisect_left(places, last)]
        return [at for at in inside if not wanted.isdisjoint(self._cued[at][1])]


def sentences(document: Document) -> Iterator[Sentence]:
    """The sentences of a document with what was found in each."""
    return sentences_as(Sentence, document)


def sentences_as[S: Sentence](kind: type[S], document: Document) -> Iterator[S]:
    """The sentences of a document, as those who have other cues read them."""
    at, found = 0, document.mentions
    for index, span in enumerate(sentence_spans(document)):
        while at < len(found) and found[at].span.start < span.start:
            at += 1
        inside = at
        while inside < len(found) and found[inside].span.start < span.end:
            inside += 1
        yield kind(document, span, found[at:inside], index)
        at = inside
