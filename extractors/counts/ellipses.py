"""Numbers whose noun is not said again: «227 آخرين», «أربعة من ستة اتحادات», «25 صوتا من 35»."""

import re
from collections.abc import Sequence
from dataclasses import replace

from extractors.counts.cue_words import is_year
from extractors.counts.quantities import Quantity
from extractors.counts.rules import AMONG_THEM
from extractors.protocols import Found
from extractors.text.lexicon import key_of

SCORE = 0.85
_OF = re.compile(r"\s(?:من|از)\s(?:(?:اصل|بین|مجموع|میان|کل|هر)\s)?")
_OUT_OF = re.compile(r"\s(?:من|از)\s(?P<whole>(?:اصل|بین|مجموع|میان)\s)?")
_OF_THEM = re.compile(r"\s(?:(?:تا|تای)\s)?(?:منها|منهم|منهن|از (?:ان\u200c?ها|انان|ایشان)|ان\u200c?ها)(?!\w)")
_AMONG_THEM = re.compile(rf"(?<!\w)[وف]?(?:من )?(?:{AMONG_THEM}|ضمنهم|ضمنها)\s\Z")
"""Before a number without a noun («20 شخصا بينهم ثلاثة في حالة حرجة»)."""
_GOES_ON = re.compile(r"\s[^\W\d]{2,}")
"""A word says something of them; «منها 5.» or «منها 3 - 2» may be anything."""
_AMONG_REACH = 16
_MORE_WORDS = re.compile(r"\s?[%٪/.:]|\s?(?:الی|حتی|تا)\s\d")
_SENTENCE = re.compile(r"[.!؟?\n؛]")
_OTHERS = frozenset(map(key_of, ("آخرين", "آخرون", "آخران", "أخريات")))
_UNNAMED = re.compile(r"(?<!\w)\d{1,3}\sو\w+\s$")
"""A number without a noun, and what befell the others: of whom they are others is not said («لقي 7 وفر 3 آخرون»)."""
_REACH = 160
_SHORTEST = 4
"""Letters of a word for what befalls the others; «12 وزيرا و20 آخرين» are no ministers."""


def is_part_of(key: str, part: Quantity, of: Quantity) -> bool:
    """Whether a number is so many of a larger one that a noun follows («أربعة من ستة اتحادات», «۴ از ۱۰ دانشجو»)."""
    joined = _OF.fullmatch(key, part.end, of.start)
    return bool(joined) and 0 < part.value < of.value and not is_year(of) and not is_year(part)


def is_whole_of(key: str, part: Found, quantity: Quantity) -> bool:
    """Whether a number without a noun is what counted ones are so many of («25 صوتا من 35», «12 نائبا من أصل 50»)."""
    joined = _OUT_OF.fullmatch(key, part.end, quantity.start) if part.label == "COUNT" else None
    if not joined or is_year(quantity) or _MORE_WORDS.match(key, quantity.end):
        return False
    return bool(part.value["number"] < quantity.value)


def whose_part(key: str, found: Sequence[Found], quantity: Quantity) -> Found | None:
    """What the sentence counted before, of which a number is some («12 راكبا توفي ثلاثة منهم», «بينهم ثلاثة»)."""
    before = next((one for one in reversed(found) if one.label == "COUNT"), None)
    if before is None or is_year(quantity) or not _is_of_them(key, quantity):
        return None
    between = key[before.end : quantity.start]
    near = len(between) < _REACH and not _SENTENCE.search(between)
    return before if near and 0 < quantity.value < before.value["number"] else None


def _is_of_them(key: str, quantity: Quantity) -> bool:
    """Whether «of them» stands after a number, or «among them» before it."""
    if _OF_THEM.match(key, quantity.end):
        return True
    among = _AMONG_THEM.search(key, max(0, quantity.start - _AMONG_REACH), quantity.start)
    return bool(among) and bool(_GOES_ON.match(key, quantity.end))


def with_others(key: str, found: Sequence[Found]) -> list[Found]:
    """The finds, where «227 آخرين» are others of what the sentence counted before («26 شخصا»); not of an unnamed 7."""
    kept = list[Found]()
    for item in found:
        if item.label == "COUNT" and key_of(item.value["unit"]) in _OTHERS:
            before = next((one for one in reversed(kept) if one.label == "COUNT"), None)
            if before and _goes_on(key[before.end : item.start]):
                item = replace(item, value={**item.value, "unit": before.value["unit"]})
            elif _UNNAMED.search(key, max(0, item.start - _REACH), item.start):
                continue
        kept.append(item)
    return kept


def _goes_on(between: str) -> bool:
    """Whether what lies between two counts of a sentence says something of the second («وإصابة»)."""
    return _SHORTEST < len(between.strip()) < _REACH and not _SENTENCE.search(between)
