"""Openings of Persian quotations: «… گفت:», «… افزود که», «با بیان اینکه …», «به گفته …»."""

from collections.abc import Iterator, Sequence

from extractors.quotes.layout import Layout
from extractors.quotes.openings import LAST, Opening
from extractors.quotes.speakers import HE, NOBODY, Speaker, Speakers
from extractors.quotes.words import cues, forms, openers
from extractors.sequences import Match

_BEFORE_VERB = 8
"""Words that may stand between the comma behind «با بیان اینکه …» and its verb."""
_MOST_CITED = 8


def openings(layout: Layout, speakers: Speakers) -> Iterator[Opening]:
    """Those of a Persian passage, in text order."""
    found = list(cues("fa").find(layout.words))
    subjects: dict[int, Speaker | None] = {}
    for place, cue in enumerate(found):
        first, last = layout.sentence(cue.first)
        if cue.entry in ("says", "believes", "passive"):
            opening = _after_verb(layout, cue)
            if opening is None and cue.entry == "says" and _ends(layout, cue.last, last):
                opening = Opening(cue.first, cue.last, "heard", last)
        elif cue.entry == "while":
            opening = _while(layout, cue, found[place + 1 :], last)
        else:
            yield from _citing(layout, speakers, cue, last)
            continue
        if opening:
            if first not in subjects:
                subjects[first] = subject(layout, speakers, first, cue.first)
            said = NOBODY if cue.entry == "passive" else subjects[first]
            yield opening.by(said, initial=opening.form != "that" or said != NOBODY)


def _ends(layout: Layout, at: int, last: int) -> bool:
    """Whether a verb is the last word of its sentence, or a clause follows it: nothing is quoted, somebody spoke."""
    return at >= last or layout.exacts[at] == "و" or layout.has_comma(at)


def _after_verb(layout: Layout, cue: Match) -> Opening | None:
    """What a verb of saying opens, by a colon, a quotation mark or «که» right behind it."""
    at = cue.last
    while at < layout.size and layout.exacts[at] in forms("is", "fa") and not layout.is_parted(at):
        at += 1
    if at >= layout.size:
        return None
    if ":" in layout.gaps[at] and cue.entry != "believes":
        return Opening(cue.first, at, "colon")
    if layout.opened(at) and "\n" not in layout.gaps[at] and cue.entry == "says":
        return Opening(cue.first, at, "signs")
    if layout.exacts[at] in forms("that", "fa") and not layout.is_parted(at) and at + 1 < layout.size:
        return Opening(cue.first, at + 1, "that")
    return None


def _while(layout: Layout, cue: Match, later: Sequence[Match], last: int) -> Opening | None:
    """«با بیان اینکه …، افزود»: as far as the comma before the verb, or the verb."""
    verbs = [one for one in later if one.first < last and one.entry in ("says", "passive")]
    if not verbs or cue.last >= last:
        return None
    verb = next((one for one in verbs if _is_told(layout, one)), verbs[-1]).first
    commas = [at for at in range(max(cue.last + 1, verb - _BEFORE_VERB), verb + 1) if layout.has_comma(at)]
    end = commas[-1] if commas else verb
    return Opening(cue.first, cue.last, "while", end)


def _is_told(layout: Layout, cue: Match) -> bool:
    return cue.last < layout.size and ":" in layout.gaps[cue.last]


def _citing(layout: Layout, speakers: Speakers, cue: Match, last: int) -> Iterator[Opening]:
    """«به گفته وی، …»: what follows in the sentence, where it is known who is cited."""
    at = cue.last
    if at >= last:
        return
    pronoun = openers("pronoun", "fa").at(layout.exacts, at)
    if pronoun:
        yield Opening(cue.first, pronoun.last, "rest", last).by(HE, initial=True)
        return
    speaker, end = speakers.phrase_at(at, last)
    opinion = layout.exacts[cue.first] == "از" or layout.exacts[cue.last - 1] == "نظر"
    if speaker == NOBODY or (opinion and not speaker.name):
        return
    comma = next((on for on in range(end, min(last, end + _MOST_CITED)) if layout.has_comma(on)), end)
    if comma < last:
        yield Opening(cue.first, comma, "rest", last).by(speaker, initial=True)


def subject(layout: Layout, speakers: Speakers, first: int, verb: int) -> Speaker | None:
    """Who a sentence begins with, before its verb: LAST or HE for who spoke last, NOBODY where that is unsure."""
    at = speakers.after_dateline(first, verb)
    for _ in range(verb - first + 1):
        at = speakers.past(at, verb)
        if at >= verb:
            return LAST
        if speakers.is_pronoun(at):
            return HE
        if (this := speakers.this_one(at, verb)) != NOBODY:
            return this
        speaker, _ = speakers.phrase_at(at, verb)
        if speaker != NOBODY:
            return speaker
        comma = next((on for on in range(at + 1, verb) if layout.has_comma(on)), -1)
        if comma < 0 and (noun := speakers.of_body(at, verb)) != NOBODY:
            return noun
        if comma < 0 and not speakers.governs(at):
            return speakers.called(at, verb)
        if comma < 0 and layout.exacts[at + 1] in forms("this", "fa") and at + 3 < verb:
            comma = at + 3  # «در این راهپیمایی دانشجوی …»
        if comma < 0:
            return LAST if _is_circumstance(layout, speakers, at, verb) else NOBODY
        at = comma
    return NOBODY


def _is_circumstance(layout: Layout, speakers: Speakers, at: int, verb: int) -> bool:
    """Whether only «با بیان این مطلب», «با اشاره به …» and the like stands before a verb."""
    if layout.exacts[at] not in forms("with", "fa"):
        return False
    told = layout.exacts[at + 1] in forms("while", "fa") and not speakers.names_any(at + 2, verb)
    return told or verb - at <= 4
