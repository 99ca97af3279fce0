"""COUNT, MONEY and PERCENT: numbers that are not part of a date, with what they count."""

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import Any

from corpora.document import Span
from corpora.tables import table, words
from extractors.counts import rules
from extractors.dates.lexis import months
from extractors.dates.shapes import in_a_date
from extractors.numerals import Number, numbers, whole
from extractors.patterns import flat, folded
from extractors.protocols import Found, Passage
from extractors.spans import SpanSet
from extractors.text.aligned import AlignedText
from extractors.text.lexicon import arabic, is_word, key_of, persian
from extractors.text.segmenter import Word
from extractors.text.segmenter import words as segment
from extractors.text.spelling import phrase, spelling
from extractors.text.stemmer import stem

type Unit = tuple[Word, ...]
"""The words of one counted noun."""

_MODIFIER_REACH = 16
_BLOCK_REACH = 12
_UNIT_REACH = 60
_OPEN = re.compile(r"^[)»\"\]]?[ \u200c]{0,2}$")
_CLOCK = re.compile(r"[:.]\d")
_AGREEMENT_WORDS = frozenset(flat(folded(w)) for w in words("agreements"))
_FIGURE_BEFORE = re.compile(r"\d\s?$")
_SCALED = tuple(flat(folded(r["word"])) for r in table("numerals") if r["kind"] == "scale" and len(r["word"]) > 4)
_FIRST_UNIT = 1
_BETWEEN_WORD = re.compile(r"بین\s$")


def _is_range(key: str, low: Number, high: Number) -> bool:
    """«۲۰ تا ۳۰», «بين 20 و30»: two numbers that are the ends of one."""
    joint = key[low.end : high.start]
    if rules.between().match(joint):
        return True
    return joint.strip() == "و" and bool(_BETWEEN_WORD.search(key[max(0, low.start - len("بین  ")) : low.start]))


class CountExtractor:
    """Finds COUNT, MONEY and PERCENT mentions; see DESIGN.md for the values."""

    name = "counts"
    version = "4"

    def extract(self, passage: Passage, earlier: Sequence[Found]) -> list[Found]:
        """Numbers outside of dates, in text order."""
        key = passage.folded.key
        dated = SpanSet(f.span for f in earlier if f.label == "DATE")
        outside = (n for n in numbers(key, passage.language) if not dated.overlaps(Span(n.start, n.end)))
        free = [n for n in outside if not in_a_date(key, n.start, n.end)]
        lows = {b.start: a for a, b in pairwise(free) if _is_range(key, a, b)}
        between = {low.start for low in lows.values()}
        found = []
        for number in free:
            if number.start in between:
                continue
            low = lows.get(number.start)
            item = self._typed(passage, number, low, dated)
            if item:
                found.append(item)
        return found + self._duals(passage, SpanSet(f.span for f in (*earlier, *found) if f.label != "ORG"))

    def _typed(self, passage: Passage, number: Number, low: Number | None, dated: SpanSet) -> Found | None:
        key = passage.folded.key
        start, modifier = self._modifier(key, low.start if low else number.start)
        if low and low.value < number.value:
            modifier = "between"
        return (
            self._percent(key, start, number, modifier)
            or self._money(passage, start, number, modifier)
            or self._count(passage, start, number, low, modifier, dated)
        )

    def _modifier(self, key: str, start: int) -> tuple[int, str]:
        match = rules.modifier_before().search(key[max(0, start - _MODIFIER_REACH) : start])
        if not match:
            return start, "exact"
        return start - len(match.group()), rules.modifiers()[flat(match["word"])]

    def _percent(self, key: str, start: int, number: Number, modifier: str) -> Found | None:
        match = rules.percent().match(key, number.end)
        if not match:
            return None
        return Found("PERCENT", start, match.end(), {"percent": whole(number.value), "modifier": modifier}, 0.95)

    def _money(self, passage: Passage, start: int, number: Number, modifier: str) -> Found | None:
        key = passage.folded.key
        after = rules.currency().match(key, number.end)
        before = None if after else rules.currency_sign().search(key[max(0, start - 2) : start])
        match = after or before
        if not match:
            return None
        name = flat(match["word"])
        codes = rules.currencies()
        code = codes.get((name, "")) or codes.get((name, passage.language)) or codes.get((name, "fa"), "")
        begin = start if after else start - len(match.group())
        end = after.end() if after else number.end
        return Found("MONEY", begin, end, {"amount": whole(number.value), "currency": code, "modifier": modifier}, 0.9)

    def _count(
        self, passage: Passage, start: int, number: Number, low: Number | None, modifier: str, dated: SpanSet
    ) -> Found | None:
        key = passage.folded.key
        first = low or number
        if number.spelled and _FIGURE_BEFORE.search(key[max(0, first.start - 2) : first.start]):
            return None
        if number.value == _FIRST_UNIT and number.spelled:
            return None
        if "+" in (key[first.start - 1 : first.start], key[number.end : number.end + 1]):
            return None
        if rules.blocked_before().search(key[max(0, start - _BLOCK_REACH) : start]) or _CLOCK.match(key, number.end):
            return None
        units = self._units(key, number.end, dated)
        if not units:
            return None
        end = units[-1][-1].end
        after = rules.modifier_after().match(key, end)
        if after and modifier == "exact":
            modifier, end = rules.modifiers()[flat(after["word"])], after.end()
        names = [self._spelt(passage, unit) for unit in units]
        value: dict[str, Any] = {"number": whole(number.value), "modifier": modifier, "unit": names[0]}
        if len(names) > 1:
            value["units"] = names
        if modifier == "between":
            value |= {"min": whole(first.value), "max": whole(number.value)}
        span = {"number_span": Span(first.start, number.end)}
        if ")" in key[number.end : units[0][0].start] and key[start - 1 : start] == "(":
            start -= 1
        return Found("COUNT", start, end, value, 0.9 if not number.spelled else 0.75, span)

    def _units(self, key: str, at: int, dated: SpanSet) -> list[Unit]:
        """The counted noun after a number, and the one that «و» joins to it; [] where nothing is counted."""
        line = key[at : at + _UNIT_REACH].split("\n")[0]
        near = _segmented(line)
        if not near or not _OPEN.match(line[: near[0].start]) or not _is_noun(near[0]):
            return []
        if dated.overlaps(Span(at + near[0].start, at + near[0].end)):
            return []
        if near[0].exact in _fractions() and not key[at - 1].isdigit():
            return []
        units = [_with_complement(near, line)]
        if len(near) > 2 and near[1].exact == "و" and _AGREEMENT_WORDS.issuperset(stem(w.exact) for w in near[:3:2]):
            units.append((near[2],))
        return [tuple(Word(w.start + at, w.end + at, w.exact) for w in unit) for unit in units]

    def _spelt(self, passage: Passage, unit: Unit) -> str:
        """The unit as a dictionary has it: agreements in the singular, no Arabic accusative alef, no ezafe."""
        known = _AGREEMENT_SPELLING.get(stem(unit[0].exact))
        if known:
            return " ".join((known, *(spelling(passage.folded, word, passage.language) for word in unit[1:])))
        last = unit[-1]
        ending, follows = ("ا", "") if passage.language == "ar" else ("ی", "او")
        bare = last.exact.removesuffix(ending)
        whole_word = passage.language == "fa" and last.exact in persian()
        if bare != last.exact and not whole_word and (not follows or bare.endswith(tuple(follows))) and is_word(bare):
            unit = (*unit[:-1], Word(last.start, last.end - 1, bare))
        return phrase(passage.folded, unit, passage.language)

    def _duals(self, passage: Passage, taken: SpanSet) -> list[Found]:
        """Arabic duals («مذكرتين», «كتابان») as counts of two.

        Of masculine nouns only those whose plural is a broken one: the sound plural is written as the dual is.
        """
        if passage.language != "ar":
            return []
        found = []
        for match in _DUAL.finditer(passage.folded.key):
            span = Span(match.start("dual"), match.end())
            noun = match["noun"]
            feminine = noun.endswith("ت") and arabic_noun(noun[:-1] + "ه")
            if (feminine or noun in _broken()) and not taken.overlaps(span):
                written = surface(passage, match)
                unit = written[:-1] + "ة" if feminine else written
                value = {"number": 2, "modifier": "exact", "unit": unit}
                found.append(Found("COUNT", span.start, span.end, value, 0.7, {"number_span": span}))
        return found


_DUAL = re.compile(r"(?<!\w)[ولبف]?(?P<dual>(?P<noun>(?!ال)\w{3,12})(?:ین|ان))(?!\w)")


@cache
def _broken() -> frozenset[str]:
    """Masculine nouns, folded, with a broken plural."""
    return frozenset(AlignedText.of(word).key for word in words("broken_plurals"))


@cache
def _fractions() -> frozenset[str]:
    """Ordinals after a number in words make a fraction («دو سوم»)."""
    return frozenset(key_of(word) for word in words("ordinals", language="fa"))


_AGREEMENT_SPELLING = {flat(folded(w)): w for w in words("agreements") if " " not in w}


def surface(passage: Passage, match: re.Match[str]) -> str:
    """The noun of a dual as the text spells it."""
    span = passage.folded.span(match.start("noun"), match.end("noun"))
    return passage.folded.raw[span.start : span.end]


def arabic_noun(key: str) -> bool:
    """Whether the folded singular of a dual is a common Arabic word."""
    return arabic().get(key, 0) >= _COMMON_NOUN


_COMMON_NOUN = 20


def _segmented(line: str) -> list[Word]:
    return segment(AlignedText.of(line))


def _is_noun(word: Word) -> bool:
    if word.exact in rules.not_units() or flat(word.exact) in months() or word.exact.startswith(_SCALED):
        return False
    return len(word.exact) > 1 and not word.exact[0].isdigit() and not word.exact.isascii()


def _with_complement(near: list[Word], line: str) -> Unit:
    """The first word with the second, where that belongs to it."""
    if len(near) > 1 and near[1].exact in rules.complements() and line[near[0].end : near[1].start].isspace():
        return (near[0], near[1])
    return (near[0],)
