"""Numbers of a text made into quantities: with sign and measure, ranges, and amounts that are said twice."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache

from extractors.counts import currencies, rules
from extractors.counts.currencies import Currency
from extractors.dates.grammar import CLAUSE_END
from extractors.numerals import Number, whole
from extractors.text.aligned import AlignedText

_REACH = 16
_FROM = ("من ", "بین ")
_CHANGE_REACH = 80


@dataclass(frozen=True, slots=True)
class Measure:
    """What a number is of, where it is no count: a currency, or per cent where there is none."""

    start: int
    end: int
    currency: Currency | None

    def same(self, other: "Measure | None") -> bool:
        """Whether both are of one kind, or the other is not there."""
        if other is None:
            return True
        if self.currency is None or other.currency is None:
            return self.currency is other.currency
        if self.currency.default or other.currency.default:
            return self.currency.noun == other.currency.noun
        return self.currency.code == other.currency.code


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number, or a range of two, with its measure; ``[start, end)`` holds brackets but no measure.

    ``said`` is what figures say where the words beside them say another number; ``shared`` that its measure stands
    after a later number.
    """

    start: int
    end: int
    number: Number
    value: float
    low: float | None = None
    modifier: str = ""
    measure: Measure | None = None
    said: float | None = None
    shared: bool = False
    first: int = -1
    """Where the first numeral starts."""

    @property
    def numeral(self) -> tuple[int, int]:
        """From the first numeral to the end of the last."""
        return self.first if self.first >= 0 else self.number.start, self.number.end


class Quantities:
    """Reads the quantities of one text."""

    def __init__(self, text: AlignedText, language: str) -> None:
        """Nothing is read yet."""
        self._text, self._key, self._language = text, text.key, language

    def read(self, numbers: Sequence[Number]) -> list[Quantity]:
        """The quantities that these numbers make, in order."""
        single = list(self._singles(number for number in numbers if not self._is_vague(number)))
        whole_ones = [item for item in self._said_twice(single) if not self._is_bare(item)]
        return self._shared(self._ranges(whole_ones))

    def _singles(self, numbers: Iterable[Number]) -> Iterator[Quantity]:
        """Each number with its measure; one that is a word of a measure («در صد») or of a small coin is no other."""
        last: Quantity | None = None
        for number in numbers:
            if last and last.measure and number.start < last.measure.end:
                continue
            item = self._single(number)
            coins = self._with_coins(last, item) if last else None
            if last and coins is None:
                yield last
            last = coins or item
        if last:
            yield last

    def _with_coins(self, a: Quantity, b: Quantity) -> Quantity | None:
        """An amount with the small coins that «و» adds to it («۷۵ دلار و ۳۰ سنت»)."""
        if a.measure is None or a.measure.currency is None or not _AND.fullmatch(self._key[a.measure.end : b.start]):
            return None
        half = b.number.form == "part" and b.measure is None and b.value < 1
        if half and _ends_clause().match(self._key, b.end):
            value = whole(Fraction(str(a.value)) + Fraction(str(b.value)))  # «ثلاثة دولارات ونصف»
            return replace(a, value=value, measure=replace(a.measure, end=b.end))
        if b.measure and currencies.goes_on(a.measure.currency, b.measure.currency, b.value):
            return replace(a, value=a.value + b.value, measure=replace(a.measure, end=b.measure.end))
        part = currencies.coins(self._key, b.number.end, a.measure.currency.noun)
        if part is None or not 0 < b.number.value < part.parts:
            return None
        measure = replace(a.measure, end=part.end)
        return replace(
            a, value=whole(Fraction(str(a.value)) + Fraction(str(b.number.value)) / part.parts), measure=measure
        )

    def _is_bare(self, item: Quantity) -> bool:
        """Whether a scale stands alone that is no number: it heads a table («(میلیون ریال)») or a name («هزارمسجد»)."""
        number = item.number
        if number.form != "bare":
            return False
        if item.measure is None and _NAME_AFTER.match(self._key, number.end):
            return True
        heading = rules.OPENED.search(self._key, max(0, number.start - 2), number.start)
        return bool(heading) or not _KNOWN_BARE.match(self._key, number.start)

    def _is_vague(self, number: Number) -> bool:
        """Whether nobody knows how many: «چند هزار», «ملايين», «میلیون ها»; and figures that begin with zeros."""
        if number.zeros:
            return True
        key, start = self._key, number.start
        if rules.MANY.match(key, number.end):
            return True
        before = key[max(0, start - _REACH) : start]
        counted = number.form == "bare" or (number.spelled and number.value >= _LEAST_VAGUE)
        return (counted or number.spelled) and bool(rules.vague_before().search(before))

    def _single(self, number: Number) -> Quantity:
        key = self._key
        number = self._scaled_in_english(number)
        start, end = number.start, number.end
        gap = key[start - 1 : start] == " " == key[end : end + 1]
        if key[start - 1 - gap : start - gap] == "(" and key[end + gap : end + 1 + gap] == ")":
            start, end = start - 1 - gap, end + 1 + gap
        measure, minus = self._measure(start, end)
        value = number.value
        coins = None if measure else currencies.small_coins(key, end)
        if coins:
            measure = Measure(start, coins.end, Currency(coins.code, "dollar", 0, coins.end))
            value = whole(Fraction(str(value)) / coins.parts)
        if number.form == "dotted" and measure and measure.currency and measure.currency.code in currencies.decimals():
            value = whole(value) / 1000
        if measure and measure.currency and measure.currency.number:
            value *= measure.currency.number
            number = replace(number, factor=number.factor * measure.currency.number)
        sign = _sign(key, measure.start if measure else start, start)
        if measure and measure.currency is None and _APART.search(key, max(0, start - 4), start):
            sign = min(sign, start - 2)  # «النمو: - 3.1 %»; before what is counted the dash is the mark of an item
        if minus or sign < start:
            value, start = -value, min(start, sign)
        return Quantity(start, end, number, value, measure=measure)

    def _scaled_in_english(self, number: Number) -> Number:
        """The number with the English scale after it («$2.5 million»)."""
        scale = _ENGLISH_SCALE.match(self._key, number.end)
        if not scale or number.spelled:
            return number
        factor = _ENGLISH_SCALES[scale["scale"]]
        return replace(number, end=scale.end(), value=whole(number.value * factor), factor=factor)

    def _measure(self, start: int, end: int) -> tuple[Measure | None, bool]:
        """The percent sign or currency on either side of a number, and whether a minus stands at it."""
        key = self._key
        percent = rules.percent_after().match(key, end)
        if percent:
            numbered = key.rfind("\n", 0, start) == start - 1
            return Measure(start, percent.end(), None), bool(percent["minus"]) and not numbered
        sign = rules.PERCENT_BEFORE.search(key, max(0, start - 3), start)
        if sign and key[end : end + 1] != "%":
            return Measure(sign.start(), end, None), bool(sign["minus"])
        currency = currencies.after(self._text, end, self._language)
        if currency:
            return Measure(start, currency.end, currency), False
        found = currencies.before(self._text, start, self._language)
        return (Measure(found[1], end, found[0]), False) if found else (None, False)

    def _said_twice(self, items: Sequence[Quantity]) -> list[Quantity]:
        """An amount in figures and again in words is one; where they differ, the words hold."""
        kept: list[Quantity] = []
        for item in items:
            one = self._again(kept[-1], item) if kept else None
            if one:
                kept[-1] = one
            elif kept and item.number.form == "bare" and self._scales(kept[-1], item):
                kept[-1] = self._scaled(kept[-1], item)
            else:
                kept.append(item)
        return kept

    def _again(self, a: Quantity, b: Quantity) -> Quantity | None:
        if a.number.spelled == b.number.spelled or a.said is not None:
            return None
        if a.measure and not a.measure.same(b.measure):
            return None
        key, begin = self._key, a.measure.end if a.measure else a.end
        end = b.measure.end if b.measure else b.end
        between = key[begin : b.measure.start if b.measure else b.start]
        if key[a.start] == "(" and between.isspace():
            scale = b.number.form == "bare" and a.value < b.value  # «(150) ألف»
            return None if scale else self._one(a, b, b.end)
        if not rules.SAID_AGAIN.fullmatch(between) or b.start == b.number.start - 1:
            return (
                self._bracketed(a, b) if b.start == b.number.start - 1 and key[begin : b.start] in ("", " ") else None
            )
        if a.measure is None and b.measure and a.value != b.value:
            return None  # another number, of its own measure: «one of ten (13 per cent)»
        closed = rules.CLOSED.match(key, end)
        if closed is None and between.rstrip()[-1:] in "([«":
            return None
        return self._one(a, b, closed.end() if closed else end)

    def _bracketed(self, a: Quantity, b: Quantity) -> Quantity | None:
        """A number and the same again in brackets of its own."""
        return self._one(a, b, b.end)

    def _one(self, a: Quantity, b: Quantity, end: int) -> Quantity:
        words, figures = (a, b) if a.number.spelled else (b, a)
        same = words.value == figures.value or words.value == figures.value * words.number.factor
        measure = b.measure or a.measure
        if a.measure and b.measure and a.measure.currency and b.measure.currency and b.measure.currency.default:
            measure = replace(b.measure, currency=a.measure.currency)
        if measure is None or measure.end <= end:
            outside, _ = self._measure(a.start, end)
            measure = outside or (measure and self._with_country(measure, end))
        if measure:
            measure = replace(measure, start=min(measure.start, a.start))
        last = max(a.number.end, b.number.end)
        number = replace(words.number, start=a.number.start, end=last, spelled=False, form="")
        said = None if same else figures.value
        return Quantity(a.start, end, number, words.value, None, "", measure, said)

    def _with_country(self, measure: Measure, end: int) -> Measure:
        """The measure to ``end``, and with the country that stands there («1000 ريال (ألف ريال) سعودي»)."""
        currency = measure.currency and currencies.with_country(self._text, end, measure.currency)
        return Measure(measure.start, max(end, currency.end if currency else end), currency)

    def _scales(self, a: Quantity, b: Quantity) -> bool:
        """Whether a scale alone follows an amount that was said twice: «۵ (پنج) میلیون»."""
        return self._key[a.end - 1] == ")" and self._key[a.end : b.start] in ("", " ") and a.measure is None

    def _scaled(self, a: Quantity, b: Quantity) -> Quantity:
        measure = b.measure and replace(b.measure, start=a.start)
        said = None if a.said is None else a.said * b.value
        number = replace(a.number, end=b.number.end)
        return replace(a, end=b.end, value=a.value * b.value, measure=measure, said=said, number=number)

    def _ranges(self, items: Sequence[Quantity]) -> list[Quantity]:
        kept: list[Quantity] = []
        for item in map(self._one_or_two, items):
            one = self._range(kept[-1], item) if kept else None
            if one:
                kept[-1] = one
            else:
                kept.append(item)
        return kept

    def _one_or_two(self, item: Quantity) -> Quantity:
        """«یکی دو بار»: one or two."""
        if self._language != "fa" or item.value != _PAIR or not item.number.spelled or item.low is not None:
            return item
        one = _ONE_OR.search(self._key, max(0, item.start - _REACH), item.start)
        return replace(item, start=one.start(), first=one.start(), low=1, modifier="between") if one else item

    def _range(self, a: Quantity, b: Quantity) -> Quantity | None:
        """Two numbers that are the ends of one: «۲۰ تا ۳۰», «بين 20 و30», «دو سه»."""
        if a.low is not None or a.said is not None or b.said is not None or b.value < 0 < a.value:
            return None
        if a.measure and not (a.measure.same(b.measure) and (b.measure or a.measure.start < a.start)):
            return None
        if self._are_points(a) != self._are_points(b) or not self._joined(a, b):
            return None
        measure = b.measure or a.measure
        low = _shared_scale(a, b)
        start = min(a.start, a.measure.start if a.measure else a.start)
        if measure:
            measure = replace(measure, start=min(start, measure.start), end=max(b.end, measure.end))
        one = replace(b, start=a.start, measure=measure, first=a.number.start)
        if low is None:
            return replace(one, modifier="at_most")
        least, most = sorted((low, b.value))
        return replace(one, low=least, value=most, modifier="between") if least < most else one

    def _are_points(self, item: Quantity) -> bool:
        """Whether a number counts points of per cent, by which something changes to what stands after «إلى»."""
        measure = item.measure
        return bool(measure and measure.currency is None and _POINTS.search(self._key, item.end, measure.end))

    def _joined(self, a: Quantity, b: Quantity) -> bool:
        key, begin = self._key, a.measure.end if a.measure else a.end
        joint = key[begin : b.measure.start if b.measure else b.start]
        before = key[max(0, a.start - _CHANGE_REACH) : a.start]
        if rules.BETWEEN.fullmatch(joint):
            dashed = joint.strip() in rules.DASHES
            if a.measure and not dashed and rules.CHANGE_BY.search(before) and not before.endswith(_FROM):
                return False
            return not (rules.CHANGE.search(before) or (dashed and a.value >= _MUCH_LESS * b.value > 0))
        if rules.OR.fullmatch(joint):
            return a.measure is None and 0 < a.value < b.value / b.number.factor <= 2 * a.value
        if joint.strip() == "و":
            return bool(rules.BETWEEN_WORD.search(before))
        if joint.strip() == "،" and self._language == "fa":
            return self._are_about(a, b, before)
        return joint in (" ", "\N{ZERO WIDTH NON-JOINER}", "") and _about(a, b)

    def _are_about(self, a: Quantity, b: Quantity, before: str) -> bool:
        """Whether a comma parts two numbers that say about how many in Persian («۵، ۶ بازیکن»), and no list of more."""
        alike = a.number.spelled == b.number.spelled and a.measure is None
        listed = _MORE_BEFORE.search(before) or _MORE_AFTER.match(self._key, b.end) or _RESPECTIVELY.search(before)
        names = any(rules.blocked_before(kind).search(before) for kind in ("id", "name"))
        return alike and not listed and not names and _are_near(a, b)

    def _shared(self, items: Sequence[Quantity]) -> list[Quantity]:
        """Numbers whose measure stands after a later one: «۲٫۴ و ۲٫۸ درصد», «از ۵ به ۷ میلیون دلار»."""
        kept = list(items)
        for at in range(len(kept) - 1, 0, -1):
            a, b = kept[at - 1], kept[at]
            if b.measure is None or a.measure is not None or not self._listed(a, b):
                continue
            low = _shared_scale(a, b) if b.measure.currency else a.value
            if low is not None:
                measure = Measure(a.start, a.end, b.measure.currency)
                kept[at - 1] = replace(a, value=low, measure=measure, shared=True)
        return kept

    def _listed(self, a: Quantity, b: Quantity) -> bool:
        assert b.measure is not None
        key = self._key
        joint = key[a.end : min(b.start, b.measure.start)]
        before = key[max(0, a.start - _CHANGE_REACH) : a.start]
        if rules.TO_WORD.fullmatch(joint) and rules.FROM_WORD.search(before):
            return True
        if rules.BETWEEN.fullmatch(joint) and rules.CHANGE.search(before):
            return True
        if not rules.LISTED.fullmatch(joint) or a.number.spelled or b.number.spelled:
            return False
        return b.measure.currency is None or bool(_RESPECTIVELY.search(before + key[b.end : b.end + _CHANGE_REACH]))


_ENGLISH_SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_ENGLISH_SCALE = re.compile(rf"\s?(?P<scale>{'|'.join(_ENGLISH_SCALES)})\b")
_RESPECTIVELY = re.compile(r"به ترتیب|بترتیب|علی التوالی|علی الترتیب")
_MUCH_LESS = 3
"""How many times the first end may be the second, with a dash between them, in a range that runs backwards."""
_LEAST_VAGUE = 100
_NAME_AFTER = re.compile(r"\u200c?(?!نفر)[^\W\d_]")
_KNOWN_BARE = re.compile(r"هزار|الف|ملیون(?!ی)|ملیار(?!ات)|تریلیون(?!ات)|بلیون")
_THOUSAND, _MOST_TIMES = 1000, 10
"""A scale that hundreds lie below, and how many times the lower end of a range the other may be there."""
_POINTS = re.compile("نقطه|نقاط|واحد")
_PAIR, _ONE_OR = 2, re.compile(r"(?<!\w)یکی(?: |\u200c|تا )\Z")
_MORE_BEFORE = re.compile(r"\d\s?[،,و]\s?\Z")
_MORE_AFTER = re.compile(r"\s?(?:،|,|و)\s?\d")
"""Another number of a list."""
_APART = re.compile(rf"[:(\[]\s?[{rules.MINUS}] \Z")
_AND = re.compile(r"\s?(?:و\s?|،\s?)")


@cache
def _ends_clause() -> re.Pattern[str]:
    return re.compile(CLAUSE_END)


def _sign(key: str, head: int, start: int) -> int:
    """Where the sign of a negative number starts; ``start`` where there is none."""
    word = rules.negative_before().search(key[max(0, head - _REACH) : head])
    if word:
        return head - len(word.group())
    mark = head - 1
    if mark < 0 or key[mark] not in rules.MINUS or (not key[head].isdigit() and key[head] not in "%$€£"):
        return start
    before = key[:mark].rstrip(" ")[-1:]
    touching = mark > 0 and not key[mark - 1].isspace() and key[mark - 1] not in "(:«["
    return start if touching or before.isdigit() or before == "%" else mark


def _shared_scale(a: Quantity, b: Quantity) -> float | None:
    """The lower end with the scale that both share; None where it cannot be known («۵۰۰ تا ۱ میلیون»)."""
    factor = b.number.factor
    own = a.measure is not None and a.measure.end > a.end
    if own or a.number.factor > 1 or factor == 1 or a.value >= factor:
        return a.value
    if factor == _THOUSAND and _THOUSAND > a.value >= b.value / _MOST_TIMES:
        return a.value  # «۷۰۰ تا هزار نفر»: as many thousands are more than the other end
    return whole(a.value * factor) if a.value * factor < b.value else None


def _about(a: Quantity, b: Quantity) -> bool:
    """Whether two number words side by side say about how many: «دو سه», «ده پانزده»."""
    return a.number.spelled and b.number.spelled and _are_near(a, b)


def _are_near(a: Quantity, b: Quantity) -> bool:
    if a.number.form or b.number.form:
        return False
    top = b.value / b.number.factor
    return a.number.factor == 1 and a.value < top <= 2 * a.value and top - a.value in (1, 2, 3, 5, 10, 20, 100)
