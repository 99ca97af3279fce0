"""What else a clause says of its agreement: how it goes on, of how much it is, how many, about what, its number."""

import re
from collections.abc import Sequence

from corpora.document import Span
from extractors.agreements.candidates import Amount, Field, Renewal, Tally
from extractors.agreements.owners import owner
from extractors.agreements.readings import Clause, Reading
from extractors.agreements.sentences import Placed, Sentence
from extractors.agreements.series import series


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
        told = sentence.cued(max(clause.first, one.first - 4), one.first + 1, *_OF_MONEY)
        close = 0 <= one.first - clause.after <= 3
        if not (clause.after <= one.first < clause.last) or not (told or close):
            continue
        if one.first - clause.after > 40 or sentence.cued(clause.after, one.first, "done", "to_do", "say"):
            continue
        return _amount(sentence, one, told)
    return None


def amount_told(reading: Reading) -> Field[Amount] | None:
    """The same, or what is said further on of its value («… که ارزش آن …», «وتبلغ قيمته …»)."""
    found = amount_of(reading.clause)
    if found is not None:
        return found
    clause = reading.clause
    rest = next((one.first for one in clause.sentence.of("AGREEMENT") if one.first >= clause.after), _WHOLE)
    for sentence, first, last in [(clause.sentence, clause.after, rest), *((one, 0, _SOON) for one in reading.tail)]:
        for at in sentence.cued(first, last, "own_value"):
            end = sentence.ends(at)
            for one in sentence.of("MONEY"):
                if 0 <= one.first - end <= _SOON and is_its(reading, sentence, at):
                    return _amount(sentence, one, [])
    return None


def is_its(reading: Reading, sentence: Sentence, at: int) -> bool:
    """Whether the pronoun of an Arabic word can be that of the agreement, by its gender («قيمته» of «عقد»)."""
    if sentence.language != "ar":
        return True
    word = sentence.exacts[at]
    feminine = reading.plural or reading.mention.surface.split()[0].endswith(("ة", "ات"))
    return not word.endswith(("ه", "ها")) or word.endswith("ها") == feminine


def _amount(sentence: Sentence, one: Placed, told: Sequence[int]) -> Field[Amount]:
    value = one.mention.value
    of = next((cue for cue in _OF_MONEY[1:] for at in told if sentence.has(at, cue)), "value")
    return Field(Amount(value["amount"], value["currency"], value["modifier"], of), (one.mention.span,), 0.85)


_OF_MONEY = ("value", "guarantee", "ceiling", "project")
_SOON, _WHOLE = 4, 1000
"""Words in which a value stands behind what says whose it is; and all of a sentence."""


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
    if whole is not None and whole[1] - whole[0] == 1 and sentence.has(whole[0], "judges", "of_none", "other"):
        whole = None  # «اتفاق تاريخي» is about nothing that is told
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
    starts |= {body.first for body in owner(clause)}
    if clause.language == "fa" and any(one.kind != "unknown" for one in series(sentence, clause.bodies, first, end, 0)):
        return None  # «قرارداد توتال»
    at = first
    stops = (
        "between",
        "each",
        "with",
        "by",
        "sign",
        "sign_verb",
        "sign_later",
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
        if at == first and sentence.has(at, "pair", *(("and",) if clause.language == "ar" else ())):
            break
        at += 1
    while at > first and (sentence.has(at - 1, "stop", "and", "this", "that") or sentence.exacts[at - 1] == "را"):
        at -= 1
    while first < at and sentence.has(first, "of_none"):  # «قرارداد تازه‌ای», «مذكرة تفاهم رباعية»
        first = sentence.ends(first)
    return (first, at) if at > first else None


def _subject_ends(clause: Clause, first: int, end: int) -> int:
    sentence, at = clause.sentence, first
    stops = ("sign", "sign_verb", "sign_later", "signed", "say", "done", "to_do", "between", "with", "negates", "has")
    if _is_length(sentence, first):  # «برای یک فصل قرارداد …»
        return first
    while at < end and not sentence.has(at, *stops):
        mark = sentence.between(at).strip()
        if at > first and any(char in ".؛:()" for char in mark):
            break
        at += 1
    while at > first and sentence.has(at - 1, "stop", "and"):
        at -= 1
    return at


def _is_length(sentence: Sentence, first: int) -> bool:
    """Whether what begins at a word is how long the agreement lasts, and not what it is about."""
    lengths = (one for one in sentence.of("DATE", "COUNT") if one.first == first)
    return any("duration" in one.mention.value or one.mention.value.get("unit") in _TERMS for one in lengths)


_TERMS = ("فصل", "سال", "ماه", "موسم")


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
