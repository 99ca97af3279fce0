"""Who speaks: the noun phrase that is the subject of a verb of saying."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from corpora.document import Span
from extractors.names.candidates import common
from extractors.protocols import Found
from extractors.quotes.layout import Layout
from extractors.quotes.words import cues, forms, offices, openers, titles
from extractors.sequences import Sequences
from extractors.text.aligned import AlignedText
from extractors.text.segmenter import words
from extractors.text.spelling import phrase

_MOST_OFFICE = 14
"""Words of an office, the name that follows it not counted."""
_MOST_NOUNS = 5
_MOST_NAME = 3
"""Words of a name that nothing else tells to be one: it stands alone between the beginning of a sentence and a verb."""
_COLON = 5


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who says something: the name, where it stands in the folded text, and the office; empty where that is unsure."""

    name: str = ""
    span: Span | None = None
    office: str = ""
    label: str = ""


NOBODY = Speaker()
BACK, THIS = "BACK", "THIS"
"""The labels of an office that may point back to who spoke last («المصدر»), and of one that does («این مسئول»)."""
HE = Speaker(label="HE")
"""Whoever spoke last, where that is a person («وی»)."""


@lru_cache(maxsize=1 << 10)
def _words(name: str) -> frozenset[str]:
    return frozenset(word.exact for word in words(AlignedText.of(name)))


class Speakers:
    """The persons, organisations and offices of a passage as subjects of verbs."""

    def __init__(self, layout: Layout, earlier: Sequence[Found]) -> None:
        """Takes what the extractors before found."""
        self._layout, self._language = layout, layout.passage.language
        starts = [word.start for word in layout.words]
        self.named: dict[int, tuple[Found, int]] = {}
        self._dates: dict[int, int] = {}
        for found in earlier:
            if found.label in ("PERSON", "ORG", "DATE"):
                first = max(0, bisect_right(starts, found.start) - 1)
                last = bisect_right(starts, found.end - 1)
                if found.label == "DATE":
                    self._dates[first] = last
                else:
                    self.named[first] = (found, last)

    @cached_property
    def _goes_on(self) -> Sequences:
        return openers("goes_on", self._language)

    def _forms(self, kind: str) -> frozenset[str]:
        return forms(kind, self._language)

    def governs(self, at: int) -> bool:
        """Whether what begins with a word is no subject."""
        return self._layout.exacts[at] in self._forms("governs")

    def past(self, at: int, end: int) -> int:
        """The first word from ``at`` on that does not merely go on («در ادامه», «كما»), or says when."""
        exacts = self._layout.exacts
        while at < end:
            if at in self._dates:
                at = min(end, self._dates[at])
                continue
            match = self._goes_on.at(exacts, at)
            if match is None:
                return at
            at = match.last
        return end

    def is_pronoun(self, at: int) -> bool:
        """Whether a word stands for the last speaker."""
        return openers("pronoun", self._language).at(self._layout.exacts, at) is not None

    def this_one(self, at: int, end: int) -> Speaker:
        """The office by which a text comes back to the last speaker («این مسئول»); NOBODY where it does not."""
        exacts = self._layout.exacts
        if exacts[at] in self._forms("this") and at + 1 < end and offices(self._language).at(exacts, at + 1):
            return Speaker(office=self._text(at + 1, self._office_end(at + 1, end)), label=THIS)
        return NOBODY

    def phrase_at(self, at: int, end: int) -> tuple[Speaker, int]:
        """The speaker whose phrase begins with a word, and where it ends; NOBODY where none does."""
        exacts, first = self._layout.exacts, at
        while at < end and at not in self.named and (match := titles(self._language).at(exacts, at)):
            at = min(end, match.last)
        if at < end and at in self.named and (at == first or self._is_person(at)):
            return self._of(at)
        some = openers("some", self._language).at(exacts, first)
        if some and some.last < end and not self._layout.is_parted(some.last) and not self.governs(some.last):
            last = self._office_end(some.last, end)
            if self._language == "ar":
                last = self._plain_end(some.last, last)
            return Speaker(office=self._text(first, last)), last
        one = openers("one", self._language).at(exacts, first)
        at = one.last if one else first
        if at < end and offices(self._language).at(exacts, at):
            return self._held(at, end)
        return self._described(first, end)

    def _held(self, at: int, end: int) -> tuple[Speaker, int]:
        """An office with the name that follows it, at once or between commas, or alone."""
        last = self._office_end(at, end)
        person = next((p for p in range(at + 1, last + 1) if p < end and self._is_person(p)), -1)
        person = self._titled_after(person, end) if person >= 0 else person
        if person >= 0 and not self._is_governed(person):
            office = self._text(at, self._titled(at, person))
            speaker, stop = self._of(person)
            return replace(speaker, office=office or speaker.office), stop
        speaker, stop = self._beside(last, end)
        if speaker != NOBODY:
            return replace(speaker, office=self._text(at, last)), stop
        if last == at + 1 < end and self._layout.exacts[last] in self._forms("held_over"):  # «المشرف على …»
            speaker, stop = self.named_last(at, end)
            if speaker != NOBODY:
                return speaker, stop
        return Speaker(office=self._text(at, last)), last

    def _titled_after(self, person: int, end: int) -> int:
        """A person with a title at the end of a phrase, behind a name that is a part of it («مطار الملك فهد»)."""
        for later in range(self.named[person][1], min(end, person + _MOST_OFFICE)):
            if self._layout.has_comma(later):
                break
            at_end = self._is_person(later) and (self.named[later][1] == end or self._layout.has_comma(later + 1))
            if at_end and self._titled(person, later) < later:
                return later
        return person

    def _beside(self, first: int, end: int) -> tuple[Speaker, int]:
        """A name between commas, before the verb opens what it opens: «الباحث في …، ملهم هندي، أن»."""
        for person in range(first, end):
            if not self._is_person(person) or self._is_governed(person):
                continue
            start = self._titled(first - 1, person)
            last = self.named[person][1]
            if self._layout.has_comma(start) and (last == end or self._layout.has_comma(last)):
                return self._of(person)
        return NOBODY, first

    def _described(self, first: int, end: int) -> tuple[Speaker, int]:
        """A name behind a few nouns that no list has («مقدم البرامج أحمد …»)."""
        first = self._behind_verb(first, end)
        last = self._office_end(first, min(end, first + _MOST_NOUNS))
        if self.governs(first) or self._layout.exacts[first] in self._forms("ends_office"):
            return NOBODY, first
        if first < last < end and self._is_person(last) and not self._is_governed(last):
            speaker, stop = self._of(last)
            return replace(speaker, office=speaker.office or self._text(first, self._titled(first, last))), stop
        return NOBODY, first

    def named_last(self, first: int, end: int) -> tuple[Speaker, int]:
        """A name right before what is opened, behind nouns that no list has («شيخ طائفة الصاغة سابقا أحمد …»)."""
        first = self._behind_verb(first, end)
        person = next((at for at in range(first + 1, end) if self._is_person(at) and self.named[at][1] == end), -1)
        if person < 0 or person - first > _MOST_OFFICE or self._is_governed(person) or self.governs(first):
            return NOBODY, first
        if any(self._is_person(at) or self._layout.has_comma(at) for at in range(first + 1, person)):
            return NOBODY, first
        if any(self.governs(at) for at in range(first + 2, person)):
            return NOBODY, first
        speaker, stop = self._of(person)
        return replace(speaker, office=self._text(first, self._titled(first, person))), stop

    def _behind_verb(self, first: int, end: int) -> int:
        """Where a subject begins that a verb of saying stands before, which is no part of it («شدد الداعية أحمد …»)."""
        cue = cues(self._language).at(self._layout.exacts, first)
        return cue.last if cue and cue.entry == "says" and cue.last < end else first

    def noun(self, first: int, end: int) -> tuple[Speaker, int]:
        """A noun with the article right behind a verb of saying, as far as what it opens («وأوضح المستأجرون أن»)."""
        last = self._office_end(first, end)
        exacts = self._layout.exacts
        whole = last == end and last - first <= _MOST_NAME
        group = exacts[first].endswith("ون") and last - first <= _MOST_NOUNS
        said = self._forms("to") | self._forms("follows")
        if not exacts[first].startswith("ال") or not (whole or group) or not said.isdisjoint(exacts[first:last]):
            return NOBODY, first
        return Speaker(office=self._text(first, last)), last

    def of_body(self, first: int, end: int) -> Speaker:
        """A noun of a body, at the beginning of a sentence («دروازه‌بان تیم ملی … گفت»); NOBODY where there is none."""
        last = self._office_end(first, end)
        body = next((at for at in range(first + 1, last) if at in self.named and self.named[at][1] == last), -1)
        if not 0 < body - first <= _MOST_NAME or self.named[body][0].label != "ORG" or self.governs(first):
            return NOBODY
        if last < end and not self.governs(last):
            return NOBODY
        return Speaker(office=self._text(first, last))

    def is_office(self, at: int) -> bool:
        """Whether an office begins with a word."""
        return offices(self._language).at(self._layout.exacts, at) is not None

    def names_any(self, first: int, end: int) -> bool:
        """Whether somebody who may speak is among words."""
        return any(at in self.named or self.is_office(at) for at in range(first, end))

    def _titled(self, first: int, person: int) -> int:
        """Where an office ends before the titles of a name."""
        at = person
        for before in range(max(first + 1, person - 3), person):
            match = titles(self._language).at(self._layout.exacts, before)
            if match and match.last == person:
                return before
        return at

    def _is_person(self, at: int) -> bool:
        return at in self.named and self.named[at][0].label == "PERSON"

    def _is_governed(self, at: int) -> bool:
        before = self._layout.exacts[at - 1]
        return before in ("فی", "من", "الی", "علی", "عن", "مع", "به", "از", "با", "در", "و")

    def _of(self, at: int) -> tuple[Speaker, int]:
        found, last = self.named[at]
        value = found.value
        office = " ".join(filter(None, (value.get("role"), value.get("organisation"))))
        if any(office.startswith(word) for word in self._forms("reporter")):
            office = ""
        label = "MEDIA" if value.get("kind") == "media" else found.label
        return Speaker(str(value["name"]), found.span, "" if found.label == "ORG" else office, label), last

    def _office_end(self, at: int, end: int) -> int:
        """Where an office ends: before a mark, what governs, a verb, or a name of a person."""
        layout, on = self._layout, at + 1
        stops = {*self._forms("governs"), *self._forms("goes_on"), *self._forms("ends_office")} - {"و"}
        inside = {"فی", "من"} if self._language == "ar" else set[str]()
        while on < min(end, at + _MOST_OFFICE):
            if layout.is_parted(on) or self._is_person(on):
                break
            if on in self.named and self.named[on][0].label == "ORG":
                on = self.named[on][1]
                continue
            if on in self._dates or layout.exacts[on] in stops - inside:
                break
            if layout.exacts[on] in inside and not (on + 1 in self.named or self._is_place(on + 1)):
                break
            on += 1
        return min(on, end)

    def _plain_end(self, first: int, end: int) -> int:
        """Where a noun ends with what has the article behind it («المستأجرين من القرية», «سكان بغداد»)."""
        exacts = self._layout.exacts
        on = first + (1 if exacts[first].startswith("ال") else 2)
        while on < end and (self._is_place(on) or exacts[on] in ("من", "فی")):
            on += 1
        return min(on, end)

    def _is_place(self, at: int) -> bool:
        return at < self._layout.size and self._layout.exacts[at].startswith("ال")

    def _text(self, first: int, last: int) -> str:
        return (
            phrase(self._layout.passage.folded, self._layout.words[first:last], self._language) if first < last else ""
        )

    def known(self, first: int, last: int) -> Speaker:
        """The person of whose name words are a part, where it is one person."""
        said = set(self._layout.exacts[first:last])
        named = {str(one.value["name"]): one for one, _ in self.named.values() if one.label == "PERSON"}
        found = [one for name, one in named.items() if said <= _words(name)] if said else []
        return Speaker(str(found[0].value["name"]), found[0].span, "", "PERSON") if len(found) == 1 else NOBODY

    def called(self, first: int, last: int) -> Speaker:
        """The words as a name by themselves: a part of one that is known, or a subject that no list knows."""
        if (person := self.known(first, last)) != NOBODY:
            return person
        if not 0 < last - first <= _MOST_NAME or any(self._layout.is_parted(at) for at in range(first + 1, last)):
            return NOBODY
        exacts = self._layout.exacts[first:last]
        if any(word in self._forms("governs") or word.isdecimal() or common(word, self._language) for word in exacts):
            return NOBODY
        tokens = self._layout.words
        return Speaker(self._text(first, last), Span(tokens[first].start, tokens[last - 1].end))

    def after_dateline(self, first: int, end: int) -> int:
        """Where a sentence begins behind the name of an agency and a colon («خبرگزاری فارس:»)."""
        for at in range(first + 1, min(end, first + _COLON)):
            if ":" in self._layout.gaps[at]:
                return at
        return first
