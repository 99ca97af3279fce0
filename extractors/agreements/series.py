"""Coordinated bodies: «الف، ب و ج», «أ وب»."""

import re
from collections.abc import Iterator

from extractors.agreements.bodies import Bodies, Body, is_purpose, joins
from extractors.agreements.nations import nationalities
from extractors.agreements.sentences import Sentence
from extractors.organisations.gazetteer import heads
from extractors.text.characters import ZWNJ

_GLUE = 1
"""Words between two bodies of a series that belong to neither («معاون», «دکتر»)."""
_OUTSIDE = ("to_do", "done", "pair", "sign_now", "other", "apposition")
_CALLED = 16
"""Words in which a text says what it calls a body."""
_AND = "و"
_DASHES = "-–—ـ:("
_AFTER_WHOM = 2
"""Words of a body before the person that it is named after."""
_LETTERS = re.compile(
    r"(?:ای|بی|سی|دی|ئی|اف|جی|اچ|آی|کی|ال|ام|ان|او|پی|کیو|آر|اس|تی|یو|وی|دبلیو|ایکس|وای|زد)"
    rf"(?:{ZWNJ}(?:ای|بی|سی|دی|ئی|اف|جی|اچ|آی|کی|ال|ام|ان|او|پی|کیو|آر|اس|تی|یو|وی|دبلیو|ایکس|وای|زد))+"
)
"""Names of Latin letters that spell a name."""
_OF_MEMBERS = re.compile("ل(?![تاإل])\\w{3}")
_TWO = 2
_ON_ITS_SIDE = (["من", "جهه"], ["من", "ناحیه"], ["از", "یکسو"], ["از", "طرفی"])
"""What a text puts between two sides («وزارة الصحة من جهة، وجامعة جدة من جهة أخرى»)."""
_LONGEST = 7
"""Words of a body that no extractor saw."""


def foreign(sentence: Sentence, at: int) -> list[Body]:
    """A body that no extractor saw, by the nationality at its end («ناتورجي الإسبانية»)."""
    if sentence.language != "ar":
        return []
    for last in range(at + 2, min(at + _NAME, len(sentence.words)) + 1):
        ended = sentence.exacts[last - 1]
        if sentence.is_parted(last - 1) or sentence.has(last - 2, *_OUTSIDE, "and", "stop", "with", "say", "chief"):
            return []
        if ended in nationalities("ar") and ended.endswith("یه") and not sentence.exacts[at].startswith("ال"):
            span = sentence.place(at, last)
            surface = sentence.text[span.start : span.end]
            return [Body(at, last, surface, surface, span, "unknown")]
    return []


_NAME = 4
"""Words of a name and its nationality."""


def partner(sentence: Sentence, at: int, body: Body) -> list[Body]:
    """Who stands between «بين» and «و» with a body behind it, and no extractor saw («بين رواد الأعمال والوزارة»)."""
    parted = body.first - 1 if sentence.has(body.first - 1, "and") else body.first
    if body.kind != "org" or not 0 < parted - at <= _NAME or not (parted < body.first or joins(sentence, body.first)):
        return []
    if any(sentence.is_parted(one) for one in range(at + 1, body.first)):
        return []
    if any(sentence.has(one, *_NO_NAME) for one in range(at, parted)) or sentence.exacts[at] in _NOBODY:
        return []
    span = sentence.place(at, parted)
    surface = sentence.text[span.start : span.end]
    return [Body(at, parted, surface, surface, span, "unknown")]


_NO_NAME = (
    "stop",
    "with",
    "pair",
    "say",
    "this",
    "done",
    "to_do",
    "each",
    "chief",
    "and",
    "sign",
    "sign_verb",
    "general",
)
_NOBODY = ("بقیه", "سایر", "دیگر", "باقی", "سایر")


def series(sentence: Sentence, bodies: Bodies, at: int, end: int, lead: int, *, places: bool = False) -> list[Body]:
    """The bodies of a series, the first of which begins within so many words; ``places`` takes places for bodies.

    A capital, which can stand for its state, is taken in any case: who asks decides whether it does.
    """
    walk = _Series(sentence, bodies, end, lead, places=places)
    while at < end:
        following = walk.step(at)
        if following <= at:
            break
        at = following
    return walk.found


class _Series:
    """Walks along a series word by word."""

    def __init__(self, sentence: Sentence, bodies: Bodies, end: int, lead: int, *, places: bool) -> None:
        self._sentence, self._bodies, self._end, self._lead, self._places = sentence, bodies, end, lead, places
        self.found: list[Body] = []
        self._skipped, self._comma, self._joined, self._closed = 0, True, False, False

    def step(self, at: int) -> int:
        """The word after what stands at a word; the same one where the series has ended."""
        sentence, body = self._sentence, self._bodies.starting(at) or self._unknown(at, self._end)
        self._joined = self._joined or joins(sentence, at)
        if beyond := self._beyond_apposition(at):
            return beyond
        if self.found and sentence.is_parted(at):
            if self._closed and not self._joined:
                return at
            if body and not self._joined and self._is_apposed(body):
                self._joined = True
                return body.last
            listed = sentence.between(at).strip()[:1] in "،,-–/" and self._lists(body)
            self._comma = self._comma or listed
        if body:
            return self._take(body) if self._comma or self._joined else at
        return self._pass(at)

    def _is_apposed(self, body: Body) -> bool:
        """Whether an Arabic body in quotation marks but says which part of the one before it («…، «الهيئة …»، و…»)."""
        sentence = self._sentence
        quoted = "«" in sentence.between(body.first) and sentence.between(body.last).startswith("»")
        return sentence.language == "ar" and quoted and self._is_joined_body(body.last)

    def _take(self, body: Body) -> int:
        capital = body.state and not self._is_dateline(body)
        if body.kind != "media" and (self._places or body.kind != "place" or capital):
            self._closed = self._closed or (self._joined and bool(self.found))
            self.found.append(body)
            self._comma, self._joined, self._skipped = False, False, 0
        return body.last

    def _is_dateline(self, body: Body) -> bool:
        """Whether a capital is but where a text comes from («تاشکند ـ شرکت …»)."""
        mark = self._sentence.between(body.last).strip() if body.last < len(self._sentence.words) else ""
        return body.first == 0 and bool(mark) and mark[0] in _DASHES

    def _pass(self, at: int) -> int:
        """Beyond a person, «و», a place that says where a body is, or one of a few other words."""
        if last := self._bodies.person_ends(at):
            return last
        if not self.found and self._sentence.has(at, "each"):
            return self._sentence.ends(at)
        if self._sentence.has(at, "and"):
            self._joined = True
            return at + 1
        if self.found and self._sentence.exacts[at : at + _TWO] in _ON_ITS_SIDE:
            return at + _TWO
        if self.found and (beyond := self._beyond_place(at) or self._beyond_members(at) or self._beyond_office(at)):
            return beyond
        if self._skipped >= (_GLUE if self.found else self._lead) or self._stops(at, bool(self.found)):
            return at
        self._skipped += 1
        return at + 1

    def _beyond_apposition(self, at: int) -> int:
        """Where what a body is called from there on ends («(طرف اول)», «ويشار إليها بالطرف الأول،»); 0 without that."""
        sentence = self._sentence
        if not self.found or at >= len(sentence.words):
            return 0
        bracket = "(" in sentence.between(at)
        if not bracket and not sentence.has(at, "apposition"):
            return 0
        for end in range(at + 1, min(at + _CALLED, len(sentence.words)) + 1):
            mark = sentence.between(end)
            if ")" in mark if bracket else ("،" in mark or "," in mark or "(" in mark):
                return end
        return 0

    def _beyond_place(self, at: int) -> int:
        """Where a place ends that says where a body is («هيئة … في السعودية، ووكالة …»); 0 where none is."""
        body = self._bodies.starting(at + 1) if self._sentence.has(at, "inside") else None
        return body.last if body and body.kind in ("country", "place") else 0

    def _beyond_office(self, at: int) -> int:
        """Where the office of the next signatory ends («ومدير عام | شركة …», «رئیس دفتر | بانک …»); 0 without one."""
        sentence = self._sentence
        if not self._joined or (sentence.language == "fa" and not self.found):
            return 0
        words = sentence.words_for("chief")
        for first in range(at, min(at + 2, self._end)):  # «ومعالي رئيس …»
            if sentence.has(first, "chief") or sentence.exacts[first].removeprefix("و") in words:
                return next((one for one in self._behind(first) if self._bodies.starting(one)), 0)
        return 0

    def _behind(self, at: int) -> Iterator[int]:
        """The few words behind an office, up to one that is of no title."""
        for last in range(at + 1, min(at + _NAME + 1, self._end)):
            yield last
            if self._stops(last, True) or joins(self._sentence, last) or self._sentence.is_parted(last):
                return

    def _beyond_members(self, at: int) -> int:
        """Where the members of an Arabic body end («الجمعية التعاونية | لصيادي جبلة | وجمعية …»); 0 without them."""
        sentence = self._sentence
        if sentence.language != "ar" or self.found[-1].last != at or not _OF_MEMBERS.match(sentence.exacts[at]):
            return 0
        ends = range(at + 1, min(at + _NAME, self._end))
        return next((end for end in ends if self._is_joined_body(end)), 0)

    def _is_joined_body(self, at: int) -> bool:
        """Whether «و», written together or apart, and another body begin at a word."""
        first = at + (self._sentence.exacts[at : at + 1] == [_AND])
        joined = first > at or joins(self._sentence, at)
        known = joined and first < self._end
        return known and (self._bodies.starting(first) or self._unknown(first, self._end)) is not None

    def _lists(self, body: Body | None) -> bool:
        """Whether a comma can part two of a list: in Arabic, of countries alone."""
        return self._sentence.language == "fa" or (body is not None and {self.found[-1].kind, body.kind} <= {"country"})

    def _unknown(self, at: int, end: int) -> Body | None:
        """A body that no extractor saw, by the word for its kind («محافظة العاصمة»), up to what ends it."""
        sentence = self._sentence
        is_head = sentence.exacts[at] in heads(sentence.language) or sentence.has(at, "head")
        if sentence.has(at, "chief", "stop", "pair", "and", "each", "this"):
            return None
        if not is_head:
            return self._spelt(at) or self._for_purpose(at, end) or self._called(at, end)
        last = at + 1
        while last < end and last - at < _LONGEST and not sentence.is_parted(last):
            if last - at <= _AFTER_WHOM and sentence.ends(at) - at > 1 and self._bodies.person_ends(last):
                last = self._bodies.person_ends(last)  # «مدينة الملك | عبدالعزيز»
                continue
            if (
                self._bodies.starting(last)
                or self._bodies.person_ends(last)
                or sentence.has(last, "and")
                or joins(sentence, last)
            ):
                break
            dated = any(one.first == last for one in sentence.of("DATE"))
            if dated or self._stops(last, True) or sentence.has(last, *_OUTSIDE):
                break
            last += 1
            if sentence.language == "ar" and sentence.exacts[last - 1] in nationalities("ar"):
                break
        inner = self._bodies.starting(last) if last < end else None
        if inner and inner.kind in ("country", "place") and not sentence.is_parted(last):
            last = inner.last + self._is_named(inner.last)
        elif inner or last - at < 2 or (last - at == _TWO and self._is_of_some_country(at + 1)):
            return None
        span = sentence.place(at, last)
        surface = sentence.text[span.start : span.end]
        return Body(at, last, surface, surface, span, "unknown")

    def _spelt(self, at: int) -> Body | None:
        """A Persian name by the letters of another script («ام‌سی‌سی»)."""
        span = self._sentence.place(at, at + 1)
        surface = self._sentence.text[span.start : span.end]
        if self._sentence.language != "fa" or not _LETTERS.fullmatch(surface):
            return None
        return Body(at, at + 1, surface, surface, span, "org")

    def _for_purpose(self, at: int, end: int) -> Body | None:
        """An Arabic name by what its body is for, where another is named before it («… وماجد | للتنمية المجتمعية»)."""
        sentence, last = self._sentence, at + 2
        named = sentence.language == "ar" and self.found and self._joined and last < end
        if not named or not sentence.exacts[at + 1].startswith("لل") or sentence.has(at, *_NO_NAME, *_OUTSIDE):
            return None
        while last < min(end, at + _NAME) and sentence.exacts[last].startswith("ال") and not sentence.is_parted(last):
            last += 1
        span = sentence.place(at, last)
        surface = sentence.text[span.start : span.end]
        return Body(at, last, surface, surface, span, "unknown")

    def _is_of_some_country(self, at: int) -> bool:
        """Whether an adjective makes of an Arabic noun but one of a country's («شركة صينية»)."""
        return "ال" + self._sentence.exacts[at] in nationalities("ar")

    def _is_named(self, at: int) -> bool:
        """Whether an Arabic name goes on with an adjective («مكتبة قطر الوطنية»)."""
        sentence = self._sentence
        if sentence.language != "ar" or at >= self._end or sentence.is_parted(at):
            return False
        return sentence.exacts[at].startswith("ال") and sentence.exacts[at].endswith("یه")

    def _called(self, at: int, end: int) -> Body | None:
        """A body by what the text says that it is called from there on («متاحف قطر، ويشار إليها بالطرف الأول»)."""
        sentence = self._sentence
        for last in range(at + 1, min(at + _LONGEST, end, len(sentence.words) - 1)):
            called = sentence.has(last + sentence.has(last, "and"), "apposition")
            if not called and (self._stops(last, True) or sentence.has(last, "and", "done", "to_do")):
                return None
            if called or ("(" in sentence.between(last) and sentence.has(last, "side")):
                span = sentence.place(at, last)
                surface = sentence.text[span.start : span.end]
                return Body(at, last, surface, surface, span, "unknown")
        return None

    def _stops(self, at: int, begun: bool) -> bool:
        sentence = self._sentence
        if sentence.has(at, "chief"):
            return False
        if sentence.language == "ar" and is_purpose(sentence, at):
            return True
        return sentence.has(
            at, "stop", "with", "between", "sign", "sign_verb", "say", "place_of", "subject", "value"
        ) or (begun and sentence.has(at, "done", "to_do"))
