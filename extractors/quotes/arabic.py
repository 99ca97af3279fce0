"""Openings of Arabic quotations: «قال … إن», «… يقول:», «مشيرا إلى أن», «بحسب …»."""

from collections.abc import Iterator
from dataclasses import replace

from extractors.quotes.layout import Layout
from extractors.quotes.openings import LAST, Opening
from extractors.quotes.speakers import BACK, NOBODY, Speaker, Speakers
from extractors.quotes.words import cues, forms
from extractors.sequences import Match

_MOST_SUBJECT = 45
"""Words between a verb and what it opens."""
_MOST_BESIDE = 4
"""The same of a participle."""
_LEAST_SIGNED, _LEAST_VERB = 4, 3
_WITHOUT_THAT = 12
"""Words after a verb and a comma («وأضاف، …») among which «أن» would open what it says."""
_FEWEST, _MOST_NAME = 3, 2
_THIS = frozenset(("هذا", "هذه", "ذلک", "تلک"))


def openings(layout: Layout, speakers: Speakers) -> Iterator[Opening]:
    """Those of an Arabic passage, in text order."""
    said: dict[int, Speaker | None] = {}
    found = list(cues("ar").find(layout.words))
    verbs = {cue.first for cue in found if cue.entry != "citing"}
    for cue in found:
        first, last = layout.sentence(cue.first)
        if cue.entry == "citing":
            yield from _citing(layout, speakers, cue, first, last)
            continue
        beside = cue.entry == "participle"
        begins = speakers.past(first, cue.first) >= cue.first
        if cue.entry == "between" and not begins:
            continue
        opening = None
        if cue.entry != "acts":
            opening = _opened(layout, cue, min(last, cue.last + (_MOST_BESIDE if beside else _MOST_SUBJECT)), verbs)
        opening = opening or _heard(layout, cue, begins=begins)
        if opening is None or _is_passive(layout, cue, opening):
            continue
        speaker = None if beside else _subject(layout, speakers, cue, opening, first)
        if speaker is LAST:
            speaker = said[first] if first in said else _main_subject(speakers, first, cue.first) if beside else LAST
        if cue.entry == "between" and speaker == NOBODY:
            continue
        said.setdefault(first, speaker)
        initial = beside or begins or _joins(layout, cue)
        yield opening.by(speaker, initial=initial, gender="" if beside else _gender(layout, cue))


def _joins(layout: Layout, cue: Match) -> bool:
    """Whether a verb begins a further clause of its sentence: with «كما», or «و» behind a comma."""
    with_and = layout.exacts[cue.first][0] in "وف" and layout.has_comma(cue.first)
    return with_and or layout.exacts[cue.first - 1] == "کما"


def _heard(layout: Layout, cue: Match, *, begins: bool) -> Opening | None:
    """A verb at the beginning of a sentence, or a participle behind a comma, that quotes nothing."""
    if cue.entry == "participle":
        return Opening(cue.first, cue.last, "heard") if layout.has_comma(cue.first) else None
    return Opening(cue.first, cue.last, "heard") if begins and cue.entry in ("says", "acts") else None


def _gender(layout: Layout, cue: Match) -> str:
    word = _bare(layout, cue)
    if word.endswith(("وا", "ون")):
        return "p"
    feminine = word.startswith("ت") or word.endswith("ت")
    return "f" if feminine and word not in forms("masculine", "ar") else "m"


def _is_passive(layout: Layout, cue: Match, opening: Opening) -> bool:
    """«يذكر أن»: nobody is said to say it."""
    return _bare(layout, cue) in forms("impersonal", "ar") and opening.at - cue.last <= 1


def _bare(layout: Layout, cue: Match) -> str:
    """A verb without the conjunction before it."""
    return "".join(layout.exacts[cue.first : cue.last]).removeprefix("و").removeprefix("ف")


def _opened(layout: Layout, cue: Match, end: int, verbs: set[int]) -> Opening | None:
    """What a verb or participle opens: by a colon, a quotation mark, «أن», or a comma right behind the verb."""
    for at in range(cue.last, min(end + 1, layout.size)):
        if at >= layout.line(cue.first)[1] and ":" not in layout.gaps[at]:
            return None
        if ":" in layout.gaps[at]:
            return Opening(cue.first, at, "colon")
        if layout.opened(at) and _is_signed(layout, at):
            return Opening(cue.first, at, "signs")
        if at > cue.last and layout.sentence(at)[0] == at:
            return None
        if layout.exacts[at] in forms("that", "ar") and at + 1 < layout.size:
            if (_wishes(layout, at) and _bare(layout, cue) not in forms("expects", "ar")) or (
                layout.exacts[at - 1] in forms("not_that", "ar") and at > cue.last
            ):
                return None
            return Opening(cue.first, at + 1, "that")
        if at in verbs and at > cue.last and layout.exacts[at][0] in "وف":
            return None
        if at == cue.last and layout.has_comma(at) and cue.entry == "says" and _is_plain(layout, cue, at):
            return Opening(cue.first, at, "colon")
    return None


def _wishes(layout: Layout, at: int) -> bool:
    """Whether a verb follows a bare «أن»: what shall be, and not what is («طلب أن يحضر»)."""
    following = layout.exacts[at + 1]
    verb = following.startswith("ی") and len(following) >= _LEAST_VERB and following not in forms("no_verb", "ar")
    return layout.exacts[at] == "ان" and verb and "إ" not in layout.raw(at)


def _is_signed(layout: Layout, at: int) -> bool:
    """Whether what is in quotation marks is long enough to be said, and no title."""
    return layout.closing(at) - at >= _LEAST_SIGNED and layout.exacts[at - 1] not in forms("titled", "ar")


def _is_plain(layout: Layout, cue: Match, at: int) -> bool:
    """Whether a verb at the beginning of a sentence has neither subject nor «أن»."""
    if layout.sentence(cue.first)[0] != cue.first:
        return False
    later = layout.exacts[at : min(layout.sentence(at)[1], at + _WITHOUT_THAT)]
    return forms("that", "ar").isdisjoint(later) and len(later) >= _FEWEST


def _subject(layout: Layout, speakers: Speakers, cue: Match, opening: Opening, first: int) -> Speaker | None:
    """Who is named behind the verb, or before it at the beginning of the sentence; LAST where nobody is."""
    end = opening.at - (opening.form == "that")
    if opening.form == "heard":
        end = min(layout.sentence(cue.first)[1], cue.last + _MOST_SUBJECT)
    at = _past(layout, speakers, cue.last, end)
    if at < end:
        found, stop = speakers.phrase_at(at, end)
        if found == NOBODY and opening.form != "heard":
            found, stop = _unlisted(layout, speakers, at, end)
        if found.label == "ORG" and _bare(layout, cue) in forms("expects", "ar"):
            return NOBODY  # what a body expects is as often said by somebody in it
        return replace(found, label=BACK) if _comes_back(layout, found, at, stop) else found
    start = speakers.past(first, cue.first)
    if start >= cue.first:
        return LAST
    before, stop = speakers.phrase_at(start, cue.first)
    if before != NOBODY and stop <= cue.first:
        return before
    comma = next((on for on in range(start + 1, cue.first + 1) if layout.has_comma(on)), -1)
    return LAST if comma == cue.first and speakers.governs(start) else NOBODY if comma < 0 else LAST


def _unlisted(layout: Layout, speakers: Speakers, at: int, end: int) -> tuple[Speaker, int]:
    """A subject that no list has: a part of a name, the name before what is opened, or a noun right behind the verb."""
    while end - 1 > at and layout.exacts[end - 1] in forms("to", "ar"):
        end -= 1
    if end - at <= _MOST_NAME and (found := speakers.known(at, end)) != NOBODY:
        return found, end
    found, stop = speakers.named_last(at, end)
    return (found, stop) if found != NOBODY else speakers.noun(at, end)


def _comes_back(layout: Layout, found: Speaker, at: int, stop: int) -> bool:
    """«المصدر»: one word with the article and no name points back to who spoke last."""
    return not found.name and bool(found.office) and stop - at == 1 and layout.exacts[at].startswith("ال")


def _past(layout: Layout, speakers: Speakers, at: int, end: int) -> int:
    """The first word that may be a subject, past «إلى», «أيضا» and days."""
    while at < end:
        further = speakers.past(at, end)
        if further == at and layout.exacts[at] in forms("to", "ar"):
            this = at + 2 < end and layout.exacts[at + 1] in _THIS
            further = at + 1 + 2 * this  # «عن هذا السؤال»
        if further == at:
            return at
        at = further
    return end


def _main_subject(speakers: Speakers, first: int, cue: int) -> Speaker | None:
    """Who the sentence of a participle is about: behind its first verb, or at its beginning."""
    at = speakers.past(first, cue)
    if at >= cue:
        return LAST
    named = at + 1 in speakers.named and not speakers.is_office(at)  # behind a verb, and not behind a noun
    for start in (at + 1, at) if named else (at, at + 1):
        if start < cue:
            speaker, _ = speakers.phrase_at(start, cue)
            if speaker != NOBODY:
                return speaker
    return NOBODY


def _citing(layout: Layout, speakers: Speakers, cue: Match, first: int, last: int) -> Iterator[Opening]:
    """«بحسب …، …» and «…، بحسب …»: the rest of the sentence, where who is cited is a name."""
    if cue.last >= last:
        return
    speaker, end = speakers.phrase_at(cue.last, last)
    if speaker == NOBODY:
        return
    if speakers.past(first, cue.first) >= cue.first and end < last and layout.has_comma(end):
        said = end + (layout.exacts[end] in forms("indeed", "ar"))
        if _comes_back(layout, speaker, cue.last, end):
            speaker = replace(speaker, label=BACK)
        yield Opening(cue.first, said, "rest", last).by(speaker, initial=True)
    elif end == last and cue.first - first >= _FEWEST:
        yield Opening(cue.first, first, "before", cue.first).by(speaker, initial=False)
