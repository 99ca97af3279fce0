"""Meetings that a text tells of: one for each, from all its statements."""

from collections.abc import Callable, Sequence

from corpora.document import Document, Span
from extractors.agreements.candidates import Field, When
from extractors.agreements.telling import is_of_sports
from extractors.meetings.candidates import LOOKED_FOR, Headcount, Meeting
from extractors.meetings.joining import Group, Read, joined
from extractors.meetings.outcomes import Outcome, outcomes
from extractors.meetings.people import hosts_of, led_by, together
from extractors.meetings.phrases import topic_ends
from extractors.meetings.tellings import told
from extractors.meetings.when import recurrence_of, time_of
from extractors.meetings.words import MeetingSentence

_ABOUT = 30
"""Words behind the name of a meeting among which it is said what it is about."""
_SHOWN = 400
"""Code points of a statement that is shown."""
_CHIEFS = 3
"""Words behind a word for a meeting among which «سران» makes it a summit."""


def meetings_told(document: Document, held: Sequence[MeetingSentence]) -> list[Meeting]:
    """The meetings that the sentences of a document tell of, in text order."""
    groups = joined(told(held, sports=is_of_sports(document)))
    found = sorted(groups, key=lambda group: group.reads[0].telling.span)
    follows = outcomes(document, held, found)
    return [_meeting(group, document, follows[number]) for number, group in enumerate(found)]


def _meeting(group: Group, document: Document, outcome: Outcome) -> Meeting:
    best = group.ranked[0]
    date = _of(group, lambda one: one.day)
    return Meeting(
        kind=_kind(group),
        word=best.telling.word,
        anchor=min(one.telling.span for one in group.told),
        evidence=_statement(best),
        mentions=tuple(sorted(one.telling.span for one in group.told)),
        name=_of(group, _name),
        subject=_of(group, _subject),
        date=date,
        time=_of(group, lambda one: time_of(one.telling)),
        venue=_of(group, lambda one: one.places[0]),
        town=_of(group, lambda one: one.places[1]),
        recurrence=_of(group, lambda one: recurrence_of(one.telling)),
        modality=_modality(group, date, document),
        chair=together([led_by(one.telling) for one in group.ranked]),
        hosts=together([hosts_of(one.telling) for one in group.ranked]),
        attendees=together([one.people[0] for one in group.ranked]),
        counts=_counts(group),
        decisions=tuple(outcome.decisions),
        follow_ups=tuple(outcome.follow_ups),
        looked_for=LOOKED_FOR,
    )


def _statement(read: Read) -> Span:
    """The sentence that says most, as far as it is shown."""
    whole, phrase = read.telling.sentence.span, read.telling.span
    if whole.end - whole.start <= _SHOWN:
        return whole
    start = max(whole.start, phrase.start - _SHOWN // 2)
    return Span(start, min(whole.end, start + _SHOWN))


def _of[T](group: Group, read: Callable[[Read], Field[T] | None]) -> Field[T] | None:
    """The first value that a statement gives, the surest statement first."""
    for one in group.ranked:
        value = read(one)
        if value is not None:
            return value
    return None


def _counts(group: Group) -> tuple[Field[Headcount], ...]:
    found = {count.span: count for one in group.ranked for count in one.people[1]}
    return tuple(found[span] for span in sorted(found))


def _kind(group: Group) -> Field[str]:
    """The kind that the word says which says most; a meeting of chiefs of state is a summit."""
    chiefs = [one for one in group.ranked if _is_of_chiefs(one)]
    if chiefs:
        return Field("summit", (chiefs[0].telling.span,), 0.85)
    named = [one for one in group.ranked if one.telling.form.named]
    one = (named or group.ranked)[0]
    return Field(one.telling.form.kind, (one.telling.span,), 0.9)


def _is_of_chiefs(read: Read) -> bool:
    one = read.telling
    return any(one.sentence.has(at, "chiefs_of_state") for at in range(one.after, min(one.end, one.after + _CHIEFS)))


def _name(read: Read) -> Field[str] | None:
    """What it is called: the word with its phrase, where that says more than the word."""
    one = read.telling
    if not one.is_named or one.how == "verb" or one.points:
        return None
    first = one.at - 1 if read.ordinals and one.at and one.sentence.language == "fa" else one.at
    span = one.sentence.place(first, one.end)
    return Field(_plain(one.sentence.text[span.start : span.end]), (span,), 0.8)


def _subject(read: Read) -> Field[str] | None:
    """What it is about: behind «با موضوع», «لمناقشة», or the phrase that begins with «بررسی»."""
    one, sentence = read.telling, read.telling.sentence
    if one.how in ("bare", "tail"):
        return None
    if one.is_named and sentence.has(one.after, "on_topic"):
        return _text(sentence, one.after, one.end)
    last = one.verb if sentence.language == "fa" and one.verb > one.end else min(one.last, one.end + _ABOUT)
    for at in sentence.cued(one.end, last, "topic"):
        if sentence.cued(one.end, at, "say"):
            break
        first = sentence.ends(at)
        last = topic_ends(sentence, first)
        if last > first:
            return _text(sentence, first, last)
    return None


def _text(sentence: MeetingSentence, first: int, last: int) -> Field[str]:
    span = sentence.place(first, last)
    return Field(_plain(sentence.text[span.start : span.end]), (span,), 0.75)


def _plain(text: str) -> str:
    """A text without quotation marks and runs of spaces."""
    return " ".join(text.translate(_QUOTES).split())


_QUOTES = dict.fromkeys(map(ord, '«»"“”'))


def _modality(group: Group, date: Field[When] | None, document: Document) -> Field[str] | None:
    """Held or planned, by its verb and by its day; what was put off or given up is told last."""
    published = document.published[:10]
    for name in ("cancelled", "postponed"):
        told = [one for one in group.reads if one.telling.modality == name]
        if told:
            return Field(name, (told[-1].telling.span,), 0.85)
    if date and published and date.value.start > published:
        return Field("planned", date.spans, 0.9)
    if date and published and date.value.end < published:
        return Field("held", date.spans, 0.9)
    said = [one for one in group.ranked if one.telling.modality]
    if said:
        return Field(said[0].telling.modality, (said[0].telling.span,), 0.8)
    wished = [one for one in group.reads if one.telling.wished]
    if wished:
        return Field("planned", (wished[0].telling.span,), 0.6)
    return Field("held", (group.ranked[0].telling.span,), 0.6)
