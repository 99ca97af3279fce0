"""COUNT, MONEY and PERCENT: numbers that are not part of a date, with what they count."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from corpora.document import Span
from extractors.counts import cue_words, ellipses, led, rules, scores
from extractors.counts.currencies import Countries, called, without_number
from extractors.counts.duals import duals
from extractors.counts.marks import line_marks
from extractors.counts.quantities import Measure, Quantities, Quantity
from extractors.counts.units import Counted, Nouns
from extractors.dates.shapes import in_a_date
from extractors.figures import slash_is_reversed
from extractors.numerals import Number, numbers, whole
from extractors.patterns import flat
from extractors.protocols import Found, Passage
from extractors.spans import SpanSet
from extractors.text.aligned import AlignedText

_MODIFIER_REACH = 22
_FIRST_UNIT = 1
_SURE = ("classifier", "person", "measure")
_DEGREES = "درج"
_LEAST_OF_MONEY = 10**9
_LEAST_SCALE = 1000
"""A number with such a scale counts («إصدار 30 ألف بطاقة»), and names nothing."""
_NO_OR_NINE = "نه"
_AMBIGUOUS = frozenset(("ست", "سبع", "خمس"))
"""Number words that are other words as well; they count only what is known to be counted.

In Arabic also any noun that no definite one follows («خمس حقائب», not «خمس سكان البلاد»).
"""
_DEFINITE = re.compile(r"\s?ال")


class CountExtractor:
    """Finds COUNT, MONEY and PERCENT mentions; see DESIGN.md for the values."""

    name = "counts"
    version = "20"

    def extract(self, passage: Passage, earlier: Sequence[Found]) -> list[Found]:
        """Numbers outside of dates, in text order."""
        dated = SpanSet(f.span for f in earlier if f.label == "DATE")
        year = passage.published.year if passage.published else None
        folded = passage.folded
        old = "/" in folded.key and slash_is_reversed(folded, year)
        every = numbers(folded, passage.language, reversed_slash=old)
        outside = (n for n in every if not dated.overlaps(Span(n.start, n.end)))
        marks = line_marks(folded.key)
        named = (n for n in outside if not _is_company(folded, n))
        free = [n for n in named if n.start not in marks and not in_a_date(folded.key, n.start, n.end)]
        found = self.reading(passage, dated).found(Quantities(folded, passage.language).read(free))
        two = duals(passage, SpanSet(f.span for f in (*earlier, *found) if f.label != "ORG"))
        return ellipses.with_others(folded.key, sorted([*found, *two], key=lambda item: item.start))

    def reading(self, passage: Passage, dated: SpanSet) -> "Reading":
        """What finds quantities in one passage."""
        return Reading(passage, dated)


def _is_company(folded: AlignedText, number: Number) -> bool:
    """Whether «ميتا» is the company and not two hundred, which has a hamza («مئتا»)."""
    if not number.spelled:
        return False
    span = folded.span(number.start, number.end)
    return folded.raw[span.start : span.end] == "ميتا"


class Reading:
    """One passage, with what the finds in it share."""

    def __init__(self, passage: Passage, dated: SpanSet) -> None:
        self._passage, self._dated = passage, dated
        self._key = passage.folded.key
        self._nouns = Nouns(passage)
        self._countries = Countries(self._key)

    def found(self, quantities: Sequence[Quantity]) -> list[Found]:
        """The mentions of quantities, in order."""
        found = []
        for at, quantity in enumerate(quantities):
            if quantity.measure:
                found.append(self._measured(quantity))
                continue
            item = self._count(quantities, at, found) or self._shared(quantities, at, found) or self._led(quantity)
            if item:
                found.append(item)
        listed = self._listed(quantities, found)
        return sorted([*found, *listed, *self._without_number(found)], key=lambda item: item.start)

    def _led(self, quantity: Quantity) -> Found | None:
        """A number that stands after its noun («عدد الطلاب 3500», «الدول الـ22»)."""
        key = self._key
        glued = led.is_after_article(key, quantity)
        part = not glued and cue_words.is_part(key, quantity)
        if cue_words.naming(key, quantity.start) or part or self._is_other_word(quantity):
            return None
        of = led.noun_by_its_number if quantity.number.spelled else led.noun_of
        unit = of(key, quantity, self._nouns, self._passage.language)
        return self._bare(quantity, self._nouns.spelt(unit, quantity)) if unit else None

    def _is_other_word(self, quantity: Quantity) -> bool:
        """Whether a number word may be another word where it stands alone («یک», «نه», «ست»)."""
        word = self._key[quantity.number.start : quantity.number.end]
        other = word == _NO_OR_NINE or word in _AMBIGUOUS or quantity.value == _FIRST_UNIT
        return quantity.number.spelled and other

    def _listed(self, quantities: Sequence[Quantity], found: Sequence[Found]) -> list[Found]:
        """The items of a Persian list of counts whose number stands after the noun («پتو ۹۰۰، چراغ ۴۵»)."""
        items, taken = list[Found](), {item.start for item in found}
        for quantity in quantities if len(found) >= led.LEAST_IN_LIST else ():
            first, last = led.item_of(self._key, quantity, found, self._passage.language)
            named = cue_words.naming(self._key, quantity.start) or cue_words.is_part(self._key, quantity)
            if last and not (quantity.measure or named or quantity.start in taken):
                items.append(self._bare(quantity, self._nouns.spelt(self._nouns.within(first, last))))
        return items

    def _bare(self, quantity: Quantity, unit: str) -> Found:
        """A number whose noun stands elsewhere."""
        start, modifier = self._modifier(quantity, quantity.start)
        value = {"number": whole(quantity.value)} | self._shape(quantity, modifier) | {"unit": unit}
        span = {"number_span": Span(*quantity.numeral)}
        return Found("COUNT", start, quantity.end, value, ellipses.SCORE, span)

    def _without_number(self, found: Sequence[Found]) -> Iterator[Found]:
        """MONEY of one or two that no number says («دينارين بحرينيين», «دينار واحد»)."""
        if self._passage.language != "ar":
            return
        taken = SpanSet(item.span for item in found)
        for start, number, currency in without_number(self._passage.folded):
            if not taken.overlaps(Span(start, currency.end)):
                said = Number(start, currency.end, number, spelled=True)
                measure = Measure(start, currency.end, currency)
                yield self._measured(Quantity(start, currency.end, said, number, measure=measure))

    def _is_named(self, quantities: Sequence[Quantity], at: int, counted: Counted) -> bool:
        """Whether a number names what the word before it says, also by a number that «و» joins to it."""
        kind = self._naming(quantities, at)
        if kind == "name" and cue_words.is_place(self._key, quantities[at], counted.end):
            return True
        number = quantities[at].number
        if counted.kind and number.factor >= _LEAST_SCALE:
            return False
        spelt = number.spelled and self._passage.language == "ar"
        if kind == "id" and ((spelt and counted.kind) or self._is_free(quantities, at, counted)):
            return False
        return kind == "id" or (
            kind == "name" and counted.kind not in _SURE and not self._is_common(quantities[at], counted)
        )

    def _is_common(self, quantity: Quantity, counted: Counted) -> bool:
        """Whether the name of a model before a number is the word that it is otherwise («شاهد ۱۴ تصادف بود»)."""
        before = self._key[max(0, quantity.start - _MODIFIER_REACH) : quantity.start]
        return counted.kind == "thing" and bool(rules.common_before().search(before))

    def _is_free(self, quantities: Sequence[Quantity], at: int, counted: Counted) -> bool:
        """Whether a number that only a comma joins to a named one counts («طبق بند ۳، ۱۲ نفر»)."""
        own = cue_words.naming(self._key, quantities[at].start)
        between = self._key[quantities[at - 1].end : quantities[at].start] if at else ""
        sure = counted.kind in (*_SURE, "thing") and not rules.takes_number(counted.units[0][0].exact)
        return not own and between.strip() in ("،", ",") and between.endswith(" ") and sure

    def _naming(self, quantities: Sequence[Quantity], at: int) -> str:
        quantity = quantities[at]
        kind = cue_words.naming(self._key, quantity.start)
        last = quantities[at - 1].end if at else -1
        if kind or last < 0 or not rules.joined("id").fullmatch(self._key, last, quantity.start):
            return kind
        kind = self._naming(quantities, at - 1)
        return kind if kind and rules.joined(kind).fullmatch(self._key, last, quantity.start) else ""

    def _counts_one(self, quantity: Quantity, counted: Counted, found: Sequence[Found]) -> bool:
        """Whether «یک» is a number: of people and things that are counted, or of what the sentence counted before."""
        if cue_words.counts_one(self._key, quantity, counted.end):
            return True
        before = found[-1] if found and found[-1].label == "COUNT" else None
        again = before and self._passage.language == "fa" and led.goes_on(self._key[before.end : quantity.start])
        return bool(again and before and before.value["unit"] == self._nouns.spelt(counted.units[0]))

    def _modifier(self, quantity: Quantity, start: int) -> tuple[int, str]:
        """Where the phrase starts, with the word before it that says how exact the number is."""
        name = quantity.modifier or "exact"
        match = rules.modifier_before().search(self._key[max(0, start - _MODIFIER_REACH) : start])
        if not match:
            return start, name
        return start - len(match.group()), quantity.modifier or rules.modifiers()[flat(match["word"])]

    def _measured(self, quantity: Quantity) -> Found:
        """MONEY or PERCENT."""
        measure = quantity.measure
        assert measure is not None
        start, modifier = self._modifier(quantity, min(quantity.start, measure.start))
        end = max(quantity.end, measure.end)
        amount = whole(quantity.value)
        if measure.currency is None:
            value = {"percent": amount} | self._shape(quantity, modifier)
            return Found("PERCENT", start, end, value, scores.measure_score(quantity, money=False))
        currency = self._countries.resolved(measure.currency)
        value = {"amount": amount, "currency": currency.code} | self._shape(quantity, modifier)
        if not currency.code:
            value["unit"] = called(currency.noun, self._passage.language)
        score = scores.measure_score(quantity, money=True, resolved=bool(currency.code))
        return Found("MONEY", start, end, value, score)

    def _shape(self, quantity: Quantity, modifier: str) -> dict[str, Any]:
        """The modifier, both ends of a range, and what figures say against words."""
        value: dict[str, Any] = {"modifier": modifier}
        if quantity.low is not None:
            value |= {"min": whole(quantity.low), "max": whole(quantity.value)}
        if quantity.said is not None:
            value["conflict"] = whole(quantity.said)
        return value

    def _count(self, quantities: Sequence[Quantity], at: int, found: Sequence[Found] = ()) -> Found | None:
        key = self._key
        quantity = cue_words.unquoted(key, quantities[at])
        counted = self._nouns.after(quantity.end, quantity.value)
        if counted and quantity is not quantities[at] and counted.kind not in (*_SURE, "thing"):
            return None
        if (
            quantity.number.spelled
            and quantity.value == _FIRST_UNIT
            and not (counted and quantity.low is None and self._counts_one(quantity, counted, found))
        ):
            return None
        if counted is None or cue_words.is_part(key, quantity) or not self._can_count(quantity, counted):
            return None
        if self._is_named(quantities, at, counted):
            return None
        first = counted.units[0][0]
        if self._dated.overlaps(Span(first.start, first.end)):
            return None
        quantity = self._unsigned(quantity, counted)
        start, modifier = self._modifier(quantity, quantity.start)
        end = counted.end
        after = rules.modifier_after().match(key, end)
        if after and modifier == "exact":
            modifier, end = rules.modifiers()[flat(after["word"])], after.end()
        names = [self._nouns.spelt(unit, quantity) for unit in counted.units]
        cold = rules.below_zero().match(key, end)
        value: dict[str, Any] = {"number": whole(-quantity.value if cold else quantity.value)}
        value |= self._shape(quantity, modifier) | {"unit": names[0]}
        if len(names) > 1:
            value["units"] = names
        score = scores.count_score(
            quantity,
            counted.kind,
            year_like=cue_words.is_year(quantity),
            after_noun=self._after_noun(start),
        )
        span = {"number_span": Span(*quantity.numeral)}
        return Found("COUNT", start, cold.end() if cold else end, value, score, span)

    def _shared(self, quantities: Sequence[Quantity], at: int, found: Sequence[Found]) -> Found | None:
        """A number that shares the noun of its part or of what it is a part of («أربعة من ستة اتحادات»)."""
        quantity = quantities[at]
        if cue_words.naming(self._key, quantity.start) or cue_words.is_part(self._key, quantity):
            return None
        unit = ""
        if at + 1 < len(quantities) and ellipses.is_part_of(self._key, quantity, quantities[at + 1]):
            whole_one = None if quantities[at + 1].measure else self._count(quantities, at + 1)
            unit = whole_one.value["unit"] if whole_one else ""
        elif found and ellipses.is_whole_of(self._key, found[-1], quantity):
            unit = found[-1].value["unit"]
        elif whole_of_them := ellipses.whose_part(self._key, found, quantity):
            unit = whole_of_them.value["unit"]
        if not unit:
            return None
        return self._bare(quantity, unit)

    def _unsigned(self, quantity: Quantity, counted: Counted) -> Quantity:
        """The quantity without a dash that begins its line, which is the mark of an item but before degrees."""
        start = quantity.start
        bullet = self._key[start] in rules.MINUS and self._key[start - 1 : start] in ("", "\n")
        if not bullet or counted.units[0][0].exact.startswith(_DEGREES):
            return quantity
        return replace(quantity, start=start + 1, value=abs(quantity.value))

    def _can_count(self, quantity: Quantity, counted: Counted) -> bool:
        """Whether a number of this form can count a noun of this kind."""
        key, sure = self._key, counted.kind in ("classifier", "person", "measure", "thing")
        word, first = key[quantity.number.start : quantity.number.end], counted.units[0][0].exact
        if quantity.number.form == "part":
            return counted.kind == "measure"
        if quantity.value == 0 and quantity.number.spelled and counted.kind != "measure":
            return sure and not cue_words.after_word(key, quantity.start)
        if quantity.number.factor >= _LEAST_OF_MONEY and self._passage.language == "fa" and not sure:
            return False  # milliards of toman that nobody names: «۴۶۰ هزار میلیارد نقدینگی»
        if cue_words.is_code(quantity):
            return counted.kind in _SURE
        if not sure and cue_words.is_year(quantity) and self._after_noun(quantity.start):
            return False
        if word == _NO_OR_NINE:
            said = cue_words.says_no(key, quantity.number.start)
            return not said and counted.kind in _SURE
        if word in _AMBIGUOUS and not first.endswith("ات"):
            return sure or (self._passage.language == "ar" and not _DEFINITE.match(key, counted.end))
        if cue_words.is_match_result(quantity, key):
            return sure and not cue_words.after_result_word(key, quantity.start)
        if cue_words.after_year_word(key, quantity) or cue_words.are_years(quantity):
            return sure and counted.kind != "thing"
        return sure or not cue_words.is_definite(key, quantity.start)

    def _after_noun(self, start: int) -> bool:
        """Whether a noun stands right before a phrase, which the number may belong to."""
        before = self._nouns.before(start)
        return bool(before) and before[-1].end >= start - 1 and self._nouns.kind(before[-1].exact) != ""
