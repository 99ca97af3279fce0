"""What a meeting decided, and what has to follow by when: «مقرر شد …», «تصویب شد», «تقرر», «أوصى المجتمعون»."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from corpora.document import Document, Span
from corpora.tables import table
from extractors.agreements.candidates import Field, When
from extractors.agreements.dating import when
from extractors.agreements.sentences import Placed
from extractors.meetings.candidates import FollowUp
from extractors.meetings.joining import Group
from extractors.meetings.when import days_after
from extractors.meetings.words import MeetingSentence

_FAR = 4
"""Sentences between the last words for a meeting and what it decided."""
_RULED = 3
"""Words behind a verb of deciding that say what was decided, at the least."""
_WHO, _FIRST = 8, 2
"""Words of what was decided among which stands who has to do it; where no day is set."""
_BEFORE_DUE = 3
_LEADING = re.compile(r"^[\s،,:؛\-–]+")


@dataclass(slots=True)
class Outcome:
    """What one meeting decided, and what follows."""

    decisions: list[Field[str]] = field(default_factory=list)
    follow_ups: list[FollowUp] = field(default_factory=list)


def outcomes(document: Document, held: Sequence[MeetingSentence], groups: Sequence[Group]) -> list[Outcome]:
    """The outcome of each meeting of a document."""
    found = [Outcome() for _ in groups]
    if not groups or not _deciding(document.language).search(document.text):
        return found
    for sentence in held:
        if not _deciding(document.language).search(document.text, sentence.span.start, sentence.span.end):
            continue
        number = _meeting_before(sentence, groups)
        if number is None:
            continue
        day = groups[number].day
        for what, placed in decided(sentence, day):
            found[number].decisions.append(what)
            follow_up = followed(sentence, what, placed, day, document.published[:10])
            if follow_up is not None:
                found[number].follow_ups.append(follow_up)
    return found


@cache
def _deciding(language: str) -> re.Pattern[str]:
    """The letters of the first words of deciding, in any spelling."""
    rows = (row for row in table("meeting_statements") if (row["cue"], row["language"]) == ("decide", language))
    firsts = {row_word.split(" ")[0] for row in rows for row_word in row["words"].split(";")} - {"به", "تم", "جرى"}
    more = {"تصویب", "توافق", "الاتفاق", "تكليف"} if language == "ar" else {"تصویب", "توافق"}
    spelt = ("".join(_VARIANTS.get(letter, letter) for letter in word) for word in sorted(firsts | more))
    return re.compile("|".join(spelt))


_VARIANTS = {"ا": "[اأإآ]", "أ": "[اأإآ]", "ی": "[یيى]", "ک": "[کك]", "ي": "[يىی]", "ى": "[يىی]", "ك": "[کك]"}


def _meeting_before(sentence: MeetingSentence, groups: Sequence[Group]) -> int | None:
    """The number of the meeting that the text told of last, up to a sentence."""
    best: tuple[int, int] | None = None
    for number, group in enumerate(groups):
        before = [one.telling.sentence.index for one in group.reads if one.telling.sentence.index <= sentence.index]
        if before and sentence.index - max(before) <= _FAR and (best is None or max(before) >= best[0]):
            best = max(before), number
    return best[1] if best else None


def decided(sentence: MeetingSentence, day: When | None) -> Iterator[tuple[Field[str], tuple[int, int]]]:
    """What a sentence says that was decided, with its words; nothing of what was decided before."""
    for at in sentence.cued(0, len(sentence.words), "decide"):
        if sentence.cued(max(0, at - _WHO), at, "ago", "maybe") or _is_old(sentence, at, day):
            continue
        first, last = _ruled(sentence, at)
        span = sentence.place(first, last)
        text = sentence.text[span.start : span.end]
        start = span.end - len(_LEADING.sub("", text))
        yield Field(sentence.text[start : span.end], (Span(start, span.end),), 0.75), (first, last)
        return


def _ruled(sentence: MeetingSentence, at: int) -> tuple[int, int]:
    """The words of what was decided: those behind the verb, or before it where it ends the sentence."""
    first, last = sentence.ends(at), len(sentence.words)
    while first < last and sentence.has(first, "under", "relative"):
        first = sentence.ends(first)
    if last - first >= _RULED and not (sentence.language == "fa" and sentence.has(at, "charged")):
        return first, last
    begins = [each + 1 for each in sentence.cued(0, at, "scene") if each + 1 < at]
    parted = [each for each in range(1, at) if sentence.is_parted(each) and begins and each > begins[-1]]
    return (parted[0] if parted and parted[0] <= _WHO else 0), last


def _is_old(sentence: MeetingSentence, at: int, day: When | None) -> bool:
    """Whether a day before the meeting stands with the verb."""
    if day is None:
        return False
    found = (when(one.mention) for one in sentence.of("DATE") if one.first < at)
    return any(told is not None and told.end < day.start for told in found)


def followed(
    sentence: MeetingSentence, what: Field[str], words: tuple[int, int], day: When | None, published: str
) -> FollowUp | None:
    """What has to be done of what was decided: who is named for it, or a day is set."""
    due = due_in(sentence, words, day, published)
    who = _who(sentence, words, _WHO if due else _FIRST)
    return FollowUp(what, who, due) if due or who else None


def due_in(sentence: MeetingSentence, words: tuple[int, int], day: When | None, published: str) -> Field[When] | None:
    """The day until which something has to be done, in some words."""
    for one in sentence.of("DATE"):
        if words[0] <= one.first < words[1] and (one.mention.value.get("role") == "deadline" or _is_due(sentence, one)):
            found = due_of(one, day, published)
            if found is not None:
                return found
    return None


def _is_due(sentence: MeetingSentence, one: Placed) -> bool:
    inside = range(max(0, one.first - _BEFORE_DUE), one.last)
    return any(sentence.has(at, "due_word") and sentence.ends(at) >= one.first for at in inside)


def due_of(one: Placed, day: When | None, published: str) -> Field[When] | None:
    """The last day of a date; of a length of time that day after the meeting, or after the text was published."""
    value = one.mention.value
    if value.get("set"):
        return None
    length, spans = str(value.get("duration", "")), (one.mention.span,)
    if length:
        begun = day.day if day else None
        last = days_after(begun, length) if begun else None
        if last is not None:
            return Field(When(last.isoformat(), last.isoformat(), "day"), spans, 0.75, ("date",))
    if "end" not in value or (not length and value.get("relative") and not published):
        return None
    told = When(value["end"], value["end"], "day", value["calendar"])
    return Field(told, spans, 0.75, ("published",) if value.get("relative") else ())


def _who(sentence: MeetingSentence, words: tuple[int, int], reach: int) -> Field[str] | None:
    """The body or person that has to do it: the first that is named."""
    for one in sentence.of("ORG", "PERSON"):
        if words[0] <= one.first < min(words[1], words[0] + reach) and one.mention.value.get("kind") != "media":
            return Field(str(one.mention.value["name"]), (one.mention.span,), 0.7)
    return None
