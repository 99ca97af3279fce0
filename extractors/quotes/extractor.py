"""QUOTE: the words that somebody is said to have said, with who said them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from corpora.document import Span
from extractors.protocols import Found, Passage
from extractors.quotes import arabic, persian
from extractors.quotes.extents import Extent, extent
from extractors.quotes.layout import Layout
from extractors.quotes.openings import LAST, Opening
from extractors.quotes.speakers import BACK, HE, NOBODY, THIS, Speaker, Speakers
from extractors.quotes.words import LANGUAGES
from extractors.text.lexicon import key_of

_OPENINGS = {"fa": persian.openings, "ar": arabic.openings}
_SIGNED, _TOLD, _ABOUT = 0.96, 0.94, 0.92
_HEAD = 3
"""Lines at the head of a text: a headline, an abstract, and what stands above them."""
_LEAST_HEADLINE, _MOST_HEADED = 3, 3
_NEAR = 400
"""Code points between two quotations of which the second has no speaker of its own."""


class QuoteExtractor:
    """Finds QUOTE mentions: the words said; the value is who said them, in which office, and whether in his own words.

    Who speaks is one of the names that were found before; where that is unsure the value has no speaker.
    """

    name = "quotes"
    version = "3"

    def extract(self, passage: Passage, earlier: Sequence[Found]) -> list[Found]:
        """Quotations in text order, none overlapping another."""
        if passage.language not in LANGUAGES or not passage.words:
            return []
        layout = Layout(passage)
        speakers = Speakers(layout, earlier)
        headline, openings = opened(layout, speakers)
        told = _Told(layout, speakers)
        if headline:
            told.add(headline, Extent(headline.at, headline.end, signed=False))
        for place, one in enumerate(openings):
            found = extent(layout, one, openings[place + 1 :])
            if found:
                told.add(one, found)
            elif one.form == "heard":
                told.hear(one)
        return told.found


def opened(layout: Layout, speakers: Speakers) -> tuple[Opening | None, list[Opening]]:
    """The headline that is somebody's words, if one is, and where quotations are opened in the text."""
    openings = list(_OPENINGS[layout.passage.language](layout, speakers))
    return _headline(layout, speakers, openings), openings


@dataclass(slots=True)
class _Told:
    """What was said so far, and who spoke last."""

    layout: Layout
    speakers: Speakers
    found: list[Found] = field(default_factory=list)
    _last: Speaker = NOBODY
    _gender: str = ""
    _end: int = 0
    """The word behind the last quotation."""
    _heard: int = 0
    """The word behind what was heard last, quoted or not."""
    _several: Speaker = NOBODY
    """The people without names who spoke last, where no person did since."""
    _offices: dict[str, Speaker] = field(default_factory=dict)
    """Who holds an office that a name was given to."""

    def add(self, one: Opening, said: Extent) -> None:
        """One more quotation; one inside another is a part of what is said there."""
        if said.first < self._end:
            return
        speaker = self._speaker(one)
        self._name_office(speaker)
        self._remember(speaker, one.gender)
        self._last, self._end, self._heard = speaker, said.last, said.last
        self._gender = one.gender or self._gender
        self.found.append(self._found(one, said, speaker))

    def hear(self, one: Opening) -> None:
        """Somebody spoke, and nothing is quoted."""
        if one.first >= self._end and one.speaker not in (LAST, NOBODY):
            self._last, self._heard = self._speaker(one), self.layout.sentence(one.first)[1]
            self._remember(self._last, one.gender)
            self._gender = ""

    def _remember(self, speaker: Speaker, gender: str) -> None:
        """Keeps several speakers for «قالوا», until a person speaks."""
        if _is_several(speaker.name or speaker.office) or (gender == "p" and not speaker.name):
            self._several = speaker
        elif speaker.label == "PERSON":
            self._several = NOBODY

    def _speaker(self, one: Opening) -> Speaker:
        speaker = self._last_one(one) if one.speaker is LAST else one.speaker
        if speaker.label == BACK:
            last = self._last_one(one)
            bare = key_of(speaker.office).removeprefix("ال")
            return last if last.office.startswith(bare) else replace(speaker, label="")
        if speaker == HE:
            last = self._last_one(one)
            return NOBODY if last.label in ("ORG", "MEDIA") else last
        if speaker.label == THIS:
            last = self._last_one(one)
            return replace(speaker, label="") if last == NOBODY else last
        if speaker.office and not speaker.name:
            return self._holder(speaker)
        return speaker

    def _last_one(self, one: Opening) -> Speaker:
        """The last speaker, where nobody else was named in between, the verb is of his gender and it is not far."""
        words = self.layout.words
        start = self.layout.sentence(one.first)[0]
        between = range(self._heard, start)
        if self._heard == 0 or words[one.first].start - words[self._heard - 1].end > _NEAR:
            return NOBODY
        if any(at in self.speakers.named and self.speakers.named[at][0].label == "PERSON" for at in between):
            return NOBODY
        if one.gender == "p":  # of several, and so of nobody with a name
            return self._several if self._last.name and not _is_several(self._last.name) else self._last
        other = one.gender and self._gender and one.gender != self._gender
        return NOBODY if other and self._last.label != "ORG" else self._last

    def _name_office(self, speaker: Speaker) -> None:
        """An office without a name at the head of a text is that of who is named next, as agencies write."""
        if not speaker.name or speaker.label != "PERSON":
            return
        if speaker.office:
            self._offices[key_of(speaker.office)] = speaker
        first = self.found[0].value if len(self.found) == 1 else {}
        if first.get("office") and not first.get("speaker") and not speaker.office and self._at_the_head():
            holder = replace(speaker, office=str(first["office"]))
            self._offices[key_of(holder.office)] = holder
            self.found[0] = replace(self.found[0], value={**first, "speaker": holder.name}, inner=_places(holder))

    def _at_the_head(self) -> bool:
        """Whether the one quotation so far is in one of the first lines."""
        return self.layout.passage.folded.key[: self.found[0].start].strip().count("\n") < _HEAD

    def _holder(self, speaker: Speaker) -> Speaker:
        """The person who holds an office, where a name was given to it; that office alone elsewhere."""
        key = key_of(speaker.office)
        found = [held for known, held in self._offices.items() if known.startswith(key) or key.startswith(known)]
        names = {held.name for held in found}
        return replace(found[0], office=speaker.office) if len(names) == 1 else speaker

    def _found(self, one: Opening, said: Extent, speaker: Speaker) -> Found:
        direct = said.signed or one.form in ("colon", "signs", "headline")
        value: dict[str, Any] = {"kind": "direct" if direct else "indirect"}
        value |= {name: part for name, part in (("speaker", speaker.name), ("office", speaker.office)) if part}
        words = self.layout.words
        score = _SIGNED if said.signed else _TOLD if direct else _ABOUT
        return Found("QUOTE", words[said.first].start, words[said.last - 1].end, value, score, _places(speaker))


def _is_several(said: str) -> bool:
    """Whether people are named as a plural («المستأجرون»)."""
    return said.split(" ")[0].endswith("ون")


def _places(speaker: Speaker) -> Mapping[str, Span | list[Span]]:
    return {"speaker_span": speaker.span} if speaker.span and speaker.name else {}


def _headline(layout: Layout, speakers: Speakers, openings: Sequence[Opening]) -> Opening | None:
    """«مدیرعامل …: …» in the first line, where no verb is before the colon and who speaks is no agency."""
    last = layout.line(0)[1]
    colon = next((at for at in range(1, last) if ":" in layout.gaps[at]), last)
    if last - colon < _LEAST_HEADLINE or any(one.first < colon for one in openings):
        return None
    speaker, end = speakers.phrase_at(0, colon)
    if speaker == NOBODY and colon <= _MOST_HEADED:
        speaker, end = speakers.known(0, colon), colon
    if end == colon - 1 and layout.exacts[end].startswith("لل") and layout.passage.language == "ar":
        end = colon  # «… للطلاب:»
    if speaker == NOBODY or end != colon or speaker.label == "MEDIA":
        return None
    return Opening(0, colon, "headline", last).by(speaker, initial=True)
