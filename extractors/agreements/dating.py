"""The day on which an agreement was signed, where the text gives it for its signing and for nothing else."""

from collections.abc import Iterator
from datetime import date
from functools import cache
from re import Pattern, compile

from corpora.document import Mention
from extractors.agreements.candidates import Field, When
from extractors.agreements.deeds import is_agreed, is_deed, objected
from extractors.agreements.readings import Clause, Reading, Said
from extractors.agreements.sentences import Placed, Sentence
from extractors.dates import lexis
from extractors.patterns import flat, folded

_NEAR = 12
_CLOSE, _LATER = 4, 40
_NAMED = 3
"""Words behind the word for an agreement among which the year that it is known by stands."""
_BESIDE_DEED = 1
"""Words between a verb that stands in for an agreement and its month or year."""
_THAT, _AND, _TO = "که", "و", "الی"
_AHEAD = ("planned", "under_review")
_TOO_WIDE = ("decade", "century", "week", "season")


def when(mention: Mention) -> When | None:
    """A DATE as a day, month, year or interval; None for what has no day, or comes again."""
    value = mention.value
    if "start" not in value or value.get("set"):
        return None
    return When(value["start"], value["end"], value.get("precision", "day"), value["calendar"], value.get("value", ""))


def is_misdated(mention: Mention) -> bool:
    """Whether a weekday contradicts the day that was reckoned: «اليوم الأحد» on a page that was read on a Friday."""
    value = mention.value
    if value.get("start") != value.get("end") or "start" not in value:
        return False
    told = _weekday().search(folded(mention.surface))
    return told is not None and date.fromisoformat(value["start"]).weekday() != lexis.weekdays()[flat(told.group())]


@cache
def _weekday() -> Pattern[str]:
    return compile(lexis.of("weekdays", ""))


def signed_on(reading: Reading) -> Field[When] | None:
    """The day of signing: beside its verb, beside a participle («الموقعة في …»), or the year that it is known by.

    A day behind that on which the text was published is of something else, or of what was not signed yet.
    """
    said = reading.said
    if said is not None and said.state in _AHEAD:
        return None
    found = _signed_on(reading)
    if found is None and reading.several is not None:
        return signed_on(reading.several)
    if found and reading.published and found.value.start > reading.published:
        found = _told_behind(reading)  # «… تمتد إلى 31 غشت 2024. وجرت مراسم التوقيع أمس»
        return None if found and found.value.start > reading.published else found
    return found


def _signed_on(reading: Reading) -> Field[When] | None:
    said = reading.said
    if is_deed(reading.clause):
        found = _beside(reading.clause, said) if said is not None and said.state == "signed" else None
        before = found and reading.clause.sentence.range_of(found.span)[0] < objected(reading.clause)
        near = ("day", "month") if is_agreed(reading.clause) else ("day",)
        close = found and reading.clause.sentence.range_of(found.span)[0] - reading.clause.after <= _BESIDE_DEED
        wide = close and found and found.value.precision in ("month", "year")  # «تعاقدت العام الماضي مع …»
        return found if before and found and (wide or found.value.precision in near) else None
    if said is not None and said.state in ("signed", "in_force") and said.signs:
        found = _beside(reading.clause, said)
        if found is not None:
            return found
    return _once(reading) or _elsewhere(reading.clause) or _named(reading) or _told_behind(reading) or _held_on(reading)


def _told_behind(reading: Reading) -> Field[When] | None:
    """The day in a sentence behind that tells of the signing alone («وتم التوقيع أمس في مقر الشركة»)."""
    said = reading.said
    if said is None or not said.signs or said.state != "signed":
        return None
    for sentence in reading.tail:
        this = sentence.cued(0, _SAID_IN, "this_ceremony")
        for at in (*sentence.cued(0, _OPENING, "sign"), *this):
            for one in sentence.of("DATE"):
                told = when(one.mention)
                near = 0 <= one.first - sentence.ends(at) <= _CLOSE or (at not in this and 0 <= at - one.last <= _CLOSE)
                if told and told.day and near and not is_misdated(one.mention):
                    return Field(told, (one.mention.span,), 0.7)
    return None


def _held_on(reading: Reading) -> Field[When] | None:
    """The day of the meeting that the sentence before tells of («… روز شنبه برگزار شد. در این نشست … امضا شد»)."""
    said, clause, before = reading.said, reading.clause, reading.before
    if said is None or not said.signs or said.state != "signed" or before is None or not before.of("DATE"):
        return None
    first = min(said.words[0], clause.at)
    if not _is_at_meeting(clause.sentence, first, before):
        return None
    there = ((one, when(one.mention)) for one in before.of("DATE") if not _is_dateline(before, one))
    days = [(one, told) for one, told in there if told and told.day]
    if len(days) != 1 or is_misdated(days[0][0].mention):
        return None
    return Field(days[0][1], (days[0][0].mention.span,), 0.65)


def _is_at_meeting(sentence: Sentence, until: int, before: Sentence) -> bool:
    """Whether a sentence opens with the meeting that the one before says was held («وخلال الحفل …»)."""
    meetings = sentence.cued(0, min(until + 1, _OPENS_WITHIN), "meeting", "this_ceremony")
    if not meetings:
        return False
    at = meetings[0]
    if sentence.has(at, "this_ceremony"):
        return bool(before.cued(0, len(before.words), "held", "meeting"))
    if sentence.language == "fa":
        if not at or not sentence.has(at - 1, "this"):
            return False
        named = sentence.exacts[at] in before.exacts or sentence.exacts[at] + "ی" in before.exacts
        return named or bool(before.cued(0, len(before.words), "held"))
    during = sentence.cued(max(0, at - 2), at, "during") and sentence.exacts[at].startswith("ال")
    return bool(during) and bool(before.cued(0, len(before.words), "held", "meeting"))


_OPENS_WITHIN = 8
"""Words at the beginning of a sentence among which it names the meeting at which all of it was."""

_SAID_IN = 18
"""Words at the beginning of a sentence among which «در این آیین که روز …» stands, behind who says something there."""


_OPENING = 6
"""Words at the beginning of a sentence among which the signing stands that it tells of."""


def _once(reading: Reading) -> Field[When] | None:
    """The day of the signing of what was ended or renewed since («در سال ۱۴۰۱ … قراردادی بسته بود که … فسخ شد»)."""
    said, clause = reading.said, reading.clause
    if said is None or not said.changes or clause.language != "fa":
        return None
    verbs = clause.sentence.cued(clause.after, clause.last, "sign", "sign_verb")
    if not verbs or not _is_past(clause, verbs[0]):
        return None
    found = _beside(clause, Said("signed", "asserted", (verbs[0], verbs[0] + 1), signs=True))
    before = found is not None and found.span < clause.sentence.place(verbs[0], verbs[0] + 1)
    return found if before else None  # «… بسته شده بود، | پایان شهریور به اتمام رسید»


def _beside(clause: Clause, said: Said) -> Field[When] | None:
    """The nearest date to the words of signing."""
    first, last = min(said.words[0], clause.at), max(said.words[1], clause.after)
    best: tuple[int, Placed, When] | None = None
    for one, told in _dates(clause):
        within = clause.first <= one.first or _is_of_ceremony(clause.sentence, one)
        if not within or one.first >= max(clause.last, last + _NEAR) or _is_other(clause, one, first, last):
            continue
        if _is_apart(clause, said, one):
            continue
        far = first - one.last if one.last <= first else max(0, one.first - last)
        if far <= _NEAR * (2 if one.last <= first and clause.language == "fa" else 1) and (
            best is None or far < best[0]
        ):
            best = far, one, told
    if best is None:
        return None
    return Field(best[2], (best[1].mention.span,), 0.9 if best[1].mention.value.get("role") == "signed" else 0.8)


def _is_apart(clause: Clause, said: Said, one: Placed) -> bool:
    """Whether a date is none of an Arabic participle's («أوقفت … أمس العمل بالعقد المبرم مع …»), which it follows."""
    sentence = clause.sentence
    if clause.language != "ar" or said.words[0] < clause.at:
        return False
    if sentence.cued(clause.after, said.words[1], "which") and sentence.cued(said.words[1], one.first, "which"):
        return True  # «الاتفاق الذي أبرم بين …، ويمكن لمعارضته التي أصدر بيانا بها | الخميس»
    participle = sentence.has(said.words[1] - 1, "signed")
    return participle and (one.first < clause.at or _TO in sentence.exacts[said.words[1] : one.first])


def _dates(clause: Clause) -> Iterator[tuple[Placed, When]]:
    """The dates of a sentence that can be those of a signing; «في اليوم نفسه» is the day that was named before."""
    sentence = clause.sentence
    for one in (*sentence.of("DATE"), *_same_days(sentence)):
        mention = sentence.named_before(one.mention.span) if sentence.has(one.last, "same") else one.mention
        told = when(mention) if mention and "duration" not in mention.value else None  # «منذ عشرين عاما»
        named = mention and any(char.isdecimal() for char in mention.surface)  # «پاییز ۱۴۰۲»; «پاییز» is no day
        wide = told and told.precision in _TOO_WIDE and not (named and told.precision == "season")
        if mention and told and not wide and not is_misdated(mention) and not _is_dateline(sentence, one):
            yield one, told


def _same_days(sentence: Sentence) -> Iterator[Placed]:
    """The day that was named before, where «همان روز» stands for it."""
    for at in sentence.cued(0, len(sentence.words), "same_day"):
        if named := sentence.named_before(sentence.place(at, sentence.ends(at))):
            yield Placed(named, at, sentence.ends(at))


def _is_dateline(sentence: Sentence, one: Placed) -> bool:
    """Whether a day is but that of a report, at its beginning and behind its place («دبي في 13 مارس / وام / …»)."""
    if one.first > _CLOSE or not one.first or one.last >= len(sentence.words):
        return False
    return not _DASHES.isdisjoint(sentence.between(one.last)) and not one.mention.value.get("relative")


_DASHES = frozenset("-–—/:")


def _is_other(clause: Clause, one: Placed, first: int, last: int) -> bool:
    """Whether a date is of something else: of saying it, of a term, of what comes after another verb."""
    sentence = clause.sentence
    role, whole = one.mention.value.get("role"), one.mention.value.get("precision") != "day"
    met = role == "meeting" and not whole and not _is_of_ceremony(sentence, one)
    if role in ("deadline", "valid_from", "valid_until") or met:
        return True
    if sentence.cued(max(clause.first, one.first - 2), one.first, "until", "until_when", "term"):
        return True
    if one.first and sentence.has(one.first - 1, "since", "from_when"):  # «از اول شهریور»
        return True
    if clause.language == "ar" and _is_other_arabic(clause, one, first, last):
        return True
    between = (one.last, clause.at) if one.last <= clause.at else (last, one.first)
    if clause.language == "fa" and one.first >= last and _THAT in sentence.exacts[last : one.first]:
        return True
    if clause.language == "fa" and clause.after < last <= one.first and sentence.exacts[last : last + 1] == [_AND]:
        return True  # «… بسته شد | و سومی، ظهر چهارشنبه …»
    cues = ("say", "done", "to_do") if clause.language == "fa" else ("say",)
    told = [at for at in sentence.cued(*between, *cues) if not sentence.has(at, "between")]  # «بين» says and parts
    if told and _is_of_ceremony(sentence, one):  # «در مراسمی که دیروز برگزار شد، … امضا کردند»
        told = told[1:]
    return bool(told)


def _is_other_arabic(clause: Clause, one: Placed, first: int, last: int) -> bool:
    sentence = clause.sentence
    if one.last <= clause.at and one.first < first - 3:
        return True
    if one.first >= last and sentence.cued(last, one.first, "enters"):
        return True  # «… إلى اتفاق …، وأن العمل به بدأ مطلع الشهر»
    announced = one.last <= first and sentence.has(first, "sign")
    if announced and sentence.cued(max(0, one.first - _SAYS), one.first, "say"):
        return True  # «أعلنت الوزارة، اليوم الأربعاء، توقيع عقد»: it is the day of saying so
    if one.first > 0 and sentence.cued(max(0, one.first - 2), one.first, "say"):
        return True
    return _is_of_more(clause, one, first, last)


def _is_of_more(clause: Clause, one: Placed, first: int, last: int) -> bool:
    """Whether a date goes with what is told besides («…، وعرضه على المجلس | اليوم», «بنهاية 2014 …، فيما تم …»)."""
    sentence = clause.sentence
    if one.last <= first:
        return bool(sentence.cued(one.last, first, "meanwhile"))
    joints = (at for at in range(last, one.first - 1) if sentence.exacts[at] == _AND and sentence.is_parted(at))
    return any(clause.bodies.starting(at + 1) is None and one.first != at + 1 for at in joints)


def _is_of_ceremony(sentence: Sentence, one: Placed) -> bool:
    """Whether a date is that of the ceremony that a Persian sentence opens with."""
    before = range(max(0, one.first - _CLOSE), one.first)
    this = [
        at for at in before if sentence.has(at, "this") and sentence.has(at + 1, "talk")
    ]  # «این دیدار که روز گذشته»
    opened = [*sentence.cued(before.start, before.stop, "ceremony"), *this]
    return bool(opened) and _THAT in sentence.exacts[opened[-1] : one.first]


_SAYS = 7
"""Words between a verb of saying and its day, the name of who says it among them."""


def _elsewhere(clause: Clause) -> Field[When] | None:
    """A date right beside another word of signing: «که در سال ۱۴۰۱ امضا شد», «المبرم في مايو 2021»."""
    sentence = clause.sentence
    end = min(len(sentence.words), clause.after + _LATER)
    stop = next((one.first for one in sentence.of("AGREEMENT") if one.first >= clause.after), end)
    for at in sentence.cued(clause.after, min(end, stop), "sign", "signed", "sign_verb"):
        if clause.language == "ar" and sentence.cued(clause.after, at, "meanwhile"):
            break  # «جدد النادي عقد الرعاية …، فيما وقع اللاعب أمس …»
        if sentence.exacts[at] in _A_CONTRACT:
            continue  # «إلى عقد قبل نهاية العام»
        for one, told in _dates(clause):
            if one.mention.value.get("role") in ("deadline", "valid_from", "valid_until"):
                continue
            if clause.language == "fa":
                beside = 0 <= at - one.last <= _CLOSE - 2 and _is_past(clause, at)
            else:
                far = one.first - sentence.ends(at)
                beside = far >= 0 and _is_beside(clause, sentence.ends(at), one.first)
            if beside:
                return Field(told, (one.mention.span,), 0.75)
    return None


_A_CONTRACT = ("عقد", "لعقد")


def _is_beside(clause: Clause, first: int, last: int) -> bool:
    """Whether nothing but bodies and places parts words of signing from a date («الموقعة بين … و… في دبي في …»)."""
    sentence = clause.sentence
    named = {at for one in clause.bodies.all for at in range(one.first, one.last)}
    rest = [at for at in range(first, last) if at not in named]
    stops = [at for at in rest if sentence.has(at, "stop") and at + 1 not in named and at != last - 1]
    told = [at for at in sentence.cued(first, last - 1, "say", "relative", *_BECAME) if not sentence.has(at, "between")]
    return len(rest) <= _NEAR and not stops and not told


_BECAME = ("entered", "expired", "holding", "suspended", "terminated", "renewed", "still")
"""What became of an agreement, which a day behind it is of («المبرمة بين … و… انتهت في مايو»)."""


def _is_past(clause: Clause, at: int) -> bool:
    sentence = clause.sentence
    if sentence.has(at, "signed", "sign_verb"):
        return True
    verbs = sentence.cued(at, at + _CLOSE, "done", "to_do", "not_done")
    return bool(verbs) and sentence.has(verbs[0], "done")


def _named(reading: Reading) -> Field[When] | None:
    """The year that a treaty is known by («موافقت‌نامه نظامی سال ۲۰۱۸»)."""
    clause = reading.clause
    once = reading.said is not None and reading.said.changes  # «جایگزین تفاهم‌نامه سال ۱۳۹۵ … شد»
    if (reading.kind != "agreement" and not once) or reading.plural:
        return None
    for one, told in _dates(clause):
        far = one.first - clause.after
        plain = told.precision == "year" and not one.mention.value.get("relative")
        if plain and 0 <= far <= _NAMED and clause.sentence.has(one.first, "year"):
            parted = clause.sentence.cued(clause.after, one.first, "stop", "with", "between", "sign", "done", "subject")
            return None if parted else Field(told, (one.mention.span,), 0.6)
    return None
