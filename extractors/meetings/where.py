"""Where a meeting is held: the hall or building, and the town, where they stand with it behind «در», «في» or «بـ»."""

from collections.abc import Iterator

from corpora.document import Span
from extractors.agreements.candidates import Field
from extractors.agreements.sentences import Placed
from extractors.meetings.tellings import Telling
from extractors.meetings.words import MeetingSentence

_REACH = 45
"""Words between the word for a meeting and its place."""
_LONGEST = 9
"""Words of the name of a hall."""
_SURE, _UNSURE = 0.8, 0.6
_BESIDE = 1
"""Words between the word for a meeting and the town that it is named after."""
_IN = ("در", "فی")
_WITH_IN = "ب"


def places_of(one: Telling) -> tuple[Field[str] | None, Field[str] | None]:
    """Venue and town; each is the first that stands with it, behind the meeting before what stands ahead of it."""
    venue: Field[str] | None = None
    town: Field[str] | None = None
    for first, at in _prepositions(one):
        hall = _venue(one, first, at)
        venue = venue or hall
        placed = _town(one.sentence, at)
        if placed and (hall is None or _is_town(placed)):
            town = town or Field(str(placed.mention.value["name"]), (placed.mention.span,), _SURE)
        if hall is not None and town is None and (inner := _town_in(one.sentence, hall.span)):
            town = Field(str(inner.mention.value["name"]), (inner.mention.span,), _SURE)
    return venue, town or _named_after(one)


def _named_after(one: Telling) -> Field[str] | None:
    """The town that its name has («نشست بروکسل», «همایش … شهرستان میبد»); what it is about may be anywhere."""
    sentence = one.sentence
    if sentence.has(one.after, "on_topic") or not one.is_named:
        return None
    for each in sentence.of("PLACE"):
        called = any(sentence.exacts[at] in sentence.town_words for at in (each.first, each.first - 1))
        near = each.first - one.after <= _BESIDE or (each.last == one.end and sentence.language == "fa")
        known = called or each.mention.value.get("kind") == "city"
        if one.after <= each.first and each.last <= one.end and near and known:
            return Field(str(each.mention.value["name"]), (each.mention.span,), _UNSURE)
    return None


def _is_town(placed: Placed) -> bool:
    return "kind" in placed.mention.value


def _prepositions(one: Telling) -> Iterator[tuple[int, int]]:
    """Where «در», «في» or «بـ» begins, and the word that it governs; those behind the meeting come first."""
    sentence = one.sentence
    behind = range(one.end, min(one.last, one.end + _REACH))
    ahead = range(max(one.first, one.at - _REACH), one.at)
    for at in (*behind, *ahead):
        if sentence.exacts[at] in _IN or sentence.has(at, "at_place"):
            if at + 1 < len(sentence.words) and at + 1 != one.at and _is_its(one, at):
                yield at, at + 1
        elif sentence.language == "ar" and sentence.exacts[at].startswith(_WITH_IN) and _is_its(one, at):
            yield at, at


def _is_its(one: Telling, at: int) -> bool:
    """Whether a preposition is of the meeting: nothing was said, and no other clause begun, between them."""
    sentence = one.sentence
    if sentence.language == "fa":
        if at >= one.end:
            if one.verb > one.end:
                return at < one.verb
            return at == one.end or _only_dates(sentence, one.end, at)
        return _only_dates(sentence, at + 2, one.at) or (one.how == "verb" and not _is_dateline(sentence, at))
    if at >= one.end:
        topics = sentence.cued(one.end, at, "topic")
        dated = any(topics and topics[-1] < each.first < at for each in sentence.of("DATE"))
        parted = topics and not dated and not sentence.cued(topics[-1], at, "attend", "chair", "relative")
        return not (parted or sentence.cued(one.end, at, "say", "meet_verb", "clause") or _is_listed(one, at))
    return one.how in ("held", "verb") and one.verb < at and not sentence.cued(one.verb, at, "say", "relative")


def _is_listed(one: Telling, at: int) -> bool:
    """Whether a preposition stands in the list of those who are there, and is of one of them."""
    sentence = one.sentence
    lists = sentence.cued(one.end, at, "attend")
    if not lists:
        return False
    dated = any(lists[-1] < each.first < at for each in sentence.of("DATE"))
    return not dated and "،" not in sentence.between(at) and not sentence.has(at - 1, "bound")


def _is_dateline(sentence: MeetingSentence, at: int) -> bool:
    return bool(sentence.cued(at, at + 3, "say"))


def _only_dates(sentence: MeetingSentence, first: int, last: int) -> bool:
    """Whether nothing but dates and a preposition stands between."""
    dated = {at for one in sentence.of("DATE") for at in range(one.first, one.last)}
    rest = [at for at in range(first, last) if at not in dated and not sentence.has(at, "bound", "scene")]
    return len(rest) <= 1


def _venue(one: Telling, first: int, at: int) -> Field[str] | None:
    """The hall or building that a preposition governs."""
    sentence = one.sentence
    exact = sentence.exacts[at]
    bare = exact.removeprefix(_WITH_IN) if first == at else exact
    body = next((each for each in sentence.of("ORG") if each.first == at), None)
    place = next((each for each in sentence.of("PLACE") if each.first == at), None)
    if place is not None and _is_town(place):  # «استان مرکزی», which «آستان» is not
        return None
    if bare.removeprefix("ال") in sentence.venues or bare in sentence.venues:
        last = _venue_ends(one, at)
    elif body is not None and not sentence.cued(one.end, at, "attend"):
        last = body.last
    elif place is not None and not _is_town(place) and place.last - place.first > 1:
        last = place.last
    else:
        return None
    span = sentence.place(at, last)
    span = Span(span.start + (first == at), span.end)
    return Field(sentence.text[span.start : span.end], (span,), _SURE)


def _venue_ends(one: Telling, at: int) -> int:
    """Where the name of a hall ends: at a mark, a verb, a day, a preposition; a name that is known stays whole."""
    sentence, last = one.sentence, at + 1
    dated = {each.first for each in sentence.of("DATE")}
    named = {each.first: each.last for each in sentence.of("ORG", "PLACE") if each.first >= at}
    last = max(last, named.get(at, last))
    while last < len(sentence.words) and last - at < _LONGEST:
        if sentence.between(last).strip() or last in dated or last == one.at:
            break
        if sentence.has(last, "bound", "hold", "phase", "attend", "chair", "done", "say", "topic", "held_it", "host"):
            break
        if sentence.language == "ar" and _has_place(sentence, last):
            break
        last = max(last + 1, named.get(last, last + 1))
    return last


def _has_place(sentence: MeetingSentence, at: int) -> bool:
    """Whether a word is «ب» and a place («بالرياض»)."""
    span = sentence.place(at, at + 1)
    return any(span.start < each.mention.span.start < span.end for each in sentence.of("PLACE"))


def _town(sentence: MeetingSentence, at: int) -> Placed | None:
    """The place at a word, or behind «شهر», «مدينة» and the like."""
    for first in range(at, min(at + 3, len(sentence.words))):
        placed = next((each for each in sentence.of("PLACE") if each.first == first), None)
        if placed is not None:
            return placed
        exact = sentence.exacts[first]
        known = sentence.town_words
        if not (exact in known or exact.removeprefix(_WITH_IN) in known or sentence.has(first, "town")):
            return None
    return None


def _town_in(sentence: MeetingSentence, span: Span) -> Placed | None:
    """The last town that the name of a hall has («تالار شهر یزد»)."""
    inside = [each for each in sentence.of("PLACE") if span.covers(each.mention.span) and _is_town(each)]
    return inside[-1] if inside else None
