"""What else a clause says of its agreement: when it was signed, for how long, of how much, about what."""

import re
from datetime import date
from functools import cache

from corpora.document import Mention, Span
from extractors.agreements.candidates import Amount, Field, Renewal, Tally, When
from extractors.agreements.readings import Clause, Reading
from extractors.agreements.sentences import Placed, Sentence
from extractors.dates import lexis
from extractors.patterns import flat, folded

_NEAR = 12
_TERM = 6


def when(mention: Mention) -> When | None:
    """A DATE as a day, month, year or interval; None for what has no day, or comes again."""
    value = mention.value
    if "start" not in value or value.get("set"):
        return None
    return When(value["start"], value["end"], value.get("precision", "day"), value["calendar"], value.get("value", ""))


def _is_misdated(mention: Mention) -> bool:
    """Whether a weekday contradicts the day that was reckoned: «اليوم الأحد» on a page that was read on a Friday."""
    value = mention.value
    if value.get("start") != value.get("end") or "start" not in value:
        return False
    told = _weekday().search(folded(mention.surface))
    return told is not None and date.fromisoformat(value["start"]).weekday() != lexis.weekdays()[flat(told.group())]


@cache
def _weekday() -> re.Pattern[str]:
    return re.compile(lexis.of("weekdays", ""))


def signed_on(reading: Reading) -> Field[When] | None:
    """The day of signing, where the clause gives one for its verb."""
    clause, said = reading.clause, reading.said
    if said is None or said.state != "signed" or not said.signs:
        return None
    sentence = clause.sentence
    first = min(said.words[0], clause.at)
    last = max(said.words[1], clause.after)
    best: tuple[int, Placed, When] | None = None
    for one in sentence.of("DATE"):
        told = when(one.mention)
        if told is None or told.precision in ("decade", "century", "week", "season") or _is_misdated(one.mention):
            continue
        if not clause.first <= one.first < max(clause.last, last + _NEAR) or _is_other(clause, one, first, last):
            continue
        far = first - one.last if one.last <= first else max(0, one.first - last)
        if far <= _NEAR * (2 if one.last <= first and clause.language == "fa" else 1) and (
            best is None or far < best[0]
        ):
            best = far, one, told
    if best is None:
        return None
    return Field(best[2], (best[1].mention.span,), 0.9 if best[1].mention.value.get("role") == "signed" else 0.8)


def _is_other(clause: Clause, one: Placed, first: int, last: int) -> bool:
    """Whether a date is of something else: of saying it, of a term, of what comes after another verb."""
    sentence = clause.sentence
    if one.mention.value.get("role") in ("deadline", "valid_from", "valid_until", "meeting"):
        return True
    if sentence.cued(max(clause.first, one.first - 2), one.first, "until", "term"):
        return True
    if clause.language == "ar" and one.last <= clause.at and one.first < first - 3:
        return True
    between = (one.last, clause.at) if one.last <= clause.at else (last, one.first)
    cues = ("say", "done", "to_do") if clause.language == "fa" else ("say",)
    return bool(sentence.cued(*between, *cues)) or bool(
        clause.language == "ar" and one.first > 0 and sentence.cued(max(0, one.first - 2), one.first, "say")
    )


def duration_of(sentence: Sentence, first: int, last: int) -> Field[str] | None:
    """A length of time in some words that is a term: «به مدت ۵ سال», «لمدة خمس سنوات»."""
    for one in sentence.of("DATE"):
        value = one.mention.value
        if not first <= one.first < last or "start" in value or "duration" not in value or value.get("set"):
            continue
        if "X" in value["duration"] or value.get("relative"):
            continue
        inner = sentence.cued(max(first, one.first - _TERM), one.last, "term")
        if inner:
            return Field(value["duration"], (one.mention.span,), 0.85)
    return None


def until_of(sentence: Sentence, first: int, last: int) -> Field[When] | None:
    """The day on which it ends."""
    return _bound(sentence, first, last, "valid_until", "until")


def from_of(sentence: Sentence, first: int, last: int) -> Field[When] | None:
    """The day from which it holds."""
    return _bound(sentence, first, last, "valid_from", "from")


def _bound(sentence: Sentence, first: int, last: int, role: str, cue: str) -> Field[When] | None:
    """The first date in some words that has a role, or before which a word for it stands."""
    for one in sentence.of("DATE"):
        told = when(one.mention)
        if told is None or not first <= one.first < last:
            continue
        if one.mention.value.get("role") == role or sentence.cued(max(first, one.first - 3), one.first, cue):
            return Field(told, (one.mention.span,), 0.8)
    return None


def renewal_of(sentence: Sentence, first: int, last: int) -> Field[Renewal] | None:
    """How it goes on: «تجدد تلقائيا», «با توافق دو طرف تمدید می‌شود»."""
    renewed = sentence.cued(first, last, "renewed")
    if not renewed:
        return None
    at = renewed[0]
    near = (max(first, at - 8), min(last, at + 8))
    tacit, express = sentence.cued(*near, "tacit"), sentence.cued(*near, "express")
    if not tacit and not express:
        return None
    cue = (tacit or express)[0]
    lengths = [one for one in sentence.of("DATE") if one.first >= near[0] and one.last <= last + 12]
    lengths = [one for one in lengths if "duration" in one.mention.value and "start" not in one.mention.value]
    term = next((one for one in lengths if 0 <= one.first - at <= 6 or 0 < at - one.last <= 4), None)
    notice = next((one for one in lengths if one is not term and one.first > at), None)
    span = sentence.place(min(at, cue), max(sentence.ends(cue), at + 1))
    return Field(
        Renewal("tacit" if tacit else "express", _length(term), _length(notice)),
        (span, *(one.mention.span for one in (term, notice) if one)),
        0.85,
    )


def _length(one: Placed | None) -> str:
    return one.mention.value["duration"] if one else ""


def amount_of(clause: Clause) -> Field[Amount] | None:
    """The money that stands with the word: «قرارداد ۷ میلیارد دلاری», «اتفاقية … بقيمة …»."""
    sentence = clause.sentence
    for one in sentence.of("MONEY"):
        told = sentence.cued(
            max(clause.first, one.first - 4), one.first + 1, "value", "ceiling", "project", "guarantee"
        )
        close = 0 <= one.first - clause.after <= 3
        if not (clause.after <= one.first < clause.last) or not (told or close):
            continue
        if one.first - clause.after > 40 or sentence.cued(clause.after, one.first, "done", "to_do", "say"):
            continue
        value = one.mention.value
        of = next((cue for cue in ("guarantee", "ceiling", "project") for at in told if sentence.has(at, cue)), "value")
        return Field(Amount(value["amount"], value["currency"], value["modifier"], of), (one.mention.span,), 0.85)
    return None


def tally_of(reading: Reading) -> Field[Tally] | None:
    """How many agreements the statement speaks of."""
    if reading.count is None:
        return None
    value = reading.count.value
    return Field(Tally(value["number"], value["modifier"]), (reading.count.span,), 0.9)


_LEADING = re.compile(r"^[\s،,:«\"(]+")


def subject_of(clause: Clause) -> Field[str] | None:
    """What it is about: after a word for that, else the words that follow the word for it."""
    sentence = clause.sentence
    end = min(len(sentence.words), clause.last)
    if clause.language == "fa":
        before = sentence.cued(max(clause.first, clause.at - 16), clause.at, "subject")
        for at in reversed(before):
            last = _subject_ends(clause, sentence.ends(at), clause.at)
            if last == clause.at and last > sentence.ends(at):
                return _subject(sentence, sentence.ends(at), last, 0.7)
    whole = None if sentence.has(clause.after, "subject") else _complement(clause, end)
    cues = sentence.cued(clause.after, min(end, clause.after + 30), "subject")
    if whole is None or whole[1] - whole[0] < 2:
        for at in cues:
            first = sentence.ends(at)
            last = _subject_ends(clause, first, min(len(sentence.words), first + 16))
            if last > first:
                return _subject(sentence, first, last, 0.75)
    return _subject(sentence, *whole, 0.7) if whole else None


def _complement(clause: Clause, end: int) -> tuple[int, int] | None:
    sentence, first = clause.sentence, clause.after
    starts = {one.first for one in sentence.of("ORG", "PERSON", "DATE", "MONEY")}
    at = first
    stops = (
        "between",
        "with",
        "by",
        "sign",
        "sign_verb",
        "signed",
        "say",
        "done",
        "to_do",
        "is",
        "other",
        "not_done",
        "value",
    )
    while at < end and at - first < 14 and at not in starts:
        mark = sentence.between(at).strip()
        if (at > first and mark and mark not in '«»"') or sentence.has(at, *stops):
            break
        if sentence.has(at, "stop") and at == first:
            break
        if clause.language == "ar" and sentence.has(at, "pair", "and") and at == first:
            break
        at += 1
    while at > first and (sentence.has(at - 1, "stop", "and", "this", "that") or sentence.exacts[at - 1] == "را"):
        at -= 1
    return (first, at) if at > first else None


def _subject_ends(clause: Clause, first: int, end: int) -> int:
    sentence, at = clause.sentence, first
    stops = ("sign", "sign_verb", "signed", "say", "done", "to_do", "between", "with")
    while at < end and not sentence.has(at, *stops):
        mark = sentence.between(at).strip()
        if at > first and any(char in ".؛:()" for char in mark):
            break
        at += 1
    while at > first and sentence.has(at - 1, "stop", "and"):
        at -= 1
    return at


def _subject(sentence: Sentence, first: int, last: int, confidence: float) -> Field[str] | None:
    span = sentence.place(first, last)
    text = sentence.text[span.start : span.end]
    if text[:1] in '«"(':
        text = _LEADING.sub("", text)
    start = span.end - len(text)
    text = text.rstrip(' ،,:.»")')
    return Field(text, (Span(start, start + len(text)),), confidence) if len(text) > 2 else None


def number_of(clause: Clause) -> Field[str] | None:
    """The number that stands with the word: «تفاهم‌نامه شماره ۲۱۷/د»."""
    return number_in(clause.sentence, clause.after, clause.after + 4)


def number_in(sentence: Sentence, first: int, last: int) -> Field[str] | None:
    """The number behind a word for that among some words: «شماره: ۱۴۰۴/۲۱۷/د»."""
    for at in sentence.cued(first, last, "number"):
        match = _NUMBER.match(sentence.text, sentence.place(at, sentence.ends(at)).end, sentence.span.end)
        if match:
            return Field(match.group(1), (Span(*match.span(1)),), 0.85)
    return None


_NUMBER = re.compile(r"\s*[:：]?\s*\(?\s*((?=[^\s]*\d)[\w/\\\-]*\d[\w/\\\-]*)")
