"""What a word for a meeting has behind it: its name, what it is about, and how far the phrase goes."""

from extractors.agreements.sentences import Placed
from extractors.meetings.words import MeetingSentence

_LONGEST, _TOPIC = 14, 18
_OPEN, _CLOSE = frozenset("«\"“'(‘"), frozenset("»\"”'’)")
_QUOTES = frozenset('«»"“”')
_AND = "و"
_ARTICLES = ("ال", "لل", "بال")
_STOPS = ("that", "attending", "attend", "chair", "host", "topic", "scene", "say", "relative", "decide", "subject")
_VERBS = ("hold", "held_it", "cancelled", "postponed")
_DONE = ("done", "to_do", "not_done")


def phrase_ends(sentence: MeetingSentence, after: int, *, definite: bool) -> int:
    """Where the noun phrase of a word for a meeting ends that ends before ``after`` («همایش تاج بندگی | در …»).

    What is quoted right behind is a name, whatever words it has. Behind a word with the Arabic article none without it
    goes on («الملتقى | ستستمر», «جلسة المباحثات | استعراض …»), but for names.
    """
    at, dated = after, {one.first for one in sentence.of("DATE") if not is_adjective(one, after)}
    towns = _towns(sentence)
    named = {each for one in sentence.of("ORG", "PLACE", "PERSON") for each in range(one.first, one.last)}
    while at < len(sentence.words) and at - after < _LONGEST:
        mark = sentence.between(at)
        if not _OPEN.isdisjoint(mark) and "(" not in mark:
            return _quote_ends(sentence, at)
        if mark.strip() or at in dated or (_stops(sentence, at) and not sentence.has(at, "compound")):
            break
        if sentence.language == "ar":
            article = sentence.exacts[at].startswith(_ARTICLES)
            if definite and not article and at not in named:
                break
            definite = definite or article
        if at in towns and sentence.language == "fa" and not _goes_on(sentence, towns[at]):
            at = towns[at]
            break
        at = sentence.ends(at) if sentence.has(at, "compound") else at + 1
    cut = [each for each in sentence.cued(after, at, "compound") if sentence.ends(each) == at]
    at = cut[0] if cut else at
    while at > after and sentence.has(at - 1, "and", "bound"):
        at -= 1
    return at


def is_adjective(one: Placed, after: int) -> bool:
    """Whether a length of time is an adjective of the word that ends before ``after``: «نشست سه‌ماهه»."""
    value = one.mention.value
    return one.first == after and "duration" in value and not value.keys() & {"start", "relative"}


def _towns(sentence: MeetingSentence) -> dict[int, int]:
    """First → last of the towns that are called one («شهرستان بویین زهرا») and are no part of a body's name."""
    bodies = {at for one in sentence.of("ORG") for at in range(one.first, one.last)}
    found = {}
    for one in sentence.of("PLACE"):
        called = one.first if sentence.exacts[one.first] in sentence.town_words else one.first - 1
        if called >= 0 and sentence.exacts[called] in sentence.town_words and one.first not in bodies:
            found[one.first] = one.last
    return found


def _goes_on(sentence: MeetingSentence, at: int) -> bool:
    """Whether «و» stands at a word."""
    return at < len(sentence.words) and sentence.exacts[at] == _AND


def _quote_ends(sentence: MeetingSentence, at: int) -> int:
    """Behind the words that stand in quotation marks from a word on."""
    for after in range(at + 1, min(at + 2 * _LONGEST, len(sentence.words)) + 1):
        if not _CLOSE.isdisjoint(sentence.between(after)):
            return after
    return at


def _stops(sentence: MeetingSentence, at: int) -> bool:
    if sentence.language == "fa":
        return sentence.has(at, "bound", *_STOPS, *_DONE, *_VERBS, "phase", "is", "future")
    return sentence.has(at, "bound", *_STOPS, *_VERBS, "holding_of") or _is_placed(sentence, at)


def _is_placed(sentence: MeetingSentence, at: int) -> bool:
    """Whether an Arabic word is a place with «ب» («بالرياض»), or a venue with it («بمقر»)."""
    exact = sentence.exacts[at]
    if not exact.startswith("ب"):
        return False
    span = sentence.place(at, at + 1)
    inside = any(span.start < one.mention.span.start < span.end for one in sentence.of("PLACE", "ORG"))
    return inside or exact[1:] in sentence.venues or exact[1:] in sentence.town_words


def quoted(sentence: MeetingSentence, after: int) -> bool:
    """Whether what stands right behind is in quotation marks."""
    return after < len(sentence.words) and not _QUOTES.isdisjoint(sentence.between(after))


def topic_ends(sentence: MeetingSentence, first: int) -> int:
    """Where what a meeting is about ends, which begins with a word («بررسی مشکلات …»)."""
    if quoted(sentence, first):
        return _quote_ends(sentence, first)
    at, dated = first, {one.first for one in sentence.of("DATE")}
    while at < len(sentence.words) and at - first < _TOPIC:
        if at > first and any(mark in ".؛:()[]" for mark in sentence.between(at)):
            break
        if at in dated or sentence.has(at, "attend", "chair", "host", "say", *_VERBS, *_DONE):
            break
        at += 1
    while at > first and (sentence.exacts[at - 1] == _AND or sentence.has(at - 1, "bound", "relative")):
        at -= 1
    return at
