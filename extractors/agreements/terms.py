"""For how long an agreement holds: its length, its first and its last day, where its sentences tell them."""

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from extractors.agreements.candidates import Field, When
from extractors.agreements.dating import when
from extractors.agreements.details import is_its
from extractors.agreements.readings import Reading
from extractors.agreements.sentences import Placed, Sentence

_TERM = 6
_AHEAD, _REACH = 6, 30
"""Words before and behind the word for an agreement among which its term is said."""
_HOLDS, _LASTING = 8, 4
_POSSESSIVE = 4
"""Words at the beginning of a sentence among which «مدت آن» or «مدته» stands."""
_BOUND = 3


class Stretch(NamedTuple):
    """Words ``[first, last)`` of a sentence that speak of one agreement, whose own word ends before ``after``."""

    sentence: Sentence
    first: int
    after: int
    last: int
    renewed: bool = False

    def dates(self) -> Iterator[Placed]:
        """Its dates and lengths."""
        return (one for one in self.sentence.of("DATE") if self.after <= one.first < self.last)


def stretch_of(reading: Reading) -> Stretch:
    """The words around the word for an agreement, up to the next one of another agreement."""
    clause = reading.clause
    sentence = clause.sentence
    words = sentence.of("AGREEMENT")
    before = max((one.last for one in words if one.last <= clause.at), default=0)
    behind = min((one.first for one in words if one.first >= clause.after + _BOUND), default=len(sentence.words))
    renewed = reading.said is not None and reading.said.state == "renewed"
    first = max(before, clause.at - _AHEAD)
    reach = max(clause.at + _REACH, clause.last if sentence.language == "fa" else 0)
    return Stretch(sentence, first, clause.after, min(behind, reach), renewed)


def duration_of(reading: Reading) -> Field[str] | None:
    """How long it holds: «به مدت ۵ سال», «سه سال اعتبار دارد», «قرارداد یک‌ساله», «مدة العقد ثلاث سنوات»."""
    stretch = stretch_of(reading)
    for one in stretch.dates():
        if stretch.sentence.language == "fa" and stretch.sentence.cued(stretch.after, one.first, "say"):
            break
        if _is_length(one) and (_is_term(stretch, one) or _is_adjective(reading, one)):
            return Field(one.mention.value["duration"], (one.mention.span,), 0.85)
    for sentence in reading.tail:
        for at in sentence.cued(0, _POSSESSIVE, "own_term"):
            length = length_in(sentence, at, sentence.ends(at) + _TERM)
            if length is not None and is_its(reading, sentence, at):
                return replace(length, confidence=0.75)
    return None


def length_in(sentence: Sentence, first: int, last: int) -> Field[str] | None:
    """The length of time in some words that a word for a term stands before."""
    stretch = Stretch(sentence, first, first, last)
    found = (one for one in stretch.dates() if _is_length(one) and _is_term(stretch, one))
    return next((Field(one.mention.value["duration"], (one.mention.span,), 0.85) for one in found), None)


def _is_length(one: Placed) -> bool:
    """Whether it is an exact length of time that is no date («ظرف ۳۰ روز») and does not come again."""
    value = one.mention.value
    length = value.get("duration", "")
    exact = value.get("modifier", "exact") == "exact"
    return bool(length) and "X" not in length and not value.keys() & {"start", "set", "relative"} and exact


def _is_term(stretch: Stretch, one: Placed) -> bool:
    sentence = stretch.sentence
    if sentence.cued(one.last, one.last + _LASTING - 1, "lasting"):
        return True
    told = sentence.cued(max(stretch.first, one.first - _TERM), one.last, "term")
    if told and not any(other.last == told[-1] for other in stretch.dates()):  # «29 شهرا مدة التنفيذ و4 أشهر …»
        return not _is_limit(sentence, told[-1], one)
    if sentence.has(one.first - 1, "for_length"):  # «برای ۲۰ سال امضا شد»
        return stretch.renewed or bool(sentence.cued(one.last, one.last + 2, "sign", "sign_verb"))
    carried = sentence.cued(max(stretch.after, one.first - _TERM), one.last, "carries")
    return bool(carried) and sentence.exacts[one.first] in _DURING and not _is_limit(sentence, carried[-1], one)


_DURING = ("خلال", "غضون")
"""How Arabic lengths begin in which something is carried out («على أن تنجز الأشغال خلال 18 شهرا»)."""


def _is_limit(sentence: Sentence, at: int, one: Placed) -> bool:
    """Whether a length is only the least or the most («حداکثر دو سال»)."""
    return bool(sentence.cued(at, one.last, "limit", "about"))


def _is_adjective(reading: Reading, one: Placed) -> bool:
    """«قرارداد دوساله», «این تفاهم‌نامه پنج‌ساله است»: an adjective of length right behind the word."""
    clause = reading.clause
    word = clause.sentence.exacts[one.last - 1].removesuffix("ای")
    return (
        clause.language == "fa"
        and one.first == clause.after
        and word.endswith(clause.sentence.words_for("length_ending"))
    )


def bounds_of(reading: Reading) -> tuple[Field[When] | None, Field[When] | None]:
    """The first and last day that it holds, where the sentence gives them."""
    stretch = stretch_of(reading)
    begin = until = None
    for one in stretch.dates():
        told = when(one.mention)
        if told is None or (told.end == reading.published and one.mention.value.get("relative")):  # «تا امروز»
            continue
        span = (one.mention.span,)
        if _is_interval(one) and _holds(stretch, one):
            first, last = _halves(told)
            begin, until = begin or Field(first, span, 0.85), until or Field(last, span, 0.85)
        elif begin is None and _begins(stretch, one):
            begin = Field(told, span, 0.8)
        elif until is None and _ends(stretch, one):
            until = Field(_last_of(stretch.sentence, one, told), span, 0.8)
    said = reading.said
    if until is None and said is not None and said.state == "expired":
        until = _ran_out(reading)
    return begin, until


def _is_interval(one: Placed) -> bool:
    value = one.mention.value
    return value.get("precision") == "day" and value["start"] < value["end"] and "/" in value.get("value", "")


def until_in(sentence: Sentence) -> Field[When] | None:
    """The last day that a sentence of an agreement's text gives."""
    stretch = Stretch(sentence, 0, 0, len(sentence.words))
    for one in stretch.dates():
        told = when(one.mention)
        if told and (one.mention.value.get("role") == "valid_until" or _ends(stretch, one)):
            return Field(_last_of(sentence, one, told), (one.mention.span,), 0.8)
    return None


def _halves(told: When) -> tuple[When, When]:
    first, last = told.value.split("/", 1)
    return (
        replace(told, end=told.start, value=first),
        replace(told, start=told.end, value=last),
    )


def _holds(stretch: Stretch, one: Placed) -> bool:
    """Whether words beside a date say that something holds then («معتبر است», «يسري العقد من»)."""
    sentence = stretch.sentence
    if stretch.renewed or sentence.cued(one.last, one.last + _LASTING, "lasting"):
        return True
    return bool(sentence.cued(max(stretch.first, one.first - _HOLDS), one.first, "term", "lasting"))


def _begins(stretch: Stretch, one: Placed) -> bool:
    sentence = stretch.sentence
    if one.mention.value.get("role") == "valid_from" or sentence.cued(
        max(stretch.first, one.first - _BOUND), one.first, "from"
    ):
        return stretch.sentence.language == "ar" or _holds(stretch, one) or _enters(sentence, one)
    return sentence.has(one.first - 1, "from_when") and _enters(sentence, one)


def _enters(sentence: Sentence, one: Placed) -> bool:
    return bool(sentence.cued(one.last, one.last + _LASTING, "entered"))


def _ends(stretch: Stretch, one: Placed) -> bool:
    sentence = stretch.sentence
    told = sentence.cued(max(stretch.first, one.first - _BOUND), one.first, "until", "until_when")
    if not told:
        return False
    return _holds(stretch, one) or _is_plain(stretch, told[-1])


def _is_plain(stretch: Stretch, at: int) -> bool:
    """Whether nothing but a noun phrase parts a last day from the word for the agreement, in Arabic."""
    sentence = stretch.sentence
    if sentence.language == "fa" or at - stretch.after > _REACH // 2:
        return False
    marked = any(sentence.between(one).strip(' "«»()') for one in range(stretch.after + 1, at + 1))
    return not marked and not sentence.cued(stretch.after, at, "say", "done", "sign_now", "sign_verb", "relative")


def _last_of(sentence: Sentence, one: Placed, told: When) -> When:
    """The last day of a month or year of whose end a text speaks («تا پایان سال», «حتى نهاية عام 2030»)."""
    if told.start == told.end or not sentence.cued(max(0, one.first - _BOUND), one.first, "end_of"):
        return told
    return When(told.end, told.end, "day", told.calendar)


def _ran_out(reading: Reading) -> Field[When] | None:
    """The day on which it ran out: «انتهت يوم الثلاثاء صلاحية المذكرة», «که اسفند پارسال به پایان رسید»."""
    said, clause = reading.said, reading.clause
    if said is None:
        return None
    ends = clause.sentence.cued(said.words[0], said.words[1], "expired")
    for one in clause.sentence.of("DATE"):
        told = when(one.mention)
        inside = said.words[0] <= one.first < said.words[1]
        if told is None or not inside or not ends:
            continue
        if clause.language == "ar" and told.day is not None and ends[0] < clause.at:
            return Field(told, (one.mention.span,), 0.8)
        if clause.language == "fa" and 0 <= ends[-1] - one.last < _BOUND - 1:
            return Field(told, (one.mention.span,), 0.75)
    return None


def from_signing(reading: Reading, signed: Field[When] | None) -> Field[When] | None:
    """The day of signing where it holds from then on («از تاریخ امضا به مدت دو سال»)."""
    sentence = reading.clause.sentence
    return from_signing_in(sentence, signed)


def from_signing_in(sentence: Sentence, signed: Field[When] | None) -> Field[When] | None:
    """The same of a sentence that speaks of the agreement whose text it is in."""
    if signed is None:
        return None
    for at in sentence.cued(0, len(sentence.words), "from_signing"):
        end = sentence.ends(at)
        length = any(_is_length(one) and abs(one.first - at) <= _HOLDS for one in sentence.of("DATE"))
        if length or sentence.cued(max(0, at - _LASTING), end + _LASTING, "lasting"):
            return Field(signed.value, (sentence.place(at, end), signed.span), 0.8, ("signed",))
    return None
